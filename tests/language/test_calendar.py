"""Taiwan's calendar: the day a moment falls on, ROC years both ways, and working days by the office calendars of 106–108."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.language import calendar
from workflows.language.calendar import OfficeCalendar, working_days

# 政府行政機關辦公日曆表: weekdays on which offices are closed, and Saturdays on which they work.
CLOSED = {
    106: "0102 0127 0130 0131 0201 0227 0228 0403 0404 0529 0530 1004 1009 1010",
    107: "0101 0215 0216 0219 0220 0228 0404 0405 0406 0618 0924 1010 1231",
    108: "0101 0204 0205 0206 0207 0208 0228 0301 0404 0405 0607 0913 1010 1011",
}
MADE_UP = {106: "0218 0603 0930", 107: "0331 1222", 108: "0119 0223 1005"}


def days(year: int, figures: str) -> set[date]:
    """The dates that a table of months and days names."""
    return {date(calendar.western_year(year), int(one[:2]), int(one[2:])) for one in figures.split()}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 8, 10, 15, 59, 59, tzinfo=UTC), date(2018, 8, 10)),
        (datetime(2018, 8, 10, 16, 0, 0, tzinfo=UTC), date(2018, 8, 11)),
        (datetime(2018, 12, 31, 16, 0, 0, tzinfo=UTC), date(2019, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_taiwan(moment: datetime, day: date) -> None:
    assert calendar.today(moment) == day
    assert calendar.day_begins(day) <= moment < calendar.day_begins(day + timedelta(days=1))
    assert calendar.day_begins(day).utcoffset() == timedelta(0)


@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_a_date_written_is_the_date_read(day: date) -> None:
    written = (calendar.roc(day), calendar.roc(day, "-"), calendar.roc(day, "."), calendar.roc_words(day))
    if calendar.year_of(day) > 9:
        assert [calendar.from_roc(text) for text in written] == [day] * len(written)
    assert calendar.western_year(calendar.year_of(day)) == day.year


def test_how_dates_are_written() -> None:
    day = date(2018, 8, 10)
    assert (calendar.roc(day), calendar.roc(day, "-"), calendar.roc_words(day)) == (
        "107/08/10",
        "107-08-10",
        "107年8月10日",
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("107-07-20", date(2018, 7, 20)), ("107/7/20", date(2018, 7, 20)), ("民國107年7月20日", date(2018, 7, 20)),
        ("１０７．０７．２０", date(2018, 7, 20)), (" 107 / 7 / 20 ", date(2018, 7, 20)), ("99/2/28", date(2010, 2, 28)),
        ("107/2/29", None), ("107/13/1", None), ("2018-07-20", None), ("7/20", None), ("", None), ("無", None),
    ],
)  # fmt: skip
def test_which_dates_are_read(text: str, day: date | None) -> None:
    assert calendar.from_roc(text) == day


@pytest.mark.parametrize("year", sorted(CLOSED))
def test_the_office_calendar_is_the_official_one(year: int) -> None:
    found = calendar.office_calendar(calendar.western_year(year))
    assert {day for day in found.off if day.weekday() < 5 and calendar.year_of(day) == year} == days(year, CLOSED[year])
    assert {day for day in found.on if calendar.year_of(day) == year} == days(year, MADE_UP[year])


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("107/03/30", "107/04/02", 2),  # a Saturday that makes up for 6 April
        ("107/04/03", "107/04/11", 3),
        ("107/12/28", "108/01/04", 3),  # over the end of a year
        ("107/05/01", "107/05/01", 0),
        ("107/05/02", "107/05/01", 0),
        ("107/01/01", "109/01/01", calendar.LONGEST_COUNT),
    ],
)
def test_working_days_are_counted_by_the_office_calendar(since: str, until: str, count: int) -> None:
    first, last = calendar.from_roc(since), calendar.from_roc(until)
    assert first and last
    assert working_days(first, last) == count


def test_a_calendar_of_ones_own_stands_in_for_taiwans() -> None:
    week = (date(2018, 4, 2), date(2018, 4, 9))
    assert working_days(*week) == 2
    assert working_days(*week, OfficeCalendar(frozenset(), frozenset())) == 5
    assert working_days(*week, OfficeCalendar({date(2018, 4, 3)}, {date(2018, 4, 7)})) == 5


def test_holidays_are_loaded_only_when_working_days_are_counted() -> None:
    program = "import sys, workflows.rules, workflows.language.calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
