"""Making moves: the page that asks for what a move asks, the signing page, and what happened afterwards."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.frame.document import open_document
from app.moves.page import asked_json, move_page
from app.shell.access import action_context, attempt, now, session_user, verifier, wants_json
from app.shell.addresses import place_of
from app.shell.errors import present
from app.shell.expert_gate import access_ended, came_by_link
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import Sent, key_of, version_of
from forms.moves import MoveForm
from models.audit_log import AuditEntry
from models.base import db
from workflows.accounts import WrongPassword, confirm_identity
from workflows.experts import keep_draft
from workflows.lifecycle import (
    ActionContext,
    Ask,
    Dossier,
    Malformed,
    Move,
    Outcome,
    Refusal,
    Refused,
    UnknownMove,
    blocking_finding,
    perform_move,
)
from workflows.plans import open_successor

bp = Blueprint("approving", __name__)


@bp.route("/documents/<int:document_id>/moves/<move>", methods=["GET", "POST"])
def move(document_id: int, move: str) -> ResponseReturnValue:
    """GET: what the move does and asks for. POST: make it; a refusal shows the same page with all that was typed."""
    dossier = open_document(document_id)
    wanted = dossier.workflow.move_named.get(move)
    if wanted is None or wanted.by_system:
        raise UnknownMove(move)
    if request.method == "GET":
        return jsonify(asked_json(dossier, wanted)) if wants_json() else move_page(dossier, wanted, MoveForm())
    sent = sent_data()
    form = MoveForm(sent)
    if "more" in sent:
        if came_by_link():
            _keep_by_the_way(document_id, form)
        form.opinions.append_entry()
        return move_page(dossier, wanted, form)
    try:
        if "keep" in sent and came_by_link():
            return _keep_draft(document_id, form)
        return _answer(wanted, *_make(document_id, wanted, form, sent))
    except Refusal as refusal:
        return present(refusal, lambda refusal: move_page(open_document(document_id), wanted, form, refusal))


def _keep_draft(document_id: int, form: MoveForm) -> ResponseReturnValue:
    """Keep an expert's opinions until they are given."""
    opinions = form.inputs().opinions
    keep_draft(document_id, opinions, action_context())
    if wants_json():
        return jsonify({"kept": len(opinions)})
    flash(_("已存 %(n)s 項意見，還沒有送出；只有您看得到", n=len(opinions)), "success")
    return redirect(url_for("approving.move", document_id=document_id, move="answer"), 303)


def _keep_by_the_way(document_id: int, form: MoveForm) -> None:
    """An expert who asks for one more opinion loses none that is written; what is too long is told when it is sent."""
    with suppress(Malformed):
        keep_draft(document_id, form.inputs().opinions, action_context())


def _make(document_id: int, wanted: Move, form: MoveForm, sent: Sent) -> tuple[Outcome, ActionContext]:
    """Prove the identity where the move asks for it and the last proof is old, then make the move."""
    inputs, version, idempotency_key = form.inputs(), version_of(sent), key_of(sent)
    moment = action_context()
    if Ask.PROOF in wanted.asks and not moment.proven() and form.password.data:
        moment = _proven(moment, form.password.data)
    return perform_move(
        wanted.name.value, document_id, moment, version=version, inputs=inputs, idempotency_key=idempotency_key
    ), moment


def _proven(moment: ActionContext, password: str) -> ActionContext:
    person = session_user()
    try:
        proved = confirm_identity(attempt(person.user.account), person.user, person.token, verifier(password))
    except WrongPassword as wrong:
        raise Refused(blocking_finding("SG-06", wrong.headline, "password")) from wrong
    return replace(moment, at=max(now(), proved), proved_at=proved)


def _answer(wanted: Move, outcome: Outcome, moment: ActionContext) -> ResponseReturnValue:
    if came_by_link():
        return access_ended()
    dossier = open_document(outcome.document_id)
    entry = _entry_of(dossier, wanted, moment)
    if wants_json():
        return jsonify({**asdict(outcome), "move": wanted.name.value, "entry": entry})
    flash(_outcome_words(dossier, wanted, outcome, entry), "success")
    return redirect(_after(dossier, wanted), 303)


def _entry_of(dossier: Dossier, wanted: Move, moment: ActionContext) -> int | None:
    """The number of the entry in the log that says this move."""
    number: int | None = db.session.scalar(
        select(func.max(AuditEntry.seq)).where(
            AuditEntry.object == dossier.document.object_name,
            AuditEntry.action == wanted.name.value,
            AuditEntry.actor_id == moment.actor.id,
        )
    )
    return number


def _outcome_words(dossier: Dossier, wanted: Move, outcome: Outcome, entry: int | None) -> str:
    """What was done, in one sentence."""
    state, number = say(dossier.workflow.state_named[outcome.state].label), entry if entry is not None else "—"
    if wanted.name == "sign":
        return str(
            _(
                "已核章：修訂 %(revision)s。文件目前為「%(state)s」，稽核紀錄第 %(entry)s 號",
                revision=outcome.revision,
                state=state,
                entry=number,
            )
        )
    if wanted.name == "endorse":
        return str(_("已同意指標「%(title)s」，稽核紀錄第 %(entry)s 號", title=dossier.document.title, entry=number))
    return str(
        _(
            "已辦理「%(move)s」。文件目前為「%(state)s」，稽核紀錄第 %(entry)s 號",
            move=say(wanted.label),
            state=state,
            entry=number,
        )
    )


def _after(dossier: Dossier, wanted: Move) -> str:
    """Where the person goes on: to the new edition, back to the review of the indicators, or to the document."""
    document = dossier.document
    if wanted.name == "amend" and (successor := open_successor(dossier)) is not None:
        return place_of(successor)
    if dossier.kind.reviewed_with_parent:
        return url_for("reviewing.show", document_id=dossier.plan.id, _anchor=f"endorse-{document.part_key}")
    return place_of(document)
