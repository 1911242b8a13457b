"""The list of plans: one page of it by place, never by counting rows off, so that a long list costs no more than a short one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from app.frame.paging import PER_PAGE, cut
from app.shell.access import session_user
from forms.search import PlanSearch, words_of
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from workflows.language import fold, whole_number
from workflows.lifecycle import visible

COUNTED = 1000
"""Beyond this the list says 「超過 1,000 筆」: counting would cost more than showing."""
DOWNLOADED = 20_000
ENDING = fold("年度施政計畫")
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


@dataclass(frozen=True)
class Listed:
    """One page: its rows, the keys of the pages beside it, how many there are (``None``: more than ``COUNTED``)."""

    rows: list[Document]
    previous: str
    next: str
    total: int | None


def plans_found(search: PlanSearch) -> Listed:
    """One page of the plans this person may see."""
    condition = _condition(search)
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


def everything(search: PlanSearch) -> Iterator[Document]:
    """All rows of the list, for downloads, read in portions."""
    columns, falling = SORTS[search.sort]
    query = _ordered(_condition(search), columns, falling).limit(DOWNLOADED)
    yield from db.session.scalars(query.execution_options(yield_per=500))


def _ordered(condition: list[ColumnElement[bool]], columns: tuple[Any, ...], falling: bool) -> Select[Document]:
    order = [column.desc() if falling else column.asc() for column in columns]
    return select(Document).where(*condition).options(joinedload(Document.agency)).order_by(*order)


def _condition(search: PlanSearch) -> list[ColumnElement[bool]]:
    conditions = [visible(session_user().actor, Kind.ANNUAL_PLAN)]
    if search.year is not None:
        conditions.append(Document.year == search.year)
    if search.agency is not None:
        conditions.append(Document.agency_id == search.agency)
    if search.state:
        conditions.append(Document.state == search.state)
    return conditions + list(_with_words(words_of(search.q)))


def _with_words(words: list[str]) -> Iterator[ColumnElement[bool]]:
    """A plan's title is its agency's name, its year and 「年度施政計畫」: words are looked up in the few agencies."""
    named = [word for word in words if word not in ENDING and _year(word) is None]
    for word in words:
        if (year := _year(word)) is not None:
            yield Document.year == year
    if named:
        agencies = db.session.execute(select(Agency.id, Agency.name, Agency.self_name, Agency.code))
        wanted = [row.id for row in agencies if all(any(_in(word, row) for word in _pieces(one)) for one in named)]
        yield Document.agency_id.in_(wanted)


def _year(word: str) -> int | None:
    return whole_number(word.removesuffix("年度").removesuffix("年"), 3)


def _pieces(word: str) -> list[str]:
    """The word, and what is left of it when a whole title was typed."""
    return [word, word.removesuffix(ENDING).rstrip("0123456789")] if word.endswith(ENDING) else [word]


def _in(word: str, row: Any) -> bool:
    return word in fold(row.name) or word == fold(row.code)


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
