"""A house with an approved plan whose indicators are in force, and one more person for the second look."""

from __future__ import annotations

from typing import Any

from models.base import db
from models.kpi import KpiResult
from models.vocabulary import Role
from tests.grid import walk
from tests.grid.walk import House
from tests.snapshots import planted
from workflows.plans.definitions import kpis_of_plan
from workflows.results.entries import ResultOutcome, confirm, enter, send_back
from workflows.results.values import NewResult

EVIDENCE = "109年3月5日資訊字第1090012345號函"


def house_with_results() -> tuple[House, int]:
    """The house and its approved plan."""
    return planted("approved plan", _house_with_results)


def _house_with_results() -> tuple[House, int]:
    house, plan = walk.approved.placed()
    house.person("both", ("own", Role.DRAFTER), ("own", Role.PLANNING))
    return house, plan


def kpis_of(house: House, plan: int) -> list[int]:
    return [row.id for row in kpis_of_plan(house.dossier(plan))]


def give(house: House, kpi: int, value: str, period: str = "year", name: str = "author", **more: Any) -> ResultOutcome:
    """Enter a value as this person, having seen the newest number."""
    seen = more.pop("seen", None)
    if seen is None:
        seen = max((row.number for row in entries(house, kpi, period)), default=0)
    idempotency_key = more.pop("idempotency_key", None)
    year = more.pop("year", house.dossier(kpi).document.year)
    new = NewResult(year, period, **({"evidence": EVIDENCE, "value": value} | more))
    return enter(kpi, house.on(name), new, seen=seen, idempotency_key=idempotency_key)


def agree(
    house: House, outcome: ResultOutcome, name: str = "own planning", idempotency_key: str | None = None
) -> ResultOutcome:
    place = (outcome.document_id, outcome.year, outcome.period, outcome.number)
    return confirm(*place, house.on(name), idempotency_key=idempotency_key)


def refuse(house: House, outcome: ResultOutcome, name: str = "own planning", reason: str = "佐證不符") -> ResultOutcome:
    place = (outcome.document_id, outcome.year, outcome.period, outcome.number)
    return send_back(*place, house.on(name), reason=reason)


def entries(house: House, kpi: int, period: str = "year") -> list[KpiResult]:
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.query(KpiResult).filter_by(document_id=kpi, period=period).order_by(KpiResult.number)
    return list(rows)


def states(house: House, kpi: int, period: str = "year") -> list[str]:
    return [row.state for row in entries(house, kpi, period)]
