"""Parts with captions: 「簽證完成率（完成件數÷應完成件數）」; two that differ by their captions alone are unclear."""

from __future__ import annotations

from models.wording import N_
from workflows.formula.errors import FormulaError
from workflows.formula.signs import comparison_key
from workflows.formula.tree import Named, Node, Operand, walk


def refuse_alike(tree: Node) -> None:
    """Refuse 「本年度（甲數÷乙數）－上年度（甲數÷乙數）」: the same names would get the same values."""
    earlier: list[Named] = []
    for part in (node for node in walk(tree) if isinstance(node, Named)):
        names = [node for node in walk(part.body) if isinstance(node, Operand)]
        alike = any(one.body == part.body and comparison_key(one.name) != comparison_key(part.name) for one in earlier)
        if alike and names and not any(node.slot for node in names):
            words = N_("「%(name)s」在兩個括號裡名稱相同，看不出是不是同一個數值，請寫成不同名稱。")
            raise FormulaError(words, names[0].column, name=names[0].name)
        earlier.append(part)
