"""Every plan rule finds its planted defects, once and in place, and nothing on the clean plan."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.examples import AGENCY, YEAR, clean_kpi, clean_plan, kpi
from tests.rules.linter_mutations import LINTER, SILENT
from tests.rules.plan_mutations import HARMLESS, Mutation
from tests.rules.plan_mutations import MUTATIONS as PLANTED
from tests.rules.real_kpis import ROWS, Row
from workflows.rules import KpiSubject, PlanSubject, catalogue, check

MUTATIONS = (*PLANTED, *LINTER)


CODES = {rule.code for rule in catalogue()}


def found(content: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    """Return rule and place of everything found on a plan."""
    return [(one.rule, one.at) for one in check(PlanSubject(content, YEAR, AGENCY, **more))]


def test_clean_documents_have_no_finding() -> None:
    assert found(clean_plan()) == []
    assert check(KpiSubject(clean_kpi(), YEAR)) == ()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.rule}: {one.name}")
def test_a_planted_defect_is_found_once_by_the_right_rule(mutation: Mutation) -> None:
    plan = clean_plan()
    mutation.plant(plan)
    assert found(plan, **mutation.subject) == [(mutation.rule, place) for place in mutation.places]


@pytest.mark.parametrize(("name", "edit"), HARMLESS, ids=[name for name, _ in HARMLESS])
def test_a_harmless_edit_finds_nothing(name: str, edit: Any) -> None:
    plan = clean_plan()
    edit(plan)
    assert found(plan) == []


@pytest.mark.parametrize(("name", "edit", "facts"), SILENT, ids=[name for name, *_ in SILENT])
def test_what_only_looks_like_a_weakness_finds_nothing(name: str, edit: Any, facts: dict[str, Any]) -> None:
    plan = clean_plan()
    edit(plan)
    assert [one for one in found(plan, **facts) if one[0] >= "KP-18" or one[0] == "KP-09"] == []


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_approved_rows_of_other_agencies(row: Row) -> None:
    title, regime, method, measure, value, unit, expected = row
    content = {
        "kpi": kpi(1, 1, title, measure, value, unit, regime=regime, method=method, links=["無"]),
        "goal_title": "目標",
    }
    assert [one.rule for one in check(KpiSubject(content, YEAR, paper=True))] == expected.split()


def test_every_plan_rule_has_a_failing_example() -> None:
    shown = {mutation.rule for mutation in MUTATIONS}
    elsewhere = {"AP-07", "KP-08"}
    for one in catalogue():
        if one.code[:2] in ("AP", "KP"):
            assert one.code in shown | elsewhere


WORDS = st.text(alphabet="海岸保護業者青年建置輔導資料提供環境辦理，", min_size=4, max_size=40).map(
    lambda text: text.strip("，")
)


@given(st.sampled_from(MUTATIONS), WORDS, st.sampled_from(["goal", "work_plan", "strategy"]))
@settings(max_examples=60, deadline=None)
def test_unrelated_edits_do_not_change_the_verdict(mutation: Mutation, words: str, where: str) -> None:
    plan = clean_plan()
    mutation.plant(plan)
    before = found(plan)
    if where == "goal" and len(plan["goals"]) > 1:
        plan["goals"][1]["text"] = f"說明{words.replace('，，', '，')}。".replace("，，", "，")
    elif where == "work_plan" and plan["key_plans"]:
        plan["key_plans"][1 % len(plan["key_plans"])]["work_plan"] = f"業務{words}".replace("，", "")
    elif plan["goals"]:
        rows = plan["goals"][0]["strategies"]
        rows.append({"id": "s-99999999", "text": f"另{words}。".replace("，", ""), "items": []})
    assert found(plan) == before


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200) | st.text(alphabet="一二（）(「」÷×%1,.年等項：；", max_size=24),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
FIELDS = {
    "goals": ["id", "title", "text", "strategies"],
    "kpis": ["id", "goal", "title", "regime", "method", "measure", "target", "polarity", "links", "baseline"],
    "key_plans": ["id", "work_plan", "item", "category", "content", "kpis", "unresolved"],
}


@given(st.sampled_from(sorted(FIELDS)), st.data(), JUNK)
@settings(max_examples=300, deadline=None)
def test_no_content_breaks_the_rules(section: str, data: st.DataObject, value: Any) -> None:
    plan = clean_plan()
    plan[section][0][data.draw(st.sampled_from(FIELDS[section]))] = value
    findings = found(plan) + found(clean_plan() | {section: value})
    findings += [(one.rule, one.at) for one in check(KpiSubject({"kpi": plan["kpis"][0], "goal_title": value}))]
    assert {code for code, _ in findings} <= CODES


@pytest.mark.parametrize(
    "unit", ["（", "一、", "12件、", "（1）25%", "甲等3項、", "109年", "×5%＋", "「", "1,2", "。。"]
)
def test_hostile_texts_are_judged_in_reasonable_time(unit: str) -> None:
    plan = clean_plan()
    long = unit * (20_000 // len(unit))
    for name in ("title", "measure"):
        plan["kpis"][1][name] = long
    plan["key_plans"][1]["content"] = plan["preamble"] = long
    begun = time.process_time()
    found(plan)
    assert time.process_time() - begun < 3
