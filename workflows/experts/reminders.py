"""Reminding outside experts of a question they have not answered: before it is due, and for a while after.

Every letter belongs to a day on which one is due. A day that was missed (no timer ran) is made up for later, once; a
letter that still waits in the outbox is not followed by another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit_words import Action
from models.base import db
from models.document import Document
from models.experts import ExpertInvitation, ExpertLink, ExpertPart
from models.notice import Notice
from models.people import User
from workflows.experts import links
from workflows.experts.access import OpenQuestion, open_question_of, open_questions
from workflows.experts.letters import letter
from workflows.experts.links import REMINDER
from workflows.language import calendar
from workflows.lifecycle import ActionContext, UnitOfWork, unit_of_work
from workflows.notices import UNSENT, notify

BEFORE = (7, 3, 1)
"""So many days before the due date."""
EVERY = 2
"""Days between two letters after it."""
LONGEST = 30
"""Days after the due date from which nobody is written to any more: then a person has to telephone."""


@dataclass
class Reminded:
    """What one round of reminding did."""

    letters: int = 0
    fresh_links: int = 0
    sheets: list[str] = field(default_factory=list)


def remind(context: ActionContext) -> Reminded:
    """Write every reminder that is due now. Run again on the same day, also by two at once, it writes nothing more."""
    waiting = [one.invitation.id for one in open_questions(db.session())]
    db.session.rollback()
    done = Reminded()
    for invitation_id in waiting:
        _remind_one(invitation_id, context, done)
    return done


def _remind_one(invitation_id: int, context: ActionContext, done: Reminded) -> None:
    with unit_of_work(context) as unit:
        part = unit.session.get(ExpertPart, invitation_id, with_for_update=True, populate_existing=True)
        question = open_question_of(unit.session, invitation_id)
        if question is None or part is None or part.due_on is None or not question.invitation.user.active:
            return
        since = day_of_letter(part.due_on, calendar.today(context.at))
        if since is None or _written_since(unit.session, question, since):
            return
        sheet = unit.session.get_one(Document, question.sheet_id)
        done.fresh_links += _write(unit, sheet, question, part, part.due_on)
        unit.write(links.entry(Action.NOTIFY, unit, sheet, expert=question.invitation.user_id, what="reminder"))
        done.letters += 1
        done.sheets.append(sheet.object_name)


def day_of_letter(due: date, today: date) -> date | None:
    """The last day, today included, on which a reminder was due; ``None`` before the first and long after the last."""
    late = (today - due).days
    if late > LONGEST:
        return None
    days = [-before for before in BEFORE] + list(range(1, LONGEST + 1, EVERY))
    return max((due + timedelta(days=one) for one in days if one <= late), default=None)


def _written_since(session: Session, question: OpenQuestion, since: date) -> bool:
    """Whether a link or a reminder was written on that day or later, or one is still to be sent."""
    about = session.get_one(Document, question.sheet_id).object_name
    theirs = (
        Notice.user_id == question.invitation.user_id,
        Notice.about == about,
        Notice.kind.in_((links.LINK, REMINDER)),
    )
    if session.scalar(select(Notice.id).where(*theirs, UNSENT).limit(1)) is not None:
        return True
    newest = session.scalar(select(Notice.created_at).where(*theirs).order_by(Notice.id.desc()).limit(1))
    return newest is not None and calendar.in_taipei(newest).date() >= since


def _usable_link(unit: UnitOfWork, invitation: ExpertInvitation) -> ExpertLink | None:
    """The link they have, unless it opens nothing any more: used up, expired or revoked."""
    usable = (
        ExpertLink.invitation_id == invitation.id,
        ExpertLink.used_at.is_(None),
        ExpertLink.revoked_at.is_(None),
        ExpertLink.expires_at > unit.context.at,
    )
    return unit.session.scalar(select(ExpertLink).where(*usable).order_by(ExpertLink.id.desc()).limit(1))


def _write(unit: UnitOfWork, sheet: Document, question: OpenQuestion, part: ExpertPart, due: date) -> bool:
    """Write the letter; gives whether a fresh link went with it."""
    invitation, today = question.invitation, calendar.today(unit.context.at)
    words, link = dict(_words(due, today, confirm=question.confirm)), _usable_link(unit, invitation)
    if link is None:
        links.issue(unit, sheet, invitation, part, "reminder_link", notice=REMINDER, keep_due=True, **words)
        return True
    expert, host = invitation.user, unit.session.get_one(User, invitation.invited_by)
    subject, body = letter(
        "reminder",
        agency=sheet.agency.name,
        name=expert.name,
        due=calendar.roc_words(due),
        contact=host.name,
        contact_mail=host.email,
        sent=_day(link.issued_at),
        until=_day(link.expires_at),
        **words,
    )
    notify(
        unit, kind=REMINDER, user=expert.id, address=expert.email, subject=subject, body=body, about=sheet.object_name
    )
    return False


def _day(at: datetime) -> str:
    return calendar.roc_words(calendar.in_taipei(at).date())


def _words(due: date, today: date, *, confirm: bool) -> Iterator[tuple[str, str]]:
    """What is asked and how near its day is, as the letters say them."""
    yield "what", "確認調整後的內容" if confirm else "填復程序參與意見"
    left = (due - today).days
    yield "when", f"還有{left}日" if left > 0 else "就是今天" if left == 0 else f"已過{-left}日"


def latest_reminder(session: Session, invitation: ExpertInvitation) -> Notice | None:
    """The newest reminder to this expert about this sheet that was not taken back."""
    mine = (
        Notice.user_id == invitation.user_id,
        Notice.about == session.get_one(Document, invitation.document_id).object_name,
    )
    kept = select(Notice).where(*mine, Notice.kind == REMINDER, Notice.void_at.is_(None))
    return session.scalar(kept.where(Notice.created_at >= invitation.invited_at).order_by(Notice.id.desc()).limit(1))
