"""Form versions of the gender-impact sheet, read from ``data/forms`` (domain.md §3).

A version maps concepts (BEN, EVAL, REL, RES, PART …) to its own item numbers; pages, printing and rules ask the
version and never name an item number themselves. Content has the concept shape of ``interfaces.md`` §2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, TypeAlias

from workflows.schema.expert_parts import views_of

FORMS: Final = Path(__file__).resolve().parents[2] / "data" / "forms" / "gender_impact"
_STEP: Final = re.compile(r"([^.\[\]]+)(?:\[([^\]]*)\])?(?:\.|$)")

Content: TypeAlias = Mapping[str, Any]


class UnknownFormVersion(LookupError):
    """No form of this code is known; the message lists those that are."""


class Part(StrEnum):
    """Who fills an item: staff 機關, expert 民間專家學者, results 機關依專家意見續填."""

    STAFF = "staff"
    EXPERT = "expert"
    RESULTS = "results"


class ItemKind(StrEnum):
    """How an item is filled; ``yesno_reason`` holds ``answer`` and ``reason``, ``group`` fields, ``figures`` rows."""

    LINE = "line"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YESNO_REASON = "yesno_reason"
    FLAG = "flag"
    GROUP = "group"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on content: the text at ``path`` equals ``equals``, or the list there holds ``contains``."""

    path: str
    equals: str = ""
    contains: str = ""

    def holds(self, content: Content) -> bool:
        """Return whether the content satisfies this condition, for any of its experts; a missing place does not."""
        return any(self._holds(value_at(view, self.path)) for view in views_of(content))

    def _holds(self, value: Any) -> bool:
        if self.contains:
            return isinstance(value, list) and self.contains in value
        return bool(value == self.equals)


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick, shown when any of ``when`` holds (always when there is none)."""

    value: str
    label: str
    when: tuple[Condition, ...] = ()
    to_be_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the form in official wording, with its note (備註) and our guidance on a good answer.

    ``path`` is the place in the content, empty for a group that only ties fields together. ``printed`` is false for
    what the application keeps beside the official form.
    """

    no: str
    label: str
    path: str
    kind: ItemKind
    limit: int = 300
    required: bool = False
    note: tuple[str, ...] = ()
    guidance: str = ""
    group: str = ""
    options: tuple[Option, ...] = ()
    fields: tuple[Item, ...] = ()
    when: tuple[Condition, ...] = ()
    printed: bool = True
    to_be_confirmed: bool = False

    @property
    def leaves(self) -> tuple[Item, ...]:
        """The items that hold a value: the fields of a group, else the item itself."""
        return self.fields if self.kind is ItemKind.GROUP else (self,)

    @property
    def value_paths(self) -> tuple[str, ...]:
        """The places of the content that this item fills."""
        if self.kind is ItemKind.YESNO_REASON:
            return (f"{self.path}.answer", f"{self.path}.reason")
        return tuple(field.path for field in self.fields) if self.kind is ItemKind.GROUP else (self.path,)

    @property
    def name(self) -> str:
        """How sentences name this item: its number, or its label where it has none."""
        return self.no or self.label


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form (壹…拾): heading as printed, who fills it, in which half it is printed."""

    key: str
    numeral: str
    heading: str
    short: str
    half: str
    part: Part
    items: tuple[Item, ...]
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    guidance: str = ""
    when: tuple[Condition, ...] = ()
    to_be_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """One printed half of the form (【第一部分】 …)."""

    key: str
    title: str


@dataclass(frozen=True)
class FormVersion:
    """One official edition of the sheet; sections stand in the order in which they are printed."""

    code: str
    title: str
    edition: str
    source: str
    to_be_confirmed: bool
    preface: tuple[str, ...]
    instructions: tuple[str, ...]
    afterword: tuple[str, ...]
    inconsistencies: tuple[str, ...]
    halves: tuple[Half, ...]
    concepts: Mapping[str, tuple[str, ...]]
    sections: tuple[Section, ...]
    guide: tuple[str, ...] = ()

    @cached_property
    def places(self) -> Mapping[str, tuple[Section, Item]]:
        """Every place of the content with the section and the item (or field) that fills it, in form order."""
        found: dict[str, tuple[Section, Item]] = {}
        for section in self.sections:
            for item in section.items:
                if item.path:
                    found[item.path] = (section, item)
                for leaf in item.leaves:
                    found.update(dict.fromkeys((leaf.path, *leaf.value_paths), (section, leaf)))
        return found

    def concept(self, name: str) -> tuple[str, ...]:
        """Return the places of a concept, empty where this version does not know it."""
        return self.concepts.get(name, ())

    def name_of(self, path: str) -> str:
        """Return how this version names a place (「8-1」), or the path itself where it does not know it."""
        found = self.places.get(path)
        return found[1].name if found else path

    def part(self, part: Part) -> tuple[Section, ...]:
        """Return the sections that one party fills, in form order."""
        return tuple(section for section in self.sections if section.part is part)


def form_versions() -> tuple[FormVersion, ...]:
    """Return every known version, by code."""
    return tuple(form_version(path.stem) for path in sorted(FORMS.glob("*.json")))


@cache
def form_version(code: str) -> FormVersion:
    """Return the version of this code; raise ``UnknownFormVersion`` otherwise."""
    known = sorted(path.stem for path in FORMS.glob("*.json"))
    if code not in known:
        raise UnknownFormVersion(f"{code!r}; known: {', '.join(known)}")
    from workflows.schema.form_files import read_version  # the reader builds these very classes

    return read_version(json.loads((FORMS / f"{code}.json").read_text(encoding="utf-8")))


def visible(tests: Sequence[Condition], content: Content) -> bool:
    """Return whether something with these conditions is asked of this content: no condition, or any that holds."""
    return not tests or any(test.holds(content) for test in tests)


def item_at(version: FormVersion, path: str) -> Item | None:
    """Return the item (or field of a group) that fills a place of the content, ``None`` where there is none."""
    found = version.places.get(path)
    return found[1] if found else None


def paths_of(version: FormVersion, part: Part | str) -> tuple[str, ...]:
    """Return the places that one party may write (permissions and GI-26), in form order."""
    return tuple(path for section in version.part(Part(part)) for item in section.items for path in item.value_paths)


def value_at(content: Content, path: str) -> Any:
    """Return what stands at a place such as ``beneficiaries[7-1].reason``, ``None`` where nothing does."""
    here: Any = content
    for name, row in _STEP.findall(path):
        here = here.get(name) if isinstance(here, Mapping) else None
        if row:
            rows = here if isinstance(here, list) else []
            here = next(
                (one for one in rows if isinstance(one, Mapping) and row in (one.get("item"), one.get("id"))), None
            )
    return here


def blank(version: FormVersion, **known: Any) -> dict[str, Any]:
    """Return an empty sheet of this version in the concept shape; ``known`` fills top-level places."""
    content: dict[str, Any] = {"form": version.code, "amendment": None}
    for section in version.sections:
        for item in section.items:
            for leaf in item.leaves:
                _lay(content, leaf)
    return content | known


def _lay(content: dict[str, Any], item: Item) -> None:
    if item.kind is ItemKind.FIGURES:
        return  # a sheet has its tables once there are some: older sheets and files know nothing of them
    *above, (last, row) = _STEP.findall(item.path)
    here = content
    for name, _ in above:
        here = here.setdefault(name, {})
    if row:
        here.setdefault(last, []).append({"item": row, "answer": "", "reason": ""})
    else:
        here[last] = [] if item.kind is ItemKind.CHOICES else False if item.kind is ItemKind.FLAG else ""
