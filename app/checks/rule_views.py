"""The rule catalogue: what is judged and why, its severity, and at which agency it is raised."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.checks.catalogue import (
    Question,
    agencies_of_visitor,
    catalogue_context,
    matching_rules,
    may_weigh,
    raised_of,
    row_of,
    rule_json,
    weights_of,
)
from app.shell.access import action_context, wants_json
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.common import choices_of, key_of
from forms.people import take_findings
from forms.severities import SeverityForm, severity_named
from models.wording import N_, Message
from workflows.lifecycle import Malformed, NotVisible, Overtaken, Refusal, Refused, blocking_finding
from workflows.review import raise_severity
from workflows.rules import Rule, rule_named

bp = Blueprint("weighing", __name__)


@bp.get("/rules")
def index() -> ResponseReturnValue:
    """All rules by group, filtered by kind, severity and words."""
    question = Question.asked(request.args)
    if wants_json():
        raised = raised_of(question)
        rules = [rule_json(one, raised) for one in matching_rules(question)]
        return jsonify({"rules": rules, "agency": question.agency, "csrf_token": generate_csrf()})
    return render_template("checks/index.html", **catalogue_context(question))


def _rule(code: str) -> Rule:
    one = rule_named(code)
    if one is None:
        raise NotVisible
    return one


@bp.get("/rules/<code>")
def rule(code: str) -> ResponseReturnValue:
    """One rule with everything that is said about it."""
    one, question = _rule(code), Question.asked(request.args)
    if wants_json():
        return jsonify(rule_json(one, raised_of(question)) | {"agency": question.agency, "csrf_token": generate_csrf()})
    return _page(one, question, None)


def _page(one: Rule, question: Question, form: SeverityForm | None, headline: str = "") -> str:
    row = row_of(one, raised_of(question))
    form = form or SeverityForm(data={"severity": row["now"], "seen": row["now"]})
    form.severity.choices = choices_of(weights_of(one))
    agency = next((each for each in agencies_of_visitor() if each.id == question.agency), None)
    return render_template(
        "checks/rule.html",
        rule=row,
        form=form,
        agency=agency,
        headline=headline,
        key=secrets.token_urlsafe(16),
        may=may_weigh(question.agency) and len(form.severity.choices) > 1,
    )


def _refused_page(one: Rule, question: Question, form: SeverityForm, refusal: Refusal) -> str:
    take_findings(form, refusal.findings, say)
    if not isinstance(refusal, Overtaken):
        return _page(one, question, form)
    form.seen.data = row_of(one, raised_of(question))["now"]
    headline = _("這條規則的級別在您開啟之後已由別人調整。請核對現在的級別，再決定是否照您填的調整。")
    return _page(one, question, form, headline)


@bp.post("/rules/<code>")
def weigh(code: str) -> ResponseReturnValue:
    """Raise a rule's severity at the agency, or set it back to the catalogue's; what was typed is kept where it is refused."""
    one = _rule(code)
    sent = sent_data(silent=True)
    form, question = SeverityForm(sent), Question.asked(sent)
    wanted = severity_named(form.severity.data)
    if wanted is None or question.agency is None:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請從列出的項目中選擇")), "severity"))
    if not form.validate() and not wants_json():
        return _page(one, question, form), 422
    try:
        changed = raise_severity(
            question.agency,
            code,
            wanted,
            form.reason.data or "",
            action_context(),
            seen=severity_named(form.seen.data),
            idempotency_key=key_of(sent),
        )
    except (Refused, Overtaken) as refusal:
        return present(refusal, lambda refusal: _refused_page(one, question, form, refusal))
    if wants_json():
        return jsonify(rule_json(one, raised_of(question)) | {"agency": question.agency, "changed": changed})
    flash(_("級別已調整，辦理中的文件立即適用") if changed else _("級別沒有變動"), "success" if changed else "message")
    return redirect(url_for("weighing.rule", code=code, agency=question.agency), 303)
