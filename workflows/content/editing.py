"""What editing makes of the content of an annual plan: pure functions from the content to its changed parts.

A row is a goal, a KPI or a key plan. A line is a strategy or an item of one goal; lines are edited as one flat list in
document order, as an outline is, and folded back into strategies with their items.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from models.wording import N_, Message
from workflows.content.row_editing import STEPS, Way
from workflows.lifecycle import NotVisible
from workflows.rules.subjects import proposed_polarity
from workflows.schema import ROWS, blank_row

Content = Mapping[str, Any]
Changed = dict[str, Any]


def row_of(content: Content, part: str, row_id: str) -> dict[str, Any] | None:
    """The row of this id, if it is there; shared, never to be changed in place."""
    return next((row for row in content.get(part, ()) if row["id"] == row_id), None)


def put_preamble(content: Content, text: str) -> Changed:
    """The words before 壹 replaced."""
    return {"preamble": text}


def replace_row(content: Content, part: str, row: Mapping[str, Any], *, or_add: bool = False) -> Changed:
    """One row replaced by its id; raises ``NotVisible`` where there is none, unless it may come back at the end."""
    rows = list(content[part])
    for place, present in enumerate(rows):
        if present["id"] == row["id"]:
            rows[place] = dict(row)
            return {part: rows}
    if not or_add:
        raise NotVisible(headline=Message.of(N_("這一列已不在計畫裡")))
    return {part: [*rows, dict(row)]}


def add_row(content: Content, part: str, row_id: str, *, after: str = "", **values: Any) -> Changed:
    """A new row behind the row ``after``, else at the end; ``values`` are what it begins with."""
    rows = list(content[part])
    places = [place for place, row in enumerate(rows) if row["id"] == after]
    fresh = blank_row(ROWS[part], row_id) | values
    rows.insert(places[0] + 1 if places else len(rows), fresh)
    return {part: rows}


def propose_polarities(content: Content) -> Changed:
    """Give every indicator that names no direction the one its words suggest; the drafter then confirms each."""
    rows = [row if row["polarity"] else {**row, "polarity": proposed_polarity(row)} for row in content["kpis"]]
    return {"kpis": rows}


def remove_row(content: Content, part: str, row_id: str) -> Changed:
    """A row taken out; what referred to it keeps its title as written, so that nothing points into the void.

    Raises ``NotVisible`` where there is none.
    """
    gone = row_of(content, part, row_id)
    if gone is None:
        raise NotVisible(headline=Message.of(N_("這一列已不在計畫裡")))
    changed: Changed = {part: [row for row in content[part] if row["id"] != row_id]}
    if part == "goals":
        orphaned = [row["goal"] == row_id for row in content["kpis"]]
        if any(orphaned):
            changed["kpis"] = [
                {**row, "goal": "", "goal_title": gone["title"]} if row["goal"] == row_id else row
                for row in content["kpis"]
            ]
    if part == "kpis" and any(row_id in row["kpis"] for row in content["key_plans"]):
        changed["key_plans"] = [_without_kpi(row, gone) for row in content["key_plans"]]
    return changed


def _without_kpi(row: dict[str, Any], kpi: Mapping[str, Any]) -> dict[str, Any]:
    if kpi["id"] not in row["kpis"]:
        return row
    names = [kpi["title"]] if kpi["title"] and kpi["title"] not in row["unresolved"] else []
    return {**row, "kpis": [one for one in row["kpis"] if one != kpi["id"]], "unresolved": [*row["unresolved"], *names]}


def move_row(content: Content, part: str, row_id: str, way: Way) -> Changed:
    """A row changes places with its neighbour; KPIs stay among those of their goal. At the edge nothing changes."""
    rows = list(content[part])
    peers = [
        place for place, row in enumerate(rows) if _group(part, row) == _group(part, row_of(content, part, row_id))
    ]
    here = next((n for n, place in enumerate(peers) if rows[place]["id"] == row_id), None)
    if here is None:
        raise NotVisible(headline=Message.of(N_("這一列已不在計畫裡")))
    there = here + STEPS[way]
    if 0 <= there < len(peers):
        a, b = peers[here], peers[there]
        rows[a], rows[b] = rows[b], rows[a]
    return {part: rows}


def _group(part: str, row: Mapping[str, Any] | None) -> object:
    return (row["goal"], row["goal_title"]) if row is not None and part == "kpis" else row is not None


def merged(*changes: Changed) -> Changed:
    """Several changes as one, the later ones over the earlier."""
    together: Changed = {}
    for change in changes:
        together |= change
    return together


@dataclass(frozen=True)
class Line:
    """A strategy (level 1) or an item (level 2) of a goal."""

    id: str
    level: int
    text: str


def lines_of(strategies: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The strategies and items of a goal in document order."""
    lines: list[Line] = []
    for strategy in strategies:
        lines.append(Line(strategy["id"], 1, strategy["text"]))
        lines += [Line(item["id"], 2, item["text"]) for item in strategy["items"]]
    return lines


