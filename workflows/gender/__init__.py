"""Gender impact: who owes a sheet, who decides, when a sheet is stale."""

from __future__ import annotations

from workflows.gender import creation, effects, guards, hooks
from workflows.gender.creation import begin_sheet
from workflows.gender.decisions import DECISIONS, Decision, decide, decision_objection
from workflows.gender.duty import (
    AWAITING_DECISION,
    Duty,
    DutyState,
    duties,
    is_settled,
    is_stale,
    judged_now,
    judged_row,
    kpis_of,
    sheets_of_plan,
    undecided,
)
from workflows.gender.indicators import indicator_obstacle, indicator_places, indicators_made_from, make_indicator
from workflows.gender.staleness import mark_stale

__all__ = [
    "AWAITING_DECISION",
    "DECISIONS",
    "Decision",
    "Duty",
    "DutyState",
    "begin_sheet",
    "creation",
    "decide",
    "decision_objection",
    "duties",
    "effects",
    "guards",
    "hooks",
    "indicator_obstacle",
    "indicator_places",
    "indicators_made_from",
    "is_settled",
    "is_stale",
    "judged_now",
    "judged_row",
    "kpis_of",
    "make_indicator",
    "mark_stale",
    "sheets_of_plan",
    "undecided",
]
