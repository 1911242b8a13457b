"""The review page: the whole at first, then what changed; indicators endorsed one by one; what it costs to sign."""

from __future__ import annotations

import gc
from collections.abc import Callable
from copy import deepcopy
from time import process_time

import pytest
from flask import Flask

from app.seeding.walking import document
from models.base import db
from tests.views.reviewers import World, send_json
from workflows.lifecycle.context import NewOpinion
from workflows.lifecycle.dossier import Dossier


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def second_round(world: World) -> str:
    """Return the plan, change a target and a slip in it, and send it again; gives the id of the changed indicator."""
    world.forward("unit_review")
    with world.app.app_context():
        walk = world.walk
        opinion = NewOpinion("目標值請檢討。", "kpis")
        walk.move("unit_head", "give_back", world.plan_id, opinions=(opinion,))
        content = deepcopy(Dossier(db.session(), document(world.plan_id)).content)
        kpi = content["kpis"][0]
        kpi["target"]["value"] = str(int(kpi["target"]["value"]) + 1)
        walk.fill("drafter", world.plan_id, {"kpis": content["kpis"]}, reason="依審查意見調高")
    drafter = world.enter("drafter")
    path = f"/documents/{world.plan_id}/opinions/1/response"
    assert send_json(drafter, path, text="依審查意見調高目標值 1 站。", adopted=True).status_code == 200
    answer = send_json(drafter, world.moves("submit"), version=world.now().version)
    assert answer.status_code == 200, answer.text
    return str(kpi["id"])


def test_a_first_round_shows_the_whole_document(world: World) -> None:
    world.forward("unit_review")
    text = world.enter("unit_head").get(f"/plans/{world.plan_id}/review").text
    assert "首次送審" in text and "前言" in text and "加意見" in text


def test_a_second_round_shows_what_changed_first(world: World) -> None:
    kpi = second_round(world)
    client = world.enter("unit_head")
    page = f"/plans/{world.plan_id}/review"
    body = client.get(page, headers={"Accept": "application/json"}).json
    assert [(change["at"], change["class"]) for change in body["changes"]] == [(f"kpis[{kpi}].target", "number")]
    text = client.get(page).text
    assert "前一輪送審" in text and "增加 1" in text and "目標值請檢討。" in text
    assert client.get(f"{page}?side=1").status_code == 200
    assert client.get(f"{page}?show=all").status_code == 200
    assert client.get(f"{page}?a=nonsense&b=99&at=kpis[{kpi}].target").status_code == 200


def test_two_revisions_of_ones_choice_are_compared(world: World) -> None:
    second_round(world)
    page = f"/plans/{world.plan_id}/review?a=1&b=1"
    assert "內容相同" in world.enter("unit_head").get(page).text


def test_indicators_are_endorsed_and_returned_from_the_list(world: World) -> None:
    world.forward("joint_review")
    first, *rest = world.kpis()
    client = world.enter("planning")
    page = f"/plans/{world.plan_id}/review"
    answer = client.send(page, f"/documents/{first}/moves/endorse")
    assert answer.status_code == 303 and f"{page}#endorse-" in answer.location
    assert world.now(first).state == "approved"
    refused = client.send(world.moves("return_kpi", rest[0]), "/moves/return_kpi")
    assert refused.status_code == 422
    typed = {"opinions-0-text": "衡量標準請寫明資料來源。"}
    assert client.send(world.moves("return_kpi", rest[0]), "/moves/return_kpi", **typed).status_code == 303
    assert world.now(rest[0]).state == "returned"
    page_text = client.get(world.moves("sign")).text
    assert "還不能核章" in page_text and "尚未經研考同意" in page_text


def test_only_planning_is_offered_the_list_to_endorse(world: World) -> None:
    world.forward("joint_review")
    page = f"/plans/{world.plan_id}/review"
    assert "/moves/endorse" not in world.enter("accounting").get(page).text


def test_a_signature_costs_at_most_twenty_empty_requests(world: World, request: pytest.FixtureRequest) -> None:
    world.forward("joint_review")
    client = world.enter("accounting")

    def cost(times: int, ask: Callable[[], object]) -> float:
        begun = process_time()
        for _ in range(times):
            ask()
        return (process_time() - begun) / times

    # Whoever signs has read; and a collection of all that other tests left in this process is no part of a signature.
    client.get(f"/plans/{world.plan_id}/checks")
    gc.collect()
    request.addfinalizer(gc.enable)
    gc.disable()
    cost(20, lambda: client.get("/healthz"))
    empty = min(cost(50, lambda: client.get("/healthz")) for _ in range(3))
    asked = client.get(world.moves("sign"), headers={"Accept": "application/json"}).json
    headers = {"X-CSRFToken": asked["csrf_token"], "Accept": "application/json"}
    body = {"version": asked["version"], "key": "k"}
    begun = process_time()
    answer = client.post(world.moves("sign"), json=body, headers=headers)
    signed = process_time() - begun
    assert answer.status_code == 200
    assert signed <= 20 * empty, f"{signed / empty:.1f} empty requests"
