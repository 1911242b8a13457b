"""A plan from a file, stored as a draft with what is uncertain about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from exchange.content import NewId, to_content
from exchange.imported import Imported
from exchange.registry import reader_of
from workflows.actions import Outcome
from workflows.occasion import Occasion
from workflows.plans import Origin, create_plan, new_row_id

_ROW = re.compile(r"(goals|kpis|key_plans)\[(\d+)\]")


def import_plan(
    occasion: Occasion, file: Path, imported: Imported, *, agency_id: int, year: int, new_id: NewId = new_row_id
) -> Outcome:
    """Begin the draft; raises what ``create_plan`` raises."""
    content = to_content(imported, new_id=new_id)
    doubts = tuple({"at": _placed(doubt.at, content), "why": str(doubt.why)} for doubt in imported.uncertain)
    digest = sha256(file.read_bytes()).hexdigest()
    origin = Origin(file.name, digest, reader_of(file.name).name, len(doubts), doubts)
    return create_plan(occasion, agency_id=agency_id, year=year, content=content, origin=origin)


def _placed(at: str, content: Mapping[str, Any]) -> str:
    """A place of the file, whose rows are counted, as a place of the content, whose rows have ids."""

    def named(found: re.Match[str]) -> str:
        rows, place = content[found[1]], int(found[2])
        return f"{found[1]}[{rows[place]['id']}]" if place < len(rows) else found[1]

    return _ROW.sub(named, at, count=1)
