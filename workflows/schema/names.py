"""What the places of a document are called, as pages, opinions and findings say them: 「貳　五-2　補助延攬…　衡量標準」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from models.wording import N_, Message
from workflows.schema.computing import TOTAL_KEY
from workflows.schema.fields import Field, Group, Input, Item
from workflows.schema.form import FormVersion, Section
from workflows.schema.nodes import Checklist, Computed, Node, Record, Repeated, Rows
from workflows.schema.numbering import numbered
from workflows.schema.paths import steps_of, value_at
from workflows.schema.shapes import ByYear, Leaf, Repeats, Shape, Struct, Table, shape_at

TITLES: Final = ("title", "item", "text", "work_plan", "name")
"""The fields that name a row of which no form is known."""
Row = Mapping[str, Any]


def name_of(row: Row, titles: Sequence[str] = TITLES) -> str:
    """What people call a row: the first of these texts that is filled; the year of an indicator by its number."""
    year = row.get("year")
    named = (row[name] for name in titles if isinstance(row.get(name), str) and row[name])
    return next(named, str(year) if isinstance(year, int) else "")


class Names:
    """The places of one content in words; of several contents the first one that has a row names it.

    A row is called by the numeral of its section, its own numeral and its name; a row numbered within another only by
    numerals; a value by its row, or its section, and its field. Numerals are those of the print. Where a section has a
    short name, its items are called by that and by their number.
    """

    def __init__(self, form: FormVersion, *contents: Row) -> None:
        self.form, self.contents = form, contents

    @cached_property
    def rows(self) -> dict[str, Message]:
        """Every place that an opinion may be about, in document order: rows, and the values that stand in no row."""
        names: dict[str, Message] = {}
        for content in self.contents:
            for at, name in self._named(content):
                names.setdefault(at, name)
        return names

    @cached_property
    def heads(self) -> Mapping[str, Message]:
        """The parts of the content by the title of the section they stand in, where no place has a name of its own."""
        names: dict[str, Message] = {}
        for section in self.form.sections:
            for top in () if section.short else section.tops:
                if top not in self.rows:
                    names.setdefault(top, self._words(self._heading(section, top)))
        return names

    def _heading(self, section: Section, top: str) -> str:
        """The heading, with whose column it is where a part is one party's of a checklist."""
        lists = (node for node in section.content if isinstance(node, Checklist) and len(node.parties) > 1)
        party = next((party for one in lists for party in one.parties if party.path == top), None)
        return f"{section.heading}（{party.label}）" if party else section.heading

    def name(self, at: str) -> Message:
        """A place in words; a place of which nothing is known keeps the name it is stored under."""
        if at in self.rows:
            return self.rows[at]
        if at in self.heads:
            return self.heads[at]
        row, gone = self.row_of(at), at[: at.rfind("[")] if at.endswith("]") else ""
        if not row and gone in self.heads:
            return self.heads[gone]
        words = self._below(row, at[len(row) :].lstrip("."))
        return _joined(*([self.rows[row]] if row else []), *words)

    def _below(self, row: str, rest: str) -> list[Message]:
        """What the value of a row is called, with its year in a table by year."""
        words: list[Message] = []
        here = row
        for name, key in steps_of(rest):
            here = f"{here}.{name}" if here else name
            shape = shape_at(self.form.shape, here)
            if isinstance(shape, ByYear) and key:
                words.append(Message.of(N_("%(year)s 年度"), year=key) if key != TOTAL_KEY else Message(N_("合計")))
            elif not isinstance(shape, Struct) and not (key and shape):
                return [*words, self.field(here)]
            here = f"{here}[{key}]" if key else here
        return words or [self.field(here)]

    def within(self, above: str, at: str) -> Message:
        """What a value is called within the row or object ``above`` it, with its year in a table by year."""
        return _joined(*self._below(above, at[len(above) :].lstrip(".")))

    def by_year(self, at: str) -> bool:
        """Whether a place lies in a table by year."""
        return isinstance(shape_at(self.form.shape, at[: max(at.rfind("["), 0)]), ByYear)

    def row_of(self, at: str) -> str:
        """The named row that a path lies in, or nothing."""
        while at and at not in self.rows:
            at = at[: max(at.rfind("."), 0)]
        return at

    def field(self, at: str) -> Message:
        """What the value at a path is called, without its row; the last name of the path where the form has none."""
        called = self.called(shape_at(self.form.shape, at))
        return called or Message("%(name)s", {"name": at.rpartition(".")[2].partition("[")[0]})

    def called(self, shape: Shape | Computed | None) -> Message | None:
        """What sentences call what the form has at a place, ``None`` where it has nothing with a name."""
        node = node_of(shape)
        return self._words(node.called or node.label) if node else None

    def _words(self, text: str) -> Message:
        """Words of the form: those of an official one are said as they stand."""
        return Message.of("%(words)s", words=text) if self.form.official else Message(text)

    def anchors(self) -> Iterator[str]:
        """The places that opinions may be about, in document order: rows but those spoken of with the row around them.

        Of a checklist it is the items, once for all parties.
        """
        later = tuple(f"{party.path}." for checklist in self.form.checklists for party in checklist.parties[1:])
        for at in self.rows:
            if at.startswith(later):
                continue
            shape = shape_at(self.form.shape, at[: at.rfind("[")]) if at.endswith("]") else None
            if not isinstance(shape, Table) or shape.rows.anchors:
                yield at

    def _named(self, content: Row) -> Iterator[tuple[str, Message]]:
        above: dict[str, str] = {}
        for section in self.form.sections:
            if section.short:
                places = self.form.places.items()
                yield from ((at, item_label(section, item)) for at, (own, item) in places if own is section)
                continue
            for node in section.content:
                yield from self._node(section, node, content, above)

    def _node(self, section: Section, node: Node, content: Row, above: dict[str, str]) -> Iterator[tuple[str, Message]]:
        numeral = section.numeral
        match node:
            case Rows():
                yield from self._rows(
                    node, value_at(content, node.path), node.path, [numeral] if numeral else [], above
                )
            case Group():
                for leaf in node.leaves:
                    yield leaf.path, self._within(numeral, node.label, leaf.called or leaf.label)
            case Checklist():
                for party in node.parties:
                    for item in filter(party.asks, node.items):
                        yield (
                            f"{party.path}.{item.key}",
                            self._within(numeral, item.key, f"{item.text}（{party.label}）"),
                        )
            case Record():
                yield node.path, self._within(numeral, node.called or node.label)
            case Field(input=Input.HIDDEN) | Computed() | Repeated():
                return
            case _:
                yield node.path, self._within(numeral, node.called or node.label)

    def _within(self, numeral: str, *words: str) -> Message:
        return _joined(*([numeral] if numeral else []), *map(self._words, words))

    def _rows(
        self, rows: Rows, values: Any, at: str, over: Sequence[Message | str], above: dict[str, str]
    ) -> Iterator[tuple[str, Message]]:
        """``over`` is what stands before a row's own name: the section's numeral, then numerals, or a name."""
        known = [row for row in values if isinstance(row, Mapping)] if isinstance(values, list) else []
        for numeral, row in numbered(rows, known, above):
            above[str(row.get("id"))] = numeral
            here, before = f"{at}[{row.get('id')}]", _behind(over, numeral)
            name = _joined(*before, *self._title(rows, row))
            yield here, name
            for inner in rows.content:
                if isinstance(inner, Rows):
                    outer = before if numeral and inner.numeral else [name]
                    yield from self._rows(inner, row.get(inner.path), f"{here}.{inner.path}", outer, above)

    def _title(self, rows: Rows, row: Row) -> tuple[Message | str, ...]:
        """The name of a row; rows that only hold a text have none."""
        lines = {field.path for field in rows.fields if field.input is not Input.TEXT}
        titles = tuple(name for name in rows.titles if name in lines)
        if rows.title_words:
            return (Message.of(rows.title_words, **{name: row.get(name) for name in titles}),)
        return (name_of(row, titles),) if titles else ()


