"""The page for the second of two savers: what both changed is asked field by field, the rest is brought together."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import render_template, url_for
from flask_babel import gettext as _

from app.drafting.section import TITLES, options_of
from app.drafting.submitted_form import Sent, Typed, TypedPreamble, last_changed
from app.frame.document import frame
from app.frame.sent_form import base_content
from app.shell.access import action_context
from app.shell.rendering import roc, say
from forms.drafting import PreambleForm, RowForm, row_form
from workflows.content import Clash, Merge, editable_parts, row_of
from workflows.language import OUTLINE_STYLE, target_words
from workflows.lifecycle import Dossier
from workflows.schema import PREAMBLE, ROWS, YEAR, Field, blank_row


def conflict_page(dossier: Dossier, typed: Typed | TypedPreamble) -> str:
    """Mine, theirs and where both began, by field; one press saves what stands there on top of the present version."""
    part, row_id = typed.part, typed.row_id
    before = base_content(dossier, typed.sent)
    base = row_of(before, part, row_id) if row_id else before
    merge = typed.merge(dossier, base)
    revision = last_changed(dossier, part, row_id)
    removed = merge is None
    if merge is None:
        merge = Merge(typed.form.row(base or blank_row(ROWS[part], row_id)) if isinstance(typed.form, RowForm) else {})
    form = _form(dossier, part, merge, typed.sent)
    endpoint: dict[str, Any] = {"document_id": dossier.document.id, "part": part}
    here = url_for("drafting.row", **endpoint, row_id=row_id) if row_id else url_for("drafting.section", **endpoint)
    asked = {clash.name for clash in merge.clashes}
    return render_template(
        "drafting/conflict.html",
        **frame(dossier, here=say(TITLES[part])),
        columns="",
        form=form,
        options=options_of(dossier.content, part),
        action=here,
        current=url_for("drafting.section", **endpoint) if removed else here,
        removed=removed,
        name=_name(merge.row),
        clashes=[_clash(dossier, part, form, clash, revision) for clash in merge.clashes],
        hidden=[pair for pair in _pairs(form) if _owner(pair[0]) not in asked],
        taken=_labels(part, merge.taken),
        kept=_labels(part, merge.kept),
        may_save=part in editable_parts(dossier, action_context()),
        version=dossier.document.version,
        revision=dossier.document.revision,
        key=secrets.token_urlsafe(16),
        op=typed.op if not typed.op.startswith("line-") else "save",
        note=typed.sent.get("note", "").strip(),
        by=_by(revision),
        autosave_key=f"{dossier.document.id}:{part}:{row_id}".rstrip(":"),
    )


def _form(dossier: Dossier, part: str, merge: Merge, sent: Sent) -> RowForm | PreambleForm:
    if part == "preamble":
        return PreambleForm(data=merge.row)
    form = row_form(part)(data=merge.row | {"target_reason": sent.get("target_reason", "")})
    form.choose(options_of(dossier.content, part))
    return form


def _pairs(form: RowForm | PreambleForm) -> list[tuple[str, str]]:
    return form.pairs() if isinstance(form, RowForm) else [("preamble", form.preamble.data or "")]


def _owner(name: str) -> str:
    """The field an input belongs to: ``target-value`` is part of ``target``, ``year-y-1-unit`` of the year's target."""
    if name.startswith("year-"):
        row, _dash, cell = name.rpartition("-")
        return f"{row}-target" if cell in ("comparator", "value", "unit") else name
    return name if name.startswith("line-") else name.partition("-")[0]


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("title") or row.get("item") or "")


def _by(revision: Any) -> str:
    return f"{revision.author.name}　{roc(revision.created_at, 'time')}" if revision else ""


def _fields(part: str) -> dict[str, Field]:
    return {field.name: field for field in ROWS[part].fields} if part in ROWS else {PREAMBLE.name: PREAMBLE}


def _labels(part: str, names: Iterable[str]) -> list[str]:
    fields = _fields(part)
    others = say(YEAR.label) if part == "kpis" else _("策略與細項")
    return list(dict.fromkeys(say(fields[name].label) if name in fields else others for name in names))


def _clash(dossier: Dossier, part: str, form: RowForm | PreambleForm, clash: Clash, revision: Any) -> dict[str, Any]:
    field = _fields(part).get(clash.name)
    row: dict[str, Any] | None = None
    if clash.name.startswith("year-"):
        row_id, _dash, name = clash.name.removeprefix("year-").rpartition("-")
        row = next(one for one in cast(RowForm, form).other_years().rows if one["id"] == row_id)
        field = next(one for one in YEAR.fields if one.name == name)
    mine, theirs, base = (_words(dossier, field, value) for value in (clash.mine, clash.theirs, clash.base))
    prose = field is None or field.input in ("text", "line", "decimal", "year")
    label = (
        _("%(year)s 年度　%(field)s", year=row["year"], field=say(field.label))
        if row and field
        else _labels(part, [clash.name])[0]
    )
    return {
        "name": clash.name,
        "label": label,
        "year": row,
        "mine": mine,
        "theirs": theirs,
        "base": base,
        "theirs_by": _by(revision),
        "merged": None if mine else theirs,
        "rows": max(2, min(12, len(mine) // 60 + 1)),
        "prose": prose,
        "field": field,
        "bound": None if prose or clash.name not in form else form[clash.name],
    }


def _words(dossier: Dossier, field: Field | None, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if field is None or field.input in ("line", "text", "decimal", "year"):
        return str(value)
    if field.input == "target":
        return target_words(value, OUTLINE_STYLE)
    if field.input == "flag":
        return str(_("是") if value else _("否"))
    names = {str(choice): say(label) for choice, label in field.choices}
    names |= {row["id"]: _name(row) for rows in ("goals", "kpis") for row in dossier.content[rows]}
    return str(_("、")).join(names.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
