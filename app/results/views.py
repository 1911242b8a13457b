"""Results: by agency and year, by plan, by indicator; actual values entered, confirmed and returned; thresholds of lights."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import frame, open_document
from app.frame.downloads import asked_for, file_of
from app.results.indicator import indicator_context, indicator_of
from app.results.lights import lights_context, lights_json
from app.results.overview import chosen, overview_context, plan_wanted
from app.results.plan import FORMATS, plan_context, require_results_seen, results_of
from app.results.table import results_json, table_of
from app.results.words import period_word
from app.shell.access import action_context, wants_json
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import json_body, sent_data
from forms.bodies import ResultBody
from forms.common import Sent, key_of, tidy
from forms.people import take_findings
from forms.results import LightsForm, ResultForm, ResultSearch, ReturnForm, operands_sent
from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.language import whole_number
from workflows.lifecycle import Dossier, Malformed, Refusal, blocking_finding, note_export
from workflows.results import Indicator, ResultOutcome
from workflows.results import entries as verbs
from workflows.results import lights as light_verbs

bp = Blueprint("reporting", __name__)


@bp.get("/results")
def index() -> ResponseReturnValue:
    """One agency's indicators in one year: counts, chart, and a list that can be sorted, filtered, paged and downloaded."""
    search = ResultSearch.asked(request.args)
    wanted = plan_wanted(search)
    dossier = open_document(wanted, Kind.ANNUAL_PLAN) if wanted is not None else None
    if dossier is None:
        if wants_json():
            return jsonify({"plan": None, "indicators": []})
        return render_template("results/overview.html", **overview_context(None, search))
    require_results_seen(dossier.document)
    if request.args.get("format") or wants_json():
        return _as_asked(dossier, chosen(results_of(dossier)[0], search))
    return render_template("results/overview.html", **overview_context(dossier, search))


