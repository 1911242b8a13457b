"""What an evaluation gives: a value in a unit, as it is shown, with every step that led to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any, Final

from models.wording import N_, Message
from workflows.formula.errors import FormulaError
from workflows.formula.formulas import Formula, Note
from workflows.formula.printing import figure
from workflows.formula.quantities import HUNDRED, Quantity, QuantityKind
from workflows.formula.signs import signs_of
from workflows.formula.units import convert, unit_of

PLACES: Final = 2
_IN_PERCENT: Final = re.compile(r"\((?:單位:)?%\)$")
_ROUNDED: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_WIDE: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Result:
    """The value of a formula: to 28 digits, a percentage as 80 with the unit %; never without its ``trace``."""

    value: Decimal
    unit: str
    trace: tuple[Message, ...]
    notes: tuple[Note, ...] = ()

    @property
    def shown(self) -> str:
        """The value with two decimals, rounded half to even, with more where two would leave fewer than two digits of it."""
        return rounded(self.value)


def rounded(value: Decimal) -> str:
    """Return a value as results are shown: 80.00, 23.08, 0.0037."""
    places = PLACES
    if value and abs(value) < Decimal("0.1"):
        places = min(1 - value.adjusted(), 28)
    if value.adjusted() > 28:
        return format(value, "f")
    return format(_WIDE.quantize(value, Decimal(1).scaleb(-places)), "f")


def quantity_words(one: Quantity) -> str:
    """Return a quantity in words for the trace."""
    if one.kind is QuantityKind.PERCENT:
        return f"{_short(one.number * HUNDRED)}%"
    if one.kind is QuantityKind.UNIT:
        value = convert(one.number, one.unit, one.shown) if one.shown else one.number
        return f"{_short(one.number if value is None else value)}{one.shown if one.shown and value is not None else one.unit}"
    return _short(one.number)


def _short(value: Decimal) -> str:
    """Return a number in at most six decimals."""
    value = _ROUNDED.plus(value)
    places = 6 if not value or abs(value) >= Decimal("0.001") else min(6 - value.adjusted(), 28)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        value = _WIDE.quantize(value, Decimal(1).scaleb(-places))
    return figure(value)


def unit_wanted(target: object) -> tuple[str, str]:
    """Return the unit of a target and the target in words: from 「≦4%」, or from {value, unit, comparator, text}."""
    if isinstance(target, Mapping):
        unit = str(target.get("unit") or "")
        words = "".join(str(target.get(name) or "") for name in ("comparator", "value")) + unit
        return unit, words or str(target.get("text") or "")
    signs = signs_of(str(target or "")[:80])
    text = signs.text
    rest = text.lstrip("≥≤<>=")
    digits = len(rest) - len(rest.lstrip("-+0123456789,."))
    unit = signs.written(len(text) - len(rest) + digits, len(text)) if rest[digits:] else ""
    for ending in ("以上", "以下"):
        unit = unit.removesuffix(ending)
    return unit.strip() if digits else "", signs.given.strip()


def result_of(
    formula: Formula, one: Quantity, target: object, trace: Sequence[Message], notes: Sequence[Note]
) -> Result:
    """Return the result in the unit of the target where a conversion is known."""
    steps, said_notes = list(trace), list(notes)
    wanted, words = unit_wanted(target)
    if not wanted and one.kind in (QuantityKind.POINTS, QuantityKind.RATIO) and _IN_PERCENT.search(formula.caption):
        wanted = "%"
    value, unit, doubt = _fitted(one, wanted or (formula.bound.unit if formula.bound else ""))
    if doubt is not None:
        said_notes.append(Note("unit", doubt, 1))
        steps.append(doubt)
    value = _ROUNDED.plus(value)
    if not value.is_finite():
        raise FormulaError(N_("數字大到或小到無法計算，請改用較大的單位。"), 1)
    value = value or Decimal(0)
    steps.append(Message.of(N_("結果：%(value)s%(unit)s"), value=rounded(value), unit=unit))
    if words:
        steps.append(Message.of(N_("目標值：%(target)s"), target=words))
    elif formula.bound:
        bound = formula.bound
        steps.append(Message.of(N_("算式所載標準：%(bound)s"), bound=f"{bound.sign}{figure(bound.value)}{bound.unit}"))
    return Result(value, unit, tuple(steps), tuple(said_notes))


def _fitted(one: Quantity, wanted: str) -> tuple[Decimal, str, Message | None]:
    """Return value and unit as shown, with what is to be said when the unit wanted is not what the formula gives."""
    unit = unit_of(wanted)
    percent = unit is not None and unit.dimension == "percent"
    if one.kind is QuantityKind.PERCENT or (one.kind is QuantityKind.RATIO and percent):
        doubt = None
        if unit is not None and not percent:
            doubt = Message.of(N_("算式算出的是百分比，目標值的單位是「%(unit)s」，請確認。"), unit=wanted)
        return one.number * HUNDRED, "%", doubt
    if one.kind is QuantityKind.UNIT:
        return _converted(one, wanted)
    if unit is not None:
        doubt = None
        if unit.size != 1 and not one.scaled and one.kind in (QuantityKind.COUNT, QuantityKind.NUMBER):
            words = N_("所填數值沒有單位，結果視為「%(unit)s」；如以「%(base)s」計，應再除以 %(size)s。")
            doubt = Message.of(words, unit=wanted, base=unit.base, size=figure(unit.size))
        if one.scaled and unit.size != 1:
            return one.number / unit.size, wanted, None
        return one.number, wanted, doubt
    return one.number, "%" if one.kind is QuantityKind.RATE and (one.raw > 1 or not one.raw) else "", None


def _converted(one: Quantity, wanted: str) -> tuple[Decimal, str, Message | None]:
    for unit in (wanted, one.shown):
        if unit and (value := convert(one.number, one.unit, unit)) is not None:
            return value, unit, None
    doubt = None
    if wanted:
        doubt = Message.of(
            N_("算式算出的單位是「%(one)s」，與目標值的單位「%(unit)s」不同，請確認。"), one=one.unit, unit=wanted
        )
    return one.number, one.unit, doubt


def result_json(formula: Formula, result: Result, say: Any = str) -> dict[str, Any]:
    """Return a result in the shape of interfaces.md §2 (kpi), with the exact value and what is to be noted."""
    result_fields: dict[str, Any] = {
        "value": result.shown,
        "unit": result.unit,
        "trace": [say(step) for step in result.trace],
        "exact": format(result.value, "f"),
        "reading": formula.words,
    }
    if result.notes:
        result_fields["notes"] = [{"message": say(note.message), "column": note.column} for note in result.notes]
    return result_fields
