"""The gender officer's desk: what waits, what is late, every sheet of the agency, the overview, and its files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app.seeding.walking import sample_content
from app.shell.access import today
from models.audit_log import AuditEntry
from models.base import db
from models.experts import ExpertPart
from tests.views.sheet_world import SheetWorld

DESK = "/sheets/desk"
JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    return SheetWorld(app)


WHO = {
    "gender_officer": 200, "drafter": 403, "unit_head": 403, "planning": 403, "accounting": 403, "agency_head": 403,
    "auditor": 403, "administrator": 403, "gender_expert": 404,
}  # fmt: skip
"""Written by hand: whose desk it is, and for whom it does not even exist."""


def test_it_is_the_gender_officers_desk_alone(world: SheetWorld) -> None:
    for part, status in WHO.items():
        assert world.enter(part).get(DESK).status_code == status, part
    assert world.app.test_client().get(DESK).status_code == 302
    assert "性平總覽" in world.enter("gender_officer").get("/sheets").text
    assert "性平總覽" not in world.enter("drafter").get("/sheets").text


def test_the_log_tells_that_the_list_left_as_a_file(world: SheetWorld) -> None:
    """The entry names the kind and no document: the auditor's page of the log shows it all the same."""
    assert world.enter("gender_officer").get(f"{DESK}?format=csv").status_code == 200
    page = world.enter("auditor").get("/audit")
    assert page.status_code == 200
    assert "性別影響評估檢視表" in page.text


def test_sheets_of_another_agency_stand_on_no_desk(world: SheetWorld) -> None:
    world.walked("completed")
    with world.app.app_context():
        from models.people import Agency, RoleHolding, User

        other = db.session.scalars(select(Agency.id).where(Agency.name == "教育部")).one()
        officer = db.session.scalars(select(User).where(User.account == "gender")).one()
        for holding in db.session.scalars(select(RoleHolding).where(RoleHolding.user_id == officer.id)):
            holding.agency_id = other
        db.session.commit()
    seen = world.enter("gender_officer").get(DESK, headers=JSON).json
    assert (seen["sheets"], seen["total"], seen["waiting"]) == ([], 0, [])


def test_what_waits_stands_first_and_leads_into_the_work(world: SheetWorld) -> None:
    world.walked("completed")
    world.forward("gender_check")
    officer = world.enter("gender_officer")
    words = [one["words"] for one in officer.get(DESK, headers=JSON).json["waiting"]]
    assert words == ["2 項待認定應否辦理", "性平席位審查並核章", "3 項待認定應否辦理"], (
        "the plan at the gender check first"
    )
    page = officer.get(DESK).text
    assert f"/plans/{world.plan_id}/impact" in page
    assert page.index('id="waits"') < page.index('id="sheets"') < page.index('id="overview"')


def many(world: SheetWorld, *states: str) -> None:
    """A plan of another year with one sheet in each of these states."""
    with world.app.app_context():
        base = sample_content(109)["key_plans"][0]
        rows = [
            {**base, "id": f"p-desk{place}", "item": f"計畫{place}", "gia_owed": True} for place in range(len(states))
        ]
        plan = world.walk.draft(109, key_plans=rows)
        for state, row in zip(states, rows, strict=True):
            world.walk.sheet(state, plan, row["id"])


