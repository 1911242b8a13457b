"""What the filters of lists offer: the agencies and years whose documents of a kind a person may see."""

from __future__ import annotations

from sqlalchemy import func, select

from app.shell.access import session_user
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from workflows.lifecycle import visible


def agencies_seen(kind: str = Kind.ANNUAL_PLAN) -> list[tuple[int, str]]:
    """The agencies whose documents this person may see, for the filter; found by their own list, not by all documents."""
    seen = select(Document.id).where(visible(session_user().actor, kind), Document.agency_id == Agency.id).limit(1)
    rows = db.session.execute(select(Agency.id, Agency.name).where(seen.exists()).order_by(Agency.code))
    return [(row.id, row.name) for row in rows]


def years_seen(kind: str = Kind.ANNUAL_PLAN) -> list[int]:
    """The years from the oldest document to the newest, newest first: both ends of the index, whatever lies between."""
    condition = visible(session_user().actor, kind)
    newest = db.session.scalar(select(func.max(Document.year)).where(condition))
    oldest = db.session.scalar(select(func.min(Document.year)).where(condition))
    return [] if newest is None or oldest is None else list(range(newest, oldest - 1, -1))
