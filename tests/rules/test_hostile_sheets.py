"""``flask gia check`` never falls over: every file gets findings, or one sentence saying why it was not read."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.checking import check_sheet
from exchange.imported import Unreadable
from exchange.limits import MAX_FIELD
from exchange.sheet_shape import read_sheet, to_sheet
from tests.rules.examples import clean_sheet
from tests.rules.hostile import FILES
from tests.rules.sets.planting import Defect
from tests.rules.sets.sheet_defects import DEFECTS
from tests.rules.sets.sheets import NAMES, sheet


def told(data: bytes) -> int:
    """Return how many findings a file has, once they were written out; 0 for one that was refused in words."""
    refusal: Unreadable | None = None
    found: dict[str, Any] = {"findings": []}
    try:
        found = check_sheet(read_sheet(data, "sheet.json"), "sheet.json").as_json()
    except Unreadable as refused:
        refusal = refused
    if refusal:
        english = [str(line) for line in refusal.details]
        assert str(refusal.message).startswith("sheet.json ")
        assert len(english) == 1
        assert english[0].startswith("sheet.json ")
    json.dumps(found, ensure_ascii=False).encode()
    assert "%(" not in json.dumps([one["message"] for one in found["findings"]])
    return len(found["findings"])


@given(FILES)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_file_breaks_the_check(data: bytes) -> None:
    told(data)


def test_the_longest_text_that_is_judged_is_judged_quickly() -> None:
    begun = time.process_time()
    for words in ("一", "已", "性別", "建議", "（", "女1", "感謝委員", "「"):
        content = clean_sheet()
        text = words * (MAX_FIELD // len(words))
        content["mechanism"] = content["goal"] = content["participation"]["summary"] = text
        content["results"]["adopted"] = content["beneficiaries"][0]["reason"] = text
        assert told(json.dumps(content).encode())
    assert time.process_time() - begun < 20


def found(value: object) -> list[tuple[str, str]]:
    """Return rule and place of what is found on a sheet in some shape."""
    return [(one["rule"], one["at"]) for one in check_sheet(to_sheet(value, "s"), "s").as_json()["findings"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_in_another_shape_is_the_same_sheet(name: str) -> None:
    content = sheet(name)
    assert found({"content": content}) == found([content]) == []
    rows = content.get("beneficiaries")
    if rows:
        assert found(content | {"beneficiaries": {row.pop("item"): row for row in sheet(name)["beneficiaries"]}}) == []
        assert found(content | {"beneficiaries": [{**row, "item": f"{row['item']} 說明"} for row in rows]}) == []
        assert found(content | {"beneficiaries": [{k: v for k, v in row.items() if k != "item"} for row in rows]}) == []
    items = content.get("evaluation")
    if items:
        assert found(content | {"evaluation": [{"item": key, "text": text} for key, text in items.items()]}) == []


@pytest.mark.parametrize("name", NAMES)
def test_null_and_absent_are_one(name: str) -> None:
    """What is null may be left out, and what is blank may be null, without another verdict."""
    content = sheet(name)

    def less(value: object) -> object:
        if isinstance(value, dict):
            return {key: less(one) for key, one in value.items() if one is not None}
        return [less(one) for one in value] if isinstance(value, list) else value

    def null(value: object) -> object:
        if isinstance(value, dict):
            return {key: null(one) for key, one in value.items()}
        return [null(one) for one in value] if isinstance(value, list) else value if value != "" else None

    assert found(less(content)) == found(null(content)) == []


EDITS = st.sampled_from(("filler/phone", "filler/title", "participation/expert/title", "need/overview"))


@given(st.sampled_from(DEFECTS), st.sampled_from(NAMES), EDITS)
@settings(max_examples=300, deadline=None)
def test_an_unrelated_edit_does_not_change_the_verdict(defect: Defect, name: str, edit: str) -> None:
    content = sheet(name)
    part, *_, key = edit.split("/")
    if not defect.suits(content) or defect.at.replace(".", "/").startswith(edit) or not content.get(part):
        return
    defect.plant(content)
    before = found(content)
    here = content.get(part)
    here = here.get("expert") if here and "expert/" in edit else here
    if before and isinstance(here, dict) and here.get(key):
        here[key] = {
            "phone": "049-5550-0999",
            "title": "簡任秘書",
            "overview": "為因應第二期需求，擬擴大辦理 12 項工作。",
        }[key]
        assert found(content) == before
