"""Every rule on annual plans has a passing and a failing example, and unrelated edits change no verdict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.vocabulary import Kind
from tests.rules.examples import AGENCY, YEAR, clean_plan
from tests.rules.plan_examples import EXAMPLES, OUT_OF_TURN
from tests.rules.sets.plan_documents import CLEAN, Plan, findings, shape
from tests.rules.sets.plan_planting import PLANTINGS, Planting
from tests.rules.sets.plan_set import DEFECTS
from workflows.rules import PlanSubject, catalogue, check


def spoken(act: Any, facts: Any) -> set[str]:
    """Return the rules that speak after an edit of the clean plan."""
    plan = clean_plan()
    act(plan)
    known: Any = {"agency_name": AGENCY, **facts}
    return {one.rule for one in check(PlanSubject(plan, YEAR, **known))}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_good_example_passes_and_the_bad_one_fails(code: str) -> None:
    example = EXAMPLES[code]
    assert code not in spoken(example.good, example.facts)
    assert code in spoken(example.bad, example.odd_facts)


def test_no_rule_on_plans_lacks_examples() -> None:
    assert {one.code for one in catalogue() if Kind.ANNUAL_PLAN in one.kinds} == set(EXAMPLES)


def test_a_printed_numeral_out_of_turn_is_told_at_its_row() -> None:
    found = check(PlanSubject(clean_plan(), YEAR, AGENCY, written=OUT_OF_TURN))
    assert [(one.rule, one.at) for one in found] == [("AP-06", "goals[g-00000002].title")]


def narrow(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９％（）", "0123456789%()"))


def wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def everywhere(value: Any, change: Any) -> Any:
    """Return a plan with all its texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [everywhere(one, change) for one in value]
    return {key: everywhere(one, change) for key, one in value.items()} if isinstance(value, dict) else value


def reversed_rows(plan: Plan) -> Plan:
    plan["content"]["key_plans"].reverse()
    return plan


def more_said(plan: Plan) -> Plan:
    plan["content"]["preamble"] = "施政以民眾需求為本，並廣納各界意見。\n\n" + plan["content"]["preamble"]
    for goal in plan["content"]["goals"]:
        goal["text"] = goal["text"] and goal["text"] + "各項作為滾動檢討。"
    return plan


def renamed(plan: Plan) -> Plan:
    return {**plan, "agency": "示範機關"}


EDITS: dict[str, Any] = {
    "narrow signs": lambda plan: {**plan, "content": everywhere(plan["content"], narrow)},
    "wide figures": lambda plan: {**plan, "content": everywhere(plan["content"], wide)},
    "台 for 臺": lambda plan: {**plan, "content": everywhere(plan["content"], lambda text: text.replace("臺", "台"))},
    "a sentence more": more_said,
    "another agency": renamed,
    "key plans in another order": reversed_rows,
}


def test_the_ways_of_breaking_are_loaded() -> None:
    assert len(PLANTINGS) > 20 * len(DEFECTS)


def told(plan: Plan) -> list[str]:
    """Return the rules that speak, without places and words, which the edits may move."""
    return sorted(one.rule for one in findings(plan))


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("edit", EDITS)
def test_unrelated_edits_of_good_plans_change_no_verdict(name: str, edit: str) -> None:
    assert told(EDITS[edit](shape(name))) == told(shape(name))


@given(st.sampled_from(PLANTINGS), st.sampled_from(sorted(CLEAN)), st.sampled_from(sorted(EDITS)), st.data())
@settings(max_examples=120, deadline=None)
def test_unrelated_edits_of_broken_plans_change_no_verdict(
    planting: Planting, name: str, edit: str, data: st.DataObject
) -> None:
    plan = shape(name)
    offers = sum(1 for _ in planting.offers(plan["content"]))
    if not offers:
        return
    chosen = data.draw(st.integers(0, offers - 1))
    for number, (_, act) in enumerate(planting.offers(plan["content"])):
        if number == chosen:
            act()
            break
    if not {"goals", "kpis", "key_plans"} <= plan["content"].keys() or (edit, planting.rule) in MOVED:
        return
    before = told(plan)
    assert told(EDITS[edit](plan)) == before


# Edits that touch what the rule speaks of: variants are DT-02's matter, the order of copies is DT-11's.
MOVED = {("台 for 臺", "DT-02"), ("key plans in another order", "DT-06")}
