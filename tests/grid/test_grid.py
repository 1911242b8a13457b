"""The permission grid: what was written by hand from the workflow description against what the code derives."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from models.base import db
from models.document import Document
from tests.grid import walk
from tests.grid.walk import House, Walk
from workflows.content import saving
from workflows.kinds import KINDS
from workflows.lifecycle import moves as actions
from workflows.lifecycle.context import ActionContext, Inputs, NewOpinion
from workflows.lifecycle.offer import offers
from workflows.lifecycle.permissions import may_see, visible
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refusal, WrongState

HERE = Path(__file__).parent
WALKS: dict[str, dict[str, Walk]] = {
    "annual_plan": walk.PLANS, "kpi_definition": walk.KPIS, "gender_impact": walk.SHEETS,
}  # fmt: skip


def table(kind: str) -> dict[str, dict[str, frozenset[str]]]:
    """State → person → what is theirs to do."""
    lines = [
        line for line in (HERE / f"{kind}.txt").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return {
        row[0]: {person: frozenset(cell.split()) - {"-"} for person, cell in zip(head[1:], row[1:], strict=True)}
        for row in rows
    }


CELLS = [(kind, state) for kind in WALKS for state in table(kind)]
FULL = Inputs(
    reason="理由", opinions=(NewOpinion("意見"),), grounds="BUDGET", evidence="文號",
)  # fmt: skip


def derived(house: House, document_id: int, person: str) -> frozenset[str]:
    """What the code offers this person: seen, edited, moves not refused for the person or the state."""
    action_context = house.on(person)
    dossier = house.dossier(document_id)
    found = set()
    if may_see(action_context.actor, dossier.document):
        found.add("view")
        if saving.editable_parts(dossier, action_context):
            found.add("edit")
        found |= {offer.name for offer in offers(dossier, action_context) if not offer.reasons}
    return frozenset(found)


def attempted(
    house: House, document_id: int, person: str, move: str, action_context: ActionContext | None = None
) -> str:
    """What becomes of an attempt: may (made, or only findings stand in the way), may not, wrong state, unseen.

    Attempts that are refused may share one action context: they change nothing that it holds.
    """
    action_context = action_context or house.on(person)
    version = house.dossier(document_id).document.version
    try:
        actions.perform_move(move, document_id, action_context, version=version, inputs=FULL)
    except NotVisible:
        return "unseen"
    except NotPermitted:
        return "may not"
    except WrongState:
        return "wrong state"
    except Refusal as refusal:
        return "may" if refusal.findings and not isinstance(refusal, Overtaken) else repr(refusal)
    return "made"


@pytest.mark.parametrize("kind", WALKS)
def test_the_table_speaks_of_every_state(kind: str) -> None:
    assert set(table(kind)) == {state.name for state in KINDS[kind].workflow.states} == set(WALKS[kind])


# The scope keeps the tests of one state side by side, so that one worker copies what it has built.
@pytest.mark.parametrize(("kind", "state"), CELLS, scope="module")
def test_what_the_code_derives_is_what_was_written(app: Flask, kind: str, state: str) -> None:
    with app.app_context():
        house, document_id = WALKS[kind][state].placed()
        assert house.dossier(document_id).document.state == state
        expected = table(kind)[state]
        assert {person: derived(house, document_id, person) for person in expected} == expected
        for person, cell in expected.items():
            actor = house.on(person).actor
            listed = (
                db.session.query(Document.id).where(visible(actor, KINDS[kind].name), Document.id == document_id).all()
            )
            assert bool(listed) == ("view" in cell), person


@pytest.mark.parametrize(("kind", "state"), CELLS, scope="module")
def test_every_attempt_ends_as_written(app: Flask, kind: str, state: str) -> None:
    with app.app_context():
        workflow = KINDS[kind].workflow
        moves = [move for move in workflow.moves if not move.by_system]
        house, document_id = WALKS[kind][state].placed()
        for person, cell in table(kind)[state].items():
            action_context = house.on(person)
            for move in moves:
                name = move.name.value
                became = attempted(house, document_id, person, name, action_context)
                if "view" not in cell:
                    assert became == "unseen", (person, name)
                elif not move.leaves(state):
                    assert became == "wrong state", (person, name)
                elif name in cell:
                    assert became in ("may", "made"), (person, name)
                    if became == "made":
                        house, document_id = WALKS[kind][state].placed(over=True)
                        action_context = house.on(person)
                else:
                    assert became == "may not", (person, name)
        assert house.dossier(document_id).document.state == state, "what was refused changed nothing"
