"""Milestones completed and thresholds reached, by the values given."""

from __future__ import annotations

from decimal import Decimal

from models.wording import N_, Message
from workflows.formula.amounts import constant, quantity_given
from workflows.formula.errors import FormulaError
from workflows.formula.given import MOST_ITEMS, Given, NoteCollector
from workflows.formula.operands import COMPLETED, REACHED
from workflows.formula.quantities import HUNDRED, ONE, Quantity, QuantityKind, Unclear
from workflows.formula.tree import Ladder, Operand, ThresholdsReached
from workflows.formula.units import unit_of

_LONG = 60


def climbed(given_values: Given, node: Ladder, run: NoteCollector) -> Quantity:
    """Return the percentage of the milestones completed, each told."""
    done = completed(given_values, node)
    for number, (text, share) in enumerate(node.steps, 1):
        words = (
            N_("步驟 %(number)s「%(text)s」（%(share)s%%）：已完成")
            if number in done
            else N_("步驟 %(number)s「%(text)s」（%(share)s%%）：未完成")
        )
        run.tell(Message.of(words, number=number, text=text[:_LONG], share=share))
    shares = [share for number, (_, share) in enumerate(node.steps, 1) if number in done]
    total = sum(shares, Decimal(0)) if node.adds else max(shares, default=Decimal(0))
    return Quantity(total / HUNDRED, QuantityKind.PERCENT)


def completed(given_values: Given, node: Ladder) -> set[int]:
    """Return the numbers of the completed steps: given as the last number, a list of numbers, or yes and no by step."""
    key = given_values.key(COMPLETED)
    value = given_values.values.get(key) if key else None
    flags = {
        n: given_values.values[k]
        for n, (text, _) in enumerate(node.steps, 1)
        if (k := given_values.key(text)) is not None
    }
    numbered = {n: given_values.values[str(n)] for n in range(1, len(node.steps) + 1) if str(n) in given_values.values}
    if value is None and not flags and not numbered:
        raise FormulaError(
            N_("請填「%(name)s」：完成到第幾步（0 至 %(most)s），或逐步填是否完成。"),
            node.column,
            name=COMPLETED,
            most=len(node.steps),
        )
    given_values.used |= {str(n) for n in numbered}
    if value is None:
        return {n for n, done in (flags | numbered).items() if _yes(done, node.column)}
    steps = value if isinstance(value, (list, tuple)) else range(1, _whole(value, COMPLETED, node) + 1)
    steps_done = {_whole(step, COMPLETED, node) for step in steps}
    if any(not 0 <= step <= len(node.steps) for step in steps_done):
        raise FormulaError(N_("步驟只有 1 至 %(most)s。"), node.column, most=len(node.steps))
    return steps_done - {0}


def reached(given_values: Given, node: ThresholdsReached, run: NoteCollector) -> int:
    """Return how many thresholds the values reach."""
    key = given_values.key(REACHED)
    if key is not None:
        count = _whole(given_values.values[key], REACHED, node)
        if not 0 <= count <= node.most:
            raise FormulaError(N_("達成項數應為 0 至 %(most)s。"), node.column, most=node.most)
        run.tell(Message.of(N_("達成 %(count)s 項"), count=count))
        return count
    if not node.thresholds:
        raise given_values.missing(Operand(REACHED, 0, node.column))
    count = 0
    for name, least in node.thresholds:
        one = given_values.value(Operand(name, 0, least.column), -1, run)
        bound = (
            Quantity(least.value / HUNDRED, QuantityKind.PERCENT)
            if least.percent
            else constant(least.value, least.unit)
        )
        number = _comparable(one, bound, name, least.column)
        met = number >= bound.number
        count += met
        words = N_("「%(name)s」達到門檻 %(least)s，計 1") if met else N_("「%(name)s」未達門檻 %(least)s，計 0")
        run.tell(Message.of(words, name=name, least=f"{least.value}{'%' if least.percent else least.unit}"))
    return count


def _whole(value: object, name: str, node: Ladder | ThresholdsReached) -> int:
    try:
        one = quantity_given(value, name)
    except Unclear as unclear:
        raise FormulaError(unclear.message.text, node.column, **unclear.message.figures) from None
    if one.kind is QuantityKind.PERCENT or one.number != one.number.to_integral_value() or abs(one.number) > MOST_ITEMS:
        raise FormulaError(N_("「%(name)s」應填整數。"), node.column, name=name)
    return int(one.number)


def _yes(value: object, column: int) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in ("1", "是", "已完成", "完成", "100%", "100", "true"):
        return True
    if str(value) in ("0", "否", "未完成", "0%", "false", ""):
        return False
    raise FormulaError(N_("是否完成請填「是」或「否」。"), column)


def _comparable(one: Quantity, bound: Quantity, name: str, column: int) -> Decimal:
    """Return the value in the threshold's unit: bare figures count as being in it."""
    if one.kind is bound.kind:
        if one.unit != bound.unit:
            raise FormulaError(N_("「%(name)s」的單位與門檻不同。"), column, name=name)
        return one.number
    if bound.kind is QuantityKind.PERCENT and one.kind in (QuantityKind.RATE, QuantityKind.COUNT):
        return one.number / HUNDRED if abs(one.number) > ONE else one.number
    unit = unit_of(bound.shown)
    return one.number * (unit.size if unit is not None and not one.scaled else ONE)
