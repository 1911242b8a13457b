"""Asking outside experts: by name and address, or one asked before; and releasing who has not answered."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.audit_log import Entry
from models.audit_words import Action
from models.document import Document
from models.experts import ExpertInvitation, ExpertPart
from models.people import RoleHolding, User
from models.vocabulary import Role
from models.wording import N_, Message
from workflows.content import validated
from workflows.experts import links
from workflows.experts.answers import part_of
from workflows.language import calendar
from workflows.lifecycle import (
    ActionContext,
    Attempt,
    Dossier,
    NotVisible,
    Outcome,
    Phase,
    Refused,
    Request,
    UnitOfWork,
    VerbContext,
    add_revision,
    apply_move,
    blocking_finding,
    carry_out_on,
    may,
    requires_permission,
)
from workflows.lifecycle import Permission as P
from workflows.rules import Finding
from workflows.schema import FIRST_EXPERT, blank_document, form_version, part_at, with_part, without_part

MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,120}\.[A-Za-z]{2,24}")
NO_PASSWORD = ""
"""What stands for the password of somebody who comes by link only: no typed password ever matches it."""


@dataclass(frozen=True)
class Guest:
    """Who is to be asked: ``user_id`` of an expert known here, or else name, address and what the form asks of them."""

    user_id: int = 0
    name: str = ""
    email: str = ""
    unit: str = ""
    job_title: str = ""
    expertise: str = ""
    standing: str = ""
    due_on: date | None = None


def experts(session: Session, sheet: Document, context: ActionContext) -> list[User]:
    """The outside experts who may be asked: they hold the role today and belong to no agency in the chain."""
    today = calendar.today(context.at)
    held = select(RoleHolding.user_id).where(
        RoleHolding.since <= today, or_(RoleHolding.until.is_(None), RoleHolding.until >= today)
    )
    inside = held.where(RoleHolding.agency_id.in_(chain_of(sheet)))
    return list(
        session.scalars(
            select(User)
            .where(User.active, User.id.in_(held.where(RoleHolding.role == Role.GENDER_EXPERT)), User.id.not_in(inside))
            .order_by(User.name)
        )
    )


def chain_of(sheet: Document) -> list[int]:
    """The agencies that work on the sheet or stand above it."""
    return [agency for agency in (sheet.agency_id, sheet.authority_id) if agency is not None]


def invitable_experts(dossier: Dossier, context: ActionContext) -> list[User]:
    """The experts who may be asked (again): whoever wrote the staff's part may not, whoever was asked before may."""
    before = {invitation.user_id for invitation in dossier.invitations}
    staff = dossier.authors - before
    return [user for user in experts(dossier.session, dossier.document, context) if user.id not in staff]


def invite(sheet_id: int, guest: Guest, context: ActionContext, *, idempotency_key: str | None = None) -> Outcome:
    """Ask an outside expert to assess one sheet. The link goes out as soon as the sheet is with the experts.

    Raises ``Refused`` naming every field that is missing or wrong, and GI-26 for anybody of the agencies in the chain.
    """

    def act(work: VerbContext) -> None:
        unit, dossier, sheet = work.unit, work.dossier, work.document
        _require_open(dossier)
        if faults := list(_faults(dossier, guest, work.context)):
            raise Refused(*faults)
        expert_id = guest.user_id or _account(unit, guest)
        invitation = _invitation(dossier, expert_id, unit)
        unit.write(links.entry(Action.INVITE_EXPERT, unit, sheet, expert=expert_id))
        part = part_of(dossier, invitation)
        part.standing, part.due_on = guest.standing or part.standing, guest.due_on
        if dossier.state.phase is Phase.ADVICE:
            links.issue(unit, sheet, invitation, part, "invitation")

    asked = {"invite": sheet_id, **asdict(guest), "due_on": str(guest.due_on)}
    request = Request(idempotency_key, asked, Outcome)
    return carry_out_on(sheet_id, context, act, request, permission=_objections_to_inviting)


WHO_INVITES = N_("專家由承辦人或性平業務窗口在程序參與結束之前邀請")


def _objections_to_inviting(work: VerbContext) -> Iterator[Message]:
    ended = work.dossier.state.phase in (Phase.RESPONSE, Phase.SETTLED)
    if ended or not may(work.context.actor, P.SHEET_INVITE, work.document):
        yield Message.of(WHO_INVITES)


