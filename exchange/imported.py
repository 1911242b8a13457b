"""What reading a document gives: a plan with its doubts, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exchange.shape import ImportShape, PlanShape
from models.vocabulary import Kind
from models.wording import Message
from workflows.schema import AsWritten, Misnumbered


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
    """A document as it was read; ``year`` is the ROC year, None when the document does not say.

    ``written`` is what rules may ask about the paper itself; it is not stored.
    """

    content: PlanShape
    uncertain: tuple[Uncertain, ...] = ()
    year: int | None = None
    agency: str | None = None
    kind: Kind = Kind.ANNUAL_PLAN
    written: AsWritten = field(default_factory=AsWritten)

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
        self._misnumbered: list[Misnumbered] = []
        self._regimes: dict[int, str] = {}

    def add(self, at: str, why: Message) -> None:
        """Remember one doubt, once."""
        self._found.setdefault((at, str(why)), Uncertain(at, why))

    def misnumbered(self, at: str, written: str, expected: int, why: Message) -> None:
        """Remember a numeral that is out of turn, as a doubt and for the rules."""
        self.add(at, why)
        self._misnumbered.append(Misnumbered(at, written, expected))

    def no_code(self, row: int, written: str) -> None:
        """Remember an assessment regime that is printed and is no code."""
        self._regimes[row] = written

    def written(self, chapters: Sequence[str] = (), pages: Sequence[str] = (), unread: Sequence[str] = ()) -> AsWritten:
        """Return what was seen on paper, with the numerals and codes met so far."""
        return AsWritten(
            tuple(chapters), tuple(self._misnumbered), tuple(pages), frozenset(unread), dict(self._regimes)
        )

    def all(self) -> tuple[Uncertain, ...]:
        """Return the doubts in the order in which they were met."""
        return tuple(self._found.values())
