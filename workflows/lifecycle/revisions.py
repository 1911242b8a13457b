"""Making a revision: the changed parts are stored, the unchanged ones shared, and it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.audit_log import Entry
from models.audit_words import Action
from models.canonical import canonical, compose, digest
from models.document import Document, Revision
from models.storage import load, manifest_of, store
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.transaction import UnitOfWork

MAX_BYTES = 2_000_000
"""The canonical bytes of one document's content; the real plans are below 100 KB."""


def add_revision(
    unit: UnitOfWork, document: Document, changed: Mapping[str, Any], note: str = "", *, author: int | None = None
) -> Revision | None:
    """Keep a new revision of the document with these parts changed; ``None`` if nothing is different.

    ``changed`` maps part names to whole new values; the part ``""`` is the whole content of kinds that are not
    divided. The caller has made sure that it is well-formed and permitted. ``author`` is given only where the words are
    not those of whoever acts.
    """
    dossier = Dossier(unit.session, document)
    before = manifest_of(dossier.head) if dossier.head else {}
    fresh = {part: canonical(value) for part, value in changed.items()}
    moved = {part: data for part, data in fresh.items() if digest(data) != before.get(part)}
    if not moved:
        return None
    manifest = before | {part: store(unit.session, data, before.get(part)) for part, data in moved.items()}
    revision = Revision(
        document_id=document.id,
        number=document.revision + 1,
        content_sha256=_whole(unit, manifest, fresh),
        manifest=canonical(manifest).decode(),
        form_version=document.form_version,
        author_id=author or unit.context.actor.id,
        note=note[:500],
        created_at=unit.context.at,
    )
    unit.session.add(revision)
    document.revision, document.content_sha256 = revision.number, revision.content_sha256
    document.changed_at = unit.context.at
    unit.write(
        Entry(
            action=Action.REVISE,
            object=document.object_name,
            actor=unit.context.named(document.agency.name),
            came_from=document.state,
            went_to=document.state,
            revision=revision.number,
            content_sha256=revision.content_sha256,
            reason=note[:500],
            details={"parts": sorted(moved)},
        )
    )
    return revision


def _whole(unit: UnitOfWork, manifest: Mapping[str, str], fresh: Mapping[str, bytes]) -> str:
    parts = load(unit.session, [name for part, name in manifest.items() if part not in fresh])
    data = {part: fresh[part] if part in fresh else parts[name] for part, name in manifest.items()}
    return digest(data[""] if set(data) == {""} else compose(data))


def content_bytes(unit_session: Any, revision: Revision) -> bytes:
    """The canonical bytes of a whole revision; their SHA-256 is ``content_sha256``."""
    manifest = manifest_of(revision)
    parts = load(unit_session, list(manifest.values()))
    if set(manifest) == {""}:
        return parts[manifest[""]]
    return compose({part: parts[name] for part, name in manifest.items()})
