"""Actual values of indicators: entered by the drafter with evidence, confirmed or returned by 研考, never overwritten.

Every entry of a period is a new number. The newest that was confirmed is in force until a newer one is confirmed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from models.audit import Action, Entry
from models.document import Document
from models.kpi import KpiResult
from models.vocabulary import Kind
from models.wording import N_, Message, said
from workflows.lifecycle.context import ActionContext
from workflows.lifecycle.definitions import Permission as P
from workflows.lifecycle.permissions import may
from workflows.lifecycle.refusals import NotPermitted, NotVisible, Overtaken, Refused, WrongState, blocker
from workflows.lifecycle.unit_of_work import UnitOfWork
from workflows.lifecycle.verbs import Request, begin_work, carry_out, granted, refusals_recorded
from workflows.results.values import NewResult, reckoned

MEANING = N_("本人以研考身分確認本期實際值與佐證資料相符。")
MOST = 2000
"""Characters of a reason."""
LARGEST = 1_000_000
"""No year and no number of an entry is larger; a database could not even compare much larger ones."""


@dataclass(frozen=True)
class ResultOutcome:
    """What a verb brought about: where the entry stands."""

    document_id: int
    year: int
    period: str
    number: int
    state: str
    value: str


def enter(
    document_id: int, context: ActionContext, new: NewResult, *, seen: int, idempotency_key: str | None = None
) -> ResultOutcome:
    """Enter an actual value for one period of an indicator in force.

    ``seen`` is the newest number of the period that the person saw, 0 for none: whoever was overtaken is told so.
    An entry that still waited for 研考 is replaced; a confirmed one stays in force until this one is confirmed.
    Raises ``NotVisible``, ``NotPermitted``, ``WrongState``, ``Overtaken`` or ``Refused`` with every finding.
    """

    def act(unit: UnitOfWork) -> ResultOutcome:
        document = begin_work(unit, document_id, concern=_require_indicator, permission=_drafter_only).document
        if document.state != "in_force":
            raise WrongState(document.id, document.version, document.state, document.revision)
        newest = _newest(unit.session, document_id, new.year, new.period)
        if (newest.number if newest else 0) != seen:
            raise _overtaken(document, newest)
        value, inputs = reckoned(unit.session, document, new)
        row = _written(unit, document, new, value, inputs, seen + 1)
        unit.write(_entry(Action.RESULT_ENTER, document, context, row, reason=new.note.strip()))
        return _outcome_of(unit, row)

    asked = {"result": document_id, "seen": seen, "new": asdict(new)}
    with refusals_recorded(context, document_id, Action.RESULT_ENTER.value):
        return carry_out(context, act, Request(idempotency_key, asked, ResultOutcome))


def confirm(
    document_id: int, year: int, period: str, number: int, context: ActionContext, *, idempotency_key: str | None = None
) -> ResultOutcome:
    """Confirm an entry; it is then the period's value, and the one confirmed before is kept as replaced."""
    return _settled(document_id, year, period, number, context, "confirmed", "", idempotency_key)


def send_back(
    document_id: int,
    year: int,
    period: str,
    number: int,
    context: ActionContext,
    *,
    reason: str,
    idempotency_key: str | None = None,
) -> ResultOutcome:
    """Return an entry to the drafter with a reason; the value confirmed before, if any, stays in force."""
    return _settled(document_id, year, period, number, context, "returned", reason, idempotency_key)


def _settled(
    document_id: int,
    year: int,
    period: str,
    number: int,
    context: ActionContext,
    state: str,
    reason: str,
    idempotency_key: str | None,
) -> ResultOutcome:
    action = Action.RESULT_CONFIRM if state == "confirmed" else Action.RESULT_RETURN

    def act(unit: UnitOfWork) -> ResultOutcome:
        document = begin_work(unit, document_id, concern=_require_indicator).document
        row = _found(unit.session, document_id, year, period, number)
        if objections := objections_to_settling(context, document, row):
            raise NotPermitted(objections)
        if row.state != "entered":
            raise _overtaken(document, row)
        if state == "returned" and not 0 < len(reason.strip()) <= MOST:
            raise Refused(blocker("WF-02", said(N_("請填寫退回的理由，最多 %(most)s 字"), most=MOST), "reason"))
        _settle(unit, row, state, reason.strip())
        meaning = MEANING if state == "confirmed" else ""
        unit.write(_entry(action, document, context, row, reason=reason.strip(), meaning=meaning))
        return _outcome_of(unit, row)

    asked = {"settle": document_id, "year": year, "period": period, "number": number, "to": state, "reason": reason}
    with refusals_recorded(context, document_id, action.value):
        return carry_out(context, act, Request(idempotency_key, asked, ResultOutcome))


