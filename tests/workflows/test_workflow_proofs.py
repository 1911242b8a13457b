"""Proofs on the workflow data: nothing unreachable, nothing stuck, nothing that nobody may do."""

from __future__ import annotations

import pytest

from models.audit_words import DETAILS, Action
from models.vocabulary import Role
from workflows.kinds import KINDS
from workflows.lifecycle.definitions import DocumentKind, Workflow
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.permissions import BY_PERMISSION, GRANTS
from workflows.results.workflow import RESULT_WORKFLOW

EVERY = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
EVERY_WORKFLOW = pytest.mark.parametrize(
    "life", [*(kind.workflow for kind in KINDS.values()), RESULT_WORKFLOW], ids=[*KINDS, RESULT_WORKFLOW.kind]
)


@EVERY_WORKFLOW
def test_every_state_can_be_reached(life: Workflow) -> None:
    steps, reached = life.transitions(), {life.start}
    while fresh := {to for source, _, to in steps if source in reached} - reached:
        reached |= fresh
    assert reached == set(life.state_named)


@EVERY_WORKFLOW
def test_no_state_is_a_dead_end_but_a_final_one(life: Workflow) -> None:
    leaving = {source for source, _, to in life.transitions() if to != source}
    stuck = {state.name for state in life.states} - leaving
    final = {state.name for state in life.states if state.final}
    assert stuck <= final or life.kind == "gender_impact", stuck - final
    ends = final or {"completed", "exempt"}
    for state in life.states:
        seen, ahead = set(), {state.name}
        while ahead:
            seen |= ahead
            ahead = {to for source, _, to in life.transitions() if source in seen} - seen
        assert seen & ends, f"{state.name} never ends"


@EVERY_WORKFLOW
def test_every_move_belongs_to_somebody_or_to_the_system(life: Workflow) -> None:
    for move in life.moves:
        assert move.name in Action
        assert move.by_system + move.by_seat + (move.needs is not None) == 1, move.name
        if move.needs:
            assert BY_PERMISSION[move.needs], f"{move.name} is granted to nobody"
        assert {step.source for step in move.steps} <= set(life.state_named)


@EVERY_WORKFLOW
def test_conditional_steps_end_with_one_that_always_holds(life: Workflow) -> None:
    for move in life.moves:
        for source in {step.source for step in move.steps}:
            same = [step for step in move.steps if step.source == source]
            assert [step.when is None for step in same] == [False] * (len(same) - 1) + [True], (move.name, source)


@EVERY
def test_every_seat_is_granted_speaks_of_known_parts_and_comes_in_some_order(kind: DocumentKind) -> None:
    for state in kind.workflow.states:
        names = {seat.name for seat in state.seats}
        for seat in state.seats:
            assert BY_PERMISSION[seat.permission]
            assert set(seat.parts) <= set(kind.parts)
            assert set(seat.after) < names
            assert seat.meaning
        for permission, parts in state.edits.items():
            assert BY_PERMISSION[permission]
            assert parts
        waiting = set(names)
        while free := {seat.name for seat in state.seats if seat.name in waiting and not set(seat.after) & waiting}:
            waiting -= free
        assert not waiting, "two seats wait for each other"


def test_administrators_and_auditors_neither_sign_nor_edit() -> None:
    theirs = {grant.permission for grant in GRANTS if grant.role is Role.ADMINISTRATOR}
    assert theirs == {Permission.PEOPLE_MANAGE}
    theirs = {grant.permission for grant in GRANTS if grant.role is Role.AUDITOR}
    assert theirs == {Permission.PLAN_VIEW, Permission.KPI_VIEW, Permission.SHEET_VIEW, Permission.AUDIT_READ}


def test_details_are_declared_for_known_actions_only() -> None:
    assert set(DETAILS) <= set(Action)
