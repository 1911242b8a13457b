"""Contents that are sent to be stored: real and sample documents, and a few thousand edits drawn with a fixed seed.

The draws know nothing of any schema: they turn, take out, double and replace pieces of JSON, so that the same cases can
be put to any code that judges content. ``bases.json`` holds what they start from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

BASES: Final = json.loads((Path(__file__).parent / "bases.json").read_text(encoding="utf-8"))
PLAN: Final[dict[str, Any]] = BASES["plan"]
SHEETS: Final[dict[str, dict[str, Any]]] = BASES["sheets"]
PARTS: Final = {"preamble": 100, "goals": 900, "kpis": 1400, "key_plans": 900}
"""How many edits of each part of a plan are drawn."""
SHEET_CASES: Final = 700
"""How many edits of a sheet of each form version are drawn."""

GOOD: Final[tuple[Any, ...]] = (
    "", "甲", "修正後的文字，兩句。", " 前後有空白 ", "第一段\r\n第二段\r第三段  \n\n", "兩\n行", "e\u0301tude", "5520", "4.9", "-3.50", "0",
    "統計數據", "higher", "ladder", "社會發展", "無", "PRICE", "中長程個案計畫報院", "≥", "%", "g-1", "k-1", "k-2", "3-1", "是", "107-07-18", 1, 5,
    106, 107, None, True, False, [], ["社會發展"], ["k-1", "k-1"], ["甲", "甲 "],
)  # fmt: skip
BAD: Final[tuple[Any, ...]] = (
    "x" * 201, "字" * 8001, "含\x07鈴", "半\ud800字", "1e5", "NaN", "１２", "一千", "lower ", "bad id", "≤≤", 0, 7, 1000, -1, 2**60, 1.0, 2.5,
    {}, {"value": "1"}, {"value": "1", "unit": "", "comparator": "", "text": "", "more": ""}, [1], [["a"]], ["字" * 201], ["不在清單"],
    {"id": "z-1"}, [{"id": "s-1", "text": "甲", "items": []}], [{"id": "y-1", "year": 107}], "甲" * 41, "甲" * 301,
)  # fmt: skip
ODD_KEYS: Final = ("odd", "沒有的欄", "x" * 60, "items", "years", "title", "id", "figures")
IDS: Final = ("g-1", "k-1", "s-1", "y-1", "p-1", "", "K-1", "k-", 7, None, "further")


@dataclass(frozen=True)
class Case:
    """One content sent over another: of the part of a plan, or of a whole sheet of one form version (``part`` then names it)."""

    name: str
    part: str
    sent: Any
    stored: Any


def plan_cases() -> Iterator[Case]:
    """Edits of each part of the plan, over the part as it is stored."""
    for part, count in PARTS.items():
        for seed in range(count):
            random, stored = Random(f"{part} {seed}"), PLAN[part]
            yield Case(f"{part} {seed}", part, _edited(stored, random), stored)


def sheet_cases() -> Iterator[Case]:
    """Edits of a sheet of each version; a whole sheet is always an object."""
    for code, stored in SHEETS.items():
        for seed in range(SHEET_CASES):
            random = Random(f"{code} {seed}")
            sent = _edited(stored, random)
            yield Case(f"{code} {seed}", code, sent if isinstance(sent, dict) else {**stored, "goal": sent}, stored)


def _edited(stored: Any, random: Random) -> Any:
    holder = {"": deepcopy(stored)}
    kindly = random.random() < 0.55
    for _ in range(random.randrange(1, 5)):
        _edit(holder, random, kindly=kindly)
    return holder[""]


def _edit(holder: Any, random: Random, *, kindly: bool) -> None:
    """One edit at a place drawn by walking down: the deeper, the likelier it stops."""
    here: Any = holder
    key: Any = ""
    while isinstance(here[key], dict | list) and here[key] and random.random() < 0.85:
        here = here[key]
        key = random.choice(sorted(here)) if isinstance(here, dict) else random.randrange(len(here))
    value = here[key]
    if kindly:
        _edit_kindly(here, key, value, random)
    elif isinstance(value, dict) and random.random() < 0.6:
        _break_object(value, random)
    elif isinstance(value, list) and random.random() < 0.7:
        _break_list(value, random)
    else:
        here[key] = deepcopy(random.choice((*BAD, *GOOD)))


def _edit_kindly(here: Any, key: Any, value: Any, random: Random) -> None:
    """What people do: write other words, take rows out, turn them round."""
    if isinstance(value, list) and value:
        drawn = random.randrange(3)
        if drawn == 0:
            value.pop(random.randrange(len(value)))
        elif drawn == 1:
            random.shuffle(value)
        else:
            fresh = deepcopy(value[-1])
            if isinstance(fresh, dict) and isinstance(fresh.get("id"), str):
                fresh["id"] = f"{fresh['id'][0]}-new{random.randrange(100)}"
            value.append(fresh)
    elif isinstance(value, str) and key not in ("id", "item"):
        same = [one for one in GOOD if isinstance(one, str)]
        here[key] = random.choice(same) if random.random() < 0.5 else value + random.choice(("。", " ", "\n增列一行"))
    elif isinstance(value, bool):
        here[key] = not value
    elif isinstance(value, int):
        here[key] = float(value) if random.random() < 0.3 else random.choice((1, 2, 106, 108))


def _break_object(value: dict[str, Any], random: Random) -> None:
    drawn = random.randrange(4)
    if drawn == 0 and value:
        value.pop(random.choice(sorted(value)))
    elif drawn == 1:
        value[random.choice(ODD_KEYS)] = deepcopy(random.choice(GOOD))
    elif drawn == 2:
        value["id" if "id" in value or random.random() < 0.5 else "item"] = random.choice(IDS)
    else:
        value[random.choice(sorted(value) or ["odd"])] = deepcopy(random.choice(BAD))


def _break_list(value: list[Any], random: Random) -> None:
    drawn = random.randrange(5)
    if drawn == 0 and value:
        value.append(deepcopy(random.choice(value)))
    elif drawn == 1:
        value.append(deepcopy(random.choice((*BAD, *GOOD))))
    elif drawn == 2 and value:
        value *= random.choice((2, 52, 501) if len(value) < 4 else (2,))
    elif drawn == 3:
        value.clear()
    else:
        random.shuffle(value)