def strategies_of(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The same folded back; an item before any strategy is a strategy."""
    strategies: list[dict[str, Any]] = []
    for line in lines:
        if line.level == 1 or not strategies:
            strategies.append({"id": line.id, "text": line.text, "items": []})
        else:
            strategies[-1]["items"].append({"id": line.id, "text": line.text})
    return strategies


def add_line(lines: Sequence[Line], line_id: str, *, after: str = "", level: int = 1) -> list[Line]:
    """A new, empty line: behind ``after`` and what belongs to it, else at the end."""
    place = len(lines)
    for start, end in _block(lines, after):
        place = end if level == 1 else start + 1
    return [*lines[:place], Line(line_id, level, ""), *lines[place:]]


def remove_line(lines: Sequence[Line], line_id: str) -> list[Line]:
    """A line taken out; the items of a strategy go with it."""
    kept = list(lines)
    for start, end in _block(lines, line_id):
        del kept[start:end]
    return kept


def move_line(lines: Sequence[Line], line_id: str, way: Way) -> list[Line]:
    """A strategy changes places with the next one, items included; an item goes one line up or down."""
    moved = list(lines)
    for start, end in _block(lines, line_id):
        block = moved[start:end]
        if moved[start].level == 1:
            place = _next_strategy(lines, start, end, way)
        else:
            place = start + STEPS[way]
            place = -1 if place == 0 or place >= len(lines) else place
        if place >= 0:
            del moved[start:end]
            moved[place:place] = block
    return moved


def _next_strategy(lines: Sequence[Line], start: int, end: int, way: Way) -> int:
    """Where a strategy's block stands after the move, counted without it; -1 at the edge."""
    if way == "up":
        return max((n for n in range(start) if lines[n].level == 1), default=-1)
    if end >= len(lines):
        return -1
    following = next((n for n in range(end + 1, len(lines)) if lines[n].level == 1), len(lines))
    return following - (end - start)


def indent_line(lines: Sequence[Line], line_id: str) -> list[Line]:
    """A strategy becomes the last item of the one before it; its own items follow it. The first one stays."""
    return [replace(line, level=2) if line.id == line_id and place > 0 else line for place, line in enumerate(lines)]


def outdent_line(lines: Sequence[Line], line_id: str) -> list[Line]:
    """An item becomes a strategy where it stands; the items behind it are then its own."""
    return [replace(line, level=1) if line.id == line_id else line for line in lines]


def _block(lines: Sequence[Line], line_id: str) -> Iterable[tuple[int, int]]:
    """From a line to behind what belongs to it; nothing where there is no such line."""
    for start, line in enumerate(lines):
        if line.id == line_id:
            end = start + 1
            while line.level == 1 and end < len(lines) and lines[end].level == 2:
                end += 1
            return [(start, end)]
    return []
