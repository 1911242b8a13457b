"""What an annual plan does around a save, and how rules see it."""

from __future__ import annotations

from workflows.content import Saving
from workflows.lifecycle import Dossier
from workflows.plans.definitions import keep_in_step
from workflows.plans.facts import measures_elsewhere, previous_results
from workflows.plans.targets import changed_targets, remember, require_reason
from workflows.rules import PlanSubject


def needs_reason(saving: Saving) -> None:
    """Refuse a known target changed without a reason once one is owed; raises ``Malformed`` naming the indicator."""
    if "kpis" in saving.changed:
        plan = saving.dossier.document
        require_reason(plan, changed_targets(saving.before, saving.changed, plan.year), saving.reason)


def keep_indicators_in_step(saving: Saving) -> None:
    """KPI definitions follow their rows, and targets that changed are remembered with their reason."""
    if saving.changed.keys().isdisjoint(("kpis", "goals")):
        return
    plan = saving.dossier.document
    keep_in_step(saving.unit, plan, saving.after, saving.before)
    if "kpis" in saving.changed:
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