def objections_to_entering(context: ActionContext, document: Document) -> list[Message]:
    """Why this person may not enter values for this indicator now; none where they may."""
    if not may(context.actor, P.RESULT_ENTER, document):
        return [said(N_("實際值由本機關承辦人填報"))]
    if document.state == "superseded":
        return [said(N_("這項指標已由修正版取代，請在修正版填報"))]
    if document.state != "in_force":
        return [said(N_("指標隨計畫核定生效之後，才能填報實際值"))]
    return []


def objections_to_settling(context: ActionContext, document: Document, row: KpiResult) -> list[Message]:
    """Why this person may not confirm or return this entry; none where they may."""
    if not may(context.actor, P.RESULT_CONFIRM, document):
        return [said(N_("實際值由本機關研考確認或退回"))]
    if row.entered_by == context.actor.id:
        return [said(N_("這筆數值是您填報的，要由另一位研考人員確認"))]
    return []


def _require_indicator(document: Document) -> None:
    if document.kind != Kind.KPI_DEFINITION:
        raise NotVisible


_drafter_only = granted(P.RESULT_ENTER, N_("實際值由本機關承辦人填報"))


def _newest(session: Session, document_id: int, year: int, period: str) -> KpiResult | None:
    newest: KpiResult | None = session.scalar(
        _of_period(document_id, year, period).order_by(KpiResult.number.desc()).limit(1)
    )
    return newest


def _found(session: Session, document_id: int, year: int, period: str, number: int) -> KpiResult:
    if max(year, number) > LARGEST:
        raise NotVisible
    row: KpiResult | None = session.scalar(_of_period(document_id, year, period).where(KpiResult.number == number))
    if row is None:
        raise NotVisible
    return row


def _of_period(document_id: int, year: int, period: str) -> Any:
    """What is read here was locked with its document; the session may remember an older state of it."""
    where = (KpiResult.document_id == document_id, KpiResult.year == year, KpiResult.period == period)
    return select(KpiResult).where(*where).execution_options(populate_existing=True)


def _overtaken(document: Document, row: KpiResult | None) -> Overtaken:
    """For machines: the version is the number, the state that of the newest entry."""
    return Overtaken(document.id, row.number if row else 0, row.state if row else "", document.revision)


def _written(unit: UnitOfWork, document: Document, new: NewResult, value: str, inputs: str, number: int) -> KpiResult:
    _replace(unit, document.id, new.year, new.period, "entered")
    row = KpiResult(
        document_id=document.id, year=new.year, period=new.period, number=number, value=value, inputs=inputs,
        evidence=new.evidence.strip(), note=new.note.strip(), definition_revision=document.revision, state="entered",
        entered_by=unit.context.actor.id, entered_at=unit.context.at,
    )  # fmt: skip
    unit.session.add(row)
    return row


def _settle(unit: UnitOfWork, row: KpiResult, state: str, reason: str) -> None:
    """Compare and swap: of two who settle at once one finds it settled."""
    if state == "confirmed":
        _replace(unit, row.document_id, row.year, row.period, "confirmed")
    done: CursorResult[Any] = unit.session.execute(  # type: ignore[assignment]
        update(KpiResult)
        .where(KpiResult.id == row.id, KpiResult.state == "entered")
        .values(state=state, settled_by=unit.context.actor.id, settled_at=unit.context.at, settled_note=reason)
    )
    if done.rowcount != 1:
        raise Overtaken(row.document_id, row.number, "", row.definition_revision)
    unit.session.refresh(row)


def _replace(unit: UnitOfWork, document_id: int, year: int, period: str, state: str) -> None:
    """What stood in this state gives way and is kept."""
    where = (KpiResult.document_id == document_id, KpiResult.year == year, KpiResult.period == period)
    unit.session.execute(update(KpiResult).where(*where, KpiResult.state == state).values(state="replaced"))


def _entry(
    action: Action, document: Document, context: ActionContext, row: KpiResult, *, reason: str, meaning: str = ""
) -> Entry:
    return Entry(
        action, document.object_name, context.named(document.agency.name), revision=document.revision or None,
        content_sha256=document.content_sha256, reason=reason, meaning=meaning,
        details={"year": row.year, "period": row.period, "number": row.number, "value": row.value},
    )  # fmt: skip


def _outcome_of(unit: UnitOfWork, row: KpiResult) -> ResultOutcome:
    unit.session.flush()
    return ResultOutcome(row.document_id, row.year, row.period, row.number, row.state, row.value)
