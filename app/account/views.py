"""Pages and JSON for signing in and out, the language and one's own account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, g, jsonify, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.shell.access import (
    action_context,
    attempt,
    hasher,
    now,
    open_session,
    public,
    session_user,
    settings,
    today,
    verifier,
    wants_json,
)
from app.shell.errors import present
from app.shell.rendering import LOCALES, say
from app.shell.request_data import sent_data
from forms.base import BaseForm
from forms.signing_in import SHORTEST_PASSWORD, PasswordForm, SignInForm
from models.base import db
from models.canonical import digest
from models.people import SignInSession, User
from models.vocabulary import Role
from models.wording import Message
from workflows.accounts import authentication, people
from workflows.lifecycle import ROLE_LABELS, Malformed, Refusal, blocking_finding
from workflows.rules import Finding

bp = Blueprint("signing_in", __name__)


def safe_path(wanted: str) -> str:
    """The wanted address if it is a path of this very site, else the desk; never another host."""
    plain = wanted.isprintable() and "\\" not in wanted and wanted.startswith("/") and not wanted.startswith("//")
    if not plain:
        return url_for("desk.show")
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return url_for("desk.show")
    return url_for("desk.show") if parts.scheme or parts.netloc else wanted


@bp.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The sign-in form; for machines the CSRF token that their sign-in must carry."""
    if wants_json():
        return jsonify({"signed_in": bool(current_user.is_authenticated), "csrf_token": generate_csrf()})
    wanted = request.args.get("next", "")
    if current_user.is_authenticated:
        return redirect(safe_path(wanted))
    return _form(SignInForm(data={"next": wanted}))


@bp.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Open a session; a refusal shows the form again with the account kept."""
    form = SignInForm(sent_data(silent=True))
    if not form.validate():
        if wants_json():
            raise Malformed(*_faults(form))
        return _form(form), 422
    try:
        user, token = authentication.sign_in(attempt(form.account.data or ""), verifier(form.password.data or ""))
    except (authentication.WrongPassword, authentication.Locked) as refusal:
        return _refused(form, refusal)
    _leave()
    locale = session.get("locale")
    open_session(token)
    if locale:
        session["locale"] = locale
    g.pop("csrf_token", None)
    if wants_json():
        return jsonify(_who_json(user) | {"csrf_token": generate_csrf()})
    return redirect(safe_path(form.next.data or ""), 303)


def _refused(form: SignInForm, refusal: Refusal) -> ResponseReturnValue:
    response = make_response(present(refusal, lambda refusal: _form(form, refusal)))
    if isinstance(refusal, authentication.Locked):
        response.headers["Retry-After"] = str(int(authentication.LOCKED_FOR.total_seconds()))
    return response


def _form(form: SignInForm, refusal: Refusal | None = None) -> str:
    headline = say(refusal.headline) if refusal else ""
    return render_template(
        "account/sign_in.html", form=form, refusal_words=headline, locked=isinstance(refusal, authentication.Locked)
    )


def _faults(form: BaseForm) -> list[Finding]:
    return [
        blocking_finding("WF-09", Message(str(error)), name) for name, errors in form.errors.items() for error in errors
    ]


def _leave() -> None:
    """End the session this browser had, if it had one."""
    if current_user.is_authenticated:
        person = session_user()
        authentication.sign_out(action_context(), person.user, person.token)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session on the server and forget it in the browser; only the language stays."""
    _leave()
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    if wants_json():
        return jsonify({"signed_in": False})
    flash(_("您已登出"), "success")
    return redirect(url_for("signing_in.show"), 303)


@bp.get("/language/<locale>")
@public
def language(locale: str) -> ResponseReturnValue:
    """Choose the language of the interface in this browser."""
    if locale in LOCALES:
        session["locale"] = locale
    return redirect(safe_path(request.args.get("next", "")), 303)


@bp.get("/account")
def account() -> ResponseReturnValue:
    """Who I am here: roles with their periods, open sessions."""
    person = session_user()
    if wants_json():
        return jsonify(_who_json(person.user) | {"csrf_token": generate_csrf()})
    return render_template(
        "account/account.html",
        user=person.user,
        holdings=[_holding(row) for row in person.user.holdings],
        sessions=_open_sessions(person.user, digest(person.token.encode())),
    )


def _holding(row: Any) -> dict[str, Any]:
    day = today()
    running = row.since <= day and (row.until is None or row.until >= day)
    return {
        "role": say(ROLE_LABELS[Role(row.role)]),
        "agency": row.agency.name if row.agency else _("（不屬機關）"),
        "since": row.since,
        "until": row.until,
        "running": running,
        "ended": row.until is not None and row.until < day,
    }


def _open_sessions(user: User, here: str) -> list[dict[str, Any]]:
    """The sessions that could still be used, this one first."""
    moment, present_moment = now(), settings()
    rows = db.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.user_id == user.id,
            SignInSession.ended_at.is_(None),
            SignInSession.seen_at > moment - present_moment.session_idle,
            SignInSession.created_at > moment - present_moment.session_lasts,
        )
        .order_by(SignInSession.created_at.desc())
    )
    sessions = [{"since": row.created_at, "seen": row.seen_at, "here": row.token_sha256 == here} for row in rows]
    return sorted(sessions, key=lambda row: not row["here"])


def _who_json(user: User) -> dict[str, Any]:
    roles = [
        {
            "role": row.role,
            "agency": row.agency.name if row.agency else None,
            "agency_id": row.agency_id,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
        }
        for row in user.holdings
    ]
    return {
        "id": user.id,
        "account": user.account,
        "name": user.name,
        "unit": user.unit,
        "job_title": user.job_title,
        "roles": roles,
        "must_change_password": user.must_change_password,
    }


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other session of the person ends."""
    person = session_user()
    if request.method == "GET":
        return jsonify({"csrf_token": generate_csrf()}) if wants_json() else _password_form(PasswordForm())
    form = PasswordForm(sent_data(silent=True))
    form.account = person.user.account
    if not form.validate() or not _proven(form):
        if wants_json():
            raise Malformed(*_faults(form))
        return _password_form(form), 422
    new = hasher().hash(form.new.data or "")
    people.set_password(action_context(), person.user.id, new, by_self=True, keep=digest(person.token.encode()))
    if wants_json():
        return jsonify({"changed": True})
    flash(_("密碼已變更，其他裝置上的登入都已結束"), "success")
    return redirect(url_for("signing_in.account"), 303)


def _proven(form: PasswordForm) -> bool:
    """Whether the present password is right; a wrong one counts like a failed sign-in."""
    person = session_user()
    try:
        authentication.confirm_identity(
            attempt(person.user.account), person.user, person.token, verifier(form.present.data or "")
        )
    except authentication.WrongPassword:
        form.present.errors = [*form.present.errors, _("目前的密碼不正確")]
        return False
    return True


def _password_form(form: PasswordForm) -> str:
    forced = session_user().user.must_change_password
    return render_template("account/password.html", form=form, forced=forced, shortest=SHORTEST_PASSWORD)
