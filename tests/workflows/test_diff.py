"""What changed between two contents: nothing between equals, everything between others, as an editor would mark it."""

from __future__ import annotations

import json
from copy import deepcopy
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.seeding.walking import sample_content, sample_sheet
from workflows.content.diff import ChangeClass, ChangeKind, changes_json, compare, differing_passages
from workflows.content.text_diff import class_of, numbers
from workflows.lifecycle.registry import kind_named
from workflows.schema.plan import ANNUAL_PLAN_FORM
from workflows.schema.sheet import form_version

TEXTS = st.text(st.sampled_from("一二三人才科技研究，。；、台臺1234567890,.%％AB\n\U000f0000\U0001f600"), max_size=60)


def applied(found: tuple[tuple[str, str], ...], sign: str) -> str:
    """One side of a marked passage: what was kept, with what was struck or what came."""
    return "".join(text for mark, text in found if mark in ("=", sign))


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_pieces_give_both_sides(before: str, after: str) -> None:
    found = differing_passages(before, after)
    assert applied(found, "-") == before
    assert applied(found, "+") == after
    assert all(text for _, text in found)


def test_a_number_is_one_unit() -> None:
    assert differing_passages("目標2,215人次", "目標1,728人次") == (
        ("=", "目標"),
        ("-", "2,215"),
        ("+", "1,728"),
        ("=", "人次"),
    )
    assert differing_passages("達 92.5%", "達 92.8%") == (("=", "達 "), ("-", "92.5%"), ("+", "92.8%"))


def test_a_replaced_word_is_four_characters() -> None:
    before, after = "補助延攬優秀外籍人才參與科技研究計畫", "補助延攬優秀海內人才參與科技研究計畫"
    marked = [text for sign, text in differing_passages(before, after) if sign != "="]
    assert sum(map(len, marked)) == 4


def test_a_rewritten_sentence_among_five_is_one_mark() -> None:
    five = [
        "第一句說明背景。",
        "本部將推動前瞻基礎研究並強化產學合作，以提升學術影響力。",
        "第三句不變。",
        "第四句也不變。",
        "末句不變。",
    ]
    anew = [*five[:1], "為因應國際競爭，規劃培育跨域研究團隊並建立產業鏈結平臺，俾利擴大影響。", *five[2:]]
    found = differing_passages("".join(five), "".join(anew))
    assert [sign for sign, _ in found] == ["=", "-", "+", "="]


@pytest.mark.parametrize(
    ("before", "after", "cls"),
    [
        ("來台參與研究", "來臺參與研究", "typo"),
        ("ＡＢＣ計畫", "ABC計畫", "typo"),
        ("研究，發展", "研究、發展", "typo"),
        ("達80件", "達90件", "number"),
        ("1.5億元", "15億元", "number"),
        ("成長-3%", "成長3%", "number"),
        ("優秀科研人士", "優秀科技人才", "text"),
        ("達80件", "至少90案", "text"),
    ],
)
def test_the_class_of_a_change(before: str, after: str, cls: str) -> None:
    assert class_of(before, after) == cls


def test_numbers_are_compared_in_their_plain_form() -> None:
    assert numbers("２，２１５人次與 1,000") == ("2215", "1000")


@pytest.mark.parametrize("kind", ["annual_plan", "gender_impact", "kpi_definition"])
def test_equal_contents_have_no_change(kind: str) -> None:
    content = content_of(kind)
    assert compare(content, content, kind_named(kind).forms("102A")) == ()
    assert compare(content, deepcopy(content), kind_named(kind).forms("102A")) == ()


def content_of(kind: str) -> dict[str, Any]:
    """A content of this kind."""
    plan = sample_content(107)
    if kind == "gender_impact":
        return sample_sheet()
    return {"kpi": plan["kpis"][0], "goal_title": plan["goals"][0]["title"]} if kind == "kpi_definition" else plan


