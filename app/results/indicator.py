"""The results of one indicator: every entry of every period, the form that enters one, the forms that settle one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.results.plan import lights_shown, row_shown
from app.results.words import entry_shown, period_word
from app.shell.access import action_context
from app.shell.rendering import say
from forms.common import choices_of
from forms.results import ResultForm, ReturnForm
from models.kpi import KpiResult
from workflows.language import decimal_of
from workflows.lifecycle import Dossier, NotPermitted, Overtaken, Refusal
from workflows.results import (
    PERIODS,
    Indicator,
    PeriodCell,
    indicators_of,
    objections_to_entering,
    objections_to_settling,
    requested_operands,
    scheme_of,
    target_of,
    thresholds_of,
    units_for,
    years_of,
)


def indicator_of(dossier: Dossier, year: int = 0) -> Indicator | None:
    """The indicator of a definition in a year, its own plan's where none is asked; none before it was in force."""
    scheme = scheme_of(dossier.session, dossier.document.agency_id)
    key = dossier.document.part_key or ""
    indicators = indicators_of(dossier.plan_dossier, thresholds_of(scheme), year, only=key)
    return indicators[0] if indicators and dossier.state.with_results else None


def indicator_context(
    dossier: Dossier,
    year: int = 0,
    form: ResultForm | None = None,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
    returning: ReturnForm | None = None,
    at: str = "",
) -> dict[str, Any]:
    """What ``results/indicator.html`` asks for besides the frame.

    ``form`` and ``typed`` are an entry that was refused; ``at`` and ``returning`` a confirmation or return that was.
    """
    document = dossier.document
    indicator = indicator_of(dossier, year)
    scheme = scheme_of(dossier.session, document.agency_id)
    objections = objections_to_entering(action_context(), document)
    years = years_of(dossier.content.get("kpi", {}), document.year)
    shown: dict[str, Any] = {
        "columns": "",
        "row": row_shown(indicator) if indicator else None,
        "lights": lights_shown(document, scheme),
        "years": [
            {"label": str(one), "href": _here(document.id, one), "current": one == (year or document.year)}
            for one in years
        ],
        "periods": [_period_shown(indicator, cell, at, returning) for cell in indicator.cells] if indicator else [],
        "points": points_of(indicator) if indicator else [],
        "plan_href": url_for("reporting.plan", document_id=dossier.plan.id, _anchor=document.part_key),
        "definition_href": url_for("plans.kpi", document_id=document.id),
        "entering": [say(one) for one in objections],
        "form": None,
        "faults": faults_of(refusal, at),
        "overtaken": isinstance(refusal, Overtaken),
    }
    if not objections and indicator:
        shown |= _entering(indicator, form or ResultForm(), years, typed or {})
    return shown


def _here(document_id: int, year: int) -> str:
    return url_for("reporting.indicator", document_id=document_id, year=year)


def _entering(indicator: Indicator, form: ResultForm, years: Sequence[int], typed: Mapping[str, str]) -> dict[str, Any]:
    """The form with its choices; the version of the period is the newest number that stands on this page."""
    form.year.choices = choices_of((str(one), str(one)) for one in years)
    form.year.data = form.year.data or str(indicator.year)
    form.period.choices = choices_of((name, period_word(name)) for name in PERIODS)
    units = units_for(indicator.aim.unit)
    form.unit.choices = choices_of((unit, unit) for unit in units)
    form.unit.data = form.unit.data if form.unit.data in units else indicator.aim.unit
    newest = {cell.period: cell.entries[0].number for cell in indicator.cells if _own(indicator, cell)}
    return {
        "form": form,
        "key": secrets.token_urlsafe(16),
        "units": units,
        "operands": [(one, typed.get(one.name, "")) for one in requested_operands(indicator.row)],
        "seen": ",".join(f"{indicator.year}:{period}:{number}" for period, number in newest.items()),
    }


def _own(indicator: Indicator, cell: PeriodCell) -> bool:
    return cell.entries[0].document_id == indicator.document.id


def _period_shown(indicator: Indicator, cell: PeriodCell, at: str, returning: ReturnForm | None) -> dict[str, Any]:
    entries = [entry_shown(indicator, row) for row in cell.entries]
    return {
        "name": cell.period,
        "word": period_word(cell.period),
        "entries": entries,
        "in_force": next((one for one in entries if one["row"] is cell.in_force), None),
        "settling": _settling(indicator, cell.waiting, at, returning) if cell.waiting else None,
    }


def _settling(indicator: Indicator, row: KpiResult, at: str, returning: ReturnForm | None) -> dict[str, Any]:
    """The forms that confirm and return an entry, or why this person cannot."""
    document = indicator.document
    objections = objections_to_settling(action_context(), document, row)
    place: dict[str, Any] = {
        "document_id": row.document_id,
        "year": row.year,
        "period": row.period,
        "number": row.number,
    }
    here = at == f"{row.period}-{row.number}"
    form = returning if here and returning is not None else ReturnForm()
    form.reason.id = f"reason-{row.period}-{row.number}"
    return {
        "may": not objections,
        "why": [say(one) for one in objections],
        "key": secrets.token_urlsafe(16),
        "version": row.number,
        "confirm_href": url_for("reporting.confirm", **place),
        "return_href": url_for("reporting.send_back", **place),
        "form": form,
        "id": f"{row.period}-{row.number}",
        "open": here,
    }


def points_of(indicator: Indicator) -> list[dict[str, Any]]:
    """The confirmed values of the year beside its target, in the order in which the year goes by, for the chart."""
    target = target_of(indicator.row, indicator.year, indicator.document.year)
    aim = decimal_of(target.get("value", ""))
    known = [cell for cell in indicator.cells if cell.in_force]
    return [
        {
            "label": period_word(cell.period),
            "target": float(aim) if aim is not None else None,
            "actual": float(decimal_of(cell.in_force.value) or 0) if cell.in_force else None,
            "shown_target": str(target.get("value", "")),
            "shown_actual": cell.in_force.value if cell.in_force else "",
            "late": indicator.judged(cell.in_force).met is False,
            "old": None,
        }
        for cell in known
    ]


def faults_of(refusal: Refusal | None, at: str) -> list[dict[str, str]]:
    """What stopped an act, each with the field it concerns."""
    if refusal is None:
        return []
    if isinstance(refusal, Overtaken):
        text = _("這一期在您開啟頁面之後已有人填報或處理。您輸入的文字都還在，請看過最新的數值再送出一次。")
        return [{"text": text, "href": "#periods"}]
    if isinstance(refusal, NotPermitted):
        return [{"text": say(reason), "href": ""} for reason in refusal.reasons]
    where = {"reason": f"#reason-{at}"}
    return [
        {"text": say(one.message), "href": where.get(one.at, f"#{one.at}") if one.at else ""}
        for one in refusal.findings
    ]
