"""Gender-impact sheets: all of them, one as the official form, one section to fill in, and the outside experts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.experts.own_part import own_view
from app.experts.page import conditions_of, expert_page, welcome_page
from app.frame import printed_sheet
from app.frame import sheet_parts as sheets
from app.frame.document import frame, open_document
from app.frame.figure_tables import figure_tables
from app.frame.offers import offers_of
from app.gender.list import listing
from app.gender.page import fresh_key, outcome_json, panels_of_page, sheet_json
from app.shell.access import action_context, session_user, wants_json
from app.shell.errors import page_again
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import key_of, version_of
from forms.sheets import SheetForm, leaves, sheet_form
from models.base import db
from models.document import Document
from models.people import User
from models.vocabulary import Kind
from models.wording import Message
from workflows.content import save
from workflows.experts import compiled_answers, part_key_of
from workflows.gender import begin_sheet
from workflows.lifecycle import Dossier, Malformed, NotPermitted, NotVisible, Overtaken, may_somewhere
from workflows.lifecycle import Permission as P
from workflows.schema import FIRST_EXPERT, FillingParty, Input, Section, is_asked, put_at, view_of_expert, with_part

bp = Blueprint("assessing", __name__)


@bp.get("/sheets")
def index() -> ResponseReturnValue:
    """All sheets this person sees, and the key plans that owe one; an expert is led to what is asked of them."""
    if only_an_expert(session_user().actor):
        return _page_asked()
    page = listing(request.args)
    if wants_json():
        return jsonify(page.as_json())
    return render_template(
        "gender/index.html",
        found=page,
        key=fresh_key,
        forms=sheets.form_choices(),
        officer=may_somewhere(session_user().actor, P.SHEET_CHECK),
    )


def _page_asked() -> ResponseReturnValue:
    """The one sheet for whoever came by a link, the pledge first; a password opens no sheet."""
    question = session_user().question
    if wants_json():
        sheet = question.sheet_id if question and question.pledged else None
        pledged = bool(question and question.pledged)
        return jsonify({"sheet": sheet, "pledged": pledged, "by_link": bool(question), "csrf_token": generate_csrf()})
    if question is None:
        return render_template("experts/asked.html", by_link=False)
    if question.pledged:
        return redirect(url_for("assessing.show", document_id=question.sheet_id))
    host = db.session.get_one(User, question.invitation.invited_by)
    return welcome_page(db.session.get_one(Document, question.sheet_id), host)


@bp.post("/plans/<int:plan_id>/sheets")
def begin(plan_id: int) -> ResponseReturnValue:
    """Begin the sheet of one key plan (``row``) and go to its first section."""
    sent = sent_data()
    outcome = begin_sheet(
        plan_id, sent.get("row", ""), action_context(), form=sent.get("form_version", ""), idempotency_key=key_of(sent)
    )
    if wants_json():
        return outcome_json(outcome), 201
    flash(_("已開始填表，計畫名稱、機關及填表人已先帶入"), "success")
    return redirect(url_for("assessing.show", document_id=outcome.document_id), 303)


@bp.get("/sheets/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The whole sheet as the official form; with ``?at=`` the page on which that place is filled in."""
    dossier = open_document(document_id, Kind.GENDER_IMPACT)
    if wants_json():
        return sheet_json(dossier)
    at = request.args.get("at", "")
    if at:
        return redirect(_place(dossier, at), 302)
    if sheets.is_outsider(session_user().actor, dossier):
        return expert_page(dossier)
    return render_template(
        "gender/sheet.html",
        **frame(dossier),
        **panels_of_page(dossier),
        columns="3",
        form_version=sheets.version_of(dossier),
        halves=printed_sheet.official(dossier),
    )


def _place(dossier: Dossier, at: str) -> str:
    version, document_id = sheets.version_of(dossier), dossier.document.id
    section, anchor = sheets.section_of(version, at), sheets.anchor_of(version, at) or None
    if section is None:
        anchor = "experts" if at == "expert" else None
        return url_for("assessing.show", document_id=document_id, _anchor=anchor)
    return url_for("assessing.section", document_id=document_id, section_key=section.key, _anchor=anchor)


@bp.route("/sheets/<int:document_id>/<section_key>", methods=["GET", "POST"])
def section(document_id: int, section_key: str) -> ResponseReturnValue:
    """One section: GET shows it to fill in or says why it is locked; POST saves it as a revision."""
    dossier = open_document(document_id, Kind.GENDER_IMPACT)
    wanted = sheets.section_named(dossier, section_key)
    if wanted is None:
        raise NotVisible
    if request.method == "POST":
        if not sheets.may_fill(dossier, wanted) and version_of(request.form) == dossier.document.version:
            raise NotPermitted([Message(sheets.why_locked(dossier, wanted))])
        return _saved(dossier, wanted)
    if sheets.is_outsider(session_user().actor, dossier):
        if wanted.party != FillingParty.EXPERT:
            return redirect(url_for("assessing.show", document_id=document_id, _anchor=f"part-{section_key}"), 302)
        return expert_page(dossier)
    return _section_page(dossier, wanted)


