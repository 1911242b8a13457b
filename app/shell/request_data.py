"""What a request carries, from a page's form or as JSON, under the same names."""

from __future__ import annotations

from flask import request

from forms.common import Sent, flat


def sent_data(*, silent: bool = False) -> Sent:
    """The form, or the JSON object flattened to what the form would have sent.

    Raises ``Malformed`` for JSON that is no object. JSON that cannot be read at all is Werkzeug's 400, or with
    ``silent`` counts as no object.
    """
    return flat(request.get_json(silent=silent)) if request.is_json else request.form
