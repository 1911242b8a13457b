"""Editions of a plan: an approved one is amended by a successor that carries its content over."""

from __future__ import annotations

import json

from sqlalchemy import select

from models.audit_log import AuditEntry
from models.audit_words import Action
from models.document import Document
from workflows.lifecycle import Attempt, Dossier, add_revision, begin_document, in_states
from workflows.plans.definitions import keep_in_step


def open_successor(dossier: Dossier) -> Document | None:
    """The amendment of this plan that is under way, if any."""
    return dossier.session.scalar(
        select(Document).where(
            Document.predecessor_id == dossier.document.id,
            in_states(lambda state: not (state.final and state.aside), (dossier.kind.name,)),
        )
    )


def editions(dossier: Dossier) -> list[Document]:
    """All editions of this agency's plan of this year, newest first, withdrawn ones included."""
    plan = dossier.plan
    return list(
        dossier.session.scalars(
            select(Document)
            .where(Document.kind == plan.kind, Document.agency_id == plan.agency_id, Document.year == plan.year)
            .order_by(Document.edition.desc(), Document.id.desc())
        )
    )


def amendment_grounds(dossier: Dossier) -> tuple[str, str]:
    """On what grounds, and with what words, this edition amends the one before it; empty for a first edition."""
    plan = dossier.plan
    if plan.predecessor_id is None:
        return "", ""
    name = f"{plan.kind}:{plan.predecessor_id}"
    lines = dossier.session.scalars(
        select(AuditEntry.line)
        .where(AuditEntry.object == name, AuditEntry.action == Action.AMEND)
        .order_by(AuditEntry.seq.desc())
    )
    for details in map(json.loads, lines):
        if details["details"]["successor"] == plan.object_name:
            return details["details"]["grounds"], details["reason"]
    return "", ""


def open_edition(attempt: Attempt) -> Document:
    """Begin the next edition with the content and KPI definitions of the approved one.

    Sheets stay where they are: a sheet of an earlier edition holds as long as the text it judged is unchanged.
    """
    unit, plan = attempt.work, attempt.document
    successor = begin_document(
        unit, plan.kind, plan.agency, plan.year, plan.title, predecessor=plan, authority_id=plan.authority_id
    )
    content = attempt.dossier.content
    add_revision(unit, successor, content, attempt.inputs.reason)
    keep_in_step(unit, successor, content)
    return successor
