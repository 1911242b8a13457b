"""Items that a text lists with their targets and weights: 「新創公司2家(5分)累計資本額1億元(5分)…」."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from models.wording import N_, Message
from workflows.formula.printing import figure
from workflows.formula.signs import Signs
from workflows.language import FIGURE_PATTERN, exact_decimal

WHOLE: Final = Decimal(100)
_ITEM: Final = re.compile(
    r"(?P<name>[^\d:，,。;()、\n+\-×÷/=][^:，,。;()\n+×÷=]{0,39}?):?(?:達|為)?(?P<target>" + FIGURE_PATTERN + r")"
    r"(?P<unit>[^\d()，,。;:、+\-×÷=]{0,8})[(](?:占|佔|權重|配分)?:?(?P<weight>\d+(?:\.\d+)?)(?P<mark>%|分)[)]"
)
_GROUP: Final = re.compile(r"[(]\d{1,2}[)]")


@dataclass(frozen=True, slots=True)
class Item:
    """One listed item; ``group`` counts the numbered bodies (1)(2) whose weights each make a whole."""

    name: str
    target: Decimal
    unit: str
    weight: Decimal
    percent: bool
    group: int
    column: int


def items_in(signs: Signs) -> tuple[Item, ...]:
    """Return the listed items of a text, none where fewer than two are listed."""
    marks = [match.start() for match in _GROUP.finditer(signs.text)]
    items = [
        Item(
            match["name"],
            exact_decimal(match["target"]),
            match["unit"],
            Decimal(match["weight"]),
            match["mark"] == "%",
            sum(mark < match.start() for mark in marks),
            signs.column(match.start()),
        )
        for match in _ITEM.finditer(signs.text)
    ]
    return tuple(items) if len(items) > 1 else ()


def odd_weights(items: tuple[Item, ...]) -> list[tuple[str, int, Message]]:
    """Return, with kind and column, what is to be said of weights that make no whole (list), or several (groups)."""
    if not items:
        return []
    groups = [list(members) for _, members in groupby(items, key=lambda item: item.group)]
    totals = [sum((item.weight for item in members), Decimal(0)) for members in groups]
    if all(len(members) == 1 for members in groups):
        groups, totals = [list(items)], [sum(totals, Decimal(0))]
    odd = [
        ("list", members[0].column, Message.of(N_("各項權重合計為 %(total)s，應為 100。"), total=figure(total)))
        for members, total in zip(groups, totals, strict=True)
        if total != WHOLE
    ]
    if not odd and len(groups) > 1:
        words = N_("列了 %(count)s 組權重，各組合計 100，加總為 %(total)s，未說明各組如何合併。")
        odd = [
            ("groups", groups[1][0].column, Message.of(words, count=len(groups), total=figure(sum(totals, Decimal(0)))))
        ]
    return odd
