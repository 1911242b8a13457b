"""Who is signed in: the server-side session behind flask-login, and the action context handed to every verb."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, make_response, redirect, request, session, url_for
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app.shell.retained_form import retained_form_page
from config import PASSWORD_PROFILES, Settings
from models.base import db
from models.people import SignInSession, User
from workflows.accounts import (
    USE_RECORDED_EVERY,
    SignInAttempt,
    actor_of,
    record_session_use,
    relied_on,
    session_of_token,
)
from workflows.experts import OpenQuestion, guest_of, link_of, open_question_of
from workflows.language import calendar
from workflows.lifecycle import ActionContext, SignedOut, Standing

csrf = CSRFProtect()
logins = LoginManager()
View = TypeVar("View", bound=Callable[..., Any])

GUEST_IDLE = timedelta(hours=2)
"""Outside experts read and write at length, and have no password to come back with."""
PUBLIC: set[str] = {"static"}
"""The endpoints open to everybody, by name; every other route refuses an anonymous client."""


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


class SessionUser:
    """Who is here as flask-login and the pages want them: account, roles of today, session.

    A session opened by a link (``link``) is limited to the one sheet asked of the expert, whatever else the person
    holds; a session opened with a password shows no sheet that was asked of an expert (docs/decisions/0012).
    """

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, user: User, row: SignInSession, token: str, question: OpenQuestion | None = None) -> None:
        self.user, self.session, self.token, self.question = user, row, token, question
        if question is None:
            self.actor = actor_of(user, today())
        else:
            self.actor = guest_of(user, question)

    def get_id(self) -> str:
        """The session's token: flask-login keeps it in the signed cookie, the session itself is on the server."""
        return self.token


def now() -> datetime:
    """The present moment in UTC; the only clock of the application."""
    return datetime.now(UTC)


def today() -> Any:
    """Today in Taiwan."""
    return calendar.today(now())


def settings() -> Settings:
    """The configuration of this installation."""
    current: Settings = current_app.extensions["settings"]
    return current


def hasher() -> PasswordHash:
    """The password hasher of the installation's cost profile; argon2id."""
    current: PasswordHash = current_app.extensions["hasher"]
    return current


def verifier(password: str) -> Callable[[str | None], bool]:
    """Compare with a stored hash; ``None`` takes as long as a real comparison."""
    decoy: str = current_app.extensions["decoy"]

    def verify(stored: str | None) -> bool:
        return hasher().verify(password, stored or decoy) and stored is not None

    return verify


def session_user() -> SessionUser:
    """The signed-in person; the guard before every request has made sure that there is one."""
    user: SessionUser = current_user._get_current_object()
    return user


def request_id() -> str:
    """The name of this request in the log."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    current: str = g.request_id
    return current


def action_context() -> ActionContext:
    """The action context of this request, for the verbs."""
    person = session_user()
    origin, proved_at = settings().audit_origin, person.session.proved_at
    return ActionContext(
        person.actor, now(), origin, request_id(), proved_at, partial(_standing, person.user.id, person.token)
    )


def _standing(user_id: int, token: str, session: Session) -> Standing:
    """Roles and session as they are now, and as they stay until the transaction ends."""
    relied_on(session, user_id)
    person = _load(token)
    if person is None:
        raise SignedOut
    return Standing(person.actor, person.session.proved_at)


def attempt(account: str) -> SignInAttempt:
    """One try to sign in, from this request's address, now."""
    return SignInAttempt(account.strip(), request.remote_addr or "", now(), settings().audit_origin, request_id())


def _load(token: str) -> SessionUser | None:
    idle = settings().session_idle
    row = session_of_token(db.session(), token, now(), max(idle, GUEST_IDLE), settings().session_lasts)
    if row is None:
        return None
    user, link = db.session.get(User, row.user_id), link_of(db.session(), row)
    if user is None or (link is None and now() - row.seen_at > idle):
        return None
    if link is None:
        return SessionUser(user, row, token)
    question = open_question_of(db.session(), link.invitation_id)
    return SessionUser(user, row, token, question) if question else None


def _require_sign_in() -> Response | None:
    """Refuse anonymous clients everywhere but on the public routes, keeping what they typed; note sessions in use."""
    endpoint = request.endpoint or ""
    view = current_app.view_functions.get(endpoint)
    if view is None or endpoint in PUBLIC or getattr(view, "is_public", False):
        return None
    if not current_user.is_authenticated:
        if wants_json():
            abort(401)
        if (kept := retained_form_page()) is not None:
            return make_response(kept, 401)
        here = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("signing_in.show", next=here) if here else url_for("signing_in.show"))
    person = session_user()
    if (
        person.user.must_change_password
        and person.question is None
        and endpoint not in ("signing_in.change_password", "signing_in.sign_out")
    ):
        return redirect(url_for("signing_in.change_password"))
    if now() - person.session.seen_at > USE_RECORDED_EVERY:
        record_session_use(action_context(), person.token)
    return None


def wants_json() -> bool:
    """Whether the client asked for JSON rather than a page."""
    accept = request.accept_mimetypes
    return request.is_json or (
        accept["application/json"] > accept["text/html"] if request.headers.get("Accept") else False
    )


def init_app(app: Flask) -> None:
    """Set up password hashing, the check against forgery and the sessions of the application."""
    configuration: Settings = app.extensions["settings"]
    cost: dict[str, Any] = dict(PASSWORD_PROFILES[configuration.password_profile])
    app.extensions["hasher"] = PasswordHash((Argon2Hasher(**cost),))
    app.extensions["decoy"] = app.extensions["hasher"].hash(secrets.token_hex(16))
    csrf.init_app(app)
    logins.init_app(app)
    logins.user_loader(_load)
    logins.session_protection = None
    app.before_request(_require_sign_in)


def open_session(token: str) -> None:
    """Hand the token to the client in a fresh signed cookie."""
    session.clear()
    session["_user_id"] = token
    session["_fresh"] = True