def _behind(over: Sequence[Message | str], numeral: str) -> list[Message | str]:
    """A numeral behind what stands before it: that of an inner row stands close to its outer one's."""
    *before, last = over or ("",)
    if not numeral:
        return [*over]
    return [*before, f"{last}{numeral}"] if before and isinstance(last, str) else [*over, numeral]


def item_label(section: Section, item: Item) -> Message:
    """An item of an official form: its section, number and label, or the section alone where that is numbered the same."""
    if item.no == section.numeral:
        return section_label(section)
    return Message.of(N_("%(section)s　%(no)s %(label)s"), section=section.short, no=item.no, label=item.label)


def section_label(section: Section) -> Message:
    """A section of an official form."""
    return Message.of(N_("%(no)s、%(label)s"), no=section.numeral, label=section.short)


def _joined(*words: Message | str) -> Message:
    """Words behind one another, each translated by itself."""
    first, *rest = words
    joined = first if isinstance(first, Message) else Message("%(name)s", {"name": first})
    for word in rest:
        joined = Message.of(N_("%(above)s　%(name)s"), above=joined, name=word)
    return joined


def node_of(shape: Shape | Computed | None) -> Node | None:
    """The node of the form behind a shape, ``None`` for an object that only holds others together."""
    match shape:
        case Leaf():
            return shape.field
        case Table():
            return shape.rows
        case ByYear():
            return shape.table
        case Repeats():
            return shape.node
        case Computed():
            return shape
    return None
