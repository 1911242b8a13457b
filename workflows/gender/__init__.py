"""Gender impact: who owes a sheet, who decides, when a sheet is stale."""

from __future__ import annotations

from workflows.gender import creation, effects, guards, hooks
from workflows.gender.creation import begin_sheet
from workflows.gender.decisions import DECISIONS, Decision, decide, objection
from workflows.gender.duty import (
    SETTLED_SHEETS,
    TO_DECIDE,
    Duty,
    DutyState,
    duties,
    is_stale,
    judged_row,
    kpis_of,
    sheets_of_plan,
    undecided,
)
from workflows.gender.indicators import made_of, make_indicator, obstacle, places_of
from workflows.gender.staleness import mark_stale

__all__ = [
    "DECISIONS",
    "SETTLED_SHEETS",
    "TO_DECIDE",
    "Decision",
    "Duty",
    "DutyState",
    "begin_sheet",
    "creation",
    "decide",
    "duties",
    "effects",
    "guards",
    "hooks",
    "is_stale",
    "judged_row",
    "kpis_of",
    "made_of",
    "make_indicator",
    "mark_stale",
    "objection",
    "obstacle",
    "places_of",
    "sheets_of_plan",
    "undecided",
]
