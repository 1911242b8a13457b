"""Actual values through the verbs: entered, returned, corrected, confirmed; nothing is overwritten, nobody confirms alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from exchange.writers.bundle import verify_live
from models.audit_log import AuditEntry
from models.base import db
from models.document import Document
from models.kpi import KpiResult
from tests.grid import walk
from tests.grid.walk import House
from tests.results.houses import EVIDENCE, agree, entries, give, house_with_results, kpis_of, refuse, states
from workflows.language.decimals import TYPED_NOTATION, decimal_of
from workflows.lifecycle.refusals import KeyReused, NotPermitted, NotVisible, Overtaken, Refused, WrongState
from workflows.plans.definitions import kpis_of_plan
from workflows.results.entries import ResultOutcome
from workflows.results.values import plain_figure


class Kept:
    """The house, its plan and the first indicators: a rate of 90 %, a length of 12 公里, the over-programming rate."""

    def __init__(self) -> None:
        self.house, self.plan = house_with_results()
        self.kpis = kpis_of(self.house, self.plan)
        self.kpi, self.length, self.over = self.kpis[0], self.kpis[1], self.kpis[-1]


@pytest.fixture
def kept(app: Flask) -> Iterator[Kept]:
    with app.app_context():
        yield Kept()


def log_of(kpi: int) -> list[dict[str, Any]]:
    db.session.rollback()
    lines = db.session.scalars(
        select(AuditEntry.line).where(AuditEntry.object == f"kpi_definition:{kpi}").order_by(AuditEntry.seq)
    )
    return [entry for line in lines if str((entry := json.loads(line))["action"]).startswith(("result_", "refuse"))]


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.at) for finding in refused.value.findings}


def test_from_entry_to_the_confirmed_value_with_every_step_written_down(kept: Kept) -> None:
    house, kpi = kept.house, kept.kpi
    first = give(house, kpi, "91")
    assert (first.number, first.state, first.value) == (1, "entered", "91")
    refuse(house, first, reason="請附資料來源")
    second = give(house, kpi, "92.50")
    assert (second.number, second.value) == (2, "92.5")
    agree(house, second)
    third = give(house, kpi, "93")
    assert states(house, kpi) == ["returned", "confirmed", "entered"], "the confirmed one stays in force"
    agree(house, third)
    assert states(house, kpi) == ["returned", "replaced", "confirmed"]
    rows = entries(house, kpi)
    assert [row.value for row in rows] == ["91", "92.5", "93"]
    assert rows[0].settled_note == "請附資料來源"
    assert rows[1].settled_by == house.people["own planning"], "who confirmed it is kept"
    assert [(entry["action"], entry["details"]["number"], entry["details"]["value"]) for entry in log_of(kpi)] == [
        ("result_enter", 1, "91"), ("result_return", 1, "91"), ("result_enter", 2, "92.5"), ("result_confirm", 2, "92.5"),
        ("result_enter", 3, "93"), ("result_confirm", 3, "93"),
    ]  # fmt: skip
    assert verify_live(db.session()).faults == []


def test_a_new_entry_replaces_one_that_still_waits(kept: Kept) -> None:
    give(kept.house, kept.kpi, "91")
    give(kept.house, kept.kpi, "92")
    assert states(kept.house, kept.kpi) == ["replaced", "entered"]


def test_a_returned_correction_leaves_the_confirmed_value_in_force(kept: Kept) -> None:
    agree(kept.house, give(kept.house, kept.kpi, "91"))
    refuse(kept.house, give(kept.house, kept.kpi, "99"))
    assert states(kept.house, kept.kpi) == ["confirmed", "returned"]


def test_periods_have_numbers_of_their_own(kept: Kept) -> None:
    assert [give(kept.house, kept.kpi, "91", period).number for period in ("Q1", "Q2", "M12", "year")] == [1, 1, 1, 1]


def test_only_the_drafter_of_the_agency_enters(kept: Kept) -> None:
    strangers = ("other drafter", "above drafter", "administrator", "gender_expert", "other planning")
    for name in strangers:
        with pytest.raises(NotVisible):
            give(kept.house, kept.kpi, "91", name=name)
    seeing = (
        "own planning",
        "own unit_head",
        "own accounting",
        "own gender_officer",
        "own agency_head",
        "above planning",
        "auditor",
    )
    for name in seeing:
        with pytest.raises(NotPermitted):
            give(kept.house, kept.kpi, "91", name=name)
    assert states(kept.house, kept.kpi) == []
    assert [entry["action"] for entry in log_of(kept.kpi)] == ["refuse"] * len(seeing)


def test_only_planning_of_the_agency_confirms_and_returns(kept: Kept) -> None:
    outcome = give(kept.house, kept.kpi, "91")
    for name in (
        "author",
        "own drafter",
        "own unit_head",
        "own accounting",
        "own agency_head",
        "above planning",
        "auditor",
    ):
        with pytest.raises(NotPermitted):
            agree(kept.house, outcome, name)
        with pytest.raises(NotPermitted):
            refuse(kept.house, outcome, name)
    for name in ("other planning", "administrator", "gender_expert"):
        with pytest.raises(NotVisible):
            agree(kept.house, outcome, name)
    assert states(kept.house, kept.kpi) == ["entered"]


def test_who_holds_both_roles_does_not_confirm_what_they_entered(kept: Kept) -> None:
    mine = give(kept.house, kept.kpi, "91", name="both")
    with pytest.raises(NotPermitted):
        agree(kept.house, mine, "both")
    assert states(kept.house, kept.kpi) == ["entered"]
    assert agree(kept.house, mine).state == "confirmed"
    others = give(kept.house, kept.kpi, "92")
    assert agree(kept.house, others, "both").state == "confirmed", "somebody else's entry they may confirm"


def test_the_database_too_refuses_one_person_for_both(kept: Kept) -> None:
    give(kept.house, kept.kpi, "91")
    row = entries(kept.house, kept.kpi)[0]
    row.state, row.settled_by, row.settled_at = "confirmed", row.entered_by, row.entered_at
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_whoever_was_overtaken_is_told_the_newest(kept: Kept) -> None:
    give(kept.house, kept.kpi, "91")
    with pytest.raises(Overtaken) as told:
        give(kept.house, kept.kpi, "92", seen=0)
    assert (told.value.version, told.value.state) == (1, "entered")
    outcome = give(kept.house, kept.kpi, "92")
    agree(kept.house, outcome)
    with pytest.raises(Overtaken) as settled:
        refuse(kept.house, outcome)
    assert (settled.value.version, settled.value.state) == (2, "confirmed")
    with pytest.raises(Overtaken):
        agree(kept.house, ResultOutcome(kept.kpi, outcome.year, "year", 1, "", ""))
    assert states(kept.house, kept.kpi) == ["replaced", "confirmed"]


def test_the_same_key_has_one_effect(kept: Kept) -> None:
    first = give(kept.house, kept.kpi, "91", idempotency_key="k1", seen=0)
    assert give(kept.house, kept.kpi, "91", idempotency_key="k1", seen=0) == first
    with pytest.raises(KeyReused):
        give(kept.house, kept.kpi, "92", idempotency_key="k1", seen=0)
    confirmed = agree(kept.house, first, idempotency_key="k2")
    assert agree(kept.house, first, idempotency_key="k2") == confirmed
    assert states(kept.house, kept.kpi) == ["confirmed"]
    assert len(log_of(kept.kpi)) == 2


@pytest.mark.parametrize("state", ["drafting", "reviewing", "approved", "returned", "retired"])
def test_values_are_entered_only_while_the_indicator_is_in_force(app: Flask, state: str) -> None:
    with app.app_context():
        house, kpi = walk.KPIS[state].placed()
        with pytest.raises(WrongState) as told:
            give(house, kpi, "91")
        assert told.value.state == state


def test_an_entry_made_in_time_is_settled_after_the_amendment(kept: Kept) -> None:
    outcome = give(kept.house, kept.kpi, "91")
    supersede(kept.house, kept.plan)
    assert kept.house.dossier(kept.kpi).document.state == "superseded"
    assert agree(kept.house, outcome).state == "confirmed"
    with pytest.raises(WrongState):
        give(kept.house, kept.kpi, "92")


def supersede(house: House, plan: int) -> int:
    """Approve an amendment of the plan; gives its id."""
    house.go("amend", plan, "author", grounds="BUDGET", reason="預算增減")
    successor = db.session.scalars(select(Document.id).where(Document.predecessor_id == plan)).one()
    house.explain(successor, "author")
    house.go("submit", successor, "author")
    house.go("sign", successor, "own unit_head")
    for kpi in kpis_of_plan(house.dossier(successor)):
        house.go("endorse", kpi.id, "own planning")
    for name in ("own planning", "own accounting", "own gender_officer", "own agency_head"):
        house.go("sign", successor, name)
    for seat in ("planning", "accounting", "agency_head"):
        house.go("sign", successor, f"above {seat}")
    return successor


def test_everything_that_is_wrong_is_said_at_once(kept: Kept) -> None:
    with pytest.raises(Refused) as refused:
        give(kept.house, kept.kpi, "約九十", "Q9", evidence="  ", year=90, note="長" * 2001)
    assert rules_of(refused) == {
        ("WF-15", "value"),
        ("WF-15", "period"),
        ("WF-15", "year"),
        ("WF-16", "evidence"),
        ("WF-10", "note"),
    }
    assert states(kept.house, kept.kpi) == []
    assert log_of(kept.kpi)[-1]["action"] == "refuse"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("91", "91"), (" 1,234.50 ", "1234.5"), ("９１．５％", "91.5"), ("-51.5", "-51.5"), ("−0", "0"), ("+3", "3"),
        ("0.000000000001", "0.000000000001"), ("9" * 30, "9" * 30),
    ],
)  # fmt: skip
def test_figures_are_read_as_people_type_them(typed: str, stored: str) -> None:
    value = decimal_of(typed, TYPED_NOTATION)
    assert value is not None
    assert plain_figure(value) == stored


@pytest.mark.parametrize(
    "typed", ["", " ", "abc", "1e9", "NaN", "Infinity", "1.2.3", "--1", "9" * 31, "１２a", "五成", "²", "."]
)
def test_what_is_no_figure_is_none(typed: str) -> None:
    assert decimal_of(typed, TYPED_NOTATION) is None


def test_other_units_of_the_same_thing_are_converted(kept: Kept) -> None:
    with pytest.raises(Refused) as refused:
        give(kept.house, kept.length, "12000", unit="元")
    assert ("WF-15", "unit") in rules_of(refused)


def test_falling_behind_asks_for_the_reason(kept: Kept) -> None:
    with pytest.raises(Refused) as refused:
        give(kept.house, kept.length, "9")
    assert rules_of(refused) == {("TR-07", "note")}
    assert give(kept.house, kept.length, "9", note="雨季工期展延，第四季趕工").value == "9"
    assert give(kept.house, kept.length, "9.6", "H1").value == "9.6", "before the year ends nobody is behind"
    assert give(kept.house, kept.over, "3").value == "3", "3 % where 4 % are allowed is not behind"


def test_a_return_needs_its_reason(kept: Kept) -> None:
    outcome = give(kept.house, kept.kpi, "91")
    with pytest.raises(Refused) as refused:
        refuse(kept.house, outcome, reason="  ")
    assert rules_of(refused) == {("WF-02", "reason")}
    assert states(kept.house, kept.kpi) == ["entered"]


def test_unknown_entries_do_not_exist(kept: Kept) -> None:
    with pytest.raises(NotVisible):
        agree(kept.house, ResultOutcome(kept.kpi, 101, "year", 1, "", ""))
    with pytest.raises(NotVisible):
        give(kept.house, kept.plan, "91", year=101, seen=0)


def test_the_value_is_pinned_to_the_definition_it_was_given_for(kept: Kept) -> None:
    give(kept.house, kept.kpi, "91")
    row = db.session.scalars(select(KpiResult).where(KpiResult.document_id == kept.kpi)).one()
    assert row.definition_revision == kept.house.dossier(kept.kpi).document.revision
    assert row.evidence == EVIDENCE
