"""Taiwan's calendar: its one time zone, the ROC years (民國) of its dates, and the working days of its offices."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

from models.cache import MIB, cached
from workflows.language.text import plain

TAIPEI: Final = timezone(timedelta(hours=8), "Asia/Taipei")
"""Taiwan has one time zone and no summer time."""
WEEK: Final = timedelta(days=7)
LONGEST_COUNT: Final = 400
"""Days beyond which working days are not counted one by one."""
_BEFORE_ROC: Final = 1911
_WRITTEN: Final = re.compile(r"(?:民國)?(\d{2,3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def in_taipei(moment: datetime) -> datetime:
    """The same moment as Taiwan's clocks show it."""
    return moment.astimezone(TAIPEI)


def today(now: datetime) -> date:
    """The day it is in Taiwan at a moment."""
    return in_taipei(now).date()


def day_begins(day: date) -> datetime:
    """The moment, in UTC, at which a day begins in Taiwan."""
    return datetime.combine(day, time(), TAIPEI).astimezone(UTC)


def year_of(day: date) -> int:
    """The ROC year of a date or of a moment on Taiwan's clock: 2018 is 107."""
    return day.year - _BEFORE_ROC


def western_year(year: int) -> int:
    """The western year of a ROC year: 107 is 2018."""
    return year + _BEFORE_ROC


def roc(day: date, mark: str = "/") -> str:
    """A date in figures: 107/08/10, with ``mark`` between them; contents are stored with ``-``."""
    return f"{year_of(day)}{mark}{day:%m}{mark}{day:%d}"


def roc_words(day: date) -> str:
    """A date as letters write it: 107年8月10日."""
    return f"{year_of(day)}年{day.month}月{day.day}日"


def from_roc(text: str) -> date | None:
    """The date of 「107-07-20」, 「107/7/20」 or 「107年7月20日」, ``None`` where it is none."""
    match = _WRITTEN.fullmatch(plain(text))
    if not match:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(western_year(year), month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """Which days offices are closed besides weekends, and on which Saturdays they work to make up for one."""

    off: AbstractSet[date]
    on: AbstractSet[date]

    def works(self, day: date) -> bool:
        """Whether offices work on a day."""
        return day in self.on or (day.weekday() < 5 and day not in self.off)


@cached(MIB // 2)
def office_calendar(year: int) -> OfficeCalendar:
    """The office calendar of a western year (政府行政機關辦公日曆表), as the package ``holidays`` has it."""
    # Loaded here: it weighs some 20 MiB, and no page asks for it.
    from holidays.countries.taiwan import Taiwan

    days = Taiwan(years=year)  # type: ignore[no-untyped-call]
    return OfficeCalendar(frozenset(days), frozenset(days.weekend_workdays))


def working_days(since: date, until: date, calendar: OfficeCalendar | None = None) -> int:
    """How many working days lie after ``since`` up to ``until``, by ``calendar`` in place of Taiwan's own.

    ``LONGEST_COUNT`` where the dates lie further apart.
    """
    if (until - since).days > LONGEST_COUNT:
        return LONGEST_COUNT
    days = (since + timedelta(days=number) for number in range(1, (until - since).days + 1))
    return sum((calendar or office_calendar(day.year)).works(day) for day in days)
