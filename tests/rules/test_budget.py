"""A run of rules that takes too long says what it did not check, and nobody takes that for fine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from models.cache import clear
from models.vocabulary import Severity
from tests.views.reviewers import World, token_of
from tests.views.test_live_checks import JSON, LIVE, form_of, row_of
from workflows.rules import UNCHECKED, PlanSubject, budget, catalogue, check
from workflows.rules.subjects import digests_of, verdict

PLAN: dict[str, Any] = {"preamble": "", "goals": [], "kpis": [], "key_plans": []}


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every run of rules is over before it begins, and nothing is remembered from before or for later."""
    clear()
    monkeypatch.setattr(budget, "MOST_SECONDS", 0.0)
    yield
    clear()


@pytest.mark.usefixtures("no_time")
def test_rules_that_were_not_run_are_named_once() -> None:
    (found,) = check(PlanSubject(PLAN, 108, "甲部"))
    assert (found.rule, found.severity) == (UNCHECKED, Severity.B)
    assert "未能檢查" in str(found.message) and "AP-04" in str(found.message) and "KP-14" in str(found.message)


def test_what_was_cut_short_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    clear()
    subject = PlanSubject(PLAN, 109, "乙部")
    whole = check(subject)
    monkeypatch.setattr(budget, "MOST_SECONDS", 0.0)
    assert [one.rule for one in verdict(catalogue(), subject, digests_of(PLAN))] == [UNCHECKED]
    monkeypatch.undo()
    assert {one.rule for one in verdict(catalogue(), subject, digests_of(PLAN))} == {one.rule for one in whole}
    monkeypatch.setattr(budget, "MOST_SECONDS", 0.0)
    assert UNCHECKED not in {one.rule for one in verdict(catalogue(), subject, digests_of(PLAN))}


def test_a_rule_cut_short_counts_as_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1_000))
    monkeypatch.setattr(budget, "thread_time", lambda: next(clock))
    run, rule = budget.Budget(seconds=3), catalogue()[0]
    endless: Any = iter(lambda: "found", None)
    assert run.collect(rule, endless) is None
    assert [rule.code in str(one.message) for one in run.unchecked()] == [True]


@pytest.mark.usefixtures("no_time")
def test_pages_json_and_gates_tell_what_was_not_checked(app: Flask) -> None:
    world = World(app)
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    sent = form_of(drafter, f"/plans/{world.plan_id}/edit/key_plans/{row}") | {"content": "另一段"}
    check_path = f"/plans/{world.plan_id}/check/key_plans/{row}"
    live = drafter.post(check_path, data=sent, headers=LIVE)
    assert "未能檢查" in live.text and "沒有檢核結果" not in live.text
    told = drafter.post(check_path, data=sent, headers=LIVE | JSON).json["findings"]
    assert [one["rule"] for one in told] == [UNCHECKED]
    page = drafter.get(f"/plans/{world.plan_id}/checks")
    assert page.status_code == 200 and "未能檢查" in page.text
    machine = drafter.get(f"/plans/{world.plan_id}/checks", headers=JSON).json
    assert UNCHECKED in {one["rule"] for one in machine["findings"]}
    version = drafter.get(f"/plans/{world.plan_id}", headers=JSON).json["document"]["version"]
    move = {"csrf_token": token_of(drafter), "version": str(version)}
    refused = drafter.post(f"/documents/{world.plan_id}/moves/submit", data=move, headers=JSON)
    assert refused.status_code == 422, refused.text
    assert any("未能檢查" in one["message"] for one in refused.json["findings"])
