"""The running texts of an annual plan, section by section, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from workflows.rules.subjects.kpi_row import kpi_texts, rows_of, text_of

if TYPE_CHECKING:
    from workflows.rules.subjects.plan import PlanSubject


def _preamble(plan: PlanSubject) -> Iterator[tuple[str, str]]:
    yield "preamble", plan.preamble


def _goal_texts(plan: PlanSubject) -> Iterator[tuple[str, str]]:
    for goal in plan.goals:
        at = f"goals[{text_of(goal, 'id')}]"
        yield f"{at}.title", text_of(goal, "title")
        yield f"{at}.text", text_of(goal, "text")
        for strategy in rows_of(goal, "strategies"):
            below = f"{at}.strategies[{text_of(strategy, 'id')}]"
            yield f"{below}.text", text_of(strategy, "text")
            for item in rows_of(strategy, "items"):
                yield f"{below}.items[{text_of(item, 'id')}].text", text_of(item, "text")


def _kpi_texts(plan: PlanSubject) -> Iterator[tuple[str, str]]:
    for kpi in plan.kpis:
        yield from kpi_texts(kpi)


def _key_plan_texts(plan: PlanSubject) -> Iterator[tuple[str, str]]:
    for row in plan.key_plans:
        for name in ("work_plan", "item", "content"):
            yield f"key_plans[{text_of(row, 'id')}].{name}", text_of(row, name)


TEXTS: Final[Mapping[str, Callable[[PlanSubject], Iterator[tuple[str, str]]]]] = {
    "preamble": _preamble,
    "goals": _goal_texts,
    "kpis": _kpi_texts,
    "key_plans": _key_plan_texts,
}
"""The running texts of each section."""
