"""Gender-impact sheets: all of them, one as the official form, one section to fill in, and the outside experts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import outsiders
from app.access import occasion, visitor, wants_json
from app.documents import frame, offer_of_page, offers_of, open_document
from app.errors import finding_json
from app.pages import printed_sheet, sheet_panels, sheets
from app.pages.documents_json import document_json
from app.pages.sheet_lists import asked_sheets, listing
from app.rendering import roc, say
from forms.opinions import Sent, flat, key_of, version_of
from forms.sheets import SheetForm, leaves, sheet_form, with_values
from models.base import db
from models.people import User
from models.vocabulary import Kind
from models.wording import Message
from workflows.actions import Outcome, save
from workflows.assessing import askable, begin_sheet, end_invitation, invite_expert
from workflows.definitions import Permission as P
from workflows.dossier import Dossier
from workflows.permissions import may
from workflows.refusals import Malformed, NotPermitted, NotVisible, Overtaken
from workflows.sheet_duties import is_stale
from workflows.sheets import Part, Section, value_at, visible

bp = Blueprint("assessing", __name__)
outsiders.guard(bp)


def fresh_key() -> str:
    """An idempotency key for one form on one page."""
    return secrets.token_urlsafe(16)


@bp.get("/sheets")
def index() -> ResponseReturnValue:
    """All sheets this person sees, and the key plans that owe one; an expert's list of what was asked."""
    if outsiders.only_an_expert(visitor().actor):
        asked = asked_sheets()
        if wants_json():
            return jsonify({"sheets": [document_json(dossier) for dossier in asked]})
        return render_template("assessing/asked.html", asked=[_asked(dossier) for dossier in asked])
    found = listing(request.args)
    if wants_json():
        return jsonify(found.as_json())
    return render_template("assessing/index.html", found=found, key=fresh_key)


def _asked(dossier: Dossier) -> dict[str, Any]:
    mine = next(one for one in dossier.invitations if one.user_id == visitor().actor.id)
    return {
        "dossier": dossier, "document": dossier.document, "invited": roc(mine.invited_at),
        "open": dossier.document.state == "expert_review", "answered": mine.answered_at,
        "until": roc(sheet_panels.asked_until(dossier), "day"), "state": say(dossier.state.label),
    }  # fmt: skip


@bp.post("/plans/<int:plan_id>/sheets")
def begin(plan_id: int) -> ResponseReturnValue:
    """Begin the sheet of one key plan (``row``) and go to its first section."""
    sent = _sent()
    outcome = begin_sheet(plan_id, sent.get("row", ""), occasion(), once=key_of(sent))
    if wants_json():
        return _outcome_json(outcome), 201
    flash(_("已開始填表，計畫名稱、機關及填表人已先帶入"), "success")
    return redirect(url_for("assessing.show", document_id=outcome.document_id), 303)


