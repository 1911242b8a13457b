"""A form version: one edition of what a kind of document asks, section by section, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workflows.schema.conditions import Condition
from workflows.schema.fields import Field, Group, Item
from workflows.schema.nodes import CheckItem, Checklist, CheckParty, Node
from workflows.schema.paths import plain_path, top_key
from workflows.schema.shapes import Struct, Table, blank_of, has_computed, leaves_in, shape_of


@dataclass(frozen=True, slots=True)
class Section:
    """One step of the form: heading as printed, ``short`` as lists name it, ``party`` who fills it, ``half`` where it is printed.

    ``columns`` are the printed heads of its table, ``notes`` the form's own remarks, ``hint`` ours. A section with ``when`` is
    asked only if one of the conditions holds.
    """

    key: str
    heading: str
    content: tuple[Node, ...]
    numeral: str = ""
    short: str = ""
    party: str = ""
    half: str = ""
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hint: str = ""
    when: tuple[Condition, ...] = ()
    to_be_confirmed: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """The single values and groups of values, in form order."""
        return tuple(node for node in self.content if isinstance(node, Field | Group))

    @property
    def tops(self) -> tuple[str, ...]:
        """The top-level keys of the content that the section fills, in form order."""
        paths = (path for node in self.content for path in paths_filled(node))
        return tuple(dict.fromkeys(map(top_key, paths)))


def paths_filled(node: Node) -> tuple[str, ...]:
    """The places that a node fills."""
    if isinstance(node, Checklist):
        return tuple(party.path for party in node.parties)
    return node.value_paths if isinstance(node, Field | Group) else (node.path,)


@dataclass(frozen=True, slots=True)
class Half:
    """One printed half of the form (【第一部分】 …)."""

    key: str
    title: str


@dataclass(frozen=True)
class FormVersion:
    """One edition; sections stand in the order in which they are printed.

    ``parts`` are the top-level keys of the content that are stored apart, none where the content is one part. ``concepts``
    name places by what they mean, so that rules and pages name no item number. ``also`` is what the content holds beside
    the sections, ``code_at`` the key under which it names this edition. The words of an ``official`` form stay Chinese.
    """

    code: str
    title: str
    sections: tuple[Section, ...]
    edition: str = ""
    source: str = ""
    parts: tuple[str, ...] = ()
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    also: tuple[Node, ...] = ()
    code_at: str = ""
    official: bool = False
    to_be_confirmed: bool = False
    halves: tuple[Half, ...] = ()
    preface: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    afterword: tuple[str, ...] = ()
    inconsistencies: tuple[str, ...] = ()
    guide: tuple[str, ...] = ()

    @cached_property
    def shape(self) -> Struct:
        """The content as the form wants it, compiled once."""
        nodes = [*self.also, *(node for section in self.sections for node in section.content)]
        return shape_of(nodes, fixed={self.code_at: self.code} if self.code_at else {})

    @cached_property
    def referred(self) -> tuple[Table, ...]:
        """The top-level lists whose rows some reference of the form means."""
        wanted = {leaf.field.refers for leaf in leaves_in(self.shape)}
        return tuple(shape for name, shape in self.shape.members.items() if name in wanted and isinstance(shape, Table))

    @cached_property
    def computes(self) -> bool:
        """Whether any cell of the form is computed."""
        return has_computed(self.shape)

    @cached_property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklists of all sections."""
        return tuple(node for section in self.sections for node in section.content if isinstance(node, Checklist))

    @cached_property
    def answers_after(self) -> tuple[tuple[Checklist, CheckParty, CheckParty, CheckItem], ...]:
        """Every item that a party answers after another one, with both parties."""
        return tuple(
            (checklist, first, party, item)
            for checklist in self.checklists
            for number, party in enumerate(checklist.parties)
            for first in checklist.parties[:number]
            for item in checklist.items
            if first.asks(item) and party.asks(item)
        )

    @cached_property
    def places(self) -> Mapping[str, tuple[Section, Item]]:
        """Every place of a single value or group with the section and the item that fills it, in form order."""
        places: dict[str, tuple[Section, Item]] = {}
        for section in self.sections:
            for item in section.items:
                if item.path:
                    places[item.path] = (section, item)
                for leaf in item.leaves:
                    places.update(dict.fromkeys((leaf.path, *leaf.value_paths), (section, leaf)))
        return places

    @property
    def itemized(self) -> bool:
        """Whether the form asks numbered items, section by section, and not rows."""
        return all(section.short for section in self.sections)

    @cached_property
    def section_named(self) -> Mapping[str, Section]:
        """Sections by key."""
        return {section.key: section for section in self.sections}

    @cached_property
    def _homes(self) -> Mapping[str, Section]:
        """The section that fills a place, or that fills it first: places of nodes and what they stand in."""
        sections: dict[str, Section] = {}
        for section in self.sections:
            for node in section.content:
                for path in paths_filled(node):
                    sections.setdefault(plain_path(path), section)
            for top in section.tops:
                sections.setdefault(top, section)
        return sections

    def section_at(self, path: str) -> Section | None:
        """The section in which a place is filled in, ``None`` for a place of none."""
        steps = plain_path(path).split(".")
        for length in range(len(steps), 0, -1):
            if section := self._homes.get(".".join(steps[:length])):
                return section
        return None

    @cached_property
    def statements(self) -> frozenset[str]:
        """The parts in which a seat states something of its own: whoever writes them is no author of the document."""
        return frozenset(
            top_key(party.path) for checklist in self.checklists for party in checklist.parties if party.statement
        )

    def concept(self, name: str) -> tuple[str, ...]:
        """Return the places of a concept, empty where this version does not know it."""
        return self.concepts.get(name, ())

    def name_of(self, path: str) -> str:
        """Return how this version names a place (「8-1」), or the path itself where it does not know it."""
        place = self.places.get(path)
        return place[1].caption if place else path

    def filled_by(self, party: str) -> tuple[Section, ...]:
        """Return the sections that one party fills, in form order."""
        return tuple(section for section in self.sections if section.party == party)


def item_at(version: FormVersion, path: str) -> Item | None:
    """Return the item (or field of a group) that fills a place of the content, ``None`` where there is none."""
    place = version.places.get(path)
    return place[1] if place else None


def paths_of(version: FormVersion, party: str) -> tuple[str, ...]:
    """Return the places that one party may write (permissions and GI-26), in form order."""
    return tuple(path for section in version.filled_by(party) for item in section.items for path in item.value_paths)


def blank_document(version: FormVersion, **known: Any) -> dict[str, Any]:
    """Return an empty document of this version; ``known`` fills top-level places."""
    empty: dict[str, Any] = blank_of(version.shape)
    return empty | known
