"""Drafting over HTTP, as a person without scripts does it: nothing typed is ever lost, nobody is overwritten unseen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.base import db
from models.document import Revision
from tests.pages import Page, PageClient
from tests.views.reviewers import World, send_json
from workflows.kinds import annual_plan
from workflows.schema import plan
from workflows.schema.fields import Field, Input

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def drafter(world: World) -> PageClient:
    return cast(PageClient, world.enter("drafter"))


@pytest.fixture
def colleague(world: World) -> PageClient:
    return cast(PageClient, world.enter("drafter2"))


def part(client: PageClient, world: World, name: str) -> Any:
    return client.get(f"/plans/{world.plan_id}/edit/{name}", headers=JSON).json["value"]


def place(world: World, *names: str) -> str:
    return "/".join((f"/plans/{world.plan_id}/edit", *names))


def first(client: PageClient, world: World, name: str) -> tuple[dict[str, Any], str]:
    row = part(client, world, name)[0]
    return row, place(world, name, row["id"])


def send(client: PageClient, path: str, answer: Any = None, op: Any = "save", **values: Any) -> TestResponse:
    """Send the form ``sheet`` as it stands on a page (or on the answer just given), some fields typed anew."""
    answer = answer or client.get(path)
    form = next(form for form in Page(answer.text).forms if form.action == path and form.method == "post")
    data: dict[str, Any] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    return client.post(path, data=data | values | {"op": op})


def last_note(world: World) -> str:
    with world.app.app_context():
        return db.session.scalars(select(Revision.note).order_by(Revision.id.desc())).first() or ""


def typed(answer: TestResponse, name: str) -> list[str]:
    """What a field holds on the page, wherever it stands."""
    return [
        value.removeprefix("\r").removeprefix("\n")
        for form in Page(answer.text).forms
        for field, value in form.fields
        if field == name
    ]


@pytest.mark.parametrize("name", ["preamble", "goals", "kpis", "key_plans"])
def test_every_part_has_its_page_and_every_row_opens(world: World, drafter: PageClient, name: str) -> None:
    assert drafter.get(place(world, name)).status_code == 200
    for row in part(drafter, world, name) if name != "preamble" else []:
        assert drafter.get(place(world, name, row["id"])).status_code == 200


def test_a_form_sent_as_it_came_changes_nothing_and_says_so(world: World, drafter: PageClient) -> None:
    before = world.now().revision
    for name in ("goals", "kpis", "key_plans"):
        for row in part(drafter, world, name):
            path = place(world, name, row["id"])
            assert send(drafter, path).status_code == 303
    send(drafter, place(world, "preamble"))
    assert world.now().revision == before
    assert "內容沒有變動" in drafter.get(place(world, "preamble")).text


def test_a_save_is_a_revision_with_its_note(world: World, drafter: PageClient) -> None:
    row, path = first(drafter, world, "kpis")
    before = world.now().revision
    answer = send(drafter, path, measure="新的衡量標準", note="依會計意見")
    assert (answer.status_code, answer.location) == (303, path)
    page = drafter.get(path).text
    assert f"已存成修訂 {before + 1}" in page
    assert f'content="{world.plan_id}:kpis:{row["id"]}"' in page
    assert "新的衡量標準" in page
    assert last_note(world) == "依會計意見"


def test_save_and_next_leads_to_the_row_after_it(world: World, drafter: PageClient) -> None:
    rows = part(drafter, world, "goals")
    if len(rows) < 2:
        drafter.send(place(world, "goals"), form="/edit/goals", op="add:")
        rows = part(drafter, world, "goals")
    answer = send(drafter, place(world, "goals", rows[0]["id"]), op=f"next:{rows[1]['id']}", title="改過的目標名稱")
    assert answer.location == place(world, "goals", rows[1]["id"])
    assert part(drafter, world, "goals")[0]["title"] == "改過的目標名稱"


@pytest.mark.parametrize("name", ["goals", "kpis", "key_plans"])
def test_rows_are_added_moved_and_removed_by_buttons(world: World, drafter: PageClient, name: str) -> None:
    before = [row["id"] for row in part(drafter, world, name)]
    answer = drafter.send(place(world, name), form=f"/edit/{name}", op=f"add:{before[-1]}")
    fresh = answer.location.rsplit("/", 1)[1]
    assert drafter.get(answer.location).status_code == 200
    assert [row["id"] for row in part(drafter, world, name)] == [*before, fresh]
    drafter.send(place(world, name), form=f"/edit/{name}", op=f"up:{fresh}")
    moved = [row["id"] for row in part(drafter, world, name)]
    assert sorted(moved) == sorted([*before, fresh])
    assert moved.index(fresh) < len(before) or name == "kpis"
    answer = send(drafter, place(world, name, fresh), op="remove")
    assert answer.location == place(world, name)
    assert [row["id"] for row in part(drafter, world, name)] == before


def test_a_press_repeated_has_one_effect(world: World, drafter: PageClient) -> None:
    path = place(world, "kpis")
    [form] = [form for form in drafter.forms(path) if form.action == path]
    data = dict(form.fields) | {"op": "add:"}
    count = len(part(drafter, world, "kpis"))
    assert drafter.post(path, data=data).status_code == 303
    assert drafter.post(path, data=data).status_code == 303
    assert len(part(drafter, world, "kpis")) == count + 1


def test_lines_change_while_they_are_typed_and_nothing_is_saved(world: World, drafter: PageClient) -> None:
    goal, path = first(drafter, world, "goals")
    before = world.now().revision
    answer = send(drafter, path, op="line-add:", title="打到一半的名稱")
    assert answer.status_code == 200
    assert typed(answer, "title") == ["打到一半的名稱"]
    one = typed(answer, "lines")[-1].partition(":")[0]
    answer = send(drafter, path, answer, op=f"line-under:{one}", **{f"line-{one}": "新策略"})
    two = typed(answer, "lines")[-1].partition(":")[0]
    answer = send(drafter, path, answer, op=f"line-out:{two}", **{f"line-{two}": "新細項"})
    answer = send(drafter, path, answer, op=f"line-up:{two}")
    answer = send(drafter, path, answer, op=f"line-in:{one}")
    assert typed(answer, f"line-{one}") == ["新策略"]
    assert world.now().revision == before
    assert send(drafter, path, answer).status_code == 303
    saved = part(drafter, world, "goals")[0]
    assert saved["title"] == "打到一半的名稱"
    assert saved["strategies"][-1]["text"] == "新細項"
    assert [item["text"] for item in saved["strategies"][-1]["items"]] == ["新策略"]
    assert len(saved["strategies"]) == len(goal["strategies"]) + 1


def test_a_line_is_called_by_its_kind_and_number_in_both_languages(world: World, drafter: PageClient) -> None:
    whole = drafter.get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json["content"]
    goal = next(row["id"] for row in whole["goals"] if row["strategies"])
    address = f"/plans/{world.plan_id}/edit/goals/{goal}"
    assert 'aria-label="策略（一）"' in drafter.get(address).text
    drafter.get("/language/en?next=/")
    page = drafter.get(address).text
    assert 'aria-label="Strategy （一）"' in page
    assert "Save as revision" in page and "Saved as revision" not in page


def test_a_target_is_typed_in_its_parts(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    send(
        drafter,
        path,
        **{"target-value": "５,５２０", "target-unit": "人次", "target-comparator": "≥", "target-text": ""},
    )
    assert part(drafter, world, "kpis")[0]["target"] == {"value": "5520", "unit": "人次", "comparator": "≥", "text": ""}
    assert typed(drafter.get(path), "target-value") == ["5,520"]


def test_titles_that_name_no_kpi_are_resolved_or_struck(world: World, drafter: PageClient) -> None:
    plan, path = first(drafter, world, "key_plans")
    kpi = part(drafter, world, "kpis")[0]
    body = {"parts": {"key_plans": [plan | {"kpis": [], "unresolved": ["甲名稱", "乙名稱", "丙名稱"]}]}}
    assert (
        send_json(
            drafter, f"/documents/{world.plan_id}/content", version=world.now().version, key="k", **body
        ).status_code
        == 200
    )
    page = drafter.get(path).text
    assert all(title in page for title in ("甲名稱", "乙名稱", "丙名稱"))
    send(drafter, path, **{"unresolved-0": kpi["id"], "unresolved-1": "-"})
    saved = part(drafter, world, "key_plans")[0]
    assert (saved["kpis"], saved["unresolved"]) == ([kpi["id"]], ["丙名稱"])


BAD = {
    "too long": ("title", "長" * 300, "最多 200 字"),
    "control": ("measure", "有\x00控制\x07字元", "控制字元"),
    "empty": ("title", "", "此欄位是必需的"),
    "no figure": ("target-value", "很多", "應為數字"),
    "no choice": ("method", "占卜", "請從列出的項目中選擇"),
    "no such goal": ("goal", "<b>x</b>" * 20, "最多"),
    "long note": ("note", "註" * 501, "最多 500 字"),
    "note with control": ("note", "註\x00", "控制字元"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_accepted_stays_on_the_page_with_a_word_about_it(
    world: World, drafter: PageClient, name: str
) -> None:
    field, value, word = BAD[name]
    _row, path = first(drafter, world, "kpis")
    before = world.now().revision
    answer = send(drafter, path, formula="照樣留著的公式", **{field: value})
    assert answer.status_code == 422
    assert "還沒有存成" in answer.text
    assert word in answer.text
    assert typed(answer, "formula") == ["照樣留著的公式"]
    if field not in ("goal", "method"):
        assert (typed(answer, field) or re.findall(r'name="note" value="([^"]*)"', answer.text))[0] == value
    assert world.now().revision == before
    assert "data-unsaved" in answer.text


def test_wtforms_own_sentences_are_in_traditional_chinese(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    answer = send(drafter, path, title="")
    assert "此欄位是必需的" in answer.text
    assert "该" not in answer.text


def test_six_megabytes_come_back(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    answer = send(drafter, path, measure="a" * 6_000_000)
    assert answer.status_code == 422
    assert "最多 8000 字，目前 6000000 字" in answer.text
    assert "a" * 6_000_000 in answer.text


def test_fields_that_did_not_come_stay_as_they_are(world: World, drafter: PageClient) -> None:
    row, path = first(drafter, world, "kpis")
    form = dict(next(form for form in drafter.forms(path) if form.action == path).fields)
    data = {name: form[name] for name in ("csrf_token", "version", "idempotency_key")}
    assert drafter.post(path, data=data | {"measure": "只送這一欄"}).status_code == 303
    assert part(drafter, world, "kpis")[0] == row | {"measure": "只送這一欄"}


@pytest.mark.parametrize(
    "path", ["kpis/k-404", "kpis/../x", "kpis/k-%00", "goals/k-1", "nowhere", "nowhere/k-1", "preamble/x"]
)
def test_rows_and_parts_that_do_not_exist(world: World, drafter: PageClient, path: str) -> None:
    assert drafter.get(place(world, path)).status_code == 404


def test_what_one_may_not_edit_is_refused(world: World) -> None:
    assert world.enter("planning").get(place(world, "kpis")).status_code == 403
    assert world.enter("edu-drafter").get(place(world, "kpis")).status_code == 404
    world.forward("unit_review")
    assert world.enter("drafter").get(place(world, "kpis")).status_code == 403


def test_the_second_saver_is_asked_by_field_and_loses_nothing(
    world: World, drafter: PageClient, colleague: PageClient
) -> None:
    _row, path = first(drafter, world, "kpis")
    mine = drafter.get(path)
    assert send(colleague, path, measure="他的衡量標準", baseline="他的基準值").status_code == 303
    answer = send(drafter, path, mine, measure="我的衡量標準", formula="我的公式", note="我的說明")
    assert answer.status_code == 409
    for word in ("我的衡量標準", "他的衡量標準", "吳宗翰", "保留您修改的：計算公式", "採用對方修改的：基準值"):
        assert word in answer.text
    assert answer.text.count('class="clash"') == 1
    assert send(drafter, path, answer).status_code == 303
    saved = part(drafter, world, "kpis")[0]
    assert (saved["measure"], saved["formula"], saved["baseline"]) == ("我的衡量標準", "我的公式", "他的基準值")
    assert last_note(world) == "我的說明"


def test_choices_both_made_are_asked_with_their_own_control(
    world: World, drafter: PageClient, colleague: PageClient
) -> None:
    _row, path = first(drafter, world, "kpis")
    mine = drafter.get(path)
    send(colleague, path, polarity="lower", links=["公共建設"], **{"target-value": "7"})
    answer = send(drafter, path, mine, polarity="exact", links=["社會發展"], **{"target-value": "9"})
    assert answer.status_code == 409
    assert answer.text.count('class="clash"') == 3
    assert send(drafter, path, answer, polarity="lower").status_code == 303
    saved = part(drafter, world, "kpis")[0]
    assert (saved["polarity"], saved["links"], saved["target"]["value"]) == ("lower", ["社會發展"], "9")


def test_changes_elsewhere_need_one_press(world: World, drafter: PageClient, colleague: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    mine = drafter.get(path)
    send(colleague, place(world, "preamble"), preamble="別處的文字")
    answer = send(drafter, path, mine, measure="我的")
    assert answer.status_code == 409
    assert "已經併好" in answer.text
    assert send(drafter, path, answer).status_code == 303
    assert part(drafter, world, "preamble") == "別處的文字"


def test_the_preamble_of_two_people(world: World, drafter: PageClient, colleague: PageClient) -> None:
    path = place(world, "preamble")
    mine = drafter.get(path)
    send(colleague, path, preamble="他寫的前言")
    answer = send(drafter, path, mine, preamble="我寫的前言")
    assert answer.status_code == 409
    assert "他寫的前言" in answer.text
    assert send(drafter, path, answer).status_code == 303
    assert part(drafter, world, "preamble") == "我寫的前言"


def test_a_row_removed_by_another_can_be_put_back(world: World, drafter: PageClient, colleague: PageClient) -> None:
    row, path = first(drafter, world, "kpis")
    mine = drafter.get(path)
    send(colleague, path, op="remove")
    answer = send(drafter, path, mine, measure="還在寫的文字")
    assert answer.status_code == 409
    assert "放回計畫" in answer.text
    assert send(drafter, path, answer).status_code == 303
    saved = next(one for one in part(drafter, world, "kpis") if one["id"] == row["id"])
    assert saved["measure"] == "還在寫的文字"


def test_what_was_typed_stays_when_the_document_can_no_longer_be_edited(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    mine = drafter.get(path)
    world.forward("unit_review")
    answer = send(drafter, path, mine, measure="來不及存的文字")
    assert answer.status_code == 409
    assert "來不及存的文字" in answer.text
    assert "文件目前不能修改" in answer.text


def test_without_a_version_nothing_is_overwritten(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    assert send(drafter, path, version="", measure="沒有版次").status_code == 409
    assert send(drafter, path, version="abc", measure="沒有版次").status_code == 409


def test_a_field_added_to_the_declaration_appears_by_itself(
    world: World, drafter: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forms.drafting import row_form

    wider = replace(plan.KPI, content=(*plan.KPI.content, Field("reviewer_note", "審閱附記", Input.TEXT, 100)))
    section = replace(plan.ANNUAL_PLAN_FORM.section_named["kpis"], content=(wider,))
    sections = [section if one.key == "kpis" else one for one in plan.ANNUAL_PLAN_FORM.sections]
    monkeypatch.setitem(plan.ROWS, "kpis", wider)
    monkeypatch.setattr(annual_plan, "ANNUAL_PLAN_FORM", replace(plan.ANNUAL_PLAN_FORM, sections=tuple(sections)))
    row_form.cache_clear()
    try:
        _row, path = first(drafter, world, "kpis")
        assert "審閱附記" in drafter.get(path).text
        assert send(drafter, path, reviewer_note="附記的文字").status_code == 303
        assert part(drafter, world, "kpis")[0]["reviewer_note"] == "附記的文字"
    finally:
        row_form.cache_clear()


def test_one_press_proposes_the_directions_that_are_missing(world: World, drafter: PageClient) -> None:
    """KP-10 asks for a direction; what was declared stays, what is missing is proposed, and it is one revision."""
    kpis = part(drafter, world, "kpis")
    declared = [row | {"polarity": "exact" if n == 0 else ""} for n, row in enumerate(kpis)]
    path, version = f"/documents/{world.plan_id}/content", world.now().version
    assert send_json(drafter, path, version=version, parts={"kpis": declared}).status_code == 200
    page = drafter.get(place(world, "kpis"))
    assert f"{len(kpis) - 1} 項指標還沒有載明方向" in page.text
    revision = world.now().revision
    assert drafter.send(place(world, "kpis"), form="/edit/kpis", op="propose:").status_code == 303
    now = [row["polarity"] for row in part(drafter, world, "kpis")]
    assert now[0] == "exact"
    assert all(now)
    assert world.now().revision == revision + 1
    assert "還沒有載明方向" not in drafter.get(place(world, "kpis")).text
