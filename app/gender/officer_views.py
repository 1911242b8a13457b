"""The gender officer's pages: which key plans need a sheet, and all sheets of the agency."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import open_document
from app.frame.downloads import asked_for, file_of, menu
from app.gender.desk import FORMATS, desk_of
from app.gender.impact_decisions import impact_context, impact_json, waiting_rows
from app.gender.overview import charts_of, overview_table, table_of
from app.shell.access import action_context, wants_json
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import Sent, key_of, version_of
from forms.impact import decision_of
from models.vocabulary import Kind
from models.wording import N_
from workflows.gender import decide
from workflows.kinds import GENDER_IMPACT
from workflows.lifecycle import Dossier, Overtaken, Refused, note_export

bp = Blueprint("overseeing", __name__)
SORT_WORDS = {
    "title": N_("項目名稱"), "year": N_("年度"), "state": N_("狀態"), "due": N_("期限"),
}  # fmt: skip


@bp.get("/sheets/desk")
def desk() -> ResponseReturnValue:
    """All sheets of the agency, what waits and what is late; ``?format=csv`` or ``xlsx`` gives what was found as a file.

    ``?overview=csv`` or ``xlsx`` gives the figures of the charts.
    """
    page = desk_of(request.args)
    for asked, name, table in (("format", "gender-impact", table_of), ("overview", "gender-overview", overview_table)):
        if wanted := asked_for(FORMATS, asked):
            made = table(page)
            note_export(action_context(), GENDER_IMPACT.name, wanted.name)
            return file_of(wanted, name, made)
    charts = charts_of(page.of_year)
    if wants_json():
        return jsonify({"waiting": page.waits, "sheets": page.rows, "total": page.pager["total"], "charts": charts})
    year = request.args.get("year") or None
    return render_template(
        "gender/desk.html",
        desk=page,
        charts=charts,
        years=[(str(one), _("%(year)s 年度", year=one)) for one in page.years],
        sorts=[(name, say(label)) for name, label in SORT_WORDS.items()],
        overview_downloads=menu(FORMATS, lambda name: url_for("overseeing.desk", year=year, overview=name)),
    )


@bp.get("/plans/<int:document_id>/impact")
def impact(document_id: int) -> ResponseReturnValue:
    """Which key plans owe a gender-impact sheet; the gender officer decides here, many at once."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    if wants_json():
        return jsonify(impact_json(dossier) | {"csrf_token": generate_csrf()})
    return _page(dossier)


def _page(dossier: Dossier, errors: list[dict[str, str]] | None = None, sent: Sent | None = None) -> str:
    typed = {"rows": sent.getlist("rows"), **sent.to_dict()} if sent else {"rows": []}
    if sent:
        typed["rows"] = sent.getlist("rows")
    context = impact_context(dossier, errors=errors or [], typed=typed)
    return render_template("gender/impact.html", **context, key=secrets.token_urlsafe(16))


@bp.post("/plans/<int:document_id>/impact")
def decide_impact(document_id: int) -> ResponseReturnValue:
    """Keep the decision (``decision``, ``reason``, ``grounds``, ``evidence``) for ``rows``, or for ``all`` that wait."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    sent = sent_data(silent=True)
    made = decision_of(sent, waiting_rows(dossier))
    try:
        outcome = decide(
            document_id, action_context(), version=version_of(sent), made=made, idempotency_key=key_of(sent)
        )
    except (Refused, Overtaken) as refusal:
        errors = [{"text": say(one.message), "href": f"#{one.at}" if one.at else ""} for one in refusal.findings]
        errors = errors or [{"text": say(refusal.headline), "href": ""}]
        return present(refusal, lambda refusal: _page(open_document(document_id, Kind.ANNUAL_PLAN), errors, sent))
    if wants_json():
        return jsonify({"id": outcome.document_id, "version": outcome.version, "decided": len(made.rows)})
    flash(_("已決定 %(n)s 項", n=len(made.rows)), "success")
    return redirect(url_for("overseeing.impact", document_id=document_id), 303)
