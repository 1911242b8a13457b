"""JSON that is to be checked: whatever is missing is empty, whatever is no plan is refused in a sentence."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cli.checking import check_imported
from exchange.content import to_content
from exchange.imported import Imported, Unreadable
from exchange.readers.plan.plan_json_unfinished import read_unfinished
from tests.rules.sets.plan_documents import shape

TPCC = "107-tpcc"
ROWS = ("goals", "kpis", "key_plans")


def reading(value: object) -> Imported:
    return read_unfinished(json.dumps(value, ensure_ascii=False).encode())


def found(value: object) -> list[tuple[str, str]]:
    told = check_imported(reading(value), "plan.json").as_json()["findings"]
    return [(one["rule"], one["at"]) for one in told]


def test_the_import_shape_and_its_bare_content_say_the_same() -> None:
    plan = shape(TPCC)
    without = {key: value for key, value in plan.items() if key != "uncertain"}
    assert found(plan) == found(without) == found(plan["content"]) == []
    assert reading(plan).year == 107 and reading(plan["content"]).year is None


def test_a_stored_content_with_ids_is_read_too() -> None:
    numbers = count(1)
    content = to_content(reading(shape(TPCC)), new_id=lambda letter: f"{letter}-{next(numbers):08d}")
    assert found({"kind": "annual_plan", "year": 107, "agency": "臺灣省諮議會", "content": content}) == []


def test_numerals_that_the_file_writes_throughout_are_numbering() -> None:
    plan = shape(TPCC)
    for goal, mark in zip(plan["content"]["goals"], "一二三四", strict=True):
        old, goal["title"] = goal["title"], f"{mark}、{goal['title']}"
        kpis = [kpi for kpi in plan["content"]["kpis"] if kpi["goal"] == old]
        for place, kpi in enumerate(kpis, 1):
            kpi |= {"goal": f"{mark}{old}", "title": f"{place} {kpi['title']}"}
        for number, strategy in zip("一二三", goal["strategies"], strict=False):
            strategy["text"] = f"（{number}）{strategy['text']}"
    assert found(plan) == []
    plan["content"]["goals"][2]["title"] = plan["content"]["goals"][2]["title"].replace("三、", "二、")
    assert found(plan) == [("AP-06", "goals[2].title")]


def test_several_titles_or_categories_in_one_text_are_parted() -> None:
    plan = shape("107-moi")
    before = found(plan)
    for row in plan["content"]["key_plans"]:
        row["kpis"] = "、".join(row["kpis"])
    for kpi in plan["content"]["kpis"]:
        kpi["links"] = "／".join(kpi["links"])
    assert found(plan) == before


@pytest.mark.parametrize("name", ["goal", "title", "regime", "method", "measure", "target", "links"])
@pytest.mark.parametrize("how", ["absent", "null"])
def test_a_missing_column_is_a_finding_and_no_refusal(name: str, how: str) -> None:
    plan: dict[str, Any] = shape("107-cec")
    kpi = plan["content"]["kpis"][3]
    if how == "null":
        kpi[name] = None
    else:
        del kpi[name]
    assert ("KP-01", f"kpis[3].{name}") in found(plan)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "JSON 應為物件"),
        ({"a": 1}, "找不到 preamble"),
        ({"kind": "gender_impact", "content": {"goals": []}}, "gender_impact"),
        ({"content": {"goals": {}}}, "goals 應為陣列"),
        ({"content": {"goals": [3]}}, "goals[0] 應為物件"),
        ({"content": {"kpis": [{"measure": ["x"]}]}}, "kpis[0].measure 應為文字"),
        ({"content": {"kpis": [{"links": [{}]}]}}, "kpis[0].links[0] 應為文字"),
        ({"year": "一○七", "content": {"goals": []}}, "year 應為民國年"),
        ({"content": {"goals": [{"title": "x" * 600}]}}, "超出可匯入的範圍"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(value: object, words: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading(value)
    assert words in str(refusal.value.message) + "".join(map(str, refusal.value.details))


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**70)
    | st.floats()
    | st.text(alphabet="一二、（1）%a\ud800\x00年", max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "title", "text"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@given(st.sampled_from(["kind", "year", "agency", "content", "preamble", *ROWS]), st.data(), JUNK)
@settings(max_examples=400, deadline=None)
def test_odd_values_are_judged_or_refused_in_words(where: str, data: st.DataObject, value: object) -> None:
    plan = shape(TPCC)
    if where in ROWS:
        row = data.draw(st.sampled_from(plan["content"][where]))
        row[data.draw(st.sampled_from([*row, "unresolved", "polarity"]))] = value
    elif where == "preamble":
        plan["content"][where] = value
    else:
        plan[where] = value
    try:
        told = check_imported(read_unfinished(json.dumps(plan).encode()), "plan.json").as_json()
        answer = told["findings"] == json.loads(json.dumps(told))["findings"]
    except Unreadable as refused:
        answer = bool(str(refused.message))
    assert answer
