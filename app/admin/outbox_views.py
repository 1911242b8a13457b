"""The outbox as administrators see it: what waits to be mailed, since when, how often it was tried; never what it says."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.admin.outbox import outbox
from app.shell.access import session_user, settings, wants_json
from models.wording import N_, Message
from workflows.lifecycle import NotPermitted, may_somewhere
from workflows.lifecycle import Permission as P

bp = Blueprint("posting", __name__, url_prefix="/admin")


@bp.get("/outbox")
def show() -> ResponseReturnValue:
    """The letters that wait, or with ``?state=all`` the last ones of all."""
    if not may_somewhere(session_user().actor, P.PEOPLE_MANAGE):
        raise NotPermitted([Message.of(N_("寄件匣由系統管理者維護"))])
    letters = outbox(everything=request.args.get("state") == "all")
    if wants_json():
        return jsonify({"mail": bool(settings().mail_url), "notices": letters["rows"]})
    return render_template("admin/outbox.html", **letters, mail=bool(settings().mail_url))
