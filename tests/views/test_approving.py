"""Making moves over HTTP: what is asked, what is refused with all reasons and all that was typed, what happens once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.seeding.people import password
from models.audit_log import AuditEntry
from models.base import db
from models.people import SignInSession
from models.review import Opinion, SignOff
from tests.views.reviewers import World, send_json, token_of


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def count(world: World, what: type) -> int:
    with world.app.app_context():
        return db.session.scalar(select(func.count()).select_from(what)) or 0


def age_proofs(world: World) -> None:
    """Let every proof of identity be older than five minutes."""
    with world.app.app_context():
        db.session.execute(update(SignInSession).values(proved_at=datetime.now(UTC) - timedelta(minutes=6)))
        db.session.commit()


def test_the_drafter_sends_the_plan_from_the_page_of_the_move(world: World) -> None:
    client = world.enter("drafter")
    assert "一併送審" in client.get(world.moves("submit")).text
    answer = client.send(world.moves("submit"), "/moves/submit")
    assert answer.status_code == 303
    assert world.now().state == "unit_review"


def test_a_plan_is_given_back_with_two_opinions_and_comes_again(world: World) -> None:
    world.forward("unit_review")
    head, drafter = world.enter("unit_head"), world.enter("drafter")
    typed = {"opinions-0-text": "請補充依據。", "opinions-1-text": "目標名稱不一致。", "opinions-1-anchor": "preamble"}
    assert head.send(world.moves("give_back"), "/moves/give_back", **typed).status_code == 303
    assert (world.now().state, world.now().round) == ("returned", 2)
    refused = drafter.get(world.moves("submit"))
    assert "審查意見 1 尚未回復" in refused.text and "審查意見 2 尚未回復" in refused.text
    table = f"/documents/{world.plan_id}/opinions"
    for number in (1, 2):
        answer = drafter.send(
            table, f"/opinions/{number}/response", adopted="yes", text="依據見附件，內容未再修正。", changed_at=""
        )
        assert answer.status_code == 303, answer.text
    assert drafter.send(world.moves("submit"), "/moves/submit").status_code == 303
    assert head.send(table, "/opinions/1/resolution", button="yes").status_code == 303
    assert head.send(table, "/opinions/2/resolution", button="yes").status_code == 303
    assert head.send(world.moves("sign"), "/moves/sign").status_code == 303
    assert world.now().state == "joint_review"


def test_a_return_without_an_opinion_is_refused_beside_the_field(world: World) -> None:
    world.forward("unit_review")
    answer = world.enter("unit_head").send(world.moves("give_back"), "/moves/give_back")
    assert answer.status_code == 422
    assert "退回時請至少寫一項審查意見" in answer.text and 'id="opinions-0-text-error"' in answer.text


def test_asking_for_one_more_opinion_keeps_what_was_typed(world: World) -> None:
    world.forward("unit_review")
    typed = {"opinions-0-text": "第一項意見。"}
    answer = world.enter("unit_head").send(world.moves("give_back"), "/moves/give_back", button="more", **typed)
    assert answer.status_code == 200
    assert "第一項意見。" in answer.text and 'name="opinions-2-text"' in answer.text


def test_a_stale_version_answers_409_and_keeps_the_typed_opinion(world: World) -> None:
    world.forward("unit_review")
    stale = str(world.now().version - 1)
    typed = {"opinions-0-text": "這段文字不能遺失。", "opinions-0-anchor": "preamble", "version": stale}
    answer = world.enter("unit_head").send(world.moves("give_back"), "/moves/give_back", **typed)
    assert answer.status_code == 409
    assert "這段文字不能遺失。" in answer.text and f'name="version" value="{world.now().version}"' in answer.text
    assert '<option selected value="preamble">' in answer.text
    assert count(world, Opinion) == 0


def test_a_move_from_the_wrong_state_answers_409_with_the_page(world: World) -> None:
    world.forward("unit_review")
    client = world.enter("unit_head")
    page = client.forms(world.moves("give_back"))
    with world.app.app_context():
        world.walk.move("unit_head", "sign", world.plan_id)
    form = next(form for form in page if form.action.endswith("give_back"))
    answer = client.post(world.moves("give_back"), data={**dict(form.fields), "opinions-0-text": "太晚的意見"})
    assert answer.status_code == 409
    assert "太晚的意見" in answer.text and "會審" in answer.text


def test_a_double_click_signs_once(world: World) -> None:
    world.forward("joint_review")
    client = world.enter("accounting")
    form = next(
        form for form in client.forms(world.moves("sign")) if form.method == "post" and "version" in dict(form.fields)
    )
    for _ in range(2):
        assert client.post(world.moves("sign"), data=dict(form.fields)).status_code == 303
    with world.app.app_context():
        signed = select(func.count()).select_from(SignOff).where(SignOff.seat == "accounting")
        entries = (
            select(func.count())
            .select_from(AuditEntry)
            .where(
                AuditEntry.action == "sign",
                AuditEntry.actor_id.in_(select(SignOff.user_id).where(SignOff.seat == "accounting")),
            )
        )
        assert (db.session.scalar(signed), db.session.scalar(entries)) == (1, 1)


def test_signing_without_fresh_proof_asks_for_the_password(world: World) -> None:
    world.forward("unit_review")
    client = world.enter("unit_head")
    assert 'name="password"' not in client.get(world.moves("sign")).text
    age_proofs(world)
    assert 'name="password"' in client.get(world.moves("sign")).text
    without = client.send(world.moves("sign"), "/moves/sign")
    assert (
        without.status_code == 422 and "核章前請再次輸入密碼" in without.text and 'id="password-error"' in without.text
    )
    wrong = client.send(world.moves("sign"), "/moves/sign", password="not-this-one")
    assert wrong.status_code == 422 and "密碼不正確，尚未核章" in wrong.text and 'id="password-error"' in wrong.text
    assert world.now().state == "unit_review"
    good = client.send(world.moves("sign"), "/moves/sign", password=password())
    assert good.status_code == 303
    assert "稽核紀錄第" in client.get(good.location).text
    assert world.now().state == "joint_review"


def test_wrong_passwords_at_signing_lock_the_account(world: World) -> None:
    world.forward("unit_review")
    client = world.enter("unit_head")
    age_proofs(world)
    version = world.now().version
    answers = [send_json(client, world.moves("sign"), version=version, password="wrong").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_signing_page_says_what_it_is_and_what_it_is_not(world: World) -> None:
    world.forward("unit_review")
    text = world.enter("unit_head").get(world.moves("sign")).text
    digest = world.now().content_sha256 or ""
    assert digest in text and f"<span>{digest[:4]}</span>" in text
    assert "本人以單位主管席位確認本計畫內容屬實" in text
    assert "不是電子簽章法所稱的數位簽章" in text


def test_whoever_wrote_it_does_not_sign_it(world: World) -> None:
    world.forward("unit_review")
    drafter = world.enter("drafter")
    page = drafter.get(world.moves("sign"))
    assert page.status_code == 403 and "沒有審查席位" in page.text
    answer = send_json(drafter, world.moves("sign"), version=world.now().version)
    assert answer.status_code == 403 and answer.json["reasons"]


def test_json_signs_and_says_the_entry(world: World) -> None:
    world.forward("unit_review")
    client = world.enter("unit_head")
    asked = client.get(world.moves("sign"), headers={"Accept": "application/json"}).json
    assert asked["open"] and asked["seat"] == "unit_head" and not asked["proof_needed"]
    answer = send_json(client, world.moves("sign"), version=asked["version"], key="k1")
    assert answer.status_code == 200, answer.text
    assert answer.json["state"] == "joint_review" and isinstance(answer.json["entry"], int)
    again = send_json(client, world.moves("sign"), version=asked["version"], key="k1")
    assert again.json == answer.json


@pytest.mark.parametrize(
    "body",
    [
        {}, {"version": "x"}, {"version": -1}, {"version": 1, "reason": ["a"]}, {"version": 1, "opinions": ["a"]},
        {"version": 1, "key": "k" * 81}, {"version": 1, "opinions": [{"text": "a" * 4001}]},
        {"version": 1, "opinions": [{"text": "a", "anchor": "x" * 121}]},
    ],
)  # fmt: skip
def test_a_malformed_body_is_refused_and_changes_nothing(world: World, body: dict[str, object]) -> None:
    world.forward("unit_review")
    before = world.now().version
    answer = send_json(world.enter("unit_head"), world.moves("give_back"), **body)
    assert answer.status_code == 422 and answer.json["findings"]
    assert world.now().version == before


def test_odd_characters_are_stored_tidied(world: World) -> None:
    world.forward("unit_review")
    opinion = {"text": "e\u0301\ud800\x00好", "anchor": ""}
    client, body = world.enter("unit_head"), {"version": world.now().version, "opinions": [opinion]}
    headers = {"X-CSRFToken": token_of(client), "Accept": "application/json", "Content-Type": "application/json"}
    answer = client.post(world.moves("give_back"), data=json.dumps(body), headers=headers)
    assert answer.status_code == 200, answer.text
    with world.app.app_context():
        assert db.session.scalar(select(Opinion.text)) == "é好"


def test_an_unknown_move_and_a_step_of_the_system_do_not_exist(world: World) -> None:
    client = world.enter("drafter")
    assert client.get(world.moves("fly")).status_code == 404
    assert client.get(world.moves("advance")).status_code == 404


def test_withdrawing_needs_a_reason_and_amending_grounds(world: World) -> None:
    drafter = world.enter("drafter")
    refused = drafter.send(world.moves("withdraw"), "/moves/withdraw")
    assert refused.status_code == 422 and 'id="reason-error"' in refused.text
    with world.app.app_context():
        approved = world.walk.plan("approved", 106)
    refused = drafter.send(world.moves("amend", approved), "/moves/amend", reason="追加預算")
    assert refused.status_code == 422 and "請選擇修正事由" in refused.text and "追加預算" in refused.text
    made = drafter.send(world.moves("amend", approved), "/moves/amend", reason="追加預算", grounds="BUDGET")
    assert made.status_code == 303
    assert world.now(int(made.location.rsplit("/", 1)[1])).edition == 2
