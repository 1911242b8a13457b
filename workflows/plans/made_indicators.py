"""An indicator of an annual plan as it is made from the assessment of a key plan (GI-33)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.lifecycle import MadeIndicator
from workflows.schema import CATEGORIES, ROWS, blank_row


def with_indicator(content: Mapping[str, Any], made: MadeIndicator, fresh: str) -> dict[str, Any]:
    """The indicators with the new one behind the others of its goal, and the key plan citing it by the id ``fresh``."""
    kpis, row = list(content["kpis"]), _row(content, made, fresh)
    after = max((n for n, kpi in enumerate(kpis, 1) if kpi["goal"] == row["goal"]), default=len(kpis))
    key_plans = [
        {**one, "kpis": [*one["kpis"], fresh]} if one["id"] == made.row_id else one for one in content["key_plans"]
    ]
    return {"kpis": [*kpis[:after], row, *kpis[after:]], "key_plans": key_plans}


def _row(content: Mapping[str, Any], made: MadeIndicator, fresh: str) -> dict[str, Any]:
    """The new indicator: what the sheet says of it, and the goal that the key plan serves already."""
    key_plan = next(row for row in content["key_plans"] if row["id"] == made.row_id)
    goals = [kpi["goal"] for kpi in content["kpis"] if kpi["id"] in key_plan["kpis"] and kpi["goal"]]
    category = key_plan["category"] if key_plan["category"] in dict(CATEGORIES) else "無"
    blank = blank_row(ROWS["kpis"], fresh)
    target = {"value": made.target.get("value", ""), "unit": made.target.get("unit", "")}
    return {
        **blank,
        "title": made.title,
        "goal": goals[0] if goals else "",
        "method": "統計數據",
        "regime": 1,
        "polarity": "higher",
        "measure": made.measure[:4000],
        "links": [category],
        "gia_source": f"{made.row_id}:{made.place}",
        "target": {**blank["target"], **target},
    }
