"""Penalties in words inside a formula: 「每發生乙次跳機扣2%，視察指標白燈出現乙次扣2%」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from workflows.formula.tokens import Constant

_PENALTY: Final = re.compile(
    r"每?(?:發生|出現|增加|逾期|有)?(?:[乙一1](?:次|件|日|天|例|項))?(?P<what>[^\d扣]*?)"
    r"(?:每?(?:發生|出現|有)?[乙一1](?P<unit>次|件|日|天|例|項))?扣(?:減|除|分)?(?P<figure>\d+(?:\.\d+)?)(?P<mark>%|分)"
)


def penalties(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, Constant]]:
    """Yield place, end, what is counted and what each costs; an empty name where that cannot be read."""
    place = start
    for part in re.split(r"[，,、;]", text[start:end]):
        match = _PENALTY.fullmatch(part)
        what = match["what"] if match else ""
        each = Constant(Decimal(match["figure"]), match["mark"] == "%", "") if match else Constant(Decimal(0))
        yield place, place + len(part), what and f"{what}次數", each
        place += len(part) + 1
