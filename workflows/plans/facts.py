"""What a plan's own content does not say of its indicators: last year's confirmed results, and what others measure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cache import MIB, Cache
from models.document import Document, Revision
from models.kpi import KpiResult
from models.people import Agency
from models.storage import manifest_of, parsed
from models.vocabulary import ResultState
from workflows.language import FILE_NOTATION, cached_fold, decimal_of
from workflows.lifecycle import in_states, kind_named
from workflows.rules.kpi import measure_key
from workflows.rules.subjects import NOWHERE, Elsewhere, Kpi

_kept: Cache[Elsewhere] = Cache(4 * MIB)


def previous_results(session: Session, plan: Document) -> Mapping[str, Decimal]:
    """Last year's confirmed results of this agency by folded title; the newest number wins."""
    rows = session.execute(
        select(Document.title, KpiResult.value)
        .join(KpiResult, KpiResult.document_id == Document.id)
        .where(
            Document.agency_id == plan.agency_id,
            KpiResult.year == plan.year - 1,
            KpiResult.period == "year",
            KpiResult.state == ResultState.CONFIRMED,
        )
        .order_by(KpiResult.document_id, KpiResult.number)
    )
    results = {cached_fold(row.title): decimal_of(row.value, FILE_NOTATION) for row in rows}
    return {title: value for title, value in results.items() if value is not None}


def measures_elsewhere(session: Session, plan: Document) -> Elsewhere:
    """What indicators in force at other agencies measure in the plan's year; drafts and plans under review are theirs alone."""
    there = (
        in_states(lambda state: state.in_force, (kind_named(plan.kind).indicators.kind,)),
        Document.year == plan.year,
        Document.agency_id != plan.agency_id,
    )
    count, newest, since = session.execute(
        select(func.count(), func.max(Document.id), func.max(Document.state_since)).where(*there)
    ).one()
    if not count:
        return NOWHERE
    stamp = f"{plan.year} {plan.agency_id} {count} {newest} {since}"
    if (known := _kept.get(stamp)) is not None:
        return known
    rows = session.execute(
        select(Revision, Agency.name)
        .join(Document, (Document.id == Revision.document_id) & (Document.revision == Revision.number))
        .join(Agency, Agency.id == Document.agency_id)
        .where(*there)
        .order_by(Document.id)
    ).all()
    contents = parsed(session, [manifest_of(row.Revision)[""] for row in rows])
    measures: dict[str, str] = {}
    for row in rows:
        kpi = Kpi(contents[manifest_of(row.Revision)[""]]["kpi"], "kpi")
        if not kpi.common and (key := measure_key(kpi)):
            measures.setdefault(key, f"{row.name}「{kpi.title}」")
    return _kept.put(stamp, Elsewhere(measures, stamp))