@bp.get("/sheets/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The whole sheet as the official form; with ``?at=`` the page on which that place is filled in."""
    dossier = open_document(document_id, Kind.GENDER_IMPACT)
    if wants_json():
        return _sheet_json(dossier)
    at = request.args.get("at", "")
    if at:
        return redirect(_place(dossier, at), 302)
    if sheets.is_outsider(visitor().actor, dossier):
        return _expert_page(dossier)
    return render_template("assessing/sheet.html", **frame(dossier), **_panels(dossier), columns="3",
        form_version=sheets.version_of(dossier), halves=printed_sheet.official(dossier))  # fmt: skip


def _place(dossier: Dossier, at: str) -> str:
    version, document_id = sheets.version_of(dossier), dossier.document.id
    found, anchor = sheets.section_of(version, at), sheets.anchor_of(version, at) or None
    if found is None:
        anchor = "experts" if at == "expert" else None
        return url_for("assessing.show", document_id=document_id, _anchor=anchor)
    return url_for("assessing.section", document_id=document_id, section_key=found.key, _anchor=anchor)


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
    if sheets.is_outsider(visitor().actor, dossier):
        if wanted.part is not Part.EXPERT:
            return redirect(url_for("assessing.show", document_id=document_id, _anchor=f"part-{section_key}"), 302)
        return _expert_page(dossier)
    return _section_page(dossier, wanted)


def _saved(dossier: Dossier, wanted: Section) -> ResponseReturnValue:
    form = sheet_form(wanted, dossier.content, request.form)
    document_id, page = dossier.document.id, _page_of(dossier)
    try:
        values = form.values
        outcome = save(document_id, occasion(), version=version_of(request.form), edit=lambda content: with_values(content, values),
            once=key_of(request.form), request=values)  # fmt: skip
    except Malformed as wrong:
        db.session.rollback()
        return page(
            open_document(document_id, Kind.GENDER_IMPACT), wanted, form, errors=form.mark(wrong.findings, say)
        ), 422
    except Overtaken:
        db.session.rollback()
        fresh = open_document(document_id, Kind.GENDER_IMPACT)
        return page(fresh, wanted, form, clash=_clash(fresh, form)), 409
    if wants_json():
        return _outcome_json(outcome)
    told = _("已存檔（修訂 %(n)s）", n=outcome.revision) if outcome.changed else _("內容沒有變更，未另存修訂")
    flash(told, "success")
    flash(autosave_key(dossier, wanted), "autosave")
    return redirect(_next_place(open_document(document_id, Kind.GENDER_IMPACT), wanted), 303)


def _page_of(dossier: Dossier) -> Callable[..., str]:
    if sheets.is_outsider(visitor().actor, dossier):
        return lambda fresh, section, form, **more: _expert_page(
            fresh, form if section.part is Part.EXPERT else None, **more
        )
    return _section_page


def autosave_key(dossier: Dossier, wanted: Section) -> str:
    """Under which name the browser keeps the unsaved text of a section."""
    return f"{dossier.document.object_name}:{wanted.key}"


def _clash(dossier: Dossier, form: SheetForm) -> list[dict[str, Any]]:
    """Mine and theirs, side by side, of every field in which they differ."""
    rows = []
    for (path, item), mine in zip(leaves(form.section), form.typed.values(), strict=True):
        theirs = sheet_form(form.section, dossier.content)[path].data
        if (mine or "") != (theirs or ""):
            label = f"{item.no}　{item.label}" if item.no else item.label
            rows.append({"label": label, "sub": "", "old": _said(mine), "new": _said(theirs), "big": False})
    return rows


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value) or str(_("（空白）"))
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return str(value or _("（空白）"))


def _next_place(dossier: Dossier, wanted: Section) -> str:
    document_id, go = dossier.document.id, request.form.get("go", "next")
    if go == "stay" or sheets.is_outsider(visitor().actor, dossier):
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
        for one in sheets.version_of(dossier).part(wanted.part)
        if one is wanted or visible(one.when, dossier.content)
    ]
    place = same.index(wanted) + step
    return same[place] if 0 <= place < len(same) else None


def _section_page(
    dossier: Dossier, wanted: Section, form: SheetForm | None = None, errors: Any = (), clash: Any = None
) -> str:
    beside, above = sheets.findings_beside(dossier, wanted)
    halves = printed_sheet.official(dossier, (wanted.part,))
    return render_template(
        "assessing/section.html", **frame(dossier, here=wanted.short), **_panels(dossier, wanted.key), columns="3",
        section=wanted, form=form or sheet_form(wanted, dossier.content), errors=errors, clash=clash,
        open=sheets.may_fill(dossier, wanted), locked=sheets.why_locked(dossier, wanted), beside=beside, above=above,
        asked=visible(wanted.when, dossier.content), filled=sheets.filled_of(wanted, dossier.content)[0],
        printed=[one for half in halves for one in half["sections"] if one["key"] == wanted.key],
        after=next_section(dossier, wanted), before=next_section(dossier, wanted, -1),
        key=fresh_key(), autosave=autosave_key(dossier, wanted), conditions=_conditions(wanted, dossier),
        opinions_printed=[one for half in printed_sheet.official(dossier, (Part.EXPERT,)) for one in half["sections"]],
    )  # fmt: skip


def _conditions(wanted: Section, dossier: Dossier) -> dict[str, bool]:
    return {path: visible(item.when, dossier.content) for path, item in leaves(wanted) if item.when}


