"""Which of many texts may be like a given one: few enough to be compared one by one, however many there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from workflows.language.similarity import bigrams

MOST: Final = 40
"""So many texts are all compared with one another; of more, each is compared with so many that share its rarest pairs."""


class Shortlist:
    """Texts by the pairs of characters in them. All of them are on the list of each text while they are ``MOST`` or fewer."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        self._places: dict[str, list[int]] = {}
        if self._count > MOST:
            for place, text in enumerate(texts):
                for pair in bigrams(text):
                    self._places.setdefault(pair, []).append(place)

    def near(self, text: str, before: int | None = None) -> list[int]:
        """The places of texts that may be like this one, in their order; of those before a place where one is given."""
        end = self._count if before is None else before
        if self._count <= MOST:
            return list(range(end))
        places: set[int] = set()
        known = {pair: self._places[pair] for pair in bigrams(text) if pair in self._places}
        for pair in sorted(known, key=lambda one: (len(known[one]), one)):
            upto = bisect_left(known[pair], end)
            places.update(known[pair][max(0, upto - MOST) : upto][: MOST - len(places)])
            if len(places) >= MOST:
                break
        return sorted(places)
