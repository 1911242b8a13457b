"""What was typed and refused for an ended session or an old CSRF token: a page from which it can be sent again.

Only words that came from our own pages are kept: a form of another site must not be able to put its words before
somebody who would then send them in good faith. The second sending carries a fresh CSRF token and is checked like any.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

DROPPED = ("csrf_token", "password")
"""Fields that are never written into a page."""


def retained_form_page() -> str | None:
    """The page that holds what was sent, or ``None`` where nothing was typed or the words are not from our pages."""
    if (
        request.method != "POST"
        or request.is_json
        or request.blueprint in (None, "signing_in", "entering")
        or _foreign()
    ):
        return None
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(word in name.lower() for word in DROPPED)
    ]
    if not any(value.strip() for _name, value in fields):
        return None
    signed_in = current_user.is_authenticated
    return render_template(
        "shell/errors/retained_form.html",
        title=_("還沒有存成，您的文字都在這一頁") if signed_in else _("您已登出，您的文字都在這一頁"),
        signed_in=signed_in,
        fields=fields,
        shown=[
            value
            for name, value in fields
            if len(value.strip()) > 12 and name not in ("idempotency_key", "key", "lines")
        ],
        action=request.path,
        sign_in_url=url_for("signing_in.show", next=request.path),
    )


def _foreign() -> bool:
    """Whether the browser says that another site's page sent this."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(origin) and urlsplit(origin).netloc != request.host
