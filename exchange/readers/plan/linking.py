"""Which row a title means: exact after folding, otherwise nothing; a near miss is reported, never taken."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from workflows.language import fold

SEPARATORS: Final = re.compile(r"([、，,；;／\n]+)")
MAX_PARTS: Final = 200
MAX_CELL: Final = 5_000
NEAR: Final = 0.7
MAX_COMPARED: Final = 200


def by_fold(titles: Iterable[str]) -> dict[str, str]:
    """Return titles by their folded form; of equal ones the first counts."""
    folded_titles: dict[str, str] = {}
    for title in titles:
        if key := fold(title):
            folded_titles.setdefault(key, title)
    return folded_titles


def nearest(title: str, titles: Iterable[str]) -> str | None:
    """Return the title that is written most alike, if one is clearly so."""
    key = fold(title[:MAX_COMPARED])
    folded = {fold(other[:MAX_COMPARED]): other for other in titles}
    matches = difflib.get_close_matches(key, list(folded), n=1, cutoff=NEAR)
    return folded[matches[0]] if matches else None


def cited_titles(cell: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the known titles that a cell cites and, as written, the pieces that name none.

    Titles are parted by 、 and may hold 、 themselves: the longest run of pieces that is a known title wins.
    """
    pieces = SEPARATORS.split(cell)
    if len(pieces) > MAX_PARTS or len(cell) > MAX_CELL:
        return [], [cell]
    titles: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(pieces):
        end = _longest(pieces, start, known)
        if end is None:
            if pieces[start].strip():
                unknown.append(pieces[start].strip())
            start += 2
        else:
            title = known[fold("".join(pieces[start:end]))]
            if title not in titles:
                titles.append(title)
            start = end + 1
    return titles, unknown


def _longest(pieces: Sequence[str], start: int, known: Mapping[str, str]) -> int | None:
    """Return the end of the longest run from ``start`` that is a known title; at most 12 are joined.

    Pieces and separators alternate, so every second end is a piece.
    """
    last = min(len(pieces), start + 23)
    return next((end for end in range(last, start, -2) if fold("".join(pieces[start:end])) in known), None)
