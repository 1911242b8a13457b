"""A single value of a form, as data: how it is entered, what it may hold, when it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, TypeAlias

from models.wording import N_
from workflows.schema.conditions import Condition

TARGET_KEYS: Final = ("value", "unit", "comparator", "text")
COMPARATORS: Final = (
    ("", N_("（未標明）")),
    ("≥", N_("以上")),
    ("≤", N_("以下")),
    (">", N_("高於")),
    ("<", N_("低於")),
)
"""How a target may be compared: sign and label."""


class Input(StrEnum):
    """How a value is entered, and with that what may stand in it; the last seven are no single values.

    ``decimal`` is any figure, ``amount`` one that is not negative: decimal strings without separators. ``date`` is
    ``107-08-31``, ``month`` ``107-08``, ``year`` a whole number, all of the Republic's calendar. ``reference`` and
    ``references`` hold ids of rows that stand elsewhere in the document, ``unresolved`` names that no such row has,
    ``hidden`` text that people never type. ``yesno_reason`` fills ``answer`` and ``reason``, ``figures`` is the table
    by sex of ``figure_tables``.
    """

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    DECIMAL = "decimal"
    AMOUNT = "amount"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    TARGET = "target"
    REFERENCE = "reference"
    REFERENCES = "references"
    UNRESOLVED = "unresolved"
    HIDDEN = "hidden"
    YESNO_REASON = "yesno_reason"
    FIGURES = "figures"
    GROUP = "group"
    RECORD = "record"
    ROWS = "rows"
    YEARS = "years"
    CHECKLIST = "checklist"
    COMPUTED = "computed"
    REPEATED = "repeated"


LISTS: Final = frozenset({Input.CHOICES, Input.REFERENCES, Input.UNRESOLVED, Input.FIGURES})
"""Inputs whose value is a list."""
NUMERIC: Final = frozenset({Input.DECIMAL, Input.AMOUNT})
"""Inputs whose value can be computed with."""


class Stored(StrEnum):
    """When content has a value: always; ``late`` from the first time it is filled; or only while it is ``filled``.

    A value that came after the first documents were stored is late or filled, so that what is stored keeps its digest
    until somebody edits it.
    """

    ALWAYS = "always"
    LATE = "late"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick or choice to take, shown when any of ``when`` holds (always when there is none)."""

    value: Any
    label: str
    when: tuple[Condition, ...] = ()
    to_be_confirmed: bool = False


def options(*pairs: tuple[Any, str]) -> tuple[Option, ...]:
    """Options from pairs of value and label."""
    return tuple(Option(value, label) for value, label in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What every node of a form may say of itself.

    ``no`` is its number on the form, ``note`` the form's 備註, ``hint`` our word on a good answer, ``group`` the heading it
    stands under; ``called`` is what sentences call it where that is not its label. ``printed`` is false for what the
    application keeps beside the official form.
    """

    no: str = ""
    hint: str = ""
    note: tuple[str, ...] = ()
    group: str = ""
    called: str = ""
    required: bool = False
    printed: bool = True
    when: tuple[Condition, ...] = ()
    to_be_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Field(Printed):
    """One value. ``path`` is its place within the row or record it belongs to, else within the content.

    ``limit`` counts characters. A value ``as_written`` stands as on paper: tidied, its length judged, its options and
    dates left to the rules. ``refers`` names the list whose rows a reference means. A change of a ``link`` is one of
    belonging, not of wording. A ``nullable`` text is ``None`` until something is said.
    """

    path: str
    label: str
    input: Input
    limit: int = 200
    options: tuple[Option, ...] = ()
    refers: str = ""
    unit: str = ""
    stored: Stored = Stored.ALWAYS
    link: bool = False
    as_written: bool = False
    nullable: bool = False

    @property
    def name(self) -> str:
        """The key under which the value is stored."""
        return self.path.rpartition(".")[2]

    @property
    def caption(self) -> str:
        """How sentences of the form name the value: by number, or by label where it has none."""
        return self.no or self.label

    @property
    def choices(self) -> tuple[tuple[Any, str], ...]:
        """The options as pairs of value and label."""
        return tuple((option.value, option.label) for option in self.options)

    @property
    def leaves(self) -> tuple[Field, ...]:
        """The values below this node: itself."""
        return (self,)

    @property
    def value_paths(self) -> tuple[str, ...]:
        """The places that are filled."""
        if self.input is Input.YESNO_REASON:
            return (f"{self.path}.answer", f"{self.path}.reason")
        return (self.path,)

    def blank(self) -> Any:
        """What an empty value is; a list or object is new each time."""
        if self.input in LISTS:
            return []
        if self.input is Input.FLAG:
            return False
        if self.input is Input.TARGET:
            return dict.fromkeys(TARGET_KEYS, "")
        whole = bool(self.options) and not isinstance(self.options[0].value, str)
        return None if self.nullable or whole or self.input is Input.YEAR else ""


@dataclass(frozen=True, slots=True)
class Group(Printed):
    """Values printed together under one label, wherever they stand; ``path`` is their common place if they have one."""

    input: ClassVar[Input] = Input.GROUP
    options: ClassVar[tuple[Option, ...]] = ()

    label: str
    leaves: tuple[Field, ...]
    path: str = ""

    @property
    def caption(self) -> str:
        """How sentences of the form name the values."""
        return self.no or self.label

    @property
    def value_paths(self) -> tuple[str, ...]:
        """The places that are filled."""
        return tuple(path for leaf in self.leaves for path in leaf.value_paths)


Item: TypeAlias = Field | Group
