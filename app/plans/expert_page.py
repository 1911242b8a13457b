"""The plan as an outside expert reads it: its words alone, without who reviews it and what they say."""

from __future__ import annotations

from flask import jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.frame.document import frame
from app.frame.documents_json import document_json
from app.frame.printed_plan import Marks, printed
from app.shell.access import wants_json
from workflows.lifecycle import Dossier


def plan_of_guest(dossier: Dossier) -> ResponseReturnValue:
    """The plan's words for an outside expert: no word of who reviews it, what they said, or of other sheets."""
    if wants_json():
        return jsonify({"document": document_json(dossier), "content": dossier.content, "csrf_token": generate_csrf()})
    return render_template("experts/plan.html", **(frame(dossier) | {"steps": []}), body=printed(dossier, Marks()))
