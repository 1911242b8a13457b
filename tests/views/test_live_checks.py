"""Checking what is typed before it is saved: with and without a script, for machines, and that nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models.audit_log import AuditEntry
from models.base import db
from models.document import ContentPart, Revision
from models.idempotency import IdempotencyKey
from tests.pages import Page
from tests.views.reviewers import World, token_of

JSON = {"Accept": "application/json"}
LIVE = {"HX-Request": "true"}


@pytest.fixture
def world(app: Flask) -> World:
    """The sample's people with a clean draft."""
    return World(app)


def row_of(world: World, client: Any, part: str, place: int = 0) -> str:
    """The id of a row."""
    return str(client.get(f"/plans/{world.plan_id}", headers=JSON).json["content"][part][place]["id"])


def form_of(client: Any, path: str) -> dict[str, Any]:
    """What the form of a row would send as it stands."""
    form = next(form for form in client.forms(path) if form.action.endswith(path) and "revision" in dict(form.fields))
    sent: dict[str, Any] = {}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return sent


def stored(app: Flask) -> list[int]:
    """How much the database holds of all that a save or a move writes."""
    with app.app_context():
        return [
            int(db.session.scalar(select(func.count()).select_from(each)) or 0)
            for each in (Revision, ContentPart, AuditEntry, IdempotencyKey)
        ]


def test_a_field_that_is_left_gets_its_findings_and_nothing_is_stored(world: World, app: Flask) -> None:
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    path = f"/plans/{world.plan_id}/edit/key_plans/{row}"
    sent = form_of(drafter, path)
    before = stored(app)
    answer = drafter.post(
        f"/plans/{world.plan_id}/check/key_plans/{row}", data=sent | {"content": "辦理創新（未完"}, headers=LIVE
    )
    assert answer.status_code == 200 and "<html" not in answer.text
    page = Page(answer.text)
    assert {"check-status", "row-state", "content-findings", "item-findings", "row-findings"} <= set(page.ids)
    gutter = answer.text.split('id="content-findings"')[1].split("</div>\n")[0]
    assert "DT-03" in gutter and 'href="/rules/DT-03"' in gutter
    assert "尚未存檔" in answer.text
    clean = drafter.post(f"/plans/{world.plan_id}/check/key_plans/{row}", data=sent, headers=LIVE)
    assert "DT-03" not in clean.text and "沒有檢核結果" in clean.text
    assert stored(app) == before
    assert "未完" not in drafter.get(path).text


def test_every_place_of_a_live_answer_stands_on_the_page(world: World) -> None:
    drafter = world.enter("drafter")
    for part in ("goals", "kpis", "key_plans"):
        row = row_of(world, drafter, part)
        path = f"/plans/{world.plan_id}/edit/{part}/{row}"
        shown = set(Page(drafter.get(path).text).ids)
        answer = drafter.post(f"/plans/{world.plan_id}/check/{part}/{row}", data=form_of(drafter, path), headers=LIVE)
        assert set(Page(answer.text).ids) <= shown, part


def test_without_a_script_the_button_brings_the_page_back_as_typed(world: World, app: Flask) -> None:
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    path = f"/plans/{world.plan_id}/edit/key_plans/{row}"
    shown = drafter.get(path).text
    assert f'formaction="/plans/{world.plan_id}/check/key_plans/{row}"' in shown and "檢查" in shown
    before = stored(app)
    answer = drafter.post(
        f"/plans/{world.plan_id}/check/key_plans/{row}", data=form_of(drafter, path) | {"content": "辦理創新（未完"}
    )
    assert answer.status_code == 200
    assert "辦理創新（未完" in answer.text and "DT-03" in answer.text and "data-unsaved" in answer.text
    assert stored(app) == before
    form = next(
        form for form in Page(answer.text).forms if form.action.endswith(path) and "revision" in dict(form.fields)
    )
    kept = drafter.post(path, data=dict(form.fields) | {"op": "save", "kpis": dict(form.fields).get("kpis", "")})
    assert kept.status_code == 303, "what came back can be saved as it is"


