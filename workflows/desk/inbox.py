"""What waits for a person, what they sent and where it is: two queries over states and seats, no stored list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from models.document import Document
from models.experts import ExpertInvitation
from models.kpi import KpiResult
from models.review import SignOff
from models.vocabulary import ResultState
from workflows.lifecycle import (
    BY_PERMISSION,
    KINDS,
    Actor,
    Phase,
    Seat,
    State,
    in_states,
    kinds_where,
    may_somewhere,
    measured_kinds,
)
from workflows.lifecycle import Permission as P

_PLAN, _NEWER = aliased(Document), aliased(KpiResult)
"""Indicators beside their plan, results beside newer ones. An alias clones every column of its table, so each is made once."""


@dataclass(frozen=True)
class Waiting:
    """One document that waits for this person; ``seat`` is the chair they would speak from, if any."""

    document: Document
    state: State
    seat: Seat | None


def _where(actor: Actor, permission: P) -> ColumnElement[bool]:
    terms = [g.scope.where(actor, g.role) for g in BY_PERMISSION[permission] if actor.is_a(g.role)]
    return or_(false(), *terms)


def _duties(actor: Actor) -> Iterator[tuple[str, State, Seat | None, ColumnElement[bool]]]:
    """Every (kind, state) in which this person has something to do, with the condition on documents."""
    for kind in KINDS.values():
        if kind.reviewed_with_parent:
            continue
        for state in kind.workflow.states:
            if state.final:
                continue
            for seat in state.seats:
                yield kind.name, state, seat, _where(actor, seat.permission)
            for permission in state.edits:
                yield kind.name, state, None, _where(actor, permission)


def waiting_for(session: Session, actor: Actor, most: int = 200) -> list[Waiting]:
    """What waits for this person, longest waiting first. A seat already taken in this round waits no more."""
    duties = [duty for duty in _duties(actor) if not _empty(duty[3])]
    if not duties:
        return []
    rows = session.scalars(
        select(Document)
        .where(
            or_(*(and_(Document.kind == kind, Document.state == state.name, where) for kind, state, _, where in duties))
        )
        .options(joinedload(Document.agency), joinedload(Document.parent))
        .order_by(Document.state_since, Document.id)
        .limit(most)
    ).all()
    taken = _seats_taken(session, [row.id for row in rows])
    answered = _answered(session, actor)
    return [entry for row in rows if (entry := _waiting(row, actor, taken, answered)) is not None]


@dataclass(frozen=True)
class IndicatorsWaiting:
    """The indicators of one plan that wait for 研考, told as one; ``since`` is when the first of them came."""

    plan: Document
    count: int
    since: datetime


def indicators_waiting(session: Session, actor: Actor, most: int = 50) -> list[IndicatorsWaiting]:
    """The plans in joint review whose indicators this person may endorse and has not yet."""
    where = _where(actor, P.KPI_ENDORSE)
    if _empty(where):
        return []
    counted = (
        select(Document.parent_id, func.count().label("count"), func.min(Document.state_since).label("since"))
        .join(_PLAN, _PLAN.id == Document.parent_id)
        .where(
            in_states(lambda state: state.awaits_endorsement, measured_kinds()),
            in_states(lambda state: state.endorsing, of=_PLAN),
            where,
        )
        .group_by(Document.parent_id)
        .subquery()
    )
    rows = session.execute(
        select(Document, counted.c.count, counted.c.since)
        .join(counted, counted.c.parent_id == Document.id)
        .options(joinedload(Document.agency))
        .limit(most)
    )
    return [IndicatorsWaiting(row[0], row[1], row[2]) for row in rows]


def _empty(where: ColumnElement[bool]) -> bool:
    return bool(where.compare(or_(false())))


def _seats_taken(session: Session, ids: list[int]) -> set[tuple[int, int, str]]:
    rows = session.execute(
        select(SignOff.document_id, SignOff.round, SignOff.seat).where(
            SignOff.document_id.in_(ids), SignOff.verdict == "agree"
        )
    )
    return {(row.document_id, row.round, row.seat) for row in rows}


def _answered(session: Session, actor: Actor) -> set[int]:
    if not actor.sheets:
        return set()
    return set(
        session.scalars(
            select(ExpertInvitation.document_id).where(
                ExpertInvitation.user_id == actor.id, ExpertInvitation.answered_at.is_not(None)
            )
        )
    )


def _waiting(row: Document, actor: Actor, taken: set[tuple[int, int, str]], answered: set[int]) -> Waiting | None:
    state = KINDS[row.kind].workflow.state_named[row.state]
    for seat in state.seats:
        free = (row.id, row.round, seat.name) not in taken and all((row.id, row.round, n) in taken for n in seat.after)
        if free and any(
            g.scope.covers(actor, g.role, row) for g in BY_PERMISSION[seat.permission] if actor.is_a(g.role)
        ):
            return Waiting(row, state, seat)
    if state.seats or row.id in answered:
        return None
    return Waiting(row, state, None)


@dataclass(frozen=True)
class ResultsWaiting:
    """Actual values of one plan's indicators that wait for this person: to be confirmed, or returned to be corrected."""

    plan: Document
    since: datetime
    confirm: int
    correct: int


