"""The list of documents of a kind that has no list of its own: what its words look for, what the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, or_

from app.frame.document_list import Listed, asked_of, list_context, page_of, year_in
from app.shell.access import session_user
from app.shell.rendering import say
from forms.search import PlanSearch
from models.document import Document
from models.people import Agency
from workflows.lifecycle import KINDS, DocumentKind, NotVisible, agencies_with


def listed_kind(name: str) -> DocumentKind:
    """The kind whose documents are listed here; raises ``NotVisible`` for one with a list of its own or without any."""
    kind = KINDS.get(name)
    if kind is None or kind.create is None or kind.pages.list:
        raise NotVisible
    return kind


def matching_page(kind: DocumentKind, search: PlanSearch) -> Listed:
    """One page of the documents of the kind that this person may see."""
    return page_of(search, [*asked_of(kind.name, search), *_with_words(search.q.split())])


def _with_words(words: list[str]) -> Iterator[ColumnElement[bool]]:
    """Each word is the year, or stands in the title, in the agency's name or is its code; 臺 and 台 are one."""
    for word in words:
        if (year := year_in(word)) is not None:
            yield Document.year == year
            continue
        spellings = {word, word.replace("臺", "台"), word.replace("台", "臺")}
        named = [Agency.name.icontains(one, autoescape=True) for one in spellings]
        titled = [Document.title.icontains(one, autoescape=True) for one in spellings]
        yield or_(*titled, Document.agency.has(or_(*named, Agency.code == word)))


def page_context(kind: DocumentKind, search: PlanSearch, listed: Listed) -> dict[str, Any]:
    """What ``documents/index.html`` asks for."""
    drafts = kind.create is not None and agencies_with(session_user().actor, kind.create)
    return list_context(kind, search, listed, partial(url_for, "documents.index", kind_name=kind.name)) | {
        "kind_label": say(kind.label),
        "new_href": url_for("documents.new", kind_name=kind.name) if drafts else "",
    }
