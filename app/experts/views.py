"""Asking outside experts and hearing them: invitations, the pledge, the notice of results, the confirmation."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.experts.invite import guest_from, invite_page
from app.experts.page import expert_page
from app.frame.document import open_document
from app.shell.access import action_context, session_user, wants_json
from app.shell.errors import present
from app.shell.expert_gate import access_ended
from app.shell.request_data import sent_data
from forms.common import key_of, version_of
from models.vocabulary import Kind
from workflows.experts import answers as answering
from workflows.experts import invitations as inviting
from workflows.experts import results_letters as telling
from workflows.kinds import GENDER_IMPACT
from workflows.lifecycle import NotVisible, Outcome, Phase, Refused

bp = Blueprint("consulting", __name__, url_prefix="/sheets")


@bp.route("/<int:document_id>/experts", methods=["GET", "POST"])
def invite(document_id: int) -> ResponseReturnValue:
    """Ask an outside expert: one known here (``expert``, a person's id), or by name, address and what the form asks."""
    dossier = open_document(document_id, Kind.GENDER_IMPACT)
    if request.method == "GET":
        return invite_page(dossier)
    sent = sent_data()
    try:
        outcome = inviting.invite(document_id, guest_from(sent), action_context(), idempotency_key=key_of(sent))
    except Refused as refusal:
        return present(
            refusal, lambda refusal: invite_page(open_document(document_id, Kind.GENDER_IMPACT), sent, refusal)
        )
    sent_out = GENDER_IMPACT.workflow.state_named[outcome.state].phase is Phase.ADVICE
    words = _("已邀請，連結已寄給專家") if sent_out else _("已列入邀請；送程序參與時，連結會寄給專家")
    return _answer(outcome, words)


@bp.post("/<int:document_id>/experts/<int:user_id>/end")
def release(document_id: int, user_id: int) -> ResponseReturnValue:
    """Take an invitation back; while the sheet is with the experts, with the reason."""
    sent = sent_data()
    outcome = inviting.release(
        document_id, user_id, action_context(), reason=sent.get("reason", ""), idempotency_key=key_of(sent)
    )
    return _answer(outcome, _("已結束邀請，專家不能再開啟這份檢視表"))


@bp.post("/<int:document_id>/experts/notice")
def tell(document_id: int) -> ResponseReturnValue:
    """Notify the experts of the results; those who have to confirm the changed text get a link."""
    sent = sent_data()
    outcome = telling.tell_experts(
        document_id, action_context(), version=version_of(sent), idempotency_key=key_of(sent)
    )
    return _answer(outcome, _("已通知專家評估結果；內容有變動的，已請專家再確認"))


@bp.post("/pledge")
def pledge() -> ResponseReturnValue:
    """The expert's pledge of secrecy, before anything of the sheet and its plan is shown."""
    question = session_user().question
    if question is None:
        raise NotVisible
    answering.promise_secrecy(question.sheet_id, action_context())
    if wants_json():
        return jsonify({"sheet": question.sheet_id, "plan": question.plan_id})
    return redirect(url_for("assessing.show", document_id=question.sheet_id), 303)


@bp.post("/<int:document_id>/confirmation")
def confirm(document_id: int) -> ResponseReturnValue:
    """The expert confirms the changed text, or says what is still to be changed."""
    open_document(document_id, Kind.GENDER_IMPACT)
    sent = sent_data()
    try:
        telling.confirm(
            document_id,
            action_context(),
            agreed=sent.get("agreed") == "yes",
            version=version_of(sent),
            opinion=sent.get("opinion", ""),
            anchor=sent.get("anchor", ""),
            idempotency_key=key_of(sent),
        )
    except Refused as refusal:
        words = tuple(one.message for one in refusal.findings)
        return present(
            refusal, lambda refusal: expert_page(open_document(document_id, Kind.GENDER_IMPACT), refused=words)
        )
    return access_ended()


def _answer(outcome: Outcome, sentence: str) -> ResponseReturnValue:
    if wants_json():
        answer = {"id": outcome.document_id, "state": outcome.state, "version": outcome.version}
        return jsonify(answer | {"revision": outcome.revision})
    flash(sentence, "success")
    return redirect(url_for("assessing.show", document_id=outcome.document_id, _anchor="experts"), 303)
