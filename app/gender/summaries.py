"""What the officer's desk takes out of each sheet's content, remembered by the content's digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from models.cache import MIB, Cache
from models.document import Revision
from models.storage import load
from workflows.language import WEEK, from_roc
from workflows.schema import judged_digest, parts_of


@dataclass(frozen=True)
class SheetSummary:
    """What a list shows of a sheet: its domains, whether it is related, and whether notice came within a week of the start."""

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


_summaries: Cache[SheetSummary] = Cache(2 * MIB)
_judged: Cache[Mapping[str, str]] = Cache(MIB // 2)
_reckoned: Cache[int] = Cache(MIB // 8)


def summaries_of(session: Session, sheets: Iterable[Any]) -> dict[int, SheetSummary]:
    """The summary of each sheet (rows with ``id``, ``revision``, ``content_sha256``); what is not in the cache is read at once."""
    summaries, wanted = {}, []
    for sheet in sheets:
        known = _summaries.get(sheet.content_sha256 or "")
        if known is None and sheet.content_sha256:
            wanted.append(sheet)
        else:
            summaries[sheet.id] = known or SheetSummary()
    if wanted:
        summaries |= _read_summaries(session, wanted)
    return summaries


def _read_summaries(session: Session, sheets: list[Any]) -> dict[int, SheetSummary]:
    heads = {
        row.document_id: json.loads(row.manifest)
        for row in session.execute(
            select(Revision.document_id, Revision.manifest).where(
                tuple_(Revision.document_id, Revision.number).in_([(one.id, one.revision) for one in sheets])
            )
        )
    }
    parts = load(session, {manifest[""] for manifest in heads.values()})
    summaries = {}
    for one in sheets:
        summaries[one.id] = _summaries.put(one.content_sha256, summary_of(json.loads(parts[heads[one.id][""]])))
    return summaries


def summary_of(content: Mapping[str, Any]) -> SheetSummary:
    """What the desk shows of one content; with several experts, one who says 有關 suffices."""
    relevance = [str(part.get("relevance") or "") for _key, part in parts_of(content)]
    begun = [day for _key, part in parts_of(content) if (day := from_roc(str(part.get("from") or "")))]
    results = content.get("results") or {}
    return SheetSummary(
        domains=tuple(content.get("domains") or ()),
        relevance="有關" if "有關" in relevance else "無關" if "無關" in relevance else "",
        begun=min(begun, default=None),
        notified=from_roc(str(results.get("notified") or "")),
    )


def judged_now(content_sha256: str | None, read_plan: Any) -> Mapping[str, str]:
    """Per key plan the digest of what a sheet would judge now; ``read_plan`` is asked where it is not remembered."""
    key = (content_sha256 or "", "judged")
    if (known := _judged.get(key)) is not None:
        return known
    content = read_plan()
    kpis = content.get("kpis", [])
    return _judged.put(key, {row["id"]: judged_digest(row, kpis) for row in content.get("key_plans", [])})


def reckoned(key: Any, reckon: Callable[[], int]) -> int:
    """A count that is the same as long as its key is."""
    known = _reckoned.get(key)
    return _reckoned.put(key, reckon()) if known is None else known
