"""What a sheet would owe with the answers as typed: told while somebody fills it in; nothing is stored."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.frame import sheet_parts as sheets
from app.frame.document import open_document
from app.shell.access import wants_json
from forms.sheets import sheet_form
from models.vocabulary import Kind
from models.wording import Message
from workflows.lifecycle import Malformed, NotPermitted, NotVisible
from workflows.review import with_changes
from workflows.schema import put_at

bp = Blueprint("owing", __name__)


@bp.post("/sheets/<int:document_id>/<section_key>/owed")
def owed(document_id: int, section_key: str) -> ResponseReturnValue:
    """The panel 還欠什麼 for the section's answers as they stand in the form; what cannot be read counts as unchanged."""
    dossier = open_document(document_id, Kind.GENDER_IMPACT)
    section = sheets.section_named(dossier, section_key)
    if section is None:
        raise NotVisible
    if not sheets.may_fill(dossier, section):
        raise NotPermitted([Message(sheets.why_locked(dossier, section))])
    try:
        changed = put_at(dossier.content, sheet_form(section, dossier.content, request.form).values)
    except Malformed:
        changed = {}
    steps = sheets.steps_owed(with_changes(dossier, changed))
    if wants_json():
        return jsonify({"owed": steps})
    return render_template("gender/owed.html", dossier=dossier, owed_steps=steps)
