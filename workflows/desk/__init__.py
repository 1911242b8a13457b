"""What waits for whom."""

from __future__ import annotations

from workflows.desk.inbox import (
    IndicatorsWaiting,
    ResultsWaiting,
    Waiting,
    counts_by_state,
    indicators_waiting,
    results_waiting,
    submitted_by,
    waiting_for,
)

__all__ = [
    "IndicatorsWaiting",
    "ResultsWaiting",
    "Waiting",
    "counts_by_state",
    "indicators_waiting",
    "results_waiting",
    "submitted_by",
    "waiting_for",
]
