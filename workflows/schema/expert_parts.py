"""The experts' parts in the content of a sheet: the first stands at ``participation``, those of others in ``further``.

Every row of ``further`` has an ``id`` and the shape of ``participation``. A sheet with one expert has no ``further``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

FIRST_EXPERT: Final = "participation"
FURTHER_EXPERTS: Final = "further"


def parts_of(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each expert's part with its key, in the order in which they were asked; the first one's key is ``FIRST_EXPERT``."""
    yield FIRST_EXPERT, content.get(FIRST_EXPERT) or {}
    for row in content.get(FURTHER_EXPERTS) or ():
        if isinstance(row, Mapping):
            yield str(row.get("id", "")), row


def part_at(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The part of this key, empty where there is none."""
    return dict(parts_of(content)).get(key, {})


def view_of_expert(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The content as if the part of this key were the only one: what forms and rules of one expert read."""
    part = {name: value for name, value in part_at(content, key).items() if name != "id"}
    return {name: value for name, value in content.items() if name != FURTHER_EXPERTS} | {FIRST_EXPERT: part}


def expert_views(content: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The content once per expert, each with that expert's part as the only one."""
    return (
        (view_of_expert(content, key) for key, _part in parts_of(content))
        if content.get(FURTHER_EXPERTS)
        else iter((content,))
    )


def with_part(content: Mapping[str, Any], key: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """The top-level parts that change when this part becomes ``part``; a row that is not there yet is added."""
    if key == FIRST_EXPERT:
        return {FIRST_EXPERT: dict(part)}
    rows = [dict(row) for row in content.get(FURTHER_EXPERTS) or ()]
    fresh = {**part, "id": key}
    if any(row.get("id") == key for row in rows):
        return {FURTHER_EXPERTS: [fresh if row.get("id") == key else row for row in rows]}
    return {FURTHER_EXPERTS: [*rows, fresh]}


def without_part(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The ``further`` without the row of this key."""
    return {FURTHER_EXPERTS: [row for row in content.get(FURTHER_EXPERTS) or () if row.get("id") != key]}


def place_in(key: str, at: str) -> str:
    """A place of the one part as a place of the part of this key: ``participation.summary`` → ``further[x].summary``."""
    if key == FIRST_EXPERT or at.split(".")[0].split("[")[0] != FIRST_EXPERT:
        return at
    return f"{FURTHER_EXPERTS}[{key}]{at.removeprefix(FIRST_EXPERT)}"


def form_place(at: str) -> str:
    """The same place as the form names it, whoever's part it is."""
    if not at.startswith(f"{FURTHER_EXPERTS}["):
        return at
    return FIRST_EXPERT + at.partition("]")[2]


def other_parts_changed(before: Mapping[str, Any], after: Mapping[str, Any], own: str) -> bool:
    """Whether any part but the own one was changed, added, removed or moved."""
    kept = [(key, part) for key, part in parts_of(before) if key != own]
    return kept != [(key, part) for key, part in parts_of(after) if key != own]


def is_own_part(at: str, own: str) -> bool:
    """Whether a place is in this expert's part, or in no expert's."""
    if own == FIRST_EXPERT:
        return form_place(at) == at
    return at.startswith(f"{FURTHER_EXPERTS}[{own}]") or not at.startswith((FIRST_EXPERT, FURTHER_EXPERTS))
