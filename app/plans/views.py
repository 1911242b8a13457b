"""Plans: their list, a new one, the plan as printed, its checks, and the definition of an indicator."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from sqlalchemy import select

from app.checks.page import checks_context, findings_json
from app.frame.document import frame, open_document
from app.frame.document_list import SORTS, Listed, list_context
from app.frame.documents_json import document_json, whole_json
from app.frame.downloads import asked_for, file_of, menu
from app.frame.findings import findings_of_page
from app.frame.printed_plan import marks_of, printed
from app.frame.seats import seats_of
from app.plans import file_import as plan_import
from app.plans import list as plan_lists
from app.plans.expert_page import plan_of_guest
from app.plans.indicator import definition_shown, kpi_context
from app.plans.panels import actions_of, decisions_of_page, duties_of_page, sections_of, versions_of
from app.plans.target_history import changes_json
from app.plans.waiting_on import owed_of
from app.shell.access import action_context, session_user, wants_json
from app.shell.addresses import place_of
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import iso, say
from app.shell.request_data import json_body, sent_data
from exchange.writers.listings import Listing
from exchange.writers.registry import writers_of
from forms.bodies import NewPlanBody
from forms.common import key_of
from forms.plans import NewPlanForm, ReasonForm
from forms.search import PlanSearch
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from workflows.gender import duties
from workflows.kinds import ANNUAL_PLAN
from workflows.lifecycle import Dossier, Outcome, Refused, agencies_with
from workflows.lifecycle import Permission as P
from workflows.review import acknowledge as acknowledge_warning

bp = Blueprint("plans", __name__)
FORMATS = writers_of(Listing, "csv", "json")
STATES = ANNUAL_PLAN.workflow.state_named


@bp.get("/plans")
def index() -> ResponseReturnValue:
    """The plans this person may see, filtered, sorted, a page at a time or all of them as a file."""
    search = PlanSearch.asked(request.args, STATES, SORTS)
    if wanted := asked_for(FORMATS):
        return file_of(wanted, "plans", _as_listing(search))
    listed = plan_lists.plans_found(search)
    if wants_json():
        rows = [document_json(Dossier(db.session(), row)) for row in listed.rows]
        return jsonify({"plans": rows, "total": listed.total, "next": listed.next, "previous": listed.previous})
    return render_template("plans/index.html", **_list_page(search, listed))


def _as_listing(search: PlanSearch) -> Listing:
    """All plans found, as files hold them."""

    def records() -> dict[str, Any]:
        return {"plans": [document_json(Dossier(db.session(), row)) for row in plan_lists.everything(search)]}

    heads = [_("編號"), _("年度"), _("機關"), _("計畫"), _("版次"), _("輪次"), _("狀態"), _("自"), _("修訂")]
    return Listing(heads, lambda: map(_csv_row, plan_lists.everything(search)), records)


def _list_page(search: PlanSearch, listed: Listed) -> dict[str, Any]:
    kept: dict[str, Any] = dict(search.filters())
    return list_context(ANNUAL_PLAN, search, listed, partial(url_for, "plans.index")) | {
        "drafts": bool(agencies_with(session_user().actor, P.PLAN_CREATE)),
        "downloads": menu(FORMATS, lambda name: url_for("plans.index", **kept, format=name)),
    }


def _csv_row(row: Document) -> tuple[object, ...]:
    state = say(STATES[row.state].label)
    return (
        row.id,
        row.year,
        row.agency.name,
        row.title,
        row.edition,
        row.round,
        state,
        iso(row.state_since),
        row.revision,
    )


@bp.get("/plans/new")
def new() -> ResponseReturnValue:
    """The form that begins a plan."""
    return _new_form(NewPlanForm(), [])


def _new_form(form: NewPlanForm, sentences: list[dict[str, str]]) -> str:
    form.agency_id.choices = _own_agencies()
    formats = plan_import.formats()
    accept = ",".join(ending for one in formats for ending in one["endings"].split("、"))
    key = secrets.token_urlsafe(16)
    return render_template("plans/new.html", form=form, sentences=sentences, key=key, formats=formats, accept=accept)


def _own_agencies() -> list[tuple[str, str]]:
    """The agencies this person drafts for."""
    mine = agencies_with(session_user().actor, P.PLAN_CREATE)
    rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(mine)).order_by(Agency.code))
    return [(str(row.id), row.name) for row in rows]


@bp.post("/plans")
def create() -> ResponseReturnValue:
    """Begin a plan, empty or from a file; an unreadable file leaves nothing behind."""
    if request.is_json:
        outcome = plan_import.create_from_json(json_body(NewPlanBody, silent=True))
        return _created_json(outcome), 201
    form = NewPlanForm(request.form)
    form.agency_id.choices = _own_agencies()
    upload = request.files.get("file")
    sentences: list[dict[str, str]] = []
    if form.validate():
        try:
            outcome, doubts = plan_import.create(
                form, upload if upload and upload.filename else None, key_of(request.form)
            )
        except plan_import.NotImported as why:
            sentences = [{"text": sentence, "href": "#file"} for sentence in why.sentences]
            form.file.errors = [*form.file.errors, why.sentences[0]]
        except Refused as refusal:
            sentences = [{"text": say(finding.message), "href": "#year"} for finding in refusal.findings]
            form.year.errors = [*form.year.errors, *(one["text"] for one in sentences)]
        else:
            return _created(outcome, doubts)
    return _new_form(form, sentences), 422


def _created(outcome: Outcome, doubts: int) -> ResponseReturnValue:
    flash(_("計畫已建立，可以開始編輯"), "success")
    if doubts:
        href = url_for("plans.imported", document_id=outcome.document_id)
        link = Markup('<a href="{}">{}</a>').format(href, _("逐項核對"))
        flash(Markup("{}　{}").format(escape(_("匯入時有 %(n)s 處請人工核對", n=doubts)), link), "warning")
    return redirect(url_for("plans.show", document_id=outcome.document_id), 303)


def _created_json(outcome: Outcome) -> Response:
    dossier = open_document(outcome.document_id, Kind.ANNUAL_PLAN)
    return jsonify(
        {"document": document_json(dossier), "uncertain": plan_import.doubts_of(dossier), "csrf_token": generate_csrf()}
    )


@bp.get("/plans/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The plan as printed, with what stands around it."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    if only_an_expert(session_user().actor):
        return plan_of_guest(dossier)
    if wants_json():
        return jsonify(whole_json(dossier))
    owed = list(duties(dossier))
    marks = marks_of(dossier, owed, _looked_at(dossier))
    findings, seats = findings_of_page(dossier), seats_of(dossier)
    return render_template(
        "plans/show.html",
        **frame(dossier),
        groups=sections_of(dossier, marks),
        body=printed(dossier, marks),
        owed_list=owed_of(dossier, owed),
        seat_list=seats,
        seat_words=[{"title": one["title"], "status": one["status"], "ok": one["stamp"] is not None} for one in seats],
        findings=findings,
        counts={level: sum(1 for one in findings if one["severity"] == level) for level in "BRWI"},
        versions=versions_of(dossier),
        gia=duties_of_page(dossier, owed),
        impact=decisions_of_page(dossier, owed),
        key=secrets.token_urlsafe(16),
        **actions_of(dossier),
    )


def _looked_at(dossier: Dossier) -> int | None:
    """The revision this person last spoke about; who never did sees what came since the last round."""
    before = [row for row in dossier.sign_offs if row.revision < dossier.document.revision]
    mine = [row.revision for row in before if row.user_id == session_user().user.id]
    return max(mine or [row.revision for row in before], default=None)


@bp.get("/plans/<int:document_id>/imported")
def imported(document_id: int) -> ResponseReturnValue:
    """What was uncertain when the plan was read from a file."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    report = plan_import.report(dossier)
    if wants_json():
        return jsonify(report)
    return render_template("plans/imported.html", **frame(dossier, here=_("匯入核對")), columns="", report=report)


