"""The tree of a formula: frozen, without positions in its comparisons, so that equal parts are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """A constant: 「40%」 is 40 with ``percent``, 「4,000萬元」 is 4000 with the unit 萬元."""

    value: Decimal
    percent: bool = False
    unit: str = ""
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Operand:
    """A named quantity; ``slot`` tells apart the uses of a general name (年度目標值) that means another thing each time."""

    name: str
    slot: int = 0
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms that are added (True) or taken away."""

    terms: tuple[tuple[bool, Node], ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Product:
    """Factors that multiply (True) or divide, from left to right."""

    factors: tuple[tuple[bool, Node], ...]
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """A base with its exponent."""

    base: Node
    exponent: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Each:
    """Σ over the items given, or their mean."""

    body: Node
    mean: bool = False
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or the smallest of several parts; ``cap`` marks one that the text says beside the formula."""

    parts: tuple[Node, ...]
    largest: bool
    cap: bool = False
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Absolute:
    """The size of a part without its sign."""

    body: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Percent:
    """A part that the text calls a percentage without writing ×100%."""

    body: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A part that has a name of its own: a value given under the name stands for the part."""

    name: str
    body: Node
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Milestones with their percentages: the highest completed counts, or with ``adds`` all completed together."""

    steps: tuple[tuple[str, Decimal], ...]
    adds: bool
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class ThresholdsReached:
    """How many of several thresholds are reached; a threshold without a name is asked for as a count."""

    thresholds: tuple[tuple[str, Number], ...]
    most: int
    column: int = field(default=1, compare=False)


Node = (
    Number | Operand | Sum | Product | Power | Each | Extreme | Absolute | Percent | Named | Ladder | ThresholdsReached
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts a node is made of."""
    match node:
        case Sum():
            return tuple(part for _, part in node.terms)
        case Product():
            return tuple(part for _, part in node.factors)
        case Power():
            return (node.base, node.exponent)
        case Each() | Absolute() | Percent() | Named():
            return (node.body,)
        case Extreme():
            return node.parts
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, from left to right."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the tree with ``change`` applied to every node, the lowest first; what does not change is kept as it is."""
    parts = children(node)
    if parts:
        changed = tuple(rebuilt(part, change) for part in parts)
        if any(one is not other for one, other in zip(changed, parts, strict=True)):
            node = _with(node, changed)
    return change(node)


def _with(node: Node, parts: tuple[Node, ...]) -> Node:
    """Return a node made of other parts."""
    match node:
        case Sum():
            return replace(node, terms=tuple((plus, part) for (plus, _), part in zip(node.terms, parts, strict=True)))
        case Product():
            return replace(
                node, factors=tuple((times, part) for (times, _), part in zip(node.factors, parts, strict=True))
            )
        case Power():
            return replace(node, base=parts[0], exponent=parts[1])
        case Each() | Absolute() | Percent() | Named():
            return replace(node, body=parts[0])
        case Extreme():
            return replace(node, parts=parts)
    return node
