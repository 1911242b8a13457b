"""The trial calculator: values in, the result with its steps and where the target lies; nothing is ever kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.checks.trial import trial_json, trial_of
from models.audit_log import AuditEntry
from models.base import db
from tests.pages import PageClient
from tests.views.reviewers import World
from tests.views.test_drafting import first, send, typed

JSON = {"Accept": "application/json"}
F1 = (
    "(AI創新研究中心培育之科技研究團隊總數÷年度目標值)×40%+(AI創新研究中心培育人才數÷年度目標值)×30%"
    "+(AI創新研究中心之科技研發總數÷年度目標值)×30%"
)
F7 = "（本年度資本門實支數＋資本門應付未付數＋資本門賸餘數）÷（資本門預算數）×100%"
F8 = "【（本年度歲出概算編報數－本年度中程歲出概算額度核列數）÷本年度中程歲出概算額度核列數】×100%"


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def row(formula: str, value: str, unit: str = "%", polarity: str = "higher", measure: str = "") -> dict[str, Any]:
    target = {"value": value, "unit": unit, "comparator": "", "text": ""}
    return {"formula": formula, "measure": measure, "target": target, "polarity": polarity}


@pytest.mark.parametrize(
    ("of", "sent", "value", "met", "gap"),
    [
        (row(F1, "80"), {"try-0": "16", "try-1-0": "20", "try-1-1": "400", "try-1-2": "10", "try-2": "320", "try-3": "8"}, "80.00", True, "0"),
        (row(F7, "95"), {"try-0": "90", "try-1": "1", "try-2": "2", "try-3": "100"}, "93.00", False, "-2"),
        (row(F8, "4", polarity="lower"), {"try-0": "1,030", "try-1": "1,000"}, "3.00", True, "-1"),
        (row(F8, "4", polarity="lower"), {"try-0": "1,050", "try-1": "1,000"}, "5.00", False, "1"),
        (row("（本年度人數－上年度人數）÷上年度人數×100%", "-0.1"), {"try-0": "998", "try-1": "1000"}, "-0.20", False, "-0.1"),
    ],
)  # fmt: skip
def test_the_result_and_where_the_target_lies(
    app: Flask, of: dict[str, Any], sent: dict[str, str], value: str, met: bool, gap: str
) -> None:
    with app.test_request_context():
        told = trial_json(of, 107, sent)
        shown = trial_of(of, 107, sent)
    assert (told["value"], told["met"], Decimal(told["gap"])) == (value, met, Decimal(gap))
    assert told["trace"]
    assert shown["result"]["standing"] == ("達到目標" if met else "未達目標")
    assert shown["result"]["scale"] is not None


def test_a_list_has_a_table_with_what_the_text_says(app: Flask) -> None:
    measure = "達成率=Σ〔（各項目達成值÷各項目目標值）×各項目權重〕×100%。產學研服務人數：100人（50%）研發服務件數：200件（50%）"
    with app.test_request_context():
        shown = trial_of(row("", "90", measure=measure), 107, {"try-0-0": "90", "try-0-1": "150"})
    table = shown["table"]
    assert [one["label"] for one in table["rows"]] == ["產學研服務人數", "研發服務件數"]
    assert [cell["written"] for _one, cell in table["rows"][1]["cells"]] == ["", "200 件", "50%"]
    assert shown["result"]["value"] == "82.50"


@pytest.mark.parametrize(
    ("formula", "why"),
    [("", "還沒有衡量標準"), ("辦理說明會並提出報告", "這段文字不是算式")],
)
def test_text_that_is_no_formula_says_so_kindly(app: Flask, formula: str, why: str) -> None:
    with app.test_request_context():
        assert why in trial_of(row("", "80", measure=formula), 107, {})["why"]
        assert trial_json(row("", "80", measure=formula), 107, {})["formula"] is None


def test_a_fault_of_the_formula_is_marked_at_its_column(app: Flask) -> None:
    with app.test_request_context():
        error = trial_of(row("（甲÷乙〕×100%", "80"), 107, {})["error"]
    assert error["before"] + error["mark"] + error["after"] == "（甲÷乙〕×100%"
    assert error["mark"] == "（甲÷乙〕×100%"[error["column"] - 1]


def entries(world: World) -> int:
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_the_page_computes_without_scripts_and_keeps_nothing(world: World) -> None:
    client, kpi = cast(PageClient, world.enter("drafter")), world.kpis()[4]
    assert 'action="/kpis/' in client.get(f"/kpis/{kpi}").text
    before = entries(world)
    values = {"try-0": "90", "try-1": "1", "try-2": "2", "try-3": "100"}
    page = client.get(f"/kpis/{kpi}/trial", query_string=values).text
    for words in ("93.00%", "未達目標", "比目標值低 2百分點", 'value="90"', "怎麼算出來的", "<svg"):
        assert words.replace(" ", "") in page.replace(" ", ""), words
    part = client.get(f"/kpis/{kpi}/trial", query_string=values, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<section class="panel" id="trial"')
    assert "93.00%" in part
    told = client.get(f"/kpis/{kpi}/trial", query_string=values, headers=JSON).json
    assert (told["value"], told["unit"], told["met"]) == ("93.00", "%", False)
    assert entries(world) == before
    assert world.now().revision == 1


def test_what_is_missing_or_no_figure_is_said_beside_its_field(world: World) -> None:
    client, kpi = cast(PageClient, world.enter("drafter")), world.kpis()[4]
    page = client.get(f"/kpis/{kpi}/trial", query_string={"try-0": "九成", "try-3": "100"}).text
    assert 'id="try-0-error"' in page
    assert 'value="九成"' in page
    answer = client.get(f"/kpis/{kpi}/trial", query_string={"try-0": "90"}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json["error"]["column"] > 1
    zero = client.get(
        f"/kpis/{kpi}/trial", query_string={"try-0": "1", "try-1": "1", "try-2": "1", "try-3": "0"}, headers=JSON
    )
    assert zero.status_code == 422


def test_strangers_compute_nothing(world: World) -> None:
    assert world.enter("edu-drafter").get(f"/kpis/{world.kpis()[0]}/trial").status_code == 404
    assert world.app.test_client().get(f"/kpis/{world.kpis()[0]}/trial").status_code in (302, 303, 401)


def test_while_drafting_the_typed_formula_is_tried_and_nothing_saved(world: World) -> None:
    drafter = cast(PageClient, world.enter("drafter"))
    _row, path = first(drafter, world, "kpis")
    page = send(drafter, path, op="try", formula="甲÷乙×100%", title="還沒存的名稱")
    assert page.status_code == 200
    values = {"try-0": "19", "try-1": "20"}
    page = send(drafter, path, page, op="try", **values)
    assert "95.00%" in page.text
    assert "達到目標" in page.text
    assert typed(page, "title") == ["還沒存的名稱"]
    assert [one.strip() for one in typed(page, "formula")] == ["甲÷乙×100%"]
    assert typed(page, "try-0") == ["19"]
    assert world.now().revision == 1


def test_a_list_gets_another_line(world: World) -> None:
    drafter = cast(PageClient, world.enter("drafter"))
    _row, path = first(drafter, world, "kpis")
    page = send(drafter, path, op="try", formula="Σ（達成值÷目標值）")
    assert len([name for name in dict(_fields(page.text)) if name.startswith("try-0-")]) == 3
    page = send(drafter, path, page, op="try:4")
    assert len([name for name in dict(_fields(page.text)) if name.startswith("try-0-")]) == 4


def _fields(html: str) -> list[tuple[str, str]]:
    from tests.pages import Page

    return [pair for form in Page(html).forms for pair in form.fields]
