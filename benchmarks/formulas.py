"""Measures the formula language: how many official texts are read right, how fast, and what hostile texts do to it.

``python -m benchmarks.formulas``; status 1 when a text gives a wrong value, an aim is missed, or anything breaks.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any

from tests.formula.hostile import texts
from tests.formula.ministries import PRINTED, WAYS
from tests.formula.official import ALIKE, DESIGN, SOURCES, Case
from workflows.formula import Formula, FormulaError, NotAFormula, evaluate, parse, read, result_json

ROUNDS = 25
HOSTILE = 20_000
AIM = 1.0
CASES: tuple[Case, ...] = (*DESIGN, *SOURCES, *ALIKE, *PRINTED, *WAYS)


def milliseconds(act: Callable[[], Any]) -> float:
    """The median time of one act by the processor, warm."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time_ns()
        act()
        taken.append(time.process_time_ns() - begun)
    return median(taken) / 1e6


def official() -> bool:
    """Print how many official texts give the value worked out by hand, and what reading and computing cost."""
    wrong, refused, reading, computing = [], [], [], []
    for case in CASES:
        try:
            formula = parse(case.text, case.values)
            if isinstance(formula, NotAFormula):
                refused.append(case.name)
                continue
            if Decimal(evaluate(formula, case.values).shown) != Decimal(case.value):
                wrong.append(case.name)
        except FormulaError as error:
            refused.append(f"{case.name}: {error.message}")
            continue
        reading.append((milliseconds(partial(read, case.text)), case.name))
        computing.append((milliseconds(partial(evaluate, formula, case.values)), case.name))
    right = len(CASES) - len(wrong) - len(refused)
    print(f"official texts       {right} of {len(CASES)} right, {len(wrong)} wrong, {len(refused)} refused")
    for line in (*wrong, *refused):
        print(f"  {line}")
    for name, rows in (("reading a formula", reading), ("computing it", computing)):
        longest = max(rows)
        print(f"{name:<20} median {median(one for one, _ in rows):.3f} ms, longest {longest[0]:.3f} ms ({longest[1]})")
    return not wrong and right >= len(CASES) * 0.9 and max(*reading, *computing)[0] < AIM


def hostile() -> bool:
    """Print what became of random and hostile texts, and how long the longest took."""
    counts = {"values": 0, "refusals": 0, "no formula": 0}
    longest, silent = 0.0, 0
    begun = time.process_time()
    for text, values in texts(seed=107, count=HOSTILE):
        start = time.process_time()
        try:
            formula = parse(text, values)
            if isinstance(formula, Formula):
                silent += not result_json(formula, evaluate(formula, values))["trace"]
                counts["values"] += 1
            else:
                counts["no formula"] += 1
        except FormulaError as error:
            silent += not (str(error.message) and 1 <= error.column <= len(text) + 1)
            counts["refusals"] += 1
        longest = max(longest, time.process_time() - start)
    print(f"{HOSTILE:,} hostile texts  {', '.join(f'{count:,} {name}' for name, count in counts.items())}")
    print(
        f"{'':<20} {time.process_time() - begun:.1f} s in all, longest {longest * 1000:.0f} ms, {silent} without trace or column"
    )
    return not silent and longest < 1


if __name__ == "__main__":
    sys.exit(not all([official(), hostile()]))
