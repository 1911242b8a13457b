"""What is remembered of verdicts: what rules read, which judge rows apart, that remembering changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import cache
from models.canonical import canonical, digest
from models.vocabulary import Kind
from tests.rules.examples import AGENCY, YEAR, clean_plan, clean_sheet
from tests.rules.linter_mutations import LINTER
from tests.rules.plan_mutations import MUTATIONS as PLANTED
from tests.rules.plan_mutations import Mutation
from tests.rules.sheet_mutations import MUTATIONS as SHEET_MUTATIONS
from workflows.rules import PlanSubject, SheetSubject, Stage, catalogue, check
from workflows.rules.engine import Rule, Subject, findings_of_rule, sorted_findings
from workflows.rules.subjects.remembered import bytes_of, digests_of, pieces, verdict
from workflows.schema.sheet import form_version

PLAN_MUTATIONS = (*PLANTED, *LINTER)


class Poisoned(Mapping[str, Any]):
    """A content in which only some sections may be read."""

    def __init__(self, content: Mapping[str, Any], allowed: frozenset[str]) -> None:
        self._content, self._allowed = content, allowed

    def __getitem__(self, name: str) -> Any:
        if name not in self._allowed:
            raise AssertionError(f"reads the section {name} without saying so")
        return self._content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


def plans() -> list[PlanSubject]:
    """The clean plan and every way of breaking it."""
    found = [PlanSubject(clean_plan(), YEAR, AGENCY)]
    for mutation in PLAN_MUTATIONS:
        content = clean_plan()
        mutation.plant(content)
        found.append(replace(PlanSubject(content, YEAR, AGENCY), **mutation.subject))
    return found


def sheets() -> list[SheetSubject]:
    """The clean sheet and every way of breaking it, as far as each may be judged."""
    version = form_version("102A")
    found = [SheetSubject(clean_sheet(), version, Stage.COMPLETED)]
    for mutation in SHEET_MUTATIONS:
        content = clean_sheet()
        mutation.plant(content)
        found.append(SheetSubject(content, version, mutation.stage, facts=mutation.facts))
    return found


def subjects(kind: str) -> list[Any]:
    """Documents of a kind."""
    return [*plans()] if kind is Kind.ANNUAL_PLAN else [*sheets()] if kind is Kind.GENDER_IMPACT else []


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.code)
def test_a_rule_reads_only_the_sections_it_names(one: Rule) -> None:
    for kind in one.kinds:
        for subject in subjects(kind):
            poisoned = replace(subject, content=Poisoned(subject.content, one.reads))
            if isinstance(subject, SheetSubject):
                vars(poisoned)["unbegun"] = subject.unbegun  # part of the context, see there
            assert list(one.judge(poisoned)) == list(one.judge(subject))


@pytest.mark.parametrize("one", [one for one in catalogue() if one.apart], ids=lambda one: one.code)
def test_a_rule_that_judges_rows_apart_finds_the_same_row_by_row(one: Rule) -> None:
    assert Kind.ANNUAL_PLAN in one.kinds
    for subject in plans():
        apart = (
            {name: piece}
            for name, value in subject.content.items()
            if name in one.reads
            for piece in pieces(name, value)
        )
        alone = [hit for piece in apart for hit in one.judge(replace(subject, content=piece))]
        assert sorted(alone, key=repr) == sorted(one.judge(subject), key=repr)


def remembered(subject: Subject, digests: Mapping[str, str]) -> Any:
    """The findings as the application gets them."""
    return sorted_findings(verdict(catalogue(), subject, digests), subject)


def stored(content: Mapping[str, Any]) -> dict[str, str]:
    """The digests under which the parts of a plan are stored."""
    return {name: digest(canonical(value)) for name, value in content.items()}


@pytest.mark.parametrize("mutation", PLAN_MUTATIONS, ids=lambda one: f"{one.rule}: {one.name}")
def test_what_is_remembered_of_the_clean_plan_hides_no_defect(mutation: Mutation) -> None:
    cache.clear()
    clean, content = clean_plan(), clean_plan()
    assert remembered(PlanSubject(clean, YEAR, AGENCY), stored(clean)) == ()
    mutation.plant(content)
    subject = replace(PlanSubject(content, YEAR, AGENCY), **mutation.subject)
    assert remembered(subject, stored(content)) == check(subject)
    assert remembered(PlanSubject(clean, YEAR, AGENCY), stored(clean)) == ()


WORDS = st.sampled_from(
    ["", "（", "台灣與臺灣", "创新", "。。", "5,52件", "○○", "107年2月30日", "共六項：一、甲。二、乙。", "達成率=A÷B×100%", "甲、乙等三項"]
)  # fmt: skip


@st.composite
def edits(draw: st.DrawFn) -> Any:
    """One edit of a plan: a text, a figure, a link, a row that goes, comes or moves."""
    part = draw(st.sampled_from(["preamble", "goals", "kpis", "key_plans"]))
    place, words, act = draw(st.integers(0, 8)), draw(WORDS), draw(st.sampled_from(["text", "drop", "move", "twin"]))

    def edit(content: dict[str, Any]) -> None:
        if part == "preamble":
            content[part] += words
            return
        rows = content[part]
        if not rows:
            return
        row = rows[place % len(rows)]
        if act == "drop":
            rows.remove(row)
        elif act == "move":
            rows.append(rows.pop(0))
        elif act == "twin":
            rows.append(deepcopy(row) | {"id": f"{row['id'][:2]}{place:08d}"})
        elif part == "key_plans" and place % 2:
            row["kpis"] = row["kpis"][1:]
        else:
            name = {"goals": "title", "kpis": ("title", "measure", "formula")[place % 3], "key_plans": "content"}[part]
            row[name] += words

    return edit


@settings(max_examples=60, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=6))
def test_judging_again_what_changed_is_judging_everything(changes: list[Any]) -> None:
    content = clean_plan()
    for change in changes:
        change(content)
        subject = PlanSubject(deepcopy(content), YEAR, AGENCY)
        assert remembered(subject, stored(content)) == check(subject)


def test_a_sheet_is_remembered_by_its_sections() -> None:
    cache.clear()
    for subject in sheets():
        assert remembered(subject, digests_of(subject.content)) == check(subject)


def test_the_year_and_the_agency_are_not_mixed_up() -> None:
    cache.clear()
    content = clean_plan()
    this_year = remembered(PlanSubject(content, YEAR, AGENCY), stored(content))
    next_year = remembered(PlanSubject(content, YEAR + 1, AGENCY), stored(content))
    assert this_year == ()
    assert {one.rule for one in next_year} == {"AP-02"}


def test_after_a_change_of_one_field_few_rules_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    asked: list[tuple[str, int]] = []

    def counting(one: Rule, subject: PlanSubject) -> Any:
        asked.append((one.code, sum(len(value) for value in subject.content.values() if isinstance(value, list))))
        return original(one, subject)

    from workflows.rules.subjects import remembered as verdicts

    original = findings_of_rule
    monkeypatch.setattr(verdicts, "findings_of_rule", counting)
    content = clean_plan()
    remembered(PlanSubject(content, YEAR, AGENCY), stored(content))
    everything = len(asked)
    asked.clear()
    remembered(PlanSubject(content, YEAR, AGENCY), stored(content))
    assert asked == []
    preamble = content | {"preamble": content["preamble"] + "謹陳。"}
    remembered(PlanSubject(preamble, YEAR, AGENCY), stored(preamble))
    of_the_preamble = {one.code for one in catalogue() if "preamble" in one.reads and Kind.ANNUAL_PLAN in one.kinds}
    assert {code for code, _ in asked} == of_the_preamble
    asked.clear()
    changed = deepcopy(content)
    changed["kpis"][2]["baseline"] = "9"
    remembered(PlanSubject(changed, YEAR, AGENCY), stored(changed))
    apart = {one.code for one in catalogue() if one.apart}
    assert {code for code, _ in asked} == {
        one.code for one in catalogue() if "kpis" in one.reads and Kind.ANNUAL_PLAN in one.kinds
    }
    assert all(rows == 1 for code, rows in asked if code in apart), (
        "rules that judge rows apart see the changed row only"
    )
    assert len(asked) < everything / 4


@pytest.mark.parametrize("kind", [Kind.ANNUAL_PLAN, Kind.GENDER_IMPACT])
def test_what_findings_take_is_counted_about_as_weighing_each_member_would(kind: str) -> None:
    found = [one for subject in subjects(kind) for one in check(subject)]
    assert len(found) > 50
    weighed = sum(cache.weight(one) for one in found)
    assert weighed / 2 <= bytes_of(found) <= weighed * 2
