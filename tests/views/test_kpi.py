"""The page of an indicator: its definition, where it is used, and what planning may do with it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.views.reviewers import World
from workflows.lifecycle.context import NewOpinion
from workflows.review import opinions

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def test_a_definition_is_shown_before_it_was_ever_submitted(world: World) -> None:
    client, kpi = world.enter("drafter"), world.kpis()[0]
    page = client.get(f"/kpis/{kpi}").text
    body = client.get(f"/kpis/{kpi}", headers=JSON).json
    assert body["content"]["kpi"]["title"] in page
    assert [(one["year"], one["before"], one["after"]["value"]) for one in body["target_changes"]] == [
        (107, None, "90")
    ]
    assert body["document"]["parent"] == world.plan_id
    assert f"/edit/kpis/{body['document']['part_key']}" in page
    assert "計畫送審後，由研考審查這項指標" in page


def test_planning_is_offered_what_it_may_do(world: World) -> None:
    world.forward("joint_review")
    kpi = world.kpis()[0]
    page = world.enter("planning").get(f"/kpis/{kpi}").text
    assert f"/documents/{kpi}/moves/return_kpi" in page
    assert f"/documents/{kpi}/moves/endorse" in page
    assert "/moves/" not in world.enter("drafter").get(f"/kpis/{kpi}").text


@pytest.mark.parametrize("state", ["joint_review", "gender_check", "approved"])
def test_an_endorsement_is_shown_with_its_stamp(world: World, state: str) -> None:
    world.forward(state)
    page = world.enter("drafter").get(f"/kpis/{world.kpis()[0]}").text
    assert ("王淑芬" in page) == (state != "joint_review")


def test_an_endorsement_holds_through_rounds_until_its_definition_changes(world: World) -> None:
    """Unchanged it is carried on with its round, changed it has lapsed and stays readable."""
    world.forward("joint_review")
    changed, kept = world.kpis()[:2]
    with world.app.app_context():
        world.walk.endorse_all(world.plan_id)
        opinion = NewOpinion("經費與目標值不符。", "kpis")
        world.walk.move("accounting", "give_back", world.plan_id, opinions=(opinion,))
        action_context = world.walk.cast.context("drafter")
        opinions.respond(world.plan_id, 1, action_context, text="已修正。", adopted=True, changed_at="kpis")
    drafter = world.enter("drafter")
    row = drafter.get(f"/kpis/{changed}", headers=JSON).json["document"]["part_key"]
    path = f"/plans/{world.plan_id}/edit/kpis/{row}"
    typed = {"target-value": "88", "target_reason": "依會計意見調整。"}
    assert drafter.send(path, form=row, **typed).status_code == 303
    world.forward("joint_review")
    assert "失效" in drafter.get(f"/kpis/{changed}").text
    page = drafter.get(f"/kpis/{kept}").text
    assert "沿用" in page
    assert "第 1 輪" in page
    assert "失效" not in page
    listed = world.enter("planning").get("/").text
    assert "：1 項指標待審" in listed


def test_strangers_see_no_definition(world: World) -> None:
    assert world.enter("edu-drafter").get(f"/kpis/{world.kpis()[0]}").status_code == 404
    assert world.enter("drafter").get(f"/kpis/{world.plan_id}").status_code == 404
