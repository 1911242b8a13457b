"""How alike two sentences are, by the pairs of characters they share."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import Final

from models.cache import MIB, cached
from workflows.language.text import fold

MOST_STEPS: Final = 50_000
"""Texts that share their characters in more ways than this are not laid side by side: they count as two."""


@cached(MIB // 2)
def cached_fold(text: str) -> str:
    """Return ``workflows.language.text.fold`` of a text, remembered: rules compare the same titles many times."""
    return fold(text)


@cached(MIB // 2)
def bigrams(text: str) -> Counter[str]:
    """Return the neighbouring pairs of characters of a text, counted; a single character is its own pair."""
    return Counter([text[i : i + 2] for i in range(len(text) - 1)] or [text])


@cached(MIB // 2)
def likeness(one: str, other: str) -> float:
    """Return 0…1: twice the shared pairs over all pairs (Dice); 1 for equal texts, order counts only locally."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    left, right = bigrams(one), bigrams(other)
    shared = sum(min(count, right[pair]) for pair, count in left.items() if pair in right)
    return 2 * shared / (max(len(one) - 1, 1) + max(len(other) - 1, 1))


def containment(one: str, whole: str) -> float:
    """Return 0…1: the part of a text's pairs that another text holds."""
    mine = bigrams(one)
    return (mine & bigrams(whole)).total() / mine.total() if one else 0.0


def differ_by_one_word(one: str, other: str) -> bool:
    """Return whether two texts differ by one word put for another (男性, 女性), not only by words more or less."""
    left, right = without_common_ends(one, other)
    if not left or not right:
        return False
    counts, others = Counter(left), Counter(right)
    shared = sum(count * others[sign] for sign, count in counts.items() if sign in others)
    if not shared or shared > MOST_STEPS:
        return True
    changes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return any(change[0] == "replace" for change in changes)


def _shared_head(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def without_common_ends(one: str, other: str) -> tuple[str, str]:
    """Return what is left of two texts without what both begin and both end with."""
    head = _shared_head(one, other)
    one, other = one[head:], other[head:]
    tail = _shared_head(one[::-1], other[::-1])
    return one[: len(one) - tail], other[: len(other) - tail]


def likeness_bound(one: str, other: str) -> float:
    """Return the greatest likeness two texts of these lengths can have, to skip hopeless comparisons."""
    shorter, longer = sorted((max(len(one) - 1, 1), max(len(other) - 1, 1)))
    return 2 * shorter / (shorter + longer)
