"""What a change of key plans does to what was judged on them: sheets go stale, decisions lapse, people are notified."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.audit_log import Entry
from models.audit_words import Action
from models.document import Document
from models.people import RoleHolding, User
from models.vocabulary import Role
from models.wording import N_, Message
from workflows.gender.duty import decisions, inherited_sheets, is_settled, rows_in, sheets_of_plan
from workflows.language import calendar
from workflows.lifecycle import SYSTEM_ACTOR, Dossier, UnitOfWork, state_of
from workflows.notices import notify

Rows = Mapping[str, Mapping[str, Any]]
NAMED = 3
"""How many key plans a notice names before it only counts them."""


def mark_stale(unit: UnitOfWork, plan: Dossier, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write down which settled sheets no longer fit the text they judged, and tell the gender officers and the drafter.

    ``before`` and ``after`` are the plan's content around a save; nothing is done for rows that did not change.
    """
    assessments, part = plan.kind.assessments, plan.kind.indicators.part
    old, new = rows_in(plan.kind, before), rows_in(plan.kind, after)
    touched = {row_id for row_id in old.keys() & new.keys() if old[row_id] != new[row_id]}
    if not touched:
        return
    kpis = (before.get(part, []), after.get(part, []))
    stale = [
        one
        for one in _settled(plan, touched)
        if _left(one.judged_sha256, old, new, one.part_key, assessments.judged, kpis)
    ]
    lapsed = [
        row_id
        for row_id, one in decisions(plan).items()
        if row_id in touched and _left(one.judged_sha256, old, new, row_id, assessments.decided, kpis)
    ]
    for sheet in stale:
        unit.write(
            Entry(
                Action.STALE,
                sheet.object_name,
                SYSTEM_ACTOR,
                came_from=sheet.state,
                went_to=sheet.state,
                revision=sheet.revision,
                content_sha256=sheet.content_sha256,
                details={"cause": Action.REVISE.value},
            )
        )
    _notify_owners(unit, plan, stale, [assessments.title(new[row_id]) for row_id in lapsed])


def _settled(plan: Dossier, touched: set[str]) -> list[Document]:
    sheets = inherited_sheets(plan) | {sheet.part_key: sheet for sheet in sheets_of_plan(plan)}
    return [sheet for key, sheet in sheets.items() if key in touched and is_settled(state_of(sheet))]


def _left(judged: str | None, old: Rows, new: Rows, row_id: str | None, digest_of: Any, kpis: Sequence[Any]) -> bool:
    """Whether the text was as judged before and is so no longer."""
    if row_id is None:
        return False
    return bool(digest_of(old[row_id], kpis[0]) == judged != digest_of(new[row_id], kpis[1]))


def officers_of(session: Session, agency_id: int, day: date) -> list[int]:
    """The agency's gender officers of a day, by id."""
    return list(
        session.scalars(
            select(RoleHolding.user_id)
            .join(User, User.id == RoleHolding.user_id)
            .where(
                RoleHolding.agency_id == agency_id,
                RoleHolding.role == Role.GENDER_OFFICER,
                RoleHolding.since <= day,
                or_(RoleHolding.until.is_(None), RoleHolding.until >= day),
                User.active,
            )
            .distinct()
        )
    )


def _notify_owners(unit: UnitOfWork, plan: Dossier, stale: Sequence[Document], lapsed: Sequence[str]) -> None:
    if not stale and not lapsed:
        return
    document = plan.document
    officers = officers_of(unit.session, document.agency_id, calendar.today(unit.context.at))
    for sheet in stale:
        subject = Message.of(N_("檢視表待再確認：%(title)s"), title=sheet.title)
        body = Message.of(
            N_(
                "%(name)s 修改了重要計畫「%(title)s」，所評估的內容已變更。請性平填理由再確認，或由承辦人重新辦理；在此之前計畫不能通過性別影響檢核。"
            ),
            name=unit.context.actor.name,
            title=sheet.title,
        )
        _each(
            unit, {*officers, sheet.submitter_id or sheet.created_by}, "sheet_stale", subject, body, sheet.object_name
        )
    if lapsed:
        subject = Message.of(N_("應辦認定已失效 %(n)s 項"), n=len(lapsed))
        body = Message.of(N_("%(items)s 的內容或主張已變更，請重新認定應否辦理性別影響評估。"), items=named(lapsed))
        _each(unit, officers, "decision_lapsed", subject, body, document.object_name)


def named(items: Sequence[str]) -> str:
    """The first few names, and how many there are in all."""
    first = "、".join(f"「{item}」" for item in items[:NAMED])
    return first if len(items) <= NAMED else f"{first} 等 {len(items)} 項"


def _each(unit: UnitOfWork, people: Iterable[int], kind: str, subject: Message, body: Message, about: str) -> None:
    for user in sorted(people):
        notify(unit, kind=kind, subject=subject, body=body, user=user, about=about)
