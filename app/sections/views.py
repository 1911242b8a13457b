"""Drafting a document of any kind section by section: saving as a revision, rows and years while typing, two people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import open_document
from app.frame.documents_json import document_json
from app.frame.places_in_document import Places
from app.frame.sent_form import key_of, note_fault, sent_as, version_of
from app.sections.conflict import conflict_page
from app.sections.page import form_of, opened, require_open, section_page, tree_of
from app.shell.access import action_context, wants_json
from app.shell.errors import finding_json
from app.shell.rendering import say
from forms.sections import SectionForm
from models.base import db
from models.wording import N_, Message
from workflows.content import new_row_id, row_editing, rows_at, save, storable
from workflows.language import plain_figure
from workflows.lifecycle import Dossier, Malformed, NotVisible, Outcome, Overtaken, blocking_finding
from workflows.review import findings_of, with_changes
from workflows.schema import ByYear, FormVersion, Section, blank_of, compute, put_at, shape_at, value_at

bp = Blueprint("sections", __name__, url_prefix="/documents")
Content = Mapping[str, Any]


@bp.route("/<int:document_id>/sections/<part>", methods=["GET", "POST"])
def section(document_id: int, part: str) -> ResponseReturnValue:
    """One section: GET shows it; POST saves it, or changes its rows as typed without saving: ``op`` is ``add:money`` …"""
    dossier, wanted = opened(document_id, part)
    if request.method == "GET":
        if wants_json():
            return _json(dossier, wanted)
        return section_page(dossier, wanted, form_of(dossier, wanted, dossier.content))
    require_open(dossier, wanted)
    verb, _colon, at = request.form.get("op", "save").partition(":")
    if verb in RESHAPING:
        return _reshaped(dossier, wanted, verb, at)
    return _saved(dossier, wanted, at if verb == "next" else "")


@bp.post("/<int:document_id>/sections/<part>/check")
def check(document_id: int, part: str) -> ResponseReturnValue:
    """What the rules would say about a section as typed, and what its sums would be; nothing is stored."""
    dossier, wanted = opened(document_id, part)
    require_open(dossier, wanted)
    form = form_of(dossier, wanted, dossier.content, request.form)
    try:
        open_ = frozenset(form.open_parts)
        would_be = with_changes(dossier, storable(dossier.document, dossier.content, form.changed, open_))
    except Malformed as refusal:
        if wants_json():
            raise
        form.blame(refusal.findings, say, Places(dossier, form.content).name)
        return _checked(dossier, wanted, form, None)
    if wants_json():
        findings = [finding_json(one) for one in findings_of(would_be) if dossier.form.section_at(one.at) is wanted]
        return jsonify({"at": part, "findings": findings, "stored": False, "computed": _computed(would_be), **_token()})
    return _checked(dossier, wanted, form, would_be)


def _checked(dossier: Dossier, wanted: Section, form: SectionForm, would_be: Dossier | None) -> ResponseReturnValue:
    if "HX-Request" not in request.headers:
        status = _("已檢查；尚未存檔") if would_be else ""
        return section_page(dossier, wanted, form, would_be, checked=status, **_as_sent()), 200 if would_be else 422
    nodes, above = tree_of(would_be or dossier, wanted, form)
    status = "；".join(f"{name}　{words}" for _id, name, words in form.faults)
    if would_be:
        count = len(above) + sum(len(one.get("findings", ())) for one in _every(nodes))
        status = _("已檢查，檢核結果 %(n)s 項；尚未存檔", n=count) if count else _("已檢查，這裡沒有檢核結果；尚未存檔")
    return render_template("sections/live.html", status=status, above=above, nodes=list(_every(nodes)))


def _every(nodes: list[Any]) -> Iterator[dict[str, Any]]:
    """Every node of a section with the nodes, rows, cells and items inside it."""
    for node in nodes:
        yield node
        yield from _every(node.get("children", []))
        yield from _every(node.get("rows", []))
        for year in node.get("years", []):
            yield from ({**cell, "cell": True} for cell in year["cells"])
        yield from node.get("items", [])


def _add(form: FormVersion, content: Content, at: str) -> Content:
    return row_editing.add_row(form, content, at, new_row_id(rows_at(form, at).prefix))


def _add_year(form: FormVersion, content: Content, at: str) -> Content:
    """A year added to a table whose years are free; nothing happens for what is no year."""
    table, year = shape_at(form.shape, at), plain_figure(request.form.get(f"new:{at}", ""))
    if not isinstance(table, ByYear):
        raise NotVisible
    known = value_at(content, at) or {}
    if not (year.isascii() and year.isdecimal() and 1 <= int(year) <= 999) or str(int(year)) in known:
        return {}
    return put_at(content, {at: {**known, str(int(year)): blank_of(table.row)}})


RESHAPING: Mapping[str, Callable[[FormVersion, Content, str], Content]] = {
    "add": _add,
    "remove": row_editing.remove_row,
    "up": lambda form, content, at: row_editing.move_row(form, content, at, "up"),
    "down": lambda form, content, at: row_editing.move_row(form, content, at, "down"),
    "year": _add_year,
}
"""What can be done to rows and years while a section is being typed."""


def _reshaped(dossier: Dossier, wanted: Section, verb: str, at: str) -> ResponseReturnValue:
    form = form_of(dossier, wanted, dossier.content, request.form)
    if at.partition(".")[0].partition("[")[0] not in form.open_parts:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請選擇要做的動作")), wanted.key))
    typed = {**form.content, **RESHAPING[verb](dossier.form, form.content, at)}
    return section_page(dossier, wanted, form_of(dossier, wanted, typed), **_as_sent())


def _as_sent() -> dict[str, Any]:
    """A page that comes back keeps the version it was made from, so that a later save still sees who was faster."""
    sent = request.form
    return {
        "version": sent.get("version", ""),
        "revision": sent.get("revision", ""),
        "note": sent.get("note", ""),
        "unsaved": True,
    }


def _saved(dossier: Dossier, wanted: Section, following: str) -> ResponseReturnValue:
    document_id, sent = dossier.document.id, request.form
    try:
        if fault := note_fault(sent):
            raise Malformed(blocking_finding("WF-10", Message.of("%(why)s", why=fault), "note"))
        outcome = save(
            document_id,
            action_context(),
            version=version_of(sent),
            edit=lambda content: form_of(dossier, wanted, content, sent).changed,
            note=sent.get("note", "").strip(),
            idempotency_key=key_of(sent),
            request=sent_as(sent),
        )
    except Malformed as refusal:
        if wants_json():
            raise
        return _refused(document_id, wanted, refusal), 422
    except Overtaken:
        if wants_json():
            raise
        db.session.rollback()
        return conflict_page(open_document(document_id), wanted, sent), 409
    if wants_json():
        return jsonify({"document": document_json(open_document(document_id)), "changed": outcome.changed})
    _flash_outcome(outcome, f"{dossier.document.object_name}:{wanted.key}")
    return redirect(url_for("sections.section", document_id=document_id, part=following or wanted.key), 303)


def _refused(document_id: int, wanted: Section, refusal: Malformed) -> str:
    db.session.rollback()
    dossier = open_document(document_id)
    form = form_of(dossier, wanted, dossier.content, request.form)
    form.blame(refusal.findings, say, Places(dossier, form.content).name)
    return section_page(dossier, wanted, form, **_as_sent())


def _flash_outcome(outcome: Outcome, key: str) -> None:
    if outcome.changed:
        flash(_("已存成修訂 %(n)s", n=outcome.revision), "success")
    else:
        flash(_("內容沒有變動，沒有產生新的修訂"), "message")
    flash(key, "autosave")


def _json(dossier: Dossier, wanted: Section) -> ResponseReturnValue:
    findings = [finding_json(one) for one in findings_of(dossier) if dossier.form.section_at(one.at) is wanted]
    return jsonify(
        {
            "document": document_json(dossier),
            "at": wanted.key,
            "findings": findings,
            "computed": _computed(dossier),
            **_token(),
            "value": {top: dossier.content.get(top) for top in wanted.tops},
        }
    )


def _computed(dossier: Dossier) -> dict[str, str]:
    return {at: format(figure, "f") for at, figure in compute(dossier.form, dossier.content).items()}


def _token() -> dict[str, str]:
    return {"csrf_token": generate_csrf()}
