"""The results of one plan: every indicator with its target, its periods, where it stands, and what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.frame.downloads import menu
from app.results.words import (
    STANDING_WORDS,
    cell_shown,
    light_shown,
    period_word,
    rate_shown,
    standing_shown,
    steps_shown,
    target_shown,
    value_words,
)
from app.shell.access import action_context, session_user
from app.shell.rendering import roc, say
from exchange.writers.registry import writers_of
from exchange.writers.tables import Table
from models.agency_settings import LightScheme
from models.document import Document
from workflows.lifecycle import Dossier, NotVisible, agencies_with, may
from workflows.lifecycle import Permission as P
from workflows.results import LIGHT_WORDS, AttainmentState, Indicator, Light, indicators_of, scheme_of, thresholds_of
from workflows.schema import POLARITIES

FORMATS = writers_of(Table, "xlsx", "csv")
"""The formats of results as files."""


def require_results_seen(plan: Document) -> None:
    """Results are part of the indicators: who may not see these sees no results of them."""
    if not may(session_user().actor, P.KPI_VIEW, plan):
        raise NotVisible


def results_of(dossier: Dossier) -> tuple[list[Indicator], LightScheme | None]:
    """The indicators of a plan with the light scheme of its agency."""
    scheme = scheme_of(dossier.session, dossier.document.agency_id)
    if not dossier.state.with_results:
        return [], scheme
    return indicators_of(dossier, thresholds_of(scheme)), scheme


def plan_context(dossier: Dossier) -> dict[str, Any]:
    """What ``results/plan.html`` asks for besides the frame."""
    indicators, scheme = results_of(dossier)
    document = dossier.document
    return {
        "columns": "",
        "rows": [row_shown(one, periods=True) for one in indicators],
        "sums": sums_of(indicators),
        "lights": lights_shown(document, scheme),
        "in_force": dossier.state.in_force,
        "may_enter": dossier.state.in_force and may(session_user().actor, P.RESULT_ENTER, document),
        "may_settle": may(session_user().actor, P.RESULT_CONFIRM, document),
        "downloads": menu(FORMATS, lambda name: url_for("reporting.plan", document_id=document.id, format=name)),
        "overview_href": url_for("reporting.index", agency=document.agency_id, year=document.year),
    }


def row_shown(indicator: Indicator, *, periods: bool = False) -> dict[str, Any]:
    """One indicator as a line of a list, and its periods where they are wanted: each is said in many words."""
    attainment, latest = indicator.attainment, indicator.latest
    return {
        "id": indicator.document.part_key,
        "number": number_of(indicator),
        "title": indicator.row["title"],
        "goal": indicator.goal,
        "href": url_for("reporting.indicator", document_id=indicator.document.id),
        "target": target_shown(indicator),
        "direction": say(dict(POLARITIES).get(indicator.aim.polarity, "")),
        "value": value_words(latest.in_force if latest else None, indicator.aim.unit),
        "period": period_word(latest.period) if latest else "",
        "rate": rate_shown(attainment),
        "standing": standing_shown(attainment),
        "light": light_shown(indicator.light),
        "steps": steps_shown(attainment),
        "due": attainment.due,
        "waiting": indicator.waiting,
        "returned": indicator.returned,
        "cells": [cell_shown(indicator, cell) for cell in indicator.cells] if periods else [],
    }


def number_of(indicator: Indicator) -> str:
    """「五-2」: the numeral of the goal and the number under it."""
    numeral, mark, _title = indicator.goal.partition("、")
    return f"{numeral}-{indicator.number}" if mark else str(indicator.number)


def sums_of(indicators: Sequence[Indicator]) -> dict[str, Any]:
    """How many indicators stand where and show which light; the chart and the table say the same figures."""
    standings = Counter(one.attainment.standing for one in indicators)
    lights = Counter(one.light for one in indicators if one.light)
    return {
        "total": len(indicators),
        "standings": [
            {"name": one.value, "word": say(STANDING_WORDS[one]), "count": standings[one]}
            for one in (AttainmentState.MET, AttainmentState.MISSED, AttainmentState.OPEN, AttainmentState.NO_DATA)
        ],
        "lights": [{"name": one.value, "word": say(LIGHT_WORDS[one]), "count": lights[one]} for one in Light]
        if lights
        else [],
        "waiting": sum(one.waiting for one in indicators),
        "returned": sum(one.returned for one in indicators),
    }


def lights_shown(document: Document, scheme: LightScheme | None) -> dict[str, Any]:
    """The thresholds of the agency, who set them, and the way to change them for those who may."""
    own = document.agency_id in agencies_with(action_context().actor, P.LIGHTS_SET)
    return {
        "scheme": scheme,
        "at": roc(scheme.at) if scheme else "",
        "by": scheme.user.name if scheme else "",
        "href": url_for("reporting.lights", agency_id=document.agency_id) if own else "",
    }
