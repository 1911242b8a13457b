"""Results over HTTP: seen by whom, entered, returned, corrected, confirmed, shown, filtered, taken out as files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from flask import Flask

from models.base import db
from models.kpi import KpiResult
from tests.views.reviewers import World, send_json, token_of

JSON = {"Accept": "application/json"}
EVIDENCE = "107年統計年報第 12 頁，海岸字第1070001234號函"


@pytest.fixture
def world(app: Flask) -> World:
    found = World(app)
    found.forward("approved")
    return found


def page_of(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:400]
    return str(answer.text)


def enter(client: Any, kpi: int, value: str, period: str = "year", **more: Any) -> Any:
    return client.send(
        f"/kpis/{kpi}/results", f"/kpis/{kpi}/results", value=value, period=period, **({"evidence": EVIDENCE} | more)
    )


def stored(world: World, kpi: int) -> list[tuple[str, int, str, str]]:
    with world.app.app_context():
        rows = db.session.query(KpiResult).filter_by(document_id=kpi).order_by(KpiResult.id)
        return [(row.period, row.number, row.value, row.state) for row in rows]


def test_from_the_drafters_form_to_the_confirmed_value(world: World) -> None:
    kpi = world.kpis()[0]
    drafter, planning = world.enter("drafter"), world.enter("planning")
    assert "尚未填報" in page_of(drafter, f"/plans/{world.plan_id}/results")
    assert enter(drafter, kpi, "81", "H1").status_code == 303
    desk = page_of(planning, "/")
    assert "確認 1 期實際值" in desk
    assert f"/plans/{world.plan_id}/results" in desk
    path = f"/kpis/{kpi}/results"
    answer = planning.send(path, "/H1/1/return", reason="請附佐證頁碼")
    assert answer.status_code == 303
    assert "修正退回的 1 期實際值" in page_of(drafter, "/")
    assert "請附佐證頁碼" in page_of(drafter, path)
    assert enter(drafter, kpi, "82", "H1").status_code == 303
    assert planning.send(path, "/H1/2/confirmation").status_code == 303
    assert stored(world, kpi) == [("H1", 1, "81", "returned"), ("H1", 2, "82", "confirmed")]
    shown = page_of(planning, path)
    assert "尚未屆期" in shown
    assert "已確認" in shown
    assert "確認 1 期實際值" not in page_of(planning, "/")


def test_what_was_typed_stays_when_it_is_refused(world: World) -> None:
    kpi = world.kpis()[1]
    drafter = world.enter("drafter")
    answer = enter(drafter, kpi, "五公里", "Q1", evidence="", note="雨季")
    assert answer.status_code == 422
    for words in ("實際值應為數字", "請填寫佐證", "五公里", "雨季"):
        assert words in answer.text
    assert stored(world, kpi) == []
    behind = enter(drafter, kpi, "9", "year")
    assert behind.status_code == 422
    assert "落後原因" in behind.text


def test_whoever_was_overtaken_keeps_the_text_and_sees_the_newest(world: World) -> None:
    kpi = world.kpis()[0]
    one, other = world.enter("drafter"), world.enter("drafter")
    form = next(form for form in other.forms(f"/kpis/{kpi}/results") if form.action.endswith(f"/kpis/{kpi}/results"))
    assert enter(one, kpi, "91").status_code == 303
    late = dict(form.fields) | {"value": "92", "period": "year", "evidence": "較晚送出的佐證"}
    answer = other.post(form.action, data=late)
    assert answer.status_code == 409
    for words in ("有人先辦了", "較晚送出的佐證", 'value="92"', "91%"):
        assert words in answer.text
    assert [row[2] for row in stored(world, kpi)] == ["91"]
    told = send_json(other, f"/kpis/{kpi}/results", year=107, period="year", value="92", evidence="函", version=0)
    assert (told.status_code, told.json["version"], told.json["state"]) == (409, 1, "entered")


def test_machines_enter_and_settle_with_the_same_refusals(world: World) -> None:
    kpi = world.kpis()[0]
    drafter, planning = world.enter("drafter"), world.enter("planning")
    body: dict[str, Any] = {"year": 107, "period": "Q1", "value": "88", "evidence": "函", "version": 0, "key": "k-1"}
    first = send_json(drafter, f"/kpis/{kpi}/results", **body)
    assert (first.status_code, first.json["number"], first.json["state"]) == (200, 1, "entered")
    assert send_json(drafter, f"/kpis/{kpi}/results", **body).json == first.json
    assert send_json(drafter, f"/kpis/{kpi}/results", **(body | {"value": "89"})).status_code == 409
    unsaid = send_json(
        drafter,
        f"/kpis/{kpi}/results",
        **{name: value for name, value in body.items() if name not in ("version", "key")},
    )
    assert (unsaid.status_code, unsaid.json["findings"][0]["at"]) == (422, "version")
    place = f"/kpis/{kpi}/results/107/Q1/1"
    assert send_json(drafter, f"{place}/confirmation", version=1).status_code == 403
    empty = send_json(planning, f"{place}/return", version=1, reason="")
    assert (empty.status_code, empty.json["findings"][0]["at"]) == (422, "reason")
    assert send_json(planning, f"{place}/confirmation", version=1).json["state"] == "confirmed"
    again = send_json(planning, f"{place}/confirmation", version=1)
    assert (again.status_code, again.json["state"]) == (409, "confirmed")
    assert send_json(planning, f"/kpis/{kpi}/results/107/Q1/9/confirmation", version=1).status_code == 404
    told = planning.get(f"/kpis/{kpi}/results", headers=JSON).json["indicators"][0]
    assert (told["value"], told["period"], told["standing"], told["rate"]) == ("88", "Q1", "open", "97.7778")


def test_a_value_computed_by_the_formula_keeps_its_operands_and_trace(world: World) -> None:
    kpi = world.kpis()[4]
    drafter = world.enter("drafter")
    page = page_of(drafter, f"/kpis/{kpi}/results")
    assert "本年度資本門實支數" in page
    operands = {
        "本年度資本門實支數": "80,000", "資本門應付未付數": "10,000", "資本門賸餘數": "5,000", "資本門預算數": "100,000",
    }  # fmt: skip
    answer = send_json(
        drafter, f"/kpis/{kpi}/results", year=107, period="year", evidence="決算書", version=0, operands=operands
    )
    assert (answer.status_code, answer.json["value"]) == (200, "95"), answer.text
    shown = page_of(drafter, f"/kpis/{kpi}/results")
    assert "由公式計算" in shown
    assert "目標值：95%" in shown, "the steps end with the target itself"
    broken = operands | {"資本門預算數": "0"}
    answer = send_json(
        drafter, f"/kpis/{kpi}/results", year=107, period="H1", evidence="決算書", version=0, operands=broken
    )
    assert answer.status_code == 422
    assert "除以零" in answer.json["findings"][0]["message"]


def test_an_idempotency_key_holds_for_operands_whatever_their_names(world: World) -> None:
    kpi, drafter = world.kpis()[4], world.enter("drafter")
    operands = {"本年度資本門實支數": "80,000", "資本門應付未付數": "10,000", "資本門賸餘數": "5,000"}
    operands["資本門預算數"] = "100,000"
    body: dict[str, Any] = {"year": 107, "period": "year", "evidence": "決算書", "version": 0, "key": "any-key-1"}
    first = send_json(drafter, f"/kpis/{kpi}/results", **body, operands=operands)
    assert (first.status_code, first.json["value"]) == (200, "95"), first.text
    assert send_json(drafter, f"/kpis/{kpi}/results", **body, operands=operands).json == first.json
    other = send_json(drafter, f"/kpis/{kpi}/results", **body, operands=operands | {"資本門預算數": "200,000"})
    assert other.status_code == 409
    assert stored(world, kpi) == [("year", 1, "95", "entered")]


def test_each_sees_what_is_theirs(world: World) -> None:
    kpi = world.kpis()[0]
    assert enter(world.enter("drafter"), kpi, "91").status_code == 303
    places = (f"/plans/{world.plan_id}/results", f"/kpis/{kpi}/results")
    for part in ("unit_head", "accounting", "gender_officer", "agency_head", "planning", "auditor"):
        client = world.enter(part)
        for place in places:
            text = page_of(client, place)
            assert "91%" in text, (part, place)
            assert ("填報實際值" in text) is False, part
            assert ("/confirmation" in text) == (part == "planning" and place == places[1]), (part, place)
    for part in ("gender_expert", "administrator"):
        client = world.enter(part)
        for place in (*places, f"{places[0]}?format=csv"):
            assert client.get(place).status_code == 404, (part, place)
    with world.app.app_context():
        from models.audit_log import AuditEntry

        read = db.session.query(AuditEntry).filter_by(action="read").all()
        assert {row.object for row in read} == {f"annual_plan:{world.plan_id}", f"kpi_definition:{kpi}"}


def test_the_overview_counts_sorts_filters_and_downloads(world: World) -> None:
    kpis = world.kpis()
    drafter, planning = world.enter("drafter"), world.enter("planning")
    for kpi, value in ((kpis[0], "95"), (kpis[1], "10"), (kpis[5], "3")):
        assert enter(drafter, kpi, value, note="說明").status_code == 303
        assert planning.send(f"/kpis/{kpi}/results", "/year/1/confirmation").status_code == 303
    told = planning.get("/results?year=107", headers=JSON).json["indicators"]
    assert [(one["standing"], one["rate"]) for one in told] == [
        ("met", "105.5556"), ("missed", "83.3333"), ("no_data", None), ("no_data", None), ("no_data", None), ("met", "125"),
    ]  # fmt: skip
    page = page_of(planning, "/results")
    assert 'aria-label="達成 2、未達成 1、尚未屆期 0、沒有資料 3"' in page
    assert "本機關尚未設定燈號門檻；燈號並無官方標準" in page
    titles = {one["id"]: one["title"] for one in told}
    assert titles[kpis[1]] in (missed := page_of(planning, "/results?standing=missed"))
    assert titles[kpis[0]] not in missed
    assert "沒有符合條件的指標" in page_of(planning, "/results?q=不存在的詞")
    up = [one["id"] for one in planning.get("/results?sort=rate", headers=JSON).json["indicators"]]
    assert up[:3] == [kpis[1], kpis[0], kpis[5]]
    for place in (
        "/results?sort=-rate&page=99",
        "/results?light=red",
        "/results?state=none",
        "/results?agency=x&year=abc&sort=drop",
    ):
        page_of(planning, place)
    assert "沒有符合條件的實績" in page_of(planning, "/results?year=99")
    rows = list(csv.reader(io.StringIO(planning.get("/results?standing=missed&format=csv").data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][10] == "10"


def test_lights_follow_the_agencys_own_thresholds(world: World) -> None:
    kpis = world.kpis()
    drafter, planning = world.enter("drafter"), world.enter("planning")
    agency = world.now().agency_id
    for kpi, value in ((kpis[0], "95"), (kpis[1], "10"), (kpis[3], "30")):
        enter(drafter, kpi, value, note="說明")
        planning.send(f"/kpis/{kpi}/results", "/year/1/confirmation")
    assert "綠燈" not in page_of(planning, f"/plans/{world.plan_id}/results")
    path = f"/agencies/{agency}/lights"
    wrong = planning.send(path, path, green="80", yellow="90")
    assert wrong.status_code == 422
    assert "黃燈門檻應低於綠燈門檻" in wrong.text
    assert planning.send(path, path, green="100", yellow="80", note="內部訂定").status_code == 303
    assert "內部訂定" in page_of(planning, path)
    told = planning.get(f"/plans/{world.plan_id}/results", headers=JSON).json["indicators"]
    assert [one["light"] for one in told] == ["green", "yellow", "white", "red", "white", "white"]
    page = page_of(drafter, f"/plans/{world.plan_id}/results")
    for words in ("綠燈", "黃燈", "紅燈", "白燈", "燈號並無官方標準"):
        assert words in page
    assert send_json(drafter, path, green="90", yellow="70", version="100/80").status_code == 403
    stale = send_json(planning, path, green="90", yellow="70", version="")
    assert stale.status_code == 409
    assert world.enter("gender_expert").get(path).status_code == 404
    assert "100" in page_of(drafter, path)


def test_files_hold_numbers_as_numbers_and_no_formula(world: World) -> None:
    from openpyxl import load_workbook

    kpi = world.kpis()[1]
    drafter, planning = world.enter("drafter"), world.enter("planning")
    enter(drafter, kpi, "12.5", evidence='=HYPERLINK("http://a")\n第二行', note="+加註")
    path = f"/plans/{world.plan_id}/results"
    answer = planning.get(f"{path}?format=xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    heads = [cell.value for cell in rows[0]]
    line = next(row for row in rows[1:] if row[heads.index("實際值")].value is not None)
    value, evidence = line[heads.index("實際值")], line[heads.index("佐證")]
    assert (value.value, value.data_type) == (12.5, "n")
    assert (evidence.data_type, str(evidence.value).startswith("=HYPERLINK")) == ("s", True)
    assert line[heads.index("目標數值")].value == 12
    assert len(rows) == 1 + 6 + 1
    text = planning.get(f"{path}?format=csv").data
    assert text.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    cells = [cell for row in lines for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    english = planning.get(f"{path}?format=csv", headers={"Accept-Language": "en"}).data.decode("utf-8-sig")
    assert "Actual value" in english.splitlines()[0]
    with world.app.app_context():
        from models.audit_log import AuditEntry

        left = db.session.query(AuditEntry).filter_by(action="export", object=f"annual_plan:{world.plan_id}").all()
        assert len(left) == 3


def test_hostile_requests_are_refused_and_nothing_breaks(world: World) -> None:
    kpi = world.kpis()[4]
    drafter, planning = world.enter("drafter"), world.enter("planning")
    path = f"/kpis/{kpi}/results"
    huge, token = "9" * 25, token_of(drafter)
    for place in (
        f"{path}/{huge}/Q1/1/confirmation",
        f"{path}/107/Q1/{huge}/confirmation",
        f"{path}/107/{'Q' * 300}/1/return",
    ):
        assert send_json(planning, place, version=1, reason="理由").status_code == 404, place
    told: dict[str, Any] = {"year": 107, "period": "year", "evidence": "函", "version": 0}
    for body in (
        {"value": "9" * 5000}, {"value": "一\ud800"}, {"value": "NaN"}, {"year": int(huge), "value": "1"}, {"period": "'; DROP", "value": "1"},
        {"evidence": "x" * 100_000, "value": "1"}, {"operands": {"\ud800": "\x00"}}, {"operands": {"本年度資本門實支數": [1, [2], {}]}},
        {"operands": {"a" * 5000: "1"}}, {"operands": {str(n): "1" for n in range(500)}}, {"value": {"a": 1}}, {"unit": "元" * 100, "value": "1"},
        {"version": "x", "value": "1"},
    ):  # fmt: skip
        data = json.dumps(told | body)
        answer = drafter.post(path, data=data, content_type="application/json", headers={"X-CSRFToken": token, **JSON})
        assert answer.status_code == 422, (data[:80], answer.status_code)
    assert drafter.post(path, json=[1, 2], headers={"X-CSRFToken": token, **JSON}).status_code == 422
    assert drafter.get(f"{path}?year={huge}").status_code == 200
    assert drafter.get(f"{path}?year=0").status_code == 200
    assert drafter.get(f"/results?year={huge}&page={huge}&agency={huge}&q=%00%F0").status_code == 200
    assert drafter.get(f"/agencies/{2**31 - 1}/lights").status_code == 404
    assert stored(world, kpi) == []


def test_before_approval_there_are_no_results(app: Flask) -> None:
    world = World(app)
    kpi = world.kpis()[0]
    drafter = world.enter("drafter")
    assert "這一版計畫還沒有實績" in page_of(drafter, f"/plans/{world.plan_id}/results")
    assert "這項指標還沒有實績" in page_of(drafter, f"/kpis/{kpi}/results")
    answer = send_json(drafter, f"/kpis/{kpi}/results", year=107, period="year", value="92", evidence="函", version=0)
    assert (answer.status_code, answer.json["state"]) == (409, "drafting")
    assert "沒有符合條件的實績" in page_of(drafter, "/results")
