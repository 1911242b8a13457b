"""What changed between two contents: section, row by stable id, field, text (audit.md §6).

The form says the order in which people read, what names a row and what kind of change a value's is. Contents as they
come from files, without ids or with what the form does not know, are compared as far as they go: rows that share no id
are the same row when their names are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from workflows.content.pairing import Row, moved, paired
from workflows.content.text_diff import ChangeClass, Piece, class_of, differing_passages
from workflows.language import COMPARISON_STYLE, grouped, target_words
from workflows.schema import (
    ByYear,
    Field,
    FormVersion,
    Input,
    Leaf,
    Listed,
    Repeats,
    Shape,
    Struct,
    Table,
    name_of,
    reading_order,
)

__all__ = ["Change", "ChangeClass", "ChangeKind", "Piece", "changes_json", "compare", "differing_passages"]

FIGURES: Final = frozenset({Input.TARGET, Input.DECIMAL, Input.AMOUNT, Input.YEAR})
"""Inputs that hold a figure."""


class ChangeKind(StrEnum):
    """What happened to a row or a field."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One change at one place. ``row`` is the whole row that came or went; links and targets are said in words.

    ``unit`` is that of a target of which only the figure changed; ``shape`` is what the form has at the place.
    """

    at: str
    kind: ChangeKind
    before: str
    after: str
    cls: ChangeClass
    row: Row | None = field(default=None, compare=False, repr=False)
    unit: str = field(default="", compare=False)
    shape: Shape | None = field(default=None, compare=False, repr=False)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with what was struck and what came."""
        return differing_passages(self.before, self.after)


def compare(before: Mapping[str, Any], after: Mapping[str, Any], form: FormVersion) -> tuple[Change, ...]:
    """Every change in the order in which the newer document is read; equal contents give nothing."""
    if before is after or before == after:
        return ()
    return tuple(_mapping(before, after, "", form.shape, _titles(form, before, after)))


def changes_json(changes: Sequence[Change]) -> dict[str, Any]:
    """The shape of interfaces.md §2 (diff)."""
    return {
        "changes": [
            {"at": c.at, "kind": c.kind.value, "from": c.before, "to": c.after, "class": c.cls.value} for c in changes
        ]
    }


def _titles(form: FormVersion, *contents: Mapping[str, Any]) -> dict[str, str]:
    """What the ids that references mean are called; the newer title wins."""
    return {
        row["id"]: name_of(row, table.rows.titles)
        for content in contents
        for table in form.referred
        for row in _rows(content.get(table.rows.path))
        if isinstance(row.get("id"), str)
    }


def _rows(value: Any) -> list[Row]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _mapping(old: Row, new: Row, at: str, shape: Shape | None, titles: Mapping[str, str]) -> Iterator[Change]:
    members = shape.members if isinstance(shape, Struct) else {}
    for name in ordered_value_names(new, old, first=reading_order(shape)):
        before, after = old.get(name), new.get(name)
        if name != "id" and before is not after and before != after:
            yield from _value(before, after, f"{at}.{name}" if at else name, members.get(name), titles)


def ordered_value_names(*rows: Row, first: Sequence[str] = ()) -> list[str]:
    """The names of the values that some of the rows have, in reading order."""
    known = dict.fromkeys(name for row in rows for name in row)
    return [*(name for name in first if name in known), *(name for name in known if name not in first)]


def _value(old: Any, new: Any, at: str, shape: Shape | None, titles: Mapping[str, str]) -> Iterator[Change]:
    target = isinstance(shape, Leaf) and shape.input is Input.TARGET
    if target or not (_nested(old) or _nested(new)):
        yield from _leaf(old, new, at, shape, titles)
    elif isinstance(old, Mapping) or isinstance(new, Mapping):
        before, after = (side if isinstance(side, Mapping) else {} for side in (old, new))
        yield from (_by_year if isinstance(shape, ByYear) else _mapping)(before, after, at, shape, titles)
    else:
        yield from _table(_rows(old), _rows(new), at, shape, titles)


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping) or bool(_rows(value))


