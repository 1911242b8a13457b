"""What only annual plans and their indicators know: editions, definitions, targets."""

from __future__ import annotations

from workflows.plans import creation, effects, guards, hooks
from workflows.plans.common_kpis import add_common, missing_common
from workflows.plans.creation import Origin, create_plan
from workflows.plans.definitions import definition_of, kpis_of_plan
from workflows.plans.editions import grounds_of, open_successor
from workflows.plans.guards import AMEND_GROUNDS
from workflows.plans.lineage import approvals, confirmed_results, covering, definitions_of, target_changes
from workflows.plans.targets import reason_owed

__all__ = [
    "AMEND_GROUNDS",
    "Origin",
    "add_common",
    "approvals",
    "confirmed_results",
    "covering",
    "create_plan",
    "creation",
    "definition_of",
    "definitions_of",
    "effects",
    "grounds_of",
    "guards",
    "hooks",
    "kpis_of_plan",
    "missing_common",
    "open_successor",
    "reason_owed",
    "target_changes",
]
