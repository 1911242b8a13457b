"""Workflows compiled into ``transitions`` machines: is it the right state, is it permitted, do the rules hold.

One machine per workflow, bound to no row: ``machine.events[name].trigger(document, …)`` keeps nothing alive. The
library's words stay in this module.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from transitions import EventData, Machine, MachineError

from models.audit import Entry
from workflows.lifecycle.attempt import Situation
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


def fire(situation: Situation) -> None:
    """Make the move: state, permission and rules are judged in this order, then state, records and log change.

    Raises ``WrongState``, ``NotPermitted`` or ``Refused`` with every reason, and ``UnknownMove``.
    """
    document, workflow = situation.document, situation.dossier.workflow
    event = machine_of(workflow).events.get(situation.move.name.value)
    if event is None:
        raise UnknownMove(situation.move.name)
    situation.came_from = document.state
    try:
        event.trigger(document, situation=situation)
    except MachineError as wrong:
        if situation.move.by_system:
            raise RuntimeError(f"{situation.cause} brought about a step that cannot be made: {wrong}") from wrong
        raise wrong_state(situation) from wrong
    if (reached := document.state) != situation.came_from:
        for arrival in workflow.state_named[reached].arrival:
            arrival(situation)
    for consequence in situation.move.consequences:
        consequence(situation)


def follow_up(situation: Situation, dossier: Dossier, move: str, reason: str = "") -> None:
    """Make a step of the system on a document, caused by this move, in the same transaction."""
    step = Situation(
        dossier=dossier,
        move=dossier.workflow.move_named[move],
        occasion=situation.occasion,
        inputs=Inputs(reason=reason),
        unit=situation.unit,
        cause=situation.move.name.value,
        details={"cause": situation.move.name.value},
    )
    fire(step)


def wrong_state(situation: Situation) -> WrongState:
    """The refusal that says in which state the document is."""
    document = situation.document
    return WrongState(document.id, document.version, document.state, document.revision)


def _conditions(step: Step) -> Callable[[EventData], bool] | None:
    when = step.when
    return (lambda event: when(_situation(event))) if when else None


def _situation(event: EventData) -> Situation:
    situation: Situation = event.kwargs["situation"]
    return situation


def _permitted(event: EventData) -> None:
    situation = _situation(event)
    if situation.move.by_seat:
        situation.take_seat()
    if objections := tuple(situation.objections()):
        raise NotPermitted(objections)
    if situation.move.name == "sign" and situation.seat_name in situation.dossier.agreed:
        raise wrong_state(situation)


def _in_order(event: EventData) -> None:
    situation = _situation(event)
    guards = (
        *situation.move.guards,
        *(situation.seat.guards if situation.seat and situation.move.name == "sign" else ()),
    )
    if findings := tuple(finding for guard in guards for finding in guard(situation)):
        raise Refused(*findings)


def _written_down(event: EventData) -> None:
    situation = _situation(event)
    document, occasion = situation.document, situation.occasion
    document.changed_at = occasion.at
    if document.state != situation.came_from:
        document.state_since = occasion.at
    for effect in situation.move.effects:
        effect(situation)
    seat = situation.seat
    situation.work.write(
        Entry(
            action=situation.move.name,
            object=document.object_name,
            actor=SYSTEM
            if situation.move.by_system
            else occasion.named(document.agency.name, situation.seat_name or None),
            came_from=situation.came_from,
            went_to=document.state,
            revision=document.revision or None,
            content_sha256=document.content_sha256,
            reason=situation.inputs.reason,
            meaning=seat.meaning if seat and situation.move.name == "sign" else "",
            details=situation.details,
        )
    )