def _by_year(old: Row, new: Row, at: str, shape: Shape | None, titles: Mapping[str, str]) -> Iterator[Change]:
    row = shape.row if isinstance(shape, ByYear) else None
    for year in sorted({*old, *new}):
        before, after = old.get(year) or {}, new.get(year) or {}
        if before != after:
            yield from _mapping(before, after, f"{at}[{year}]", row, titles)


def _leaf(old: Any, new: Any, at: str, shape: Shape | None, titles: Mapping[str, str]) -> Iterator[Change]:
    node = shape.field if isinstance(shape, Leaf) else None
    if node and node.input is Input.TARGET:
        before, after, unit = _targets(old, new)
    else:
        before, after, unit = word_of(node, old, titles), word_of(node, new, titles), node.unit if node else ""
    if before == after:
        return
    kind = ChangeKind.CHANGED if before and after else ChangeKind.ADDED if after else ChangeKind.REMOVED
    yield Change(at, kind, before, after, _class_of(node, before, after), unit=unit, shape=shape)


def _class_of(node: Field | None, before: str, after: str) -> ChangeClass:
    if node and node.link:
        return ChangeClass.LINK
    return ChangeClass.NUMBER if node and node.input in FIGURES else class_of(before, after)


def word_of(node: Field | None, value: Any, titles: Mapping[str, str]) -> str:
    """A value in a word: what references mean by its title, yes and no, choices that are no words by their label."""
    if node and node.options and isinstance(node.options[0].value, bool):
        value = next((label for one, label in node.choices if one is value), None)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(word_of(None, each, titles) for each in value)
    return titles.get(value, value) if isinstance(value, str) else str(value)


def _targets(old: Any, new: Any) -> tuple[str, str, str]:
    """Two targets in words and their unit, which stands apart where only the figure changed."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        same = all(old.get(name) == new.get(name) for name in ("unit", "comparator", "text"))
        if same and old.get("value") and new.get("value"):
            return grouped(old["value"]), grouped(new["value"]), str(new.get("unit") or "")
    return target_words(old, COMPARISON_STYLE), target_words(new, COMPARISON_STYLE), ""


def _table(old: list[Row], new: list[Row], at: str, shape: Shape | None, titles: Mapping[str, str]) -> Iterator[Change]:
    def named(row: Row) -> str:
        return name_of(row, shape.rows.titles) if isinstance(shape, Table) else name_of(row)

    pairs = paired(old, new, named)
    gone = moved([place for place, _ in pairs if place is not None])
    came_from = {id(new_row): place for place, new_row in pairs}
    for place, row in enumerate(new):
        here, was = f"{at}[{_key(row, place, named(row))}]", came_from[id(row)]
        if was is None:
            yield Change(here, ChangeKind.ADDED, "", named(row), ChangeClass.STRUCTURE, row, shape=shape)
            continue
        if was in gone:
            words = str(was + 1), str(place + 1)
            yield Change(here, ChangeKind.MOVED, *words, ChangeClass.STRUCTURE, row, shape=shape)
        yield from _mapping(old[was], row, here, _row_shape(shape, row), titles)
    kept = {place for place, _ in pairs}
    for place, row in enumerate(old):
        if place not in kept:
            here = f"{at}[{_key(row, place, named(row))}]"
            yield Change(here, ChangeKind.REMOVED, named(row), "", ChangeClass.STRUCTURE, row, shape=shape)


def _row_shape(shape: Shape | None, row: Row) -> Shape | None:
    if isinstance(shape, Listed):
        return shape.rows.get(str(row.get("item")))
    return shape.row if isinstance(shape, Table | Repeats) else None


def _key(row: Row, place: int, name: str) -> str:
    key = row.get("id") or (row.get("item") if "answer" in row else None) or name
    return str(key or place + 1)