def _panels(dossier: Dossier, current: str = "") -> dict[str, Any]:
    """What stands left and right of every page of a sheet."""
    document, actor = dossier.document, visitor().actor
    offers = offers_of(dossier)
    shown = {
        name: offer_of_page(dossier, offer, url_for("approving.move", document_id=document.id, move=name),
            primary=name in ("submit", "complete", "reconfirm"))
        for name, offer in offers.items()
    }  # fmt: skip
    inviting = may(actor, P.SHEET_INVITE, document) and document.state not in ("completed", "exempt")
    inviting = inviting and not dossier.plan_dossier.state.final
    invited = {one.user_id for one in dossier.invitations if one.ended_at is None}
    free: list[User] = askable(dossier, occasion()) if inviting else []
    return {
        "groups": sheets.groups_of(dossier, current), "owed_steps": sheets.steps_owed(dossier), "week_shown": sheet_panels.week_of(dossier),
        "stale": sheet_panels.stale_of(dossier), "sent_back": sheet_panels.sent_back_why(dossier), "invited": sheet_panels.experts_of(dossier),
        "may_invite": inviting, "free_experts": [one for one in free if one.id not in invited],
        "offers": [shown[name] for name in shown if name in ("exempt", "give_back", "reopen")],
        "sends": [shown[name] for name in shown if name in ("submit", "complete", "reconfirm", "answer")],
        "invite_key": fresh_key(), "explain_url": url_for("plans.acknowledge", document_id=document.id),
    }  # fmt: skip


def _expert_page(dossier: Dossier, form: SheetForm | None = None, errors: Any = (), clash: Any = None) -> str:
    """The expert's own page: the staff's part to read, the expert's part to fill in."""
    (wanted,) = sheets.version_of(dossier).part(Part.EXPERT)[:1]
    beside, above = sheets.findings_beside(dossier, wanted)
    mine = next((one for one in dossier.invitations if one.user_id == visitor().actor.id), None)
    offer = offers_of(dossier).get("answer")
    return render_template(
        "assessing/expert.html", dossier=dossier, document=dossier.document, section=wanted, errors=errors, clash=clash,
        form=form or outsiders.prefilled(dossier, wanted), open=sheets.may_fill(dossier, wanted), beside=beside, above=above,
        halves=printed_sheet.official(dossier, (Part.STAFF, Part.RESULTS)), form_version=sheets.version_of(dossier),
        answered=mine.answered_at if mine else None, until=roc(sheet_panels.asked_until(dossier), "day"),
        sent=roc(dossier.document.state_since), answer=offer_of_page(dossier, offer) if offer else None,
        key=fresh_key(), autosave=autosave_key(dossier, wanted), conditions=_conditions(wanted, dossier),
        printed=[one for half in printed_sheet.official(dossier, (Part.EXPERT,)) for one in half["sections"]],
        related=value_at(dossier.content, "participation.relevance"),
    )  # fmt: skip


@bp.post("/sheets/<int:document_id>/experts")
def invite(document_id: int) -> ResponseReturnValue:
    """Ask an outside expert (``expert``, a person's id) to assess the sheet."""
    sent = _sent()
    expert = sent.get("expert", "")
    person = int(expert) if expert.isascii() and expert.isdigit() and len(expert) < 10 else 0
    outcome = invite_expert(document_id, person, occasion(), once=key_of(sent))
    return _told(outcome, _("已邀請專家；專家登入後只看得到這份檢視表及其計畫"))


@bp.post("/sheets/<int:document_id>/experts/<int:user_id>/end")
def end(document_id: int, user_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    outcome = end_invitation(document_id, user_id, occasion(), once=key_of(_sent()))
    return _told(outcome, _("已結束邀請，專家不能再開啟這份檢視表"))


def _told(outcome: Outcome, sentence: str) -> ResponseReturnValue:
    if wants_json():
        return _outcome_json(outcome)
    flash(sentence, "success")
    return redirect(url_for("assessing.show", document_id=outcome.document_id, _anchor="experts"), 303)


def _sent() -> Sent:
    return flat(request.get_json()) if request.is_json else request.form


def _outcome_json(outcome: Outcome) -> Response:
    return jsonify(
        {"id": outcome.document_id, "state": outcome.state, "version": outcome.version, "revision": outcome.revision}
    )


def _sheet_json(dossier: Dossier) -> ResponseReturnValue:
    from flask_wtf.csrf import generate_csrf

    return jsonify(
        {
            "document": document_json(dossier), "content": dossier.content,
            "offers": [
                {"move": offer.name, "label": say(offer.move.label), "open": offer.open,
                 "reasons": [say(one) for one in offer.reasons], "findings": [finding_json(one) for one in offer.findings]}
                for offer in offers_of(dossier).values()
            ],
            "findings": [finding_json(one) for one in dossier.findings], "seats": [], "stale": is_stale(dossier),
            "experts": sheet_panels.experts_of(dossier), "csrf_token": generate_csrf(),
        }
    )  # fmt: skip
