"""What only annual plans and their indicators know: editions, definitions, targets."""

from __future__ import annotations

from workflows.plans import creation, effects, guards, hooks
from workflows.plans.common_kpis import add_common_kpis, missing_common_kpis
from workflows.plans.creation import ImportOrigin, create_plan
from workflows.plans.definitions import kpis_of_plan
from workflows.plans.editions import amendment_grounds, open_successor
from workflows.plans.guards import AMEND_GROUNDS
from workflows.plans.hooks import definition_of
from workflows.plans.lineage import (
    approvals_covering,
    confirmed_results,
    definitions_of,
    plan_approvals,
    target_changes,
)
from workflows.plans.made_indicators import with_indicator
from workflows.plans.targets import needs_target_reason

__all__ = [
    "AMEND_GROUNDS",
    "ImportOrigin",
    "add_common_kpis",
    "amendment_grounds",
    "approvals_covering",
    "confirmed_results",
    "create_plan",
    "creation",
    "definition_of",
    "definitions_of",
    "effects",
    "guards",
    "hooks",
    "kpis_of_plan",
    "missing_common_kpis",
    "needs_target_reason",
    "open_successor",
    "plan_approvals",
    "target_changes",
    "with_indicator",
]
