"""How alike two sentences are, by the pairs of characters they share."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from models.cache import MIB, cached
from workflows.language.text import fold


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
    left, right = bigrams(one), bigrams(other)
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size and one and other else 0.0


def containment(one: str, whole: str) -> float:
    """Return 0…1: the part of a text's pairs that another text holds."""
    mine = bigrams(one)
    return (mine & bigrams(whole)).total() / mine.total() if one else 0.0


def differ_by_one_word(one: str, other: str) -> bool:
    """Return whether two texts differ by one word put for another (男性, 女性), not only by words more or less."""
    changes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return any(change[0] == "replace" for change in changes)


def likeness_bound(one: str, other: str) -> float:
    """Return the greatest likeness two texts of these lengths can have, to skip hopeless comparisons."""
    shorter, longer = sorted((max(len(one) - 1, 1), max(len(other) - 1, 1)))
    return 2 * shorter / (shorter + longer)
