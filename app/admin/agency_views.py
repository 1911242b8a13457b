"""Agencies, kept by administrators."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.admin.blueprint import bp, form_sent, refused
from app.admin.people import (
    agencies_of,
    agency_json,
    agency_named,
    agency_rows,
    fill_parents,
    fingerprint,
)
from app.shell.access import action_context, today, wants_json
from app.shell.rendering import roc
from forms.people import AgencyForm
from models.base import db
from models.people import Agency
from workflows.accounts import people as verbs
from workflows.lifecycle import Overtaken, Refusal


@bp.get("/agencies")
def agencies() -> ResponseReturnValue:
    """Every agency with the one above it."""
    rows = agencies_of()
    if wants_json():
        return jsonify({"agencies": [agency_json(row) for row in rows], "csrf_token": generate_csrf()})
    return render_template("admin/agencies.html", rows=agency_rows(rows))


@bp.route("/agencies/new", methods=["GET", "POST"])
def new_agency() -> ResponseReturnValue:
    """Add an agency."""
    form = fill_parents(form_sent(AgencyForm) if request.method == "POST" else AgencyForm())
    if request.method == "GET":
        return _agency_page(form, [])
    if not form.validate():
        return refused(form, None, _agency_page)
    try:
        agency_id = verbs.create_agency(
            action_context(),
            code=form.code.data or "",
            name=form.name.data or "",
            self_name=form.self_name.data or "",
            parent_id=form.parent_id,
            valid_from=form.valid_from.day or today(),
        )
    except Refusal as refusal:
        return refused(form, refusal, _agency_page)
    if wants_json():
        return jsonify(agency_json(agency_named(agency_id))), 201
    flash(_("已新增%(name)s", name=form.name.data), "success")
    return redirect(url_for("admin.agencies"), 303)


@bp.route("/agencies/<int:agency_id>", methods=["GET", "POST"])
def agency(agency_id: int) -> ResponseReturnValue:
    """One agency; a form made from values that have changed since is not saved over them."""
    row = agency_named(agency_id)
    if request.method == "GET":
        return (
            jsonify(agency_json(row) | {"csrf_token": generate_csrf()})
            if wants_json()
            else _agency_page(_agency_form(row), [], row)
        )
    form = fill_parents(form_sent(AgencyForm), agency_id)
    del form.code

    def page(form: AgencyForm, others: list[str], *, overtaken: bool = False) -> str:
        return _agency_page(form, others, agency_named(agency_id), overtaken=overtaken)

    if not form.validate():
        return refused(form, None, page)
    if form.fingerprint.data != fingerprint(row):
        if wants_json():
            raise Overtaken(0, 0, "", 0)
        return page(form, [], overtaken=True), 409
    try:
        verbs.change_agency(
            action_context(),
            agency_id,
            name=form.name.data or "",
            self_name=form.self_name.data or "",
            parent_id=form.parent_id,
            valid_from=form.valid_from.day,
            valid_to=form.valid_to.day,
        )
    except Refusal as refusal:
        return refused(form, refusal, page)
    if wants_json():
        db.session.expire_all()
        return jsonify(agency_json(agency_named(agency_id)))
    flash(_("已儲存%(name)s的資料", name=form.name.data), "success")
    return redirect(url_for("admin.agencies"), 303)


def _agency_form(row: Agency) -> AgencyForm:
    days = {"valid_from": roc(row.valid_from), "valid_to": roc(row.valid_to)}
    values = {
        "code": row.code,
        "name": row.name,
        "self_name": row.self_name,
        "parent": str(row.parent_id or ""),
        **days,
    }
    return fill_parents(AgencyForm(data=values), row.id)


def _agency_page(form: AgencyForm, others: list[str], row: Agency | None = None, *, overtaken: bool = False) -> str:
    form.fingerprint.data = fingerprint(row) if row else ""
    return render_template("admin/agency.html", form=form, others=others, row=row, overtaken=overtaken)
