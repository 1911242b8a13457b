"""Lists of documents of a kind: a page by place, never by counting rows off, so that a long list costs no more than a short one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from app.frame.document import heading_of
from app.frame.filters import agencies_seen, years_seen
from app.frame.paging import PER_PAGE, cut
from app.frame.road import road_place
from app.shell.access import session_user
from app.shell.addresses import place_of
from app.shell.rendering import say
from forms.search import PlanSearch
from models.base import db
from models.document import Document
from workflows.language import whole_number
from workflows.lifecycle import KINDS, DocumentKind, visible

COUNTED = 1000
"""Beyond this the list says 「超過 1,000 筆」: counting would cost more than showing."""
DOWNLOADED = 20_000
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
LATEST = 4_000_000_000_000_000
"""Microseconds from ``EPOCH`` to some day beyond 2120: no address leads out of the calendar."""
SORTS: dict[str, tuple[tuple[Any, ...], bool]] = {
    "": ((Document.year, Document.agency_id, Document.id), True),
    "year": ((Document.year, Document.agency_id, Document.id), False),
    "since": ((Document.state_since, Document.id), True),
    "waiting": ((Document.state_since, Document.id), False),
}
"""Orders by name: columns and whether they descend. The first two run along ``ix_document_list``."""
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Listed:
    """One page: its rows, the keys of the pages beside it, how many there are (``None``: more than ``COUNTED``)."""

    rows: list[Document]
    previous: str
    next: str
    total: int | None


def page_of(search: PlanSearch, condition: Conditions) -> Listed:
    """One page of the documents that meet the condition."""
    columns, falling = SORTS[search.sort]
    backwards = bool(search.before)
    query = _ordered(condition, columns, falling != backwards)
    place = search.before or search.after
    if len(place) == len(columns):
        query = query.where(_beyond(columns, place, falling != backwards))
    rows, more = cut(db.session.scalars(query.limit(PER_PAGE + 1)).all())
    if backwards:
        rows.reverse()
    earlier, later = (more, True) if backwards else (bool(search.after), more)
    total = db.session.scalar(
        select(func.count()).select_from(select(Document.id).where(*condition).limit(COUNTED + 1).subquery())
    )
    return Listed(
        rows,
        _key(rows[0], search.sort) if rows and earlier else "",
        _key(rows[-1], search.sort) if rows and later else "",
        total if total is not None and total <= COUNTED else None,
    )


def everything(search: PlanSearch, condition: Conditions) -> Iterator[Document]:
    """All rows of the list, for downloads, read in portions."""
    columns, falling = SORTS[search.sort]
    query = _ordered(condition, columns, falling).limit(DOWNLOADED)
    yield from db.session.scalars(query.execution_options(yield_per=500))


def _ordered(condition: Conditions, columns: tuple[Any, ...], falling: bool) -> Select[Document]:
    order = [column.desc() if falling else column.asc() for column in columns]
    return select(Document).where(*condition).options(joinedload(Document.agency)).order_by(*order)


def asked_of(kind: str, search: PlanSearch) -> list[ColumnElement[bool]]:
    """What a search asks of the documents of a kind, but for its words: those that this person may see, filtered."""
    conditions = [visible(session_user().actor, kind)]
    if search.year is not None:
        conditions.append(Document.year == search.year)
    if search.agency is not None:
        conditions.append(Document.agency_id == search.agency)
    if search.state:
        conditions.append(Document.state == search.state)
    return conditions


def year_in(word: str) -> int | None:
    """The year that a word of a search means: 107, 107年, 107年度."""
    return whole_number(word.removesuffix("年度").removesuffix("年"), 3)


def row_of_page(row: Document) -> dict[str, Any]:
    """One document in a list."""
    here, total = road_place(row.kind, row.state, row.authority_id is not None)
    return {
        "document": row,
        "href": place_of(row),
        "heading": heading_of(row),
        "state": say(KINDS[row.kind].workflow.state_named[row.state].label),
        "here": here,
        "total": total,
    }


def list_context(kind: DocumentKind, search: PlanSearch, listed: Listed, href: Callable[..., str]) -> dict[str, Any]:
    """What ``frame/parts/document_list.html`` asks for; ``href`` gives the address of the list with these words."""
    kept: dict[str, Any] = dict(search.filters())
    filtered = bool(search.q or search.year or search.agency or search.state)
    return {
        "search": search,
        "rows": [row_of_page(row) for row in listed.rows],
        "listed": listed,
        "counted": COUNTED,
        "here": href(),
        "filters": {
            "here": href(),
            "clear": href() if filtered else "",
            "search": search,
            "years": [(year, str(year)) for year in years_seen(kind.name)],
            "agencies": agencies_seen(kind.name),
            "states": [(state.name, say(state.label)) for state in kind.workflow.states],
        },
        "earlier": href(**kept, before=listed.previous) if listed.previous else "",
        "later": href(**kept, after=listed.next) if listed.next else "",
        "sorts": {name: href(**(kept | {"sort": name})) for name in SORTS},
        "filtered": filtered,
    }


def _key(row: Document, sort: str) -> str:
    if sort in ("since", "waiting"):
        return f"{(row.state_since - EPOCH) // timedelta(microseconds=1)}.{row.id}"
    return f"{row.year}.{row.agency_id}.{row.id}"


def _beyond(columns: tuple[Any, ...], place: tuple[int, ...], falling: bool) -> ColumnElement[bool]:
    """What comes after a place; of years it is a comparison of rows, which the index answers."""
    if len(columns) == 3:
        here = tuple_(*place)
        return tuple_(*columns) < here if falling else tuple_(*columns) > here
    (since, number), moment = columns, EPOCH + timedelta(microseconds=min(place[0], LATEST))
    later = since < moment if falling else since > moment
    return or_(later, and_(since == moment, number < place[1] if falling else number > place[1]))
