"""RV, SG and TM rules: each passes its good example and finds its bad ones, once and in place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rules.review_examples import EXAMPLES, Example, Review
from workflows.rules import catalogue, check
from workflows.rules.subjects.review import REVIEW, ReviewSubject, review_from


def found(review: Review) -> list[tuple[str, str]]:
    """Return rule and place of everything found on a review."""
    return [(one.rule, one.at) for one in check(review_from(review))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.rule)
def test_the_good_example_passes_every_rule(example: Example) -> None:
    assert found(example.good) == []


@pytest.mark.parametrize(
    ("rule", "place", "review"), [(one.rule, place, bad) for one in EXAMPLES for place, bad in one.bad], ids=str
)
def test_a_bad_example_is_found_once_by_its_rule(rule: str, place: str, review: Review) -> None:
    assert found(review) == [(rule, place)]


def test_no_rule_on_reviews_lacks_an_example() -> None:
    codes = {one.code for one in catalogue() if REVIEW in one.kinds}
    assert codes == {one.rule for one in EXAMPLES}
    assert len(codes) == 8 + 11 + 3


def test_every_place_of_a_review_has_a_name() -> None:
    for example in EXAMPLES:
        for place, review in example.bad:
            subject = review_from(review)
            assert str(subject.label(place)) != place
            assert "%(" not in "".join(str(one.message) for one in check(subject))


def test_a_review_is_plain_data() -> None:
    for example in EXAMPLES:
        assert review_from(json.loads(json.dumps(example.good))) == review_from(example.good)
    assert check(ReviewSubject()) == ()


def test_nothing_is_said_where_nobody_can_tell() -> None:
    """No content at hand, no list of KPIs, no matrix: the rules that need them stay silent."""
    silent: dict[str, Any] = {"opinions": [], "decisions": [{"work": "某工作", "level": "擬辦"}], "evaluation": None}
    assert found(silent) == []
