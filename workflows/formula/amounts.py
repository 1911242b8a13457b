"""Figures as people give them: a number, 「90%」, 「4,000萬」, 「3.2億元」, and what their names say about them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from models.wording import N_
from workflows.formula.quantities import HUNDRED, MOST_DIGITS, ONE, Quantity, QuantityKind, Unclear
from workflows.formula.signs import signs_of
from workflows.formula.units import is_unit, unit_of
from workflows.language import UNIT_SCALES, exact_decimal

# A rate of these names is no percentage: 失事率 is told per million flights, 匯率 in dollars.
_RATE: Final = re.compile(
    r"(?<!失事)(?<!死亡)(?<!發生)(?<!出生)(?<!犯罪)(?<!匯)(?<!稅)(?<!利)(?<!費)(?<!頻)(?<!速)(?<!盛行)(?<!罹患)率(?:平均值?)?$|滿意度$|比例$|百分比$|占比$|普及度$|達成度$|完成度$|權重$|比重$"
)
# 「件數」 counts; 「預算數」 and 「達成數」 are figures of anything.
_COUNTS: Final = re.compile(r"(?:數|次|燈|件|案)$")
_AMOUNTS: Final = re.compile(
    r"(?:預算|決算|實支|支出|收入|核列|編報|賸餘|節餘|未付|支用|執行|達成|完成|實際|目標|預定|預期|核定|金額)數$"
)
_AIM: Final = re.compile(r"(?:目標|基準|預定|預期)值?$")
_FACTORS: Final = UNIT_SCALES | {
    many + "兆": UNIT_SCALES["兆"] * factor for many, factor in (("十", 10), ("百", 100), ("千", 1000))
}
_PIECE: Final = re.compile(
    r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)([eE][+-]?\d{1,3})?([千百十]?[兆億萬]|[千百](?!分))?"
)
# The parts are taken as they come: were they tried in every other cut, a line end behind thirty digits would take hours.
_VALUE: Final = re.compile(rf"(?P<sign>[+-]?)(?P<parts>(?>(?:{_PIECE.pattern})+))(?P<unit>.*)")


def is_rate(name: str) -> bool:
    """Return whether a name says that its figure is a percentage."""
    return bool(_RATE.search(re.sub(r"\([^()]*\)", "", name)))


def quantity_given(value: object, name: str) -> Quantity:
    """Return what a caller gave for a name: a number, 「90%」, 「4,000萬」, 「3.2億元」; raise ``Unclear`` for anything else."""
    if isinstance(value, bool) or value is None:
        raise Unclear(N_("「%(name)s」應填數字。"), name=name)
    text = signs_of(str(value)[:200]).text
    match = _VALUE.fullmatch(text)
    if not match:
        raise _unreadable(name, value)
    number, scaled = _summed(match["parts"], name)
    number = -number if match["sign"] == "-" else number
    if match["unit"] in ("%", "‰"):
        return Quantity(number / (HUNDRED if match["unit"] == "%" else 10 * HUNDRED), QuantityKind.PERCENT, shown="%")
    pieces = _PIECE.findall(match["parts"])
    if any(not scale for _, _, scale in pieces[:-1]) or match["unit"].startswith((",", ".", "，")):
        raise _unreadable(name, value)
    if match["unit"] == "成":
        return Quantity(number / 10, QuantityKind.PERCENT, shown="%")
    unit = unit_of(match["unit"])
    if unit is not None:
        if not is_unit(unit.written) and re.search(r"\d", unit.written):
            raise _unreadable(name, value)
        if unit.dimension == "percent":
            return Quantity(number / HUNDRED, QuantityKind.PERCENT, shown="%")
        size = unit.size
        shown = _scale_of(match["parts"]) + unit.written
        return Quantity(number * size, QuantityKind.UNIT, unit.base, shown, scaled=scaled or size != ONE)
    kind = QuantityKind.RATE if is_rate(name) and not scaled else QuantityKind.COUNT
    counts, aim = bool(_COUNTS.search(name)) and not _AMOUNTS.search(name), bool(_AIM.search(name))
    return Quantity(number, kind, counts=counts, scaled=scaled, aim=aim, raw=abs(number))


def _unreadable(name: str, value: object) -> Unclear:
    words = N_("「%(name)s」填的「%(value)s」讀不出數字，請填數字或「90%%」「4,000萬」這樣的寫法。")
    return Unclear(words, name=name, value=str(value)[:40])


def _scale_of(parts: str) -> str:
    """Return the scale a figure ends in (「3.2億」元); nothing where it has several parts."""
    pieces = _PIECE.findall(parts)
    return str(pieces[0][2]) if len(pieces) == 1 else ""


def _summed(parts: str, name: str) -> tuple[Decimal, bool]:
    """Return the value of 「222萬3,878」 and whether it was written with a scale."""
    if len(parts) > MOST_DIGITS:
        raise Unclear(N_("「%(name)s」的數字太長，最多 %(most)s 位。"), name=name, most=MOST_DIGITS)
    total, scaled = Decimal(0), False
    for digits, exponent, scale in _PIECE.findall(parts):
        value = exact_decimal(digits + exponent)
        if abs(value.adjusted()) > MOST_DIGITS and value:
            raise Unclear(N_("「%(name)s」的數字太長，最多 %(most)s 位。"), name=name, most=MOST_DIGITS)
        total += value * _FACTORS[scale]
        scaled = scaled or bool(scale)
    return total, scaled


def constant(value: Decimal, unit: str) -> Quantity:
    """Return a constant of the text, with its unit if it has one."""
    unit_row = unit_of(unit) if unit else None
    if unit_row is None or not unit_row.dimension:
        return Quantity(value * (unit_row.size if unit_row else ONE), QuantityKind.NUMBER, constant=True)
    return Quantity(
        value * unit_row.size, QuantityKind.UNIT, unit_row.base, unit, constant=True, scaled=unit_row.size != ONE
    )
