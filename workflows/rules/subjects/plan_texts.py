"""The running texts of an annual plan, section by section, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

from workflows.rules.subjects.kpi_row import Kpi, kpi_texts, text_of
from workflows.schema import GOAL, shape_of, texts_in

_GOAL: Final = shape_of(GOAL.content)


class Sections(Protocol):
    """The sections of a plan whose texts are read."""

    @property
    def preamble(self) -> str: ...
    @property
    def goals(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def kpis(self) -> Sequence[Kpi]: ...
    @property
    def key_plans(self) -> Sequence[Mapping[str, Any]]: ...


def _preamble(plan: Sections) -> Iterator[tuple[str, str]]:
    yield "preamble", plan.preamble


def _goal_texts(plan: Sections) -> Iterator[tuple[str, str]]:
    for goal in plan.goals:
        for at, text in texts_in(_GOAL, goal, f"goals[{text_of(goal, 'id')}]"):
            yield at, text.strip()


def _kpi_texts(plan: Sections) -> Iterator[tuple[str, str]]:
    for kpi in plan.kpis:
        yield from kpi_texts(kpi)


def _key_plan_texts(plan: Sections) -> Iterator[tuple[str, str]]:
    for row in plan.key_plans:
        for name in ("work_plan", "item", "content"):
            yield f"key_plans[{text_of(row, 'id')}].{name}", text_of(row, name)


TEXTS: Final[Mapping[str, Callable[[Sections], Iterator[tuple[str, str]]]]] = {
    "preamble": _preamble,
    "goals": _goal_texts,
    "kpis": _kpi_texts,
    "key_plans": _key_plan_texts,
}
"""The running texts of each section."""
