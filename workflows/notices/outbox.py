"""The outbox's verbs: a notice is written with the act that causes it, and delivered after the commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import Session

from models.base import db
from models.notice import Notice
from models.wording import Message
from workflows.lifecycle import ActionContext, NotVisible, UnitOfWork, unit_of_work

FIRST_WAIT = timedelta(minutes=2)
"""After the first attempt; doubled after each further one. Longer than any attempt can take, so it is also the claim."""
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 12
"""Thereafter the notice stays in the outbox, visible, until somebody mends the address or the server."""
LASTS: dict[str, timedelta] = {"expert_code": timedelta(minutes=15)}
"""Kinds that are worth nothing after a time: they are voided instead of sent late."""

HOME_PLACEHOLDER = "{home}"
"""Stands in a body for the address of this installation, which the post puts in."""
UNSENT = and_(Notice.sent_at.is_(None), Notice.void_at.is_(None), Notice.address != "")
"""Letters that still have to go out."""


@dataclass(frozen=True)
class Letter:
    """A notice as it is handed to the post; ``number`` is the same each time it is tried."""

    number: int
    address: str
    subject: str
    body: str
    at: datetime


SendLetter = Callable[[Letter], None]
"""Hands one letter over; raises ``OSError`` with the reason when that fails (``smtplib`` errors are such)."""


@dataclass
class Delivery:
    """What one round of sending did."""

    sent: int = 0
    failed: int = 0
    void: int = 0


def notify(
    unit: UnitOfWork,
    *,
    kind: str,
    subject: Message | str,
    body: Message | str,
    user: int | None = None,
    address: str = "",
    about: str = "",
    confidential: bool = False,
) -> Notice:
    """Write one notice in the unit's transaction: no act, no notice, and no act without its notice.

    With ``address`` it is mailed; with ``user`` alone it stands on that person's desk. A ``confidential`` body is shown
    nowhere and is emptied once it was sent.
    """
    if user is None and not address:
        raise ValueError("a notice needs somebody to go to")
    notice = Notice(
        kind=kind,
        user_id=user,
        address=address,
        subject=str(subject)[:300],
        body=str(body),
        about=about,
        confidential=confidential,
        created_at=unit.context.at,
    )
    unit.session.add(notice)
    return notice


def void_unsent(unit: UnitOfWork, *, about: str, user: int, kinds: tuple[str, ...] = ()) -> None:
    """What has not been sent yet to this person about this document is not sent any more, and its body is forgotten."""
    wanted = [Notice.about == about, Notice.user_id == user, Notice.sent_at.is_(None), Notice.void_at.is_(None)]
    if kinds:
        wanted.append(Notice.kind.in_(kinds))
    unit.session.execute(update(Notice).where(*wanted).values(void_at=unit.context.at, body=""))


def mark_read(notice_id: int, context: ActionContext) -> None:
    """The person has seen their own notice; the first time counts. Raises ``NotVisible`` for anybody else's."""
    with unit_of_work(context) as unit:
        mine = and_(Notice.id == notice_id, Notice.user_id == context.actor.id, Notice.confidential.is_(False))
        if unit.session.scalar(select(Notice.id).where(mine)) is None:
            raise NotVisible
        unit.session.execute(update(Notice).where(mine, Notice.read_at.is_(None)).values(read_at=context.at))


def unread_notices(session: Session, user_id: int, most: int) -> tuple[list[Notice], int]:
    """What a person has not seen yet, newest first, and how much that is in all; confidential letters stand on no desk."""
    mine = and_(Notice.user_id == user_id, Notice.read_at.is_(None), Notice.void_at.is_(None))
    wanted = select(Notice, func.count().over()).where(mine, Notice.confidential.is_(False))
    rows = session.execute(wanted.order_by(Notice.id.desc()).limit(most)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def pending_letters(session: Session) -> list[Notice]:
    """The letters that have neither been sent nor become void, oldest first."""
    return list(session.scalars(select(Notice).where(UNSENT).order_by(Notice.id)))


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20)), LONGEST_WAIT)


def deliver_due(post: SendLetter, clock: Callable[[], ActionContext], most: int = 200) -> Delivery:
    """Send every letter that is due, each claimed by compare-and-swap: of two senders only one hands it over.

    A crash between handing over and noting it sends the letter once more after the wait, with the same message number;
    that is the price of never losing one.
    """
    done = Delivery(void=_lapse(clock()))
    for notice_id, attempts in _due(clock().at)[:most]:
        letter = _claimed(clock(), notice_id, attempts)
        if letter is None:
            continue
        try:
            post(letter)
        except OSError as broken:
            _note(clock(), notice_id, last_error=_failure_words(broken))
            done.failed += 1
        else:
            _note(clock(), notice_id, sent=True)
            done.sent += 1
    return done


def _lapse(context: ActionContext) -> int:
    """Void what would come too late; gives how many letters that were."""
    late = or_(
        *(and_(Notice.kind == kind, Notice.created_at < context.at - lasting) for kind, lasting in LASTS.items())
    )
    if db.session.scalar(select(Notice.id).where(UNSENT, late).limit(1)) is None:
        return 0
    with unit_of_work(context) as unit:
        gone = unit.session.execute(update(Notice).where(UNSENT, late).values(void_at=context.at, body=""))
        return cast("CursorResult[Any]", gone).rowcount


def _due(at: datetime) -> list[tuple[int, int]]:
    rows = pending_letters(db.session())
    ready = (row for row in rows if row.tried_at is None or row.tried_at + wait_after(row.attempts) <= at)
    due = [(row.id, row.attempts) for row in ready if row.attempts < MOST_ATTEMPTS]
    db.session.rollback()
    return due


def _claimed(context: ActionContext, notice_id: int, attempts: int) -> Letter | None:
    """Take the letter for this sender; ``None`` if another was faster or it has become void."""
    with unit_of_work(context) as unit:
        taken = unit.session.execute(
            update(Notice)
            .where(UNSENT, Notice.id == notice_id, Notice.attempts == attempts)
            .values(attempts=attempts + 1, tried_at=context.at)
            .execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", taken).rowcount != 1:
            return None
        notice = unit.session.get_one(Notice, notice_id, populate_existing=True)
        return Letter(notice.id, notice.address, notice.subject, notice.body, notice.created_at)


def _note(context: ActionContext, notice_id: int, *, sent: bool = False, last_error: str = "") -> None:
    with unit_of_work(context) as unit:
        notice = unit.session.get_one(Notice, notice_id, populate_existing=True)
        notice.last_error = last_error
        if sent:
            notice.sent_at = context.at
            notice.body = "" if notice.confidential else notice.body


def _failure_words(broken: OSError) -> str:
    """The reason in one line, without what the other side may have quoted of the letter."""
    code = getattr(broken, "smtp_code", "")
    return " ".join(filter(None, (type(broken).__name__, str(code), broken.strerror or "")))[:300]