def _require_open(dossier: Dossier) -> None:
    plan = dossier.plan_dossier
    if plan.state.final:
        raise Refused(
            blocking_finding(
                "WF-05", Message.of(N_("所屬計畫為「%(state)s」，不能再辦理"), state=Message.of(plan.state.label))
            )
        )


def _faults(dossier: Dossier, guest: Guest, context: ActionContext) -> list[Finding]:
    faults = [
        blocking_finding("GI-15", Message.of(N_("最多 %(most)s 字"), most=most), field)
        for field, most in LONGEST.items()
        if len(getattr(guest, field).strip()) > most
    ]
    if guest.due_on is not None and guest.due_on < calendar.today(context.at):
        faults.append(blocking_finding("GI-17", Message.of(N_("填復期限不能早於今天")), "due_on"))
    if guest.user_id:
        known = {user.id: user for user in invitable_experts(dossier, context)}
        if guest.user_id not in known:
            words = N_("請選擇非本案機關人員、也未填寫本表的民間專家")
            faults.append(blocking_finding("GI-26", Message.of(words), "expert"))
        elif not MAIL.fullmatch(known[guest.user_id].email):
            faults.append(
                blocking_finding(
                    "GI-15", Message.of(N_("這位專家沒有電子郵件信箱，無法寄送連結，請以新專家邀請")), "expert"
                )
            )
        return faults
    for field, words in REQUIRED.items():
        if not getattr(guest, field).strip():
            faults.append(blocking_finding("GI-15", Message.of(words), field))
    if guest.email.strip() and not MAIL.fullmatch(guest.email.strip()):
        faults.append(blocking_finding("GI-15", Message.of(N_("電子郵件信箱的格式不正確")), "email"))
    if guest.email.strip() and _is_inside(dossier, guest):
        words = N_("這個信箱屬於本案主辦或主管機關的人員或填表人，請另洽民間專家學者")
        faults.append(blocking_finding("GI-26", Message.of(words), "email"))
    return faults


LONGEST = {"name": 80, "email": 200, "unit": 80, "job_title": 80, "expertise": 200, "standing": 2000}
"""Characters of what is written about an expert: as many as an account holds (``models.people``)."""
REQUIRED = {
    "name": N_("請填寫專家姓名"), "email": N_("請填寫專家的電子郵件信箱"), "unit": N_("請填寫專家的服務單位"),
    "job_title": N_("請填寫專家的職稱"), "expertise": N_("請填寫專家的專長領域"),
}  # fmt: skip
"""What the form asks of an expert (10-2), and where the letter goes."""


def _is_inside(dossier: Dossier, guest: Guest) -> bool:
    """Whether the address is that of anybody who ever worked at an agency in the chain, or of who filled the sheet."""
    address = guest.email.strip().lower()
    filler = dossier.content.get("filler") or {}
    if address == str(filler.get("email", "")).strip().lower():
        return True
    inside = select(RoleHolding.user_id).where(RoleHolding.agency_id.in_(chain_of(dossier.document)))
    staff = select(User.id).where(
        func.lower(User.email) == address, or_(User.id.in_(inside), User.id.in_(_wrote(dossier)))
    )
    return dossier.session.scalar(staff.limit(1)) is not None


def _wrote(dossier: Dossier) -> list[int]:
    return sorted(dossier.authors - {invitation.user_id for invitation in dossier.invitations})


def _account(unit: UnitOfWork, guest: Guest) -> int:
    """The account behind the invitation: the expert of this address known here, else a new one without a password."""
    address, today = guest.email.strip(), calendar.today(unit.context.at)
    expert = select(RoleHolding.user_id).where(RoleHolding.role == Role.GENDER_EXPERT)
    known = unit.session.scalar(
        select(User).where(
            func.lower(User.email) == address.lower(), User.active, User.id.in_(expert), User.name == guest.name.strip()
        )
    )
    if known is not None:
        return known.id
    user = User(
        account=f"expert-{secrets.token_hex(6)}",
        name=guest.name.strip(),
        email=address,
        unit=guest.unit.strip(),
        job_title=guest.job_title.strip(),
        expertise=guest.expertise.strip(),
        password_hash=NO_PASSWORD,
        active=True,
        must_change_password=False,
        created_at=unit.context.at,
        locale="",
    )
    unit.session.add(user)
    unit.session.flush()
    unit.session.add(RoleHolding(user_id=user.id, agency_id=None, role=Role.GENDER_EXPERT.value, since=today))
    who, name = unit.context.named(), f"user:{user.id}"
    details: dict[str, Any] = {
        "role": Role.GENDER_EXPERT,
        "agency": None,
        "since": today.isoformat(),
        "until": None,
    }
    unit.write(Entry(Action.PERSON_CREATE, name, who, details={"account": user.account, "name": user.name}))
    unit.write(Entry(Action.ROLE_GRANT, name, who, details=details))
    return user.id


