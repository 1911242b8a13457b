"""What a reader saw on paper that the content of a plan does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Misnumbered:
    """A row whose printed numeral is not the one its place asks for; ``at`` counts rows from 0 (``kpis[3].title``)."""

    at: str
    written: str
    expected: int


@dataclass(frozen=True, slots=True)
class AsWritten:
    """Chapters in printed order (goals, kpis, key_plans), odd numerals, page prefixes, and what could not be read.

    ``unread`` names chapters that stand in the document and were not read: there is no verdict about them.
    ``regimes`` holds, by row, assessment regimes that are printed and are no code.
    """

    chapters: tuple[str, ...] = ()
    misnumbered: tuple[Misnumbered, ...] = ()
    page_prefixes: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    regimes: Mapping[int, str] = field(default_factory=dict)
