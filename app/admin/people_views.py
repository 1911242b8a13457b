"""People and their roles, kept by administrators, who see no documents."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.admin.blueprint import bp, form_sent, refused
from app.admin.people import (
    blank_role,
    holdings_of,
    people_page,
    person_json,
    person_named,
)
from app.shell.access import action_context, hasher, session_user, today, wants_json
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.people import EndForm, PersonForm, RoleForm
from models.base import db
from models.people import User
from models.wording import N_, Message
from workflows.accounts import people as verbs
from workflows.language import whole_number
from workflows.lifecycle import ROLE_LABELS, Malformed, NotPermitted, NotVisible, Overtaken, Refusal, blocking_finding


@bp.get("/people")
def people() -> ResponseReturnValue:
    """Everybody with an account, searched by name, account or unit."""
    page = people_page(request.args)
    if wants_json():
        return jsonify(
            {
                "people": [person_json(user) for user in page["users"]],
                "total": page["total"],
                "csrf_token": generate_csrf(),
            }
        )
    return render_template("admin/people.html", **page)


@bp.route("/people/new", methods=["GET", "POST"])
def new_person() -> ResponseReturnValue:
    """Open an account; its first password is shown once."""
    if request.method == "GET":
        return _new_person_page(PersonForm(), [])
    form = form_sent(PersonForm)
    form.active.data = True
    if not form.validate():
        return refused(form, None, _new_person_page)
    password = secrets.token_urlsafe(12)
    try:
        user_id = verbs.create_person(
            action_context(), account=form.account.data, person=form.person(), password_hash=hasher().hash(password)
        )
    except Refusal as refusal:
        return refused(form, refusal, _new_person_page)
    if wants_json():
        return jsonify({"id": user_id, "password": password}), 201
    return _shown_once(user_id, password)


def _new_person_page(form: PersonForm, others: list[str]) -> str:
    return render_template("admin/new_person.html", form=form, others=others)


def _shown_once(user_id: int, password: str) -> ResponseReturnValue:
    """The password is in this one answer and kept nowhere; loading the page again asks to send the form again."""
    return render_template("admin/password.html", person=person_named(user_id), password=password)


@bp.route("/people/<int:user_id>", methods=["GET", "POST"])
def person(user_id: int) -> ResponseReturnValue:
    """One person: what is kept, the roles from–to; changing it needs the version that was shown."""
    user = person_named(user_id)
    if request.method == "GET":
        if wants_json():
            return jsonify(person_json(user) | {"csrf_token": generate_csrf()})
        return _person_page(user, _person_form(user))
    form = form_sent(PersonForm)
    del form.account
    if not form.validate():
        return refused(form, None, lambda form, others: _person_page(person_named(user_id), form, others))
    try:
        version = whole_number(form.version.data or "", 9)
        if version is None:
            raise Malformed(blocking_finding("WF-09", Message.of(N_("請附上您所見資料的版次（version）")), "version"))
        verbs.change_person(action_context(), user_id, version=version, person=form.person())
    except Overtaken as overtaken:
        return present(overtaken, lambda refusal: _person_page(person_named(user_id), form, overtaken=True))
    except Refusal as refusal:
        return refused(form, refusal, lambda form, others: _person_page(person_named(user_id), form, others))
    return _answer(
        _("已儲存%(name)s的資料", name=form.name.data), url_for("admin.person", user_id=user_id), person_json, user_id
    )


def _person_form(user: User) -> PersonForm:
    return PersonForm(obj=user, data={"version": user.version})


def _person_page(
    user: User,
    form: PersonForm,
    others: list[str] | None = None,
    *,
    role: RoleForm | None = None,
    ending: tuple[int, EndForm] | None = None,
    overtaken: bool = False,
) -> str:
    form.version.data = str(user.version)
    return render_template(
        "admin/person.html",
        person=user,
        form=form,
        others=others or [],
        role=role or blank_role(user=user),
        overtaken=overtaken,
        holdings=holdings_of(user, ending),
        myself=user.id == session_user().user.id,
    )


def _answer(sentence: str, to: str, person_json: Callable[[User], dict[str, Any]], user_id: int) -> ResponseReturnValue:
    if wants_json():
        db.session.expire_all()
        return jsonify(person_json(person_named(user_id)))
    flash(sentence, "success")
    return redirect(to, 303)


@bp.post("/people/<int:user_id>/password")
def reset_password(user_id: int) -> ResponseReturnValue:
    """Set a new first password, shown once; the person's sessions end and the password must be changed."""
    user = person_named(user_id)
    if user.id == session_user().user.id:
        raise NotPermitted([Message.of(N_("自己的密碼請在「我的帳號」變更"))])
    password = secrets.token_urlsafe(12)
    verbs.set_password(action_context(), user_id, hasher().hash(password), by_self=False)
    return jsonify({"id": user_id, "password": password}) if wants_json() else _shown_once(user_id, password)


@bp.post("/people/<int:user_id>/roles")
def grant(user_id: int) -> ResponseReturnValue:
    """Give a role from–to."""
    user = person_named(user_id)
    form = blank_role(sent_data(silent=True))

    def page(form: RoleForm, others: list[str]) -> str:
        fresh = person_named(user_id)
        return _person_page(fresh, _person_form(fresh), others, role=form)

    if not form.validate():
        return refused(form, None, page)
    try:
        since = form.since.day or today()
        verbs.grant_role(action_context(), user_id, form.wanted, form.agency_id, since, form.until.day)
    except Refusal as refusal:
        return refused(form, refusal, page)
    notice = _("已授予%(name)s職務：%(role)s", name=user.name, role=say(ROLE_LABELS[form.wanted]))
    return _answer(notice, url_for("admin.person", user_id=user_id, _anchor="roles"), person_json, user_id)


@bp.post("/people/<int:user_id>/roles/<int:holding_id>/end")
def end(user_id: int, holding_id: int) -> ResponseReturnValue:
    """Say the last day of a role."""
    user = person_named(user_id)
    if all(holding.id != holding_id for holding in user.holdings):
        raise NotVisible
    form = form_sent(EndForm)

    def page(form: EndForm, others: list[str]) -> str:
        fresh = person_named(user_id)
        return _person_page(fresh, _person_form(fresh), others, ending=(holding_id, form))

    if not form.validate():
        return refused(form, None, page)
    try:
        verbs.end_role(action_context(), holding_id, form.until.day or today() - timedelta(days=1))
    except Refusal as refusal:
        return refused(form, refusal, page)
    return _answer(
        _("已訂定職務的迄日"), url_for("admin.person", user_id=user_id, _anchor="roles"), person_json, user_id
    )
