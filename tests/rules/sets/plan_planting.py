"""How a defect is planted: a function that offers the places of a plan where it can break it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from tests.rules.sets import Case, Clean
from tests.rules.sets.plan_documents import CLEAN, Plan, findings, shape

Offer = tuple[tuple[str, ...], Callable[[], object]]
"""The places at which the finding may stand, and the act that breaks the plan there."""
Planter = Callable[[dict[str, Any]], Iterator[Offer]]
WAYS: Final = 3


@dataclass(frozen=True)
class Planting:
    """One way of breaking a plan."""

    rule: str
    name: str
    offers: Planter


PLANTINGS: Final[list[Planting]] = []


def plants(rule: str, name: str) -> Callable[[Planter], Planter]:
    """Declare a way of breaking a plan so that ``rule`` must speak."""

    def declare(offers: Planter) -> Planter:
        PLANTINGS.append(Planting(rule, name, offers))
        return offers

    return declare


def cases_of(planting: Planting, document: Clean) -> Iterator[Case]:
    """Yield up to three broken copies of a document, broken in places far from one another."""
    count = sum(1 for _ in planting.offers(shape(document.name)["content"]))
    chosen = sorted({round(place * (count - 1) / max(WAYS - 1, 1)) for place in range(WAYS)}) if count else []
    for number in chosen:
        plan, places = broken(planting, document.name, number)
        name = planting.name if len(chosen) == 1 else f"{planting.name} ({number})"
        yield Case(planting.rule, name, document, places, partial(findings, plan))


def broken(planting: Planting, document: str, number: int) -> tuple[Plan, tuple[str, ...]]:
    """Return a plan broken at the offer of this number, with the places where that must be reported."""
    plan = shape(document)
    for here, (places, act) in enumerate(planting.offers(plan["content"])):
        if here == number:
            act()
            return plan, places
    raise LookupError(number)


def all_cases() -> tuple[Case, ...]:
    """Return every case that the plantings give on the good plans."""
    return tuple(case for planting in PLANTINGS for document in CLEAN.values() for case in cases_of(planting, document))


def texts(plan: Plan) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the running texts below chapter titles: place, row and key."""
    for g, goal in enumerate(plan["goals"]):
        for s, strategy in enumerate(goal["strategies"]):
            yield f"goals[{g}].strategies[{s}].text", strategy, "text"
    for k, kpi in enumerate(plan["kpis"]):
        yield f"kpis[{k}].measure", kpi, "measure"
    for p, row in enumerate(plan["key_plans"]):
        yield f"key_plans[{p}].content", row, "content"


def replaced(plan: Plan, pattern: str, words: str, count: int = 1) -> Iterator[Offer]:
    """Offer each text in which the pattern stands, to have its first match replaced."""
    for at, row, key in texts(plan):
        if re.search(pattern, row[key]):
            changed = re.sub(pattern, words, row[key], count=count)
            yield (at,), partial(row.update, {key: changed})


def appended(plan: Plan, sentence: str) -> Iterator[Offer]:
    """Offer the content of each key plan, to have a sentence put behind it."""
    for p, row in enumerate(plan["key_plans"]):
        yield (f"key_plans[{p}].content",), partial(row.update, content=row["content"] + sentence)
