"""The story of a year's results over HTTP: approved plan, values entered, returned, corrected, confirmed, lit, taken out."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask
from openpyxl import load_workbook

from exchange.writers.bundle import verify_live
from models.audit_log import AuditEntry
from models.base import db
from tests.views.reviewers import World, send_json

JSON = {"Accept": "application/json"}


def test_a_year_of_results(app: Flask) -> None:
    world = World(app)
    drafter, planning, head, auditor = (world.enter(part) for part in ("drafter", "planning", "agency_head", "auditor"))
    kpi = world.kpis()[5]
    path, results = f"/kpis/{kpi}/results", f"/plans/{world.plan_id}/results"
    assert _told(drafter, path, value="3").status_code == 409, "nothing is in force before the approval"
    world.forward("approved")

    # The common over-programming rate: at most 4 %, so 5 % falls behind and 3 % is better than asked for.
    behind = drafter.send(path, path, value="5", period="year", evidence="主計總處函")
    assert behind.status_code == 422
    assert "落後原因" in behind.text
    entered = drafter.send(
        path, path, value="5", period="year", evidence="主計總處函", note="追加預算所致，次年檢討額度。"
    )
    assert entered.status_code == 303
    assert "待研考確認" in drafter.get(path).text
    assert _indicator(head, results, kpi)["standing"] == "no_data", "what nobody confirmed counts for nothing"

    assert "確認 1 期實際值" in planning.get("/").text
    refused = drafter.post(f"{path}/107/year/1/confirmation", data=_form(drafter, path))
    assert refused.status_code == 403
    assert planning.send(path, "/year/1/return", reason="函號不符，請更正").status_code == 303
    assert "修正退回的 1 期實際值" in drafter.get("/").text
    assert "函號不符，請更正" in drafter.get(path).text

    corrected = drafter.send(path, path, value="3", period="year", evidence="主計總處 107年12月28日函")
    assert corrected.status_code == 303
    assert "修正退回的" not in drafter.get("/").text
    assert planning.send(path, "/year/2/confirmation").status_code == 303
    told = _indicator(head, results, kpi)
    assert (told["value"], told["rate"], told["met"], told["light"]) == ("3", "125", True, None)
    assert "2 − 3 ÷ 4 ＝ 125.0%" in head.get(results).text

    agency = world.now().agency_id
    assert planning.send(f"/agencies/{agency}/lights", "/lights", green="100", yellow="80").status_code == 303
    assert _indicator(head, results, kpi)["light"] == "green"
    assert 'class="light light--green">綠燈' in head.get(results).text
    assert "綠燈 100% 以上" in head.get("/results").text

    book = load_workbook(io.BytesIO(auditor.get(f"{results}?format=xlsx").data)).active
    assert book is not None
    heads = [cell.value for cell in book[1]]
    lines = [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in book.iter_rows(min_row=2)]
    found = next(line for line in lines if line["實際值"] is not None)
    assert (found["實際值"], found["達成率（百分比）"], found["燈號"], found["確認或退回"]) == (
        3,
        125,
        "綠燈",
        _name(planning),
    )
    assert "主計總處 107年12月28日函" in auditor.get(f"{results}?format=csv").data.decode("utf-8-sig")

    with app.app_context():
        rows = db.session.query(AuditEntry.object, AuditEntry.action).order_by(AuditEntry.seq).all()
        of_kpi = [action for name, action in rows if name == f"kpi_definition:{kpi}" and action.startswith("result")]
        assert of_kpi == ["result_enter", "result_return", "result_enter", "result_confirm"]
        of_plan = [action for name, action in rows if name == f"annual_plan:{world.plan_id}"]
        assert of_plan[-3:] == ["read", "export", "export"], "that the auditor read and took out is written down"
        assert (f"agency:{agency}", "lights_set") in [tuple(row) for row in rows]
        assert verify_live(db.session()).faults == []


def _told(client: Any, path: str, **more: Any) -> Any:
    return send_json(client, path, **({"year": 107, "period": "year", "evidence": "函", "version": 0} | more))


def _indicator(client: Any, path: str, kpi: int) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in client.get(path, headers=JSON).json["indicators"] if one["id"] == kpi)
    return found


def _form(client: Any, path: str) -> dict[str, str]:
    return {"csrf_token": dict(client.forms(path)[0].fields)["csrf_token"], "version": "1"}


def _name(client: Any) -> str:
    return "王淑芬" if "王淑芬" in client.get("/").text else ""