def test_a_target_is_a_number_with_its_thousands() -> None:
    before = sample_content(107)
    after = deepcopy(before)
    before["kpis"][0]["target"] |= {"value": "2215", "text": ""}
    after["kpis"][0]["target"] |= {"value": "1728", "text": ""}
    row = before["kpis"][0]["id"]
    assert changes_json(compare(before, after, ANNUAL_PLAN_FORM)) == {
        "changes": [{"at": f"kpis[{row}].target", "kind": "changed", "from": "2,215", "to": "1,728", "class": "number"}]
    }


def test_rows_that_come_go_and_move() -> None:
    before = {"kpis": [{"id": f"k-{n}", "title": f"指標{n}", "goal": "", "kpis": []} for n in range(5)]}
    rows = deepcopy(before["kpis"])
    after = {"kpis": [rows[4], rows[0], rows[1], rows[3], {"id": "k-9", "title": "新指標"}]}
    found = {(change.at, change.kind) for change in compare(before, after, ANNUAL_PLAN_FORM)}
    assert found == {
        ("kpis[k-4]", ChangeKind.MOVED), ("kpis[k-2]", ChangeKind.REMOVED), ("kpis[k-9]", ChangeKind.ADDED)
    }  # fmt: skip
    assert {change.cls for change in compare(before, after, ANNUAL_PLAN_FORM)} == {ChangeClass.STRUCTURE}


@given(st.permutations(range(6)))
@settings(deadline=None)
def test_moving_rows_changes_nothing_in_them(order: list[int]) -> None:
    rows = [{"id": f"k-{n}", "title": f"指標{n}", "measure": f"衡量{n}"} for n in range(6)]
    found = compare({"kpis": rows}, {"kpis": [dict(rows[n]) for n in order]}, ANNUAL_PLAN_FORM)
    assert all(change.kind is ChangeKind.MOVED for change in found)
    assert bool(found) == (list(order) != sorted(order))


def test_links_are_said_by_title() -> None:
    before = sample_content(107)
    after = deepcopy(before)
    after["key_plans"][0]["kpis"] = [after["kpis"][-1]["id"]]
    before["key_plans"][0]["kpis"] = []
    (change,) = compare(before, after, ANNUAL_PLAN_FORM)
    assert (change.cls, change.after) == (ChangeClass.LINK, after["kpis"][-1]["title"])


def test_files_without_ids_are_compared_by_title() -> None:
    def without_ids(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: without_ids(each) for name, each in value.items() if name != "id"}
        return [without_ids(each) for each in value] if isinstance(value, list) else value

    before = without_ids(sample_content(107))
    after = deepcopy(before)
    after["kpis"] = after["kpis"][::-1]
    after["kpis"][0]["measure"] += "（以年底統計為準）"
    changed = [change for change in compare(before, after, ANNUAL_PLAN_FORM) if change.kind is ChangeKind.CHANGED]
    assert [change.at for change in changed] == [f"kpis[{before['kpis'][-1]['title']}].measure"]


def test_answers_of_a_sheet_are_found_by_their_item() -> None:
    before = sample_sheet()
    after = deepcopy(before)
    after["beneficiaries"][0]["reason"] += "另補充統計。"
    after["evaluation"][next(iter(after["evaluation"]))] += "另補充。"
    item = before["beneficiaries"][0]["item"]
    assert {change.at for change in compare(before, after, form_version("102A"))} == {
        f"beneficiaries[{item}].reason", f"evaluation.{next(iter(before['evaluation']))}"
    }  # fmt: skip


def test_a_long_plan_is_compared_in_little_time() -> None:
    before = sample_content(107)
    before["key_plans"] = [
        {**before["key_plans"][0], "id": f"p-{n}", "content": f"第{n}項計畫推動研究。" * 60} for n in range(70)
    ]
    after = json.loads(json.dumps(before))
    for row in after["key_plans"][::7]:
        row["content"] = row["content"].replace("推動", "辦理", 3)
    begun = process_time()
    found = compare(before, after, ANNUAL_PLAN_FORM)
    assert sum(len(change.pieces) for change in found) > 10
    assert process_time() - begun < 0.5
