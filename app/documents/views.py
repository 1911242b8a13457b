"""A document of any kind: its page and its checks."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.checks.page import checks_context, findings_json
from app.documents.page import document_context
from app.frame.document import open_document
from app.frame.documents_json import document_json, whole_json
from app.shell.access import wants_json
from app.shell.addresses import place_of

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
        told = {"document": document_json(dossier), "findings": findings_json(dossier)}
        return jsonify(told | {"csrf_token": generate_csrf()})
    return render_template("plans/checks.html", **checks_context(dossier))
