"""Actual values of indicators, their confirmation, attainment and lights."""

from __future__ import annotations

from workflows.results import entries, lights
from workflows.results.attainment import (
    PERIODS,
    Actual,
    Attainment,
    AttainmentState,
    TargetOfYear,
    convert_amount,
    format_difference,
    format_figure,
    judge_attainment,
    percent,
    rounded,
)
from workflows.results.entries import ResultOutcome, objections_to_entering, objections_to_settling
from workflows.results.lights import LIGHT_WORDS, Light, light_of, scheme_of, scheme_version, thresholds_of
from workflows.results.tables import Indicator, PeriodCell, indicators_of
from workflows.results.targets_of_row import target_of, target_of_year, years_of
from workflows.results.values import NewResult, computation_trace, requested_operands, units_for
from workflows.results.workflow import RESULT_WORKFLOW

__all__ = [
    "LIGHT_WORDS",
    "PERIODS",
    "RESULT_WORKFLOW",
    "Actual",
    "Attainment",
    "AttainmentState",
    "Indicator",
    "Light",
    "NewResult",
    "PeriodCell",
    "ResultOutcome",
    "TargetOfYear",
    "computation_trace",
    "convert_amount",
    "entries",
    "format_difference",
    "format_figure",
    "indicators_of",
    "judge_attainment",
    "light_of",
    "lights",
    "objections_to_entering",
    "objections_to_settling",
    "percent",
    "requested_operands",
    "rounded",
    "scheme_of",
    "scheme_version",
    "target_of",
    "target_of_year",
    "thresholds_of",
    "units_for",
    "years_of",
]
