"""A formula computed exactly, every step told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import (
    Decimal,
    localcontext,
)
from typing import Final

from models.wording import N_, Message
from workflows.formula.amounts import constant
from workflows.formula.complements import refuse_bare
from workflows.formula.errors import FormulaError
from workflows.formula.evaluation import LONGEST_WORDS, Evaluation
from workflows.formula.formulas import Formula
from workflows.formula.given import Given
from workflows.formula.milestones import climbed, reached
from workflows.formula.printing import words_of
from workflows.formula.quantities import (
    ARITHMETIC,
    HUNDRED,
    Quantity,
    QuantityKind,
    Unclear,
    added,
    as_percent,
    divided,
    multiplied,
)
from workflows.formula.result import Result, quantity_words, result_of
from workflows.formula.tree import (
    Absolute,
    Each,
    Extreme,
    Ladder,
    Named,
    Node,
    Number,
    Operand,
    Percent,
    Power,
    Product,
    Sum,
    ThresholdsReached,
)

LARGEST_POWER: Final = 100
_NOTHING: Final = Quantity(Decimal(0), QuantityKind.NUMBER)


def _number(run: Evaluation, node: Number) -> Quantity:
    if node.percent:
        return Quantity(ARITHMETIC.divide(node.value, HUNDRED), QuantityKind.PERCENT, constant=True)
    return constant(node.value, node.unit)


def _operand(run: Evaluation, node: Operand) -> Quantity:
    return run.given.value(node, run.item, run)


def _sum(run: Evaluation, node: Sum) -> Quantity:
    total: Quantity | None = None
    for plus, part in node.terms:
        one = run.value(part)
        run.place = part.column
        if total is None:
            total = one if plus else replace(one, number=-one.number, constant=False)
        else:
            try:
                total = added(total, one, run.note, minus=not plus)
            except Unclear as unclear:
                raise FormulaError(unclear.message.text, part.column, **unclear.message.figures) from None
        refuse_bare(node, part, one)
    return run.step(node, total or _NOTHING)


def _product(run: Evaluation, node: Product) -> Quantity:
    total: Quantity | None = None
    for times, part in _folded(run, node).factors:
        one = run.value(part)
        run.place = part.column
        if times and isinstance(part, Each) and one.kind in (QuantityKind.RATIO, QuantityKind.PERCENT):
            one = _averaged(run, node, part, one)
        if total is None:
            total = one
        elif times:
            total = multiplied(total, one, run.note)
        elif one.number:
            total = divided(total, one, run.note)
        else:
            words = words_of(part)
            raise FormulaError(N_("除以零：「%(words)s」為 0，無法計算。"), part.column, words=words[:LONGEST_WORDS])
    return run.step(node, total or _NOTHING)


def _averaged(run: Evaluation, node: Product, part: Each, one: Quantity) -> Quantity:
    """Return the mean for a Σ of bare quotients that is weighted as one rate (domain.md F3): its sum would pass 100 %."""
    count = run.given.count(part)
    weighs = all(
        times and isinstance(other, Number) and other.percent for times, other in node.factors if other is not part
    )
    if part.mean or not weighs or not count or count == 1 or not _is_quotient(run, part.body):
        return one
    run.note(Message.of(N_("「Σ」未載權重，%(count)s 個項目的比率取平均，不逐項相加。"), count=count), part.column)
    return replace(one, number=ARITHMETIC.divide(one.number, Decimal(count)))


def _is_quotient(run: Evaluation, body: Node) -> bool:
    if isinstance(body, Extreme) and body.cap:
        body = body.parts[0]
    return isinstance(body, Product) and [times for times, _ in body.factors] == [True, False]


def _folded(run: Evaluation, node: Product) -> Product:
    """Take lists that multiply a Σ from outside under it: 「Σ（達成值÷目標值）×各項權重」."""
    first = node.factors[0][1]
    if run.item >= 0 or not isinstance(first, Each):
        return node
    inside = [(times, part) for times, part in node.factors[1:] if isinstance(part, Operand) and run.given.listed(part)]
    if not inside:
        return node
    run.note(Message.of(N_("「Σ」後面按項目填的權重或配分，逐項相乘後再加總。")), node.column)
    body = Product(((True, first.body), *inside), first.column)
    rest = tuple(factor for factor in node.factors[1:] if factor not in inside)
    return Product(((True, replace(first, body=body)), *rest), node.column)


def _power(run: Evaluation, node: Power) -> Quantity:
    base, exponent = run.value(node.base), run.value(node.exponent)
    if abs(exponent.number) > LARGEST_POWER:
        raise FormulaError(N_("次方超過 %(most)s，無法計算。"), node.exponent.column, most=LARGEST_POWER)
    if not base.number and exponent.number <= 0:
        raise FormulaError(N_("除以零：0 不能有零次方或負次方。"), node.column)
    if base.number < 0 and exponent.number != exponent.number.to_integral_value():
        raise FormulaError(N_("負數不能有帶小數的次方。"), node.column)
    if base.kind is QuantityKind.RATE:
        base = as_percent(base, run.note)
    kind = (
        QuantityKind.RATIO
        if base.kind in (QuantityKind.PERCENT, QuantityKind.RATIO)
        else base.kind
        if base.kind is QuantityKind.NUMBER
        else QuantityKind.COUNT
    )
    return run.step(node, Quantity(ARITHMETIC.power(base.number, exponent.number), kind))


def _each(run: Evaluation, node: Each) -> Quantity:
    if run.item >= 0:
        raise FormulaError(N_("「Σ」裡不能再有「Σ」。"), node.column)
    count = run.given.count(node)
    if count is None:
        run.note(
            Message.of(
                N_("「Σ」未列項目，以所填數值為單一項目計算。")
                if not node.mean
                else N_("未列項目，以所填數值為平均值計算。")
            ),
            node.column,
        )
        return run.value(node.body)
    total: Quantity | None = None
    for item in range(count):
        run.item = item
        try:
            one = run.value(node.body)
            total = one if total is None else added(total, one, run.note)
        except Unclear as unclear:
            raise FormulaError(unclear.message.text, node.column, **unclear.message.figures) from None
        finally:
            run.item = -1
    total = total or _NOTHING
    if node.mean:
        total = replace(total, number=ARITHMETIC.divide(total.number, Decimal(count)))
    return run.step(node, total)


def _extreme(run: Evaluation, node: Extreme) -> Quantity:
    parts = [run.value(part) for part in node.parts]
    first, bound = parts[0], parts[-1]
    if node.cap:
        if first.kind is QuantityKind.RATE:
            first = as_percent(first, run.note)
        if first.kind in (QuantityKind.COUNT, QuantityKind.UNIT) and bound.kind is QuantityKind.PERCENT:
            raise Unclear(N_("上限是百分比，算出的卻不是，請連同單位填寫，或在算式裡寫成 min。"))
        limit = (
            bound.number
            if first.kind is not QuantityKind.POINTS or bound.kind is not QuantityKind.PERCENT
            else bound.number * HUNDRED
        )
        if first.number > limit:
            run.tell(
                Message.of(
                    N_("%(value)s 超過上限，以 %(limit)s 計。"),
                    value=quantity_words(first),
                    limit=quantity_words(replace(first, number=limit)),
                )
            )
            return replace(first, number=limit)
        return first
    if any(part.kind in (QuantityKind.PERCENT, QuantityKind.RATIO, QuantityKind.NUMBER) for part in parts):
        parts = [as_percent(part, run.note) if part.kind is QuantityKind.RATE else part for part in parts]
    kinds = {part.kind for part in parts} - {QuantityKind.NUMBER}
    if len(kinds) > 1 and kinds - {QuantityKind.RATIO, QuantityKind.PERCENT}:
        raise Unclear(N_("比大小的各項單位不同，請連同單位填寫。"))
    best = (max if node.largest else min)(parts, key=lambda part: part.number)
    return run.step(
        node,
        replace(best, kind=next(iter(sorted(kinds, key=lambda kind: kind is not QuantityKind.PERCENT)), best.kind)),
    )


def _absolute(run: Evaluation, node: Absolute) -> Quantity:
    one = run.value(node.body)
    return run.step(node, replace(one, number=abs(one.number)))


def _percent(run: Evaluation, node: Percent) -> Quantity:
    one = run.value(node.body)
    if one.kind is QuantityKind.COUNT:
        raise Unclear(N_("「×100%」前面不是比率，看不出是幾分之幾，請把數值連同「%」填寫。"))
    if one.kind is QuantityKind.POINTS:
        return Quantity(one.number / HUNDRED, QuantityKind.PERCENT)
    return as_percent(one, run.note)


def _named(run: Evaluation, node: Named) -> Quantity:
    if run.given.holds(node.name):
        return run.given.value(Operand(node.name, 0, node.column), run.item, run)
    if isinstance(node.body, Number):
        run.note(
            Message.of(N_("未填「%(name)s」，採文中所載 %(value)s。"), name=node.name, value=words_of(node.body)),
            node.column,
        )
    return run.value(node.body)


def _ladder(run: Evaluation, node: Ladder) -> Quantity:
    return climbed(run.given, node, run)


def _reached(run: Evaluation, node: ThresholdsReached) -> Quantity:
    return Quantity(Decimal(reached(run.given, node, run)), QuantityKind.UNIT, "項", "項")


_WAYS: Final[Mapping[type, Callable[..., Quantity]]] = {
    Number: _number,
    Operand: _operand,
    Sum: _sum,
    Product: _product,
    Power: _power,
    Each: _each,
    Extreme: _extreme,
    Absolute: _absolute,
    Percent: _percent,
    Named: _named,
    Ladder: _ladder,
    ThresholdsReached: _reached,
}


def evaluated(formula: Formula, values: Mapping[str, object], target: object = None) -> Result:
    """Return the value of a formula; raise ``FormulaError`` where it cannot be computed from these values."""
    given = Given(formula, values)
    with localcontext(ARITHMETIC):
        run = Evaluation(formula, given, [], list(formula.notes), _WAYS)
        run.tell(Message.of(N_("讀作：%(words)s"), words=formula.words))
        for note in formula.notes:
            run.tell(note.message)
        quantity = run.value(formula.root)
        given.tell_unused(run)
        return result_of(formula, quantity, target, run.trace, run.notes)