@bp.get("/plans/<int:document_id>/results")
def plan(document_id: int) -> ResponseReturnValue:
    """The results of one plan, also as a file."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    require_results_seen(dossier.document)
    if request.args.get("format") or wants_json():
        return _as_asked(dossier, results_of(dossier)[0])
    return render_template("results/plan.html", **frame(dossier, here=_("指標實績")), **plan_context(dossier))


def _as_asked(dossier: Dossier, indicators: list[Indicator]) -> ResponseReturnValue:
    """A file, logged before it is sent, or JSON."""
    document = dossier.document
    name = f"results-{document.year}-{document.id}"
    if wanted := asked_for(FORMATS):
        note_export(action_context(), document.object_name, wanted.name)
        return file_of(wanted, name, table_of(document, indicators))
    return jsonify(results_json(document, indicators) | {"csrf_token": generate_csrf()})


@bp.get("/kpis/<int:document_id>/results")
def indicator(document_id: int) -> ResponseReturnValue:
    """Every entry of one indicator in a year, and the forms that enter, confirm and return."""
    dossier = open_document(document_id, Kind.KPI_DEFINITION)
    year = _year()
    if wants_json():
        return jsonify(_indicator_json(dossier, year) | {"csrf_token": generate_csrf()})
    return _indicator_page(dossier, year)


def _year() -> int:
    return whole_number(request.args.get("year", ""), 3) or 0


def _indicator_json(dossier: Dossier, year: int) -> dict[str, Any]:
    indicator = indicator_of(dossier, year)
    return results_json(dossier.plan, [indicator] if indicator else [])


def _indicator_page(dossier: Dossier, year: int, **more: Any) -> str:
    return render_template(
        "results/indicator.html", **frame(dossier, here=_("指標實績")), **indicator_context(dossier, year, **more)
    )


@bp.post("/kpis/<int:document_id>/results")
def enter(document_id: int) -> ResponseReturnValue:
    """Enter an actual value; refused, the page keeps what was typed."""
    open_document(document_id, Kind.KPI_DEFINITION)
    sent, operands = _result_sent()
    form = ResultForm(sent)
    new = form.new(operands)
    try:
        outcome = verbs.enter(
            document_id,
            action_context(),
            new,
            seen=_entry_seen(sent, new.year, new.period),
            idempotency_key=key_of(sent),
        )
    except Refusal as refusal:
        return present(refusal, lambda refusal: _refused_page(document_id, new.year, form, refusal, typed=operands))
    notice = _(
        "%(period)s的實際值已填報（第 %(n)s 次），等研考確認", period=period_word(outcome.period), n=outcome.number
    )
    return _answer(outcome, notice)


@bp.post("/kpis/<int:document_id>/results/<int:year>/<period>/<int:number>/confirmation")
def confirm(document_id: int, year: int, period: str, number: int) -> ResponseReturnValue:
    """Confirm one entry."""
    open_document(document_id, Kind.KPI_DEFINITION)
    sent = sent_data()
    try:
        outcome = verbs.confirm(document_id, year, period, number, action_context(), idempotency_key=key_of(sent))
    except Refusal as refusal:
        at = f"{period}-{number}"
        return present(refusal, lambda refusal: _refused_page(document_id, year, None, refusal, at=at))
    return _answer(outcome, _("%(period)s的實際值已確認", period=period_word(period)))


@bp.post("/kpis/<int:document_id>/results/<int:year>/<period>/<int:number>/return")
def send_back(document_id: int, year: int, period: str, number: int) -> ResponseReturnValue:
    """Return one entry with a reason."""
    open_document(document_id, Kind.KPI_DEFINITION)
    sent = sent_data()
    form = ReturnForm(sent)
    try:
        reason = form.reason.data or ""
        outcome = verbs.send_back(
            document_id, year, period, number, action_context(), reason=reason, idempotency_key=key_of(sent)
        )
    except Refusal as refusal:
        at = f"{period}-{number}"
        return present(refusal, lambda refusal: _refused_page(document_id, year, None, refusal, at=at, returning=form))
    return _answer(outcome, _("%(period)s的實際值已退回，承辦人會在待辦看到", period=period_word(period)))


def _refused_page(document_id: int, year: int, form: ResultForm | None, refusal: Refusal, **more: Any) -> str:
    """The page of the indicator with what was typed, the findings beside the fields of the entry."""
    if form is not None:
        take_findings(form, refusal.findings, say)
    dossier = open_document(document_id, Kind.KPI_DEFINITION)
    return _indicator_page(dossier, year, form=form, refusal=refusal, **more)


def _answer(outcome: ResultOutcome, notice: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(asdict(outcome))
    flash(notice, "success")
    here = url_for(
        "reporting.indicator", document_id=outcome.document_id, year=outcome.year, _anchor=f"p-{outcome.period}"
    )
    return redirect(here, 303)


def _result_sent() -> tuple[Sent, dict[str, str]]:
    """What was sent, and the operands of the formula in it."""
    sent = sent_data()
    if not request.is_json:
        return sent, operands_sent(sent)
    given = json_body(ResultBody).operands
    if not isinstance(given, dict):
        return sent, {}
    return sent, {tidy(name): tidy(_lines(value)) for name, value in list(given.items())[:200]}


def _lines(value: Any) -> str:
    """The value of an operand as a page would send it: several stand on lines of their own."""
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _entry_seen(sent: Sent, year: int, period: str) -> int:
    """The newest number of the period that the person saw: machines say ``version``, a page lists all it showed."""
    version = sent.get("version", "")
    if (number := whole_number(version, 9)) is not None:
        return number
    if version or "seen" in sent:
        shown = dict(one.rpartition(":")[::2] for one in sent.get("seen", "").split(",")[:200])
        if (number := whole_number(shown.get(f"{year}:{period}", "0"), 9)) is not None:
            return number
    raise Malformed(
        blocking_finding("WF-09", Message.of(N_("請附上您所見的最新次別（version），還沒有填報時為 0")), "version")
    )


@bp.route("/agencies/<int:agency_id>/lights", methods=["GET", "POST"])
def lights(agency_id: int) -> ResponseReturnValue:
    """The thresholds of an agency's lights, their history, and the form that sets them."""
    if request.method == "GET":
        return jsonify(lights_json(agency_id)) if wants_json() else _lights_page(agency_id, None, None)
    sent = sent_data()
    form = LightsForm(sent)
    try:
        light_verbs.set_lights(
            agency_id,
            action_context(),
            green=form.green.data or "",
            yellow=form.yellow.data or "",
            note=form.note.data or "",
            seen=sent.get("version", ""),
            idempotency_key=key_of(sent),
        )
    except Refusal as refusal:
        return present(refusal, lambda refusal: _lights_page(agency_id, form, refusal))
    if wants_json():
        return jsonify(lights_json(agency_id))
    flash(_("燈號門檻已更新；各項指標的燈號依新的門檻顯示"), "success")
    return redirect(url_for("reporting.lights", agency_id=agency_id), 303)


def _lights_page(agency_id: int, form: LightsForm | None, refusal: Refusal | None) -> str:
    if form is not None and refusal is not None:
        take_findings(form, refusal.findings, say)
    return render_template("results/lights.html", **lights_context(agency_id, form, refusal))
