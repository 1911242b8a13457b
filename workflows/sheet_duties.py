"""Which key plans owe a gender-impact sheet, and where each sheet stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.canonical import canonical, digest
from models.document import Document, Revision
from models.storage import manifest_of, read
from models.vocabulary import Kind
from models.wording import N_, Message, said
from workflows.dossier import Dossier

JUDGED_FIELDS = ("item", "category", "content", "kpis")
"""The fields of a key plan that a sheet judges: goals, target group, content, budget, as far as the plan says them."""


@dataclass(frozen=True)
class Duty:
    """One key plan's duty: ``sheet`` is its document if begun, ``settled`` whether the plan may go on."""

    row_id: str
    item: str
    sheet: Document | None
    settled: bool
    stale: bool
    message: Message


def judged_digest(row: dict[str, Any]) -> str:
    """The digest of what a sheet judged; a change elsewhere in the plan does not touch it."""
    return digest(canonical({name: row[name] for name in JUDGED_FIELDS}))


def is_stale(sheet: Dossier) -> bool:
    """Whether a completed or exempt sheet judged another text than the plan has now."""
    return _stale(sheet.document, sheet.row)


def _stale(sheet: Document, row: dict[str, Any] | None) -> bool:
    if sheet.state not in ("completed", "exempt") or row is None:
        return False
    return sheet.judged_sha256 != judged_digest(row)


def judged_row(sheet: Dossier, most: int = 300) -> dict[str, Any] | None:
    """The row of the key plan as the sheet judged it, found among the plan's revisions; ``None`` if it is not there."""
    seen: set[str] = set()
    revisions = sheet.session.scalars(
        select(Revision).where(Revision.document_id == sheet.plan.id).order_by(Revision.number.desc()).limit(most)
    )
    for revision in revisions:
        part = manifest_of(revision).get("key_plans")
        if part is None or part in seen:
            continue
        seen.add(part)
        rows = read(sheet.session, {"key_plans": part})["key_plans"]
        row = next((row for row in rows if row["id"] == sheet.document.part_key), None)
        if row is not None and judged_digest(row) == sheet.document.judged_sha256:
            return dict(row)
    return None


def inherited_sheets(plan: Dossier) -> dict[str | None, Document]:
    """The sheets of all editions before: each holds (沿用) as long as the text it judged is unchanged."""
    found: dict[str | None, Document] = {}
    before = plan.document.predecessor_id
    while before is not None:
        rows = plan.session.scalars(
            select(Document).where(
                Document.parent_id == before,
                Document.kind == Kind.GENDER_IMPACT,
                Document.state.in_(("completed", "exempt")),
            )
        )
        found = {row.part_key: row for row in rows} | found
        before = plan.session.scalar(select(Document.predecessor_id).where(Document.id == before))
    return found


def duties(plan: Dossier) -> Iterator[Duty]:
    """The duty of every key plan that owes a sheet or has one, in the order of the plan."""
    sheets = inherited_sheets(plan) | {sheet.part_key: sheet for sheet in plan.sheets}
    for row in plan.content.get("key_plans", []):
        sheet = sheets.get(row["id"])
        if sheet is None and not row.get("gia_owed"):
            continue
        stale = sheet is not None and _stale(sheet, row)
        settled = sheet is not None and sheet.state in ("completed", "exempt") and not stale
        yield Duty(row["id"], row["item"], sheet, settled, stale, _message(row["item"], sheet, stale))


def _message(item: str, sheet: Document | None, stale: bool) -> Message:
    from workflows.kinds import KINDS

    if sheet is None:
        return said(N_("重要計畫「%(item)s」應辦性別影響評估，尚未填表"), item=item)
    if stale:
        return said(N_("重要計畫「%(item)s」的內容在性別影響評估之後已變更，待再確認"), item=item)
    label = KINDS[sheet.kind].workflow.state_named[sheet.state].label
    return said(N_("重要計畫「%(item)s」的性別影響評估目前為「%(state)s」"), item=item, state=said(label))
