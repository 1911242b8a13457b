"""Links for outside experts: issued with a letter, revoked, and closed with everything they opened.

A link is a secret of 256 bits of which only the digest is kept. The letter that carries it is confidential.
"""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from sqlalchemy import select, update

from models.audit_log import Entry
from models.audit_words import Action
from models.canonical import digest
from models.document import Document
from models.experts import ExpertInvitation, ExpertLink, ExpertPart, ExpertSession
from models.people import SignInSession, User
from workflows.experts.letters import letter
from workflows.language import calendar
from workflows.lifecycle import UnitOfWork
from workflows.notices import HOME_PLACEHOLDER, notify, void_unsent

LINK_LASTS = timedelta(days=21)
"""Taking part and revising leave a week at least (GI-17, S003 L591)."""
LINK, REMINDER = "expert_link", "expert_reminder"
LETTERS = (LINK, REMINDER, "expert_code")
"""The kinds of letters to experts that are void once their access ends."""


def entry(action: Action, unit: UnitOfWork, sheet: Document, **details: object) -> Entry:
    """What is written down about an expert of this sheet."""
    return Entry(action, sheet.object_name, unit.context.named(sheet.agency.name), details=details)


def due_on(unit: UnitOfWork, part: ExpertPart) -> date:
    """Until when the expert is asked to answer: the day set, or a week from now where none is set or it has passed."""
    today = calendar.today(unit.context.at)
    if part.due_on is None or part.due_on < today:
        part.due_on = today + calendar.WEEK
    return part.due_on


def issue(
    unit: UnitOfWork,
    sheet: Document,
    invitation: ExpertInvitation,
    part: ExpertPart,
    kind: str,
    *,
    notice: str = LINK,
    keep_due: bool = False,
    **figures: str,
) -> None:
    """Issue a link and write the letter that carries it; earlier links of the invitation end.

    With ``keep_due`` a due date that has passed stays; otherwise it is set anew.
    """
    due = part.due_on if keep_due and part.due_on else due_on(unit, part)
    expert = unit.session.get_one(User, invitation.user_id)
    host = unit.session.get_one(User, invitation.invited_by)
    revoke(unit, sheet, invitation)
    token = secrets.token_urlsafe(32)
    link = ExpertLink(
        invitation_id=invitation.id,
        token_sha256=digest(token.encode()),
        issued_by=host.id,
        issued_at=unit.context.at,
        expires_at=unit.context.at + LINK_LASTS,
    )
    unit.session.add(link)
    until = calendar.in_taipei(link.expires_at).date()
    subject, body = letter(
        kind,
        agency=sheet.agency.name,
        name=expert.name,
        link=f"{HOME_PLACEHOLDER}/invited/{token}",
        due=calendar.roc_words(due),
        until=calendar.roc_words(until),
        contact=host.name,
        contact_mail=host.email,
        **figures,
    )
    notify(
        unit,
        kind=notice,
        user=expert.id,
        address=expert.email,
        subject=subject,
        body=body,
        about=sheet.object_name,
        confidential=True,
    )
    unit.write(entry(Action.LINK_ISSUE, unit, sheet, expert=expert.id, until=until.isoformat()))


def revoke(unit: UnitOfWork, sheet: Document, invitation: ExpertInvitation) -> None:
    """No link of the invitation that was not used yet can be used any more, and no letter carries one."""
    live = (
        ExpertLink.invitation_id == invitation.id,
        ExpertLink.revoked_at.is_(None),
        ExpertLink.used_at.is_(None),
    )
    if unit.session.scalar(select(ExpertLink.id).where(*live).limit(1)) is not None:
        unit.session.execute(update(ExpertLink).where(*live).values(revoked_at=unit.context.at))
        unit.write(entry(Action.LINK_REVOKE, unit, sheet, expert=invitation.user_id))
    void_unsent(unit, about=sheet.object_name, user=invitation.user_id, kinds=LETTERS)


def close(unit: UnitOfWork, sheet: Document, invitation: ExpertInvitation) -> None:
    """The expert's access ends at once: links, letters on their way, sessions, and what was drafted and not given."""
    revoke(unit, sheet, invitation)
    end_sessions(unit, invitation)
    if (part := unit.session.get(ExpertPart, invitation.id)) is not None:
        part.drafted_opinions = None


def end_sessions(unit: UnitOfWork, invitation: ExpertInvitation, keep: str = "") -> None:
    """End every session that a link of this invitation opened, but the one kept."""
    opened = (
        select(ExpertSession.token_sha256)
        .join(ExpertLink, ExpertLink.id == ExpertSession.link_id)
        .where(ExpertLink.invitation_id == invitation.id, ExpertSession.token_sha256 != keep)
    )
    unit.session.execute(
        update(SignInSession)
        .where(SignInSession.token_sha256.in_(opened), SignInSession.ended_at.is_(None))
        .values(ended_at=unit.context.at)
        .execution_options(synchronize_session=False)
    )
