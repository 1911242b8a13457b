"""Sheets that nobody should send: any JSON at any place, in any nesting, of any type."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.rules.sets.sheets import NAMES, sheet

WORDS = st.sampled_from(
    (
        "", " ", "是", "否", "無關", "有關", "免填", "性別", "建議補充性別統計。", "107-07-20", "107-02-30", "\ud800", "\x00", "NaN", "７－１",
        "女性 5 人、男性 0 人", "女性占 130%", "一" * 300, "（" * 200, "7-1", "3-8", "有，且具性別目標", "9" * 400, "102A", "98A", "108",
    )
)  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=30)
KEYS = st.sampled_from(
    ("item", "answer", "reason", "7-1", "8-1", "10-6", "name", "from", "to", "expert", "statistics", "type", "text", "external")
) | st.text(max_size=6)  # fmt: skip
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def _places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(place for key, one in pairs for place in _places(one, (*here, key)))]


_BASES = [(name, place) for name in NAMES for place in _places(sheet(name))]


@st.composite
def broken_sheets(draw: st.DrawFn) -> bytes:
    """Draw the bytes of a clean sheet with something else at up to three of its places."""
    name, _ = draw(st.sampled_from(_BASES))
    content: Any = deepcopy(sheet(name))
    for _, place in draw(st.lists(st.sampled_from([one for one in _BASES if one[0] == name]), min_size=1, max_size=3)):
        content = _laid(content, place, draw(VALUES))
    return json.dumps(content).encode()


def _laid(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    here = content
    for key in place[:-1]:
        if not _has(here, key):
            return content
        here = here[key]
    if _has(here, place[-1]):
        here[place[-1]] = value
    return content


def _has(here: Any, key: Any) -> bool:
    if isinstance(here, list):
        return isinstance(key, int) and key < len(here)
    return isinstance(here, dict) and key in here


FILES = broken_sheets() | VALUES.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60)
