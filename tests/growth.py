"""Whether work grows evenly with what it is given: measured by the least CPU time, so that noise does not matter."""

from __future__ import annotations

import os
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from time import process_time
from typing import Final, TypeVar

T = TypeVar("T")
NIGHTLY: Final = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
GROWTH: Final = 2.3
TICK: Final = 0.01
ROUNDS: Final = 6
"""How much longer twice the text may take, the seconds that are no measurement, and how often it is tried."""


def least_times(work: Callable[[T], object], once: T, twice: T) -> Iterator[tuple[float, float]]:
    """The least CPU seconds so far for a text and for one of twice its size, measured in turns.

    ``timeit`` switches the garbage collector off, whose runs fall on one size or the other as chance has it.
    """
    least = [float("inf"), float("inf")]
    for _ in range(ROUNDS):
        for size, given in enumerate((once, twice)):
            least[size] = min(least[size], timeit.timeit(partial(work, given), timer=process_time, number=1))
        yield least[0], least[1]


def grows_evenly(work: Callable[[T], object], once: T, twice: T, most: float = float("inf")) -> bool:
    """Whether twice the text takes at most ``GROWTH`` times as long, and ``most`` seconds.

    Noise only ever adds to a measurement, so that the least of several rounds comes near the truth: a reader whose
    time grows with the square stays near 4 however often it is measured, an even one is below the bound in some round.
    """
    return any(slow <= GROWTH * quick + TICK and slow <= most for quick, slow in least_times(work, once, twice))
