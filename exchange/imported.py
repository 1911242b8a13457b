"""What reading a document gives: a plan with its doubts, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.shape import ImportShape, PlanShape
from models.vocabulary import Kind
from models.wording import Message


class Unreadable(Exception):
    """The document was refused as a whole: nothing of it was read, and ``message`` says why to the person.

    ``details`` name the single places when there are several.
    """

    def __init__(self, message: Message, details: Sequence[Message] = ()) -> None:
        super().__init__(str(message))
        self.message = message
        self.details = tuple(details)


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A place (``kpis[3].measure``, rows counted from 0) and what a person has to look at there."""

    at: str
    why: Message


@dataclass(frozen=True, slots=True)
class Imported:
    """A document as it was read; ``year`` is the ROC year, None when the document does not say."""

    content: PlanShape
    uncertain: tuple[Uncertain, ...] = ()
    year: int | None = None
    agency: str | None = None
    kind: Kind = Kind.ANNUAL_PLAN

    def shape(self) -> ImportShape:
        """Return the JSON interface of an import, doubts in the source language."""
        return {
            "kind": str(self.kind),
            "year": self.year,
            "agency": self.agency,
            "content": self.content,
            "uncertain": [{"at": doubt.at, "why": str(doubt.why)} for doubt in self.uncertain],
        }


class Doubts:
    """Collects what a reader could not know while it reads."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Uncertain] = {}

    def add(self, at: str, why: Message) -> None:
        """Remember one doubt, once."""
        self._found.setdefault((at, str(why)), Uncertain(at, why))

    def all(self) -> tuple[Uncertain, ...]:
        """Return the doubts in the order in which they were met."""
        return tuple(self._found.values())
