"""Lights by each agency's own thresholds, and none where it has set none."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from models.agency_settings import LightScheme
from models.audit_log import AuditEntry
from models.base import db
from tests.grid import walk
from tests.results.houses import agree, give, house_with_results, kpis_of
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refused
from workflows.results.attainment import Actual, Attainment, TargetOfYear, judge_attainment
from workflows.results.lights import Light, LightsOutcome, Thresholds, light_of, scheme_of, set_lights, thresholds_of
from workflows.results.tables import Indicator, indicators_of

USUAL = Thresholds(Decimal(100), Decimal(80))


@pytest.mark.parametrize(
    ("aim", "actual", "light"),
    [
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(Decimal(80)), "green"),
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(Decimal("79.9999999")), "yellow"),
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(Decimal(64)), "yellow"),
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(Decimal("63.9")), "red"),
        (TargetOfYear(Decimal(4), "%", "", "lower"), Actual(Decimal(3)), "green"),
        (TargetOfYear(Decimal(4), "%", "", "lower"), Actual(Decimal("4.8")), "yellow"),
        (TargetOfYear(Decimal(4), "%", "", "lower"), Actual(Decimal(8)), "red"),
        (TargetOfYear(Decimal(0), "次", "", "lower"), Actual(Decimal(0)), "green"),
        (TargetOfYear(Decimal(0), "次", "", "lower"), Actual(Decimal(1)), "red"),
        (TargetOfYear(Decimal(1), "級", "", "exact"), Actual(Decimal(1)), "green"),
        (TargetOfYear(Decimal(10), "名", "", "rank"), Actual(Decimal(11)), "red"),
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(None), "white"),
        (TargetOfYear(None, "%", "", "higher"), Actual(Decimal(80)), "white"),
        (TargetOfYear(Decimal(100), "件", "", "higher", True), Actual(Decimal(20), "Q1"), "white"),
        (TargetOfYear(Decimal(100), "件", "", "higher", True), Actual(Decimal(100), "Q1"), "green"),
        (TargetOfYear(Decimal(100), "件", ">", "higher"), Actual(Decimal(100)), "green"),
    ],
)
def test_a_light_follows_the_rate_else_what_is_met(aim: TargetOfYear, actual: Actual, light: str) -> None:
    assert light_of(judge_attainment(aim, actual), USUAL) == light


def test_a_missed_target_may_be_green_where_the_agency_says_so() -> None:
    found: Attainment = judge_attainment(TargetOfYear(Decimal(100), "件", "", "higher"), Actual(Decimal(97)))
    assert (light_of(found, Thresholds(Decimal(95), Decimal(70))), found.met) == (Light.GREEN, False)


def put(
    house: walk.House, green: str, yellow: str, seen: str = "", name: str = "own planning", idempotency_key: str = ""
) -> LightsOutcome:
    agency = house.agencies["own"]
    return set_lights(
        agency,
        house.on(name),
        green=green,
        yellow=yellow,
        note="機關內部訂定",
        seen=seen,
        idempotency_key=idempotency_key or None,
    )


def test_thresholds_are_set_changed_and_taken_back_with_their_history(app: Flask) -> None:
    with app.app_context():
        house = walk.built()
        agency = house.agencies["own"]
        assert thresholds_of(scheme_of(db.session(), agency)) is None
        put(house, "１００", "80.0", idempotency_key="k")
        put(house, "１００", "80.0", idempotency_key="k")
        assert thresholds_of(scheme_of(db.session(), agency)) == USUAL
        with pytest.raises(Overtaken):
            put(house, "95", "70", seen="")
        put(house, "95", "70", seen="100/80")
        put(house, "95", "70", seen="95/70")
        put(house, "", "", seen="95/70")
        assert db.session.query(LightScheme).count() == 0
        lines = db.session.scalars(
            select(AuditEntry.line).where(AuditEntry.action == "lights_set").order_by(AuditEntry.seq)
        )
        details = [json.loads(line)["details"] for line in lines]
        assert details == [
            {"before": "", "after": "100/80"}, {"before": "100/80", "after": "95/70"}, {"before": "95/70", "after": ""},
        ]  # fmt: skip


def test_only_planning_of_the_agency_sets_them(app: Flask) -> None:
    with app.app_context():
        house = walk.built()
        for name in ("author", "own unit_head", "own accounting", "own agency_head"):
            with pytest.raises(NotPermitted):
                put(house, "100", "80", name=name)
        for name in ("above planning", "other planning", "auditor", "administrator", "gender_expert"):
            with pytest.raises(NotVisible):
                put(house, "100", "80", name=name)
        with pytest.raises(NotVisible):
            set_lights(999_999, house.on("own planning"), green="100", yellow="80", seen="")
        assert db.session.query(LightScheme).count() == 0


@pytest.mark.parametrize(
    ("green", "yellow", "at"),
    [("80", "100", {"yellow"}), ("80", "80", {"yellow"}), ("", "80", {"green"}), ("x", "-1", {"green", "yellow"}), ("1001", "80", {"green"})],
)  # fmt: skip
def test_thresholds_that_make_no_sense_are_refused(app: Flask, green: str, yellow: str, at: set[str]) -> None:
    with app.app_context():
        house = walk.built()
        with pytest.raises(Refused) as refused:
            put(house, green, yellow)
        assert {finding.at for finding in refused.value.findings} == at


def standing(house: walk.House, plan: int, thresholds: Thresholds | None = None) -> list[Indicator]:
    return indicators_of(house.dossier(plan), thresholds)


def test_what_stands_is_the_confirmed_value_that_reaches_furthest(app: Flask) -> None:
    with app.app_context():
        house, plan = house_with_results()
        kpi = kpis_of(house, plan)[0]
        assert standing(house, plan)[0].attainment.standing == "no_data"
        agree(house, give(house, kpi, "60", "M03"))
        agree(house, give(house, kpi, "61", "Q1"))
        agree(house, give(house, kpi, "70", "H1"))
        give(house, kpi, "95", "year")
        first = standing(house, plan, USUAL)[0]
        assert first.latest is not None
        assert (first.latest.period, first.attainment.standing, first.light, first.waiting) == (
            "H1",
            "open",
            Light.WHITE,
            1,
        )
        agree(house, give(house, kpi, "95", "year"))
        first = standing(house, plan, USUAL)[0]
        assert (first.attainment.standing, first.light, first.waiting) == ("met", Light.GREEN, 0)
        assert [cell.period for cell in first.cells] == ["M03", "Q1", "H1", "year"], (
            "in the order in which the year goes by"
        )
        assert standing(house, plan)[0].light is None, "no thresholds, no light"
