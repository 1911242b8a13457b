"""Reviewing: what changed first, opinions in the margin, and the table of opinions with their responses."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import open_document, open_reviewed
from app.review.opinions import give_page, opinions_context
from app.review.page import review_context, review_json
from app.shell.access import action_context, wants_json
from app.shell.errors import present
from app.shell.request_data import sent_data
from forms.common import key_of, too_long
from forms.opinions import LONGEST_PATH, OpinionForm, ResponseForm
from models.wording import N_, Message
from workflows.lifecycle import Malformed, Outcome, Refusal, blocking_finding
from workflows.review import opinions as verbs

bp = Blueprint("reviewing", __name__)


@bp.get("/plans/<int:document_id>/review")
def show(document_id: int) -> ResponseReturnValue:
    """What changed, with the opinions beside it; the whole document where there is no earlier version."""
    dossier = open_reviewed(document_id)
    a, b = request.args.get("a", ""), request.args.get("b", "")
    if wants_json():
        return jsonify(review_json(dossier, a, b))
    context = review_context(dossier, a, b, whole=request.args.get("show") == "all", at=request.args.get("at", ""))
    return render_template("review/review.html", side=request.args.get("side") == "1", **context)


@bp.get("/documents/<int:document_id>/opinions")
def opinions(document_id: int) -> ResponseReturnValue:
    """The table of opinions and responses (審查意見回復表), round by round."""
    dossier = open_reviewed(document_id)
    if wants_json():
        rows = [verbs.opinion_row(opinion) for opinion in dossier.opinions]
        return jsonify({"document": document_id, "opinions": rows, "csrf_token": generate_csrf()})
    return render_template("review/opinions.html", **opinions_context(dossier))


@bp.post("/documents/<int:document_id>/opinions")
def give(document_id: int) -> ResponseReturnValue:
    """Record one opinion from the seat held; refused, the page keeps what was typed."""
    open_reviewed(document_id)
    sent = sent_data()
    form = OpinionForm(sent)
    try:
        text, anchor = form.text.data or "", form.anchor.data or ""
        _require_short(text, "text")
        _require_path(anchor, "anchor")
        idempotency_key = key_of(sent)
        outcome = verbs.give_opinion(
            document_id,
            action_context(),
            text=text,
            anchor=anchor,
            seat=sent.get("seat", ""),
            idempotency_key=idempotency_key,
        )
    except Refusal as refusal:
        return present(refusal, lambda refusal: give_page(open_reviewed(document_id), form, refusal))
    number = max((opinion.number for opinion in open_document(document_id).opinions), default=0)
    page = url_for("reviewing.show", document_id=document_id, _anchor=f"opinion-{number}")
    return _answer(outcome, number, _("審查意見 %(n)s 已記錄", n=number), page)


@bp.post("/documents/<int:document_id>/opinions/<int:number>/response")
def respond(document_id: int, number: int) -> ResponseReturnValue:
    """Answer one opinion; refused, the form keeps what was typed."""
    open_reviewed(document_id)
    sent = sent_data()
    form = ResponseForm(sent)
    try:
        text, changed_at = form.text.data or "", form.changed_at.data or ""
        _require_short(text, "text")
        _require_path(changed_at, "changed_at")
        outcome = verbs.respond(
            document_id,
            number,
            action_context(),
            text=text,
            adopted=form.verdict,
            changed_at=changed_at,
            idempotency_key=key_of(sent),
        )
    except Refusal as refusal:
        return present(refusal, lambda refusal: _responses_page(document_id, number, form, refusal))
    return _answer(outcome, number, _("審查意見 %(n)s 的回復已記錄", n=number), _table(document_id, number))


def _responses_page(document_id: int, number: int, form: ResponseForm, refusal: Refusal) -> str:
    dossier = open_reviewed(document_id)
    return render_template("review/opinions.html", **opinions_context(dossier, number, form, refusal))


@bp.post("/documents/<int:document_id>/opinions/<int:number>/resolution")
def resolve(document_id: int, number: int) -> ResponseReturnValue:
    """The seat that gave an opinion says whether it is resolved."""
    open_reviewed(document_id)
    sent = sent_data()
    verdict = sent.get("resolved", "")
    if verdict not in ("yes", "no"):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請選擇已解決或未解決")), "resolved"))
    outcome = verbs.resolve(
        document_id, number, action_context(), resolved=verdict == "yes", idempotency_key=key_of(sent)
    )
    notice = (
        _("審查意見 %(n)s 已註記為已解決", n=number) if verdict == "yes" else _("審查意見 %(n)s 註記為未解決", n=number)
    )
    back = url_for("reviewing.show", document_id=document_id, _anchor=f"opinion-{number}")
    return _answer(outcome, number, notice, back if sent.get("back") == "review" else _table(document_id, number))


def _require_short(text: str, at: str) -> None:
    if faults := tuple(too_long(text, at)):
        raise Malformed(*faults)


def _require_path(path: str, at: str) -> None:
    if len(path) > LONGEST_PATH:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), at))


def _table(document_id: int, number: int) -> str:
    return url_for("reviewing.opinions", document_id=document_id, _anchor=f"opinion-{number}")


def _answer(outcome: Outcome, number: int, notice: str, page: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify({**asdict(outcome), "number": number})
    flash(notice, "success")
    return redirect(page, 303)
