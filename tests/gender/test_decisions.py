"""Which key plans owe a gender-impact sheet: claimed by the drafter, decided by the gender officer, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.seeding.people import password
from app.seeding.walking import document
from models.audit_log import AuditEntry
from models.base import db
from models.gender import ImpactDecision
from tests.views.reviewers import World, send_json
from workflows.gender.duty import duties
from workflows.lifecycle.dossier import Dossier


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def at(world: World) -> str:
    return f"/plans/{world.plan_id}/impact"


def rows_of(world: World) -> list[str]:
    with world.app.app_context():
        return [row["id"] for row in _dossier(world).content["key_plans"]]


def _dossier(world: World) -> Dossier:
    return Dossier(db.session(), document(world.plan_id))


def standings(world: World) -> list[str]:
    with world.app.app_context():
        return [duty.standing.value for duty in duties(_dossier(world))]


def change(world: World, drafter: Any, row_id: str, **values: Any) -> None:
    """The drafter changes fields of a key plan through the content's own door."""
    seen = drafter.get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json
    rows = [{**row, **values} if row["id"] == row_id else row for row in seen["content"]["key_plans"]]
    body = {"version": seen["document"]["version"], "parts": {"key_plans": rows}}
    answer = send_json(drafter, f"/documents/{world.plan_id}/content", **body)
    assert answer.status_code == 200, answer.text


def test_a_key_plan_of_a_project_holds_the_seat_until_somebody_decided(world: World) -> None:
    world.forward("gender_check")
    officer = world.enter("gender_officer")
    held = officer.get(world.moves("sign"))
    assert "重要計畫 3 項尚待性平決定是否應辦性別影響評估" in held.text
    page = officer.get(at(world)).text
    assert "海岸監測網建置計畫" in page
    assert "依計畫類別推定為中長程個案計畫" in page
    answer = officer.send(at(world), form="/impact", all="y", decision="not_owed", reason="延續性工作，已評估")
    assert answer.status_code == 303, answer.text
    assert standings(world) == ["not_owed"] * 3
    assert "3 項經性平確認不需辦理" in officer.get(f"/plans/{world.plan_id}").text
    assert world_sign(world, officer).status_code == 303
    assert world.now().state == "approving"


def world_sign(world: World, officer: Any) -> Any:
    return officer.send(world.moves("sign"), form="/moves/sign", password=password())


def test_each_decision_is_kept_and_written_down_with_its_reason(world: World) -> None:
    first, second, _third = rows_of(world)
    officer = world.enter("gender_officer")
    answer = officer.send(at(world), form="/impact", rows=[first, second], decision="owed", reason="報院計畫")
    assert answer.status_code == 303
    with world.app.app_context():
        kept = db.session.scalars(select(ImpactDecision).order_by(ImpactDecision.id)).all()
        assert [(row.row_key, row.decision, row.reason) for row in kept] == [
            (first, "owed", "報院計畫"), (second, "owed", "報院計畫"),
        ]  # fmt: skip
        lines = db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "impact_decide")).all()
        assert len(lines) == 2
        assert f'"row":"{first}"' in lines[0]
    assert standings(world) == ["missing", "missing", "undecided"]
    drafter = world.enter("drafter")
    assert drafter.get("/sheets").text.count("尚未填表") == 2
    begun = drafter.send(f"/plans/{world.plan_id}", form=f"/plans/{world.plan_id}/sheets")
    assert begun.status_code == 303
    assert standings(world) == ["under_way", "missing", "undecided"]


def test_an_exemption_is_claimed_with_evidence_and_granted_by_the_officer_alone(world: World) -> None:
    first, *_others = rows_of(world)
    drafter, officer = world.enter("drafter"), world.enter("gender_officer")
    change(
        world,
        drafter,
        first,
        gia_owed=True,
        gia_basis="中長程個案計畫報院",
        gia_exempt="TERM",
        gia_evidence="修正計畫第 3 頁",
    )
    assert standings(world)[0] == "claimed"
    page = officer.get(at(world)).text
    assert "主張免辦：僅變更計畫期程" in page
    assert "修正計畫第 3 頁" in page
    assert not [one for one in drafter.forms(at(world)) if one.action.endswith("/impact")], "nothing to decide with"
    assert officer.send(at(world), form="/impact", rows=[first], decision="exempt").status_code == 303
    assert standings(world)[0] == "exempt"
    with world.app.app_context():
        kept = db.session.scalars(select(ImpactDecision)).one()
        assert (kept.grounds, kept.evidence) == ("TERM", "修正計畫第 3 頁")
    assert "僅變更計畫期程" in officer.get(at(world)).text


