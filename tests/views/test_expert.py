"""The outside expert: one sheet, its plan, an answer, and nothing else that exists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask

from app.shell.expert_gate import BY_LINK
from models.vocabulary import Kind
from tests.views.sheet_world import SheetWorld, letters

DOOR = {"static", "health.healthz", "health.readyz", "desk.show"}


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    return SheetWorld(app)


def bare(page: str) -> str:
    """A page without what is its own each time: the address asked for and the CSRF token."""
    return re.sub(r'(next=|name="csrf_token" value=")[^"]*', r"\1", page)


def addresses(world: SheetWorld, **ids: Any) -> list[tuple[str, str, str]]:
    """Every route as (endpoint, method, address), its places filled with these ids."""
    found = []
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost")
        for rule in world.app.url_map.iter_rules():
            whole = {name for name, kind in rule._converters.items() if type(kind).__name__ == "IntegerConverter"}
            values = {name: ids.get(name, "1" if name in whole else "x") for name in rule.arguments}
            if rule.endpoint == "static":
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                found.append((rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)))
    return found


def test_every_other_route_answers_as_if_it_did_not_exist(world: SheetWorld) -> None:
    sheet = world.walked("expert_review")
    expert = world.enter("gender_expert")
    token = expert.get(world.at(), headers={"Accept": "application/json"}).json["csrf_token"]
    nothing = bare(expert.get("/documents/999999/history").text)
    for document_id in (sheet, world.plan_id, world.plan_id - 1):
        for endpoint, method, address in addresses(world, document_id=document_id, plan_id=world.plan_id):
            if endpoint in BY_LINK | DOOR:
                continue
            data = {"csrf_token": token} if method == "POST" else None
            answer = expert.open(address, method=method, data=data)
            assert answer.status_code == 404, (method, address, answer.status_code)
            if method == "GET":
                assert bare(answer.text) == nothing, address


def test_of_what_is_open_only_the_one_sheet_and_its_plan_exist(world: SheetWorld) -> None:
    world.walked("expert_review")
    with world.app.app_context():
        other_plan = world.plan_id - 1
        kpis = world.walk.children(world.plan_id, Kind.KPI_DEFINITION)
        other_row = world.dossier(world.plan_id).content["key_plans"][-1]["id"]
        other_sheet = world.walk.sheet("self_assessment", world.plan_id, other_row)
    expert = world.enter("gender_expert")
    assert expert.get(world.at()).status_code == 200
    assert expert.get(f"/plans/{world.plan_id}").status_code == 200
    unseen = [
        f"/plans/{kpis[0]}",
        f"/sheets/{other_sheet}",
        f"/sheets/{other_sheet}/participation",
        f"/sheets/{world.plan_id}",
    ]
    unseen += ["/sheets/424242", f"/plans/{other_plan}", f"/documents/{other_sheet}/moves/answer", "/plans", "/audit"]
    for address in unseen:
        assert expert.get(address).status_code == 404, address
    assert expert.get("/").location.endswith("/sheets")
    assert expert.get("/sheets").location.endswith(world.at())
    told = expert.get("/sheets", headers={"Accept": "application/json"}).json
    assert (told["sheet"], told["pledged"], told["by_link"]) == (world.sheet_id, True, True)


def test_the_page_has_no_navigation_and_says_what_is_asked(world: SheetWorld) -> None:
    world.walked("expert_review")
    expert = world.enter("gender_expert")
    page = expert.get(world.at()).text
    assert "bar__nav" not in page
    for words in (
        "請於",
        "唯讀",
        "本人同意恪遵保密義務",
        "先存，稍後再填",
        "存檔，並完成程序參與",
        'value="李美玲"',
        "列印",
    ):
        assert words in page, words


def test_save_return_and_answer(world: SheetWorld) -> None:
    world.walked("expert_review")
    expert = world.enter("gender_expert")
    summary = {"participation-summary": ""}
    assert world.fill(expert, "participation", go="answer", **summary).location.endswith("/participation")
    page = expert.get(world.at("participation")).text
    assert "10-12 尚未填寫" in page
    assert "還不能完成程序參與" in page
    assert world.fill(expert, "participation", go="answer").location.endswith("/moves/answer")
    answered = world.make(expert, "answer")
    assert answered.location.endswith("/invited/done")
    assert "閱覽權限同時結束" in expert.get(answered.location).text
    for address in (world.at(), world.at("participation"), f"/plans/{world.plan_id}", "/sheets"):
        assert expert.get(address).location.startswith("/sign-in"), address


def test_the_expert_cannot_change_the_staffs_part(world: SheetWorld) -> None:
    world.walked("expert_review")
    expert = world.enter("gender_expert")
    told = expert.get(world.at(), headers={"Accept": "application/json"}).json
    before = world.content()
    base = {"csrf_token": told["csrf_token"], "version": told["document"]["version"]}
    for section in (
        "filler",
        "plan",
        "agencies",
        "domains",
        "need",
        "goal",
        "mechanism",
        "beneficiaries",
        "evaluation",
        "results",
    ):
        typed = {
            name: "專家改的" if isinstance(value, str) and "date" not in name else value
            for name, value in world.typed(section).items()
        }
        answer = expert.post(world.at(section), data=base | typed)
        assert answer.status_code in (403, 422), (section, answer.status_code)
    assert world.content() == before


def test_a_password_opens_no_sheet(world: SheetWorld) -> None:
    world.walked("expert_review")
    expert = super(SheetWorld, world).enter("gender_expert")
    assert "請由邀請信中的連結進入" in expert.get("/sheets").text
    for address in (
        world.at(),
        world.at("participation"),
        f"/plans/{world.plan_id}",
        world.moves("answer", world.sheet_id),
    ):
        assert expert.get(address).status_code == 404, address
    assert expert.get("/account").status_code == 200


def test_before_it_is_sent_no_link_goes_out(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    drafter.send(world.at("experts"), form="/experts", expert=str(world.expert_id))
    assert letters(world.app, "expert_link") == []
    assert "已邀請，待送出" in drafter.get(world.at()).text
    assert drafter.send(world.at(), form="/end").status_code == 303
    assert "邀請已結束" in drafter.get(world.at()).text
