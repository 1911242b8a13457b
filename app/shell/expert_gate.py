"""Outside experts: which pages exist for somebody who is nothing but an invited expert."""

from __future__ import annotations

from flask import Flask, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.shell.access import session_user, wants_json
from models.vocabulary import Role
from workflows.lifecycle import Actor, NotVisible

FOR_EVERY_EXPERT = frozenset(
    (
        "static", "health.healthz", "health.readyz", "signing_in.show", "signing_in.sign_in", "signing_in.sign_out",
        "signing_in.language", "entering.show", "entering.open_link", "entering.code_page", "entering.send_code",
        "entering.enter", "entering.done", "assessing.index",
    )
)  # fmt: skip
"""What exists for every outside expert: the ways to sign in and the page that says where they are."""
BY_PASSWORD = FOR_EVERY_EXPERT | {"signing_in.account", "signing_in.change_password"}
"""An expert who signed in with a password sees their account and no sheet: sheets are entered by their link."""
BY_LINK = FOR_EVERY_EXPERT | {
    "consulting.pledge",
    "consulting.confirm",
    "assessing.show",
    "assessing.section",
    "approving.move",
    "plans.show",
    "drafting.content",
}
"""An expert who came by a link: the one sheet, its plan to read, and the answer; no account to look after."""


def only_an_expert(actor: Actor) -> bool:
    """Whether the person holds no other role than that of an outside expert."""
    return bool(actor.roles) and set(actor.roles) == {Role.GENDER_EXPERT}


def came_by_link() -> bool:
    """Whether this session was opened by a link and a code."""
    return current_user.is_authenticated and session_user().question is not None


def _refuse() -> ResponseReturnValue | None:
    """Answer an outside expert at every other address as if it did not exist (workflow.md §4)."""
    if not current_user.is_authenticated or not only_an_expert(session_user().actor):
        return None
    if request.endpoint == "desk.show":
        return redirect(url_for("assessing.index"))
    if request.endpoint is not None and request.endpoint not in (BY_LINK if came_by_link() else BY_PASSWORD):
        raise NotVisible
    return None


def access_ended() -> ResponseReturnValue:
    """What an expert sees whose access has just ended; the browser forgets the session, only the language stays."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    if wants_json():
        return jsonify({"answered": True})
    return redirect(url_for("entering.done"), 303)


def init_app(app: Flask) -> None:
    """Ask at every request of the application, whichever views it has; ``access`` has found out who is there."""
    app.before_request(_refuse)
