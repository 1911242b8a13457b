"""What moves of a sheet mean for its experts: asked, heard, dismissed; a contradiction goes back by itself."""

from __future__ import annotations

from models.audit_log import Entry
from models.audit_words import Action
from models.wording import N_, Message
from workflows.experts.answers import answered, begin, contradicted_by
from workflows.experts.links import close
from workflows.gender import sheets_of_plan
from workflows.lifecycle import Attempt, Dossier, Phase, apply_system_move
from workflows.review import record_opinions, record_submission
from workflows.schema import form_version


def sent_to_experts(attempt: Attempt) -> None:
    """Remember who sent the sheet to the experts, and ask each of them (again)."""
    record_submission(attempt)
    begin(attempt)


def expert_answered(attempt: Attempt) -> None:
    """Keep the expert's numbered opinions; their part is done and their access ends."""
    record_opinions(attempt)
    answered(attempt)


def send_back_if_contradicted(attempt: Attempt) -> None:
    """GI-19, GI-21: 有關 while 7-1…7-3 are all 否 sends the sheet back to the staff by itself, once all have answered."""
    dossier = attempt.dossier
    asked = form_version(attempt.document.form_version).concept("BEN")
    if asked and dossier.state.phase is Phase.RESPONSE and contradicted_by(dossier.content):
        reason = Message.of(N_("專家評定為「有關」，受益對象卻皆為「否」，請修正後再送程序參與"))
        apply_system_move(attempt, dossier, "send_back", str(reason))


def dismiss_experts(attempt: Attempt) -> None:
    """With a withdrawn plan its sheets close, and no expert sees it any longer."""
    for sheet in sheets_of_plan(attempt.dossier):
        dossier = Dossier(attempt.work.session, sheet)
        end_invitations(Attempt(dossier, attempt.move, attempt.context, unit=attempt.unit))


def end_invitations(attempt: Attempt) -> None:
    """The experts' access ends when the sheet is completed."""
    for invitation in attempt.dossier.invitations:
        if invitation.ended_at is None:
            invitation.ended_at = attempt.context.at
            close(attempt.work, attempt.document, invitation)
            attempt.work.write(
                Entry(
                    action=Action.END_INVITATION,
                    object=attempt.document.object_name,
                    actor=attempt.context.named(attempt.document.agency.name),
                    details={"expert": invitation.user_id},
                )
            )
