"""What a request carries, from a page's form or as JSON read by its declaration, under the same names."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from msgspec import Struct

from forms.bodies import BODIES
from forms.common import Sent
from forms.json_body import flat, read_body, tidied

B = TypeVar("B", bound=Struct)


def json_body(declared: type[B], *, silent: bool = False) -> B:
    """The JSON body as declared.

    Raises ``Malformed`` for a body that does not fit. JSON that cannot be read at all is Werkzeug's 400, or with
    ``silent`` counts as no object.
    """
    return read_body(request.get_json(silent=silent), declared)


def sent_data(*, silent: bool = False) -> Sent:
    """The form, or the JSON body of this endpoint flattened to what the form would have sent; errors as above."""
    if not request.is_json:
        return tidied(request.form)
    return flat(json_body(BODIES[request.endpoint or ""], silent=silent))
