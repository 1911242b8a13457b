"""Actual values of indicators: entered by the drafter with evidence, confirmed or returned by 研考, never overwritten.

Every entry of a period is a new number. The newest that was confirmed is in force until a newer one is confirmed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from models.audit_words import Action
from models.document import Document
from models.kpi import KpiResult
from models.wording import N_, Message
from workflows.lifecycle import (
    ActionContext,
    NotVisible,
    Overtaken,
    Request,
    UnitOfWork,
    WrongState,
    apply_move,
    carry_out,
    lock_for_verb,
    may,
    measured_kinds,
    refusals_recorded,
    requires_kind,
    requires_permission,
    state_of,
)
from workflows.lifecycle import Permission as P
from workflows.results.attempt import OTHERWISE, ResultAttempt
from workflows.results.values import NewResult
from workflows.results.workflow import RESULT_WORKFLOW, of_period

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
        document = lock_for_verb(unit, document_id, concern=_of_indicator, permission=_drafter_only).document
        if not state_of(document).in_force:
            raise WrongState(document.id, document.version, document.state, document.revision)
        newest = _newest(unit.session, document_id, new.year, new.period)
        if (newest.number if newest else 0) != seen:
            raise _overtaken(document, newest)
        row, move = _unentered(document, unit.context, new, seen + 1), RESULT_WORKFLOW.move_named[Action.RESULT_ENTER]
        apply_move(ResultAttempt(RESULT_WORKFLOW, move, document, row, unit.context, unit, new=new, reason=row.note))
        return _outcome_of(unit, row)

    asked = {"result": document_id, "seen": seen, "new": asdict(new)}
    with refusals_recorded(context, document_id, Action.RESULT_ENTER.value):
        return carry_out(context, act, Request(idempotency_key, asked, ResultOutcome), locks_first=True)


def confirm(
    document_id: int, year: int, period: str, number: int, context: ActionContext, *, idempotency_key: str | None = None
) -> ResultOutcome:
    """Confirm an entry; it is then the period's value, and the one confirmed before is kept as replaced."""
    return _settled(document_id, year, period, number, context, Action.RESULT_CONFIRM, "", idempotency_key)


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
    return _settled(document_id, year, period, number, context, Action.RESULT_RETURN, reason, idempotency_key)


def _settled(
    document_id: int,
    year: int,
    period: str,
    number: int,
    context: ActionContext,
    action: Action,
    reason: str,
    idempotency_key: str | None,
) -> ResultOutcome:
    move = RESULT_WORKFLOW.move_named[action]

    def act(unit: UnitOfWork) -> ResultOutcome:
        document = lock_for_verb(unit, document_id, concern=_of_indicator).document
        row = _entry_of(unit.session, document_id, year, period, number)
        attempt = ResultAttempt(RESULT_WORKFLOW, move, document, row, unit.context, unit, reason=reason)
        attempt.require_permission()
        apply_move(attempt)
        return _outcome_of(unit, row)

    to = move.steps[0].to
    asked = {"settle": document_id, "year": year, "period": period, "number": number, "to": to, "reason": reason}
    with refusals_recorded(context, document_id, action.value):
        return carry_out(context, act, Request(idempotency_key, asked, ResultOutcome), locks_first=True)


def objections_to_entering(context: ActionContext, document: Document) -> list[Message]:
    """Why this person may not enter values for this indicator now; none where they may."""
    if not may(context.actor, P.RESULT_ENTER, document):
        return [Message.of(OTHERWISE[P.RESULT_ENTER])]
    state = state_of(document)
    if state.with_results and not state.in_force:
        return [Message.of(N_("這項指標已由修正版取代，請在修正版填報"))]
    if not state.in_force:
        return [Message.of(N_("指標隨計畫核定生效之後，才能填報實際值"))]
    return []


def objections_to_settling(context: ActionContext, document: Document, row: KpiResult) -> list[Message]:
    """Why this person may not confirm or return this entry; none where they may."""
    move = RESULT_WORKFLOW.move_named[Action.RESULT_CONFIRM]
    return list(ResultAttempt(RESULT_WORKFLOW, move, document, row, context).objections())


_of_indicator = requires_kind(lambda kind: kind.name in measured_kinds())
_drafter_only = requires_permission(P.RESULT_ENTER, OTHERWISE[P.RESULT_ENTER])


def _newest(session: Session, document_id: int, year: int, period: str) -> KpiResult | None:
    newest: KpiResult | None = session.scalar(
        of_period(document_id, year, period).order_by(KpiResult.number.desc()).limit(1)
    )
    return newest


def _entry_of(session: Session, document_id: int, year: int, period: str, number: int) -> KpiResult:
    if max(year, number) > LARGEST:
        raise NotVisible
    row: KpiResult | None = session.scalar(of_period(document_id, year, period).where(KpiResult.number == number))
    if row is None:
        raise NotVisible
    return row


def _overtaken(document: Document, row: KpiResult | None) -> Overtaken:
    """For machines: the version is the number, the state that of the newest entry."""
    return Overtaken(document.id, row.number if row else 0, row.state if row else "", document.revision)


def _unentered(document: Document, context: ActionContext, new: NewResult, number: int) -> KpiResult:
    """A new entry before its first move: nothing of it is stored yet."""
    return KpiResult(
        document_id=document.id,
        year=new.year,
        period=new.period,
        number=number,
        evidence=new.evidence.strip(),
        note=new.note.strip(),
        definition_revision=document.revision,
        state=RESULT_WORKFLOW.start,
        entered_by=context.actor.id,
        entered_at=context.at,
    )


def _outcome_of(unit: UnitOfWork, row: KpiResult) -> ResultOutcome:
    unit.session.flush()
    return ResultOutcome(row.document_id, row.year, row.period, row.number, row.state, row.value)
