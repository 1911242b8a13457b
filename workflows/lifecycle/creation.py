"""Beginning documents: the row, its first state and the entry that says so."""

from __future__ import annotations

from models.audit_log import Entry
from models.audit_words import Action
from models.document import Document
from models.people import Agency
from workflows.lifecycle.registry import kind_named
from workflows.lifecycle.transaction import UnitOfWork


def begin_document(
    unit: UnitOfWork,
    kind: str,
    agency: Agency,
    year: int,
    title: str,
    *,
    parent: Document | None = None,
    part_key: str | None = None,
    predecessor: Document | None = None,
    authority_id: int | None = None,
    form_version: str = "",
) -> Document:
    """Begin a document in its kind's first state and write that down. The caller has checked permission."""
    definition, context = kind_named(kind), unit.context
    document = Document(
        kind=definition.name,
        agency=agency,
        authority_id=authority_id if authority_id is not None else agency.parent_id,
        year=year,
        title=title[:200],
        state=definition.workflow.start,
        state_since=context.at,
        edition=(predecessor.edition + 1) if predecessor else (parent.edition if parent else 1),
        workflow_version=definition.workflow.version,
        form_version=form_version or definition.form_version,
        parent=parent,
        part_key=part_key,
        predecessor_id=predecessor.id if predecessor else None,
        created_by=context.actor.id,
        created_at=context.at,
        changed_at=context.at,
        round=1,
        revision=0,
        authors_since=0,
    )
    unit.session.add(document)
    unit.session.flush()
    unit.write(
        Entry(
            action=Action.CREATE,
            object=document.object_name,
            actor=context.named(agency.name),
            came_from=None,
            went_to=document.state,
            details={
                "kind": definition.name,
                "agency": agency.name,
                "year": year,
                "title": document.title,
                "parent": parent.object_name if parent else None,
                "part_key": part_key,
                "form_version": document.form_version,
                "workflow_version": document.workflow_version,
            },
        )
    )
    return document
