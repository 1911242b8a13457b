"""Three versions of one row brought together by field: what only one side changed is taken, what both changed is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflows.content.editing import Line, lines_of, strategies_of

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Clash:
    """One field that both changed differently.

    ``name`` is the field's, ``line-<id>`` for a line of a goal, or ``year-<id>-<field>`` for the year of an indicator.
    """

    name: str
    base: Any
    mine: Any
    theirs: Any


@dataclass
class Merge:
    """The row as it would be saved, with my own values where both changed, and the fields to ask about.

    ``taken`` names the fields that only they changed, ``kept`` those that only I changed.
    """

    row: dict[str, Any]
    clashes: list[Clash] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge_value(name: str, base: Any, mine: Any, theirs: Any) -> Merge:
    """One value: equal ones and those changed by one side are not asked."""
    if mine in (theirs, base):
        return Merge({name: theirs}, taken=[] if mine == theirs else [name])
    if theirs == base:
        return Merge({name: mine}, kept=[name])
    return Merge({name: mine}, [Clash(name, base, mine, theirs)])


def merge_row(base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Bring a row together. ``base`` is what both began from; without it every difference is asked."""
    result = Merge(dict(theirs))
    start = base or {}
    for name in mine:
        if name == "strategies":
            part = _merge_lines(lines_of(start.get(name, ())), lines_of(mine[name]), lines_of(theirs[name]))
        elif name == "years":
            part = _merge_years(start.get(name, ()), mine[name], theirs.get(name, ()))
        else:
            part = merge_value(name, start.get(name), mine[name], theirs.get(name))
        result.row |= part.row
        result.clashes += part.clashes
        result.taken += part.taken
        result.kept += part.kept
    return result


def _merge_years(base: Rows, mine: Rows, theirs: Rows) -> Merge:
    """Rows of years are told apart by the year; a year that one side struck and the other rewrote is asked."""
    was, ours, others = ({row["year"]: row for row in side} for side in (base, mine, theirs))
    result, kept = Merge({}), []
    for year in sorted({*ours, *others}):
        before, my, their = was.get(year), ours.get(year), others.get(year)
        if my is None or their is None:
            remaining = my or their or {}
            if before is not None and _filled_values(remaining) == _filled_values(before):
                continue  # struck by one side, left as it was by the other
        row = dict(their or my or {})
        for name in _filled_values(row) if before is not None or (my and their) else ():
            values = (side[name] if side else None for side in (before, my, their))
            part = merge_value(f"year-{row['id']}-{name}", *values)
            merged_year = part.row[f"year-{row['id']}-{name}"]
            row[name] = (my or their or {})[name] if merged_year is None else merged_year
            result.clashes += part.clashes
            if my and their:
                result.taken += part.taken
                result.kept += part.kept
        kept.append(row)
    result.row["years"] = kept
    return result


def _filled_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a year says, whatever it is called."""
    return {name: value for name, value in row.items() if name not in ("id", "year")}


def _merge_lines(base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line]) -> Merge:
    """Lines are told apart by id; mine give the order where I changed it, theirs else.

    What one side struck goes, unless the other side rewrote it: then it is asked.
    """
    was, ours, others = ({line.id: line for line in side} for side in (base, mine, theirs))
    result = Merge({})
    kept: dict[str, Line] = {}
    for line_id in dict.fromkeys((*others, *ours)):
        before, my, their = was.get(line_id), ours.get(line_id), others.get(line_id)
        if my is None or their is None:
            remaining = my or their
            if remaining is None or (before is not None and remaining.text == before.text):
                continue  # struck by one side, left as it was by the other
            kept[line_id] = remaining
            if before is not None:
                texts = ("" if my is None else my.text), ("" if their is None else their.text)
                result.clashes.append(Clash(f"line-{line_id}", before.text, *texts))
            continue
        text = merge_value(f"line-{line_id}", before.text if before else None, my.text, their.text)
        level = their.level if before and my.level == before.level else my.level
        kept[line_id] = Line(line_id, level, text.row[f"line-{line_id}"])
        result.clashes += text.clashes
        result.taken += text.taken
        result.kept += text.kept
    order = merged_order(list(was), list(ours), list(others))
    result.row["strategies"] = strategies_of(kept[line_id] for line_id in order if line_id in kept)
    return result


def merged_order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The ids of rows brought together: mine give the order where I moved some, theirs else."""
    common = set(base) & set(mine) & set(theirs)
    i_moved = [x for x in mine if x in common] != [x for x in base if x in common]
    backbone, guests = (mine, theirs) if i_moved else (theirs, mine)
    order = list(backbone)
    for place, line_id in enumerate(guests):
        if line_id not in order:
            before = next((one for one in reversed(guests[:place]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, line_id)
    return order
