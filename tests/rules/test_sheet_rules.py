"""Every GI rule finds its planted defects, once and in place, and nothing on clean sheets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.alliance_sheet import alliance_sheet
from tests.rules.examples import clean_sheet
from tests.rules.sheet_mutations import HARMLESS, MUTATIONS, NO_FACTS, Mutation, Plant
from workflows.rules import SheetFacts, SheetSubject, Stage, catalogue, check
from workflows.rules.subjects.sheet import version_of
from workflows.schema.form import blank_document
from workflows.schema.sheet import form_version, form_versions

CODES = {rule.code for rule in catalogue()}


def found(
    content: dict[str, Any], stage: Stage = Stage.COMPLETED, facts: SheetFacts = NO_FACTS
) -> list[tuple[str, str]]:
    """Return rule and place of everything found on a sheet."""
    return [(one.rule, one.at) for one in check(SheetSubject(content, version_of(content), stage, facts=facts))]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"{one.rule}: {one.name}")
def test_a_planted_defect_is_found_once_by_the_right_rule(mutation: Mutation) -> None:
    sheet = clean_sheet()
    mutation.plant(sheet)
    assert found(sheet, mutation.stage, mutation.facts) == [(mutation.rule, place) for place in mutation.places]


@pytest.mark.parametrize(("name", "change", "stage"), HARMLESS, ids=[name for name, _, _ in HARMLESS])
def test_a_harmless_change_finds_nothing(name: str, change: Plant, stage: Stage) -> None:
    sheet = clean_sheet()
    change(sheet)
    assert found(sheet, stage) == []


def test_an_empty_sheet_without_exempting_grounds_is_owed() -> None:
    for grounds in (None, "SCOPE"):
        sheet = blank_document(form_version("102A"), amendment=grounds)
        assert ("GI-01", "amendment") in found(sheet, Stage.SELF_ASSESSMENT)
    assert found(blank_document(form_version("102A"), amendment="TERM")) == []


def test_every_gi_rule_has_a_failing_example() -> None:
    assert {one.code for one in catalogue() if one.code.startswith("GI")} - {m.rule for m in MUTATIONS} == {"GI-01"}


def test_the_sheet_of_source_003() -> None:
    """Judged by hand against S003 L491–575."""
    assert sorted(found(alliance_sheet())) == sorted(
        [
            ("GI-05", "need.statistics"),
            ("GI-06", "goal"),
            ("GI-07", "mechanism"),
            ("GI-10", "evaluation"),
            ("GI-11", "beneficiaries[7-1].reason"),
            ("GI-11", "beneficiaries[7-2].reason"),
            ("GI-11", "beneficiaries[7-3].reason"),
            ("GI-12", "goal"),
            ("GI-17", "participation.to"),
            ("GI-20", "results"),
            ("GI-22", "participation.summary"),
            ("GI-23", "participation.timing"),
        ]
    )


@pytest.mark.parametrize("version", form_versions(), ids=lambda one: one.code)
def test_other_versions_are_judged_by_their_own_items(version: Any) -> None:
    """A version without a concept is not asked about it, and messages never name an item it does not have."""
    places = {at for _, at in found(blank_document(version), Stage.COMPLETED)}
    assert places
    assert not any(at.startswith("beneficiaries") for at in places if not version.concept("BEN"))


SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(clean_sheet())), SHAPES)
@settings(max_examples=150, deadline=None)
def test_no_content_breaks_the_rules(key: str, value: Any) -> None:
    assert {code for code, _ in found(clean_sheet() | {key: value})} <= CODES


@given(st.sampled_from([m for m in MUTATIONS if m.rule.startswith("GI")]), st.sampled_from(["8-3", "8-6", "8-8"]))
@settings(max_examples=60, deadline=None)
def test_unrelated_edits_do_not_change_the_verdict(mutation: Mutation, item: str) -> None:
    sheet = clean_sheet()
    mutation.plant(sheet)
    before = found(sheet, mutation.stage, mutation.facts)
    if sheet["evaluation"].get(item) and ("GI-10", "evaluation") not in before:
        sheet["evaluation"][item] = f"{item} 之作法另於執行細則明定，並由女性使用者試用後修正第 {item[-1]} 版。"
    assert found(sheet, mutation.stage, mutation.facts) == before
