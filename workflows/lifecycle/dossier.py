"""The facts about one document that moves, offers and pages ask for, each read at most once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.agency_settings import RaisedSeverity
from models.document import Document, Revision
from models.experts import ExpertInvitation, ExpertPart
from models.review import Acknowledgement, Opinion, SignOff
from models.storage import manifest_of, read
from models.vocabulary import Severity
from workflows.lifecycle.definitions import DocumentKind, Seat, State, Workflow
from workflows.lifecycle.registry import KINDS, kind_named
from workflows.schema import FormVersion

T = TypeVar("T")


class Dossier:
    """A document with the rows around it. What packages above compute of it they keep in ``facts`` (see ``cached_fact``)."""

    def __init__(self, session: Session, document: Document) -> None:
        self.session, self.document = session, document
        self.facts: dict[str, Any] = {}

    @cached_property
    def kind(self) -> DocumentKind:
        """The document's kind."""
        return kind_named(self.document.kind)

    @property
    def form(self) -> FormVersion:
        """The form the document was begun in."""
        return self.kind.form(self.document)

    @property
    def workflow(self) -> Workflow:
        """The life this document's kind leads."""
        return self.kind.workflow

    @property
    def state(self) -> State:
        """The state the document is in."""
        return self.workflow.state_named[self.document.state]

    @cached_property
    def plan(self) -> Document:
        """The annual plan the document belongs to, or is."""
        return self.document.parent or self.document

    @cached_property
    def reviewed(self) -> Document:
        """The document whose rounds and seats count: the parent of a kind that is reviewed with it."""
        return self.plan if self.kind.reviewed_with_parent else self.document

    @cached_property
    def head(self) -> Revision | None:
        """The newest revision."""
        return self.revision(self.document.revision)

    def revision(self, number: int) -> Revision | None:
        """One revision by number."""
        return self.session.scalar(
            select(Revision).where(Revision.document_id == self.document.id, Revision.number == number)
        )

    @cached_property
    def content(self) -> dict[str, Any]:
        """The current content; shared and never changed in place. Empty before the first revision."""
        return read(self.session, manifest_of(self.head)) if self.head else {}

    @cached_property
    def raised(self) -> dict[str, Severity]:
        """The rules that the document's agency weighs heavier than the catalogue does."""
        rows = self.session.execute(
            select(RaisedSeverity.rule, RaisedSeverity.severity).where(
                RaisedSeverity.agency_id == self.document.agency_id
            )
        )
        return {row.rule: Severity(row.severity) for row in rows}

    @cached_property
    def acknowledged(self) -> dict[tuple[str, str], Acknowledgement]:
        """Explained warnings by rule and fingerprint."""
        rows = self.session.scalars(
            select(Acknowledgement)
            .where(Acknowledgement.document_id == self.document.id)
            .options(joinedload(Acknowledgement.user))
        )
        return {(row.rule, row.fingerprint): row for row in rows}

    @cached_property
    def all_sign_offs(self) -> list[SignOff]:
        """Every sign-off on the reviewed document and on the children that are reviewed with it; oldest first."""
        reviewed = self.reviewed.id
        return list(
            self.session.scalars(
                select(SignOff)
                .join(Document, Document.id == SignOff.document_id)
                .where(
                    (Document.id == reviewed)
                    | ((Document.parent_id == reviewed) & Document.kind.in_(_reviewed_with_parent()))
                )
                .options(joinedload(SignOff.user))
                .order_by(SignOff.id)
            )
        )

    @property
    def sign_offs(self) -> list[SignOff]:
        """The sign-offs on the reviewed document itself."""
        return [row for row in self.all_sign_offs if row.document_id == self.reviewed.id]

    @property
    def agreed(self) -> dict[str, SignOff]:
        """Who agreed in which seat in this round."""
        return {row.seat: row for row in self.sign_offs if row.round == self.reviewed.round and row.verdict == "agree"}

    def seats_taken(self, user_id: int) -> set[str]:
        """The seats this person has spoken from in this round, KPI endorsements included."""
        return {row.seat for row in self.all_sign_offs if row.round == self.reviewed.round and row.user_id == user_id}

    @property
    def waiting(self) -> list[Seat]:
        """The seats of the present state that have not agreed yet."""
        return [seat for seat in self.state.seats if seat.name not in self.agreed]

    @cached_property
    def authors(self) -> set[int]:
        """Everyone who wrote a revision of the reviewed document since its last approval, and this round's submitter."""
        reviewed = self.reviewed
        submitter = {reviewed.submitter_id} if reviewed.submitter_id else set()
        statements = kind_named(reviewed.kind).form(reviewed).statements
        if statements:
            return self._writers(reviewed, statements) | submitter
        written = (Revision.document_id == reviewed.id, Revision.number > reviewed.authors_since)
        return set(self.session.scalars(select(Revision.author_id).where(*written).distinct())) | submitter

    def _writers(self, reviewed: Document, statements: frozenset[str]) -> set[int]:
        """Who changed anything but what a seat states for itself."""
        rows = self.session.execute(
            select(Revision.author_id, Revision.number, Revision.manifest)
            .where(Revision.document_id == reviewed.id, Revision.number >= reviewed.authors_since)
            .order_by(Revision.number)
        )
        writers: set[int] = set()
        before: dict[str, str] = {}
        for row in rows:
            parts = {part: name for part, name in manifest_of(row).items() if part not in statements}  # type: ignore[arg-type]
            if row.number > reviewed.authors_since and parts != before:
                writers.add(row.author_id)
            before = parts
        return writers

    @cached_property
    def opinions(self) -> list[Opinion]:
        """All opinions on the reviewed document, in the order of their numbers."""
        return list(
            self.session.scalars(
                select(Opinion)
                .where(Opinion.document_id == self.reviewed.id)
                .options(joinedload(Opinion.author), joinedload(Opinion.responder), joinedload(Opinion.resolver))
                .order_by(Opinion.number)
            )
        )

    @cached_property
    def children(self) -> list[Document]:
        """The KPI definitions and gender-impact sheets of the plan."""
        return list(
            self.session.scalars(select(Document).where(Document.parent_id == self.plan.id).order_by(Document.id))
        )

    @cached_property
    def invitations(self) -> list[ExpertInvitation]:
        """The outside experts asked to assess this sheet."""
        return list(
            self.session.scalars(
                select(ExpertInvitation)
                .where(ExpertInvitation.document_id == self.document.id)
                .options(joinedload(ExpertInvitation.user))
                .order_by(ExpertInvitation.id)
            )
        )

    @cached_property
    def expert_parts(self) -> dict[int, ExpertPart]:
        """By person: what goes with an expert's own part of this sheet (place, pledge, confirmation)."""
        rows = self.session.execute(
            select(ExpertInvitation.user_id, ExpertPart)
            .join(ExpertPart, ExpertPart.invitation_id == ExpertInvitation.id)
            .where(ExpertInvitation.document_id == self.document.id)
        )
        return {row[0]: row[1] for row in rows}

    @property
    def plan_dossier(self) -> Dossier:
        """The dossier of the plan this document belongs to, or this one: it is not kept in itself, for a circle stays in
        memory with all it holds until a full collection."""
        return self if self.plan is self.document else self.dossier_of_plan

    @cached_property
    def dossier_of_plan(self) -> Dossier:
        return Dossier(self.session, self.plan)

    @property
    def row_part(self) -> str:
        """The part of the parent's content of which this document is about a row; empty where it has no parent."""
        return kind_named(self.plan.kind).part_of_rows(self.document.kind)

    @property
    def row(self) -> dict[str, Any] | None:
        """The row of the parent's content that this document speaks of, if it is still there."""
        rows = self.plan_dossier.content.get(self.row_part, [])
        return next((row for row in rows if row["id"] == self.document.part_key), None)


def _reviewed_with_parent() -> list[str]:
    return [kind.name for kind in KINDS.values() if kind.reviewed_with_parent]


def cached_fact(read: Callable[[Dossier], T]) -> Fact[T]:
    """A function of one dossier whose answer is computed once for it and kept with it."""
    return Fact(read)


class Fact(Generic[T]):
    """A remembered function of a dossier; see ``cached_fact``."""

    def __init__(self, read: Callable[[Dossier], T]) -> None:
        self._read = read
        self._name = f"{read.__module__}.{read.__qualname__}"
        self.__doc__ = read.__doc__

    def __call__(self, dossier: Dossier) -> T:
        known = dossier.facts
        if self._name not in known:
            known[self._name] = self._read(dossier)
        answer: T = known[self._name]
        return answer

    def put(self, dossier: Dossier, answer: T) -> None:
        """Have the dossier know the answer without asking, for one whose content is not the stored one."""
        dossier.facts[self._name] = answer
