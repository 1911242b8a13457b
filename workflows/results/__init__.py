"""Actual values of indicators, their confirmation, attainment and lights."""

from __future__ import annotations

from workflows.results import entries, lights
from workflows.results.attainment import (
    PERIODS,
    Actual,
    Attainment,
    AttainmentState,
    TargetOfYear,
    attain,
    difference,
    figure,
    in_unit,
    percent,
)
from workflows.results.entries import ResultOutcome, objections_to_entering, objections_to_settling
from workflows.results.lights import LIGHT_WORDS, Light, light_of, scheme_of, seen_of, thresholds_of
from workflows.results.tables import Cell, Indicator, indicators_of
from workflows.results.targets_of_row import target_of, target_of_year, years_of
from workflows.results.values import NewResult, asked_of, trace_of, units_for
from workflows.results.workflow import RESULT

__all__ = [
    "LIGHT_WORDS",
    "PERIODS",
    "RESULT",
    "Actual",
    "Attainment",
    "AttainmentState",
    "Cell",
    "Indicator",
    "Light",
    "NewResult",
    "ResultOutcome",
    "TargetOfYear",
    "asked_of",
    "attain",
    "difference",
    "entries",
    "figure",
    "in_unit",
    "indicators_of",
    "light_of",
    "lights",
    "objections_to_entering",
    "objections_to_settling",
    "percent",
    "scheme_of",
    "seen_of",
    "target_of",
    "target_of_year",
    "thresholds_of",
    "trace_of",
    "units_for",
    "years_of",
]
