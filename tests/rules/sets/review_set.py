"""The set of reviews: for every rule on opinions, sign-offs and time a good review and broken ones."""

from __future__ import annotations

from typing import Final

from tests.rules.review_examples import EXAMPLES, Review
from tests.rules.sets import Case, CaseSet, Clean, Found
from workflows.rules import check
from workflows.rules.subjects.review import review_from


def found(review: Review) -> tuple[Found, ...]:
    """Return what is found on a review."""
    return tuple(Found(one.rule, one.at, str(one.message), one.also) for one in check(review_from(review)))


def _clean(rule: str, review: Review) -> Clean:
    return Clean(f"good review for {rule}", lambda: found(review))


def _case(rule: str, number: int, good: Clean, place: str, review: Review) -> Case:
    return Case(rule, f"example {number}", good, (place,), lambda: found(review))


_GOOD: Final = {one.rule: _clean(one.rule, one.good) for one in EXAMPLES}
SET: Final = CaseSet(
    "opinions, sign-offs and time limits",
    tuple(_GOOD.values()),
    tuple(
        _case(one.rule, number, _GOOD[one.rule], place, review)
        for one in EXAMPLES
        for number, (place, review) in enumerate(one.bad, 1)
    ),
)
