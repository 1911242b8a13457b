"""Which row of an older list is which row of a newer one, and which of them moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from workflows.language import cached_fold

Row = Mapping[str, Any]


def paired(old: list[Row], new: list[Row], name_of: Callable[[Row], str]) -> list[tuple[int | None, Row]]:
    """Each new row with the place of the old row it was: by id, then by name, then by place where nothing else is left."""
    pairs: dict[int, int] = {}
    for signature in (_identity, lambda row: cached_fold(name_of(row)) or None):
        free: dict[Any, list[int]] = {}
        for place, row in enumerate(old):
            if place not in pairs.values() and (key := signature(row)) is not None:
                free.setdefault(key, []).append(place)
        for place, row in enumerate(new):
            if place not in pairs and free.get(key := signature(row)):
                pairs[place] = free[key].pop(0)
    without = [place for place in range(len(new)) if place not in pairs and "id" not in new[place]]
    left = [place for place in range(len(old)) if place not in pairs.values() and "id" not in old[place]]
    if len(without) == len(left):
        pairs.update(zip(without, left, strict=True))
    return [(pairs.get(place), row) for place, row in enumerate(new)]


def _identity(row: Row) -> Any:
    if isinstance(row.get("id"), str):
        return ("id", row["id"])
    return ("item", row["item"]) if "answer" in row and isinstance(row.get("item"), str) else None


def moved(places: list[int]) -> set[int]:
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
