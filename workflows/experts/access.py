"""Who is being asked for what at this moment: the one place that says whether an outside expert has access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.document import Document
from models.experts import ExpertInvitation, ExpertLink, ExpertPart, ExpertSession
from models.people import RoleHolding, SignInSession, User
from models.vocabulary import Role
from workflows.lifecycle import Actor, Phase, in_states, kind_named

_PLAN = aliased(Document)
"""The plan of a sheet. An alias clones every column of its table, so it is made once and not for each request."""


@dataclass(frozen=True)
class OpenQuestion:
    """One open question to one expert: ``confirm`` instead of a first answer; what is seen needs the pledge."""

    invitation: ExpertInvitation
    part: ExpertPart | None
    sheet_id: int
    plan_id: int
    confirm: bool

    @property
    def pledged(self) -> bool:
        """Whether the expert has pledged secrecy; before that they see nothing of sheet and plan."""
        return self.part is not None and self.part.pledged_at is not None


def open_questions(session: Session, *where: ColumnElement[bool]) -> list[OpenQuestion]:
    """The open questions among the invitations that fulfil ``where``.

    A question is open while the sheet is with the experts and this one has not answered, or while this one is asked to
    confirm; it ends with the answer, with the invitation and with the plan. Nobody is asked who has come to work at an
    agency in the chain since (GI-26).
    """
    inside = select(RoleHolding.id).where(
        RoleHolding.user_id == ExpertInvitation.user_id,
        RoleHolding.agency_id.in_((Document.agency_id, Document.authority_id)),
        or_(RoleHolding.until.is_(None), RoleHolding.until >= func.current_date()),
    )
    rows = session.execute(
        select(ExpertInvitation, ExpertPart, Document.id, Document.parent_id, Document.kind, Document.state)
        .join(Document, Document.id == ExpertInvitation.document_id)
        .join(_PLAN, _PLAN.id == Document.parent_id)
        .outerjoin(ExpertPart, ExpertPart.invitation_id == ExpertInvitation.id)
        .where(
            ExpertInvitation.ended_at.is_(None),
            in_states(lambda state: not state.final, of=_PLAN),
            ~inside.exists(),
            *where,
        )
        .options(joinedload(ExpertInvitation.user))
    )
    questions = []
    for invitation, part, sheet_id, plan_id, kind, state in rows:
        phase = kind_named(kind).workflow.state_named[state].phase
        confirm = phase is Phase.RESPONSE and awaits_confirmation(part)
        if confirm or (phase is Phase.ADVICE and invitation.answered_at is None):
            questions.append(OpenQuestion(invitation, part, sheet_id, plan_id or 0, confirm))
    return questions


def awaits_confirmation(part: ExpertPart | None) -> bool:
    """Whether the expert was asked to confirm the changed text and has said neither yes nor no."""
    return part is not None and part.confirm_asked_at is not None and part.confirmed_revision is None


def open_question_of(session: Session, invitation_id: int) -> OpenQuestion | None:
    """The open question of one invitation."""
    return next(iter(open_questions(session, ExpertInvitation.id == invitation_id)), None)


def visible_sheets(session: Session, user_id: int, *where: ColumnElement[bool]) -> dict[int, int]:
    """The sheets this person may see as an expert, each with its plan."""
    mine = open_questions(session, ExpertInvitation.user_id == user_id, *where)
    return {one.sheet_id: one.plan_id for one in mine if one.pledged}


def link_of(session: Session, row: SignInSession) -> ExpertLink | None:
    """The link that opened this session; ``None`` for a session opened with a password."""
    link: Any = session.scalar(
        select(ExpertLink)
        .join(ExpertSession, ExpertSession.link_id == ExpertLink.id)
        .where(ExpertSession.token_sha256 == row.token_sha256)
    )
    return link if isinstance(link, ExpertLink) else None


def guest_of(user: User, question: OpenQuestion) -> Actor:
    """The person as a session opened by a link knows them: an expert with this one sheet, and nothing else they hold."""
    shown = question.pledged
    return Actor(
        user.id,
        user.account,
        user.name,
        frozenset({(Role.GENDER_EXPERT, None)}),
        frozenset({question.sheet_id} if shown else ()),
        frozenset({question.plan_id} if shown else ()),
    )
