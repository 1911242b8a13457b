"""What waits: one line a plan for 研考 to confirm, one for the drafter to correct; and what an amendment takes along."""

from __future__ import annotations

import pytest
from flask import Flask

from models.base import db
from tests.results.houses import agree, give, house_with_results, kpis_of, refuse
from tests.results.test_results import supersede
from workflows.desk.inbox import results_waiting
from workflows.lifecycle.refusals import WrongState
from workflows.results.tables import indicators_of


def test_results_wait_for_whoever_can_act(app: Flask) -> None:
    with app.app_context():
        house, plan = house_with_results()
        first, second = kpis_of(house, plan)[:2]

        def waits(name: str) -> list[tuple[int, int, int]]:
            actor = house.on(name).actor
            return [(one.plan.id, one.confirm, one.correct) for one in results_waiting(db.session(), actor)]

        assert waits("own planning") == []
        entered = [
            give(house, first, "91", "Q1"),
            give(house, first, "91", "Q2"),
            give(house, second, "12", name="both"),
        ]
        assert waits("own planning") == [(plan, 3, 0)]
        assert waits("both") == [(plan, 2, 0)], "nobody is asked to confirm their own"
        for name in ("author", "above planning", "other planning", "auditor", "own agency_head", "administrator"):
            assert waits(name) == [], name
        refuse(house, entered[0])
        assert waits("author") == [(plan, 0, 1)]
        assert waits("both") == [(plan, 1, 1)]
        give(house, first, "90", "Q1")
        assert waits("author") == [], "a corrected entry waits no more"
        assert waits("own planning") == [(plan, 3, 0)]


def test_an_amendment_takes_along_what_was_confirmed(app: Flask) -> None:
    with app.app_context():
        house, plan = house_with_results()
        before = kpis_of(house, plan)[0]
        agree(house, give(house, before, "60", "Q1"))
        successor = supersede(house, plan)
        after = kpis_of(house, successor)[0]
        assert after != before
        agree(house, give(house, after, "70", "H1"))
        agree(house, give(house, after, "61", "Q1"))
        cells = {cell.period: cell for cell in indicators_of(house.dossier(successor), None)[0].cells}
        assert [(row.document_id, row.value) for row in cells["Q1"].entries] == [(after, "61"), (before, "60")]
        in_force = cells["Q1"].in_force
        assert in_force is not None
        assert in_force.value == "61"
        old = indicators_of(house.dossier(plan), None)[0]
        assert [(cell.period, cell.newest.value) for cell in old.cells] == [("Q1", "60")], (
            "an edition of the past stays as it was"
        )
        with pytest.raises(WrongState):
            give(house, before, "62", "Q2")
