"""The drafting page of one row or of the preamble: as stored, as it was sent, or as it was checked before a save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from app.checks.trial import trial_of
from app.drafting.section import beside, counts_of, layout_of, line_numbers, options_of, outline, page
from app.drafting.submitted_form import Typed, TypedPreamble
from app.frame.document import open_document
from app.plans.target_history import reason_of
from app.shell.access import action_context
from forms.drafting import PreambleForm, RowForm
from forms.plan_rows import LinesField, ResolveField
from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.content import editable_parts, row_of, storable
from workflows.lifecycle import Dossier, NotPermitted, NotVisible
from workflows.review import with_changes
from workflows.schema import PREAMBLE, ROWS, blank_row

PARTS = ("preamble", *ROWS)


def opened(document_id: int, part: str) -> Dossier:
    """The plan, if this person may edit the part now."""
    dossier = open_document(document_id, Kind.ANNUAL_PLAN)
    if part not in PARTS:
        raise NotVisible
    if part not in editable_parts(dossier, action_context()):
        raise NotPermitted(
            [Message.of(N_("文件目前為「%(state)s」，您不能修改內容"), state=Message.of(dossier.state.label))]
        )
    return dossier


def as_sent() -> dict[str, Any]:
    """A page that comes back keeps the version it was made from, so that a later save still sees who was faster."""
    sent = request.form
    return {
        "version": sent.get("version", ""),
        "revision": sent.get("revision", ""),
        "note": sent.get("note", ""),
        "unsaved": True,
    }


def preamble_page(dossier: Dossier, form: PreambleForm, tried: Dossier | None = None, **more: Any) -> str:
    """The page of the preamble; with ``tried`` its findings are those on the words as typed."""
    findings = beside(tried or dossier, "preamble", "", None)
    return render_template(
        "drafting/preamble.html",
        **page(dossier, "preamble", form=form, found=findings.get("", []), most=PREAMBLE.limit, **more),
    )


def row_page(dossier: Dossier, part: str, row_id: str, form: RowForm, tried: Dossier | None = None, **more: Any) -> str:
    """The outline with one row open; with ``tried`` its findings are those on the row as typed."""
    options = options_of(dossier.content, part)
    form.choose(options)
    form.written = (row_of(dossier.content, part, row_id) or {}).get("goal_title", "")
    if part == "kpis":
        stored = row_of(dossier.content, part, row_id) or blank_row(ROWS[part], row_id)
        sent = {**request.form, "more": request.form.get("op", "").removeprefix("try").lstrip(":")}
        trial = trial_of(form.row(stored), dossier.document.year, sent if request.method == "POST" else {})
        more = {**reason_of(dossier), "trial": trial} | more
    more = {"numbers": line_numbers(form)} | more
    if tried is not None:
        more["groups"] = outline(tried, part, counts_of(tried))
    context = page(dossier, part, row_id, form=form, options=options, layout=layout_of(form), **more)
    return render_template("drafting/section.html", **context, found=beside(tried or dossier, part, row_id, form))


def tried(dossier: Dossier, typed: Typed | TypedPreamble) -> Dossier:
    """The plan as it would be with what was typed; raises ``Malformed``, and stores nothing."""
    changed = storable(
        dossier.document,
        dossier.content,
        typed.edit(dossier.content),
        frozenset((typed.part,)),
    )
    return with_changes(dossier, changed)


def gutters(
    findings: Mapping[str, list[dict[str, Any]]], form: RowForm | None
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Every place of the form where findings stand, by the id of its element, filled or not."""
    names = ["preamble"] if form is None else [field.name for field in form if _is_shown(field)]
    findings = {"preamble": findings.get("", [])} if form is None else findings
    lines = [f"line-{line.id}" for field in form or () if isinstance(field, LinesField) for line in field.lines]
    whole = [] if form is None else [("row-findings", findings.get("", []))]
    return whole + [(f"{name}-findings", findings.get(name, [])) for name in (*names, *lines)]


def _is_shown(field: Any) -> bool:
    return not isinstance(field, LinesField) and not (isinstance(field, ResolveField) and not field.titles)


def status_words(findings: Mapping[str, list[dict[str, Any]]]) -> str:
    """How many findings the typed text has, said after every check."""
    count = sum(len(cards) for cards in findings.values())
    if not count:
        return str(_("已檢查，這裡沒有檢核結果；尚未存檔"))
    return str(_("已檢查，檢核結果 %(n)s 項；尚未存檔", n=count))
