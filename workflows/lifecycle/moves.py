"""Making a move, for pages, JSON and command line alike; what other verbs share: lock, version, outcome, refusal."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.audit_log import Entry
from models.audit_words import Action
from models.base import db
from models.document import Document
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import ActionContext, Inputs
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import fire
from workflows.lifecycle.permissions import sees
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refusal, Refused, UnknownMove
from workflows.lifecycle.registry import kind_named
from workflows.lifecycle.unit_of_work import UnitOfWork, unit_of_work


@dataclass(frozen=True)
class Outcome:
    """What a verb brought about."""

    document_id: int
    state: str
    version: int
    revision: int
    changed: bool = True


def perform(
    name: str,
    document_id: int,
    context: ActionContext,
    *,
    version: int,
    inputs: Inputs | None = None,
    idempotency_key: str | None = None,
) -> Outcome:
    """Make one move in one transaction: the right state, permission, the rules; then state, records and log.

    ``version`` is the version the person saw, ``idempotency_key`` their idempotency key. Raises a ``Refusal`` with all reasons
    (``Overtaken``, ``WrongState``, ``NotPermitted``, ``Refused``, ``NotVisible``) or ``UnknownMove``; then nothing
    has changed, and a refused attempt is written down in a transaction of its own.
    """
    inputs = inputs or Inputs()
    request = {"move": name, "document": document_id, "version": version, "inputs": asdict(inputs)}
    try:
        with unit_of_work(context) as unit:
            if earlier := unit.earlier(idempotency_key, request):
                return Outcome(**earlier)
            document = locked(unit.session, document_id, context)
            move = kind_named(document.kind).workflow.move_named.get(name)
            if move is None or move.by_system:
                raise UnknownMove(name)
            require_version(document, version)
            fire(Attempt(Dossier(unit.session, document), move, context, inputs, unit))
            return finished(unit, document)
    except (NotPermitted, Refused) as refusal:
        write_refusal(context, document_id, name, refusal)
        raise


def locked(session: Session, document_id: int, context: ActionContext) -> Document:
    """The document, locked with its plan first, if the person may see it; else ``NotVisible``."""
    parent = session.scalar(select(Document.parent_id).where(Document.id == document_id))
    for wanted in (parent, document_id):
        if wanted is not None:
            session.execute(select(Document.id).where(Document.id == wanted).with_for_update())
    document = session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(joinedload(Document.agency), joinedload(Document.parent))
    )
    if document is None or not sees(context.actor, document):
        raise NotVisible
    return document


def require_version(document: Document, version: int) -> None:
    """Refuse what was decided on an older state of the document."""
    if document.version != version:
        raise Overtaken(document.id, document.version, document.state, document.revision)


def finished(unit: UnitOfWork, document: Document, *, changed: bool = True) -> Outcome:
    """The outcome, remembered under the idempotency key; the row is written first so that its version is known."""
    if changed:
        document.changed_at = unit.context.at
    unit.session.flush()
    outcome = Outcome(document.id, document.state, document.version, document.revision, changed)
    unit.finish(asdict(outcome))
    return outcome


def write_refusal(context: ActionContext, document_id: int, attempt: str, refusal: Refusal) -> None:
    """Write a refused attempt down, in a transaction of its own, so that nothing else changes."""
    reasons = [str(reason) for reason in getattr(refusal, "reasons", ())]
    reasons += [f"{finding.rule} {finding.at}".strip() for finding in refusal.findings]
    document = db.session.get(Document, document_id)
    if document is None:
        return
    name = document.object_name
    with unit_of_work(context) as unit:
        unit.write(Entry(Action.REFUSE, name, context.named(), details={"attempt": attempt, "reasons": reasons[:50]}))
