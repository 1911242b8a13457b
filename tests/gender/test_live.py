"""What becomes owed as answers are given: without scripts after a save, with them while they are typed."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.views.sheet_world import SheetWorld
from workflows.review.findings import findings_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    found = SheetWorld(app)
    found.walked("self_assessment")
    return found


def told(world: SheetWorld, client: Any, section: str, **changes: Any) -> Any:
    """The panel for a section as typed, with what else the page sends."""
    form = next(one for one in client.forms(world.at(section)) if one.action.endswith(f"/{section}"))
    data = dict(form.fields) | world.typed(section, **changes)
    return client.post(f"{world.at(section)}/owed", data=data, headers=HTMX)


def test_a_yes_makes_the_evaluation_owed_and_nothing_is_stored(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    revision = world.now(world.sheet_id).revision
    every = {f"beneficiaries-7-{n}-answer": "否" for n in (1, 2, 3)}
    quiet = told(world, drafter, "beneficiaries", **every)
    assert quiet.status_code == 200
    assert "評估內容" not in quiet.text
    asked = told(world, drafter, "beneficiaries", **(every | {"beneficiaries-7-2-answer": "是"}))
    assert "捌　評估內容　9 項待補" in asked.text
    assert "8-1、8-2、8-3" in asked.text
    assert world.now(world.sheet_id).revision == revision
    page = drafter.get(world.at("beneficiaries")).text
    assert f'hx-post="{world.at("beneficiaries")}/owed"' in page


def test_another_domain_needs_words_and_a_stock_phrase_is_questioned(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    assert "勾選「其他」領域者，請簡述" in told(world, drafter, "domains", domains=["3-2", "3-8"]).text
    reason = {f"beneficiaries-7-{n}-reason": "與性別無關" for n in (1, 2, 3)}
    answer = told(world, drafter, "beneficiaries", **reason)
    assert "7-1、7-2、7-3" in answer.text
    world.fill(drafter, "beneficiaries", go="stay", **reason)
    page = drafter.get(world.at("beneficiaries")).text
    assert "怎樣算答好" in page
    assert "寫出受益者中女性、男性各多少人或占多少比率" in page


def test_without_scripts_a_save_tells_the_same(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    world.fill(drafter, "beneficiaries", go="stay", **{"beneficiaries-7-2-answer": "是"})
    assert "捌　評估內容　9 項待補" in drafter.get(world.at("beneficiaries")).text


def test_what_cannot_be_read_changes_nothing_and_strangers_are_refused(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    assert told(world, drafter, "domains", domains=["9-9"]).status_code == 200
    for part, status in {"gender_officer": 403, "auditor": 403, "unit_head": 403, "gender_expert": 404}.items():
        client = world.enter(part)
        token = client.get("/sign-in", headers={"Accept": "application/json"}).json["csrf_token"]
        answer = client.post(f"{world.at('goal')}/owed", data={"csrf_token": token, "goal": "x"})
        assert answer.status_code == status, part


def test_a_mark_of_a_table_that_is_not_there_is_questioned(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    world.fill(drafter, "goal", go="stay", goal="女性比例如〔表2〕，提升至 40%。")
    assert "內文引用〔表2〕" in drafter.get(world.at("goal")).text
    world.fill(drafter, "goal", go="stay", goal="女性比例提升至 40%。")
    assert "內文引用〔表2〕" not in drafter.get(world.at("goal")).text


def test_tables_of_figures_are_statistics_by_sex(world: SheetWorld) -> None:
    drafter = world.enter("drafter")
    plain = {"need-statistics": "計畫參與者及使用者均不限性別。", "need-statistics_plan": "將持續努力。"}
    world.fill(drafter, "need", go="stay", **plain)
    assert "GI-05" in rules(world)
    row = {"label": "受輔導業者", "year": "107", "male": "60", "female": "40"}
    world.fill(drafter, "need", go="stay", **plain, **{f"need-figures-0-{name}": value for name, value in row.items()})
    assert "GI-05" not in rules(world)


def rules(world: SheetWorld) -> set[str]:
    with world.app.app_context():
        return {finding.rule for finding in findings_of(world.dossier(world.sheet_id))}
