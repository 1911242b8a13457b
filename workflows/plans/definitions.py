"""KPI definitions in step with the rows of their plan: begun with a row, revised at submission, reopened on change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from models.canonical import canonical, digest
from models.document import Document
from models.wording import N_
from workflows.lifecycle import (
    Attempt,
    Dossier,
    Inputs,
    Move,
    Phase,
    UnitOfWork,
    add_revision,
    apply_move,
    begin_document,
    kind_named,
    state_of,
)


def kpis_of_plan(plan: Dossier) -> list[Document]:
    """The KPI definitions of the plan that are not retired."""
    indicators = plan.plan_dossier.kind.indicators
    return [row for row in plan.children if row.kind == indicators.kind and not state_of(row).abandoned]


def keep_in_step(
    unit: UnitOfWork, plan: Document, content: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """After a save: begin, reopen, retitle or retire the KPI definitions whose rows changed against ``before``."""
    indicators = kind_named(plan.kind).indicators
    earlier, present = indicators.definitions(before or {}), indicators.definitions(content)
    touched = {row_id for row_id in earlier.keys() | present.keys() if earlier.get(row_id) != present.get(row_id)}
    if not touched:
        return
    rows = unit.session.scalars(
        select(Document).where(
            Document.parent_id == plan.id, Document.kind == indicators.kind, Document.part_key.in_(touched)
        )
    )
    known = {row.part_key: row for row in rows}
    for row_id in (row_id for row_id in (*present, *earlier) if row_id in touched):
        touched.discard(row_id)
        _follow(unit, plan, row_id, known.get(row_id), present.get(row_id))


def _follow(
    unit: UnitOfWork, plan: Document, row_id: str, kpi: Document | None, definition: dict[str, Any] | None
) -> None:
    indicators = kind_named(plan.kind).indicators
    if definition is None:
        if kpi is not None and not state_of(kpi).abandoned:
            _step(unit, kpi, "retire", "revise")
        return
    title = (indicators.title(definition) or N_("（未命名指標）"))[:200]
    if kpi is None:
        begin_document(unit, indicators.kind, plan.agency, plan.year, title, parent=plan, part_key=row_id)
        return
    if kpi.title != title:
        kpi.title = title
    state, changed = state_of(kpi), kpi.content_sha256 != digest(canonical(definition))
    if state.abandoned or (state.endorsed and not state.final and changed):
        _step(unit, kpi, "reopen", "revise")


def submit_with_plan(attempt: Attempt) -> None:
    """All KPI definitions go under review with the plan, all or nothing; an unchanged endorsed one stays endorsed."""
    unit, dossier = attempt.work, attempt.dossier
    definitions = dossier.kind.indicators.definitions(dossier.content)
    for kpi in kpis_of_plan(dossier):
        if (definition := definitions.get(kpi.part_key or "")) is None:
            continue
        add_revision(unit, kpi, {"": definition})
        if state_of(kpi).phase is Phase.DRAFT:
            kpi.submitted_revision, kpi.submitter_id = kpi.revision, unit.context.actor.id
            _step(unit, kpi, "submit", attempt.move.name.value)


def _step(unit: UnitOfWork, kpi: Document, move: str, cause: str) -> None:
    dossier = Dossier(unit.session, kpi)
    named: Move = dossier.workflow.move_named[move]
    details: dict[str, object] = {"round": dossier.plan.round} if move == "submit" else {"cause": cause}
    apply_move(Attempt(dossier, named, unit.context, Inputs(), unit, cause, details=details))
