"""Numerals that a file writes into its texts (一、, （一）, 1.): taken off, and checked for their order.

A file that writes them throughout means them as numbering. One text alone that begins with a numeral keeps it, and the
rule on numbering reports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from exchange.imported import Doubts
from exchange.readers.plan.goals import GOAL, ITEM, STRATEGY, SUBITEM
from exchange.shape import PlanShape
from models.wording import N_, Message
from workflows.language import heading_number

ORDINAL: Final = re.compile(r"^([0-9０-９]{1,2})(?:[.、．](?![0-9])[ \u3000]*|[ \u3000]+)(?=\S)")
THROUGHOUT: Final = 0.7
FEWEST: Final = 2

Row = dict[str, Any]
Numeral = tuple[re.Pattern[str], Callable[[str], int | None]]
CHINESE: Final[Mapping[str, Numeral]] = {"goal": (GOAL, heading_number), "strategy": (STRATEGY, heading_number)}


def peel_numerals(plan: PlanShape, doubts: Doubts) -> None:
    """Take typed numerals off goals, strategies, items and KPI titles where the file writes them throughout."""
    goals = cast("list[Row]", plan["goals"])
    strategies = [(f"goals[{g}].strategies", goal["strategies"]) for g, goal in enumerate(goals)]
    items = [(f"{at}[{s}].items", one["items"]) for at, rows in strategies for s, one in enumerate(rows)]
    _peel([("goals", goals)], "title", *CHINESE["goal"], doubts)
    _peel(strategies, "text", *CHINESE["strategy"], doubts)
    for pattern in (ITEM, SUBITEM):
        _peel(items, "text", pattern, int, doubts)
    _peel_kpis(cast("list[Row]", plan["kpis"]), doubts)


def _throughout(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    marked = sum(pattern.match(text) is not None for text in texts)
    return marked >= FEWEST and marked >= THROUGHOUT * len(texts)


def _peel(
    lists: Sequence[tuple[str, list[Row]]],
    name: str,
    pattern: re.Pattern[str],
    number: Callable[[str], int | None],
    doubts: Doubts,
) -> None:
    if not _throughout([row[name] for _, rows in lists for row in rows], pattern):
        return
    for at, rows in lists:
        for place, row in enumerate(rows):
            if match := pattern.match(row[name]):
                row[name] = row[name][match.end() :]
                if number(match[1]) != place + 1:
                    _doubt(f"{at}[{place}].{name}", match[0].strip(), place + 1, doubts)


def _peel_kpis(kpis: list[Row], doubts: Doubts) -> None:
    """Do the same for KPI titles, whose ordinals begin anew with each goal or run through the table."""
    if not _throughout([row["title"] for row in kpis], ORDINAL):
        return
    within, before = 0, ""
    for place, row in enumerate(kpis):
        within = within + 1 if row["goal"] in ("", before) and place else 1
        before = row["goal"] or before
        if match := ORDINAL.match(row["title"]):
            row["title"] = row["title"][match.end() :]
            if int(match[1]) not in (within, place + 1):
                _doubt(f"kpis[{place}].title", match[1], within, doubts)


def _doubt(at: str, written: str, expected: int, doubts: Doubts) -> None:
    why = N_("原文編號為「%(written)s」，依次序應為第 %(expected)s 項；編號由系統依次序產生。")
    doubts.misnumbered(at, written, expected, Message.of(why, written=written, expected=expected))
