"""Workflows compiled into ``transitions`` machines: is it the right state, is it permitted, do the rules hold.

One machine per workflow, bound to no row: ``machine.events[name].trigger(document, …)`` keeps nothing alive. The
library's words stay in this module.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from transitions import EventData, Machine, MachineError

from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import Inputs
from workflows.lifecycle.definitions import Move, Step, Workflow
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.refusals import Refusal, UnknownMove


class Fired(Protocol):
    """One attempt at a move on any row that has a ``state``: what the machine asks of it, in this order."""

    move: Move
    cause: str
    came_from: str

    @property
    def row(self) -> Any:
        """The row whose ``state`` the move changes."""

    @property
    def workflow(self) -> Workflow:
        """The workflow the row is in."""

    def require_permission(self) -> None:
        """Raise ``NotPermitted`` with every objection."""

    def require_guards(self) -> None:
        """Raise ``Refused`` with every finding of the guards."""

    def complete(self) -> None:
        """Bring about the effects and write the move down; the state has changed."""

    def wrong_state(self) -> Refusal:
        """The refusal that says in which state the row is."""


@cache
def machine_of(workflow: Workflow) -> Machine:
    """The machine of a workflow, compiled once."""
    machine = Machine(
        model=None,
        states=[state.name for state in workflow.states],
        initial=workflow.start,
        model_attribute="state",
        auto_transitions=False,
        send_event=True,
        prepare_event=lambda event: _attempt(event).require_permission(),
        before_state_change=lambda event: _attempt(event).require_guards(),
        after_state_change=lambda event: _attempt(event).complete(),
    )
    for move in workflow.moves:
        for step in move.steps:
            machine.add_transition(move.name.value, step.source, step.to, conditions=_conditions(step))
    return machine


def apply_move(attempt: Fired) -> None:
    """Make the move: state, permission and rules are judged in this order, then state, records and log change.

    Raises ``WrongState``, ``NotPermitted`` or ``Refused`` with every reason, and ``UnknownMove``.
    """
    row, workflow = attempt.row, attempt.workflow
    event = machine_of(workflow).events.get(attempt.move.name.value)
    if event is None:
        raise UnknownMove(attempt.move.name)
    attempt.came_from = row.state
    try:
        event.trigger(row, attempt=attempt)
    except MachineError as wrong:
        if attempt.move.by_system:
            raise RuntimeError(f"{attempt.cause} brought about a step that cannot be made: {wrong}") from wrong
        raise attempt.wrong_state() from wrong
    if (reached := row.state) != attempt.came_from:
        for arrival in workflow.state_named[reached].arrival:
            arrival(attempt)
    for consequence in attempt.move.consequences:
        consequence(attempt)


def apply_system_move(attempt: Attempt, dossier: Dossier, move: str, reason: str = "") -> None:
    """Make a step of the system on a document, caused by this move, in the same transaction."""
    step = Attempt(
        dossier=dossier,
        move=dossier.workflow.move_named[move],
        context=attempt.context,
        inputs=Inputs(reason=reason),
        unit=attempt.unit,
        cause=attempt.move.name.value,
        details={"cause": attempt.move.name.value},
    )
    apply_move(step)


def _conditions(step: Step) -> Callable[[EventData], bool] | None:
    when = step.when
    return (lambda event: when(_attempt(event))) if when else None


def _attempt(event: EventData) -> Fired:
    attempt: Fired = event.kwargs["attempt"]
    return attempt
