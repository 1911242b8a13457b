"""The numbered loop over HTTP: an opinion is given, answered, resolved; nothing typed is lost."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.base import db
from models.review import Opinion
from tests.views.reviewers import World, send_json


@pytest.fixture
def world(app: Flask) -> World:
    found = World(app)
    found.forward("joint_review")
    return found


def opinions(world: World) -> list[tuple[int, str, str]]:
    with world.app.app_context():
        rows = db.session.execute(select(Opinion.number, Opinion.seat, Opinion.anchor).order_by(Opinion.number))
        return [(row.number, row.seat, row.anchor) for row in rows]


def test_an_opinion_is_recorded_from_the_review_page(world: World) -> None:
    client = world.enter("planning")
    page = f"/plans/{world.plan_id}/review?at=preamble"
    answer = client.send(page, "/opinions", text="請說明與中程計畫之關聯。")
    assert answer.status_code == 303
    assert opinions(world) == [(1, "planning", "preamble")]
    shown = client.get(answer.location).text
    assert "請說明與中程計畫之關聯。" in shown and "待回復" in shown


def test_an_empty_opinion_is_refused_and_the_place_kept(world: World) -> None:
    client = world.enter("planning")
    answer = client.send(f"/plans/{world.plan_id}/review", "/opinions", text="  ", anchor="preamble")
    assert answer.status_code == 422
    assert "請填寫內容" in answer.text and '<option selected value="preamble">' in answer.text


def test_too_long_an_opinion_keeps_every_character(world: World) -> None:
    client = world.enter("planning")
    text = "意" * 4001
    answer = client.send(f"/plans/{world.plan_id}/review", "/opinions", text=text)
    assert answer.status_code == 422
    assert text in answer.text and "最多 4000 字" in answer.text


def test_the_same_key_records_one_opinion(world: World) -> None:
    client = world.enter("accounting")
    for _ in range(2):
        answer = send_json(client, f"/documents/{world.plan_id}/opinions", text="經費請再確認。", key="same")
        assert answer.status_code == 200
        assert answer.json["number"] == 1
    assert len(opinions(world)) == 1


def test_who_holds_no_seat_gives_no_opinion(world: World) -> None:
    for part in ("drafter", "gender_officer"):
        answer = send_json(world.enter(part), f"/documents/{world.plan_id}/opinions", text="意見")
        assert answer.status_code == 403, part
        assert answer.json["reasons"]
    assert opinions(world) == []


def test_whoever_cannot_see_the_plan_is_told_that_it_does_not_exist(world: World) -> None:
    stranger = world.enter("edu-drafter")
    assert stranger.get(f"/plans/{world.plan_id}/review").status_code == 404
    assert stranger.get(f"/documents/{world.plan_id}/opinions").status_code == 404
    assert send_json(stranger, f"/documents/{world.plan_id}/opinions", text="意見").status_code == 404


def test_the_table_answers_and_the_seat_resolves(world: World) -> None:
    planning, drafter = world.enter("planning"), world.enter("drafter")
    send_json(planning, f"/documents/{world.plan_id}/opinions", text="請補充。", anchor="preamble")
    table = f"/documents/{world.plan_id}/opinions"
    without = drafter.send(table, "/opinions/1/response", text="不參採，理由如下。")
    assert without.status_code == 422
    assert "請選擇參採或不參採" in without.text and "不參採，理由如下。" in without.text
    done = drafter.send(table, "/opinions/1/response", text="不參採，理由如下。", adopted="no", changed_at="")
    assert done.status_code == 303
    row = drafter.get(table, headers={"Accept": "application/json"}).json["opinions"][0]
    assert (row["adopted"], row["response"], row["resolved"]) == (False, "不參採，理由如下。", False)
    assert send_json(drafter, f"{table}/1/resolution", resolved=True).status_code == 403
    assert send_json(planning, f"{table}/1/resolution", resolved=True).status_code == 200
    assert "已解決" in planning.get(table).text
    assert send_json(planning, f"{table}/1/resolution", resolved="perhaps").status_code == 422
    assert send_json(planning, f"{table}/9/resolution", resolved=True).status_code == 404


def test_an_empty_table_says_so(world: World) -> None:
    assert "還沒有審查意見" in world.enter("drafter").get(f"/documents/{world.plan_id}/opinions").text


def test_a_sheet_has_its_own_table(world: World) -> None:
    with world.app.app_context():
        row_id = world.walk.content(107)["key_plans"][-1]["id"]
        sheet = world.walk.sheet("completed", world.plan_id, row_id)
    officer = world.enter("gender_officer")
    assert officer.get(f"/plans/{sheet}/review").status_code == 200
    answer = officer.send(f"/plans/{sheet}/review", "/opinions", text="8-1 請補列名額。", anchor="evaluation.8-1")
    assert answer.status_code == 303, answer.text
    assert "8-1 請補列名額。" in officer.get(f"/documents/{sheet}/opinions").text
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Opinion).where(Opinion.document_id == sheet)) == 1


def test_an_opinion_on_a_whole_chapter_says_which_one(world: World) -> None:
    client = world.enter("planning")
    for anchor in ("kpis", "key_plans", "goals"):
        assert (
            send_json(client, f"/documents/{world.plan_id}/opinions", text="本章請再斟酌。", anchor=anchor).status_code
            == 200
        )
    page = client.get(f"/documents/{world.plan_id}/opinions").text
    for chapter in ("貳、年度關鍵績效指標", "參、年度重要計畫", "壹、年度施政目標及策略"):
        assert chapter in page
    assert "與KPI關聯" not in page
