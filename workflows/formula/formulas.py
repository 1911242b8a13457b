"""What a parsed measure is: its tree, the operands it asks for, and what is to be said about its reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from models.wording import Message
from workflows.formula.item_lists import Item
from workflows.formula.printing import words_of
from workflows.formula.tokens import Bound
from workflows.formula.tree import Node

_PLAIN = frozenset("－")
_STRONG = frozenset("×÷Σ^＋")


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said of a formula at a column; ``code`` names its kind.

    ``reading``: one was chosen. ``weights``, ``list``: weights make no whole. ``groups``: several wholes. ``self``: the
    result only repeats the target. ``undefined``: a letter without a meaning. ``unit``: the target's unit is another.
    """

    code: str
    message: Message
    column: int


@dataclass(frozen=True, slots=True)
class OperandRequest:
    """An operand whose value is asked for.

    ``per_item`` says that a list may be given, one value for each item; ``count`` is how many values are expected of a
    general name that means another thing each time it stands there (年度目標值), else 1. ``also`` are other names under
    which the value may be given, ``flag`` marks a milestone that is done or not. ``optional`` values have a stand-in.
    """

    name: str
    column: int
    per_item: bool = False
    count: int = 1
    also: tuple[str, ...] = ()
    flag: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Formula:
    """A measure that computes. ``words`` is the reading in full; ``notes`` say where a reading was chosen or is doubtful."""

    text: str
    root: Node = field(repr=False)
    operands: tuple[OperandRequest, ...]
    notes: tuple[Note, ...]
    caption: str = ""
    bound: Bound | None = None
    items: tuple[Item, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def words(self) -> str:
        """The formula printed in one form, with every bracket that its reading needs."""
        words = words_of(self.root)
        # a dash between two bare names computes only after an equals sign
        return words if _PLAIN.isdisjoint(words) or not _STRONG.isdisjoint(words) else f"＝{words}"


@dataclass(frozen=True, slots=True)
class NotAFormula:
    """A measure that stays text, with the reason."""

    text: str
    message: Message
    column: int = 1
