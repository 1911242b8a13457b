"""What changed between two contents: section, row by stable id, field, text (audit.md §6).

Works on plans, KPI definitions and gender-impact sheets, also as they come from files without ids: rows that share no
id are the same row when their titles are the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workflows.content.text_diff import ChangeClass, Piece, class_of, pieces
from workflows.language.decimals import grouped
from workflows.language.likeness import folded
from workflows.schema.plan import CUMULATIVE

__all__ = ["Change", "ChangeClass", "ChangeKind", "Piece", "as_json", "compare", "pieces"]

SECTIONS = {"annual_plan": ("preamble", "goals", "kpis", "key_plans"), "kpi_definition": ("goal_title", "kpi")}
LINKS = frozenset(
    {"goal", "kpis", "links", "unresolved", "common", "gia_owed", "gia_basis", "gia_exempt", "domains", "goal_title"}
)
"""Fields that say to what a row belongs; a change of them is a link."""
ROW = (
    "work_plan", "item", "category", "title", "goal", "goal_title", "regime", "method", "target", "lowering_reason",
    "years", "year", "actual", "source", "cumulative", "baseline", "baseline_value", "baseline_year", "baseline_source",
    "measure", "formula", "polarity", "difficulty", "text", "strategies", "items", "content", "kpis", "links",
)  # fmt: skip
"""The fields of a row in the order in which people read them."""
CHOSEN = {"cumulative": dict(CUMULATIVE)}
"""Choices that are no words of their own."""
FIGURES = frozenset({"target", "actual", "baseline_value", "baseline_year"})
"""Fields that hold a figure."""
NAMES = ("title", "item", "text", "work_plan", "name")
"""What a row is called, first that is filled."""


class ChangeKind(StrEnum):
    """What happened to a row or a field."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One change at one place. ``row`` is the whole row that came or went; links and targets are said in words.

    ``unit`` is that of a target of which only the figure changed.
    """

    at: str
    kind: ChangeKind
    before: str
    after: str
    cls: ChangeClass
    row: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    unit: str = field(default="", compare=False)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with what was struck and what came."""
        return pieces(self.before, self.after)


def compare(before: Mapping[str, Any], after: Mapping[str, Any], kind: str = "annual_plan") -> tuple[Change, ...]:
    """Every change in the order in which the newer document is read; equal contents give nothing."""
    if before is after or before == after:
        return ()
    return tuple(_mapping(before, after, "", _titles(before, after), SECTIONS.get(kind, ())))


def as_json(changes: Sequence[Change]) -> dict[str, Any]:
    """The shape of interfaces.md §2 (diff)."""
    return {
        "changes": [
            {"at": c.at, "kind": c.kind.value, "from": c.before, "to": c.after, "class": c.cls.value} for c in changes
        ]
    }


def _titles(*contents: Mapping[str, Any]) -> dict[str, str]:
    """What the ids that links point at are called; the newer title wins."""
    return {
        row["id"]: name_of(row)
        for content in contents
        for part in ("goals", "kpis")
        for row in _rows(content.get(part))
        if isinstance(row.get("id"), str)
    }


def name_of(row: Mapping[str, Any]) -> str:
    """What people call a row; the year of an indicator is called by its number."""
    year = row.get("year")
    named = (row[name] for name in NAMES if isinstance(row.get(name), str) and row[name])
    return next(named, str(year) if isinstance(year, int) else "")


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _mapping(
    before: Mapping[str, Any], after: Mapping[str, Any], at: str, titles: Mapping[str, str], order: Sequence[str] = ()
) -> Iterator[Change]:
    for name in in_order(after, before, first=order or ROW):
        old, new = before.get(name), after.get(name)
        if name != "id" and old is not new and old != new:
            yield from _value(old, new, f"{at}.{name}" if at else name, name, titles)


def in_order(*rows: Mapping[str, Any], first: Sequence[str] = ROW) -> list[str]:
    """The names of the fields that some of the rows have, in reading order."""
    known = dict.fromkeys(name for row in rows for name in row)
    return [*(name for name in first if name in known), *(name for name in known if name not in first)]


def _value(old: Any, new: Any, at: str, name: str, titles: Mapping[str, str]) -> Iterator[Change]:
    if name == "target" or not (_nested(old) or _nested(new)):
        yield from _leaf(old, new, at, name, titles)
    elif isinstance(old, Mapping) or isinstance(new, Mapping):
        yield from _mapping(
            old if isinstance(old, Mapping) else {}, new if isinstance(new, Mapping) else {}, at, titles
        )
    else:
        yield from _table(_rows(old), _rows(new), at, titles)


