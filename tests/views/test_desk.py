"""The desk: what waits for whom, the way into the work, and what to do first where nothing waits."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.views.reviewers import World

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def test_a_draft_waits_for_its_drafters_alone(world: World) -> None:
    desk = world.enter("drafter").get("/").text
    assert f"/plans/{world.plan_id}/edit/goals" in desk
    assert "編輯內容並送審" in desk
    for part in ("planning", "agency_head"):
        assert f"/plans/{world.plan_id}/" not in world.enter(part).get("/").text


def test_a_plan_under_review_waits_for_the_seats_whose_turn_it_is(world: World) -> None:
    world.forward("joint_review")
    for part in ("planning", "accounting"):
        desk = world.enter(part).get("/").text
        assert f"/plans/{world.plan_id}/review" in desk
        assert "審查並核章" in desk
    assert "審查並核章" not in world.enter("agency_head").get("/").text
    drafter = world.enter("drafter").get("/").text
    assert "我送出的" in drafter
    assert "會審" in drafter


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("planning", "目前沒有等您審查的文件"),
        ("auditor", "看稽核紀錄"),
        ("administrator", "看人員與機關"),
        ("edu-drafter", "新計畫"),
    ],
)
def test_an_empty_desk_says_what_to_do_first(world: World, part: str, words: str) -> None:
    assert words in world.enter(part).get("/").text


def test_counts_lead_to_the_list_they_count(world: World) -> None:
    client = world.enter("planning")
    body = client.get("/", headers=JSON).json
    assert body["counts"] == {"drafting": 1}
    assert "/plans?state=drafting" in client.get("/").text
    assert f"/plans/{world.plan_id}" in client.get("/plans?state=drafting").text


def test_the_desk_is_also_a_file_and_json(world: World) -> None:
    client = world.enter("drafter")
    waiting = client.get("/", headers=JSON).json["waiting"]
    assert [(one["id"], one["state"], one["seat"]) for one in waiting] == [(world.plan_id, "drafting", None)]
    answer = client.get("/?format=csv")
    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).startswith("\ufeff停留日數")


def test_indicators_wait_for_planning_as_one_line(world: World) -> None:
    """Not seventeen lines, and for nobody else; what was endorsed waits no more."""
    planning = world.enter("planning")
    assert "項指標待審" not in planning.get("/").text
    world.forward("joint_review")
    count = len(world.kpis())
    page = planning.get("/")
    assert f"科技部 107 年度施政計畫：{count} 項指標待審" in page.text
    assert f'href="/plans/{world.plan_id}/review#endorse"' in page.text
    body = planning.get("/", headers=JSON).json
    assert sorted((one["id"], one["turn"]) for one in body["waiting"]) == [
        (world.plan_id, "研考　審查並核章"),
        (world.plan_id, "逐項同意或退回指標"),
    ]
    with world.app.app_context():
        world.walk.move("planning", "endorse", world.kpis()[0])
    assert f"：{count - 1} 項指標待審" in planning.get("/").text
    assert "項指標待審" in planning.get("/?format=csv").get_data(as_text=True)
    for part in ("drafter", "accounting", "agency_head", "edu-drafter"):
        assert "項指標待審" not in world.enter(part).get("/").text
    with world.app.app_context():
        world.walk.endorse_all(world.plan_id)
    assert "項指標待審" not in planning.get("/").text
