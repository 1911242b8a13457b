"""Figures, units and numerals as they are read out of running Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.cache import MIB, cached
from workflows.language.decimals import FIGURE_PATTERN, exact_decimal
from workflows.language.numerals import chinese_number
from workflows.language.text import plain
from workflows.language.units import SCALES_IN_TEXT, UNIT_SCALES, UNITS

UNIT_DIMENSION: Final = {row.name: row.compares for row in UNITS if row.compares}
"""What a unit measures: amounts compare only inside one dimension."""
_STANDARD: Final = {row.name: row.standard for row in UNITS if row.standard}
_UNITS: Final = "|".join(re.escape(unit) for unit in sorted(UNIT_DIMENSION, key=len, reverse=True))
_SCALE: Final = "|".join(sorted(SCALES_IN_TEXT, key=len, reverse=True))
_SCALED: Final = rf"(?:{FIGURE_PATTERN})(?:(?:{_SCALE})(?:(?:{FIGURE_PATTERN})[萬千]?)?)?"
_NUMERALS: Final = "一二三四五六七八九十百千兩"
_AMOUNT: Final = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<figure>{_SCALED}|(?<![{_NUMERALS}])[{_NUMERALS}]+)(?P<more>餘|多)?(?P<unit>{_UNITS})(?!度)"
)
_FIGURES: Final = re.compile(rf"({FIGURE_PATTERN})({_SCALE})?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its unit; ``value`` is in the unit itself (億, 萬 and 千 multiplied out)."""

    value: Decimal
    unit: str
    text: str
    start: int
    end: int

    @property
    def dimension(self) -> str:
        """What the unit measures; units of one dimension may be compared."""
        return UNIT_DIMENSION.get(self.unit, self.unit)


def figure_value(text: str) -> Decimal | None:
    """Return the value of a figure such as 「1,200」, 「222萬3,878」 or 「六十」."""
    if (small := chinese_number(text)) is not None:
        return Decimal(small)
    parts = _FIGURES.findall(text)
    if not parts or "".join(figure + scale for figure, scale in parts) != text:
        return None
    return sum((exact_decimal(figure) * UNIT_SCALES[scale] for figure, scale in parts), Decimal(0))


def unit_of(written: str) -> tuple[str, int]:
    """Split a written unit into the unit proper and the factor in front of it (「千人次」 is 人次 and 1,000)."""
    unit = plain(written)
    for scale in SCALES_IN_TEXT:
        if unit.startswith(scale) and unit[len(scale) :] in UNIT_DIMENSION:
            return _STANDARD.get(unit[len(scale) :], unit[len(scale) :]), int(UNIT_SCALES[scale])
    return _STANDARD.get(unit, unit), 1


@cached(MIB // 2)
def amounts(text: str) -> tuple[Amount, ...]:
    """Return the figures with a known unit in plain text, from left to right."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        value = figure_value(match["figure"])
        if value is not None:
            yield Amount(value, _STANDARD.get(match["unit"], match["unit"]), match[0], match.start(), match.end())
