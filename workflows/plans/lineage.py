"""An indicator through the editions of its plan: its definitions, how its targets changed, who approved them, what was reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from models.document import Document
from models.kpi import KpiResult, TargetChange
from models.review import SignOff
from models.vocabulary import ResultState
from workflows.lifecycle import KINDS, DocumentKind, Dossier, kind_named

_PLAN = aliased(Document)
"""The plan of an indicator. An alias clones every column of its table, so it is made once and not for each request."""


@dataclass(frozen=True)
class Approval:
    """One approval that covers a changed target; ``valid`` is false once the plan went back after it."""

    sign_off: SignOff
    valid: bool


def definitions_of(dossier: Dossier) -> list[Document]:
    """The definitions of this indicator in every edition of its plan, newest first, each with its plan."""
    kpi, plan = dossier.document, _PLAN
    return list(
        dossier.session.scalars(
            select(Document)
            .join(plan, Document.parent_id == plan.id)
            .where(
                Document.kind == kpi.kind,
                Document.part_key == kpi.part_key,
                plan.agency_id == dossier.plan.agency_id,
                plan.year == dossier.plan.year,
            )
            .options(contains_eager(Document.parent.of_type(plan)))
            .order_by(plan.edition.desc(), plan.id.desc())
        )
    )


def target_changes(session: Session, definitions: Iterable[Document]) -> list[TargetChange]:
    """Every entry of the targets of these definitions, oldest first."""
    return list(
        session.scalars(
            select(TargetChange)
            .where(TargetChange.document_id.in_([one.id for one in definitions]))
            .options(joinedload(TargetChange.user))
            .order_by(TargetChange.id)
        )
    )


def plan_approvals(session: Session, definitions: Iterable[Document]) -> list[SignOff]:
    """Every approval of the plans of these definitions, oldest first."""
    return list(
        session.scalars(
            select(SignOff)
            .where(
                SignOff.document_id.in_([one.parent_id for one in definitions]),
                SignOff.seat.in_(_approving(KINDS.values())),
                SignOff.verdict == "agree",
            )
            .options(joinedload(SignOff.user))
            .order_by(SignOff.id)
        )
    )


def approvals_covering(
    change: TargetChange, changes: Sequence[TargetChange], plan: Document, signed: Sequence[SignOff]
) -> list[Approval]:
    """The approvals under which a changed target stood: of its edition, after it, before it changed again.

    The first that still holds ends the list; those before it lapsed when the plan went back.
    """
    again = next(
        (
            one.plan_revision
            for one in changes
            if one.id > change.id and (one.document_id, one.year) == (change.document_id, change.year)
        ),
        None,
    )
    road = kind_named(plan.kind).workflow.road(under_authority=plan.authority_id is not None)
    approving = [seat.name for state in road for seat in state.seats if seat.approves]
    covering = []
    for row in signed:
        if row.document_id != plan.id or row.revision < change.plan_revision:
            continue
        if again is not None and row.revision >= again:
            break
        covering.append(Approval(row, row.round == plan.round))
        if covering[-1].valid and row.seat == approving[-1]:
            break
    return covering


def _approving(kinds: Iterable[DocumentKind]) -> set[str]:
    """The seats whose agreement approves a plan of these kinds."""
    return {seat.name for kind in kinds for seat in kind.workflow.seat_named.values() if seat.approves}


def confirmed_results(session: Session, definitions: Iterable[Document]) -> dict[int, str]:
    """The confirmed results of whole years, by ROC year; the newest definition and number win."""
    rows = session.execute(
        select(KpiResult.year, KpiResult.value)
        .where(
            KpiResult.document_id.in_([one.id for one in definitions]),
            KpiResult.period == "year",
            KpiResult.state == ResultState.CONFIRMED,
        )
        .order_by(KpiResult.document_id, KpiResult.number)
    )
    return {row.year: row.value for row in rows}
