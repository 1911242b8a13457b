"""Doubts about a tree that need no values: weights that make no whole, a result that only repeats its target."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from models.wording import N_, Message
from workflows.formula.formulas import Note
from workflows.formula.printing import figure
from workflows.formula.signs import comparison_key
from workflows.formula.tree import Node, Number, Operand, Product, Sum, walk

WHOLE: Final = Decimal(100)
_TARGET: Final = re.compile(r"(?:年度|本年度|當年度)?目標值")


def doubts(tree: Node) -> list[Note]:
    """Return what is doubtful about a tree, each with its column."""
    notes: list[Note] = []
    for node in walk(tree):
        if isinstance(node, Sum):
            notes += _weights(node)
            notes += _repeats(node)
            notes += _unlike(node)
    return notes


def weight_of(term: Node) -> Decimal | None:
    """Return the weight of a term (…×40%), ``None`` where it has none; ×100% makes a percentage and weighs nothing."""
    if not isinstance(term, Product):
        return None
    weights = [part.value for times, part in term.factors if times and isinstance(part, Number) and part.percent]
    return weights[0] if len(weights) == 1 and weights[0] != WHOLE and len(term.factors) > 1 else None


def _weights(node: Sum) -> list[Note]:
    """A sum of weighted terms whose weights make no whole; what is taken away (penalties) does not count."""
    weights = [weight_of(part) for plus, part in node.terms if plus]
    known = [one for one in weights if one is not None]
    if len(known) < 2 or len(known) < len(weights) or sum(known) == WHOLE:
        return []
    if max(known) < 10:
        return []
    parts = "＋".join(figure(one) for one in known)
    words = N_("權重 %(parts)s 合計為 %(total)s，應為 100。")
    return [Note("weights", Message.of(words, parts=parts, total=figure(sum(known, Decimal(0)))), node.column)]


def _repeats(node: Sum) -> list[Note]:
    """「100%＋目標值」: what was reached is computed from what was promised (domain.md F23)."""
    whole = any(isinstance(part, Number) and part.percent and part.value == WHOLE for _, part in node.terms)
    for _, part in node.terms:
        if whole and isinstance(part, Operand) and _TARGET.fullmatch(comparison_key(part.name)):
            words = N_("算式以目標值推算達成值，結果必等於目標值。")
            return [Note("self", Message.of(words), part.column)]
    return []


def _unlike(node: Sum) -> list[Note]:
    """「1－（甲÷乙）×100」: points taken from a whole of 1; as printed it is computed, but hardly meant."""
    first = node.terms[0][1]
    if not isinstance(first, Number) or first.percent or first.value != 1:
        return []
    for plus, part in node.terms[1:]:
        if plus or not isinstance(part, Product):
            continue
        last = part.factors[-1][1]
        if part.factors[-1][0] and isinstance(last, Number) and not last.percent and last.value == WHOLE:
            words = N_("依先乘後減，這裡由 1 減去百分數；如果是（1－…）×100，請加括號。")
            return [Note("precedence", Message.of(words), part.column)]
    return []
