"""A share taken from the whole (1－A): as a letter says not what it is, a bare figure above 1 is refused."""

from __future__ import annotations

from models.wording import N_
from workflows.formula.errors import FormulaError
from workflows.formula.printing import figure
from workflows.formula.quantities import Quantity, QuantityKind
from workflows.formula.tree import Node, Number, Operand, Sum


def refuse_bare(node: Sum, part: Node, one: Quantity) -> None:
    """Refuse 「1－A」 with 20 for A, which may be 20 %."""
    first = node.terms[0][1]
    if not (isinstance(first, Number) and first.value == 1 and not first.percent and isinstance(part, Operand)):
        return
    if one.kind is QuantityKind.COUNT and abs(one.number) > 1 and part.name.isascii() and len(part.name) < 3:
        words = N_("看不出「%(number)s」是幾分之幾還是百分之幾，請連同「%%」填寫。")
        raise FormulaError(words, part.column, number=figure(one.number))
