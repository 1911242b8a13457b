"""What outside experts say: the pledge, the answer that each gives apart, and the confirmation of what was changed."""

from __future__ import annotations

from typing import Any

from models.audit_words import Action
from models.canonical import canonical, digest
from models.document import Document
from models.experts import ExpertInvitation, ExpertPart
from models.storage import manifest_of, read
from workflows.experts import links
from workflows.experts.access import open_questions
from workflows.gender import judged_now
from workflows.lifecycle import ActionContext, Attempt, Dossier, NotVisible, UnitOfWork, carry_out
from workflows.schema import FIRST_EXPERT, FURTHER_EXPERTS, parts_of

NOT_STAFF = frozenset({FIRST_EXPERT, FURTHER_EXPERTS, "results", "form"})
RELATED = "有關"
YES = "是"


def promise_secrecy(sheet_id: int, context: ActionContext) -> None:
    """The expert promises to keep the draft secret; only then they see it. Saying it twice says nothing new."""

    def act(unit: UnitOfWork) -> None:
        mine = ExpertInvitation.user_id == unit.context.actor.id, ExpertInvitation.document_id == sheet_id
        question = next(iter(open_questions(unit.session, *mine)), None)
        if question is None or question.part is None:
            raise NotVisible
        if question.part.pledged_at is None:
            question.part.pledged_at = unit.context.at
            sheet = unit.session.get_one(Document, sheet_id)
            unit.write(links.entry(Action.PLEDGE, unit, sheet, expert=unit.context.actor.id))

    carry_out(context, act)


def part_key_of(dossier: Dossier, user_id: int) -> str:
    """The key of the part that is this person's to fill in."""
    part = dossier.expert_parts.get(user_id)
    return part.part_key if part else FIRST_EXPERT


def begin(attempt: Attempt) -> None:
    """The sheet goes to the experts: each who is invited is asked (again) and gets a link by letter."""
    unit, document = attempt.work, attempt.document
    document.judged_sha256 = None
    for invitation in attempt.dossier.invitations:
        if invitation.ended_at is not None:
            continue
        part = part_of(attempt.dossier, invitation)
        invitation.answered_at = None
        part.confirm_asked_at = part.confirmed_at = part.confirmed_revision = part.notified_at = None
        unit.session.flush()
        links.issue(unit, document, invitation, part, "invitation")


def part_of(dossier: Dossier, invitation: ExpertInvitation) -> ExpertPart:
    """What goes with this expert's part; made where an invitation has none yet."""
    row = dossier.session.get(ExpertPart, invitation.id)
    if row is None:
        held = {part.part_key for part in dossier.expert_parts.values()}
        key = FIRST_EXPERT if FIRST_EXPERT not in held else f"e-{invitation.id}"
        row = ExpertPart(invitation_id=invitation.id, part_key=key, standing="")
        dossier.session.add(row)
        dossier.session.flush()
        dossier.__dict__.pop("expert_parts", None)
    return row


def everybody_has_answered(attempt: Attempt) -> bool:
    """Whether the one who answers now is the last of those who are asked."""
    mine = attempt.context.actor.id
    waiting = [row for row in attempt.dossier.invitations if row.ended_at is None and row.answered_at is None]
    return all(row.user_id == mine for row in waiting)


def answered(attempt: Attempt) -> None:
    """The expert's part is done and their access ends; the sheet is bound to the key plan as the first of them knew it."""
    dossier, document, actor = attempt.dossier, attempt.document, attempt.context.actor
    own = part_key_of(dossier, actor.id)
    attempt.details["relevance"] = str(dict(parts_of(dossier.content)).get(own, {}).get("relevance", ""))
    if document.judged_sha256 is None:
        document.judged_sha256 = judged_now(dossier)
    for invitation in dossier.invitations:
        if invitation.user_id == actor.id:
            invitation.answered_at = attempt.context.at
            part_of(dossier, invitation).spoke_revision = document.revision
            links.close(attempt.work, document, invitation)


def contradicted_by(content: dict[str, Any]) -> bool:
    """GI-19, GI-21: whether any expert says 有關 while 7-1…7-3 are all 否."""
    answers = [row.get("answer") for row in content.get("beneficiaries", [])]
    return YES not in answers and any(part.get("relevance") == RELATED for _key, part in parts_of(content))


def staff_digest(dossier: Dossier, number: int) -> str:
    """The digest of what the staff wrote (all but results and the experts' parts) in one revision."""
    revision = dossier.head if number == dossier.document.revision else dossier.revision(number)
    content = read(dossier.session, manifest_of(revision)) if revision else {}
    return digest(canonical({name: value for name, value in content.items() if name not in NOT_STAFF}))


def changed_since(dossier: Dossier, part: ExpertPart) -> bool:
    """Whether the text changed after this expert spoke of it: the staff's part, or what the sheet judges of the plan."""
    spoke = part.confirmed_revision if part.confirmed_at else part.spoke_revision
    if spoke is None:
        return False
    now = judged_now(dossier)
    moved = now is not None and dossier.document.judged_sha256 not in (None, now)
    return moved or staff_digest(dossier, spoke) != staff_digest(dossier, dossier.document.revision)


def unconfirmed_experts(dossier: Dossier) -> list[ExpertInvitation]:
    """The experts who still have to confirm the text as it is now (GI-27)."""
    return [
        row
        for row in dossier.invitations
        if row.ended_at is None
        and row.answered_at is not None
        and (part := dossier.session.get(ExpertPart, row.id)) is not None
        and (changed_since(dossier, part) or (part.confirm_asked_at is not None and part.confirmed_at is None))
    ]