def _saved(dossier: Dossier, wanted: Section) -> ResponseReturnValue:
    form = sheet_form(wanted, _view(dossier, wanted), request.form)
    document_id, page = dossier.document.id, _page_of(dossier)
    own = part_key_of(dossier, session_user().actor.id) if wanted.party == FillingParty.EXPERT else FIRST_EXPERT
    try:
        values = form.values
        outcome = save(
            document_id,
            action_context(),
            version=version_of(request.form),
            idempotency_key=key_of(request.form),
            request=values,
            edit=lambda content: _edited(content, values, own),
        )
    except Malformed as wrong:
        errors = form.mark(wrong.findings, say)
        return page_again(
            wrong, lambda refusal: page(open_document(document_id, Kind.GENDER_IMPACT), wanted, form, errors=errors)
        )
    except Overtaken as overtaken:
        return page_again(overtaken, lambda refusal: _clash_page(document_id, wanted, form))
    if wants_json():
        return outcome_json(outcome)
    notice = _("已存檔（修訂 %(n)s）", n=outcome.revision) if outcome.changed else _("內容沒有變更，未另存修訂")
    flash(notice, "success")
    flash(autosave_key(dossier, wanted), "autosave")
    return redirect(_next_place(open_document(document_id, Kind.GENDER_IMPACT), wanted), 303)


def _clash_page(document_id: int, wanted: Section, form: SheetForm) -> str:
    fresh = open_document(document_id, Kind.GENDER_IMPACT)
    return _page_of(fresh)(fresh, wanted, form, clash=_clash(fresh, form))


def _view(dossier: Dossier, wanted: Section) -> Mapping[str, Any]:
    """The content as the form of a section reads it: an expert's form reads their own part."""
    return own_view(dossier) if wanted.party == FillingParty.EXPERT else dossier.content


def _edited(content: Mapping[str, Any], values: Mapping[str, Any], own: str) -> Mapping[str, Any]:
    """What changes when these values are put in; those of an expert's form go into their own part."""
    if own == FIRST_EXPERT:
        return put_at(content, values)
    return with_part(content, own, put_at(view_of_expert(content, own), values)[FIRST_EXPERT])


def _page_of(dossier: Dossier) -> Callable[..., str]:
    if sheets.is_outsider(session_user().actor, dossier):
        return lambda fresh, section, form, **more: expert_page(
            fresh, form if section.party == FillingParty.EXPERT else None, **more
        )
    return _section_page


def autosave_key(dossier: Dossier, wanted: Section) -> str:
    """Under which name the browser keeps the unsaved text of a section."""
    return f"{dossier.document.object_name}:{wanted.key}"


def _clash(dossier: Dossier, form: SheetForm) -> list[dict[str, Any]]:
    """Mine and theirs, side by side, of every field in which they differ."""
    rows = []
    for (path, item), mine in zip(leaves(form.section), form.typed.values(), strict=True):
        theirs = sheet_form(form.section, _view(dossier, form.section))[path].data
        if (mine or "") != (theirs or ""):
            label = f"{item.no}　{item.label}" if item.no else item.label
            rows.append(
                {"label": label, "sub": "", "old": _value_words(mine), "new": _value_words(theirs), "big": False}
            )
    return rows


def _value_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(one if isinstance(one, str) else " ".join(filter(None, one.values())) for one in value) or str(
            _("（空白）")
        )
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return str(value or _("（空白）"))


def _next_place(dossier: Dossier, wanted: Section) -> str:
    document_id, go = dossier.document.id, request.form.get("go", "next")
    if go == "stay" or sheets.is_outsider(session_user().actor, dossier):
        if go == "answer" and (offer := offers_of(dossier).get("answer")) and offer.open:
            return url_for("approving.move", document_id=document_id, move="answer")
        return url_for("assessing.section", document_id=document_id, section_key=wanted.key)
    after = next_section(dossier, wanted)
    if after is None:
        return url_for("assessing.show", document_id=document_id)
    return url_for("assessing.section", document_id=document_id, section_key=after.key)


def next_section(dossier: Dossier, wanted: Section, step: int = 1) -> Section | None:
    """The next section of the same part that is asked of this content, or the one before with ``step=-1``."""
    same = [
        one
        for one in sheets.version_of(dossier).filled_by(wanted.party)
        if one is wanted or is_asked(one.when, dossier.content)
    ]
    place = same.index(wanted) + step
    return same[place] if 0 <= place < len(same) else None


def _section_page(
    dossier: Dossier, wanted: Section, form: SheetForm | None = None, errors: Any = (), clash: Any = None
) -> str:
    beside, above = sheets.findings_beside(dossier, wanted)
    figured = any(item.input is Input.FIGURES for item in wanted.items)
    tables_at = "" if figured else url_for("assessing.show", document_id=dossier.document.id)
    halves = printed_sheet.official(dossier, (wanted.party,), tables_at)
    return render_template(
        "gender/section.html",
        **frame(dossier, here=wanted.short),
        **panels_of_page(dossier, wanted.key),
        columns="3",
        section=wanted,
        form=form or _form_of(dossier, wanted),
        errors=errors,
        clash=clash,
        open=sheets.may_fill(dossier, wanted),
        locked=sheets.why_locked(dossier, wanted),
        beside=beside,
        above=above,
        asked=is_asked(wanted.when, dossier.content),
        filled=sheets.filled_of(wanted, dossier.content)[0],
        printed=[one for half in halves for one in half["sections"] if one["of"] == wanted.key],
        after=next_section(dossier, wanted),
        before=next_section(dossier, wanted, -1),
        key=fresh_key(),
        autosave=autosave_key(dossier, wanted),
        conditions=conditions_of(wanted, dossier.content),
        opinions_printed=[
            one
            for half in printed_sheet.official(dossier, (FillingParty.EXPERT,), tables_at)
            for one in half["sections"]
        ],
        tables=figure_tables(dossier.content),
    )


def _form_of(dossier: Dossier, wanted: Section) -> SheetForm:
    """The form as it opens; the results begin with what was answered to each opinion, for people to edit (9-2)."""
    return sheet_form(
        wanted, dossier.content, known=compiled_answers(dossier) if wanted.party == FillingParty.RESULTS else None
    )
