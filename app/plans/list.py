"""The list of plans: what its words look for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select

from app.frame import document_list
from app.frame.document_list import Listed, asked_of, year_in
from forms.search import PlanSearch, words_of
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from workflows.language import fold

ENDING = fold("年度施政計畫")


def plans_found(search: PlanSearch) -> Listed:
    """One page of the plans this person may see."""
    return document_list.page_of(search, _condition(search))


def everything(search: PlanSearch) -> Iterator[Document]:
    """All rows of the list, for downloads, read in portions."""
    return document_list.everything(search, _condition(search))


def _condition(search: PlanSearch) -> list[ColumnElement[bool]]:
    return asked_of(Kind.ANNUAL_PLAN, search) + list(_with_words(words_of(search.q)))


def _with_words(words: list[str]) -> Iterator[ColumnElement[bool]]:
    """A plan's title is its agency's name, its year and 「年度施政計畫」: words are looked up in the few agencies."""
    named = [word for word in words if word not in ENDING and year_in(word) is None]
    for word in words:
        if (year := year_in(word)) is not None:
            yield Document.year == year
    if named:
        agencies = db.session.execute(select(Agency.id, Agency.name, Agency.self_name, Agency.code))
        wanted = [row.id for row in agencies if all(any(_in(word, row) for word in _pieces(one)) for one in named)]
        yield Document.agency_id.in_(wanted)


def _pieces(word: str) -> list[str]:
    """The word, and what is left of it when a whole title was typed."""
    return [word, word.removesuffix(ENDING).rstrip("0123456789")] if word.endswith(ENDING) else [word]


def _in(word: str, row: Any) -> bool:
    return word in fold(row.name) or word == fold(row.code)
