"""Checking what is being typed, before anybody saves it: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.drafting.row import as_sent, gutters, opened, preamble_page, row_page, status_words, tried
from app.drafting.section import beside, counts_of
from app.drafting.submitted_form import Typed, TypedPreamble, complain
from app.shell.access import wants_json
from app.shell.errors import finding_json
from app.shell.rendering import say
from workflows.lifecycle import Dossier, Malformed, NotVisible
from workflows.review import findings_of
from workflows.rules import unchecked_in
from workflows.schema import ROWS

bp = Blueprint("checking", __name__)


@bp.post("/plans/<int:document_id>/check/preamble")
def preamble(document_id: int) -> ResponseReturnValue:
    """What the rules would say about the preamble as typed."""
    return _checked(opened(document_id, "preamble"), TypedPreamble(request.form))


@bp.post("/plans/<int:document_id>/check/<part>/<row_id>")
def row(document_id: int, part: str, row_id: str) -> ResponseReturnValue:
    """What the rules would say about a row as typed."""
    if part not in ROWS:
        raise NotVisible
    typed = Typed(part, row_id, request.form)
    typed.op = "save"
    return _checked(opened(document_id, part), typed)


def _checked(dossier: Dossier, typed: Typed | TypedPreamble) -> ResponseReturnValue:
    try:
        would_be = tried(dossier, typed)
    except Malformed as refusal:
        if wants_json():
            raise
        return _faulty(dossier, typed, complain(typed, refusal))
    form = typed.form if isinstance(typed, Typed) else None
    by_field = beside(would_be, typed.part, typed.row_id, form)
    unchecked = unchecked_in(findings_of(would_be))
    here = f"{typed.part}[{typed.row_id}]" if typed.row_id else typed.part
    if wants_json():
        findings = [finding_json(one) for one in findings_of(would_be) if one in unchecked or one.at.startswith(here)]
        return jsonify({"at": here, "findings": findings, "stored": False, "csrf_token": generate_csrf()})
    status = "；".join(say(one.message) for one in unchecked) or status_words(by_field)
    if "HX-Request" in request.headers:
        counts: Mapping[str, int] = counts_of(would_be).get(here, {})
        return render_template(
            "drafting/live.html", gutters=gutters(by_field, form), status=status, counts=counts, row_id=typed.row_id
        )
    return _page(dossier, typed, would_be, checked=status)


def _faulty(dossier: Dossier, typed: Typed | TypedPreamble, faults: list[tuple[str, str, str]]) -> ResponseReturnValue:
    """What is not well-formed cannot be judged: the faults are said, and findings stay as they were."""
    if "HX-Request" in request.headers:
        status = "；".join(f"{label}　{words}".strip("　") for _id, label, words in faults)
        return render_template("drafting/live.html", gutters=[], status=status, counts=None, row_id="")
    return _page(dossier, typed, None, faults=faults), 422


def _page(dossier: Dossier, typed: Typed | TypedPreamble, would_be: Dossier | None, **more: object) -> str:
    if isinstance(typed, TypedPreamble):
        return preamble_page(dossier, typed.form, would_be, **more, **as_sent())
    if typed.form is None:
        raise NotVisible
    return row_page(dossier, typed.part, typed.row_id, typed.form, would_be, **more, **as_sent())
