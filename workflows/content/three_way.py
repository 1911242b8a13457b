"""Three versions of a content brought together by its form: what one side changed is taken, what both changed is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workflows.content.merging import merged_order
from workflows.schema import ByYear, Shape, Struct, Table

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """One place that both sides changed differently; ``None`` where a side has struck the row."""

    at: str
    base: Any
    mine: Any
    theirs: Any


@dataclass
class Merged:
    """What would be saved, with my own values where both changed, and what to tell of it, by place."""

    value: Any = None
    clashes: list[Clash] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merged(shape: Struct, base: Row, mine: Row, theirs: Row) -> Merged:
    """Bring contents of one form, or parts of them, together; ``base`` is what both began from."""
    result = Merged()
    result.value = _both(shape, base, mine, theirs, "", result)
    return result


def _both(shape: Shape | None, base: Any, mine: Any, theirs: Any, at: str, to: Merged) -> Any:
    if mine == theirs:
        return theirs
    if mine == base:
        to.taken.append(at)
        return theirs
    if theirs == base:
        to.kept.append(at)
        return mine
    sides = (base, mine, theirs)
    if isinstance(shape, Struct) and all(isinstance(side, Mapping) for side in (mine, theirs)):
        return _members(shape, base if isinstance(base, Mapping) else {}, mine, theirs, at, to)
    if isinstance(shape, ByYear) and all(isinstance(side, Mapping) for side in (mine, theirs)):
        return _by_year(shape, base if isinstance(base, Mapping) else {}, mine, theirs, at, to)
    if isinstance(shape, Table) and all(isinstance(side, list) for side in (mine, theirs)):
        return _rows(shape, base if isinstance(base, list) else [], mine, theirs, at, to)
    to.clashes.append(Clash(at, *sides))
    return mine


def _members(shape: Struct, base: Row, mine: Row, theirs: Row, at: str, to: Merged) -> dict[str, Any]:
    members = {}
    for name in dict.fromkeys((*theirs, *mine)):
        here = f"{at}.{name}" if at else name
        value = _both(shape.members.get(name), base.get(name), mine.get(name), theirs.get(name), here, to)
        if value is not None or name in mine or name in theirs:
            members[name] = value
    return members


def _by_year(shape: ByYear, base: Row, mine: Row, theirs: Row, at: str, to: Merged) -> dict[str, Any]:
    cells = {}
    for year in sorted({*mine, *theirs}):
        sides = base.get(year), mine.get(year), theirs.get(year)
        if (value := _both(shape.row, *sides, f"{at}[{year}]", to)) is not None:
            cells[year] = value
    return cells


def _rows(shape: Table, base: list[Row], mine: list[Row], theirs: list[Row], at: str, to: Merged) -> list[Row]:
    """Rows are told apart by id; mine give the order where I changed it, theirs else.

    What one side struck goes, unless the other side rewrote it: then it is asked, and stays.
    """
    was, ours, others = ({row["id"]: row for row in side} for side in (base, mine, theirs))
    kept: dict[str, Row] = {}
    for row_id in dict.fromkeys((*others, *ours)):
        here = f"{at}[{row_id}]"
        before, my, their = was.get(row_id), ours.get(row_id), others.get(row_id)
        if my is not None and their is not None:
            kept[row_id] = _both(shape.row, before, my, their, here, to)
        elif before is None:
            (to.kept if their is None else to.taken).append(here)
            kept[row_id] = my or their or {}
        elif (my or their) == before:
            (to.kept if my is None else to.taken).append(here)
        else:
            to.clashes.append(Clash(here, before, my, their))
            kept[row_id] = my or their or {}
    order = merged_order(list(was), list(ours), list(others))
    return [kept[row_id] for row_id in order if row_id in kept]