def test_a_change_of_what_was_judged_lapses_the_decision_and_a_change_elsewhere_does_not(world: World) -> None:
    first, second, third = rows_of(world)
    drafter, officer = world.enter("drafter"), world.enter("gender_officer")
    body = {"rows": [first, second, third], "decision": "not_owed", "reason": "經常性業務"}
    version = world.now().version
    assert send_json(officer, at(world), version=version, **body).json["decided"] == 3
    change(world, drafter, first, work_plan="海岸業務處")
    assert standings(world) == ["not_owed"] * 3
    change(world, drafter, first, content="改辦大型計畫，經費十億元，服務對象為全體漁村婦女。")
    change(world, drafter, second, gia_basis="機關自訂規定")
    assert standings(world) == ["lapsed", "lapsed", "not_owed"]
    assert "已失效，內容已變更" in officer.get(at(world)).text
    assert send_json(officer, at(world), version=world.now().version, **body).status_code == 200
    assert standings(world) == ["not_owed"] * 3


def test_what_is_missing_is_said_at_once_and_nothing_is_kept(world: World) -> None:
    first, *_others = rows_of(world)
    officer = world.enter("gender_officer")
    cases = (
        ({"decision": "not_owed", "reason": "理由"}, ("請勾選要決定的重要計畫",)),
        ({"rows": [first]}, ("請選擇決定",)),
        ({"rows": [first], "decision": "not_owed"}, ("請寫明不需辦理的理由",)),
        ({"rows": [first], "decision": "exempt"}, ("免辦事由限物價調整或期程變更", "請填寫免辦的佐證")),
        ({"rows": [first], "decision": "exempt", "grounds": "MERGER", "evidence": "文號"}, ("免辦事由限",)),
        ({"rows": ["p-99999999"], "decision": "owed"}, ("已不在計畫中",)),
        ({"rows": [first], "decision": "not_owed", "reason": "長" * 2001}, ("最多 2000 字",)),
        ({"rows": [first], "decision": "perhaps", "reason": "理由"}, ("請選擇決定",)),
    )
    for sent, sentences in cases:
        answer = officer.send(at(world), form="/impact", **sent)
        assert answer.status_code == 422, sent
        for sentence in sentences:
            assert sentence in answer.text, (sent, sentence)
    wrong: tuple[dict[str, Any], ...] = (
        {"rows": "p-1"},
        {"rows": [1]},
        {"rows": [[]]},
        {"reason": {"a": 1}},
        {"version": "x"},
    )
    for hostile in wrong:
        answer = send_json(officer, at(world), **({"version": 1, "decision": "owed", "rows": [first]} | hostile))
        assert answer.status_code in (409, 422), hostile
    with world.app.app_context():
        assert db.session.scalars(select(ImpactDecision)).all() == []


WHO_MAY = {
    "drafter": 403, "unit_head": 403, "planning": 403, "accounting": 403, "gender_officer": 200, "agency_head": 403,
    "auditor": 403, "administrator": 404, "gender_expert": 404,
}  # fmt: skip
"""Written by hand: who may decide, and for whom the plan does not even exist."""


def test_only_the_agencys_gender_officer_decides(world: World) -> None:
    first, *_others = rows_of(world)
    for part, status in WHO_MAY.items():
        client = world.enter(part)
        body = {"version": world.now().version, "rows": [first], "decision": "owed"}
        assert send_json(client, at(world), **body).status_code == status, part
        seen = client.get(at(world)).status_code
        assert seen == (404 if status == 404 else 200), part


def test_a_decision_on_an_older_version_is_refused_and_the_same_key_decides_once(world: World) -> None:
    first, *_others = rows_of(world)
    officer = world.enter("gender_officer")
    version = world.now().version
    body = {"version": version, "rows": [first], "decision": "not_owed", "reason": "經常性業務", "key": "one"}
    assert send_json(officer, at(world), **body).status_code == 200
    assert send_json(officer, at(world), **body).status_code == 200
    with world.app.app_context():
        assert len(db.session.scalars(select(ImpactDecision)).all()) == 1
    change(world, world.enter("drafter"), first, content="另一個計畫。")
    late = send_json(officer, at(world), **(body | {"key": "two"}))
    assert late.status_code == 409


def test_a_plan_that_is_over_takes_no_decision(world: World) -> None:
    first, *_others = rows_of(world)
    world.forward("approved")
    officer = world.enter("gender_officer")
    body = {"version": world.now().version, "rows": [first], "decision": "owed"}
    answer = send_json(officer, at(world), **body)
    assert answer.status_code == 422
    assert "不能再辦理" in officer.get(at(world)).text or "認定" in officer.get(at(world)).text
