"""The frame of every verb: one transaction, idempotency key, lock, visibility, version, permission, log and outcome.

The order is the same for all of them: what the idempotency key brought about before; the lock, a plan before what belongs
to it; the person's roles and session as they are now; whether they see the document; whether the verb is one of this
document; the version they saw; permission; then what the verb does. Permission is judged after the lock, so it speaks of
the document as it is changed and of the person as they are then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.audit_log import Entry
from models.audit_words import Action
from models.base import db
from models.document import Document
from models.wording import Message
from workflows.lifecycle.context import ActionContext
from workflows.lifecycle.definitions import DocumentKind
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.permissions import may, may_see
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refusal, Refused
from workflows.lifecycle.registry import kind_named
from workflows.lifecycle.transaction import UnitOfWork, unit_of_work

R = TypeVar("R")


@dataclass(frozen=True)
class Request(Generic[R]):
    """What was asked under which idempotency key, and the dataclass in which its outcome is remembered."""

    idempotency_key: str | None
    asked: Any
    outcome: type[R]


@dataclass(frozen=True)
class Outcome:
    """What a verb brought about on a document."""

    document_id: int
    state: str
    version: int
    revision: int
    changed: bool = True


@dataclass
class VerbContext:
    """A verb at work on one locked document. A verb that changed nothing of the document says so in ``changed``."""

    unit: UnitOfWork
    dossier: Dossier
    changed: bool = True

    @property
    def document(self) -> Document:
        """The document, locked together with its plan."""
        return self.dossier.document

    @property
    def context(self) -> ActionContext:
        """Who acts, and when."""
        return self.unit.context

    @property
    def session(self) -> Session:
        """The session of the transaction."""
        return self.unit.session


Objections = Callable[[VerbContext], Iterable[Message]]
"""Every reason why this person may not do this with this document; none where they may."""
Concern = Callable[[Document], object]
"""Raises ``NotVisible`` or ``UnknownMove`` where a verb is none of this document."""


def carry_out(
    context: ActionContext,
    act: Callable[[UnitOfWork], R],
    request: Request[R] | None = None,
    *,
    locks_first: bool = False,
) -> R:
    """Do this in one transaction and give its outcome; the same request under the same key only gives it again.

    The actor's roles and session are read again first, or by the act itself after the lock that it waits for
    (``locks_first``; ``lock_for_verb`` does): who waits for a document is judged by what they are when it is theirs.

    Raises what ``act`` raises, ``KeyReused`` and ``NotWrittenDown``; then nothing has changed.
    """
    with unit_of_work(context) as unit:
        if not locks_first:
            unit.read_standing()
        if request and (earlier := unit.earlier(request.idempotency_key, request.asked)):
            return request.outcome(**earlier)
        outcome = act(unit)
        if request:
            unit.finish(asdict(cast("Any", outcome)))
        return outcome


def carry_out_on(
    document_id: int,
    context: ActionContext,
    act: Callable[[VerbContext], None],
    request: Request[Outcome],
    *,
    version: int | None = None,
    concern: Concern | None = None,
    permission: Objections | None = None,
    changed: bool = True,
) -> Outcome:
    """Do this with one document, in one transaction; ``version`` is the one the person saw.

    Raises like ``carry_out``, and ``NotVisible``, ``Overtaken`` or ``NotPermitted``.
    """

    def on_document(unit: UnitOfWork) -> Outcome:
        work = lock_for_verb(unit, document_id, version=version, concern=concern, permission=permission)
        work.changed = changed
        act(work)
        return outcome_of(unit, work.document, changed=work.changed)

    return carry_out(context, on_document, request, locks_first=True)


def lock_for_verb(
    unit: UnitOfWork,
    document_id: int,
    *,
    version: int | None = None,
    concern: Concern | None = None,
    permission: Objections | None = None,
) -> VerbContext:
    """Lock the document with its plan first and judge whether this person may do this with it now."""
    document = _locked(unit, document_id)
    if concern:
        concern(document)
    if version is not None and document.version != version:
        raise Overtaken(document.id, document.version, document.state, document.revision)
    work = VerbContext(unit, Dossier(unit.session, document))
    if permission and (reasons := tuple(permission(work))):
        raise NotPermitted(reasons)
    return work


def requires_kind(holds: Callable[[DocumentKind], bool]) -> Concern:
    """A verb of documents of whose kind something holds; for all others the document does not exist."""

    def concern(document: Document) -> None:
        if not holds(kind_named(document.kind)):
            raise NotVisible

    return concern


def requires_permission(permission: Permission, otherwise: str) -> Objections:
    """Whoever holds the permission on the document may; ``otherwise`` is the sentence for everybody else."""

    def objections(work: VerbContext) -> Iterator[Message]:
        if not may(work.context.actor, permission, work.document):
            yield Message.of(otherwise)

    return objections


def outcome_of(unit: UnitOfWork, document: Document, *, changed: bool = True) -> Outcome:
    """The outcome on a document; its row is written first so that its version is known."""
    if changed:
        document.changed_at = unit.context.at
    unit.session.flush()
    return Outcome(document.id, document.state, document.version, document.revision, changed)


def _locked(unit: UnitOfWork, document_id: int) -> Document:
    """The document, locked with its plan first, if the person may see it now; else ``NotVisible``."""
    session = unit.session
    parent = session.scalar(select(Document.parent_id).where(Document.id == document_id))
    for wanted in (parent, document_id):
        if wanted is not None:
            session.execute(select(Document.id).where(Document.id == wanted).with_for_update())
    unit.read_standing()
    document = session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(joinedload(Document.agency), joinedload(Document.parent))
    )
    if document is None or not may_see(unit.context.actor, document):
        raise NotVisible
    return document


@contextmanager
def refusals_recorded(context: ActionContext, document_id: int, attempt: str) -> Iterator[None]:
    """Write down who was refused what (``NotPermitted``, ``Refused``) on a document, and pass the refusal on."""
    try:
        yield
    except (NotPermitted, Refused) as refusal:
        _record(context, document_id, attempt, refusal)
        raise


def _record(context: ActionContext, document_id: int, attempt: str, refusal: Refusal) -> None:
    """Write a refused attempt down, in a transaction of its own, so that nothing else changes."""
    reasons = [str(reason) for reason in getattr(refusal, "reasons", ())]
    reasons += [f"{finding.rule} {finding.at}".strip() for finding in refusal.findings]
    document = db.session.get(Document, document_id)
    if document is None:
        return
    details = {"attempt": attempt, "reasons": reasons[:50]}
    entry = Entry(Action.REFUSE, document.object_name, context.named(), details=details)
    carry_out(replace(context, reread=None), lambda unit: unit.write(entry))
