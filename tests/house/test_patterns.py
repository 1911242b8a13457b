"""Every pattern of the product takes time as its text is long, whatever stands in it."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.growth import NIGHTLY, grows_evenly
from tests.house.pattern_automata import Automaton
from tests.house.pattern_growth import FULL, MATCH, SEARCH, Breach, Growth
from tests.house.pattern_sources import Found, all_patterns, patterns_in, reachable, unread_patterns

EXCEPTIONS: dict[str, str] = {}
"""Patterns that break the law by name, each with the bound that was measured; none does."""
LONGEST = 20_000
"""The longest text a field takes (實施內容)."""
SECONDS = 1.0


@cache
def patterns() -> tuple[Found, ...]:
    """Every pattern of the product."""
    return tuple(all_patterns())


def breaches(pattern: str, use: str = SEARCH, flags: int = 0) -> list[Breach]:
    """What is wrong with a pattern as it is used."""
    return list(Growth(Automaton.of(pattern, flags), use).breaches())


def test_no_pattern_reads_a_text_twice() -> None:
    found = {
        one.place: wrong
        for one in patterns()
        for use in one.uses
        if one.place not in EXCEPTIONS and (wrong := breaches(one.pattern, use, one.flags))
    }
    assert found == {}


def test_every_pattern_was_found() -> None:
    assert len(patterns()) > 300
    assert {one.place.rpartition(":")[0] or one.place.rpartition(".")[0] for one in patterns()} >= {
        "workflows.language.figures",
        "exchange.readers.plan.flat",
        "workflows.formula.caps",
        "workflows.formula.amounts",
        "app/cli/checking.py",
    }
    assert list(unread_patterns()) == []


@pytest.mark.parametrize(
    ("pattern", "use", "kind"),
    [
        (r"^(?:a+)+b", MATCH, "one text in two ways within a loop"),
        (r"(?:a*b*)*c", FULL, "one text in two ways within a loop"),
        (r"^(?:年度|年|度)+月", SEARCH, "one text in two ways within a loop"),
        (r"(?:[^:]{1,20}:[^:]{1,60},?)+", FULL, "one text in two ways within a loop"),
        (r"^\d+\d+%", SEARCH, "two loops over one text"),
        (r"\d*\.?\d*%", FULL, "two loops over one text"),
        (r"[^@]+@[^@]+\.[^@]+", FULL, "two loops over one text"),
        (r"\d+%", SEARCH, "a search begun anywhere in a loop"),
        (r"\d++%", SEARCH, "a search begun anywhere in a loop"),
        (r"\([^)]*\)", SEARCH, "a search begun anywhere in a loop"),
        (r"(?=.*x)", SEARCH, "a search begun anywhere in a loop"),
    ],
)
def test_a_planted_breach_is_found(pattern: str, use: str, kind: str) -> None:
    assert kind in {one.kind for one in breaches(pattern, use)}


@pytest.mark.parametrize(
    ("pattern", "use"),
    [
        (r"\d+", SEARCH),
        (r"(?<!\d)\d+%", SEARCH),
        (r"^\d++\d+%", SEARCH),
        (r"\([^()]*\)", SEARCH),
        (r"[a-z]+@[a-z]+", FULL),
        (r"(?:年度|年|度)+", SEARCH),
        (r"\d{1,20}%", SEARCH),
        (r"(?>(?:\d{1,3}(?:,\d{3})+|\d+)+)年", MATCH),
        (r"^a+b+c", SEARCH),
    ],
)
def test_what_is_even_is_left_alone(pattern: str, use: str) -> None:
    assert breaches(pattern, use) == []


def test_patterns_are_found_where_they_hide() -> None:
    source = (
        'X = "a+"\ndef f(t):\n    re.search(X + "b", t)\n    re.compile(rf"{t}+$").search(t)\n    re.split("c", t)\n'
    )
    assert {one.pattern for one in patterns_in(source, "x.py")} == {"a+b", "甲+$", "c"}
    assert list(unread_patterns("def f(p, t):\n    return re.search(p, t)\n", "x.py")) == ["x.py:2"]
    hidden = re.compile("h")

    def holds(one: re.Pattern[str] = hidden) -> re.Pattern[str]:
        return one

    holds.__module__ = "workflows.hidden"
    assert list(reachable({"a": ({1: [holds]},)}, set())) == [hidden]


def searched(one: Found, text: str) -> None:
    """What is measured: the pattern used on a text as the product uses it."""
    pattern = re.compile(one.pattern, one.flags)
    if SEARCH in one.uses:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
        pattern.fullmatch(text)


def test_no_pattern_is_slow_on_what_it_likes_least() -> None:
    size = LONGEST if NIGHTLY else LONGEST // 4
    slow = [
        (one.place, before, pump)
        for one in patterns()
        for before, pump in Growth(Automaton.of(one.pattern, one.flags)).pumped()
        if not even(one, before, pump, size)
    ]
    assert slow == []


def even(one: Found, before: str, pump: str, size: int) -> bool:
    """Whether a pattern grows evenly with a text pumped from its own loops, and is done in a second."""
    once, twice = (before + pump * (size // len(pump) * turns) + "\x00" for turns in (1, 2))
    return grows_evenly(lambda text: searched(one, text), once, twice, SECONDS)


def test_a_slow_pattern_is_found_by_measuring() -> None:
    slow = Found("planted", r"\d+%", 0, frozenset({SEARCH}))
    assert not even(slow, "", "0", 2_000)
