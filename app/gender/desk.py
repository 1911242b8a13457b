"""The gender officer's desk: what waits, all sheets of the agency, what is late, and an overview of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.downloads import menu
from app.frame.paging import Page, page_of
from app.gender.overseen import STATES, Sheet, sheets_of
from app.gender.waiting import waits_of
from app.shell.access import session_user, today
from app.shell.rendering import iso, roc, say
from exchange.writers.registry import writers_of
from exchange.writers.tables import Table
from models.wording import N_, Message
from workflows.gender import is_settled
from workflows.lifecycle import NotPermitted, Phase, agencies_with
from workflows.lifecycle import Permission as P

FORMATS = writers_of(Table, "xlsx", "csv")
STALE, LATE = "stale", "late"


@dataclass
class Desk:
    """Everything of one view of the desk: ``sheets`` are all that were found, ``of_year`` those the overview counts."""

    sheets: list[Sheet]
    of_year: list[Sheet]
    rows: list[dict[str, Any]]
    waits: list[dict[str, Any]]
    years: list[int]
    asked: Mapping[str, str]
    pager: dict[str, Any]
    counts: list[dict[str, Any]]


def own_agencies() -> frozenset[int]:
    """The agencies whose gender officer this person is; raises ``NotPermitted`` for everybody else."""
    agencies = agencies_with(session_user().actor, P.SHEET_CHECK)
    if not agencies:
        raise NotPermitted([Message.of(N_("性平總覽由性平業務窗口使用"))])
    return agencies


def desk_of(asked: Mapping[str, str]) -> Desk:
    """The desk as asked for: ``year``, ``state`` (a state, ``stale`` or ``late``), ``sort``, ``page``."""
    agencies, day = own_agencies(), today()
    everything = sheets_of(agencies)
    waits = waits_of(agencies, everything, day)
    years = sorted({one.document.year for one in everything}, reverse=True)
    year = asked.get("year", "")
    of_year = [one for one in everything if year in ("", str(one.document.year))]
    counts = _counts(of_year, asked, day)
    shown = [one for one in of_year if _fits(one, asked.get("state", ""), day)]
    shown.sort(key=SORTS.get(asked.get("sort", ""), SORTS["waiting"]), reverse=asked.get("order") == "down")
    page = page_of(asked.get("page", ""), len(shown))
    words: dict[int, str] = {}
    states = {name: say(state.label) for name, state in STATES.items()}
    rows = [row_of(one, day, words, states) for one in page.of(shown)]
    return Desk(shown, of_year, rows, waits, years, asked, _pager(page, asked), counts)


def _fits(one: Sheet, state: str, day: date) -> bool:
    if state == STALE:
        return one.stale
    return bool(one.late(day)) if state == LATE else state in ("", one.document.state)


SORTS: Mapping[str, Callable[[Sheet], Any]] = {
    "waiting": lambda one: (not one.stale, is_settled(one.state), one.document.state_since),
    "title": lambda one: (one.document.title, one.document.id),
    "year": lambda one: (one.document.year, one.document.id),
    "state": lambda one: (list(STATES).index(one.document.state), one.document.id),
    "due": lambda one: (one.due is None, one.due or date.max, one.document.id),
}
"""By what the list may be sorted; ``waiting`` puts first what waits for somebody, the longest first."""


def row_of(one: Sheet, day: date, years: dict[int, str], states: Mapping[str, str]) -> dict[str, Any]:
    """One sheet as a line of the list."""
    document, late = one.document, one.late(day)
    return {
        "id": document.id,
        "href": url_for("assessing.show", document_id=document.id),
        "title": document.title,
        "year": document.year,
        "edition": one.plan.edition,
        "form": document.form_version,
        "stale": one.stale,
        "late": late,
        "state": states[document.state],
        "since": roc(document.state_since, "day"),
        "iso": iso(document.state_since),
        "experts": [
            {
                "name": e["name"],
                "words": _("%(day)s 已填復", day=roc(e["answered"], "day")) if e["answered"] else _("待填復"),
            }
            for e in one.experts
        ],
        "due": roc(one.due, "day") if one.due else "",
        "due_iso": iso(one.due) if one.due else "",
        "due_words": (_("專家期限") if one.state.phase is Phase.ADVICE else _("最早通知")) if one.due else "",
        "year_words": years.get(document.year)
        or years.setdefault(document.year, _("%(year)s 年度", year=document.year)),
        "relevance": one.summary.relevance,
        "domains": "、".join(one.summary.domains),
        "past": bool(one.due and one.due < day and late),
    }


def _counts(sheets: Sequence[Sheet], asked: Mapping[str, str], day: date) -> list[dict[str, Any]]:
    states = Counter(one.document.state for one in sheets)
    items = [("", _("全部"), len(sheets)), (LATE, _("逾期或不足"), sum(bool(one.late(day)) for one in sheets))]
    items.append((STALE, _("待再確認"), sum(one.stale for one in sheets)))
    items += [(name, say(state.label), states[name]) for name, state in STATES.items()]
    state = asked.get("state", "")
    kept: dict[str, Any] = {"year": asked.get("year") or None, "sort": asked.get("sort") or None}
    return [
        {
            "label": label,
            "count": n,
            "current": state == name,
            "href": url_for("overseeing.desk", **kept, state=name or None),
        }
        for name, label, n in items
        if n or not name or name == state
    ]


def _pager(page: Page, asked: Mapping[str, str]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: asked[name] for name in ("year", "state", "sort", "order") if asked.get(name)}
    downloads = menu(FORMATS, lambda name: url_for("overseeing.desk", **kept, format=name))
    return page.pager(lambda number: url_for("overseeing.desk", **kept, page=number), downloads)
