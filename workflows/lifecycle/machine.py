"""Workflows compiled into ``transitions`` machines: is it the right state, is it permitted, do the rules hold.

One machine per workflow, bound to no row: ``machine.events[name].trigger(document, …)`` keeps nothing alive. The
library's words stay in this module.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from transitions import EventData, Machine, MachineError

from models.audit_log import Entry
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import SYSTEM, Inputs
from workflows.lifecycle.definitions import Step, Workflow
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.refusals import NotPermitted, Refused, UnknownMove, WrongState


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
        prepare_event=_permitted,
        before_state_change=_in_order,
        after_state_change=_written_down,
    )
    for move in workflow.moves:
        for step in move.steps:
            machine.add_transition(move.name.value, step.source, step.to, conditions=_conditions(step))
    return machine


def fire(attempt: Attempt) -> None:
    """Make the move: state, permission and rules are judged in this order, then state, records and log change.

    Raises ``WrongState``, ``NotPermitted`` or ``Refused`` with every reason, and ``UnknownMove``.
    """
    document, workflow = attempt.document, attempt.dossier.workflow
    event = machine_of(workflow).events.get(attempt.move.name.value)
    if event is None:
        raise UnknownMove(attempt.move.name)
    attempt.came_from = document.state
    try:
        event.trigger(document, attempt=attempt)
    except MachineError as wrong:
        if attempt.move.by_system:
            raise RuntimeError(f"{attempt.cause} brought about a step that cannot be made: {wrong}") from wrong
        raise wrong_state(attempt) from wrong
    if (reached := document.state) != attempt.came_from:
        for arrival in workflow.state_named[reached].arrival:
            arrival(attempt)
    for consequence in attempt.move.consequences:
        consequence(attempt)


def follow_up(attempt: Attempt, dossier: Dossier, move: str, reason: str = "") -> None:
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
    fire(step)


def wrong_state(attempt: Attempt) -> WrongState:
    """The refusal that says in which state the document is."""
    document = attempt.document
    return WrongState(document.id, document.version, document.state, document.revision)


def _conditions(step: Step) -> Callable[[EventData], bool] | None:
    when = step.when
    return (lambda event: when(_attempt(event))) if when else None


def _attempt(event: EventData) -> Attempt:
    attempt: Attempt = event.kwargs["attempt"]
    return attempt


def _permitted(event: EventData) -> None:
    attempt = _attempt(event)
    if attempt.move.by_seat:
        attempt.take_seat()
    if objections := tuple(attempt.objections()):
        raise NotPermitted(objections)
    if attempt.move.name == "sign" and attempt.seat_name in attempt.dossier.agreed:
        raise wrong_state(attempt)


def _in_order(event: EventData) -> None:
    attempt = _attempt(event)
    guards = (
        *attempt.move.guards,
        *(attempt.seat.guards if attempt.seat and attempt.move.name == "sign" else ()),
    )
    if findings := tuple(finding for guard in guards for finding in guard(attempt)):
        raise Refused(*findings)


def _written_down(event: EventData) -> None:
    attempt = _attempt(event)
    document, context = attempt.document, attempt.context
    document.changed_at = context.at
    if document.state != attempt.came_from:
        document.state_since = context.at
    for effect in attempt.move.effects:
        effect(attempt)
    seat = attempt.seat
    attempt.work.write(
        Entry(
            action=attempt.move.name,
            object=document.object_name,
            actor=SYSTEM if attempt.move.by_system else context.named(document.agency.name, attempt.seat_name or None),
            came_from=attempt.came_from,
            went_to=document.state,
            revision=document.revision or None,
            content_sha256=document.content_sha256,
            reason=attempt.inputs.reason,
            meaning=seat.meaning if seat and attempt.move.name == "sign" else "",
            details=attempt.details,
        )
    )
