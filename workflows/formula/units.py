"""Units of formulas: what they measure, how they convert, and how they are written behind a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from models.cache import MIB, cached
from workflows.formula.signs import signs_of
from workflows.language import OFFERED_SCALES, UNIT_SCALES, UNITS

DIMENSIONS: Final = {
    measures: [row.name for row in rows]
    for measures, rows in groupby((row for row in UNITS if row.measures), key=lambda row: row.measures)
}
"""The units of each dimension, its base unit first. Counts of things convert only by scale."""
_BASES: Final = {row.name: (row.measures, Decimal(row.size)) for row in UNITS if row.measures}
_SCALE: Final = "|".join(sorted(filter(None, UNIT_SCALES), key=len, reverse=True))
_BASE: Final = "|".join(re.escape(name) for name in sorted(_BASES, key=len, reverse=True))
# After a figure: 「萬元」, 「元/人」, or 「萬」 alone.
WRITTEN: Final = re.compile(rf"(?:{_SCALE})?(?:{_BASE})(?:/(?:{_SCALE})?(?:{_BASE}))?|(?:{_SCALE})")
SINGLE: Final = re.compile(rf"(?:{_SCALE})?(?:{_BASE})|(?:{_SCALE})")
COUNTING: Final = frozenset({"money", "dollars", "mass", "area", "carbon", "energy", "volume", "oil"})
"""Dimensions in which a bare figure may be meant in thousands or millions as well as in ones."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, what it measures and how many of the base unit it is; a bare 「萬」 measures nothing."""

    written: str
    dimension: str
    size: Decimal

    @property
    def base(self) -> str:
        """The name of the dimension's base unit."""
        names = [DIMENSIONS.get(part, [part])[0] for part in self.dimension.split("/")]
        return "/".join(names)


@cached(MIB // 2)
def unit_of(written: str) -> Unit | None:
    """Return the unit that a text names; ``None`` where it is empty, and a dimension of its own for an unknown one."""
    name = signs_of(written).text
    if not name:
        return None
    if name in _BASES:
        kind, size = _BASES[name]
        return Unit(name, kind, size)
    for scale, factor in UNIT_SCALES.items():
        rest = name.removeprefix(scale)
        if scale and name.startswith(scale) and (not rest or rest in _BASES):
            kind, size = _BASES[rest] if rest else ("", Decimal(1))
            return Unit(name, kind, factor * size)
    above, _, below = name.partition("/")
    if below and is_unit(above) and is_unit(below) and (over := unit_of(above)) and (under := unit_of(below)):
        return Unit(name, f"{over.dimension}/{under.dimension}", over.size / under.size)
    return Unit(name, name, Decimal(1))


def is_unit(written: str) -> bool:
    """Return whether the table knows a unit."""
    unit = unit_of(written)
    return unit is not None and all(part in DIMENSIONS for part in unit.dimension.split("/") if part)


def convert(value: Decimal, of: str, into: str) -> Decimal | None:
    """Return a value in another unit of the same dimension, ``None`` where none is known."""
    first, second = unit_of(of), unit_of(into)
    if first is None or second is None or first.dimension != second.dimension:
        return None
    return value * first.size / second.size


def unit_choices() -> tuple[str, ...]:
    """Return the units that a form may offer, by dimension, the usual scales of money and counts among them."""
    units: list[str] = []
    for kind, names in DIMENSIONS.items():
        for name in names:
            units.append(name)
            units += [scale + name for scale in OFFERED_SCALES.get(kind, ())]
    return tuple(dict.fromkeys(units))
