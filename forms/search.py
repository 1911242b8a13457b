"""What lists may be asked: the words and filters of an address, made harmless."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflows.language import fold, whole_number

LONGEST = 80


def words_of(text: str) -> list[str]:
    """The words looked for, in the form in which titles are compared (NFKC, 臺＝台); two characters are a word."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return [folded for word in re.split(r"\s+", plain) if (folded := fold(word))]


@dataclass(frozen=True)
class PlanSearch:
    """A question to the list of plans; anything that is no answer to it is left out."""

    q: str = ""
    year: int | None = None
    agency: int | None = None
    state: str = ""
    sort: str = ""
    after: tuple[int, ...] = ()
    before: tuple[int, ...] = ()

    @classmethod
    def asked(cls, sent: Mapping[str, str], states: Iterable[str], sorts: Iterable[str]) -> PlanSearch:
        """Read the address."""
        state, sort = sent.get("state", ""), sent.get("sort", "")
        return cls(
            q=sent.get("q", "").strip()[:LONGEST],
            year=whole_number(sent.get("year", ""), 3),
            agency=whole_number(sent.get("agency", ""), 9),
            state=state if state in states else "",
            sort=sort if sort in sorts else "",
            after=_place(sent.get("after", "")),
            before=_place(sent.get("before", "")),
        )

    def filters(self) -> dict[str, str]:
        """The same question as an address, without the page."""
        kept = {"q": self.q, "year": self.year, "agency": self.agency, "state": self.state, "sort": self.sort}
        return {name: str(value) for name, value in kept.items() if value}


def _place(text: str) -> tuple[int, ...]:
    numbers = [number for part in text.split(".") if (number := whole_number(part, 15)) is not None]
    return tuple(numbers) if len(numbers) == text.count(".") + 1 <= 3 else ()
