"""The checks page and what follows from it: warnings explained, shown to reviewers, and lapsing with their text."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.views.reviewers import World, send_json

JSON = {"Accept": "application/json"}
WHY = "原文照錄，括號於次段收尾"


@pytest.fixture
def world(app: Flask) -> World:
    """The sample's people with a draft that carries one warning (DT-03)."""
    made = World(app)
    rewrite(made, made.enter("drafter"), "（未完")
    return made


def rewrite(world: World, drafter: Any, ending: str) -> None:
    """Put other words behind the first key plan's text."""
    told = drafter.get(f"/plans/{world.plan_id}", headers=JSON).json
    rows = told["content"]["key_plans"]
    rows[0]["content"] = rows[0]["content"].split("（未完")[0] + ending
    body = {"parts": {"key_plans": rows}, "version": told["document"]["version"]}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200


def warning(world: World, client: Any) -> dict[str, Any]:
    """The warning as machines see it."""
    found = client.get(f"/plans/{world.plan_id}/checks", headers=JSON).json["findings"]
    return next(one for one in found if one["rule"] == "DT-03")


def explain(world: World, client: Any, reason: str) -> Any:
    """Send the page's own form."""
    return client.send(f"/plans/{world.plan_id}/checks", form="/acknowledgements", reason=reason)


def test_every_finding_stands_with_rule_source_reason_and_links(world: World) -> None:
    shown = world.enter("drafter").get(f"/plans/{world.plan_id}/checks").text
    assert "DT-03" in shown and "括號與引號成對" in shown and "依據" in shown
    assert 'href="/rules/DT-03"' in shown
    row = world.now()
    assert f'href="/plans/{row.id}/edit/key_plans/' in shown
    assert "未說明 1 項" in shown


def test_an_explanation_is_seen_by_reviewers_and_at_signing(world: World) -> None:
    drafter = world.enter("drafter")
    assert explain(world, drafter, " ").status_code == 422
    answer = explain(world, drafter, WHY)
    assert answer.status_code == 303
    anchor = answer.headers["Location"].partition("#")[2]
    assert anchor and f'id="{anchor}"' in drafter.get(f"/plans/{world.plan_id}/checks").text
    world.forward("unit_review")
    head = world.enter("unit_head")
    review = head.get(f"/plans/{world.plan_id}/review").text
    assert "承辦人已說明的警告" in review and WHY in review
    assert WHY in head.get(world.moves("sign")).text


def test_an_explanation_lapses_with_its_text_and_is_offered_as_a_draft(world: World) -> None:
    drafter = world.enter("drafter")
    assert explain(world, drafter, WHY).status_code == 303
    assert warning(world, drafter)["acknowledged"]["reason"] == WHY
    rewrite(world, drafter, "（未完待續")
    told = warning(world, drafter)
    assert told["acknowledged"] is None and told["lapsed"]["reason"] == WHY
    shown = drafter.get(f"/plans/{world.plan_id}/checks").text
    assert "原說明已失效" in shown
    form = next(form for form in drafter.forms(f"/plans/{world.plan_id}/checks") if "acknowledgements" in form.action)
    assert dict(form.fields)["reason"] == WHY
    refused = drafter.post(world.moves("submit"), json={"version": world.now().version}, headers=_csrf(drafter))
    assert refused.status_code == 422 and [one["rule"] for one in refused.json["findings"]] == ["DT-03"]
    assert explain(world, drafter, "已核對，仍照錄").status_code == 303
    assert warning(world, drafter)["acknowledged"]["reason"] == "已核對，仍照錄"
    assert "原說明已失效" not in drafter.get(f"/plans/{world.plan_id}/checks").text


def _csrf(client: Any) -> dict[str, str]:
    token = client.get("/sign-in", headers=JSON).json["csrf_token"]
    return JSON | {"X-CSRFToken": token}


def test_words_put_back_are_explained_again_by_the_old_reason(world: World) -> None:
    drafter = world.enter("drafter")
    explain(world, drafter, WHY)
    rewrite(world, drafter, "（未完待續")
    rewrite(world, drafter, "（未完")
    assert warning(world, drafter)["acknowledged"]["reason"] == WHY


def test_an_unrelated_edit_leaves_the_explanation(world: World) -> None:
    drafter = world.enter("drafter")
    explain(world, drafter, WHY)
    told = drafter.get(f"/plans/{world.plan_id}", headers=JSON).json
    body = {"parts": {"preamble": told["content"]["preamble"] + "\n謹陳。"}, "version": told["document"]["version"]}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200
    assert warning(world, drafter)["acknowledged"]["reason"] == WHY


def test_an_explained_section_counts_as_complete(world: World) -> None:
    drafter = world.enter("drafter")
    page = f"/plans/{world.plan_id}"
    assert 'title="警告">W1' in drafter.get(page).text
    explain(world, drafter, WHY)
    assert 'title="警告">W1' not in drafter.get(page).text
