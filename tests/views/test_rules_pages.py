"""The catalogue of rules as people, machines and the command line read it, and how a weight is raised on its page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.views.reviewers import World, send_json
from workflows.rules import GROUPS, catalogue

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    """The sample's people."""
    return World(app)


def weigh(client: Any, code: str, **values: str) -> Any:
    """Send the form that weighs a rule, from the rule's page."""
    return client.send(f"/rules/{code}", form=f"/rules/{code}", **values)


@pytest.mark.parametrize("account", ["drafter", "planning", "auditor", "administrator"])
def test_everybody_who_is_signed_in_reads_every_rule(account: str, world: World) -> None:
    client = world.enter(account)
    shown = client.get("/rules").text
    for one in catalogue():
        assert one.code in shown and one.title in shown
    assert all(
        title in shown for prefix, title in GROUPS.items() if any(r.code.startswith(prefix) for r in catalogue())
    )


def test_outside_experts_see_their_sheets_and_nothing_else(world: World) -> None:
    client = world.enter("gender_expert")
    assert client.get("/rules").status_code == client.get("/rules/GI-01").status_code == 404


def test_every_rule_has_a_page_in_both_languages(world: World) -> None:
    client = world.enter("planning")
    for one in catalogue():
        assert one.title in client.get(f"/rules/{one.code}").text
    client.get("/language/en", follow_redirects=False)
    english = client.get("/rules").text
    for one in catalogue():
        assert one.title_en.replace("'", "&#39;") in english
    assert "為什麼" not in english


def test_rules_are_found_by_kind_severity_and_words(world: World) -> None:
    client = world.enter("drafter")
    found = client.get("/rules?kind=gender_impact&severity=B", headers=JSON).json["rules"]
    assert found and all("gender_impact" in one["kinds"] and one["severity"] == "B" for one in found)
    assert [one["rule"] for one in client.get("/rules?q=kp-11", headers=JSON).json["rules"]] == ["KP-11"]
    assert any(one["rule"] == "DT-04" for one in client.get("/rules?q=正體 字", headers=JSON).json["rules"])
    assert client.get("/rules?q=沒有這種規則").text.count("<table") == 0
    assert client.get("/rules/XX-01").status_code == 404


def test_planning_raises_and_lowers_on_the_page(world: World) -> None:
    client = world.enter("planning")
    answer = weigh(client, "DT-03", severity="R", reason="送院前一律補正")
    assert answer.status_code == 303
    shown = client.get("/rules/DT-03").text
    assert "送院前一律補正" in shown and "已由 W 調高為 R" in shown
    told = client.get("/rules?severity=R", headers=JSON).json["rules"]
    assert next(one for one in told if one["rule"] == "DT-03")["raised"]["reason"] == "送院前一律補正"
    reader = world.enter("drafter").get("/rules/DT-03").text
    assert "送院前一律補正" in reader and 'name="reason"' not in reader
    assert weigh(client, "DT-03", severity="W", reason="恢復").status_code == 303
    assert "調高為" not in client.get("/rules/DT-03").text


def test_what_was_typed_is_kept_where_it_is_refused(world: World) -> None:
    client = world.enter("planning")
    assert weigh(client, "DT-03", severity="R", reason=" ").status_code == 422
    late = next(form for form in client.forms("/rules/DT-03") if form.action.endswith("DT-03"))
    assert weigh(client, "DT-03", severity="B", reason="先").status_code == 303
    answer = client.post(late.action, data=dict(late.fields) | {"severity": "R", "reason": "後到的人寫的理由"})
    assert answer.status_code == 409
    assert "後到的人寫的理由" in answer.text and "已由別人調整" in answer.text


def test_machines_are_refused_with_reasons(world: World) -> None:
    drafter, planning = world.enter("drafter"), world.enter("planning")
    assert send_json(drafter, "/rules/DT-03", severity="B", reason="想調").status_code == 403
    lower = send_json(planning, "/rules/KP-11", severity="W", reason="想調低")
    assert lower.status_code == 422 and lower.json["findings"][0]["at"] == "severity"
    done = send_json(planning, "/rules/KP-11", severity="B", reason="調高", key="k1")
    assert done.status_code == 200 and done.json["changed"] and done.json["agency_severity"] == "B"
    assert send_json(planning, "/rules/KP-11", severity="B", reason="調高", key="k1").json["changed"]
    assert send_json(planning, "/rules/KP-11", severity="X", reason="調高").status_code == 422


def test_a_raised_weight_is_said_wherever_a_finding_stands(world: World) -> None:
    planning, drafter = world.enter("planning"), world.enter("drafter")
    plan = f"/plans/{world.plan_id}"
    told = drafter.get(plan, headers=JSON).json
    rows = told["content"]["key_plans"]
    rows[0]["content"] += "（未完"
    body = {"parts": {"key_plans": rows}, "version": told["document"]["version"]}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200
    before = drafter.get(f"{plan}/checks", headers=JSON).json["findings"]
    light = next(one for one in before if one["rule"] == "DT-03")
    assert light["severity"] == "W" and "raised_from" not in light
    assert send_json(planning, f"/rules/{light['rule']}", severity="B", reason="院會指示").status_code == 200
    after = drafter.get(f"{plan}/checks", headers=JSON).json["findings"]
    same = next(one for one in after if one["fingerprint"] == light["fingerprint"])
    assert (same["severity"], same["raised_from"]) == ("B", light["severity"])
    words = f"本機關已由 {light['severity']} 調高為 B"
    for path in (f"{plan}/checks", plan):
        assert words in drafter.get(path).text, path
