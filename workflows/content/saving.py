"""Saving content, for pages, JSON and command line alike: who may edit what, one revision, what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.document import Document
from models.wording import N_, Message
from workflows.content.validation import validated
from workflows.lifecycle import (
    ActionContext,
    Dossier,
    NotPermitted,
    Outcome,
    Request,
    UnitOfWork,
    VerbContext,
    add_revision,
    carry_out_on,
    kind_named,
    may,
)

Edit = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From the current content to the parts that change; pure, because it may run again on newer content."""


@dataclass
class Saving:
    """One save as the hooks of a kind see it: ``before`` is the whole content, ``changed`` the parts as stored.

    Until the edit has been validated ``changed`` holds the parts as they were sent.
    """

    unit: UnitOfWork
    dossier: Dossier
    editable: frozenset[str]
    before: Mapping[str, Any]
    changed: Mapping[str, Any]
    reason: str = ""

    @property
    def after(self) -> dict[str, Any]:
        """The whole content as it will be."""
        return {**self.before, **self.changed}


def save(
    document_id: int,
    context: ActionContext,
    *,
    version: int,
    edit: Edit,
    note: str = "",
    reason: str = "",
    idempotency_key: str | None = None,
    request: Any = None,
) -> Outcome:
    """Keep a revision of what ``edit`` makes of the current content; a save that changes nothing is no revision.

    ``reason`` explains what the kind wants explained (changed targets); ``request`` is what was sent, for the
    idempotency key. Raises like ``perform``, and ``Malformed``.
    """

    def act(work: VerbContext) -> None:
        dossier, before = work.dossier, work.dossier.content
        if not (editable := editable_parts(dossier, work.context)):
            raise NotPermitted(
                [Message.of(N_("文件目前為「%(state)s」，您不能修改內容"), state=Message.of(dossier.state.label))]
            )
        saving = Saving(work.unit, dossier, editable, before, edit(before), reason)
        hooks = dossier.kind.hooks
        hooks.authorize(saving)
        saving.changed = storable(work.document, before, saving.changed, editable)
        hooks.needs_reason(saving)
        work.changed = add_revision(work.unit, work.document, saving.changed, note) is not None
        if work.changed:
            hooks.after_save(saving)

    asked = {"save": document_id, "version": version, "request": request}
    return carry_out_on(
        document_id,
        context,
        act,
        Request(idempotency_key, asked, Outcome),
        version=version,
    )


def editable_parts(dossier: Dossier, context: ActionContext) -> frozenset[str]:
    """The parts of the content this person may edit now; empty where nothing may be edited."""
    actor, document = context.actor, dossier.document
    if dossier.plan_dossier.state.final:
        return frozenset()
    parts: set[str] = set()
    for permission, names in dossier.state.edits.items():
        if may(actor, permission, document):
            parts |= set(dossier.kind.hooks.editable(dossier, actor, permission, names))
    return frozenset(parts)


def storable(
    document: Document, before: Mapping[str, Any], changed: Mapping[str, Any], editable: frozenset[str]
) -> dict[str, Any]:
    """The changed parts as they may be stored; raises ``NotPermitted`` for a part that is not this person's."""
    foreign = sorted(part for part, value in changed.items() if part not in editable and value != before.get(part))
    if foreign:
        raise NotPermitted([Message.of(N_("「%(part)s」目前不由您填寫"), part=part) for part in foreign])
    own = {part: value for part, value in changed.items() if part in editable}
    return validated(kind_named(document.kind).form(document), before, own)
