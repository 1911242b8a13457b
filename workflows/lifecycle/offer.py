"""What a person may do with a document now, and why not: the buttons of every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.wording import N_, Message
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import ActionContext, Inputs
from workflows.lifecycle.definitions import Ask, Move, Seat
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.permissions import may
from workflows.rules import Finding

ASKED_FOR = {"password", "reason", "opinion", "grounds", "evidence"}
"""Places of findings that the move's own form asks for; they do not make a button rest."""


@dataclass(frozen=True)
class Offer:
    """One move as it stands for one person: open, or resting with its reasons and findings."""

    move: Move
    seat: Seat | None
    reasons: tuple[Message, ...]
    findings: tuple[Finding, ...]

    @property
    def open(self) -> bool:
        """Whether the move can be made now."""
        return not self.reasons and not self.findings

    @property
    def name(self) -> str:
        """The move's name in addresses and the log."""
        return self.move.name.value

    @property
    def asks(self) -> tuple[Ask, ...]:
        """What the move's form asks for."""
        return self.move.asks


def offers(dossier: Dossier, context: ActionContext) -> list[Offer]:
    """Every move of the present state that concerns this person, open or resting with all its reasons.

    A move concerns whoever holds its permission, or a seat of the state; separation of duties then shows as a reason.
    """
    return [_offer(dossier, move, context) for move in _concerning(dossier, context)]


def _concerning(dossier: Dossier, context: ActionContext) -> Iterator[Move]:
    actor, document = context.actor, dossier.document
    for move in dossier.workflow.moves:
        if move.by_system or not move.leaves(document.state):
            continue
        if move.by_seat:
            if any(may(actor, seat.permission, document) for seat in dossier.state.seats):
                yield move
        elif move.needs and may(actor, move.needs, document):
            yield move


def _offer(dossier: Dossier, move: Move, context: ActionContext) -> Offer:
    attempt = Attempt(dossier, move, context, Inputs())
    if move.by_seat:
        attempt.take_seat()
    reasons = tuple(attempt.objections())
    guards = (*move.guards, *(attempt.seat.guards if attempt.seat and move.name == "sign" else ()))
    findings = tuple(f for guard in guards for f in guard(attempt) if f.at not in ASKED_FOR)
    if move.name == "sign" and attempt.seat_name in dossier.agreed:
        reasons = (Message.of(N_("此席位本輪已核章")),)
    return Offer(move, attempt.seat, reasons, findings)
