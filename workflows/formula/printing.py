"""A formula printed back in full, in one form, with every bracket that its reading needs: parsing it gives the same."""

from __future__ import annotations

from decimal import Decimal

from workflows.formula.asides import computes
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


def figure(value: Decimal, places: int | None = None) -> str:
    """Return a number in digits with thousands separated; with ``places`` rounded half to even, else as it is."""
    if places is not None and -value.as_tuple().exponent > places:  # type: ignore[operator]
        value = round(value, places)
    text = format(value.normalize(), "f") if value else "0"
    whole, _, rest = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}" if digits else "0"
    return sign + grouped + (f".{rest}" if rest else "")


def words_of(node: Node) -> str:
    """Return the reading of a tree in the signs of the language."""
    match node:
        case Number():
            return figure(node.value) + ("%" if node.percent else node.unit)
        case Operand():
            return f"「{node.name}」" if computes(node.name) or node.name[:1].isdigit() else node.name
        case Sum():
            return _joined([("＋" if plus else "－", _inside(part, Sum)) for plus, part in node.terms], "＋")
        case Product():
            return _joined([("×" if times else "÷", _inside(part, Sum, Product)) for times, part in node.factors], "×")
        case Power():
            return f"{_inside(node.base, Sum, Product, Power)}^{_inside(node.exponent, Sum, Product, Power)}"
        case Each():
            return f"{'平均' if node.mean else 'Σ'}（{words_of(node.body)}）"
        case Extreme():
            return f"{'max' if node.largest else 'min'}（{'，'.join(words_of(part) for part in node.parts)}）"
        case Absolute():
            return f"｜{words_of(node.body)}｜"
        case Percent():
            return f"（{words_of(node.body)}）%"
        case Named():
            return f"（{words_of(node.body)}）"
        case Ladder():
            return "".join(f"{n}.{text}（{figure(share)}%）。" for n, (text, share) in enumerate(node.steps, 1))
        case ThresholdsReached():
            return _counted(node)


def _inside(node: Node, *loose: type) -> str:
    text = words_of(node)
    return f"（{text}）" if isinstance(node, loose) else text


def _joined(parts: list[tuple[str, str]], first: str) -> str:
    text = "".join(sign + part for sign, part in parts)
    return text.removeprefix(first)


def _counted(node: ThresholdsReached) -> str:
    heads = "".join(
        f"{n}.{name}{figure(least.value)}{least.unit}。" for n, (name, least) in enumerate(node.thresholds, 1)
    )
    ends = [f"0代表「{node.most}項均未達到」", *(f"{n}代表「達到{n}項」" for n in range(1, node.most + 1))]
    return heads + "達成值計算方式：" + "、".join(ends) + "。"
