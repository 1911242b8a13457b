"""Drafting a plan: the outline of a part, the form of a row, saving as a revision, two people at once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.drafting.conflict import conflict_page
from app.drafting.row import as_sent, opened, preamble_page, row_page
from app.drafting.section import page
from app.drafting.submitted_form import Typed, TypedPreamble, complain, require_known
from app.experts.own_part import in_own_part, own_findings
from app.frame.document import open_document
from app.frame.documents_json import document_json
from app.frame.sent_form import fingerprint, key_of, sent_as, version_of
from app.shell.access import action_context, wants_json
from app.shell.errors import finding_json, present
from app.shell.expert_gate import came_by_link
from app.shell.request_data import json_body
from forms.bodies import ContentBody
from forms.drafting import PreambleForm, row_form
from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.content import (
    Changed,
    Content,
    add_line,
    editing,
    indent_line,
    move_line,
    new_row_id,
    outdent_line,
    propose_polarities,
    remove_line,
    row_of,
    save,
)
from workflows.kinds import KINDS
from workflows.lifecycle import Dossier, Malformed, NotVisible, Outcome, Overtaken, blocking_finding
from workflows.plans import add_common_kpis
from workflows.review import findings_of
from workflows.schema import ROWS, blank_row

bp = Blueprint("drafting", __name__)


@bp.get("/plans/<int:document_id>/edit/<part>")
def section(document_id: int, part: str) -> ResponseReturnValue:
    """The outline of a part; the preamble with its text."""
    dossier = opened(document_id, part)
    if wants_json():
        return _json(dossier, part, dossier.content[part])
    if part == "preamble":
        return preamble_page(dossier, PreambleForm(data=dossier.content))
    return render_template("drafting/section.html", **page(dossier, part, form=None))


@bp.get("/plans/<int:document_id>/edit/<part>/<row_id>")
def row(document_id: int, part: str, row_id: str) -> ResponseReturnValue:
    """The outline of a part with one row open."""
    dossier = opened(document_id, part)
    stored = row_of(dossier.content, part, row_id) if part in ROWS else None
    if stored is None:
        raise NotVisible
    if wants_json():
        return _json(dossier, f"{part}[{row_id}]", stored)
    return row_page(dossier, part, row_id, row_form(part)(data=stored))


@bp.post("/plans/<int:document_id>/edit/<part>")
def change(document_id: int, part: str) -> ResponseReturnValue:
    """Save the preamble, or add, move or remove a row of the outline: ``op`` is ``add:<after>``, ``up:<id>``, ``propose:`` …"""
    if part == "preamble":
        return _keep(document_id, TypedPreamble(request.form))
    if part not in ROWS:
        raise NotVisible
    verb, _colon, row_id = request.form.get("op", "").partition(":")
    if verb not in ("add", "up", "down", "remove") and (verb, part) not in (
        ("propose", "kpis"),
        ("common", "kpis"),
    ):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請選擇要做的動作")), part))
    fresh = new_row_id(ROWS[part].prefix)

    def edit(content: Content) -> Changed:
        if verb == "add":
            return _added(content, part, fresh, row_id)
        if verb == "remove":
            return editing.remove_row(content, part, row_id)
        if verb == "propose":
            return propose_polarities(content)
        if verb == "common":
            return add_common_kpis(content, lambda: new_row_id(ROWS[part].prefix))
        return editing.move_row(content, part, row_id, "up" if verb == "up" else "down")

    outcome = _save(document_id, edit)
    if wants_json():
        return jsonify({"row": fresh if verb == "add" else row_id, **_outcome(outcome)})
    _flash_outcome(outcome)
    if verb == "add":
        return redirect(_fresh_row(document_id, part, fresh), 303)
    return redirect(url_for("drafting.section", document_id=document_id, part=part), 303)


def _added(content: Content, part: str, fresh: str, after: str) -> Changed:
    neighbour = row_of(content, part, after) or {}
    values = {name: neighbour[name] for name in ("goal", "work_plan", "category") if name in neighbour}
    if part == "kpis" and row_of(content, "goals", after):
        peers = [one["id"] for one in content["kpis"] if one["goal"] == after]
        values, after = {"goal": after}, peers[-1] if peers else ""
    return editing.add_row(content, part, fresh, after=after, **values)


def _fresh_row(document_id: int, part: str, fresh: str) -> str:
    """Where a new row is filled in; a repeated press leads to the row that the first one made."""
    rows = open_document(document_id, Kind.ANNUAL_PLAN).content[part]
    known = any(one["id"] == fresh for one in rows)
    endpoint: dict[str, Any] = {"document_id": document_id, "part": part}
    return url_for("drafting.row", **endpoint, row_id=fresh) if known else url_for("drafting.section", **endpoint)


@bp.post("/plans/<int:document_id>/edit/<part>/<row_id>")
def keep_row(document_id: int, part: str, row_id: str) -> ResponseReturnValue:
    """Save a row, or change the lines of a goal as typed without saving: ``op`` is ``line-up:<id>`` …"""
    if part not in ROWS:
        raise NotVisible
    typed = Typed(part, row_id, request.form)
    if typed.op.startswith(("line-", "year-")) and ROWS[part].inner:
        return _reshape(document_id, typed)
    if typed.op.partition(":")[0] == "try" and part == "kpis":
        form = typed.read(row_of((dossier := opened(document_id, part)).content, part, row_id) or {})
        return row_page(dossier, part, row_id, form, **as_sent())
    return _keep(document_id, typed)


LINE_VERBS: dict[str, Any] = {
    "line-up": lambda lines, line_id: move_line(lines, line_id, "up"),
    "line-down": lambda lines, line_id: move_line(lines, line_id, "down"),
    "line-in": indent_line,
    "line-out": outdent_line,
    "line-remove": remove_line,
    "line-add": lambda lines, after: add_line(lines, new_row_id("s"), after=after),
    "line-under": lambda lines, after: add_line(lines, new_row_id("i"), after=after, level=2),
}
"""What can be done to the strategies and items of a goal while they are being typed."""
YEAR_VERBS = ("year-prev", "year-next", "year-drop")
"""What can be done to the years of an indicator while they are being typed."""


def _reshape(document_id: int, typed: Typed) -> ResponseReturnValue:
    dossier = opened(document_id, typed.part)
    verb, _colon, line_id = typed.op.partition(":")
    if verb not in (YEAR_VERBS if typed.part == "kpis" else LINE_VERBS):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請選擇要做的動作")), typed.part))
    stored = row_of(dossier.content, typed.part, typed.row_id)
    form = typed.read(stored or blank_row(ROWS[typed.part], typed.row_id))
    if typed.part == "kpis":
        unit = str(form["target"].data.get("unit", ""))
        form.other_years().change(verb, line_id, new_row_id("y"), dossier.document.year, unit)
    else:
        form.outline().change(LINE_VERBS[verb], line_id)
    return row_page(dossier, typed.part, typed.row_id, form, **as_sent())


def _keep(document_id: int, typed: Typed | TypedPreamble) -> ResponseReturnValue:
    try:
        outcome = _save(document_id, typed.edit)
    except Malformed as refusal:
        return present(refusal, lambda refusal: _again(document_id, typed, complain(typed, refusal)))
    except Overtaken as overtaken:
        return present(overtaken, lambda refusal: conflict_page(open_document(document_id, Kind.ANNUAL_PLAN), typed))
    if wants_json():
        return jsonify(_outcome(outcome))
    _flash_outcome(outcome, f"{document_id}:{typed.part}:{typed.row_id}".rstrip(":"))
    return redirect(_onward(document_id, typed), 303)


def _onward(document_id: int, typed: Typed | TypedPreamble) -> str:
    endpoint: dict[str, Any] = {"document_id": document_id, "part": typed.part}
    verb, _colon, following = typed.op.partition(":")
    if verb == "remove" or not typed.row_id:
        return url_for("drafting.section", **endpoint)
    return url_for("drafting.row", **endpoint, row_id=following if verb == "next" and following else typed.row_id)


def _again(document_id: int, typed: Typed | TypedPreamble, faults: list[tuple[str, str, str]]) -> str:
    dossier = opened(document_id, typed.part)
    if isinstance(typed, TypedPreamble):
        return preamble_page(dossier, typed.form, faults=faults, **as_sent())
    form = typed.form or typed.read(blank_row(ROWS[typed.part], typed.row_id))
    return row_page(dossier, typed.part, typed.row_id, form, faults=faults, **as_sent())


@bp.post("/documents/<int:document_id>/content")
def content(document_id: int) -> ResponseReturnValue:
    """Save parts of the content of a plan or a sheet, as machines do."""
    body = json_body(ContentBody)
    parts: Any = body.parts
    note, reason, key = body.note or "", body.target_reason or "", body.key
    dossier = open_document(document_id)
    require_known(parts, frozenset(KINDS[dossier.document.kind].parts) | dossier.content.keys())
    if not note.isprintable():
        raise Malformed(blocking_finding("WF-09", Message.of(N_("修訂說明最多 500 字，不得含控制字元")), "note"))
    if key is not None and not key.isprintable():
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), "key"))
    own = in_own_part(dossier, parts) if came_by_link() else parts
    outcome = save(
        document_id,
        action_context(),
        version=body.version,
        edit=lambda _content: own,
        note=note,
        reason=reason,
        idempotency_key=key,
        request=fingerprint([parts, note, reason]),
    )
    after = open_document(document_id)
    findings = own_findings(after) if came_by_link() else findings_of(after)
    return jsonify(_outcome(outcome) | {"findings": [finding_json(one) for one in findings]})


def _save(document_id: int, edit: Any) -> Outcome:
    sent = request.form
    return save(
        document_id,
        action_context(),
        version=version_of(sent),
        edit=edit,
        note=sent.get("note", "").strip(),
        reason=sent.get("target_reason", "").strip(),
        idempotency_key=key_of(sent),
        request=sent_as(sent),
    )


def _flash_outcome(outcome: Outcome, key: str = "") -> None:
    if outcome.changed:
        flash(_("已存成修訂 %(n)s", n=outcome.revision), "success")
    else:
        flash(_("內容沒有變動，沒有產生新的修訂"), "message")
    if key:
        flash(key, "autosave")


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"document": document_json(open_document(outcome.document_id)), "changed": outcome.changed}


def _json(dossier: Dossier, at: str, value: Any) -> ResponseReturnValue:
    findings = [finding_json(finding) for finding in findings_of(dossier) if finding.at.startswith(at)]
    return jsonify(
        {
            "document": document_json(dossier),
            "at": at,
            "value": value,
            "findings": findings,
            "csrf_token": generate_csrf(),
        }
    )
