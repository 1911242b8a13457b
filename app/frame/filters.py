"""What the filters of lists offer: the agencies and years whose plans a person may see."""

from __future__ import annotations

from sqlalchemy import func, select

from app.shell.access import session_user
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from workflows.lifecycle import visible


def agencies_seen() -> list[tuple[int, str]]:
    """The agencies whose plans this person may see, for the filter; found by their own list, not by all plans."""
    seen = (
        select(Document.id)
        .where(visible(session_user().actor, Kind.ANNUAL_PLAN), Document.agency_id == Agency.id)
        .limit(1)
    )
    rows = db.session.execute(select(Agency.id, Agency.name).where(seen.exists()).order_by(Agency.code))
    return [(row.id, row.name) for row in rows]


def years_seen() -> list[int]:
    """The years from the oldest plan to the newest, newest first: both ends of the index, whatever lies between."""
    condition = visible(session_user().actor, Kind.ANNUAL_PLAN)
    newest = db.session.scalar(select(func.max(Document.year)).where(condition))
    oldest = db.session.scalar(select(func.min(Document.year)).where(condition))
    return [] if newest is None or oldest is None else list(range(newest, oldest - 1, -1))
