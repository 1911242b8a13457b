"""The shapes in which a kind of document says its life: states, seats, moves and who may edit what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

from models.audit_words import Action
from models.document import Document
from models.vocabulary import Role
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.presentation import Pages
from workflows.lifecycle.row_documents import Assessments, Indicators, RowDocuments
from workflows.rules import Finding, Stage
from workflows.schema import FormVersion

Guard: TypeAlias = Callable[[Any], Iterator[Finding]]
"""From an ``Attempt`` to the findings that stop it. The parameter is untyped here because attempts hold definitions."""
Effect: TypeAlias = Callable[[Any], None]
"""What an ``Attempt`` changes beside the state, inside its unit of work."""
Condition: TypeAlias = Callable[[Any], bool]
"""Whether an ``Attempt`` takes this step of its move."""


class Ask(StrEnum):
    """What a move asks of the person who makes it."""

    REASON = "reason"
    OPINION = "opinion"
    PROOF = "proof"
    GROUNDS = "grounds"
    EVIDENCE = "evidence"


@dataclass(frozen=True, eq=False)
class Seat:
    """A chair that must speak before a document may leave a state.

    ``meaning`` is what the signature says in words; ``parts`` are the parts of the content the seat answers for;
    ``after`` names the seats of the same state that speak first. With the last seat that ``approves`` the document is
    approved; a seat that ``reviews_assessments`` gives the assessments of the document their first review.
    """

    name: str
    label: str
    permission: Permission
    meaning: str
    parts: tuple[str, ...]
    after: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    approves: bool = False
    reviews_assessments: bool = False


class Phase(StrEnum):
    """What is done with a document in a state, whatever its kind calls the state."""

    DRAFT = "draft"
    REVIEW = "review"
    ADVICE = "advice"
    RESPONSE = "response"
    SETTLED = "settled"


@dataclass(frozen=True, eq=False)
class State:
    """One station of a document's life. ``edits`` says which permission may edit which parts here.

    In a state ``seen_above`` the supervising agency sees the document and what belongs to it; one ``only_under_authority``
    is passed only by documents that have one. A state ``aside`` lies beside the road from the first to the last. In a
    state ``in_force`` results are entered, in one ``with_results`` they are shown. ``endorsing`` is where the documents
    reviewed with this one are endorsed, ``endorsed`` where the last endorsement of one of them holds. ``checks_children``
    is where documents that belong to this one must be settled. ``task`` says what is to be done in a state without
    seats, ``task_button`` the word on its button. ``stage`` is how far the content must have come to leave it.
    """

    name: str
    label: str
    held_by: tuple[Role, ...] = ()
    seats: tuple[Seat, ...] = ()
    edits: Mapping[Permission, tuple[str, ...]] = field(default_factory=dict)
    final: bool = False
    aside: bool = False
    seen_above: bool = False
    arrival: tuple[Effect, ...] = ()
    phase: Phase = Phase.REVIEW
    only_under_authority: bool = False
    in_force: bool = False
    with_results: bool = False
    endorsing: bool = False
    endorsed: bool = False
    checks_children: bool = False
    task: str = ""
    task_button: str = ""
    stage: Stage = Stage.COMPLETED

    @property
    def abandoned(self) -> bool:
        """Whether the document was given up here without ever having been in force."""
        return self.final and self.aside and not self.with_results

    @property
    def completed(self) -> bool:
        """Whether what was to be done with the document is done here."""
        return self.phase is Phase.SETTLED and not self.aside

    @property
    def waived(self) -> bool:
        """Whether what was to be done with the document was dispensed with here, and may still be asked for."""
        return self.phase is Phase.SETTLED and self.aside and not self.final

    @property
    def awaits_endorsement(self) -> bool:
        """Whether a document that is endorsed one by one waits for it here."""
        return self.phase is Phase.REVIEW and not self.endorsed

    @property
    def approving(self) -> bool:
        """Whether a seat of this state approves the document."""
        return any(seat.approves for seat in self.seats)


@dataclass(frozen=True)
class Step:
    """From where to where a move leads; with ``when`` only if that holds, tried in order."""

    source: str
    to: str
    when: Condition | None = None


@dataclass(frozen=True, eq=False)
class Move:
    """An act that changes the state, or keeps it and is written down.

    ``needs`` is the permission; a move ``by_seat`` needs a seat of the state instead; a ``by_system`` move is a
    consequence and nobody's to make. ``four_eyes`` forbids it to whoever wrote or submitted what it speaks of.
    An ``outsider`` move is for people who belong to no agency in the chain and filled in nothing themselves.
    ``speaks_as`` names the seat of a move that is made from a seat without being a signature.
    ``effects`` happen with the change of state and before the entry is written, ``consequences`` after it.
    After a move that ``ends_round`` a new round of the document begins; one that ``lists_gaps`` names everything that
    the document still lacks.
    """

    name: Action
    label: str
    steps: tuple[Step, ...]
    needs: Permission | None = None
    by_seat: bool = False
    by_system: bool = False
    four_eyes: bool = False
    outsider: bool = False
    speaks_as: str = ""
    asks: tuple[Ask, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    consequences: tuple[Effect, ...] = ()
    ends_round: bool = False
    lists_gaps: bool = False

    def leaves(self, state: str) -> bool:
        """Whether the move can be made from this state at all."""
        return any(step.source == state for step in self.steps)


def steps(sources: tuple[str, ...], to: str | None) -> tuple[Step, ...]:
    """Steps from each source to one place; ``None`` means that the state is kept."""
    return tuple(Step(source, to or source) for source in sources)


@dataclass(frozen=True, eq=False)
class Workflow:
    """The life of one kind of document, readable aloud. A document keeps the version it started in.

    ``kept`` names the entries of the log that are no move and leave the state as it is, with the states they may be
    written in; a revision may be written in any state.
    """

    kind: str
    version: int
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    kept: Mapping[Action, tuple[str, ...]] = field(default_factory=dict)

    @property
    def start(self) -> str:
        """The state a new document is in."""
        return self.states[0].name

    @cached_property
    def state_named(self) -> Mapping[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def move_named(self) -> Mapping[str, Move]:
        """Moves by name."""
        return {move.name.value: move for move in self.moves}

    @cached_property
    def seat_named(self) -> Mapping[str, Seat]:
        """All seats by name."""
        return {seat.name: seat for state in self.states for seat in state.seats}

    def names(self, holds: Callable[[State], bool]) -> tuple[str, ...]:
        """The names of the states of which something holds, for queries."""
        return tuple(state.name for state in self.states if holds(state))

    def road(self, *, under_authority: bool) -> tuple[State, ...]:
        """The states a document passes on its way, with those of the agency above where there is one."""
        return tuple(
            state for state in self.states if not state.aside and (under_authority or not state.only_under_authority)
        )

    def passed(self, state: State, *, under_authority: bool) -> tuple[State, ...]:
        """The states on the road that a document in this one has behind it; none where it turned aside unapproved."""
        road = self.road(under_authority=under_authority)
        if state in road:
            return road[: road.index(state)]
        return road if state.with_results else ()

    @cached_property
    def outside_seats(self) -> frozenset[str]:
        """The seats from which people outside the agencies speak."""
        return frozenset(move.speaks_as for move in self.moves if move.outsider and move.speaks_as)

    def transitions(self) -> list[tuple[str, str, str]]:
        """Every ``(from, move, to)``."""
        return [(step.source, move.name.value, step.to) for move in self.moves for step in move.steps]

    def logged(self) -> list[tuple[str | None, str, str]]:
        """Every ``(from, action, to)`` that the log may say of a document: what it is replayed against."""
        kept = {Action.REVISE: tuple(self.state_named), **self.kept}
        return [
            (None, Action.CREATE.value, self.start),
            *((state, action.value, state) for action, states in kept.items() for state in states),
            *self.transitions(),
        ]


def _all_of(_dossier: Any, _actor: Any, _permission: Permission, parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts


def _nothing(_subject: Any) -> None:
    return None


def _not_judged(dossier: Any) -> Any:
    raise TypeError(f"kind {dossier.document.kind} is not judged by itself")


@dataclass(frozen=True, eq=False)
class Hooks:
    """What a kind does around a save and how rules see it; the defaults are those of a kind that adds nothing.

    ``editable(dossier, actor, permission, parts)`` narrows the parts that a permission
    opens to those that are this person's own. ``authorize(saving)`` raises ``NotPermitted`` for an edit inside an
    editable part that is not this person's. ``needs_reason(saving)`` raises ``Malformed`` where a change must be
    explained and is not. ``after_save(saving)`` brings what depends on the content into step, in the same transaction.
    ``subject(dossier)`` is the document as the rules see it. ``cited_titles(dossier)`` are the titles of the
    indicators that opinions may name, ``None`` where the kind has none.
    """

    subject: Callable[[Any], Any] = _not_judged
    editable: Callable[[Any, Any, Permission, tuple[str, ...]], Collection[str]] = _all_of
    authorize: Callable[[Any], None] = _nothing
    needs_reason: Callable[[Any], None] = _nothing
    after_save: Callable[[Any], None] = _nothing
    cited_titles: Callable[[Any], tuple[str, ...] | None] = _nothing


@dataclass(frozen=True, eq=False)
class DocumentKind:
    """A kind of document: its words, its form, its life.

    ``forms`` gives the form of a version and raises ``LookupError`` for one that is unknown; a new document begins in
    ``form_version``. ``view`` is the permission to see it, ``respond`` the one to answer opinions on it, ``create`` the
    one to begin it by itself where its pages do not do that otherwise. ``indicators`` and ``assessments`` are the
    documents that belong to rows of it. A kind that is ``reviewed_with_parent`` has no rounds, seats or opinions of its
    own: its parent's count. With ``one_per_year`` the database holds an agency to one document of a year and edition,
    those withdrawn not counted. ``pages`` is how it is shown.
    """

    name: str
    label: str
    forms: Callable[[str], FormVersion]
    form_version: str
    view: Permission
    respond: Permission
    workflow: Workflow
    hooks: Hooks = Hooks()
    indicators: Indicators = field(default_factory=Indicators)
    assessments: Assessments = field(default_factory=Assessments)
    reviewed_with_parent: bool = False
    one_per_year: bool = False
    create: Permission | None = None
    pages: Pages = field(default_factory=Pages)

    @property
    def parts(self) -> tuple[str, ...]:
        """The top-level keys of the content that are stored apart; none means that the content is one part."""
        return self.forms(self.form_version).parts

    def part_of_rows(self, kind: str) -> str:
        """The part whose rows the documents of another kind are about; empty where that kind has none here."""
        about: tuple[RowDocuments, ...] = (self.indicators, self.assessments)
        return next((one.part for one in about if one.kind == kind), "")

    def form(self, document: Document) -> FormVersion:
        """The form the document was begun in."""
        return self.forms(document.form_version)
