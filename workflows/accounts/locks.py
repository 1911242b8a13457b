"""The row of a person is the lock between those who rely on what the person may do and those who change it.

An act relies on roles, account and session of its actor from ``relied_on`` to its commit; whoever changes any of them
takes the row with ``claimed`` first. Rows that only name the person do not wait for either. SQLite has one writer.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import User


def relied_on(session: Session, user_id: int) -> None:
    """Keep what this person may do as it is until the transaction ends."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update(read=True))


def claimed(session: Session, user_id: int) -> User | None:
    """The person as they are now, to be changed by this transaction alone; ``None`` where there is none."""
    query = select(User).where(User.id == user_id).with_for_update(key_share=True)
    user: User | None = session.scalar(query.execution_options(populate_existing=True))
    return user
