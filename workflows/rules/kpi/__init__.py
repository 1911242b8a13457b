"""The rules on key performance indicators (KP)."""

from __future__ import annotations

from workflows.rules.kpi.wording_of_measures import measure_key

__all__ = [
    "measure_key",
]
