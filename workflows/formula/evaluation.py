"""The state of one computation: what was given, what was told, where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import DivisionByZero, InvalidOperation, Overflow, Underflow
from typing import Final

from models.wording import N_, Message
from workflows.formula.errors import FormulaError
from workflows.formula.formulas import Formula, Note
from workflows.formula.given import Given
from workflows.formula.printing import words_of
from workflows.formula.quantities import Quantity, Unclear
from workflows.formula.result import quantity_words
from workflows.formula.tree import Node

MOST_STEPS: Final = 400
LONGEST_WORDS: Final = 60


@dataclass(slots=True)
class Evaluation:
    """One computation under way: the values given, the steps told, the readings noted; ``ways`` computes each kind of node."""

    formula: Formula
    given: Given
    trace: list[Message]
    notes: list[Note]
    ways: Mapping[type, Callable[..., Quantity]]
    place: int = 0
    item: int = -1
    words: dict[int, tuple[Node, str]] = field(default_factory=dict)

    def value(self, node: Node) -> Quantity:
        """Return the value of a node; raise ``FormulaError`` with its column."""
        self.place = getattr(node, "column", 1)
        try:
            return self.ways[type(node)](self, node)
        except Unclear as unclear:
            raise FormulaError(unclear.message.text, node.column, **unclear.message.figures) from None
        except (Overflow, Underflow, InvalidOperation, DivisionByZero):
            raise FormulaError(N_("數字大到或小到無法計算，請改用較大的單位。"), node.column) from None

    def tell(self, message: Message) -> None:
        """Add a step to the trace; what comes after very many steps is left out, the result never."""
        if len(self.trace) < MOST_STEPS:
            self.trace.append(message)

    def note(self, message: Message, column: int | None = None) -> None:
        """Say that a reading was chosen, once."""
        note = Note("reading", message, self.place if column is None else column)
        if all(str(one.message) != str(message) for one in self.notes):
            self.notes.append(note)
            self.tell(message)

    def step(self, node: Node, quantity: Quantity) -> Quantity:
        """Tell one computed part."""
        if len(self.trace) < MOST_STEPS:
            if id(node) not in self.words:
                words = words_of(node)
                self.words[id(node)] = node, words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
            self.trace.append(
                Message.of(N_("%(words)s＝%(value)s"), words=self.words[id(node)][1], value=quantity_words(quantity))
            )
        return quantity
