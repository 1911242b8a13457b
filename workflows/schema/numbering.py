"""How the indicators of a plan are numbered in print: goals in their order, indicators counted under each."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from workflows.language.numerals import chinese_numeral


def numbered_kpis(content: Mapping[str, Any]) -> list[tuple[str, int, Mapping[str, Any]]]:
    """Every KPI as (goal as printed, number under its goal, row): goals in their order, KPIs without a goal last."""
    goals = {goal["id"]: f"{chinese_numeral(n)}、{goal['title']}" for n, goal in enumerate(content["goals"], 1)}
    order = {goal_id: place for place, goal_id in enumerate(goals)}
    rows = sorted(content["kpis"], key=lambda row: order.get(row["goal"], len(order)))
    found: list[tuple[str, int, Mapping[str, Any]]] = []
    for title, group in groupby(rows, key=lambda row: goals.get(row["goal"]) or row["goal_title"]):
        found += [(title, number, row) for number, row in enumerate(group, 1)]
    return found