def test_the_list_is_filtered_sorted_and_counted(world: SheetWorld) -> None:
    world.walked("self_assessment")
    many(world, "self_assessment", "completed", "expert_review", "exempt", "returned")
    officer = world.enter("gender_officer")
    seen = officer.get(DESK, headers=JSON).json
    assert seen["total"] == 6
    assert {one["state"] for one in seen["sheets"]} == {"機關自評", "完成", "程序參與", "免辦", "退回修正"}
    assert officer.get(f"{DESK}?year=109", headers=JSON).json["total"] == 5
    assert [one["title"] for one in officer.get(f"{DESK}?state=completed", headers=JSON).json["sheets"]] == ["計畫1"]
    titles = [one["title"] for one in officer.get(f"{DESK}?year=109&sort=title", headers=JSON).json["sheets"]]
    assert titles == [f"計畫{n}" for n in range(5)]
    down = officer.get(f"{DESK}?year=109&sort=title&order=down", headers=JSON).json["sheets"]
    assert [one["title"] for one in down] == titles[::-1]
    charts = {chart["key"]: {row["label"]: row["n"] for row in chart["rows"]} for chart in seen["charts"]}
    assert charts["states"] == {"機關自評": 2, "程序參與": 1, "評估結果": 0, "完成": 1, "退回修正": 1, "免辦": 1}
    assert charts["relevance"] == {"有關": 2, "無關": 0, "尚未評定": 4}
    assert charts["domains"]["3-2　就業、經濟、福利領域"] == 3
    for odd in ("year=x", "state=nothing", "sort='; DROP", "page=99999", "page=-1", "page=x", "format=pdf"):
        assert officer.get(f"{DESK}?{odd}").status_code == 200, odd


def test_an_expert_past_the_due_day_is_named(world: SheetWorld) -> None:
    sheet = world.walked("expert_review")
    officer = world.enter("gender_officer")
    assert officer.get(f"{DESK}?state=late", headers=JSON).json["total"] == 0
    with world.app.app_context():
        invitation = world.dossier(sheet).invitations[0]
        part = db.session.get(ExpertPart, invitation.id)
        assert part is not None
        part.due_on = today() - timedelta(days=1)
        db.session.commit()
    (row,) = officer.get(f"{DESK}?state=late", headers=JSON).json["sheets"]
    assert row["late"] == ["專家逾期未填復：李美玲"]
    assert [one["words"] for one in officer.get(DESK, headers=JSON).json["waiting"]][-1] == row["late"][0]
    assert "專家逾期未填復" in officer.get(DESK).text


def test_a_stale_sheet_stands_on_the_desk_until_it_is_confirmed(world: SheetWorld) -> None:
    world.walked("completed")
    drafter, officer = world.enter("drafter"), world.enter("gender_officer")
    _change(world, drafter, content="改為另一件事。")
    (row,) = officer.get(f"{DESK}?state=stale", headers=JSON).json["sheets"]
    assert row["stale"]
    assert "計畫內容已變更，待再確認" in [one["words"] for one in officer.get(DESK, headers=JSON).json["waiting"]]
    assert world.make(officer, "reconfirm", reason="對象及經費不變").status_code == 303
    assert officer.get(f"{DESK}?state=stale", headers=JSON).json["total"] == 0


def _change(world: SheetWorld, drafter: Any, **values: Any) -> None:
    from tests.views.reviewers import send_json

    seen = drafter.get(f"/plans/{world.plan_id}", headers=JSON).json
    rows = [{**row, **values} if row["id"] == world.row else row for row in seen["content"]["key_plans"]]
    body = {"version": seen["document"]["version"], "parts": {"key_plans": rows}}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200


def test_the_files_hold_everything_found_and_are_written_down(world: SheetWorld) -> None:
    many(world, "completed", "self_assessment")
    with world.app.app_context():
        world.walk.draft(110, key_plans=[{**sample_content(110)["key_plans"][0], "item": "=HYPERLINK(1)"}])
    officer = world.enter("gender_officer")
    answer = officer.get(f"{DESK}?year=109&format=csv")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [line[2] for line in lines[1:]] == ["計畫1", "計畫0"]
    assert lines[2][4:5] == ["完成"]
    book = load_workbook(io.BytesIO(officer.get(f"{DESK}?year=109&format=xlsx").data))
    assert [row[2].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["計畫1", "計畫0"]
    overview = officer.get(f"{DESK}?overview=csv").get_data(as_text=True)
    assert "進度,完成,1,50.0%" in overview
    with world.app.app_context():
        assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).all()) == 3
