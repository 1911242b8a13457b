"""Results by agency and year: the plan in force, how many indicators stand where, and the list one can sort and filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import url_for
from sqlalchemy import case, select

from app.frame.downloads import menu
from app.frame.filters import agencies_seen, years_seen
from app.frame.paging import Page, page_of
from app.results.plan import FORMATS, lights_shown, results_of, row_shown, sums_of
from app.results.words import STANDING_WORDS
from app.shell.access import session_user
from app.shell.rendering import say
from forms.results import STATES, ResultSearch
from forms.search import words_of
from models.base import db
from models.document import Document
from workflows.kinds import ANNUAL_PLAN
from workflows.language import fold
from workflows.lifecycle import Dossier, agencies_with, may_somewhere, visible
from workflows.lifecycle import Permission as P
from workflows.results import LIGHT_WORDS, AttainmentState, Indicator, Light

Key = Callable[[Indicator], Any]
STANDINGS = tuple(AttainmentState)
LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.WHITE)
ORDERS: dict[str, Key] = {
    "title": lambda one: one.row["title"],
    "rate": lambda one: (one.attainment.rate is None, one.attainment.rate or 0),
    "-rate": lambda one: (one.attainment.rate is None, -(one.attainment.rate or 0)),
    "standing": lambda one: STANDINGS.index(one.attainment.standing),
    "light": lambda one: LIGHTS.index(one.light) if one.light else len(LIGHTS),
}
"""Orders by name; without one the indicators stand as printed."""


def plan_wanted(search: ResultSearch) -> int | None:
    """The plan in force that was asked for; without a question that of one's own agency, the newest first."""
    actor = session_user().actor
    if not may_somewhere(actor, P.KPI_VIEW):
        return None
    own = agencies_with(actor, P.KPI_VIEW)
    in_force = ANNUAL_PLAN.workflow.names(lambda state: state.in_force)
    query = select(Document.id).where(visible(actor, ANNUAL_PLAN.name), Document.state.in_(in_force))
    if search.agency:
        query = query.where(Document.agency_id == search.agency)
    if search.year:
        query = query.where(Document.year == search.year)
    first = case((Document.agency_id.in_(own), 0), else_=1)
    plan_id: int | None = db.session.scalar(query.order_by(first, Document.year.desc(), Document.agency_id).limit(1))
    return plan_id


def chosen(indicators: list[Indicator], search: ResultSearch) -> list[Indicator]:
    """The indicators asked for, in the order asked for."""
    words = words_of(search.q)
    matching = [
        one
        for one in indicators
        if all(word in fold(f"{one.row['title']} {one.goal}") for word in words)
        and search.standing in ("", one.attainment.standing)
        and search.light in ("", one.light)
        and _in_state(one, search.state)
    ]
    return sorted(matching, key=ORDERS[search.sort]) if search.sort else matching


def _in_state(one: Indicator, state: str) -> bool:
    return {
        "": True,
        "waiting": one.waiting > 0,
        "returned": one.returned > 0,
        "confirmed": one.latest is not None,
        "none": not one.cells,
    }[state]


def overview_context(dossier: Dossier | None, search: ResultSearch) -> dict[str, Any]:
    """What ``results/overview.html`` asks for."""
    filters: dict[str, Any] = {
        "search": search,
        "agencies": agencies_seen(),
        "years": [(year, str(year)) for year in years_seen()],
        "standings": [(one.value, say(STANDING_WORDS[one])) for one in AttainmentState],
        "states": [(name, say(word)) for name, word in STATES.items()],
        "light_choices": [(one.value, say(LIGHT_WORDS[one])) for one in Light],
    }
    if dossier is None:
        return filters | {"plan": None, "rows": [], "sums": None, "lights": None}
    indicators, scheme = results_of(dossier)
    matching = chosen(indicators, search)
    document = dossier.document
    page = page_of(search.page, len(matching))
    asked = replace(search, agency=document.agency_id, year=document.year)
    kept: dict[str, Any] = dict(asked.filters())
    return filters | {
        "plan": document,
        "search": asked,
        "sums": sums_of(indicators),
        "lights": lights_shown(document, scheme),
        "rows": [row_shown(one) for one in page.of(matching)],
        "plan_href": url_for("reporting.plan", document_id=document.id),
        "pager": _pager(page, kept),
        "sorts": {name: url_for("reporting.index", **dict(kept, sort=name)) for name in ("", *ORDERS)},
        "reset": url_for("reporting.index", agency=document.agency_id, year=document.year) if asked.narrowed else "",
        "narrow": {
            one.value: url_for("reporting.index", agency=document.agency_id, year=document.year, standing=one.value)
            for one in AttainmentState
        },
    }


def _pager(page: Page, kept: dict[str, Any]) -> dict[str, Any]:
    downloads = menu(FORMATS, lambda name: url_for("reporting.index", **kept, format=name))
    return page.pager(lambda number: url_for("reporting.index", **kept, page=number), downloads)
