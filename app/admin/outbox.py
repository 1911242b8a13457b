"""The rows of the outbox page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.shell.rendering import iso, roc
from models.base import db
from models.notice import Notice
from workflows.notices import MOST_ATTEMPTS, UNSENT, wait_after

MOST = 200


def outbox(*, everything: bool) -> dict[str, Any]:
    """The letters as rows, oldest waiting first; of all of them the newest first."""
    wanted = select(Notice).where(Notice.address != "")
    wanted = wanted.order_by(Notice.id.desc()) if everything else wanted.where(UNSENT).order_by(Notice.id)
    rows = [_row(notice) for notice in db.session.scalars(wanted.limit(MOST))]
    return {"rows": rows, "everything": everything, "most": MOST if len(rows) == MOST else 0}


def _row(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.id,
        "to": notice.address,
        "subject": notice.subject,
        "confidential": notice.confidential,
        "at": roc(notice.created_at, "time"),
        "iso": iso(notice.created_at),
        "attempts": notice.attempts,
        "error": notice.last_error,
        **_state(notice),
    }


def _state(notice: Notice) -> dict[str, str]:
    if notice.void_at is not None:
        return {"state": _("作廢，不再寄"), "tone": ""}
    if notice.sent_at is not None:
        return {"state": _("%(time)s 寄出", time=roc(notice.sent_at, "time")), "tone": "green"}
    if notice.attempts >= MOST_ATTEMPTS:
        return {"state": _("一直寄不出去，已停止"), "tone": "red"}
    if notice.tried_at is not None:
        again = roc(notice.tried_at + wait_after(notice.attempts), "time")
        return {"state": _("沒有寄成，%(time)s 後再試", time=again), "tone": "amber"}
    return {"state": _("待寄"), "tone": "indigo"}
