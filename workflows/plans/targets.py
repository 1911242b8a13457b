"""Targets as a dated history: what a save changes in them, when that needs a reason, and the entry that is kept for ever.

A target is told apart by its indicator and its ROC year: the row's own for the year of the plan, one for each of its
other years. The first value is an entry whose ``before`` is empty, also when it came with an imported file; so the
entries alone tell the whole story. A target that goes with its row leaves an entry whose ``after`` is empty. An edition
takes the targets of the one before it over without entries: they are compared with what it began with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.audit_log import Entry
from models.audit_words import Action
from models.canonical import canonical
from models.document import Document
from models.kpi import TargetChange
from models.wording import N_, Message
from workflows.lifecycle import Malformed, UnitOfWork, blocking_finding, kind_named
from workflows.schema import UNPRINTABLE

FIELD = "target_reason"
"""Where a refusal says that the reason is to be given."""
MOST = 2000
Content = Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """One target that differs: of which row, for which ROC year, as canonical JSON, empty where there is none."""

    row_id: str
    title: str
    year: int
    before: str
    after: str


def changed_targets(before: Content, after: Content, plan_year: int) -> list[Changed]:
    """Every target that differs between two contents of a plan of this year, in the order of the rows."""
    old = {row["id"]: row for row in before.get("kpis", ())}
    new = {row["id"]: row for row in after.get("kpis", ())}
    changes: list[Changed] = []
    for row_id in (*new, *(one for one in old if one not in new)):
        was, now = old.get(row_id), new.get(row_id)
        if was is now or was == now:
            continue
        earlier, present = targets_of(was or {}, plan_year), targets_of(now or {}, plan_year)
        title = (now or was or {}).get("title", "")
        changes += [
            Changed(row_id, title, year, earlier.get(year, ""), present.get(year, ""))
            for year in sorted(earlier.keys() | present.keys())
            if earlier.get(year, "") != present.get(year, "")
        ]
    return changes


def targets_of(row: Mapping[str, Any], plan_year: int) -> dict[int, str]:
    """The targets of one row by year; a year listed beside that is the plan's own does not speak for it."""
    listed = {one["year"]: one["target"] for one in row.get("years", ())}
    if "target" in row:
        listed[plan_year] = row["target"]
    return {year: canonical(target).decode() for year, target in listed.items() if target["value"] or target["text"]}


def needs_target_reason(plan: Document) -> bool:
    """Whether a changed target must be explained: others have seen the plan before, or it amends an approved one."""
    return plan.submitted_revision is not None or plan.edition > 1


def require_reason(plan: Document, changed: Sequence[Changed], reason: str) -> None:
    """Refuse a known target changed without a reason once it is owed; raises ``Malformed`` naming the indicator."""
    faults = [blocking_finding("WF-15", fault, _reason_place(changed)) for fault in _faults(plan, changed, reason)]
    if faults:
        raise Malformed(*faults)


def _faults(plan: Document, changed: Sequence[Changed], reason: str) -> Iterator[Any]:
    if UNPRINTABLE.search(reason) or len(reason) > MOST:
        yield Message.of(N_("目標值變更理由最多 %(most)s 字，不得含無法列印的控制字元"), most=MOST)
    known = [one for one in changed if one.before]
    if known and needs_target_reason(plan) and not reason.strip():
        first = known[0]
        words = N_("「%(title)s」%(year)s 年度的目標值與先前送審或核定的不同，請填寫變更理由；您輸入的內容都還在")
        yield Message.of(words, title=first.title, year=first.year)


def _reason_place(changed: Sequence[Changed]) -> str:
    row = next((one.row_id for one in changed if one.before), changed[0].row_id if changed else "")
    return f"kpis[{row}].{FIELD}" if row else FIELD


def remember(unit: UnitOfWork, plan: Document, changed: Sequence[Changed], reason: str) -> None:
    """Keep the entries of what was just saved as the plan's newest revision; a change of a known target is logged."""
    if not changed:
        return
    rows = unit.session.scalars(
        select(Document).where(
            Document.parent_id == plan.id,
            Document.kind == kind_named(plan.kind).indicators.kind,
            Document.part_key.in_({one.row_id for one in changed}),
        )
    )
    definitions = {row.part_key: row for row in rows}
    seen = _recorded_targets(unit, definitions.values()) if any(not one.before for one in changed) else set()
    for one in changed:
        kpi = definitions[one.row_id]
        unit.session.add(
            TargetChange(
                document_id=kpi.id,
                year=one.year,
                before=one.before,
                after=one.after,
                reason=reason.strip(),
                plan_revision=plan.revision,
                edition=plan.edition,
                round=plan.round,
                user_id=unit.context.actor.id,
                at=unit.context.at,
            )
        )
        if one.before or (kpi.id, one.year) in seen:
            unit.write(_entry(unit, plan, kpi, one, reason.strip()))


def _recorded_targets(unit: UnitOfWork, definitions: Any) -> set[tuple[int, int]]:
    """Which targets have entries already: one that comes back after it was struck is no first value."""
    ids = [row.id for row in definitions]
    rows = unit.session.execute(
        select(TargetChange.document_id, TargetChange.year).where(TargetChange.document_id.in_(ids)).distinct()
    )
    return {(row.document_id, row.year) for row in rows}


def _entry(unit: UnitOfWork, plan: Document, kpi: Document, one: Changed, reason: str) -> Entry:
    return Entry(
        Action.TARGET_CHANGE,
        kpi.object_name,
        unit.context.named(plan.agency.name),
        reason=reason,
        details={
            "year": one.year,
            "before": one.before,
            "after": one.after,
            "plan": f"{plan.object_name}@{plan.revision}",
        },
    )
