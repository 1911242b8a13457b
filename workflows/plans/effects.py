"""What moves of plans and indicators leave behind: indicators follow their plan, editions supersede each other."""

from __future__ import annotations

from models.document import Document
from models.vocabulary import Verdict
from workflows.lifecycle import Attempt, Dossier, Seat, apply_system_move, state_of
from workflows.plans.definitions import kpis_of_plan, submit_with_plan
from workflows.plans.editions import open_edition
from workflows.review import record_opinions, record_sign_off, signed_details


def submit_kpis(attempt: Attempt) -> None:
    """Submit the plan's KPI definitions with it: each new or changed one gets its revision and is to be reviewed."""
    submit_with_plan(attempt)


def release_kpis(attempt: Attempt) -> None:
    """KPI definitions that are still under review go back with their plan."""
    for kpi in kpis_of_plan(attempt.dossier):
        if state_of(kpi).awaits_endorsement:
            apply_system_move(attempt, Dossier(attempt.work.session, kpi), "reopen")


def retire_kpis(attempt: Attempt) -> None:
    """A withdrawn plan takes its KPI definitions with it."""
    for kpi in kpis_of_plan(attempt.dossier):
        apply_system_move(attempt, Dossier(attempt.work.session, kpi), "retire")


def enforce_kpis(attempt: Attempt) -> None:
    """With the plan's approval its KPI definitions come into force."""
    for kpi in kpis_of_plan(attempt.dossier):
        apply_system_move(attempt, Dossier(attempt.work.session, kpi), "enforce")


def supersede_predecessor(attempt: Attempt) -> None:
    """The edition in force until now, with its KPI definitions, gives way to the one just approved."""
    document = attempt.document
    if document.predecessor_id is None:
        return
    session = attempt.work.session
    before = Dossier(session, session.get_one(Document, document.predecessor_id))
    for kpi in kpis_of_plan(before):
        apply_system_move(attempt, Dossier(session, kpi), "supersede")
    apply_system_move(attempt, before, "supersede")


def endorsed(attempt: Attempt) -> None:
    """研考 endorses one KPI definition from the seat held in the plan's joint review."""
    seat = attempt.dossier.plan_dossier.workflow.seat_named[attempt.seat_name]
    row = record_sign_off(attempt, Seat(**{**vars(seat), "parts": ()}), Verdict.AGREE, seat.meaning)
    attempt.details.update(signed_details(row))


def kpi_returned(attempt: Attempt) -> None:
    """A returned KPI definition leaves its reason as an opinion on the plan, anchored at its row."""
    numbers = record_opinions(attempt)
    attempt.details.update(opinion=numbers[0], plan=attempt.dossier.plan.id)


def begin_amendment(attempt: Attempt) -> None:
    """Open a new edition in drafting that carries the content over; the approved one stays in force."""
    successor = open_edition(attempt)
    attempt.details.update(grounds=attempt.inputs.grounds, successor=successor.object_name)
