"""The sheet's whole life over HTTP, and what its pages do with people's words."""

from __future__ import annotations

import pytest
from flask import Flask

from app.seeding.people import password
from tests.views.sheet_world import SheetWorld

STAFF = ("filler", "agencies", "domains", "need", "goal", "mechanism", "beneficiaries", "evaluation")


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    return SheetWorld(app)


def test_a_plan_passes_the_gender_check_only_with_its_sheet(world: SheetWorld) -> None:
    world.forward("gender_check")
    drafter, officer = world.enter("drafter"), world.enter("gender_officer")
    assert "尚未填表" in drafter.get("/sheets").text
    refused = officer.get(world.moves("sign"))
    assert "尚未填表" in refused.text
    world.begun(drafter)
    for section in STAFF:
        answer = world.fill(drafter, section)
        assert answer.status_code == 303, (section, answer.text)
    page = drafter.get(world.at())
    assert "邀請專家" in page.text
    assert drafter.send(world.at("experts"), form="/experts", expert=str(world.expert_id)).status_code == 303
    assert world.make(drafter, "submit").status_code == 303
    expert = world.enter("gender_expert")
    answer = world.fill(expert, "participation", go="answer")
    assert answer.location.endswith("/moves/answer"), answer.location
    assert world.make(expert, "answer").status_code == 303
    assert world.now(world.sheet_id).state == "responding"
    assert officer.post(world.moves("sign"), data={}).status_code in (400, 422)
    assert world.fill(drafter, "results").status_code == 303
    assert world.make(drafter, "complete").status_code == 303
    assert world.now(world.sheet_id).state == "completed"
    assert expert.get(world.at()).location.startswith("/sign-in"), "the session ended with the answer"
    held = officer.get(world.moves("sign", world.plan_id))
    assert "尚待性平決定是否應辦性別影響評估" in held.text
    answer = officer.send(
        f"/plans/{world.plan_id}/impact", form="/impact", all="y", decision="not_owed", reason="經常性業務，非報院計畫"
    )
    assert answer.status_code == 303, answer.text
    signed = world.make(officer, "sign", world.plan_id, password=password())
    assert signed.status_code == 303, signed.text
    assert world.now().state == "approving"


