"""Places of content: ``beneficiaries[7-1].reason`` is the reason of the row whose ``item`` (or ``id``) is 7-1.

In a table by year the year stands in the brackets: ``budget.years[108].current``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Content: TypeAlias = Mapping[str, Any]
Step: TypeAlias = tuple[str, str]
_ROW: Final = re.compile(r"\[[^\[\]]*\]")
_STEP: Final = re.compile(r"(?<![^.\[\]])([^.\[\]]+)(?:\[([^\[\]]*)\])?(?:\.|$)")


def steps_of(path: str) -> list[Step]:
    """The steps of a path: each a name and the row behind it, empty where there is none."""
    return _STEP.findall(path)


def top_key(path: str) -> str:
    """The top-level key in which a place stands."""
    return path.split(".")[0].split("[")[0]


def plain_path(path: str) -> str:
    """A path without the rows and years in it: ``money[m-1].years[108].amount`` is ``money.years.amount``."""
    return _ROW.sub("", path)


def row_in(rows: Any, key: str) -> Any:
    """The row of this item, id or year; ``None`` where there is none."""
    if isinstance(rows, Mapping):
        return rows.get(key)
    here = rows if isinstance(rows, list) else []
    return next((one for one in here if isinstance(one, Mapping) and key in (one.get("item"), one.get("id"))), None)


def value_at(content: Content, path: str) -> Any:
    """What stands at a place, ``None`` where nothing does."""
    here: Any = content
    for name, row in steps_of(path):
        here = here.get(name) if isinstance(here, Mapping) else None
        if row:
            here = row_in(here, row)
    return here


def put_at(content: Content, values: Mapping[str, Any]) -> dict[str, Any]:
    """The top-level parts that hold these places, copied, with the values put in; rows that are not there stay away."""
    changed: dict[str, Any] = {}
    for path, value in values.items():
        steps = steps_of(path)
        top = steps[0][0]
        changed[top] = _put(changed.get(top, content.get(top)), steps, value)
    return changed


def _put(here: Any, steps: list[Step], value: Any) -> Any:
    (_name, row), rest = steps[0], steps[1:]
    if not row:
        return _inside(here, rest, value)
    if isinstance(here, Mapping):
        return {**here, row: _inside(here.get(row), rest, value)}
    rows = here if isinstance(here, list) else []
    return [_inside(one, rest, value) if row in (one.get("item"), one.get("id")) else one for one in rows]


def _inside(here: Any, rest: list[Step], value: Any) -> Any:
    if not rest:
        return value
    name = rest[0][0]
    known = here if isinstance(here, Mapping) else {}
    return {**known, name: _put(known.get(name), rest, value)}
