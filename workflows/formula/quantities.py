"""Quantities: an exact number with what kind of number it is, and how quantities combine.

A percentage is kept as its fraction. A figure given without a unit keeps its value as given until the formula says
whether it is a percentage: 「滿意度」 90 beside a quotient is 90 %, in a mean of two rates it stays 90.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, Underflow
from enum import StrEnum
from typing import Final

from models.wording import N_, Message, said
from workflows.formula.signs import signs_of
from workflows.formula.units import COUNTING, SCALES, unit_of
from workflows.formula.words import figure

ARITHMETIC: Final = Context(
    prec=50,
    rounding=ROUND_HALF_EVEN,
    Emin=-400,
    Emax=400,
    traps=[InvalidOperation, DivisionByZero, Overflow, Underflow],
)
"""Everything is computed in this context; results are rounded to 28 digits at the end."""
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
MOST_DIGITS: Final = 40


class Kind(StrEnum):
    """What kind of number a quantity is."""

    NUMBER = "number"
    """A constant of the text."""
    COUNT = "count"
    """A figure given without a unit."""
    RATE = "rate"
    """A figure given without a unit for an operand that its name calls a rate."""
    RATIO = "ratio"
    """A quotient of like things."""
    PERCENT = "percent"
    """A fraction that is said in percent."""
    POINTS = "points"
    """A quotient times 100."""
    UNIT = "unit"
    """An amount in a unit, held in the dimension's base unit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its kind; ``unit`` is the base unit and ``shown`` the unit it was written in.

    ``counts`` marks what counts occurrences (次數), ``costs`` such a count times a percentage (次數×2%), which may be
    taken from a percentage; ``scaled`` a figure written with 千, 萬 or 億, ``aim`` a target.
    ``raw`` is the largest bare rate as given: it tells percentages from fractions after weights have shrunk them.
    ``share`` marks a percentage times an amount: divided by the amounts it is a percentage again.
    """

    number: Decimal
    kind: Kind
    unit: str = ""
    shown: str = ""
    constant: bool = False
    counts: bool = False
    costs: bool = False
    scaled: bool = False
    aim: bool = False
    raw: Decimal = Decimal(0)
    share: bool = False


class Unclear(Exception):
    """Two quantities do not combine in one way only."""

    def __init__(self, text: str, /, **figures: object) -> None:
        self.message: Message = said(text, **figures)
        super().__init__(str(self.message))


# A rate of these names is no percentage: 失事率 is told per million flights, 匯率 in dollars.
_RATE: Final = re.compile(
    r"(?<!失事)(?<!死亡)(?<!發生)(?<!出生)(?<!犯罪)(?<!匯)(?<!稅)(?<!利)(?<!費)(?<!頻)(?<!速)(?<!盛行)(?<!罹患)率(?:平均值?)?$|滿意度$|比例$|百分比$|占比$|普及度$|達成度$|完成度$|權重$|比重$"
)
_COUNTS: Final = re.compile(r"(?:次數|件數|人數|數|次|燈|燈數|件|日數|天數|案)$")
_VALUE: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<parts>(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?(?:[千百十]?[兆億萬]|[千百](?=[^分]))?"
    r"(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[萬千]?)?)(?P<unit>.*)"
)
_PIECE: Final = re.compile(
    r"((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)([eE][+-]?\d{1,3})?([千百十]?[兆億萬]|[千百])?"
)


def is_rate(name: str) -> bool:
    """Return whether a name says that its figure is a percentage."""
    return bool(_RATE.search(re.sub(r"\([^()]*\)", "", name)))


def given(value: object, name: str) -> Quantity:
    """Return what a caller gave for a name: a number, 「90%」, 「4,000萬」, 「3.2億元」; raise ``Unclear`` for anything else."""
    if isinstance(value, bool) or value is None:
        raise Unclear(N_("「%(name)s」應填數字。"), name=name)
    text = signs_of(str(value)[:200]).text
    match = _VALUE.fullmatch(text)
    if not match:
        raise Unclear(
            N_("「%(name)s」填的「%(value)s」讀不出數字，請填數字或「90%%」「4,000萬」這樣的寫法。"),
            name=name,
            value=str(value)[:40],
        )
    number, scaled = _summed(match["parts"], name)
    number = -number if match["sign"] == "-" else number
    if match["unit"] in ("%", "‰"):
        return Quantity(number / (HUNDRED if match["unit"] == "%" else 10 * HUNDRED), Kind.PERCENT, shown="%")
    if match["unit"] == "成":
        return Quantity(number / 10, Kind.PERCENT, shown="%")
    unit = unit_of(match["unit"])
    if unit is not None:
        if unit.dimension == "percent":
            return Quantity(number / HUNDRED, Kind.PERCENT, shown="%")
        size = unit.size
        shown = _scale_of(match["parts"]) + unit.written
        return Quantity(number * size, Kind.UNIT, unit.base, shown, scaled=scaled or size != ONE)
    kind = Kind.RATE if is_rate(name) and not scaled else Kind.COUNT
    counts, aim = bool(_COUNTS.search(name)), name.endswith("目標值")
    return Quantity(number, kind, counts=counts, scaled=scaled, aim=aim, raw=abs(number))


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
        value = Decimal(digits.replace(",", "") + exponent)
        if abs(value.adjusted()) > MOST_DIGITS and value:
            raise Unclear(N_("「%(name)s」的數字太長，最多 %(most)s 位。"), name=name, most=MOST_DIGITS)
        total += value * SCALES[scale]
        scaled = scaled or bool(scale)
    return total, scaled


def constant(value: Decimal, unit: str) -> Quantity:
    """Return a constant of the text, with its unit if it has one."""
    found = unit_of(unit) if unit else None
    if found is None or not found.dimension:
        return Quantity(value * (found.size if found else ONE), Kind.NUMBER, constant=True)
    return Quantity(value * found.size, Kind.UNIT, found.base, unit, constant=True, scaled=found.size != ONE)


def as_percent(one: Quantity, told: Callable[[Message], None]) -> Quantity:
    """Read a bare rate as a percentage: 90 is 90 %, 0.9 is 90 % too; 1 could be either."""
    if one.kind is not Kind.RATE:
        return replace(one, kind=Kind.PERCENT)
    if one.raw == ONE:
        raise Unclear(N_("看不出「1」是百分之一還是百分之百，請填「1%」或「100%」。"))
    number = one.number / HUNDRED if one.raw > ONE else one.number
    if one.raw:
        read = one.raw if one.raw > ONE else one.raw * HUNDRED
        told(said(N_("沒有單位的「%(given)s」讀作 %(read)s%%。"), given=figure(one.raw), read=figure(read)))
    return replace(one, number=number, kind=Kind.PERCENT)


def _ambiguous_scale(bare: Quantity, amount: Quantity) -> bool:
    unit = unit_of(amount.unit)
    money = unit is not None and unit.dimension in COUNTING
    return bare.kind is Kind.COUNT and not bare.scaled and money and (amount.scaled or not amount.constant)


_SCALE_UNCLEAR: Final = N_("一邊的數值有單位「%(unit)s」，另一邊沒有，看不出是不是同一單位，請把單位一併填上。")


def divided(a: Quantity, b: Quantity, told: Callable[[Message], None]) -> Quantity:
    """Return a ÷ b; the caller has seen that b is not zero."""
    if b.kind is Kind.RATE and a.kind in (Kind.RATIO, Kind.PERCENT):
        b = as_percent(b, told)
    if a.kind is Kind.RATE and b.kind is Kind.PERCENT:
        a = as_percent(a, told)
    for bare, amount in ((a, b), (b, a)):
        if amount.kind is Kind.UNIT and _ambiguous_scale(bare, amount) and amount.shown:
            raise Unclear(_SCALE_UNCLEAR, unit=amount.shown)
    number = ARITHMETIC.divide(a.number, b.number)
    if a.kind is Kind.UNIT and b.kind is Kind.UNIT and a.unit != b.unit:
        return Quantity(number, Kind.UNIT, f"{a.unit}/{b.unit}")
    keeps = b.kind is Kind.NUMBER or (b.kind is Kind.COUNT and a.kind in (Kind.PERCENT, Kind.RATE))
    if keeps and a.kind is not Kind.NUMBER:
        return replace(a, number=number)
    if a.kind is Kind.NUMBER and b.kind is Kind.NUMBER:
        return Quantity(number, Kind.NUMBER)
    if a.share and not b.share and b.kind is Kind.COUNT:
        return Quantity(number, Kind.PERCENT)
    if a.kind in (Kind.COUNT, Kind.NUMBER, Kind.UNIT) and b.kind in (Kind.PERCENT, Kind.RATIO, Kind.RATE):
        return replace(a, number=number, kind=Kind.COUNT if a.kind is Kind.NUMBER else a.kind)
    return Quantity(number, Kind.RATIO)


def multiplied(a: Quantity, b: Quantity, told: Callable[[Message], None]) -> Quantity:
    """Return a × b."""
    if a.kind in _FIRST and b.kind not in _FIRST:
        a, b = b, a
    if b.kind is Kind.PERCENT and b.constant and b.number == ONE:
        return _hundred_percent(a, told)
    if (Kind.RATE in (a.kind, b.kind) and {a.kind, b.kind} & {Kind.COUNT, Kind.RATIO}) or a.kind is b.kind is Kind.RATE:
        a, b = (as_percent(one, told) if one.kind is Kind.RATE else one for one in (a, b))
    number = ARITHMETIC.multiply(a.number, b.number)
    pair = (a.kind, b.kind)
    if a.kind is Kind.UNIT:
        return Quantity(number, Kind.COUNT) if b.kind is Kind.UNIT else replace(a, number=number, constant=False)
    if b.kind is Kind.UNIT:
        return replace(b, number=number, constant=False)
    if b.kind is Kind.NUMBER:
        if a.kind in (Kind.RATIO, Kind.PERCENT):
            return Quantity(number, Kind.POINTS if b.number == HUNDRED else Kind.COUNT)
        return replace(a, number=number)
    if b.kind is Kind.PERCENT:
        kind = Kind.PERCENT if a.kind in (Kind.RATIO, Kind.PERCENT) else a.kind
        share = a.kind is Kind.COUNT and not b.constant
        return replace(a, number=number, kind=kind, costs=a.counts, share=share)
    return Quantity(number, _PRODUCTS.get(frozenset(pair), Kind.COUNT))


_FIRST: Final = (Kind.NUMBER, Kind.PERCENT)
_PRODUCTS: Final = {
    frozenset({Kind.RATIO}): Kind.RATIO,
    frozenset({Kind.PERCENT, Kind.RATIO}): Kind.PERCENT,
    frozenset({Kind.PERCENT}): Kind.PERCENT,
}


def _hundred_percent(a: Quantity, told: Callable[[Message], None]) -> Quantity:
    """Return a quantity that the formula multiplies by 100 %: it is said in percent from here on."""
    if a.kind is Kind.RATE:
        return as_percent(a, told)
    if a.kind is Kind.COUNT:
        raise Unclear(N_("「×100%」前面不是比率，看不出是幾分之幾，請把數值連同「%」填寫。"))
    if a.kind is Kind.POINTS:
        return a
    if a.kind is Kind.UNIT and "/" not in a.unit:
        return a
    return Quantity(a.number, Kind.PERCENT)


def added(a: Quantity, b: Quantity, told: Callable[[Message], None], *, minus: bool = False) -> Quantity:
    """Return a + b or a − b; raise ``Unclear`` where the two are told on different scales."""
    a, b = _on_one_scale(a, b, told)
    number = (ARITHMETIC.subtract if minus else ARITHMETIC.add)(a.number, b.number)
    if a.kind is b.kind:
        share = a.share and b.share
        return replace(
            a, number=number, constant=False, scaled=a.scaled or b.scaled, raw=max(a.raw, b.raw), share=share
        )
    order = (Kind.UNIT, Kind.PERCENT, Kind.POINTS, Kind.RATE, Kind.RATIO, Kind.COUNT, Kind.NUMBER)
    lead = min((a, b), key=lambda one: order.index(one.kind))
    if {a.kind, b.kind} == {Kind.COUNT, Kind.RATIO}:
        return Quantity(number, Kind.COUNT)
    return replace(lead, number=number, constant=False)


def _on_one_scale(a: Quantity, b: Quantity, told: Callable[[Message], None]) -> tuple[Quantity, Quantity]:
    """Return two quantities that may be added as they are."""
    if a.kind is b.kind:
        if a.kind is Kind.UNIT and a.unit != b.unit:
            raise Unclear(N_("「%(one)s」與「%(other)s」單位不同，不能相加減。"), one=a.unit, other=b.unit)
        return a, b
    return _second_fitted(*_second_fitted(b, a, told)[::-1], told)


def _second_fitted(a: Quantity, b: Quantity, told: Callable[[Message], None]) -> tuple[Quantity, Quantity]:
    """Return ``b`` brought to the scale of ``a`` where it must be."""
    if a.kind is Kind.UNIT:
        if _ambiguous_scale(b, a) and a.shown:
            raise Unclear(_SCALE_UNCLEAR, unit=a.shown)
        if b.kind in (Kind.PERCENT, Kind.RATE):
            raise Unclear(N_("「%(one)s」與百分比不能相加減。"), one=a.unit)
    elif a.kind is Kind.PERCENT and b.kind is Kind.NUMBER and b.number not in (ONE, 0):
        if b.number != HUNDRED:
            raise Unclear(
                N_("數字與百分比相加減，看不出「%(number)s」是不是百分比，請寫成 %(number)s%%。"),
                number=figure(b.number),
            )
        told(said(N_("「100」與百分比相加減，讀作 100%。")))
        b = replace(b, number=ONE, kind=Kind.PERCENT)
    elif (a.kind in (Kind.PERCENT, Kind.RATIO) and b.kind is Kind.RATE) or (
        a.kind is Kind.NUMBER and a.number == ONE and b.kind is Kind.RATE
    ):
        b = as_percent(b, told)
    elif a.kind is Kind.NUMBER and b.kind is Kind.RATE and 0 < b.raw <= ONE:
        raise Unclear(N_("看不出「%(number)s」是幾分之幾還是百分之幾，請連同「%%」填寫。"), number=figure(b.number))
    elif a.kind is Kind.PERCENT and b.kind is Kind.COUNT and b.aim:
        b = as_percent(replace(b, kind=Kind.RATE), told)
    elif a.kind is Kind.PERCENT and b.kind is Kind.COUNT and not b.costs and b.number:
        raise Unclear(N_("百分比與沒有單位的數值相加減，看不出後者是不是百分比，請連同「%」填寫。"))
    elif a.kind is Kind.PERCENT and b.kind is Kind.COUNT:
        b = replace(b, kind=Kind.PERCENT)
    return a, b
