"""What changed in a passage, marked as an editor would mark it (audit.md §6)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from models.cache import MIB, cached
from workflows.language import fold, without_common_ends

try:
    from fast_diff_match_patch import diff as _fast
except ImportError:  # no wheel for this Python or machine: docs/dependencies.md
    _fast = None

Piece = tuple[str, str]
"""A sign, ``=`` kept, ``-`` struck or ``+`` come, with its text."""

_NUMBER = re.compile(r"(?<![0-9０-９])[-−－]?[0-9０-９]+(?:[,，.．][0-9０-９]+)*[%％‰]?")
_STOPS = frozenset("。；！？\n")
_FIRST, _LAST = 0xF0000, 0xFFFFD
_SENTENCES = re.compile(r"[^。；！？\n]++[。；！？\n]?|[。；！？\n]")
MOST_STEPS = 16_000_000 if _fast is not None else 500_000
"""Texts that may take more steps than this are compared by sentences first: a comparison takes their lengths multiplied."""
SENTENCE = 12
"""From so many characters on, a stretch of which less was kept than written was written anew."""


class ChangeClass(StrEnum):
    """What a change concerns, most telling first."""

    NUMBER = "number"
    TEXT = "text"
    TYPO = "typo"
    LINK = "link"
    STRUCTURE = "structure"


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text in their plain form, in order."""
    return tuple(unicodedata.normalize("NFKC", number).replace(",", "") for number in _NUMBER.findall(text))


def class_of(before: str, after: str) -> ChangeClass:
    """Whether only characters for the same word changed, only numbers did, or the words themselves.

    Numbers are compared with their signs and points, which folding drops.
    """
    same_numbers = numbers(before) == numbers(after)
    if same_numbers and fold(before) == fold(after):
        return ChangeClass.TYPO
    if not same_numbers and fold(_NUMBER.sub("#", before)) == fold(_NUMBER.sub("#", after)):
        return ChangeClass.NUMBER
    return ChangeClass.TEXT


def _operations(left: str, right: str) -> list[tuple[str, int]]:
    """What to keep, strike and add, by length. Long texts are laid side by side by sentences first."""
    if _steps(left, right) <= MOST_STEPS:
        return _exact(left, right)
    operations: list[tuple[str, int]] = []
    x = y = 0
    for struck, come, kept in _blocks(_by_sentences(left, right)):
        if struck and come and struck * come <= MOST_STEPS:
            operations += _exact(left[x : x + struck], right[y : y + come])
        else:
            operations += [("-", struck), ("+", come)]
        operations.append(("=", kept))
        x, y = x + struck + kept, y + come + kept
    return [(sign, length) for sign, length in operations if length]


def _steps(left: str, right: str) -> int:
    """How many steps a comparison may take at most: none for what both texts begin and end with."""
    left, right = without_common_ends(left, right)
    return len(left) * len(right)


def _by_sentences(left: str, right: str) -> list[tuple[str, int]]:
    """The same for whole sentences, in characters; texts of very many of them are one rewritten passage."""
    before, after = _SENTENCES.findall(left), _SENTENCES.findall(right)
    signs = {sentence: chr(_FIRST + place) for place, sentence in enumerate(dict.fromkeys((*before, *after)))}
    if len(before) * len(after) > MOST_STEPS:
        return [("-", len(left)), ("+", len(right))]
    operations: list[tuple[str, int]] = []
    x = y = 0
    for sign, count in _exact("".join(map(signs.__getitem__, before)), "".join(map(signs.__getitem__, after))):
        these = after[y : y + count] if sign == "+" else before[x : x + count]
        operations.append((sign, sum(map(len, these))))
        x, y = x + count * (sign != "+"), y + count * (sign != "-")
    return operations


def _blocks(operations: list[tuple[str, int]]) -> Iterator[tuple[int, int, int]]:
    """How much is struck, how much comes, and how much is kept after that, in turn."""
    struck = come = 0
    for sign, length in [*operations, ("=", 0)]:
        if sign == "=":
            yield struck, come, length
            struck = come = 0
        else:
            struck, come = struck + length * (sign == "-"), come + length * (sign == "+")


def _exact(left: str, right: str) -> list[tuple[str, int]]:
    """What to keep, strike and add, sign by sign; the compiled library and the pure one give the same."""
    if _fast is not None:
        return list(_fast(left, right, timelimit=0, checklines=False, cleanup="Semantic"))
    from diff_match_patch import diff_match_patch

    pure = diff_match_patch()
    pure.Diff_Timeout = 0
    operations = pure.diff_main(left, right, False)
    pure.diff_cleanupSemantic(operations)
    return [("-=+"[sign + 1], len(text)) for sign, text in operations]


@cached(MIB // 2)
def differing_passages(before: str, after: str) -> tuple[Piece, ...]:
    """The passage with what was struck and what came; a number is one unit, a rewritten sentence one mark.

    Kept and struck pieces joined give ``before``, kept and come ones ``after``.
    """
    if before == after:
        return (("=", before),) if before else ()
    left, right, words = _units(before, after)
    passages: list[Piece] = []
    x = y = 0
    for sign, length in _operations(left, right):
        source, at = (right, y) if sign == "+" else (left, x)
        passages.append((sign, source[at : at + length]))
        x, y = x + length * (sign != "+"), y + length * (sign != "-")
    return tuple((sign, _written(text, words)) for sign, text in _rewritten(_ordered(passages)))


def _units(before: str, after: str) -> tuple[str, str, dict[str, str]]:
    """Both texts with every number as one private character, and what those characters stand for."""
    free = (chr(code) for code in range(_FIRST, _LAST) if chr(code) not in before and chr(code) not in after)
    known: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        number = match[0]
        if number not in known:
            sign = next(free, None)
            if sign is None:
                return number
            known[number] = sign
        return known[number]

    return _NUMBER.sub(stand_in, before), _NUMBER.sub(stand_in, after), {sign: word for word, sign in known.items()}


def _written(text: str, words: dict[str, str]) -> str:
    return "".join(words.get(sign, sign) for sign in text)


def _ordered(passages: list[Piece]) -> Iterator[Piece]:
    """Between two kept pieces one struck and one come, in this order."""
    struck = come = ""
    for sign, text in [*passages, ("=", "")]:
        if sign == "-":
            struck += text
        elif sign == "+":
            come += text
        else:
            yield from _marks(struck, come)
            struck = come = ""
            if text:
                yield sign, text


def _marks(struck: str, come: str) -> Iterator[Piece]:
    if struck:
        yield "-", struck
    if come:
        yield "+", come


def _rewritten(passages: Iterator[Piece]) -> Iterator[Piece]:
    """A sentence of which less was kept than written is one mark, not many small ones."""
    run: list[Piece] = []
    for piece in passages:
        if piece[0] == "=" and not _STOPS.isdisjoint(piece[1]):
            yield from _settled(run)
            run = []
            yield piece
        else:
            run.append(piece)
    yield from _settled(run)


def _settled(run: list[Piece]) -> Iterator[Piece]:
    first = next((place for place, (sign, _) in enumerate(run) if sign != "="), len(run))
    last = next((place for place in range(len(run), 0, -1) if run[place - 1][0] != "="), 0)
    middle = run[first:last]
    kept = [text for sign, text in middle if sign == "="]
    struck = "".join(text for sign, text in middle if sign != "+")
    come = "".join(text for sign, text in middle if sign != "-")
    longest = max(len(struck), len(come))
    if kept and longest >= SENTENCE and 2 * sum(map(len, kept)) < longest:
        yield from run[:first]
        yield from _marks(struck, come)
        yield from run[last:]
    else:
        yield from run
