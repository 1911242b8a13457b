"""A document of any kind: begun, its page and its checks."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.checks.page import checks_context, findings_json
from app.documents.list import listed_kind, matching_page, page_context
from app.documents.page import document_context
from app.frame.document import open_document
from app.frame.document_list import SORTS
from app.frame.documents_json import document_json, whole_json
from app.shell.access import action_context, session_user, wants_json
from app.shell.addresses import edit_place, place_of
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import key_of
from forms.documents import NewDocumentForm
from forms.search import PlanSearch
from models.base import db
from models.people import Agency
from workflows.content import create_document, startable_kind
from workflows.language import whole_number
from workflows.lifecycle import DocumentKind, Dossier, Outcome, Refused, agencies_with

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The document as stored, part by part and row by row; one whose kind has a page of its own is shown there."""
    dossier = open_document(document_id)
    if dossier.kind.pages.show != request.endpoint:
        return redirect(place_of(dossier.document))
    if wants_json():
        return jsonify(whole_json(dossier))
    return render_template("documents/show.html", **document_context(dossier))


@bp.get("/<int:document_id>/checks")
def checks(document_id: int) -> ResponseReturnValue:
    """Every finding with its rule, source and reason; at the kind's own address where it has one."""
    dossier = open_document(document_id)
    if dossier.kind.pages.checks != request.endpoint:
        return redirect(url_for(dossier.kind.pages.checks or dossier.kind.pages.show, document_id=document_id))
    if wants_json():
        answer = {"document": document_json(dossier), "findings": findings_json(dossier)}
        return jsonify(answer | {"csrf_token": generate_csrf()})
    return render_template("checks/page.html", **checks_context(dossier))


@bp.get("/kinds/<kind_name>")
def index(kind_name: str) -> ResponseReturnValue:
    """The documents of a kind that this person may see, filtered, sorted, a page at a time."""
    kind = listed_kind(kind_name)
    search = PlanSearch.asked(request.args, kind.workflow.state_named, SORTS)
    listed = matching_page(kind, search)
    if wants_json():
        rows = [document_json(Dossier(db.session(), row)) for row in listed.rows]
        return jsonify({"documents": rows, "total": listed.total, "next": listed.next, "previous": listed.previous})
    return render_template("documents/index.html", **page_context(kind, search, listed))


@bp.route("/new/<kind_name>", methods=["GET", "POST"])
def new(kind_name: str) -> ResponseReturnValue:
    """Begin a document of a kind that people begin by themselves."""
    kind = startable_kind(kind_name)
    form = NewDocumentForm(sent_data() if request.method == "POST" else None)
    form.agency_id.choices = _agencies(kind)
    sentences: list[dict[str, str]] = []
    if request.method == "POST" and form.validate():
        try:
            outcome = create_document(
                action_context(),
                kind,
                agency_id=int(form.agency_id.data),
                year=whole_number(form.year.data or "", 4) or 0,
                title=form.title.data or "",
                idempotency_key=key_of(sent_data()),
            )
        except Refused as why:
            if wants_json():
                raise
            db.session.rollback()
            sentences = [{"text": say(one.message), "href": f"#{one.at}"} for one in why.findings]
        else:
            return _begun(kind, outcome)
    status = 422 if request.method == "POST" else 200
    key, action = secrets.token_urlsafe(16), url_for("documents.new", kind_name=kind_name)
    context = {"form": form, "sentences": sentences, "kind_label": say(kind.label), "key": key, "action": action}
    return render_template("documents/new.html", **context), status


def _begun(kind: DocumentKind, outcome: Outcome) -> ResponseReturnValue:
    document_id = outcome.document_id
    if wants_json():
        return jsonify({"document": document_json(open_document(document_id))}), 201
    flash(_("已建立"), "success")
    document = open_document(document_id).document
    return redirect(edit_place(document, kind.form(document).sections[0].tops[0]), 303)


def _agencies(kind: DocumentKind) -> list[tuple[str, str]]:
    """The agencies for which this person may begin such a document, in the order of their codes."""
    mine = agencies_with(session_user().actor, kind.create) if kind.create else frozenset()
    rows = db.session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(mine)).order_by(Agency.code))
    return [(str(row.id), row.name) for row in rows]
