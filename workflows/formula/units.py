"""Units as data: what they measure, how they convert, and which written forms are the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from workflows.formula.signs import signs_of

SCALES: Final = {
    "兆": Decimal(10) ** 12, "千億": Decimal(10) ** 11, "百億": Decimal(10) ** 10, "十億": Decimal(10) ** 9,
    "億": Decimal(10) ** 8, "千萬": Decimal(10) ** 7, "百萬": Decimal(10) ** 6, "十萬": Decimal(10) ** 5,
    "萬": Decimal(10) ** 4, "千": Decimal(10) ** 3, "百": Decimal(100), "": Decimal(1),
}  # fmt: skip
"""What stands before a unit: 「千人次」, 「萬戶」, 「億元」."""

# dimension: base unit, then others of it with what one of them is in the base unit. Counts of things convert only by scale.
DIMENSIONS: Final[dict[str, dict[str, str]]] = {
    "percent": {"%": "1", "百分點": "1", "個百分點": "1"},
    "score": {"分": "1"},
    "rank": {"名": "1"},
    "grade": {"級": "1"},
    "money": {"元": "1", "新臺幣元": "1", "新台幣元": "1"},
    "dollars": {"美元": "1"},
    "visits": {"人次": "1"},
    "people": {"人": "1", "位": "1", "員": "1", "人數": "1"},
    "work": {"人年": "1", "人/年": "1"},
    "work_months": {"人月": "1", "人/月": "1"},
    "work_days": {"人日": "1", "人天": "1"},
    "work_hours": {"人時": "1"},
    "pieces": {"件": "1", "件數": "1", "件次": "1"},
    "cases": {"案": "1", "案數": "1", "案次": "1"},
    "items": {"項": "1", "項數": "1", "項次": "1"},
    "single": {"個": "1"},
    "entries": {"筆": "1"},
    "measures": {"則": "1"},
    "signs": {"面": "1"},
    "buildings": {"座": "1"},
    "ships": {"艘": "1"},
    "sets": {"臺": "1", "台": "1", "套": "1", "組": "1"},
    "vehicles": {"輛": "1"},
    "volumes": {"冊": "1"},
    "broadcasts": {"檔次": "1", "檔": "1"},
    "kinds": {"種": "1", "類": "1"},
    "papers": {"篇": "1", "篇數": "1", "篇次": "1"},
    "firms": {"家": "1", "家數": "1", "家次": "1", "所": "1", "校": "1"},
    "groups": {"隊": "1", "團": "1", "班": "1"},
    "countries": {"國": "1"},
    "patients": {"例": "1"},
    "times": {"次": "1", "次數": "1"},
    "departures": {"離場次": "1", "起降架次": "1", "架次": "1"},
    "meetings": {"場": "1", "場次": "1", "場數": "1"},
    "quarters": {"季": "1"},
    "weeks": {"週": "1"},
    "bodies": {"縣市": "1", "機關": "1", "園區": "1", "機場": "1"},
    "places": {"處": "1", "站": "1", "站數": "1", "點": "1"},
    "households": {"戶": "1", "戶數": "1"},
    "length": {"公尺": "1", "公里": "1000", "公分": "0.01"},
    "area": {"平方公尺": "1", "公頃": "10000", "平方公里": "1000000", "公畝": "100", "坪": "3.305785"},
    "mass": {"公斤": "1", "公噸": "1000", "噸": "1000", "公克": "0.001", "KG": "1"},
    "carbon": {
        "公噸二氧化碳當量": "1", "公噸CO2": "1", "公噸CO2e": "1", "噸二氧化碳當量": "1", "噸CO2e": "1", "公噸CO2當量": "1",
    },
    "volume": {"公秉": "1", "立方公尺": "1", "公升": "0.001"},
    "oil": {"公秉油當量": "1"},
    "power": {"瓩": "1", "KW": "1", "MW": "1000", "GW": "1000000"},
    "energy": {"度": "1"},
    "frequency": {"MHz": "1"},
    "concentration": {"μg/m^3": "1", "微克/立方公尺": "1"},
    "time": {"秒": "1", "分鐘": "60", "小時": "3600", "時": "3600"},
    "days": {"日": "1", "天": "1", "工作天": "1", "工作日": "1"},
    "months": {"個月": "1", "月": "1"},
    "years": {"年": "1"},
    "multiple": {"倍": "1"},
    "permille": {"‰": "1"},
    "megabytes": {"MB": "1", "GB": "1000", "TB": "1000000"},
}  # fmt: skip
_BASES: Final = {name: (kind, Decimal(size)) for kind, names in DIMENSIONS.items() for name, size in names.items()}
_SCALE: Final = "|".join(sorted(filter(None, SCALES), key=len, reverse=True))
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
        names = [next(iter(DIMENSIONS.get(part, {part: ""}))) for part in self.dimension.split("/")]
        return "/".join(names)


@lru_cache(maxsize=1024)
def unit_of(written: str) -> Unit | None:
    """Return the unit that a text names; ``None`` where it is empty, and a dimension of its own for an unknown one."""
    name = signs_of(written).text
    if not name:
        return None
    if name in _BASES:
        kind, size = _BASES[name]
        return Unit(name, kind, size)
    for scale, factor in SCALES.items():
        rest = name.removeprefix(scale)
        if scale and name.startswith(scale) and (not rest or rest in _BASES):
            kind, size = _BASES[rest] if rest else ("", Decimal(1))
            return Unit(name, kind, factor * size)
    above, _, below = name.partition("/")
    if below and known(above) and known(below) and (over := unit_of(above)) and (under := unit_of(below)):
        return Unit(name, f"{over.dimension}/{under.dimension}", over.size / under.size)
    return Unit(name, name, Decimal(1))


def known(written: str) -> bool:
    """Return whether the table knows a unit."""
    unit = unit_of(written)
    return unit is not None and all(part in DIMENSIONS for part in unit.dimension.split("/") if part)


def converted(value: Decimal, of: str, into: str) -> Decimal | None:
    """Return a value in another unit of the same dimension, ``None`` where none is known."""
    first, second = unit_of(of), unit_of(into)
    if first is None or second is None or first.dimension != second.dimension:
        return None
    return value * first.size / second.size


def choices() -> tuple[str, ...]:
    """Return the units that a form may offer, by dimension, the usual scales of money and counts among them."""
    found: list[str] = []
    for kind, names in DIMENSIONS.items():
        for name in names:
            found.append(name)
            if kind in _SCALED:
                found += [scale + name for scale in _SCALED[kind]]
    return tuple(dict.fromkeys(found))


_SCALED: Final = {
    "money": ("千", "萬", "億", "兆"), "visits": ("千", "萬", "億"), "people": ("千", "萬"), "pieces": ("千", "萬"),
    "entries": ("萬",), "households": ("萬",), "mass": ("千", "萬", "百萬"), "oil": ("千",), "carbon": ("千",),
    "power": ("萬",), "energy": ("萬", "億"),
}  # fmt: skip