def test_every_section_opens_for_the_drafter_and_is_closed_with_a_reason_to_others(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter, auditor = world.enter("drafter"), world.enter("auditor")
    for section in ("filler", "plan", *STAFF[1:-1]):
        assert 'id="sheet"' in drafter.get(world.at(section)).text, section
        assert "由本機關承辦人填寫" in auditor.get(world.at(section)).text, section
    assert "玖待專家填完拾後開啟" in drafter.get(world.at("results")).text
    assert "送程序參與後開啟" in drafter.get(world.at("participation")).text
    assert "任一項評定為「是」時" in drafter.get(world.at("evaluation")).text
    world.fill(drafter, "beneficiaries", **{"beneficiaries-7-2-answer": "是"})
    assert 'id="sheet"' in drafter.get(world.at("evaluation")).text
    assert drafter.get(world.at("nothing")).status_code == 404


def test_a_save_is_a_revision_and_goes_on_to_the_next_section(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    before = world.now(world.sheet_id).revision
    answer = world.fill(drafter, "goal")
    assert answer.location.endswith("/mechanism")
    assert world.now(world.sheet_id).revision == before + 1
    world.fill(drafter, "goal", go="stay")
    assert world.now(world.sheet_id).revision == before + 1


def test_what_cannot_be_kept_comes_back_with_every_word(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    long = "受益" * 2500
    answer = world.fill(drafter, "goal", goal=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert "最多 4000 字，目前 5000 字" in answer.text
    answer = world.fill(drafter, "filler", **{"filler-date": "昨天", "filler-name": "<script>alert(1)</script>"})
    assert answer.status_code == 422
    assert 'value="昨天"' in answer.text
    assert "<script>alert" not in answer.text
    answer = world.fill(drafter, "domains", domains=["3-9"])
    assert answer.status_code == 422
    assert world.content()["filler"]["name"] != "<script>alert(1)</script>"


def test_hostile_text_is_kept_as_text(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    hostile = "<img src=x onerror=alert(1)>{{ 7*7 }}%(n)d '; DROP TABLE document; --"
    assert world.fill(drafter, "mechanism", mechanism=hostile).status_code == 303
    assert world.content()["mechanism"] == hostile
    response = super(type(drafter), drafter).open(world.at())
    assert "<img src=x" not in response.text


def test_the_second_to_save_sees_both_and_decides(world: SheetWorld) -> None:
    world.walked("self_assessment")
    first, second = world.enter("drafter"), world.enter("drafter2")
    form = next(one for one in second.forms(world.at("goal")) if one.action.endswith("/goal"))
    assert world.fill(first, "goal", goal="第一人的目標，女性占四成。").status_code == 303
    mine = dict(form.fields) | {"goal": "第二人的目標，女性占五成。"}
    answer = second.post(world.at("goal"), data=mine)
    assert answer.status_code == 409
    assert "第一人的目標" in answer.text
    assert "第二人的目標" in answer.text
    again = dict(_form_in(answer.text, "/goal")) | {"goal": "第二人的目標，女性占五成。"}
    assert second.post(world.at("goal"), data=again).status_code == 303
    assert world.content()["goal"] == "第二人的目標，女性占五成。"


def _form_in(html: str, action: str) -> list[tuple[str, str]]:
    from tests.pages import Page

    return next(form.fields for form in Page(html).forms if form.action.endswith(action))


def test_nobody_else_writes_the_staffs_part(world: SheetWorld) -> None:
    world.walked("self_assessment")
    for part in ("gender_officer", "unit_head", "auditor"):
        client = world.enter(part)
        token = client.get("/sign-in", headers={"Accept": "application/json"}).json
        version = world.now(world.sheet_id).version
        data = {"csrf_token": token["csrf_token"], "version": version, "goal": "別人的字"}
        assert client.post(world.at("goal"), data=data).status_code == 403, part
    assert world.content()["goal"] == ""


def test_staff_cannot_write_the_experts_part_nor_open_it_early(world: SheetWorld) -> None:
    world.walked("expert_review")
    drafter = world.enter("drafter")
    token = drafter.get(world.at(), headers={"Accept": "application/json"}).json
    data = {"csrf_token": token["csrf_token"], "version": token["document"]["version"], **world.typed("participation")}
    assert drafter.post(world.at("participation"), data=data).status_code == 403
    assert world.content()["participation"]["summary"] == ""


def test_related_while_all_are_no_comes_back_with_the_reason(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    for section in STAFF:
        world.fill(drafter, section)
    answers = {f"beneficiaries-7-{n}-answer": "否" for n in (1, 2, 3)}
    world.fill(drafter, "beneficiaries", **answers)
    world.fill(drafter, "evaluation", **{f"evaluation-8-{n}": "" for n in range(1, 10)})
    drafter.send(world.at("experts"), form="/experts", expert=str(world.expert_id))
    assert world.make(drafter, "submit").status_code == 303
    expert = world.enter("gender_expert")
    world.fill(expert, "participation", go="stay", **{"participation-relevance": "有關"})
    assert world.make(expert, "answer").status_code == 303
    assert world.now(world.sheet_id).state == "self_assessment"
    assert "程序參與後退回機關自評" in drafter.get(world.at()).text


def test_a_stale_sheet_says_what_changed_and_is_confirmed_again(world: SheetWorld) -> None:
    world.walked("completed")
    with world.app.app_context():
        rows = world.dossier(world.plan_id).content["key_plans"]
        changed = [{**row, "content": "改寫之實施內容"} if row["id"] == world.row else dict(row) for row in rows]
        world.walk.fill("drafter", world.plan_id, {"key_plans": changed})
    officer = world.enter("gender_officer")
    assert "待再確認" in officer.get("/sheets?state=stale").text
    page = officer.get(world.at())
    assert "改寫之實施內容" in page.text
    assert rows[0]["content"][:12] in page.text
    assert world.make(officer, "reconfirm", reason="對象未變").status_code == 303
    assert "待再確認</b>" not in officer.get(world.at()).text


def test_an_address_with_a_place_leads_to_its_field(world: SheetWorld) -> None:
    world.walked("self_assessment")
    drafter = world.enter("drafter")
    answer = drafter.get(world.at() + "?at=beneficiaries[7-1].reason")
    assert answer.location.endswith("/beneficiaries#beneficiaries-7-1-reason")
    assert drafter.get(world.at() + "?at=participation.expert").location.endswith("#participation-expert-name")
    assert drafter.get(world.at() + "?at=expert").location.endswith("#experts")
    for odd in ("", "x", "beneficiaries[9-9]", "../../etc", "<script>"):
        assert drafter.get(world.at(), query_string={"at": odd}).status_code in (200, 302)


def test_machines_get_the_same(world: SheetWorld) -> None:
    world.walked("responding")
    drafter = world.enter("drafter")
    told = drafter.get(world.at(), headers={"Accept": "application/json"}).json
    assert told["document"]["state"] == "responding"
    assert {offer["move"] for offer in told["offers"]} == {"complete"}
    assert told["content"]["participation"]["relevance"]
    listed = drafter.get("/sheets", headers={"Accept": "application/json"}).json
    assert [one["id"] for one in listed["sheets"]] == [world.sheet_id]


def test_the_same_key_begins_one_sheet(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    form = next(one for one in drafter.forms("/sheets") if one.action.endswith("/sheets"))
    assert [drafter.post(form.action, data=dict(form.fields)).status_code for _ in range(2)] == [303, 303]
    other = dict(form.fields) | {"idempotency_key": "another"}
    assert drafter.post(form.action, data=other).status_code == 422
