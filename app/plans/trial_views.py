"""Trying an indicator: values typed in are computed by its formula and shown, and nothing is kept."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.checks.trial import trial_json, trial_of
from app.frame.document import frame, open_document
from app.plans.indicator import definition_shown, kpi_context
from app.shell.access import wants_json
from models.vocabulary import Kind

bp = Blueprint("trying", __name__)


@bp.get("/kpis/<int:document_id>/trial")
def trial(document_id: int) -> ResponseReturnValue:
    """The indicator with the result of a trial; only the calculator where a script asks for it."""
    dossier = open_document(document_id, Kind.KPI_DEFINITION)
    row, year = definition_shown(dossier)["kpi"], dossier.plan.year
    if wants_json():
        shown = trial_json(row, year, request.args)
        return jsonify(shown), 422 if "error" in shown else 200
    if "HX-Request" in request.headers:
        return render_template(
            "plans/trial_panel.html", trial=trial_of(row, year, request.args), document=dossier.document
        )
    context = kpi_context(dossier) | {"trial": trial_of(row, year, request.args)}
    return render_template("plans/kpi.html", **frame(dossier), **context)