def test_the_preamble_is_checked_too(world: World) -> None:
    drafter = world.enter("drafter")
    sent = form_of(drafter, f"/plans/{world.plan_id}/edit/preamble")
    path = f"/plans/{world.plan_id}/check/preamble"
    assert "AP-02" in drafter.post(path, data=sent | {"preamble": "本部編定計畫。"}, headers=LIVE).text
    assert "AP-02" in drafter.post(path, data=sent | {"preamble": "本部編定計畫。"}).text


def test_a_defect_that_another_row_shares_names_the_other_row(world: World) -> None:
    drafter = world.enter("drafter")
    content = drafter.get(f"/plans/{world.plan_id}", headers=JSON).json["content"]
    one, other = content["kpis"][0], content["kpis"][1]
    path = f"/plans/{world.plan_id}/edit/kpis/{other['id']}"
    answer = drafter.post(
        f"/plans/{world.plan_id}/check/kpis/{other['id']}",
        data=form_of(drafter, path) | {"title": one["title"]},
        headers=LIVE,
    )
    assert "KP-14" in answer.text and "另見" in answer.text and f"/edit/kpis/{one['id']}#title" in answer.text


def test_what_is_not_well_formed_is_said(world: World, app: Flask) -> None:
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "kpis")
    path = f"/plans/{world.plan_id}/edit/kpis/{row}"
    sent = form_of(drafter, path) | {"target-value": "八成"}
    before = stored(app)
    live = drafter.post(f"/plans/{world.plan_id}/check/kpis/{row}", data=sent, headers=LIVE)
    assert live.status_code == 200 and "目標值應為數字" in live.text and "-findings" not in live.text
    page = drafter.post(f"/plans/{world.plan_id}/check/kpis/{row}", data=sent)
    assert page.status_code == 422 and "目標值應為數字" in page.text and "八成" in page.text
    assert drafter.post(f"/plans/{world.plan_id}/check/kpis/{row}", data=sent, headers=JSON).status_code == 422
    assert stored(app) == before


def test_machines_check_too(world: World) -> None:
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    sent = form_of(drafter, f"/plans/{world.plan_id}/edit/key_plans/{row}") | {"content": "（未完"}
    told = drafter.post(f"/plans/{world.plan_id}/check/key_plans/{row}", data=sent, headers=JSON).json
    assert told["stored"] is False and "DT-03" in {one["rule"] for one in told["findings"]}
    assert all(one["at"].startswith(f"key_plans[{row}]") for one in told["findings"])


def test_who_may_not_edit_may_not_check(world: World) -> None:
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    sent = form_of(drafter, f"/plans/{world.plan_id}/edit/key_plans/{row}")
    path = f"/plans/{world.plan_id}/check/key_plans/{row}"
    head = world.enter("agency_head")
    assert head.post(path, data=sent | {"csrf_token": token_of(head)}, headers=JSON).status_code == 403
    assert (
        drafter.post(path, data={k: v for k, v in sent.items() if k != "csrf_token"}, headers=LIVE).status_code == 400
    )
    assert drafter.post(f"/plans/{world.plan_id}/check/key_plans/p-unknown", data=sent, headers=JSON).status_code == 404
    assert drafter.post(f"/plans/{world.plan_id}/check/results/{row}", data=sent, headers=JSON).status_code == 404
    world.forward("unit_review")
    assert drafter.post(path, data=sent, headers=JSON).status_code == 403


def test_an_agencys_weight_holds_while_typing(world: World) -> None:
    planning = world.enter("planning")
    answer = planning.send("/rules/DT-03", form="/rules/DT-03", severity="B", reason="院會指示")
    assert answer.status_code == 303
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    sent = form_of(drafter, f"/plans/{world.plan_id}/edit/key_plans/{row}") | {"content": "（未完"}
    live = drafter.post(f"/plans/{world.plan_id}/check/key_plans/{row}", data=sent, headers=LIVE).text
    assert "本機關已由 W 調高為 B" in live
