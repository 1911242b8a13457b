"""Many at one period: of those who enter or settle at once one wins, the others see what stands; nothing is lost."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from benchmarks.server import Server
from exchange.writers.bundle import verify_live
from models.base import db
from models.kpi import KpiResult
from tests.grid import walk
from tests.races.conftest import signed_in
from tests.races.test_contenders import all_at_once
from tests.results.houses import agree, give, kpis_of

CONTENDERS = 60


def in_force(house: walk.House) -> tuple[int, int]:
    plan = walk.approved(house)
    kpi = kpis_of(house, plan)[0]
    return kpi, house.dossier(kpi).document.year


def kept(kpi: int) -> Counter[str]:
    db.session.rollback()
    return Counter(row.state for row in db.session.query(KpiResult).filter_by(document_id=kpi))


def test_many_enter_the_same_period(app: Flask, house: walk.House, server: Server) -> None:
    kpi, year = in_force(house)
    drafter = signed_in(server, "own drafter")
    path = f"/kpis/{kpi}/results"
    answers = all_at_once(
        [
            lambda n=n: drafter.tell(path, year=year, period="Q1", value=str(90 + n), evidence="函", version=0)  # type: ignore[misc]
            for n in range(CONTENDERS)
        ]
    )
    assert Counter(answer.status for answer in answers) == {200: 1, 409: CONTENDERS - 1}
    assert {(answer.json()["version"], answer.json()["state"]) for answer in answers if answer.status == 409} == {
        (1, "entered")
    }
    assert kept(kpi) == {"entered": 1}
    assert verify_live(db.session()).faults == []


def test_confirming_against_returning(app: Flask, house: walk.House, server: Server) -> None:
    kpi, year = in_force(house)
    agree(house, give(house, kpi, "90", "Q1"))
    give(house, kpi, "91", "Q1")
    planning = signed_in(server, "own planning")
    place = f"/kpis/{kpi}/results/{year}/Q1/2"
    acts = [
        lambda: planning.tell(f"{place}/confirmation", version=2),
        lambda: planning.tell(f"{place}/return", version=2, reason="不符"),
    ]
    answers = all_at_once(acts * (CONTENDERS // 2))
    assert Counter(answer.status for answer in answers) == {200: 1, 409: CONTENDERS - 1}
    assert all(answer.json()["state"] in ("confirmed", "returned") for answer in answers if answer.status == 409)
    assert kept(kpi) in (Counter(confirmed=1, returned=1), Counter(confirmed=1, replaced=1)), "one value stays in force"
    assert verify_live(db.session()).faults == []


def test_confirming_against_correcting(app: Flask, house: walk.House, server: Server) -> None:
    """Whichever comes first, the other is told or comes after it: there is never a second value in force."""
    kpi, year = in_force(house)
    give(house, kpi, "91", "Q1")
    planning, drafter = signed_in(server, "own planning"), signed_in(server, "own drafter")
    acts = [
        lambda: planning.tell(f"/kpis/{kpi}/results/{year}/Q1/1/confirmation", version=1),
        lambda: drafter.tell(f"/kpis/{kpi}/results", year=year, period="Q1", value="92", evidence="函", version=1),
    ]
    answers = all_at_once(acts * 10)
    assert {answer.status for answer in answers} <= {200, 409}
    assert sum(answer.status == 200 for answer in answers) in (1, 2)
    states = kept(kpi)
    assert states["confirmed"] <= 1
    assert states["entered"] <= 1
    assert sum(states.values()) == 2
