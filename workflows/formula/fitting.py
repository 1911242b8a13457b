"""Whether a formula can give the unit of a target."""

from __future__ import annotations

from workflows.formula.formulas import Formula
from workflows.formula.tree import (
    Each,
    Extreme,
    Ladder,
    Named,
    Node,
    Number,
    Operand,
    Percent,
    Product,
    Sum,
    ThresholdsReached,
)
from workflows.formula.units import unit_of

_OF_PERCENT = ("percent", "score", "permille")
_OF_COUNTS = ("items", "single", "pieces", "cases", "kinds", "times")


def compatible(formula: Formula, unit: str) -> bool:
    """Return whether the result of a formula may be told in a unit; ``False`` only where it certainly may not."""
    unit_row = unit_of(unit)
    if unit_row is None or not unit_row.dimension:
        return True
    if gives_percent(formula.root):
        return unit_row.dimension in _OF_PERCENT
    if isinstance(formula.root, ThresholdsReached):
        return unit_row.dimension in _OF_COUNTS
    return True


def gives_percent(node: Node) -> bool:
    """Return whether a tree is a percentage whatever its values: a quotient times 100 %, or weighted quotients."""
    match node:
        case Percent() | Ladder():
            return True
        case Named() | Each():
            return gives_percent(node.body)
        case Extreme():
            return any(gives_percent(part) for part in node.parts)
        case Sum():
            return any(gives_percent(part) for _, part in node.terms)
        case Product():
            percent = any(times and isinstance(part, Number) and part.percent for times, part in node.factors)
            return percent and any(_is_ratio(part) for _, part in node.factors) | _divides(node)
    return False


def _divides(node: Product) -> bool:
    """Whether a product divides a name by a name: what comes out has no unit of its own."""
    return any(not times and _named(part) for times, part in node.factors)


def _is_ratio(node: Node) -> bool:
    match node:
        case Named() | Each():
            return _is_ratio(node.body)
        case Extreme():
            return _is_ratio(node.parts[0])
        case Sum():
            return any(_is_ratio(part) for _, part in node.terms)
        case Product():
            return _divides(node)
    return False


def _named(node: Node) -> bool:
    return not isinstance(node, Number) and (
        isinstance(node, Operand) or not isinstance(node, Ladder | ThresholdsReached)
    )