@bp.get("/plans/<int:document_id>/checks")
def checks(document_id: int) -> ResponseReturnValue:
    """Every finding with its rule, source and reason."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    if wants_json():
        return jsonify(
            {"document": document_json(dossier), "findings": findings_json(dossier), "csrf_token": generate_csrf()}
        )
    return render_template("checks/page.html", **checks_context(dossier))


@bp.post("/documents/<int:document_id>/acknowledgements")
def acknowledge(document_id: int) -> ResponseReturnValue:
    """Explain one warning; what was typed is kept when the reason is missing."""
    sent = sent_data(silent=True)
    form = ReasonForm(sent)
    dossier = open_document(document_id)
    if not form.validate() and not wants_json() and dossier.kind.pages.checks:
        return render_template("checks/page.html", **checks_context(dossier, form)), 422
    outcome = acknowledge_warning(
        document_id,
        action_context(),
        rule=form.rule.data or "",
        fingerprint=form.fingerprint.data or "",
        reason=form.reason.data or "",
        idempotency_key=key_of(sent),
    )
    if wants_json():
        dossier = open_document(outcome.document_id)
        return jsonify({"document": document_json(dossier), "findings": findings_json(dossier)})
    flash(_("理由已記下，警告仍會列出，並附上您的說明"), "success")
    checks, anchor = dossier.kind.pages.checks, f"f-{(form.fingerprint.data or '')[:12]}"
    back = url_for(checks, document_id=document_id, _anchor=anchor) if checks else place_of(dossier.document)
    return redirect(back, 303)


@bp.get("/kpis/<int:document_id>")
def kpi(document_id: int) -> ResponseReturnValue:
    """The definition of an indicator: what is measured and how, its target, where it is used, who endorsed it."""
    dossier = open_document(document_id, Kind.KPI_DEFINITION)
    if wants_json():
        shown = {"content": definition_shown(dossier), "target_changes": changes_json(dossier)}
        return jsonify(whole_json(dossier) | shown)
    return render_template("plans/kpi.html", **frame(dossier), **kpi_context(dossier))
