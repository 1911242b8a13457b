"""What judging by the rules costs: a full check with nothing remembered, what a save adds, a check of what is typed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from benchmarks.bench_house import PLAN, REAL_YEAR, Acts
from benchmarks.browser import Answer
from exchange.content import to_content
from exchange.registry import read
from models import cache
from workflows.content import new_row_id
from workflows.rules import PlanSubject, check

TIMES = 15
AGENCY = "科技部"


def full_checks() -> tuple[float, float]:
    """Nanoseconds of the processor for a full check of the real plan: with nothing remembered, and once more."""
    content = to_content(read(PLAN), new_id=new_row_id)
    cold: list[int] = []
    warm: list[int] = []
    for _ in range(TIMES):
        cache.clear()
        for times in (cold, warm):
            before = time.thread_time_ns()
            check(PlanSubject(content, REAL_YEAR, AGENCY))
            times.append(time.thread_time_ns() - before)
    return statistics.median(cold), statistics.median(warm)


def added_by_checking(acts: Acts, spent: Callable[[], int], turns: int) -> float:
    """Nanoseconds that the first look at a row after a save of one field costs more than the second, which judges nothing.

    A comparison has read the new content before, so that the difference is judging alone.
    """
    more: list[int] = []
    for turn in range(turns):
        acts.save(turn + 1000)
        _good(acts.comparison(turn))
        marks = [spent()]
        for _look in range(2):
            _good(acts.row_page(turn))
            marks.append(spent())
        more.append((marks[1] - marks[0]) - (marks[2] - marks[1]))
    return statistics.median(more)


def _good(answer: Answer) -> None:
    if answer.status != 200:
        raise RuntimeError(f"the measured request failed: {answer.status} {answer.text[:300]}")
