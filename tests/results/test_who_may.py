"""Who may do what with results: what was written by hand against what the verbs do, for every person and state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.grid import walk
from tests.grid.walk import House
from tests.results.houses import agree, give, kpis_of, refuse
from tests.results.test_results import supersede
from workflows.lifecycle.permissions import may_see
from workflows.lifecycle.refusals import NotPermitted, NotVisible, WrongState
from workflows.results.entries import ResultOutcome


def table() -> dict[str, dict[str, frozenset[str]]]:
    """State → person → what is theirs to do."""
    text = Path(__file__).with_name("who_may.txt").read_text(encoding="utf-8")
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line and line[0] != "#"]
    return {
        row[0]: {person: frozenset(cell.split()) - {"-"} for person, cell in zip(head[1:], row[1:], strict=True)}
        for row in rows
    }


def with_entries(house: House, *, replaced: bool = False) -> int:
    """A definition in force with two values that wait, or the same after an amendment."""
    plan = walk.approved(house)
    kpi = kpis_of(house, plan)[0]
    give(house, kpi, "91", "Q1")
    give(house, kpi, "92", "Q2")
    if replaced:
        supersede(house, plan)
    return kpi


WALKS: dict[str, Callable[[House], int]] = {
    **{state: walk.KPIS[state] for state in ("drafting", "reviewing", "approved", "retired")},
    "in_force": with_entries,
    "superseded": lambda house: with_entries(house, replaced=True),
}


def became(act: Callable[[], ResultOutcome]) -> str:
    try:
        act()
    except NotVisible:
        return "unseen"
    except NotPermitted:
        return "may not"
    except WrongState:
        return "wrong state"
    return "made"


def test_the_table_speaks_of_every_state_a_definition_can_be_in() -> None:
    assert set(table()) == set(WALKS) == set(walk.KPIS) - {"returned"}


@pytest.mark.parametrize("state", WALKS)
def test_every_attempt_ends_as_written(app: Flask, state: str) -> None:
    with app.app_context():
        house = walk.built()
        kpi = WALKS[state](house)
        year = house.dossier(kpi).document.year
        assert house.dossier(kpi).document.state == state
        waiting = {period: ResultOutcome(kpi, year, period, 1, "", "") for period in ("Q1", "Q2")}
        for person, cell in table()[state].items():
            assert may_see(house.on(person).actor, house.dossier(kpi).document) == ("view" in cell), person
            entered = became(lambda who=person: give(house, kpi, "93", "M01", name=who))  # type: ignore[misc]
            expected = "unseen" if "view" not in cell else "made" if "enter" in cell else "may not"
            if person == "own drafter" and "enter" not in cell:
                expected = "wrong state"
            assert entered == expected, person
            for act, name, period in ((agree, "confirm", "Q1"), (refuse, "return", "Q2")):
                settled = became(lambda do=act, who=person, at=period: do(house, waiting[at], who))  # type: ignore[misc]
                if "view" not in cell or state not in ("in_force", "superseded"):
                    assert settled == "unseen", (person, name)
                else:
                    assert settled == ("made" if name in cell else "may not"), (person, name)
