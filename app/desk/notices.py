"""Unread notices as the desk shows them: what happened, when, and the way to the document."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.shell.access import session_user
from app.shell.rendering import iso, roc
from models.base import db
from models.notice import Notice
from workflows.lifecycle import KINDS
from workflows.notices import unread_notices

MOST = 10
DECIDED = ("impact_owed", "decision_lapsed")
"""Kinds that speak of which key plans owe a sheet, which is told on a page of its own."""


def notice_list() -> dict[str, Any]:
    """The newest unread notices of whoever looks, and how many there are in all."""
    notices, total = unread_notices(db.session(), session_user().actor.id, MOST)
    return {"rows": [_row(notice) for notice in notices], "total": total}


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "subject": notice.subject,
        "body": notice.body,
        "href": _href(notice),
        "at": roc(notice.created_at, "time"),
        "iso": iso(notice.created_at),
    }


def _href(notice: Notice) -> str:
    """Where the notice leads: the kind stands in it, so that no document is loaded for a link."""
    kind, _colon, number = notice.about.partition(":")
    if kind not in KINDS or not number.isdigit():
        return ""
    endpoint = "overseeing.impact" if notice.kind in DECIDED else KINDS[kind].pages.show
    return url_for(endpoint, document_id=int(number))