def _invitation(dossier: Dossier, expert_id: int, unit: UnitOfWork) -> ExpertInvitation:
    """The invitation, made or taken up again; as of now."""
    invitation = next((row for row in dossier.invitations if row.user_id == expert_id), None)
    if invitation is None:
        invitation = ExpertInvitation(document_id=dossier.document.id, user_id=expert_id)
        unit.session.add(invitation)
    invitation.invited_by, invitation.invited_at = unit.context.actor.id, unit.context.at
    invitation.answered_at = invitation.ended_at = None
    unit.session.flush()
    return invitation


def release(
    sheet_id: int, expert_id: int, context: ActionContext, *, reason: str = "", idempotency_key: str | None = None
) -> Outcome:
    """Take an invitation back; the access ends at once. What was not handed in is taken off the sheet.

    While the sheet is with the experts a reason is asked for; when nobody is left to answer and somebody has answered,
    the sheet goes on by itself.
    """

    def act(work: VerbContext) -> None:
        unit, dossier, sheet = work.unit, work.dossier, work.document
        invitation = next((r for r in dossier.invitations if r.user_id == expert_id and r.ended_at is None), None)
        if invitation is None:
            raise NotVisible
        if dossier.state.phase is Phase.ADVICE and not reason.strip():
            raise Refused(blocking_finding("WF-02", Message.of(N_("程序參與進行中，結束邀請請填寫理由")), "reason"))
        invitation.ended_at = work.context.at
        unit.write(
            Entry(
                Action.END_INVITATION,
                sheet.object_name,
                work.context.named(sheet.agency.name),
                reason=reason.strip()[:500],
                details={"expert": expert_id},
            )
        )
        links.close(unit, sheet, invitation)
        if invitation.answered_at is None:
            _clear(unit, dossier, invitation)
        _go_on(unit, sheet, work.context)

    request = Request(idempotency_key, {"uninvite": sheet_id, "expert": expert_id, "reason": reason}, Outcome)
    return carry_out_on(sheet_id, context, act, request, permission=requires_permission(P.SHEET_INVITE, WHO_INVITES))


def _clear(unit: UnitOfWork, dossier: Dossier, invitation: ExpertInvitation) -> None:
    """Nobody answers in another's words: a part that was not handed in leaves the sheet, its place is free again.

    Whoever takes it off writes nothing of their own and is no author by it: the revision stands under who sent the
    sheet, the log names who did it.
    """
    part, sheet = unit.session.get(ExpertPart, invitation.id), dossier.document
    if part is None:
        return
    key, empty = part.part_key, blank_document(form_version(sheet.form_version))[FIRST_EXPERT]
    if part_at(dossier.content, key) not in ({}, empty):
        gone = (
            with_part(dossier.content, FIRST_EXPERT, empty)
            if key == FIRST_EXPERT
            else without_part(dossier.content, key)
        )
        whole = validated(dossier.form, dossier.content, gone)
        add_revision(unit, sheet, whole, str(N_("結束邀請，未完成的程序參與不列入")), author=sheet.submitter_id)
    unit.session.delete(part)
    dossier.__dict__.pop("expert_parts", None)


def _go_on(unit: UnitOfWork, sheet: Document, context: ActionContext) -> None:
    unit.session.flush()
    dossier = Dossier(unit.session, sheet)
    still = [row for row in dossier.invitations if row.ended_at is None]
    if dossier.state.phase is Phase.ADVICE and still and all(row.answered_at for row in still):
        cause = Action.END_INVITATION.value
        move = dossier.workflow.move_named["advance"]
        apply_move(Attempt(dossier, move, context, unit=unit, cause=cause, details={"cause": cause}))
