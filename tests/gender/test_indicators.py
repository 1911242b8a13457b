"""Gender indicators become indicators of the plan in one step, linked both ways; a return names all that is missing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.views.reviewers import send_json
from tests.views.sheet_world import SheetWorld
from workflows.plans.definitions import kpis_of_plan
from workflows.review.findings import findings_of
from workflows.schema.impact_claims import source_key_plan

JSON = {"Accept": "application/json"}
PLACE = "evaluation.8-9"


@pytest.fixture
def world(app: Flask) -> SheetWorld:
    return SheetWorld(app)


def plan_of(world: SheetWorld, client: Any) -> dict[str, Any]:
    seen: dict[str, Any] = client.get(f"/plans/{world.plan_id}", headers=JSON).json
    return seen


def make(world: SheetWorld, client: Any, **changes: Any) -> Any:
    body = {
        "version": plan_of(world, client)["document"]["version"], "place": PLACE, "title": "女性負責人比例", "value": "35", "unit": "%",
    }  # fmt: skip
    return send_json(client, f"/sheets/{world.sheet_id}/indicators", **(body | changes))


def test_one_step_makes_an_indicator_that_knows_its_sheet_and_leaves_the_sheet_fresh(world: SheetWorld) -> None:
    world.walked("completed")
    drafter = world.enter("drafter")
    before = drafter.get(world.at(), headers=JSON).json
    assert "GI-33" in {one["rule"] for one in before["findings"]}
    assert "將 8-9 訂為關鍵績效指標" in drafter.get(world.at()).text
    answer = drafter.send(world.at(), form="/indicators", place=PLACE, title="女性負責人比例", value="35", unit="%")
    assert answer.status_code == 303
    content = plan_of(world, drafter)["content"]
    kpi = next(row for row in content["kpis"] if row["title"] == "女性負責人比例")
    assert source_key_plan(kpi) == (world.row, PLACE)
    assert (kpi["target"]["value"], kpi["target"]["unit"]) == ("35", "%")
    assert "35%" in kpi["measure"]
    row = next(row for row in content["key_plans"] if row["id"] == world.row)
    assert kpi["id"] in row["kpis"]
    after = drafter.get(world.at(), headers=JSON).json
    assert after["stale"] is False
    assert "GI-33" not in {one["rule"] for one in after["findings"]}
    page = drafter.get(world.at()).text
    assert "女性負責人比例" in page
    with world.app.app_context():
        definition = next(one.id for one in kpis_of_plan(world.dossier(world.plan_id)) if one.part_key == kpi["id"])
    shown = drafter.get(f"/kpis/{definition}").text
    assert "本指標由性別影響評估增列" in shown
    assert f"/sheets/{world.sheet_id}" in shown


def test_editing_the_indicator_keeps_where_it_came_from(world: SheetWorld) -> None:
    world.walked("completed")
    drafter = world.enter("drafter")
    assert make(world, drafter).status_code == 201
    kpi = next(row for row in plan_of(world, drafter)["content"]["kpis"] if row["title"] == "女性負責人比例")
    address = f"/plans/{world.plan_id}/edit/kpis/{kpi['id']}"
    assert drafter.send(address, form=kpi["id"], title="女性負責人之比例").status_code == 303
    kept = next(row for row in plan_of(world, drafter)["content"]["kpis"] if row["id"] == kpi["id"])
    assert (kept["title"], kept["gia_source"]) == ("女性負責人之比例", kpi["gia_source"])
    assert drafter.get(world.at(), headers=JSON).json["stale"] is False


def test_where_the_plan_is_closed_it_says_why_and_what_to_do(world: SheetWorld) -> None:
    world.walked("completed")
    drafter = world.enter("drafter")
    world.forward("unit_review")
    page = drafter.get(world.at()).text
    assert "計畫目前為「單位審核」，不能增列指標；退回修正後由承辦人增列。" in page
    assert make(world, drafter).status_code == 422


def test_what_cannot_be_made_is_refused_in_a_sentence(world: SheetWorld) -> None:
    world.walked("completed")
    drafter = world.enter("drafter")
    taken = plan_of(world, drafter)["content"]["kpis"][0]["title"]
    for changes, status in (
        ({"title": " "}, 422), ({"title": taken}, 422), ({"place": "need.overview"}, 404), ({"value": "很多"}, 422),
        ({"version": 1}, 409), ({"title": "長" * 300}, 422),
    ):  # fmt: skip
        assert make(world, drafter, **changes).status_code == status, changes
    assert drafter.send(world.at(), form="/indicators", place=PLACE, title="").status_code == 303
    assert "請填寫指標名稱" in drafter.get(world.at()).text
    assert len(plan_of(world, drafter)["content"]["kpis"]) == len(plan_of(world, drafter)["content"]["kpis"])


def test_only_the_drafter_makes_indicators_and_the_same_key_makes_one(world: SheetWorld) -> None:
    world.walked("completed")
    drafter = world.enter("drafter")
    version = plan_of(world, drafter)["document"]["version"]
    statuses = {"unit_head": 422, "planning": 422, "gender_officer": 422, "auditor": 422, "gender_expert": 404}
    for part, status in statuses.items():
        client = world.enter(part)
        body = {"version": version, "place": PLACE, "title": "女性負責人比例"}
        assert send_json(client, f"/sheets/{world.sheet_id}/indicators", **body).status_code == status, part
    for _press in range(2):
        assert make(world, drafter, version=version, key="once").status_code == 201
    titles = [row["title"] for row in plan_of(world, drafter)["content"]["kpis"]]
    assert titles.count("女性負責人比例") == 1


def test_a_return_names_everything_that_is_missing_at_once(world: SheetWorld) -> None:
    world.walked("responding")
    officer = world.enter("gender_officer")
    with world.app.app_context():
        lacking = {f.rule for f in findings_of(world.dossier(world.sheet_id)) if f.severity in ("B", "R")}
    assert lacking, "a sheet to whose expert nobody has answered lacks something"
    page = officer.get(world.moves("give_back", world.sheet_id)).text
    assert "未完成的項目" in page
    assert "下列各項未完成，請補正後重新辦理" in page
    for rule in lacking:
        assert rule in page, rule
    answer = world.make(officer, "give_back")
    assert answer.status_code == 303, "the prefilled words suffice"
    with world.app.app_context():
        (text,) = [one.text for one in world.dossier(world.sheet_id).opinions if one.seat == "gender_officer"]
    assert text.startswith("下列各項未完成")
    assert len(text.splitlines()) >= 2
