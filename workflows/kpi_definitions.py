"""KPI definitions in step with the rows of their plan: begun with a row, revised at submission, reopened on change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.canonical import canonical, digest
from models.document import Document
from models.vocabulary import Kind
from models.wording import N_
from workflows.creating import begin
from workflows.definitions import Move
from workflows.dossier import Dossier
from workflows.machine import fire
from workflows.occasion import Inputs
from workflows.revising import revise
from workflows.situation import Situation
from workflows.transaction import Unit


def definition_of(row: Mapping[str, Any], goals: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of a KPI definition: its row and the title of the goal it serves."""
    title = next((goal["title"] for goal in goals if goal["id"] == row["goal"]), row["goal_title"])
    return {"goal_title": title, "kpi": dict(row)}


def keep_in_step(unit: Unit, plan: Document, content: Mapping[str, Any]) -> None:
    """After a save of the KPI rows: begin, reopen, retitle or retire the plan's KPI definitions."""
    session = unit.session
    known = {
        row.part_key: row for row in Dossier(session, plan).children if row.kind == Kind.KPI_DEFINITION
    }  # fmt: skip
    rows = {row["id"]: row for row in content["kpis"]}
    for row_id, row in rows.items():
        title = row["title"] or N_("（未命名指標）")
        kpi = known.get(row_id)
        if kpi is None:
            begin(unit, Kind.KPI_DEFINITION, plan.agency, plan.year, title, parent=plan, part_key=row_id)
            continue
        if kpi.title != title[:200]:
            kpi.title = title[:200]
        changed = kpi.content_sha256 != digest(canonical(definition_of(row, content["goals"])))
        if kpi.state == "retired" or (kpi.state == "approved" and changed):
            _step(unit, kpi, "reopen", "revise")
    for row_id, kpi in known.items():
        if row_id not in rows and kpi.state != "retired":
            _step(unit, kpi, "retire", "revise")


def submit_with_plan(situation: Situation) -> None:
    """All KPI definitions go under review with the plan, all or nothing; an unchanged endorsed one stays endorsed."""
    unit, dossier = situation.work, situation.dossier
    content = dossier.content
    rows = {row["id"]: row for row in content["kpis"]}
    for kpi in dossier.kpis:
        if kpi.part_key not in rows:
            continue
        revise(unit, kpi, {"": definition_of(rows[kpi.part_key], content["goals"])})
        if kpi.state in ("drafting", "returned"):
            kpi.submitted_revision, kpi.submitter_id = kpi.revision, unit.occasion.actor.id
            _step(unit, kpi, "submit", situation.move.name.value)


def _step(unit: Unit, kpi: Document, move: str, cause: str) -> None:
    dossier = Dossier(unit.session, kpi)
    named: Move = dossier.workflow.move_named[move]
    details: dict[str, object] = {"round": dossier.plan.round} if move == "submit" else {"cause": cause}
    fire(Situation(dossier, named, unit.occasion, Inputs(), unit, cause, details=details))
