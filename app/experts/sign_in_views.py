"""Experts sign in: a mailed link that only a press of a button opens, then a code, then the one sheet.

A GET changes nothing and looks nothing up, so that programs which read mail for people consume no link. Whatever is
wrong with a link, the answer is the same page. Neither the token nor the code stands in anything that is written here.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from app.shell.access import action_context, attempt, csrf, open_session, public, settings, wants_json
from app.shell.errors import NOT_FOUND
from app.shell.expert_gate import came_by_link
from app.shell.rendering import LOCALES
from app.shell.request_data import sent_data
from models.wording import N_
from workflows.experts import LINK_LASTS
from workflows.experts import sign_in as entering
from workflows.lifecycle import Actor

bp = Blueprint("entering", __name__, url_prefix="/invited")
csrf.exempt(bp)
COOKIE = "bianshen_guest"
HOLDER = Actor(0, "link", N_("持有連結者"), frozenset())
"""How the log names whoever holds a link before the code has shown that it is the expert."""
PLAIN: dict[str, object] = {
    "who": None, "nav": [], "sign_out_url": "", "home_url": "/", "get_flashed_messages": lambda **_kinds: [],
}  # fmt: skip
"""These pages are the same for everybody: also for who is signed in, they show neither navigation nor messages."""


@bp.before_request
def _no_forgery() -> None:
    """Flask-WTF's check wants a Referer over HTTPS, which these pages withhold: the token alone is checked here."""
    if request.method == "POST":
        sent = request.form.get("csrf_token") or request.headers.get("X-CSRFToken")
        try:
            validate_csrf(sent)
        except ValidationError as wrong:
            raise CSRFError(str(wrong)) from wrong


@bp.after_request
def _withhold_address(response: Response) -> Response:
    """No page learns the address of these pages as its referrer, and no cache keeps them."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _link_visit() -> entering.LinkVisit:
    """This request as the verbs want it; under the name of the link's holder unless somebody is signed in otherwise."""
    address = request.remote_addr or ""
    if current_user.is_authenticated and not came_by_link():
        return entering.LinkVisit(action_context(), address, signed_in=True)
    return entering.LinkVisit(replace(attempt("").context(None), actor=HOLDER), address)


def _page(name: str, status: int = 200, **context: object) -> ResponseReturnValue:
    locale = request.args.get("locale", "")
    if locale in LOCALES:
        session["locale"] = locale
    other = {"label": "English", "lang": "en", "href": "?locale=en"}
    if str(session.get("locale", "")) == "en":
        other = {"label": "中文", "lang": "zh-Hant-TW", "href": "?locale=zh_TW"}
    return render_template(f"experts/{name}.html", **(PLAIN | {"other_language": other} | context)), status


def _refused() -> ResponseReturnValue:
    """The one answer for every link that leads nowhere."""
    return (jsonify(NOT_FOUND), 404) if wants_json() else _page("refused", 404)


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The same page for every token, with the button that opens the link."""
    return _page("link")


@bp.post("/<token>")
@public
def open_link(token: str) -> ResponseReturnValue:
    """Bind the link to this browser and go on to the code; or, with ``again``, send a fresh link to the same address.

    Whoever asks for a fresh link gets the same page whether or not there is one to send.
    """
    if "again" in request.form:
        entering.ask_again(_link_visit(), token)
        return _page("again")
    try:
        secret = entering.open_link(_link_visit(), token, request.cookies.get(COOKIE, ""))
    except entering.LinkRefused:
        return _refused()
    answer = redirect(url_for("entering.code_page"), 303)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=LINK_LASTS,
        path="/invited",
        secure=settings().production,
        httponly=True,
        samesite="Strict",
    )
    return answer


@bp.get("")
@public
def code_page() -> ResponseReturnValue:
    """Ask for a code and type it in, in the browser that opened the link."""
    try:
        entering.look(_link_visit(), request.cookies.get(COOKIE, ""))
    except entering.LinkRefused:
        return _refused()
    if wants_json():
        return jsonify({"csrf_token": generate_csrf()})
    return _page("code", sent="sent" in request.args, wrong=False)


@bp.post("/code")
@public
def send_code() -> ResponseReturnValue:
    """Have a code sent to the address the invitation went to."""
    try:
        entering.send_code(_link_visit(), request.cookies.get(COOKIE, ""))
    except entering.LinkRefused:
        return _refused()
    return redirect(url_for("entering.code_page", sent=1), 303)


@bp.post("/enter")
@public
def enter() -> ResponseReturnValue:
    """Consume the link with its code: a fresh session, limited to the one sheet."""
    sent = sent_data(silent=True)
    try:
        token = entering.enter(_link_visit(), request.cookies.get(COOKIE, ""), sent.get("code", ""))
    except entering.LinkRefused:
        return _refused()
    except entering.WrongCode:
        return _page("code", 422, sent=True, wrong=True)
    locale = session.get("locale")
    open_session(token)
    if locale:
        session["locale"] = locale
    answer = redirect(url_for("assessing.index"), 303)
    answer.delete_cookie(COOKIE, path="/invited", secure=settings().production, httponly=True, samesite="Strict")
    return answer


@bp.get("/done")
@public
def done() -> ResponseReturnValue:
    """Thanks to whoever has answered; nothing else is known here any more."""
    return _page("done")
