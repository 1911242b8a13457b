"""What moves of plans and indicators leave behind: indicators follow their plan, editions supersede each other."""

from __future__ import annotations

from models.document import Document
from models.vocabulary import Verdict
from workflows.lifecycle.attempt import Situation
from workflows.lifecycle.definitions import Seat
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import follow_up
from workflows.plans.definitions import kpis_of_plan, submit_with_plan
from workflows.plans.editions import open_edition
from workflows.review.effects import record_opinions, record_sign_off, signed_details


def submit_kpis(situation: Situation) -> None:
    """Submit the plan's KPI definitions with it: each new or changed one gets its revision and is to be reviewed."""
    submit_with_plan(situation)


def release_kpis(situation: Situation) -> None:
    """KPI definitions that are still under review go back with their plan."""
    for kpi in kpis_of_plan(situation.dossier):
        if kpi.state == "reviewing":
            follow_up(situation, Dossier(situation.work.session, kpi), "reopen")


def retire_kpis(situation: Situation) -> None:
    """A withdrawn plan takes its KPI definitions with it."""
    for kpi in kpis_of_plan(situation.dossier):
        follow_up(situation, Dossier(situation.work.session, kpi), "retire")


def enforce_kpis(situation: Situation) -> None:
    """With the plan's approval its KPI definitions come into force."""
    for kpi in kpis_of_plan(situation.dossier):
        follow_up(situation, Dossier(situation.work.session, kpi), "enforce")


def supersede_predecessor(situation: Situation) -> None:
    """The edition in force until now, with its KPI definitions, gives way to the one just approved."""
    document = situation.document
    if document.predecessor_id is None:
        return
    session = situation.work.session
    before = Dossier(session, session.get_one(Document, document.predecessor_id))
    for kpi in kpis_of_plan(before):
        follow_up(situation, Dossier(session, kpi), "supersede")
    follow_up(situation, before, "supersede")


def endorsed(situation: Situation) -> None:
    """研考 endorses one KPI definition from the seat held in the plan's joint review."""
    seat = situation.dossier.plan_dossier.workflow.seat_named["planning"]
    row = record_sign_off(situation, Seat(**{**vars(seat), "parts": ()}), Verdict.AGREE, seat.meaning)
    situation.details.update(signed_details(row))


def kpi_returned(situation: Situation) -> None:
    """A returned KPI definition leaves its reason as an opinion on the plan, anchored at its row."""
    numbers = record_opinions(situation)
    situation.details.update(opinion=numbers[0], plan=situation.dossier.plan.id)


def begin_amendment(situation: Situation) -> None:
    """Open a new edition in drafting that carries the content over; the approved one stays in force."""
    successor = open_edition(situation)
    situation.details.update(grounds=situation.inputs.grounds, successor=successor.object_name)
