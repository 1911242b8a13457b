"""A document of any kind: its page and its checks."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.checks.page import checks_context, findings_json
from app.documents.page import document_context
from app.frame.document import open_reviewed
from app.frame.documents_json import document_json, whole_json
from app.shell.access import wants_json

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The document as stored, part by part and row by row, with what stands around it."""
    dossier = open_reviewed(document_id)
    if wants_json():
        return jsonify(whole_json(dossier))
    return render_template("documents/show.html", **document_context(dossier))


@bp.get("/<int:document_id>/checks")
def checks(document_id: int) -> ResponseReturnValue:
    """Every finding with its rule, source and reason."""
    dossier = open_reviewed(document_id)
    if wants_json():
        told = {"document": document_json(dossier), "findings": findings_json(dossier)}
        return jsonify(told | {"csrf_token": generate_csrf()})
    return render_template("plans/checks.html", **checks_context(dossier))
