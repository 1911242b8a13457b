"""Single sentences, put into a clean sheet: what is honest passes, what says nothing is reported."""

from __future__ import annotations

import pytest

from tests.rules.phrases import PHRASES, RELATED, STATISTICS
from tests.rules.sets.planting import put
from tests.rules.sets.sheet_set import found
from tests.rules.sets.sheets import sheet


@pytest.mark.parametrize(
    ("base", "place", "rule", "words"),
    [(base, place, rule, words) for base, place, rule, many in PHRASES for words in many],
    ids=lambda one: one or "nothing",
)
def test_a_sentence_is_judged_as_people_judge_it(base: str, place: str, rule: str, words: str) -> None:
    content = sheet(base)
    put(place, words)(content)
    assert [one.rule for one in found(content)] == ([rule] if rule else [])


@pytest.mark.parametrize(("statistics", "plan", "rule"), STATISTICS)
def test_figures_by_sex_or_a_plan_to_collect_them(statistics: str, plan: str | None, rule: str) -> None:
    content = sheet(RELATED)
    content["need"] |= {"statistics": statistics, "statistics_plan": plan}
    assert [one.rule for one in found(content)] == ([rule] if rule else [])
