"""Pages of lists: by number, where a list may be entered anywhere, or by the place at which the page before ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from workflows.language import whole_number

PER_PAGE = 50
NEAR = 2
"""Pages on either side of the present one that have a link of their own."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of ``total`` rows; ``offset`` and ``PER_PAGE`` are the limits for SQL."""

    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.number - 1) * PER_PAGE

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows of this page, where all of them are at hand."""
        return rows[self.offset : self.offset + PER_PAGE]

    def pager(self, href: Callable[[int], str], downloads: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
        """What the macro ``pager`` asks for; ``href`` gives the address of a page."""
        return {
            "page": self.number,
            "pages": self.pages,
            "total": self.total,
            "first": min(self.offset + 1, self.total),
            "last": min(self.offset + PER_PAGE, self.total),
            "previous": href(self.number - 1) if self.number > 1 else "",
            "next": href(self.number + 1) if self.number < self.pages else "",
            "links": self._links(href),
            "downloads": list(downloads),
        }

    def _links(self, href: Callable[[int], str]) -> list[dict[str, Any] | None]:
        """A link to each page near by and to both ends; ``None`` stands for a gap."""
        near = range(max(1, self.number - NEAR), min(self.pages, self.number + NEAR) + 1)
        links: list[dict[str, Any] | None] = []
        before = 0
        for number in sorted({1, self.pages, *near}):
            if number - before > 1:
                links.append(None)
            links.append({"n": number, "href": href(number), "current": number == self.number})
            before = number
        return links


def page_of(asked: str, total: int) -> Page:
    """The page an address asks for (``?page=``): the first where it asks for none, the last where it asks for more."""
    wanted = Page(max(1, whole_number(asked, 6) or 1), total)
    return Page(min(wanted.number, wanted.pages), total)


def cut(rows: Sequence[Row]) -> tuple[list[Row], bool]:
    """One page of rows that were read with ``PER_PAGE + 1`` as their limit, and whether more follow."""
    return list(rows[:PER_PAGE]), len(rows) > PER_PAGE
