"""A gender-impact sheet as a JSON file lays it down, brought into the concept shape that rules and pages read.

Every refusal is said in Chinese, with the same sentence in English among the details: such files are made by programs,
and who mends the program may read either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from exchange.imported import Unreadable
from exchange.limits import MAX_FIELD
from models.wording import N_, Message

DEEPEST: Final = 30
MOST_VALUES: Final = 20_000
CONCEPTS: Final = frozenset(
    ("form", "amendment", "filler", "need", "goal", "mechanism", "beneficiaries", "evaluation", "participation", "results")
)  # fmt: skip
WRAPPERS: Final = ("content", "sheet", "gender_impact")
_ITEM: Final = re.compile(r"\d{1,2}-\d{1,2}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def read_sheet(data: bytes, name: str) -> dict[str, Any]:
    """Return the sheet in a JSON file; raise ``Unreadable`` where it is no JSON, no object, too deep or too long."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as broken:
        words = N_("%(name)s 不是 UTF-8 編碼的 JSON 檔（第 %(byte)s 個位元組無法解讀）。")
        english = f"{name} is not JSON in UTF-8 (byte {broken.start + 1} cannot be read)."
        raise _refused(words, english, name=name, byte=broken.start + 1) from broken
    except json.JSONDecodeError as broken:
        words = N_("%(name)s 不是可讀的 JSON 檔：第 %(line)s 行第 %(column)s 字起無法解讀。")
        english = f"{name} is not readable JSON: it cannot be read from line {broken.lineno}, column {broken.colno} on."
        raise _refused(words, english, name=name, line=broken.lineno, column=broken.colno) from broken
    except RecursionError as broken:
        raise _too_deep(name) from broken
    except ValueError as broken:
        words = N_("%(name)s 有過長的數字，無法讀取。")
        raise _refused(words, f"{name} holds a number that is too long to be read.", name=name) from broken
    return to_sheet(value, name)


def to_sheet(value: object, name: str) -> dict[str, Any]:
    """Return a sheet in the concept shape; raise ``Unreadable`` for what is no sheet."""
    if isinstance(value, list) and len(value) == 1:
        (value,) = value
    if isinstance(value, Mapping) and not CONCEPTS & set(value):
        value = next((value[key] for key in WRAPPERS if isinstance(value.get(key), Mapping)), value)
    if not isinstance(value, Mapping):
        raise _refused(
            N_("%(name)s 應為一份檢視表（JSON 物件）。"), f"{name} should hold one sheet (a JSON object).", name=name
        )
    _check_bounds(value, name)
    content = {str(key): _clean(one) for key, one in value.items()}
    if "beneficiaries" in content:
        content["beneficiaries"] = _rows(content["beneficiaries"])
    if isinstance(content.get("evaluation"), list):
        content["evaluation"] = _by_item(content["evaluation"])
    return content


def _refused(words: str, english: str, **figures: object) -> Unreadable:
    return Unreadable(Message.of(words, **figures), [Message(english)])


def _too_deep(name: str) -> Unreadable:
    english = f"{name} is nested deeper than {DEEPEST} levels and was not checked."
    return _refused(N_("%(name)s 的巢狀超過 %(most)s 層，未檢核。"), english, name=name, most=DEEPEST)


def _check_bounds(value: object, name: str) -> None:
    """Refuse what no real sheet is, before any rule reads it."""
    waiting, count = [(value, 1)], 0
    while waiting:
        here, depth = waiting.pop()
        count += 1
        if depth > DEEPEST:
            raise _too_deep(name)
        if isinstance(here, str) and len(here) > MAX_FIELD:
            words = N_("%(name)s 有一欄長達 %(length)s 字，上限 %(limit)s 字，未檢核。")
            english = f"{name} has a field of {len(here)} characters; at most {MAX_FIELD} are checked."
            raise _refused(words, english, name=name, length=len(here), limit=MAX_FIELD)
        if isinstance(here, Mapping):
            waiting += ((one, depth + 1) for pair in here.items() for one in pair)
        elif isinstance(here, list):
            waiting += ((one, depth + 1) for one in here)
        if count > MOST_VALUES:
            english = f"{name} holds more than {MOST_VALUES} values, which no sheet does; it was not checked."
            words = N_("%(name)s 的內容超過 %(most)s 項，不像一份檢視表，未檢核。")
            raise _refused(words, english, name=name, most=MOST_VALUES)


def _clean(value: Any) -> Any:
    """Return a value whose texts can be written out again: half characters become the replacement character."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list) else value


def _rows(value: Any) -> Any:
    """Return beneficiary items as rows with their item number: a map becomes rows, a number is read off its label."""
    if isinstance(value, Mapping):
        value = [
            {"item": key, **one} if isinstance(one, Mapping) else {"item": key, "answer": one}
            for key, one in value.items()
        ]
    if not isinstance(value, list):
        return value
    numbered = any(isinstance(row, Mapping) and _ITEM.match(str(row.get("item", ""))) for row in value)
    rows = []
    for place, row in enumerate(value, 1):
        if isinstance(row, Mapping):
            match = _ITEM.match(str(row.get("item", "")).strip())
            item = match[0] if match else row.get("item")
            row = {**row, "item": item if numbered else f"7-{place}"}
        rows.append(row)
    return rows


def _by_item(rows: list[Any]) -> dict[str, Any]:
    """Return evaluation items as a map from their numbers, where a file lays them down as rows."""
    by_item: dict[str, Any] = {}
    for row in rows:
        if isinstance(row, Mapping) and row.get("item"):
            texts = [one for key, one in row.items() if key != "item" and isinstance(one, str)]
            by_item[str(row["item"])] = texts[0] if texts else None
    return by_item
