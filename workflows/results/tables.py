"""What is known of a plan's indicators: per period what was entered and what is in force, and where each one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.document import Document
from models.kpi import KpiResult
from models.storage import manifest_of, read
from models.vocabulary import ResultState
from workflows.language import decimal_of
from workflows.lifecycle import Dossier, kind_named
from workflows.plans import kpis_of_plan
from workflows.results.attainment import Actual, Attainment, TargetOfYear, judge_attainment
from workflows.results.lights import Light, Thresholds, light_of
from workflows.results.targets_of_row import target_of_year
from workflows.schema import numbered_kpis


def reaches(period: str) -> tuple[int, int]:
    """How far into the year a period reaches, the whole year last: the newest figure is the one that reaches furthest."""
    if period == "year":
        return 12, 3
    number, length = int(period[1:]), {"H": 6, "Q": 3, "M": 1}[period[0]]
    return number * length, {"H": 2, "Q": 1, "M": 0}[period[0]]


@dataclass(frozen=True)
class PeriodCell:
    """One period of one indicator; ``entries`` newest first, those of earlier editions of the plan last."""

    year: int
    period: str
    entries: tuple[KpiResult, ...]

    @property
    def in_force(self) -> KpiResult | None:
        """The value that counts: the newest that was confirmed."""
        return next((row for row in self.entries if row.state == ResultState.CONFIRMED), None)

    @property
    def waiting(self) -> KpiResult | None:
        """The value that waits for 研考."""
        return next((row for row in self.entries if row.state == ResultState.ENTERED), None)

    @property
    def returned(self) -> KpiResult | None:
        """The value that was returned and not yet corrected."""
        return self.entries[0] if self.entries and self.entries[0].state == ResultState.RETURNED else None

    @property
    def newest(self) -> KpiResult:
        """The newest entry, whatever became of it."""
        return self.entries[0]


@dataclass(frozen=True)
class Indicator:
    """One indicator in one year: its place in the plan, its target, its periods and where it stands."""

    document: Document
    row: Mapping[str, Any]
    goal: str
    number: int
    year: int
    aim: TargetOfYear
    cells: tuple[PeriodCell, ...]
    thresholds: Thresholds | None

    @cached_property
    def latest(self) -> PeriodCell | None:
        """The period with a confirmed value that reaches furthest into the year."""
        known = [cell for cell in self.cells if cell.in_force]
        return max(known, key=lambda cell: reaches(cell.period), default=None)

    @cached_property
    def attainment(self) -> Attainment:
        """How the newest confirmed value stands against the target of the year."""
        return self.judged(self.latest.in_force if self.latest else None)

    def judged(self, row: KpiResult | None) -> Attainment:
        """How one entry stands, confirmed or not."""
        if row is None:
            return judge_attainment(self.aim, Actual(None))
        return judge_attainment(self.aim, Actual(decimal_of(row.value), row.period))

    @property
    def light(self) -> Light | None:
        """The light, or none where the agency has set no thresholds."""
        return light_of(self.attainment, self.thresholds) if self.thresholds else None

    @property
    def waiting(self) -> int:
        """How many periods wait for 研考."""
        return sum(1 for cell in self.cells if cell.waiting)

    @property
    def returned(self) -> int:
        """How many periods wait for the drafter's correction."""
        return sum(1 for cell in self.cells if cell.returned)


def indicators_of(plan: Dossier, thresholds: Thresholds | None, year: int = 0, only: str = "") -> list[Indicator]:
    """The indicators of a plan as printed, or the one with the row id ``only``, in its own year or another one.

    Values given for an earlier edition of the same plan are taken along: they were confirmed and stay facts.
    """
    year = year or plan.document.year
    documents = {kpi.part_key: kpi for kpi in kpis_of_plan(plan)}
    entries = entries_of(plan.session, plan.document, year, only)
    return [
        Indicator(
            documents[row["id"]],
            row,
            goal,
            number,
            year,
            target_of_year(row, year, plan.document.year),
            _cells(entries.get(row["id"], ()), year),
            thresholds,
        )
        for goal, number, row in numbered_kpis(_goals_and_kpis(plan))
        if row["id"] in documents and only in ("", row["id"])
    ]


def _goals_and_kpis(plan: Dossier) -> dict[str, Any]:
    """The two parts of the content that name indicators; the key plans, which are most of it, stay unread."""
    if plan.head is None:
        return {part: [] for part in plan.kind.indicators.reads}
    manifest = manifest_of(plan.head)
    return read(plan.session, {part: manifest[part] for part in plan.kind.indicators.reads})


def _cells(entries: Iterable[KpiResult], year: int) -> tuple[PeriodCell, ...]:
    by_period: dict[str, list[KpiResult]] = {}
    for row in entries:
        by_period.setdefault(row.period, []).append(row)
    ordered = sorted(by_period, key=reaches)
    return tuple(PeriodCell(year, period, tuple(by_period[period])) for period in ordered)


def entries_of(session: Session, plan: Document, year: int, only: str = "") -> dict[str, list[KpiResult]]:
    """Every entry of a year by row id, newest first; those of the editions before come after those of this one."""
    editions = {number: place for place, number in enumerate(_editions(session, plan))}
    kind = kind_named(plan.kind).indicators.kind
    where = [Document.parent_id.in_(editions), Document.kind == kind, KpiResult.year == year]
    if only:
        where.append(Document.part_key == only)
    rows = session.execute(
        select(KpiResult, Document.part_key, Document.parent_id)
        .join(Document, Document.id == KpiResult.document_id)
        .where(*where)
        .options(joinedload(KpiResult.author), joinedload(KpiResult.settler))
        .order_by(KpiResult.id.desc())
    ).all()
    entries: dict[str, list[KpiResult]] = {}
    for row, key, _plan in sorted(rows, key=lambda one: editions[int(one[2] or 0)]):
        entries.setdefault(str(key), []).append(row)
    return entries


def _editions(session: Session, plan: Document) -> list[int]:
    """This edition and those before it, newest first."""
    plan_ids, before = [plan.id], plan.predecessor_id
    while before is not None and before not in plan_ids:
        plan_ids.append(before)
        before = session.scalar(select(Document.predecessor_id).where(Document.id == before))
    return plan_ids
