"""One attempt at a move: the document's dossier, the move, who makes it and what they add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.audit_log import Entry
from models.document import Document
from models.wording import N_, Message
from workflows.lifecycle.context import SYSTEM_ACTOR, ActionContext, Inputs
from workflows.lifecycle.definitions import Move, Seat, Workflow
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.permissions import Actor, may
from workflows.lifecycle.refusals import NotPermitted, Refused, WrongState
from workflows.lifecycle.transaction import UnitOfWork


@dataclass
class Attempt:
    """What guards judge and effects change. ``unit`` is absent when a move is only being considered."""

    dossier: Dossier
    move: Move
    context: ActionContext
    inputs: Inputs = field(default_factory=Inputs)
    unit: UnitOfWork | None = None
    cause: str = ""
    seat: Seat | None = None
    came_from: str = ""
    details: dict[str, object] = field(default_factory=dict)

    @property
    def row(self) -> Document:
        """The row whose state the move changes."""
        return self.dossier.document

    @property
    def workflow(self) -> Workflow:
        """The workflow of the document's kind."""
        return self.dossier.workflow

    @property
    def document(self) -> Document:
        """The document the move is about."""
        return self.dossier.document

    @property
    def work(self) -> UnitOfWork:
        """The unit of work; effects run only inside one."""
        if self.unit is None:
            raise RuntimeError("an effect needs a unit of work")
        return self.unit

    def seats_held(self) -> list[Seat]:
        """The seats of the present state this person may speak from, asked for by name or not."""
        wanted = self.inputs.seat
        return [
            seat
            for seat in self.dossier.state.seats
            if may(self.context.actor, seat.permission, self.document) and wanted in ("", seat.name)
        ]

    def take_seat(self) -> None:
        """Choose the seat: the first one held that has not agreed yet, else the first one held."""
        held = self.seats_held()
        waiting = [seat for seat in held if seat.name not in self.dossier.agreed]
        self.seat = next(iter(waiting or held), None)

    def objections(self) -> Iterator[Message]:
        """Every reason why this person may not make this move: no grant, or separation of duties (workflow.md §5)."""
        move, actor = self.move, self.context.actor
        if move.by_system:
            return
        if move.by_seat and self.seat is None:
            yield Message.of(N_("您在「%(state)s」沒有審查席位"), state=Message.of(self.dossier.state.label))
            return
        if move.needs and not may(actor, move.needs, self.document):
            yield Message.of(N_("您的職務不能辦理「%(move)s」"), move=Message.of(move.label))
            return
        if (move.by_seat or move.four_eyes) and actor.id in self.dossier.authors:
            yield Message.of(N_("您撰寫或送出了這次審查的內容，依職務分離不得自行審核"))
        if move.outsider:
            yield from outsider_objections(actor, self.document)
        if move.by_seat or self.seat_name:
            yield from self._second_seat()

    def _second_seat(self) -> Iterator[Message]:
        taken = self.dossier.seats_taken(self.context.actor.id) - {self.seat_name}
        for name in sorted(taken):
            label = self.dossier.plan_dossier.workflow.seat_named[name].label
            yield Message.of(N_("您在本輪已以「%(seat)s」席位表示意見，同一輪不得再任另一席位"), seat=Message.of(label))

    @property
    def seat_name(self) -> str:
        """The seat spoken from."""
        return self.seat.name if self.seat else self.move.speaks_as

    def wrong_state(self) -> WrongState:
        """The refusal that says in which state the document is."""
        document = self.document
        return WrongState(document.id, document.version, document.state, document.revision)

    def require_permission(self) -> None:
        """Take the seat where the move is made from one; raise ``NotPermitted``, or ``WrongState`` for a second signature."""
        if self.move.by_seat:
            self.take_seat()
        if objections := tuple(self.objections()):
            raise NotPermitted(objections)
        if self.move.name == "sign" and self.seat_name in self.dossier.agreed:
            raise self.wrong_state()

    def require_guards(self) -> None:
        """Raise ``Refused`` with every finding of the guards of the move and, for a signature, of the seat."""
        guards = (
            *self.move.guards,
            *(self.seat.guards if self.seat and self.move.name == "sign" else ()),
        )
        if findings := tuple(finding for guard in guards for finding in guard(self)):
            raise Refused(*findings)

    def complete(self) -> None:
        """Date the document, bring about the effects and write the move down."""
        document = self.document
        document.changed_at = self.context.at
        if document.state != self.came_from:
            document.state_since = self.context.at
        for effect in self.move.effects:
            effect(self)
        self.work.write(self._entry())

    def _entry(self) -> Entry:
        document, context, seat = self.document, self.context, self.seat
        return Entry(
            action=self.move.name,
            object=document.object_name,
            actor=SYSTEM_ACTOR if self.move.by_system else context.named(document.agency.name, self.seat_name or None),
            came_from=self.came_from,
            went_to=document.state,
            revision=document.revision or None,
            content_sha256=document.content_sha256,
            reason=self.inputs.reason,
            meaning=seat.meaning if seat and self.move.name == "sign" else "",
            details=self.details,
        )


def outsider_objections(actor: Actor, document: Document) -> Iterator[Message]:
    """Why this person is no outsider to the document (GI-26, workflow.md §5)."""
    if any(agency in (document.agency_id, document.authority_id) for _, agency in actor.holdings if agency is not None):
        yield Message.of(N_("您任職於本案的主辦或主管機關，不得擔任民間專家"))
    if actor.id in (document.created_by, document.submitter_id):
        yield Message.of(N_("您填寫了這份檢視表，不得再擔任程序參與的專家"))
