"""The import shape of an annual plan: what readers hand back and the JSON interface prints.

Titles instead of ids, numerals left out because they are computed, targets as printed. The keys that are not
required are this application's own fields; no printed plan has them and they are written only when filled.
"""

from __future__ import annotations

from typing import Final, NotRequired, TypedDict

from models.vocabulary import Kind

HOLDS: Final = Kind.ANNUAL_PLAN.value
"""The word under ``kind`` by which a file says that it holds a plan."""


class ItemShape(TypedDict):
    """The level 1. 2. below a strategy."""

    text: str


class StrategyShape(TypedDict):
    """The level （一）（二） below a goal."""

    text: str
    items: list[ItemShape]


class GoalShape(TypedDict):
    """A goal of chapter 壹: its title without the numeral, then a paragraph or strategies."""

    title: str
    text: str
    strategies: list[StrategyShape]


class YearShape(TypedDict):
    """One other year of an indicator: its target as printed, what was reached (a figure in the target's unit), whence."""

    year: int
    target: NotRequired[str]
    actual: NotRequired[str]
    source: NotRequired[str]


class KpiShape(TypedDict):
    """A row of chapter 貳; ``goal`` is the title of its goal, or what stands there when no goal bears that title."""

    goal: str
    title: str
    regime: int | None
    method: str
    measure: str
    target: str
    links: list[str]
    formula: NotRequired[str]
    polarity: NotRequired[str]
    baseline: NotRequired[str]
    difficulty: NotRequired[str]
    lowering_reason: NotRequired[str]
    common: NotRequired[bool]
    cumulative: NotRequired[bool | None]
    baseline_value: NotRequired[str]
    baseline_year: NotRequired[int | None]
    baseline_source: NotRequired[str]
    years: NotRequired[list[YearShape]]


class KeyPlanShape(TypedDict):
    """A row of chapter 參; ``kpis`` are KPI titles, those that name no KPI as they are written."""

    work_plan: str
    item: str
    category: str
    content: str
    kpis: list[str]
    gia_owed: NotRequired[bool]
    gia_basis: NotRequired[str]
    gia_exempt: NotRequired[str]
    gia_evidence: NotRequired[str]


class PlanShape(TypedDict):
    """A whole annual plan."""

    preamble: str
    goals: list[GoalShape]
    kpis: list[KpiShape]
    key_plans: list[KeyPlanShape]


class UncertainShape(TypedDict):
    """A place in the plan with a sentence on what could not be known there."""

    at: str
    why: str


class ImportShape(TypedDict):
    """What ``flask plan import --dry-run --json`` prints (interfaces.md §2)."""

    kind: str
    year: int | None
    agency: str | None
    content: PlanShape
    uncertain: list[UncertainShape]
