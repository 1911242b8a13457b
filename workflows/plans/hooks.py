"""What an annual plan does around a save, and how rules see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.content import Saving
from workflows.lifecycle import Dossier
from workflows.plans.definitions import keep_in_step
from workflows.plans.facts import measures_elsewhere, previous_results
from workflows.plans.targets import changed_targets, remember, require_reason
from workflows.rules import PlanSubject


def definition_of(row: Mapping[str, Any], goals: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The content of a KPI definition: its row and the title of the goal it serves."""
    title = next((goal["title"] for goal in goals if goal["id"] == row["goal"]), row["goal_title"])
    return {"goal_title": title, "kpi": dict(row)}


def definitions_in(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The content of each KPI definition of a plan by row id."""
    goals = content.get("goals", [])
    return {row["id"]: definition_of(row, goals) for row in content.get("kpis", [])}


def title_of_definition(definition: Mapping[str, Any]) -> str:
    """What the indicator is called."""
    return str(definition["kpi"]["title"])


def needs_reason(saving: Saving) -> None:
    """Refuse a known target changed without a reason once one is owed; raises ``Malformed`` naming the indicator."""
    if saving.dossier.kind.indicators.part in saving.changed:
        plan = saving.dossier.document
        require_reason(plan, changed_targets(saving.before, saving.changed, plan.year), saving.reason)


def keep_indicators_in_step(saving: Saving) -> None:
    """KPI definitions follow their rows, and targets that changed are remembered with their reason."""
    indicators = saving.dossier.kind.indicators
    if saving.changed.keys().isdisjoint(indicators.reads):
        return
    plan = saving.dossier.document
    keep_in_step(saving.unit, plan, saving.after, saving.before)
    if indicators.part in saving.changed:
        remember(saving.unit, plan, changed_targets(saving.before, saving.changed, plan.year), saving.reason)


def subject(dossier: Dossier) -> PlanSubject:
    """The plan as the rules see it."""
    document = dossier.document
    return PlanSubject(
        dossier.content,
        document.year,
        document.agency.name,
        previous=previous_results(dossier.session, document),
        elsewhere=measures_elsewhere(dossier.session, document),
    )


def kpi_titles(dossier: Dossier) -> tuple[str, ...]:
    """The titles of the plan's indicators as it stands."""
    return tuple(str(kpi.get("title", "")) for kpi in dossier.content.get("kpis", ()))
