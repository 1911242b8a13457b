"""How rows are numbered in print: 一, （一） or 1., those that belong to another row counted under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from workflows.language import chinese_numeral
from workflows.schema.nodes import Numeral, Rows

Row = Mapping[str, Any]


def numeral_of(style: Numeral, number: int) -> str:
    """The numeral of the row with this number, from 1."""
    if style is Numeral.NONE:
        return ""
    if style is Numeral.ARABIC:
        return str(number)
    numeral = chinese_numeral(number)
    return f"（{numeral}）" if style is Numeral.BRACKETED else numeral


def numbered(rows: Rows, values: Sequence[Row], above: Mapping[str, str]) -> Iterator[tuple[str, Row]]:
    """Each row with its numeral; ``above`` gives the numerals of the rows that ``rows.under`` refers to, by id.

    Rows counted under another are 「一-2」, and without numeral where they belong to none.
    """
    counts: dict[str, int] = {}
    for row in values:
        key = str(row.get(rows.under)) if rows.under else ""
        counts[key] = counts.get(key, 0) + 1
        numeral = numeral_of(rows.numeral, counts[key])
        if rows.under:
            numeral = f"{above[key]}-{numeral}" if key in above else ""
        yield numeral, row


def numbered_kpis(content: Mapping[str, Any]) -> list[tuple[str, int, Mapping[str, Any]]]:
    """Every KPI as (goal as printed, number under its goal, row): goals in their order, KPIs without a goal last."""
    goals = {goal["id"]: f"{chinese_numeral(n)}、{goal['title']}" for n, goal in enumerate(content["goals"], 1)}
    order = {goal_id: place for place, goal_id in enumerate(goals)}
    rows = sorted(content["kpis"], key=lambda row: order.get(row["goal"], len(order)))
    numbered: list[tuple[str, int, Mapping[str, Any]]] = []
    for title, group in groupby(rows, key=lambda row: goals.get(row["goal"]) or row["goal_title"]):
        numbered += [(title, number, row) for number, row in enumerate(group, 1)]
    return numbered
