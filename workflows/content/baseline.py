"""With what a document is compared: the last round, the approved edition, what a person signed last, any revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.document import Document, Revision
from models.storage import manifest_of, read
from workflows.lifecycle import Dossier

APPROVED_BASELINE = "approved"
"""The name of the approved edition among baselines; revisions are named by their numbers."""


@dataclass(frozen=True)
class Baseline:
    """One revision to compare with. ``why``: ``submitted``, ``approved``, ``signed``, ``now`` or nothing in particular."""

    name: str
    why: str
    revision: Revision

    @property
    def at(self) -> datetime:
        """When the revision was kept."""
        return self.revision.created_at

    def content(self, dossier: Dossier) -> dict[str, Any]:
        """The content; shared, never changed in place."""
        return read(dossier.session, manifest_of(self.revision))


def baselines(dossier: Dossier, user_id: int) -> list[Baseline]:
    """Everything this document may be compared with, the best reason first; empty for a first round."""
    document = dossier.document
    revisions = _revisions(dossier)
    earlier = [row for row in dossier.sign_offs if row.round < document.round and row.document_id == document.id]
    bases: dict[str, Baseline] = {}

    def offer(number: int, why: str) -> None:
        if number in revisions and number != document.revision:
            bases.setdefault(str(number), Baseline(str(number), why, revisions[number]))

    if earlier:
        offer(max(row.revision for row in earlier), "submitted")
    mine = [row.revision for row in earlier if row.user_id == user_id]
    if mine:
        offer(max(mine), "signed")
    if (approved := _approved(dossier)) is not None:
        bases[APPROVED_BASELINE] = Baseline(APPROVED_BASELINE, "approved", approved)
    return list(bases.values())


def every_revision(dossier: Dossier) -> list[Baseline]:
    """All revisions of the document, newest first."""
    head = dossier.document.revision
    return [
        Baseline(str(number), "now" if number == head else "", revision)
        for number, revision in sorted(_revisions(dossier).items(), reverse=True)
    ]


def _revisions(dossier: Dossier) -> dict[int, Revision]:
    rows = dossier.session.scalars(
        select(Revision).where(Revision.document_id == dossier.document.id).options(joinedload(Revision.author))
    )
    return {row.number: row for row in rows}


def _approved(dossier: Dossier) -> Revision | None:
    """The newest revision of the edition in force when this one was begun."""
    if dossier.document.predecessor_id is None:
        return None
    revision: Revision | None = dossier.session.scalar(
        select(Revision)
        .join(Document, (Document.id == Revision.document_id) & (Document.revision == Revision.number))
        .where(Document.id == dossier.document.predecessor_id)
        .options(joinedload(Revision.author))
    )
    return revision
