"""A plan from a file, stored as a draft with what is uncertain about it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from exchange.content import NewId, placed_doubts, to_content
from exchange.imported import Imported
from exchange.registry import reader_of
from workflows.content import new_row_id
from workflows.lifecycle import ActionContext, Outcome
from workflows.plans import ImportOrigin, create_plan


def import_plan(
    action_context: ActionContext,
    file: Path,
    imported: Imported,
    *,
    agency_id: int,
    year: int,
    new_id: NewId = new_row_id,
) -> Outcome:
    """Begin the draft; raises what ``create_plan`` raises."""
    content = to_content(imported, new_id=new_id)
    doubts = tuple(placed_doubts(imported, content))
    digest = sha256(file.read_bytes()).hexdigest()
    origin = ImportOrigin(file.name, digest, reader_of(file.name).name, len(doubts), doubts)
    return create_plan(action_context, agency_id=agency_id, year=year, content=content, origin=origin)
