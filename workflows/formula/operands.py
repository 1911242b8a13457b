"""Which values a formula asks for, and under which names they may be given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from workflows.formula.formulas import OperandRequest
from workflows.formula.item_lists import Item
from workflows.formula.signs import comparison_key
from workflows.formula.tree import (
    Each,
    Ladder,
    Named,
    Node,
    Operand,
    Product,
    Sum,
    ThresholdsReached,
    children,
    rebuilt,
    walk,
)

GENERAL: Final = re.compile(
    r"各?(?:項目?)?之?(?:當|本|該|各)?(?:年度|年)?(?:預期|原訂|原定|預定|設定|核定|實際)?(?:績效)?"
    r"(?:目標|達成|實際|實績|預定|執行)(?:達成)?(?:值|數|次數|件數|人數)"
)
"""Names that mean another quantity in each term: 「(甲÷年度目標值)×40%+(乙÷年度目標值)×60%」."""
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_TAIL: Final = re.compile(r"之(?:當|本)?年度?總?(?:和|計|合|人數|數)+$")
# 「以實際數÷…」, 「達成率為實際數÷…」: what stands before the name of the first operand.
_LEAD: Final = re.compile(r"^(?:以|依|按|即為|即|為|統計|係以|係)(?=..)")
_CALLED: Final = re.compile(r".{1,20}?(?:率|值|度|比例|分數|方式|公式)(?:為|係|即)(?=..)")
# 「各縣市（結果列印完成時間）」
_ENDS_IN: Final = re.compile(r"\(([^()]{4,})\)$")
COMPLETED: Final = "完成步驟"
REACHED: Final = "達成項數"


def slotted(tree: Node) -> Node:
    """Number the uses of a general name that stands in several terms of one sum, each time as a divisor or divided."""

    general = [
        node.name for node in walk(tree) if isinstance(node, Operand) and GENERAL.fullmatch(comparison_key(node.name))
    ]
    if len(general) < 2:
        return tree

    def change(node: Node) -> Node:
        if not isinstance(node, Sum) or len(node.terms) < 2:
            return node
        names = [{comparison_key(name) for name in _general(part)} for _, part in node.terms]
        shared = {name for held in names for name in held if sum(name in other for other in names) > 1}
        if not shared or not all(_is_term(part) for (_, part), held in zip(node.terms, names, strict=True) if held):
            return node
        terms, counts = [], dict.fromkeys(shared, 0)
        for (plus, part), held in zip(node.terms, names, strict=True):
            for name in held & shared:
                counts[name] += 1
            terms.append((plus, _numbered(part, {name: counts[name] for name in held & shared})))
        return replace(node, terms=tuple(terms))

    return rebuilt(tree, change)


def _general(part: Node) -> list[str]:
    """The general names that divide or are divided in a term outside Σ."""
    names, waiting = [], [part]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Operand) and GENERAL.fullmatch(comparison_key(node.name)) and not node.slot:
            names.append(node.name)
        if not isinstance(node, Each):
            waiting.extend(children(node))
    return names


def _is_term(part: Node) -> bool:
    return isinstance(part, Product) and any(
        isinstance(node, Product) and any(not times for times, _ in node.factors) for node in walk(part)
    )


def _numbered(part: Node, slots: dict[str, int]) -> Node:
    def change(node: Node) -> Node:
        if isinstance(node, Operand) and (slot := slots.get(comparison_key(node.name))):
            return replace(node, slot=slot)
        return node

    return rebuilt(part, change)


def asked_for(
    tree: Node, labels: Mapping[str, str], meanings: Mapping[str, str], items: tuple[Item, ...]
) -> tuple[OperandRequest, ...]:
    """Return the operands of a tree in the order of the text, each name once."""
    by_name: dict[str, OperandRequest] = {}
    for node, inside, optional in _with_place(tree):
        match node:
            case Operand():
                key = comparison_key(node.name)
                also = other_names(node.name, labels.get(key), meanings.get(key))
                new = OperandRequest(node.name, node.column, inside, max(node.slot, 1), also, False, optional)
                old = by_name.get(key)
                by_name[key] = new if old is None else _merged(old, new)
            case Ladder():
                by_name[COMPLETED] = OperandRequest(COMPLETED, node.column, optional=True)
                for text, _ in node.steps:
                    by_name[comparison_key(text)] = OperandRequest(text, node.column, flag=True, optional=True)
            case ThresholdsReached():
                for name, least in node.thresholds:
                    by_name[comparison_key(name)] = OperandRequest(name, least.column)
                if not node.thresholds:
                    by_name[REACHED] = OperandRequest(REACHED, node.column, also=("達到項數", "達標項數", "達成值"))
            case Named():
                by_name.setdefault(comparison_key(node.name), OperandRequest(node.name, node.column, optional=True))
    return tuple(by_name.values())


def _merged(old: OperandRequest, new: OperandRequest) -> OperandRequest:
    return replace(
        old,
        per_item=old.per_item or new.per_item,
        count=max(old.count, new.count),
        optional=old.optional and new.optional,
    )


def _with_place(tree: Node) -> list[tuple[Node, bool, bool]]:
    """Return every node with whether it stands under Σ and whether a named part above may stand for it."""
    nodes, waiting = [], [(tree, False, False)]
    while waiting:
        node, inside, optional = waiting.pop()
        nodes.append((node, inside, optional))
        below = inside or isinstance(node, Each), optional or isinstance(node, Named)
        waiting.extend((part, *below) for part in reversed(children(node)))
    return nodes


def other_names(name: str, label: str | None, meaning: str | None) -> tuple[str, ...]:
    """Return the other names of an operand: without its explanation in brackets, its label, what the text says it means."""
    key = comparison_key(name)
    short = _BRACKETS.sub("", key)
    candidates = [short, _TAIL.sub("", short), label or "", meaning or "", _LEAD.sub("", key, count=1)]
    if (match := _ENDS_IN.search(key)) and match.start():
        candidates.append(match[1])
    if match := _CALLED.match(key):
        candidates.append(key[match.end() :])
    return tuple(dict.fromkeys(one for one in candidates if one and one != key))
