"""Limits that a text sets beside its formula: 「Max=1」, 「超過100%者以100%計」, for each item or for the whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from models.wording import N_
from workflows.formula.errors import FormulaError
from workflows.formula.signs import CLOSES, PAIRS, Signs
from workflows.formula.tree import Each, Extreme, Node, Number, Product, Sum, children, rebuilt, walk

_FIGURE: Final = r"(?P<figure>\d+(?:\.\d+)?)(?P<percent>%?)"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"[(]*+(?P<what>.*?)[)]?之?(?:max|最大值?)(?:=|為|:|以)?{_FIGURE}(?:計|計算|為限)?[)]?",
        rf"(?P<what>.*?)(?:超過|逾|大於|高於|達)\d+(?:\.\d+)?%?(?:以上)?(?:者|時)?[，,]?(?:均|皆|則|一律|亦)?(?:以|按){_FIGURE}"
        r"(?:計算|計|為上限|列計|採計)",
        rf"(?P<what>.*?)之?(?:最高|上限|至多|最多)(?:以|為|僅|=|:)?{_FIGURE}(?:計算|計|為限|為上限|採計)?",
        rf"(?P<what>.*?)(?:以|按){_FIGURE}為(?:上限|限|最高)",
    )
)
_LONGEST: Final = 200
_MOST: Final = 20
_OPERATORS: Final = frozenset("+-×÷/(〔【[{Σ=:")
_EACH: Final = re.compile(r"各|單|每項|個別|分項")
_WHOLE: Final = re.compile(r"總|合計|整體|本指標|全部")


_INSIDE: Final = re.compile(r"[，,、;]?max[=:]?(?P<figure>\d+(?:\.\d+)?%?)(?=[)\]】〕}])", re.IGNORECASE)


def written_out(signs: Signs) -> Signs:
    """Return the signs with a limit inside brackets written as a function: 「×（甲÷乙Max=1）」 is ×min（甲÷乙，1）.

    A bracket that begins a sentence, or follows a complete formula, repeats a part of it and stays as it is.
    """
    for match in reversed(list(_INSIDE.finditer(signs.text))[:_MOST]):
        opened = _opening(signs.text, match.start())
        if opened < 0 or (opened and signs.text[opened - 1] not in _OPERATORS):
            continue
        place = signs.columns[match.start()]
        text = (
            signs.text[:opened],
            "min",
            signs.text[opened : match.start()],
            "，",
            match["figure"],
            signs.text[match.end() :],
        )
        columns = (
            *signs.columns[:opened],
            *[signs.columns[opened]] * 3,
            *signs.columns[opened : match.start()],
            place,
            *signs.columns[match.start("figure") : match.end("figure")],
            *signs.columns[match.end() :],
        )
        signs = Signs("".join(text), columns, signs.given)
    return signs


def _opening(text: str, place: int) -> int:
    """Return where the bracket around a place opens, -1 where none does."""
    depth = 0
    for index in range(place - 1, -1, -1):
        if text[index] in CLOSES:
            depth += 1
        elif text[index] in PAIRS:
            if not depth:
                return index
            depth -= 1
    return -1


@dataclass(frozen=True, slots=True)
class Limit:
    """What is limited, in the words of the text, and to what; ``place`` is where it stands."""

    what: str
    most: Number
    place: int


def limit_in(text: str, place: int) -> Limit | None:
    """Return the limit that a sentence sets, ``None`` where it sets none."""
    if len(text) > _LONGEST or not re.search(r"\d", text):
        return None
    for form in _FORMS:
        if match := form.fullmatch(text.strip("，,()（） ") if not text.startswith("(") else text.strip("，, ")):
            value, percent = Decimal(match["figure"]), bool(match["percent"])
            hundred = not percent and value == 100
            return Limit(match["what"].strip("，,"), Number(value, percent or hundred), place)
    return None


def limited(root: Node, limit: Limit, caption: str, column: int, parsed: Callable[[str], Node | None]) -> Node:
    """Return the tree with the limit in its place; raise ``FormulaError`` where that place is unclear."""
    part = parsed(limit.what) if re.search(r"[÷/×]", limit.what) else None
    if part is not None:
        return _around_equals(root, part, limit, column)
    if _EACH.match(limit.what):
        return _around_items(root, limit, column)
    whole = _WHOLE.search(limit.what) or (limit.what and limit.what == caption)
    if whole or (not any(isinstance(node, Each) for node in walk(root)) and not _weighted(root)):
        return _capped(root, limit, column)
    raise _unclear(column)


def _unclear(column: int) -> FormulaError:
    return FormulaError(N_("看不出這項上限限制的是各項目還是總和，請在算式裡寫成 min（…，1）。"), column)


def _capped(node: Node, limit: Limit, column: int) -> Node:
    return Extreme((node, replace(limit.most, column=column)), False, True, column)


def _around_equals(root: Node, part: Node, limit: Limit, column: int) -> Node:
    replaced = False

    def change(node: Node) -> Node:
        nonlocal replaced
        if node == part:
            replaced = True
            return _capped(node, limit, column)
        return node

    changed = rebuilt(root, change)
    if not replaced:
        raise _unclear(column)
    return changed


def _weighted(node: Node) -> bool:
    while len(children(node)) == 1:
        node = children(node)[0]
    return isinstance(node, Sum) and len(node.terms) > 1


def _around_items(root: Node, limit: Limit, column: int) -> Node:
    """Limit each quotient under Σ, or each of the weighted terms."""
    done = 0

    def change(node: Node) -> Node:
        nonlocal done
        if isinstance(node, Each):
            body, count = _ratio_capped(node.body, limit, column)
            done += count
            return replace(node, body=body)
        return node

    root = rebuilt(root, change)
    if not done and isinstance(root, Sum):
        terms = [(plus, *_ratio_capped(term, limit, column)) for plus, term in root.terms]
        if all(count == 1 for _, _, count in terms):
            return replace(root, terms=tuple((plus, term) for plus, term, _ in terms))
    if not done:
        raise _unclear(column)
    return root


def _ratio_capped(node: Node, limit: Limit, column: int) -> tuple[Node, int]:
    """Return a term with its quotient limited: a÷b, (a÷b)×weight or a÷b×weight."""
    if not isinstance(node, Product):
        return node, 0
    if len(node.factors) > 1 and not node.factors[1][0]:
        ratio = Product(node.factors[:2], node.column)
        rest = node.factors[2:]
        capped = _capped(ratio, limit, column)
        return (replace(node, factors=((True, capped), *rest)), 1) if rest else (capped, 1)
    first, count = _ratio_capped(node.factors[0][1], limit, column)
    return replace(node, factors=((True, first), *node.factors[1:])), count
