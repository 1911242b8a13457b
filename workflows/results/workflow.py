"""The life of an actual value: entered by the drafter, confirmed or returned by 研考, replaced by a newer one.

Every entry of a period is a row of its own. Of one period at most one entry waits and at most one is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select

from models.audit_words import Action as A
from models.kpi import KpiResult
from models.vocabulary import ResultState, Role
from models.wording import N_, Message
from workflows.lifecycle import Ask, Move, Refused, State, Workflow, apply_move, blocking_finding, steps
from workflows.lifecycle import Permission as P
from workflows.results.attempt import ResultAttempt
from workflows.results.values import reckoned
from workflows.rules import Finding

MOST = 2000
"""Characters of a reason."""


def well_given(attempt: ResultAttempt) -> Iterator[Finding]:
    """The value is a figure in a known unit or can be computed, for a year with a target, with its evidence.

    What it comes to, in the unit of the target, is put on the entry.
    """
    if attempt.new is None:
        return
    try:
        attempt.row.value, attempt.row.inputs = reckoned(attempt.work.session, attempt.document, attempt.new)
    except Refused as refused:
        yield from refused.findings


def reason_given(attempt: ResultAttempt) -> Iterator[Finding]:
    """Whoever returns an entry says why."""
    if not 0 < len(attempt.reason.strip()) <= MOST:
        yield blocking_finding("WF-02", Message.of(N_("請填寫退回的理由，最多 %(most)s 字"), most=MOST), "reason")


def stored(attempt: ResultAttempt) -> None:
    """The entry is stored."""
    attempt.work.session.add(attempt.row)


def settled(attempt: ResultAttempt) -> None:
    """Who confirmed or returned the entry, when, and why."""
    row, context = attempt.row, attempt.context
    row.settled_by, row.settled_at, row.settled_note = context.actor.id, context.at, attempt.reason.strip()


def replaces(state: str) -> Callable[[ResultAttempt], None]:
    """What stood in this state in the same period gives way and is kept."""

    def effect(attempt: ResultAttempt) -> None:
        new = attempt.row
        standing = of_period(new.document_id, new.year, new.period).where(KpiResult.state == state)
        for row in attempt.work.session.scalars(standing).all():
            if row is not new:
                apply_move(attempt.following("supersede", row))

    return effect


def of_period(document_id: int, year: int, period: str) -> Any:
    """What is read here was locked with its document; the session may remember an older state of it."""
    where = (KpiResult.document_id == document_id, KpiResult.year == year, KpiResult.period == period)
    return select(KpiResult).where(*where).execution_options(populate_existing=True)


UNENTERED = State(ResultState.UNENTERED.value, N_("尚未填報"), held_by=(Role.DRAFTER,))
ENTERED = State(ResultState.ENTERED.value, N_("待研考確認"), held_by=(Role.PLANNING,))
CONFIRMED = State(ResultState.CONFIRMED.value, N_("已確認"))
RETURNED = State(ResultState.RETURNED.value, N_("退回修正"), held_by=(Role.DRAFTER,), final=True)
REPLACED = State(ResultState.REPLACED.value, N_("已被取代"), final=True)

MOVES = (
    Move(
        A.RESULT_ENTER,
        N_("填報實際值"),
        steps((UNENTERED.name,), ENTERED.name),
        needs=P.RESULT_ENTER,
        guards=(well_given,),
        effects=(replaces(ResultState.ENTERED), stored),
    ),
    Move(
        A.RESULT_CONFIRM,
        N_("確認實際值"),
        steps((ENTERED.name,), CONFIRMED.name),
        needs=P.RESULT_CONFIRM,
        four_eyes=True,
        effects=(settled, replaces(ResultState.CONFIRMED)),
    ),
    Move(
        A.RESULT_RETURN,
        N_("退回實際值"),
        steps((ENTERED.name,), RETURNED.name),
        needs=P.RESULT_CONFIRM,
        four_eyes=True,
        asks=(Ask.REASON,),
        guards=(reason_given,),
        effects=(settled,),
    ),
    Move(A.SUPERSEDE, N_("由新版取代"), steps((ENTERED.name, CONFIRMED.name), REPLACED.name), by_system=True),
)

RESULT_WORKFLOW = Workflow("kpi_result", 1, (UNENTERED, ENTERED, CONFIRMED, RETURNED, REPLACED), MOVES)
"""``unentered`` is where a new entry begins; no row is stored in it. A returned entry is corrected by a new one."""
