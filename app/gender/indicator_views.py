"""Linking a sheet with its plan: gender indicators become indicators of the plan in one step."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.frame.document import open_document
from app.shell.access import action_context, wants_json
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import key_of, tidy, version_of
from models.vocabulary import Kind
from workflows.gender import make_indicator
from workflows.lifecycle import Malformed, Overtaken, Refusal, Refused

bp = Blueprint("linking", __name__, url_prefix="/sheets")


@bp.post("/<int:document_id>/indicators")
def make(document_id: int) -> ResponseReturnValue:
    """Make an indicator of the plan from ``place`` of the sheet: ``title``, ``value`` and ``unit`` of its target."""
    dossier, sent = open_document(document_id, Kind.GENDER_IMPACT), sent_data(silent=True)
    target = {name: tidy(sent.get(name, "")).strip() for name in ("value", "unit")}
    try:
        outcome = make_indicator(
            dossier,
            action_context(),
            version=version_of(sent),
            place=sent.get("place", ""),
            title=tidy(sent.get("title", "")).strip(),
            target=target,
            idempotency_key=key_of(sent),
        )
    except (Refused, Malformed, Overtaken) as refusal:
        return present(refusal, lambda refusal: _refusal_page(document_id, refusal))
    if wants_json():
        return jsonify({"id": outcome.document_id, "version": outcome.version, "revision": outcome.revision}), 201
    flash(_("已增列為計畫的關鍵績效指標，請到計畫補齊衡量標準與目標值"), "success")
    return redirect(url_for("assessing.show", document_id=document_id, _anchor="indicators"), 303)


def _refusal_page(document_id: int, refusal: Refusal) -> Response:
    """Back at the sheet, which says what stood in the way."""
    for words in [say(one.message) for one in refusal.findings] or [say(refusal.headline)]:
        flash(words, "error")
    return redirect(url_for("assessing.show", document_id=document_id, _anchor="indicators"), 303)
