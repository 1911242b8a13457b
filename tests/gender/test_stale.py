"""What makes a settled sheet stale, what does not, who is told, and how it comes right again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.seeding.walking import document
from exchange.writers.bundle import verify_live
from models.audit_log import AuditEntry
from models.base import db
from models.notice import Notice
from models.people import User
from tests.views.reviewers import send_json
from tests.views.sheet_world import SheetWorld
from workflows.schema.impact_claims import JUDGED_FIELDS


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    found = SheetWorld(app)
    found.walked("completed")
    return found


def change(world: SheetWorld, **values: Any) -> None:
    """The drafter changes the key plan that was assessed, or with ``part`` another part of the plan."""
    drafter = world.enter("drafter")
    seen = drafter.get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json
    parts = values.pop("part", None)
    if parts is None:
        rows = seen["content"]["key_plans"]
        parts = {"key_plans": [{**row, **values} if row["id"] == world.row else row for row in rows]}
    body = {"version": seen["document"]["version"], "parts": parts}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200


def is_stale(world: SheetWorld) -> bool:
    officer = world.enter("gender_officer")
    return bool(officer.get(world.at(), headers={"Accept": "application/json"}).json["stale"])


def entries(world: SheetWorld) -> list[str]:
    with world.app.app_context():
        return list(db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "stale")))


def told(world: SheetWorld) -> list[tuple[str, str]]:
    with world.app.app_context():
        rows = db.session.execute(select(User.account, Notice.kind).join(User, User.id == Notice.user_id))
        return sorted((row.account, row.kind) for row in rows if row.kind in ("sheet_stale", "decision_lapsed"))


CHANGES: dict[str, Any] = {
    "item": "海岸監測網擴建計畫", "category": "公共建設", "content": "對象改為漁村婦女，經費 5 億元。", "kpis": [],
}  # fmt: skip


def test_the_table_of_changes_names_every_judged_field() -> None:
    assert CHANGES.keys() == JUDGED_FIELDS.keys()


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_a_judged_field_makes_it_stale_and_tells_officer_and_drafter(world: SheetWorld, field: str) -> None:
    assert not is_stale(world)
    change(world, **{field: CHANGES[field]})
    assert is_stale(world)
    (line,) = entries(world)
    assert '"account":"system"' in line
    assert told(world) == [("drafter", "sheet_stale"), ("gender", "sheet_stale")]
    page = world.enter("gender_officer").get(world.at()).text
    assert "評估時" in page
    assert "待再確認" in world.enter("gender_officer").get(f"/plans/{world.plan_id}").text


def test_a_change_elsewhere_touches_nothing(world: SheetWorld) -> None:
    change(world, work_plan="海岸業務處")
    change(world, part={"preamble": "另行改寫之編定說明，108 年度。"})
    with world.app.app_context():
        rows = world.dossier(world.plan_id).content["key_plans"]
    change(world, part={"key_plans": [row if row["id"] == world.row else {**row, "content": "改"} for row in rows]})
    assert not is_stale(world)
    assert entries(world) == []
    assert told(world) == []


def test_it_is_written_down_once_and_holds_again_when_the_text_comes_back(world: SheetWorld) -> None:
    with world.app.app_context():
        before = next(one for one in world.dossier(world.plan_id).content["key_plans"] if one["id"] == world.row)
    change(world, content="改為另一件事。")
    change(world, content="再改為第三件事。")
    assert len(entries(world)) == 1
    change(world, content=before["content"])
    assert not is_stale(world)


def test_one_step_with_a_reason_confirms_it_again(world: SheetWorld) -> None:
    change(world, content="增辦說明會一場。")
    officer = world.enter("gender_officer")
    assert "重要計畫的內容已變更" in officer.get(world.at()).text
    assert world.make(officer, "reconfirm").status_code == 422
    assert world.make(officer, "reconfirm", reason="僅增辦說明會，對象及經費不變").status_code == 303
    assert not is_stale(world)
    with world.app.app_context():
        assert document(world.sheet_id).state == "completed"


def test_a_stale_sheet_can_go_a_new_round_instead(world: SheetWorld) -> None:
    change(world, content="改為另一件事。")
    assert world.make(world.enter("drafter"), "reopen", reason="內容改變，重新評估").status_code == 303
    with world.app.app_context():
        assert document(world.sheet_id).state == "self_assessment"
    assert not is_stale(world)


def test_a_lapsed_decision_is_told_to_the_officer(world: SheetWorld) -> None:
    officer = world.enter("gender_officer")
    body = {"version": world.now().version, "all": True, "decision": "not_owed", "reason": "經常性業務"}
    assert send_json(officer, f"/plans/{world.plan_id}/impact", **body).status_code == 200
    with world.app.app_context():
        rows = world.dossier(world.plan_id).content["key_plans"]
    changed = [row if row["id"] == world.row else {**row, "content": "改辦大型工程"} for row in rows]
    change(world, part={"key_plans": changed})
    assert told(world) == [("gender", "decision_lapsed")]


def test_the_log_of_a_stale_sheet_is_sound(world: SheetWorld) -> None:
    change(world, item=CHANGES["item"])
    assert len(entries(world)) == 1
    with world.app.app_context():
        assert verify_live(db.session()).faults == []