def _nested(value: Any) -> bool:
    return isinstance(value, Mapping) or bool(_rows(value))


def _leaf(old: Any, new: Any, at: str, name: str, titles: Mapping[str, str]) -> Iterator[Change]:
    if name in CHOSEN:
        old, new = CHOSEN[name].get(old), CHOSEN[name].get(new)
    before, after, unit = _targets(old, new) if name == "target" else (_word(old, titles), _word(new, titles), "")
    if before == after:
        return
    if name in LINKS:
        cls = ChangeClass.LINK
    elif name in FIGURES:
        cls = ChangeClass.NUMBER
    else:
        cls = class_of(before, after)
    kind = ChangeKind.CHANGED if before and after else ChangeKind.ADDED if after else ChangeKind.REMOVED
    yield Change(at, kind, before, after, cls, unit=unit)


def _word(value: Any, titles: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_word(each, titles) for each in value)
    return titles.get(value, value) if isinstance(value, str) else str(value)


def _targets(old: Any, new: Any) -> tuple[str, str, str]:
    """Two targets in words and their unit, which stands apart where only the figure changed."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        same = all(old.get(name) == new.get(name) for name in ("unit", "comparator", "text"))
        if same and old.get("value") and new.get("value"):
            return grouped(old["value"]), grouped(new["value"]), str(new.get("unit") or "")
    return target_words(old), target_words(new), ""


def target_words(target: Any) -> str:
    """A target as it is read: 「≥1,728人次」, or the text it was written in."""
    if not isinstance(target, Mapping):
        return target if isinstance(target, str) else ""
    value = grouped(str(target.get("value") or ""))
    return (
        f"{target.get('comparator') or ''}{value}{target.get('unit') or ''}" if value else str(target.get("text") or "")
    )


def _table(
    old: list[Mapping[str, Any]], new: list[Mapping[str, Any]], at: str, titles: Mapping[str, str]
) -> Iterator[Change]:
    pairs = _paired(old, new)
    moved = _moved([place for place, _ in pairs if place is not None])
    came_from = {id(new_row): place for place, new_row in pairs}
    for place, row in enumerate(new):
        here, was = f"{at}[{_key(row, place)}]", came_from[id(row)]
        if was is None:
            yield Change(here, ChangeKind.ADDED, "", name_of(row), ChangeClass.STRUCTURE, row)
            continue
        if was in moved:
            yield Change(here, ChangeKind.MOVED, str(was + 1), str(place + 1), ChangeClass.STRUCTURE, row)
        yield from _mapping(old[was], row, here, titles)
    kept = {place for place, _ in pairs}
    for place, row in enumerate(old):
        if place not in kept:
            yield Change(f"{at}[{_key(row, place)}]", ChangeKind.REMOVED, name_of(row), "", ChangeClass.STRUCTURE, row)


def _key(row: Mapping[str, Any], place: int) -> str:
    key = row.get("id") or (row.get("item") if "answer" in row else None) or name_of(row)
    return str(key or place + 1)


def _paired(old: list[Mapping[str, Any]], new: list[Mapping[str, Any]]) -> list[tuple[int | None, Mapping[str, Any]]]:
    """Each new row with the place of the old row it was: by id, then by title, then by place where nothing else is left."""
    found: dict[int, int] = {}
    for signature in (_identity, lambda row: folded(name_of(row)) or None):
        free: dict[Any, list[int]] = {}
        for place, row in enumerate(old):
            if place not in found.values() and (key := signature(row)) is not None:
                free.setdefault(key, []).append(place)
        for place, row in enumerate(new):
            if place not in found and free.get(key := signature(row)):
                found[place] = free[key].pop(0)
    without = [place for place in range(len(new)) if place not in found and "id" not in new[place]]
    left = [place for place in range(len(old)) if place not in found.values() and "id" not in old[place]]
    if len(without) == len(left):
        found.update(zip(without, left, strict=True))
    return [(found.get(place), row) for place, row in enumerate(new)]


def _identity(row: Mapping[str, Any]) -> Any:
    if isinstance(row.get("id"), str):
        return ("id", row["id"])
    return ("item", row["item"]) if "answer" in row and isinstance(row.get("item"), str) else None


def _moved(places: list[int]) -> set[int]:
    """The old places of rows that no longer stand in the old order: all but a longest rising run."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
        before[index] = ends[at - 1] if at else -1
    stayed, index = set(), ends[-1] if ends else -1
    while index >= 0:
        stayed.add(places[index])
        index = before[index]
    return set(places) - stayed