def results_waiting(session: Session, actor: Actor) -> list[ResultsWaiting]:
    """One line for each plan whose results wait for this person; nobody is asked to confirm their own."""
    same = (KpiResult.document_id, KpiResult.year, KpiResult.period)
    later = exists().where(
        _NEWER.document_id == same[0],
        _NEWER.year == same[1],
        _NEWER.period == same[2],
        _NEWER.number > KpiResult.number,
    )
    to_confirm = _results(
        session, actor, P.RESULT_CONFIRM, KpiResult.state == ResultState.ENTERED, KpiResult.entered_by != actor.id
    )
    to_correct = _results(
        session,
        actor,
        P.RESULT_ENTER,
        KpiResult.state == ResultState.RETURNED,
        in_states(lambda state: state.in_force, measured_kinds()),
        ~later,
    )
    ids = to_confirm.keys() | to_correct.keys()
    if not ids:
        return []
    plans = session.scalars(select(Document).where(Document.id.in_(ids)).options(joinedload(Document.agency)))
    nothing = (0, None)
    waiting = []
    for plan in plans:
        (confirm, first), (correct, second) = to_confirm.get(plan.id, nothing), to_correct.get(plan.id, nothing)
        since = min(at for at in (first, second) if at is not None)
        waiting.append(ResultsWaiting(plan, since, confirm, correct))
    return sorted(waiting, key=lambda one: (one.since, one.plan.id))


def _results(
    session: Session, actor: Actor, permission: P, *where: ColumnElement[bool]
) -> dict[int, tuple[int, datetime | None]]:
    """How many entries of which plan wait, and since when."""
    if not may_somewhere(actor, permission):
        return {}
    rows = session.execute(
        select(Document.parent_id, func.count(), func.min(func.coalesce(KpiResult.settled_at, KpiResult.entered_at)))
        .join(Document, Document.id == KpiResult.document_id)
        .where(_where(actor, permission), *where)
        .group_by(Document.parent_id)
    )
    return {int(row[0]): (int(row[1]), row[2]) for row in rows if row[0] is not None}


def submitted_by(session: Session, actor: Actor, most: int = 50) -> list[Document]:
    """What this person submitted and what is still under way, newest first."""
    return list(
        session.scalars(
            select(Document)
            .where(
                Document.submitter_id == actor.id,
                in_states(_under_way, kinds_where(lambda kind: not kind.reviewed_with_parent)),
            )
            .options(joinedload(Document.agency))
            .order_by(Document.state_since.desc())
            .limit(most)
        )
    )


def _under_way(state: State) -> bool:
    """Whether a document that was handed on is neither back with its drafters nor given up or replaced."""
    return state.phase is not Phase.DRAFT and not (state.final and state.aside)


def counts_by_state(session: Session, condition: ColumnElement[bool]) -> dict[str, int]:
    """How many documents of a visible set are in which state."""
    rows = session.execute(select(Document.state, func.count()).where(condition).group_by(Document.state))
    return {row[0]: row[1] for row in rows}
