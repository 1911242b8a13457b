"""What the officer's desk takes out of each sheet's content, remembered by the content's digest."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.document import Revision
from models.storage import load
from workflows.language.calendar import WEEK, from_roc
from workflows.schema.expert_parts import parts_of
from workflows.schema.impact_claims import judged_digest

KEPT = 4096
"""Taking part and revising leave a week at least (GI-17, S003 L591)."""


@dataclass(frozen=True)
class SheetSummary:
    """A sheet at one glance: its domains, whether it is related, and whether notice came within a week of the start."""

    domains: tuple[str, ...] = ()
    relevance: str = ""
    begun: date | None = None
    notified: date | None = None

    @property
    def earliest(self) -> date | None:
        """The first day on which the results may be told (GI-17)."""
        return self.begun + WEEK if self.begun else None

    @property
    def short(self) -> bool:
        """Whether less than a week lay between the start and the notice."""
        return bool(self.notified and self.earliest and self.notified < self.earliest)


_glances: OrderedDict[str, SheetSummary] = OrderedDict()
_judged: OrderedDict[tuple[str, str], Mapping[str, str]] = OrderedDict()
_reckoned: OrderedDict[Any, int] = OrderedDict()
_lock = Lock()


def summaries_of(session: Session, sheets: Iterable[Any]) -> dict[int, SheetSummary]:
    """A glance of each sheet (rows with ``id``, ``revision``, ``content_sha256``); what is not remembered is read at once."""
    found, wanted = {}, []
    for sheet in sheets:
        known = _glances.get(sheet.content_sha256 or "")
        if known is None and sheet.content_sha256:
            wanted.append(sheet)
        else:
            found[sheet.id] = known or SheetSummary()
    if wanted:
        found |= _read(session, wanted)
    return found


def _read(session: Session, sheets: list[Any]) -> dict[int, SheetSummary]:
    heads = {
        row.document_id: json.loads(row.manifest)
        for row in session.execute(
            select(Revision.document_id, Revision.manifest).where(
                tuple_(Revision.document_id, Revision.number).in_([(one.id, one.revision) for one in sheets])
            )
        )
    }
    parts = load(session, {manifest[""] for manifest in heads.values()})
    found = {}
    with _lock:
        for one in sheets:
            glance = summary_of(json.loads(parts[heads[one.id][""]]))
            found[one.id] = _glances[one.content_sha256] = glance
        while len(_glances) > KEPT:
            _glances.popitem(last=False)
    return found


def summary_of(content: Mapping[str, Any]) -> SheetSummary:
    """What the desk shows of one content; with several experts, one who says 有關 suffices."""
    told = [str(part.get("relevance") or "") for _key, part in parts_of(content)]
    begun = [day for _key, part in parts_of(content) if (day := from_roc(str(part.get("from") or "")))]
    results = content.get("results") or {}
    return SheetSummary(
        domains=tuple(content.get("domains") or ()),
        relevance="有關" if "有關" in told else "無關" if "無關" in told else "",
        begun=min(begun, default=None),
        notified=from_roc(str(results.get("notified") or "")),
    )


def judged_now(content_sha256: str | None, read_plan: Any) -> Mapping[str, str]:
    """Per key plan the digest of what a sheet would judge now; ``read_plan`` is asked where it is not remembered."""
    key = (content_sha256 or "", "judged")
    with _lock:
        if (known := _judged.get(key)) is not None:
            _judged.move_to_end(key)
            return known
    content = read_plan()
    kpis = content.get("kpis", [])
    found = {row["id"]: judged_digest(row, kpis) for row in content.get("key_plans", [])}
    with _lock:
        _judged[key] = found
        while len(_judged) > 64:
            _judged.popitem(last=False)
    return found


def reckoned(key: Any, reckon: Callable[[], int]) -> int:
    """A count that is the same as long as its key is."""
    with _lock:
        if (known := _reckoned.get(key)) is not None:
            _reckoned.move_to_end(key)
            return known
    found = reckon()
    with _lock:
        _reckoned[key] = found
        while len(_reckoned) > 256:
            _reckoned.popitem(last=False)
    return found
