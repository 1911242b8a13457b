"""The verbs: every door (page, API, command line) makes moves, saves and records opinions through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.audit import Action, Entry
from models.base import db
from models.document import Document
from models.vocabulary import Kind
from models.wording import N_, said
from workflows.experts.answers import own_place
from workflows.gender.staleness import mark_stale
from workflows.kinds import KINDS
from workflows.lifecycle.attempt import Situation, outsider_objections
from workflows.lifecycle.context import Inputs, Occasion
from workflows.lifecycle.definitions import DocumentKind
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import fire
from workflows.lifecycle.permissions import Actor, may, sees
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refusal, Refused, UnknownMove
from workflows.lifecycle.revisions import revise
from workflows.lifecycle.unit_of_work import Unit, unit_of_work
from workflows.plans.definitions import keep_in_step
from workflows.plans.targets import changed_targets, remember, require_reason
from workflows.schema.expert_parts import FIRST, MORE, others_changed

Edit = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the current content to the parts that change; pure, because it may run again on newer content."""


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
    occasion: Occasion,
    *,
    version: int,
    inputs: Inputs | None = None,
    once: str | None = None,
) -> Outcome:
    """Make one move in one transaction: the right state, permission, the rules; then state, records and log.

    ``version`` is the version the person saw, ``once`` their idempotency key. Raises a ``Refusal`` with all reasons
    (``Overtaken``, ``WrongState``, ``NotPermitted``, ``Refused``, ``NotVisible``) or ``UnknownMove``; then nothing
    has changed, and a refused attempt is written down in a transaction of its own.
    """
    inputs = inputs or Inputs()
    request = {"move": name, "document": document_id, "version": version, "inputs": asdict(inputs)}
    try:
        with unit_of_work(occasion) as unit:
            if earlier := unit.earlier(once, request):
                return Outcome(**earlier)
            document = locked(unit.session, document_id, occasion)
            move = KINDS[document.kind].workflow.move_named.get(name)
            if move is None or move.by_system:
                raise UnknownMove(name)
            require_version(document, version)
            fire(Situation(Dossier(unit.session, document), move, occasion, inputs, unit))
            return finished(unit, document)
    except (NotPermitted, Refused) as refusal:
        write_refusal(occasion, document_id, name, refusal)
        raise


def save(
    document_id: int,
    occasion: Occasion,
    *,
    version: int,
    edit: Edit,
    note: str = "",
    reason: str = "",
    once: str | None = None,
    request: Any = None,
) -> Outcome:
    """Keep a revision of what ``edit`` makes of the current content; a save that changes nothing is no revision.

    ``reason`` explains changed targets; ``request`` is what was sent, for the idempotency key. Raises like
    ``perform``, and ``Malformed``.
    """
    with unit_of_work(occasion) as unit:
        if earlier := unit.earlier(once, {"save": document_id, "version": version, "request": request}):
            return Outcome(**earlier)
        document = locked(unit.session, document_id, occasion)
        dossier = Dossier(unit.session, document)
        require_version(document, version)
        editable = editable_parts(dossier, occasion)
        if not editable:
            raise NotPermitted([said(N_("文件目前為「%(state)s」，您不能修改內容"), state=said(dossier.state.label))])
        kind = KINDS[document.kind]
        before = dossier.content
        edited = edit(before)
        _in_own_part(dossier, occasion, edited, editable)
        changed = well_formed(kind, document, before, edited, editable)
        targets = changed_targets(before, changed, document.year) if "kpis" in changed else []
        require_reason(document, targets, reason)
        revision = revise(unit, document, changed, note)
        if revision and document.kind == Kind.ANNUAL_PLAN and not changed.keys().isdisjoint(("kpis", "goals")):
            keep_in_step(unit, document, {**before, **changed}, before)
            remember(unit, document, targets, reason)
        if revision and document.kind == Kind.ANNUAL_PLAN and "key_plans" in changed:
            mark_stale(unit, dossier, before, {**before, **changed})
        return finished(unit, document, changed=revision is not None)


def editable_parts(dossier: Dossier, occasion: Occasion) -> frozenset[str]:
    """The parts of the content this person may edit now; empty where nothing may be edited."""
    actor, document = occasion.actor, dossier.document
    if dossier.plan_dossier.state.final:
        return frozenset()
    parts: set[str] = set()
    for permission, names in dossier.state.edits.items():
        if may(actor, permission, document):
            parts |= _experts_own(dossier, actor) if permission.value == "sheet_advise" else set(names)
    return frozenset(parts)


def _experts_own(dossier: Dossier, actor: Actor) -> set[str]:
    """Where an expert's own part stands: the first place of the form, or among the further ones (``sheet_parts``)."""
    if any(outsider_objections(actor, dossier.document)):
        return set()
    return {FIRST} if own_place(dossier, actor.id) == FIRST else {MORE}


def _in_own_part(dossier: Dossier, occasion: Occasion, edited: Mapping[str, Any], editable: frozenset[str]) -> None:
    """Of the further experts each writes in their own row and in no other."""
    own = own_place(dossier, occasion.actor.id)
    if MORE in editable and others_changed(dossier.content, {**dossier.content, **edited}, own):
        raise NotPermitted([said(N_("其他專家的程序參與不由您填寫"))])


def well_formed(
    kind: DocumentKind,
    document: Document,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    editable: frozenset[str],
) -> dict[str, Any]:
    """The changed parts as they may be stored; raises ``NotPermitted`` for a part that is not this person's."""
    foreign = sorted(part for part, value in changed.items() if part not in editable and value != before.get(part))
    if foreign:
        raise NotPermitted([said(N_("「%(part)s」目前不由您填寫"), part=part) for part in foreign])
    if kind.name is Kind.ANNUAL_PLAN:
        from workflows.content.validation_plan import well_formed as tidy_part

        return {part: tidy_part(part, value, before.get(part)) for part, value in changed.items() if part in editable}
    from workflows.content.validation_sheet import well_formed as tidy_sheet

    return {"": tidy_sheet(document.form_version, {**before, **changed})}


def locked(session: Session, document_id: int, occasion: Occasion) -> Document:
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
    if document is None or not sees(occasion.actor, document):
        raise NotVisible
    return document


def require_version(document: Document, version: int) -> None:
    """Refuse what was decided on an older state of the document."""
    if document.version != version:
        raise Overtaken(document.id, document.version, document.state, document.revision)


def finished(unit: Unit, document: Document, *, changed: bool = True) -> Outcome:
    """The outcome, remembered under the idempotency key; the row is written first so that its version is known."""
    if changed:
        document.changed_at = unit.occasion.at
    unit.session.flush()
    outcome = Outcome(document.id, document.state, document.version, document.revision, changed)
    unit.finish(asdict(outcome))
    return outcome


def write_refusal(occasion: Occasion, document_id: int, attempt: str, refusal: Refusal) -> None:
    """Write a refused attempt down, in a transaction of its own, so that nothing else changes."""
    reasons = [str(reason) for reason in getattr(refusal, "reasons", ())]
    reasons += [f"{finding.rule} {finding.at}".strip() for finding in refusal.findings]
    document = db.session.get(Document, document_id)
    if document is None:
        return
    name = document.object_name
    with unit_of_work(occasion) as unit:
        unit.write(Entry(Action.REFUSE, name, occasion.named(), details={"attempt": attempt, "reasons": reasons[:50]}))
