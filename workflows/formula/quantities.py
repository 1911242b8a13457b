"""Quantities: an exact number with what kind of number it is, and how quantities combine.

A percentage is kept as its fraction. A figure given without a unit keeps its value as given until the formula says
whether it is a percentage: 「滿意度」 90 beside a quotient is 90 %, in a mean of two rates it stays 90.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, Underflow
from enum import StrEnum
from typing import Final

from models.wording import N_, Message
from workflows.formula.printing import figure
from workflows.formula.units import COUNTING, unit_of

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


class QuantityKind(StrEnum):
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
    kind: QuantityKind
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
        self.message: Message = Message.of(text, **figures)
        super().__init__(str(self.message))


def as_percent(one: Quantity, note: Callable[[Message], None]) -> Quantity:
    """Read a bare rate as a percentage: 90 is 90 %, 0.9 is 90 % too; 1 could be either."""
    if one.kind is not QuantityKind.RATE:
        return replace(one, kind=QuantityKind.PERCENT)
    if one.raw == ONE:
        raise Unclear(N_("看不出「1」是百分之一還是百分之百，請填「1%」或「100%」。"))
    number = one.number / HUNDRED if one.raw > ONE else one.number
    if one.raw:
        read = one.raw if one.raw > ONE else one.raw * HUNDRED
        note(Message.of(N_("沒有單位的「%(given)s」讀作 %(read)s%%。"), given=figure(one.raw), read=figure(read)))
    return replace(one, number=number, kind=QuantityKind.PERCENT)


def _is_money(amount: Quantity) -> bool:
    unit = unit_of(amount.unit) if amount.kind is QuantityKind.UNIT else None
    return unit is not None and unit.dimension in COUNTING


def _ambiguous_scale(bare: Quantity, amount: Quantity) -> bool:
    """Return whether a bare figure beside money could be meant in thousands or millions of it."""
    plain = bare.kind is QuantityKind.COUNT and bool(bare.number) and not bare.scaled and not bare.counts
    return plain and _is_money(amount) and (amount.scaled or not amount.constant)


_SCALE_UNCLEAR: Final = N_("一邊的數值有單位「%(unit)s」，另一邊沒有，看不出是不是同一單位，請把單位一併填上。")


def divided(a: Quantity, b: Quantity, note: Callable[[Message], None]) -> Quantity:
    """Return a ÷ b; the caller has seen that b is not zero."""
    if b.aim and a.kind in (QuantityKind.RATE, QuantityKind.PERCENT) and b.kind is QuantityKind.COUNT:
        b = replace(b, kind=QuantityKind.RATE)
    if b.kind is QuantityKind.RATE and a.kind is not QuantityKind.RATE:
        b = as_percent(b, note)
    if a.kind is QuantityKind.PERCENT and b.kind is QuantityKind.COUNT and not b.counts:
        raise Unclear(N_("百分比除以沒有單位的數值，看不出後者是不是百分比，請連同單位填寫。"))
    if a.kind is QuantityKind.RATE and b.kind is QuantityKind.PERCENT:
        a = as_percent(a, note)
    for bare, amount in ((a, b), (b, a)):
        if amount.kind is QuantityKind.UNIT and _ambiguous_scale(bare, amount) and amount.shown:
            raise Unclear(_SCALE_UNCLEAR, unit=amount.shown)
    number = ARITHMETIC.divide(a.number, b.number)
    if a.kind is QuantityKind.UNIT and b.kind is QuantityKind.UNIT and a.unit != b.unit:
        return Quantity(number, QuantityKind.UNIT, f"{a.unit}/{b.unit}")
    if _is_money(a) and b.kind is QuantityKind.COUNT and b.counts:
        return replace(a, number=number, constant=False, shown="")
    keeps = b.kind is QuantityKind.NUMBER or (
        b.kind is QuantityKind.COUNT and b.counts and a.kind in (QuantityKind.PERCENT, QuantityKind.RATE)
    )
    keeps = keeps or (
        b.constant
        and b.kind is QuantityKind.UNIT
        and a.kind in (QuantityKind.PERCENT, QuantityKind.RATE, QuantityKind.POINTS)
    )
    if keeps and a.kind is not QuantityKind.NUMBER:
        return replace(a, number=number)
    if a.kind is QuantityKind.NUMBER and b.kind is QuantityKind.NUMBER:
        return Quantity(number, QuantityKind.NUMBER)
    if a.share and not b.share and b.kind is QuantityKind.COUNT:
        return Quantity(number, QuantityKind.PERCENT)
    if a.kind in (QuantityKind.COUNT, QuantityKind.NUMBER, QuantityKind.UNIT) and b.kind in (
        QuantityKind.PERCENT,
        QuantityKind.RATIO,
        QuantityKind.RATE,
    ):
        return replace(a, number=number, kind=QuantityKind.COUNT if a.kind is QuantityKind.NUMBER else a.kind)
    return Quantity(number, QuantityKind.RATIO)


def multiplied(a: Quantity, b: Quantity, note: Callable[[Message], None]) -> Quantity:
    """Return a × b."""
    if (a.kind in _FIRST and b.kind not in _FIRST) or (a.kind is QuantityKind.NUMBER and not b.constant):
        a, b = b, a
    if b.kind is QuantityKind.PERCENT and b.constant and b.number == ONE:
        return _hundred_percent(a, note)
    scored = b.kind is QuantityKind.NUMBER and _scores(b.number)
    others = {a.kind, b.kind} & {QuantityKind.COUNT, QuantityKind.RATIO, QuantityKind.UNIT}
    if (QuantityKind.RATE in (a.kind, b.kind) and (others or scored)) or a.kind is b.kind is QuantityKind.RATE:
        a, b = (as_percent(one, note) if one.kind is QuantityKind.RATE else one for one in (a, b))
    number = ARITHMETIC.multiply(a.number, b.number)
    pair = (a.kind, b.kind)
    if a.kind is QuantityKind.RATIO and b.constant and _per_heads(b):
        return Quantity(number, QuantityKind.COUNT)
    if a.kind is QuantityKind.UNIT:
        return (
            Quantity(number, QuantityKind.COUNT)
            if b.kind is QuantityKind.UNIT
            else replace(a, number=number, constant=False)
        )
    if b.kind is QuantityKind.UNIT:
        return replace(b, number=number, constant=False)
    if b.kind is QuantityKind.NUMBER:
        if a.kind in (QuantityKind.RATIO, QuantityKind.PERCENT) and scored:
            return Quantity(number, QuantityKind.POINTS if b.number == HUNDRED else QuantityKind.COUNT)
        return replace(a, number=number, constant=a.constant and a.kind is QuantityKind.NUMBER)
    if b.kind is QuantityKind.PERCENT:
        kind = QuantityKind.PERCENT if a.kind in (QuantityKind.RATIO, QuantityKind.PERCENT) else a.kind
        share = a.kind is QuantityKind.COUNT and not b.constant
        return replace(a, number=number, kind=kind, costs=a.counts, share=share)
    return Quantity(number, _PRODUCTS.get(frozenset(pair), QuantityKind.COUNT))


def _per_heads(one: Quantity) -> bool:
    """Return whether a constant makes a rate: 10萬人, 1,000戶; what comes out counts cases, not heads."""
    return (
        one.kind is QuantityKind.UNIT
        and one.unit in _HEADS
        and one.number >= 1000
        and one.number.normalize().as_tuple().digits == (1,)
    )


_HEADS: Final = frozenset({"人", "人次", "戶", "輛", "離場次", "人時", "小時", "公里"})


def _scores(number: Decimal) -> bool:
    """Return whether a factor gives points (達成率×20) and is no weight (×0.5) and no multiple (×2)."""
    return number == number.to_integral_value() and abs(number) >= 5


_FIRST: Final = (QuantityKind.NUMBER, QuantityKind.PERCENT)
_PRODUCTS: Final = {
    frozenset({QuantityKind.RATIO}): QuantityKind.RATIO,
    frozenset({QuantityKind.PERCENT, QuantityKind.RATIO}): QuantityKind.PERCENT,
    frozenset({QuantityKind.PERCENT}): QuantityKind.PERCENT,
}


def _hundred_percent(a: Quantity, note: Callable[[Message], None]) -> Quantity:
    """Return a quantity that the formula multiplies by 100 %: it is said in percent from here on."""
    if a.kind is QuantityKind.RATE:
        return as_percent(a, note)
    if a.kind is QuantityKind.COUNT:
        raise Unclear(N_("「×100%」前面不是比率，看不出是幾分之幾，請把數值連同「%」填寫。"))
    if a.kind is QuantityKind.POINTS:
        return a
    if a.kind is QuantityKind.UNIT and "/" not in a.unit:
        return a
    return Quantity(a.number, QuantityKind.PERCENT)


def added(a: Quantity, b: Quantity, note: Callable[[Message], None], *, minus: bool = False) -> Quantity:
    """Return a + b or a − b; raise ``Unclear`` where the two are told on different scales."""
    a, b = _on_one_scale(a, b, note, minus=minus)
    number = (ARITHMETIC.subtract if minus else ARITHMETIC.add)(a.number, b.number)
    if a.kind is b.kind:
        share = a.share and b.share
        return replace(
            a, number=number, constant=False, scaled=a.scaled or b.scaled, raw=max(a.raw, b.raw), share=share
        )
    order = (
        QuantityKind.UNIT,
        QuantityKind.PERCENT,
        QuantityKind.POINTS,
        QuantityKind.RATE,
        QuantityKind.RATIO,
        QuantityKind.COUNT,
        QuantityKind.NUMBER,
    )
    lead = min((a, b), key=lambda one: order.index(one.kind))
    if {a.kind, b.kind} == {QuantityKind.COUNT, QuantityKind.RATIO}:
        return Quantity(number, QuantityKind.COUNT)
    return replace(lead, number=number, constant=False)


def _on_one_scale(
    a: Quantity, b: Quantity, note: Callable[[Message], None], *, minus: bool
) -> tuple[Quantity, Quantity]:
    """Return two quantities that may be added as they are; what occurrences cost may be taken from a percentage."""
    if a.kind is QuantityKind.PERCENT and b.costs and minus:
        return a, replace(b, kind=QuantityKind.PERCENT)
    if a.kind is b.kind:
        if a.kind is QuantityKind.UNIT and a.unit != b.unit:
            raise Unclear(N_("「%(one)s」與「%(other)s」單位不同，不能相加減。"), one=a.unit, other=b.unit)
        return a, b
    return _second_fitted(*_second_fitted(b, a, note)[::-1], note)


def _second_fitted(a: Quantity, b: Quantity, note: Callable[[Message], None]) -> tuple[Quantity, Quantity]:
    """Return ``b`` brought to the scale of ``a`` where it must be."""
    if a.kind is QuantityKind.UNIT:
        if _ambiguous_scale(b, a) and a.shown:
            raise Unclear(_SCALE_UNCLEAR, unit=a.shown)
        if b.kind in (QuantityKind.PERCENT, QuantityKind.RATE):
            raise Unclear(N_("「%(one)s」與百分比不能相加減。"), one=a.unit)
    elif a.kind is QuantityKind.PERCENT and b.kind is QuantityKind.NUMBER and b.number not in (ONE, 0):
        if b.number != HUNDRED:
            raise Unclear(
                N_("數字與百分比相加減，看不出「%(number)s」是不是百分比，請寫成 %(number)s%%。"),
                number=figure(b.number),
            )
        note(Message.of(N_("「100」與百分比相加減，讀作 100%。")))
        b = replace(b, number=ONE, kind=QuantityKind.PERCENT)
    elif (a.kind in (QuantityKind.PERCENT, QuantityKind.RATIO) and b.kind is QuantityKind.RATE) or (
        a.kind is QuantityKind.NUMBER and a.number == ONE and b.kind is QuantityKind.RATE
    ):
        b = as_percent(b, note)
    elif a.kind is QuantityKind.NUMBER and b.kind is QuantityKind.RATE and 0 < b.raw <= ONE:
        raise Unclear(N_("看不出「%(number)s」是幾分之幾還是百分之幾，請連同「%%」填寫。"), number=figure(b.number))
    elif a.kind is QuantityKind.PERCENT and b.kind is QuantityKind.COUNT and b.aim:
        b = as_percent(replace(b, kind=QuantityKind.RATE), note)
    elif a.kind is QuantityKind.PERCENT and b.kind is QuantityKind.COUNT:
        raise Unclear(N_("百分比與沒有單位的數值相加減，看不出後者是不是百分比，請連同「%」填寫。"))
    return a, b
