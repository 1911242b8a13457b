"""Pages of lists: what an address may ask for, the limits, and the links to other pages."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.frame.paging import PER_PAGE, Page, cut, page_of


@pytest.mark.parametrize(
    ("asked", "total", "number", "pages"),
    [
        ("", 0, 1, 1),
        ("", 51, 1, 2),
        ("2", 51, 2, 2),
        ("3", 51, 2, 2),
        ("0", 51, 1, 2),
        ("-1", 51, 1, 2),
        ("二", 51, 1, 2),
        ("1e9", 51, 1, 2),
        ("9" * 7, 51, 1, 2),
        ("999999", 51, 2, 2),
        ("1", 50, 1, 1),
    ],
)
def test_an_address_asks_for_a_page_that_there_is(asked: str, total: int, number: int, pages: int) -> None:
    page = page_of(asked, total)
    assert (page.number, page.pages) == (number, pages)


@given(st.integers(0, 5000), st.integers(1, 200))
def test_pages_part_the_rows_and_the_pager_tells_which(total: int, wanted: int) -> None:
    rows = range(total)
    page = page_of(str(wanted), total)
    pager = page.pager(str)
    assert [row for number in range(1, page.pages + 1) for row in Page(number, total).of(rows)] == list(rows)
    assert len(page.of(rows)) == (pager["last"] - pager["first"] + 1 if total else 0)
    links = [link and link["n"] for link in pager["links"]]
    numbers = [number for number in links if number]
    assert numbers[0] == 1 and numbers[-1] == page.pages and page.number in numbers
    assert len(links) <= 9 and next(link for link in pager["links"] if link and link["current"])["n"] == page.number
    gaps = [after - before for before, after in itertools.pairwise(numbers)]
    assert sum(gap > 1 for gap in gaps) == links.count(None)


@pytest.mark.parametrize(("count", "shown", "more"), [(0, 0, False), (50, 50, False), (51, 50, True)])
def test_one_row_beyond_the_page_says_that_more_follow(count: int, shown: int, more: bool) -> None:
    rows, follow = cut(range(count))
    assert (rows, follow) == (list(range(count))[:PER_PAGE], more)
    assert len(rows) == shown
