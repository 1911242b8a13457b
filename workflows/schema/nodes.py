"""What a section is made of beside single values: records, rows, tables by year, checklists, repeated parts, computed cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias

from models.wording import N_
from workflows.schema.fields import Field, Group, Input, Option, Printed, Stored
from workflows.schema.sums import Formula

MOST_ROWS: Final = 500
MOST_YEARS: Final = 12
YES: Final = "是"
NO: Final = "否"
NOT_APPLICABLE: Final = "本案不適用"


class Numeral(StrEnum):
    """How rows are numbered in print: not at all, 一, （一） or 1."""

    NONE = ""
    CHINESE = "一"
    BRACKETED = "（一）"
    ARABIC = "1"


@dataclass(frozen=True, slots=True)
class Rows(Printed):
    """A list of rows that people add, move and remove; each has a stable ``id`` that begins with ``prefix``.

    Rows are numbered as ``numeral`` says, and counted apart by the reference ``under``. ``titles`` are the fields that name a
    row, the first that is filled; ``title_words`` says it, where the bare value is no name. No two rows have the same
    value in the field ``unique``, else ``unique_words`` are said. ``reading`` is the order in which people read the values
    of a row where it is not that of the form, ``columns`` that of the printed table. ``totals`` are the cells (``amount``,
    ``years.current``) that are summed over the rows, in a row ``[total]``. Opinions speak of a row by itself unless
    ``anchors`` is false.
    """

    input: ClassVar[Input] = Input.ROWS

    path: str
    label: str
    prefix: str
    content: tuple[Node, ...]
    numeral: Numeral = Numeral.NONE
    under: str = ""
    titles: tuple[str, ...] = ("title",)
    title_words: str = ""
    unique: str = ""
    unique_words: str = ""
    reading: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    most: int = MOST_ROWS
    stored: Stored = Stored.ALWAYS
    anchors: bool = True

    @property
    def name(self) -> str:
        """The key under which the rows are stored."""
        return self.path.rpartition(".")[2]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The single values of a row."""
        return tuple(node for node in self.content if isinstance(node, Field))

    @property
    def inner(self) -> Rows | None:
        """The first list of rows inside each row, if there is one."""
        return next((node for node in self.content if isinstance(node, Rows)), None)


@dataclass(frozen=True, slots=True)
class Record(Printed):
    """An object: the places of its ``content`` lie below ``path``; ``reading`` as in ``Rows``."""

    input: ClassVar[Input] = Input.RECORD

    path: str
    label: str
    content: tuple[Node, ...]
    reading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The places of the content that hold the first and the last year of a table, as years, months or dates."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class YearTable(Printed):
    """Values by year, stored as an object whose keys are years (``"108"``), each with the ``columns``.

    The years are those of ``span``, or free where there is none. ``totals`` are the columns that are summed over the
    years, at ``[total]``; a computed column stands beside the others and is never stored.
    """

    input: ClassVar[Input] = Input.YEARS

    path: str
    label: str
    columns: tuple[Field | Computed, ...]
    span: Span | None = None
    totals: tuple[str, ...] = ()
    unit: str = ""
    most: int = MOST_YEARS
    stored: Stored = Stored.ALWAYS

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns that are filled in."""
        return tuple(column for column in self.columns if isinstance(column, Field))


@dataclass(frozen=True, slots=True)
class Computed(Printed):
    """A figure that follows from others: never entered nor stored, always computed from the content as it is.

    ``digits`` are the decimal places it is shown with, at most.
    """

    input: ClassVar[Input] = Input.COMPUTED

    path: str
    label: str
    formula: Formula
    unit: str = ""
    digits: int = 4

    @property
    def name(self) -> str:
        """The last step of its place."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of a checklist: its number, what is to be checked, and the heading it stands under."""

    key: str
    text: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class CheckParty:
    """One party that ticks a checklist, in a part of the content of its own (``path``).

    ``answers`` exclude each other; a party with ``notes`` may write a 備註 to each item. ``only`` names the items that are
    asked of it, all where it is empty. Ticks that are the ``statement`` of a seat make nobody an author of the document.
    """

    key: str
    label: str
    path: str
    answers: tuple[str, ...] = (YES, NO)
    notes: bool = False
    only: tuple[str, ...] = ()
    statement: bool = False

    def asks(self, item: CheckItem) -> bool:
        """Whether this party is asked about an item."""
        return not self.only or item.key in self.only


@dataclass(frozen=True, slots=True)
class Checklist(Printed):
    """Items that several parties tick, each for itself: ``{path of the party: {item: {answer, note}}}``.

    Where a party has said ``settling`` (本案不適用) of an item, no later party answers it: they object by an opinion.
    """

    input: ClassVar[Input] = Input.CHECKLIST

    label: str
    items: tuple[CheckItem, ...]
    parties: tuple[CheckParty, ...]
    settling: str = NOT_APPLICABLE
    note_limit: int = 500

    @property
    def path(self) -> str:
        """Where the first party's answers stand."""
        return self.parties[0].path


@dataclass(frozen=True, slots=True)
class Repeated(Printed):
    """Further objects of the shape of the record ``of``, each with an ``id`` of its own: several experts."""

    input: ClassVar[Input] = Input.REPEATED

    path: str
    label: str
    of: str
    most: int = 20
    unnamed_words: str = N_("每一列都要有自己的編號")


Node: TypeAlias = Field | Group | Record | Rows | YearTable | Computed | Checklist | Repeated


def answer_field(checklist: Checklist, party: CheckParty, item: CheckItem) -> Field:
    """The answer of one party to one item as a field."""
    answers = tuple(Option(answer, answer) for answer in party.answers)
    at, called = f"{party.path}.{item.key}.answer", N_("勾選")
    return Field(at, item.text, Input.CHOICE, options=answers, no=item.key, called=called, link=True)


def note_field(checklist: Checklist, party: CheckParty, item: CheckItem) -> Field:
    """The 備註 of one party to one item as a field."""
    return Field(f"{party.path}.{item.key}.note", N_("備註"), Input.LINE, checklist.note_limit, no=item.key)
