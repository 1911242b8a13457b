"""Gender-impact sheets: begun for a key plan, and the outside experts asked to assess them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from models.audit import Action, Entry
from models.document import Document
from models.people import Agency, RoleHolding, User
from models.review import ExpertInvitation
from models.storage import manifest_of, read
from models.vocabulary import Kind, Role
from models.wording import N_, said
from workflows.actions import Outcome, finished, locked
from workflows.creating import begin
from workflows.definitions import Permission as P
from workflows.dossier import Dossier
from workflows.guards import stop
from workflows.kinds import KINDS
from workflows.occasion import TAIPEI, Occasion
from workflows.permissions import may
from workflows.refusals import NotPermitted, NotVisible, Refused
from workflows.revising import revise
from workflows.sheet_duties import inherited_sheets
from workflows.sheets import blank, form_version
from workflows.transaction import Unit, unit_of_work


def begin_sheet(plan_id: int, row_id: str, occasion: Occasion, *, once: str | None = None) -> Outcome:
    """Begin the sheet of one key plan, with what the plan already says filled in."""
    with unit_of_work(occasion) as unit:
        if earlier := unit.earlier(once, {"sheet": plan_id, "row": row_id}):
            return Outcome(**earlier)
        plan = locked(unit.session, plan_id, occasion)
        dossier = Dossier(unit.session, plan)
        if not may(occasion.actor, P.SHEET_FILL, plan) or plan.kind != Kind.ANNUAL_PLAN:
            raise NotPermitted([said(N_("檢視表由本機關承辦人填寫"))])
        if dossier.state.final:
            raise Refused(
                stop("WF-05", said(N_("所屬計畫為「%(state)s」，不能再辦理"), state=said(dossier.state.label)))
            )
        row = next((row for row in dossier.content.get("key_plans", []) if row["id"] == row_id), None)
        if row is None:
            raise NotVisible
        if any(sheet.part_key == row_id for sheet in dossier.sheets):
            raise Refused(stop("WF-12", said(N_("這項重要計畫已有檢視表"))))
        sheet = begin(unit, Kind.GENDER_IMPACT, plan.agency, plan.year, row["item"], parent=plan, part_key=row_id)
        revise(unit, sheet, {"": _first_content(unit, dossier, sheet, row)})
        return finished(unit, sheet)


def _first_content(unit: Unit, plan: Dossier, sheet: Document, row: dict[str, Any]) -> dict[str, Any]:
    agency: Agency = plan.document.agency
    content = blank(form_version(KINDS[Kind.GENDER_IMPACT].form_version))
    before = inherited_sheets(plan).get(sheet.part_key)
    if before is not None and (head := Dossier(unit.session, before).head) is not None:
        earlier = read(unit.session, manifest_of(head))
        content = {**earlier, "participation": content["participation"], "results": content["results"]}
    author = unit.session.get_one(User, unit.occasion.actor.id)
    today = (unit.occasion.at + TAIPEI).date()
    return {
        **content,
        "plan_title": row["item"],
        "supervising_agency": agency.parent.name if agency.parent else agency.name,
        "drafting_agency": agency.name,
        "filler": {
            **content["filler"], "name": author.name, "title": author.job_title, "email": author.email,
            "date": f"{today.year - 1911}-{today:%m-%d}",
        },
    }  # fmt: skip


def experts(unit_session: Any, sheet: Document, occasion: Occasion) -> list[User]:
    """The outside experts who may be asked: they hold the role today and belong to no agency in the chain."""
    today = (occasion.at + TAIPEI).date()
    held = select(RoleHolding.user_id).where(
        RoleHolding.since <= today, or_(RoleHolding.until.is_(None), RoleHolding.until >= today)
    )
    inside = held.where(RoleHolding.agency_id.in_([a for a in (sheet.agency_id, sheet.authority_id) if a is not None]))
    return list(
        unit_session.scalars(
            select(User)
            .where(User.active, User.id.in_(held.where(RoleHolding.role == Role.GENDER_EXPERT)), User.id.not_in(inside))
            .order_by(User.name)
        )
    )


def askable(dossier: Dossier, occasion: Occasion) -> list[User]:
    """The experts who may be asked (again): whoever wrote the staff's part may not, whoever was asked before may."""
    before = {invitation.user_id for invitation in dossier.invitations}
    staff = dossier.authors - before
    return [user for user in experts(dossier.session, dossier.document, occasion) if user.id not in staff]


def invite_expert(sheet_id: int, expert_id: int, occasion: Occasion, *, once: str | None = None) -> Outcome:
    """Ask an outside expert to assess one sheet; from then on they see it and its plan, and nothing else."""
    with unit_of_work(occasion) as unit:
        if earlier := unit.earlier(once, {"invite": sheet_id, "expert": expert_id}):
            return Outcome(**earlier)
        sheet = locked(unit.session, sheet_id, occasion)
        dossier = Dossier(unit.session, sheet)
        if not may(occasion.actor, P.SHEET_INVITE, sheet) or sheet.state in ("completed", "exempt"):
            raise NotPermitted([said(N_("專家由承辦人或性平業務窗口在完成之前邀請"))])
        if (plan := dossier.plan_dossier).state.final:
            raise Refused(stop("WF-05", said(N_("所屬計畫為「%(state)s」，不能再辦理"), state=said(plan.state.label))))
        if expert_id not in {user.id for user in askable(dossier, occasion)}:
            raise Refused(stop("GI-26", said(N_("請選擇非本案機關人員、也未填寫本表的民間專家")), "expert"))
        invitation = next((row for row in dossier.invitations if row.user_id == expert_id), None)
        if invitation is None:
            invitation = ExpertInvitation(document_id=sheet.id, user_id=expert_id)
            unit.session.add(invitation)
        invitation.invited_by, invitation.invited_at = occasion.actor.id, occasion.at
        invitation.answered_at = invitation.ended_at = None
        unit.write(_entry(Action.INVITE_EXPERT, sheet, occasion, expert_id))
        return finished(unit, sheet)


def end_invitation(sheet_id: int, expert_id: int, occasion: Occasion, *, once: str | None = None) -> Outcome:
    """Take an invitation back; the expert's access ends at once."""
    with unit_of_work(occasion) as unit:
        if earlier := unit.earlier(once, {"uninvite": sheet_id, "expert": expert_id}):
            return Outcome(**earlier)
        sheet = locked(unit.session, sheet_id, occasion)
        invitations = Dossier(unit.session, sheet).invitations
        if not may(occasion.actor, P.SHEET_INVITE, sheet):
            raise NotPermitted([said(N_("專家由承辦人或性平業務窗口在完成之前邀請"))])
        invitation = next((row for row in invitations if row.user_id == expert_id and row.ended_at is None), None)
        if invitation is None:
            raise NotVisible
        invitation.ended_at = occasion.at
        unit.write(_entry(Action.END_INVITATION, sheet, occasion, expert_id))
        return finished(unit, sheet)


def _entry(action: Action, sheet: Document, occasion: Occasion, expert_id: int) -> Entry:
    return Entry(action, sheet.object_name, occasion.named(sheet.agency.name), details={"expert": expert_id})
