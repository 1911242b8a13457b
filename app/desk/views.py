"""The desk: what waits for the person who has signed in, what they sent, and how much there is in which state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import func, select

from app.desk.notices import notice_list
from app.frame.document import heading_of
from app.frame.documents_json import document_json
from app.frame.downloads import asked_for, file_of
from app.frame.presenters import presenter_of
from app.frame.road import road_place
from app.shell.access import action_context, now, session_user, wants_json
from app.shell.addresses import place_of
from app.shell.rendering import iso, say
from exchange.writers.registry import writers_of
from exchange.writers.tables import Table
from models.base import db
from models.document import Document
from models.vocabulary import Role
from models.wording import N_
from workflows.desk import (
    IndicatorsWaiting,
    ResultsWaiting,
    Waiting,
    counts_by_state,
    indicators_waiting,
    results_waiting,
    submitted_by,
    waiting_for,
)
from workflows.kinds import ANNUAL_PLAN
from workflows.lifecycle import KINDS, ROLE_LABELS, Actor, Dossier, may_somewhere, visible
from workflows.lifecycle import Permission as P
from workflows.notices import mark_read

bp = Blueprint("desk", __name__)
FORMATS = writers_of(Table, "csv")


@bp.get("/")
def show() -> ResponseReturnValue:
    """My desk; ``?format=csv`` gives what waits as a file."""
    actor, session = session_user().actor, db.session()
    waiting = [
        *map(_row, waiting_for(session, actor)),
        *map(_indicators, indicators_waiting(session, actor)),
        *map(_results, results_waiting(session, actor)),
    ]
    waiting.sort(key=lambda row: row["since"])
    if wanted := asked_for(FORMATS):
        heads = [_("停留日數"), _("自"), _("文件"), _("機關"), _("年度"), _("狀態"), _("輪到我")]
        return file_of(wanted, "desk", Table("desk", heads, [_csv_row(one) for one in waiting]))
    sent = [_submitted_row(row) for row in submitted_by(session, actor)]
    year, counts = _counts(actor)
    notices = notice_list()
    if wants_json():
        return jsonify(
            {
                "waiting": [_waiting_json(one) for one in waiting],
                "sent": [document_json(Dossier(session, one["document"])) for one in sent],
                "counts": {one["name"]: one["count"] for one in counts},
                "notices": notices,
                "csrf_token": generate_csrf(),
            }
        )
    return render_template(
        "desk/show.html",
        waiting=waiting,
        sent=sent,
        counts=counts,
        year=year,
        today=now(),
        notices=notices,
        first=None if waiting else _first_step(actor, bool(counts)),
        drafts=may_somewhere(actor, P.PLAN_CREATE),
    )


@bp.post("/notices/<int:notice_id>/read")
def read(notice_id: int) -> ResponseReturnValue:
    """I have read one of my notices; saying so twice changes nothing."""
    mark_read(notice_id, action_context())
    if wants_json():
        return jsonify({"id": notice_id, "read": True})
    return redirect(url_for("desk.show", _anchor="notices"), 303)


def _row(waiting: Waiting) -> dict[str, Any]:
    """One thing that waits: since when, what it is, in which seat, and the way into the work."""
    document, seat = waiting.document, waiting.seat
    state = waiting.state
    words, button = (state.task, state.task_button) if state.task else (N_("查看文件"), N_("查看"))
    work = presenter_of(document.kind).work(document, state, seat)
    turn = _("%(seat)s　審查並核章", seat=say(seat.label)) if seat else say(words)
    return {
        "document": document,
        "title": heading_of(document),
        "href": place_of(document),
        "work": work,
        "state": say(state.label),
        "turn": turn,
        "button": _("審查") if seat else say(button),
        "seat": seat.name if seat else None,
        "days": (now() - document.state_since).days,
        "since": document.state_since,
        "plan": heading_of(document.parent) if document.parent else "",
    }


def _indicators(waiting: IndicatorsWaiting) -> dict[str, Any]:
    """The indicators of a plan in one line, with the way to where they are endorsed one by one."""
    plan = waiting.plan
    href = url_for("reviewing.show", document_id=plan.id, _anchor="endorse")
    return {
        "document": plan,
        "title": _("%(plan)s：%(n)s 項指標待審", plan=heading_of(plan), n=waiting.count),
        "href": href,
        "work": href,
        "state": say(KINDS[plan.kind].workflow.state_named[plan.state].label),
        "turn": _("逐項同意或退回指標"),
        "button": _("審查"),
        "seat": None,
        "days": (now() - waiting.since).days,
        "since": waiting.since,
        "plan": "",
    }


def _results(waiting: ResultsWaiting) -> dict[str, Any]:
    """Actual values of one plan that wait: to be confirmed, or returned to be corrected."""
    plan = waiting.plan
    rows = []
    if waiting.confirm:
        rows.append(_("確認 %(n)s 期實際值", n=waiting.confirm))
    if waiting.correct:
        rows.append(_("修正退回的 %(n)s 期實際值", n=waiting.correct))
    href = url_for("reporting.plan", document_id=plan.id)
    return {
        "document": plan,
        "title": _("%(plan)s　指標實績", plan=heading_of(plan)),
        "href": href,
        "work": href,
        "state": say(KINDS[plan.kind].workflow.state_named[plan.state].label),
        "turn": "、".join(rows),
        "button": _("確認") if waiting.confirm else _("修正"),
        "seat": None,
        "days": (now() - waiting.since).days,
        "since": waiting.since,
        "plan": "",
    }


def _submitted_row(document: Document) -> dict[str, Any]:
    state = KINDS[document.kind].workflow.state_named[document.state]
    here, total = road_place(document.kind, document.state, document.authority_id is not None)
    return {
        "document": document,
        "title": heading_of(document),
        "href": place_of(document),
        "state": say(state.label),
        "here": here,
        "total": total,
        "done": state.final,
        "by": "" if state.final else "、".join(say(ROLE_LABELS[role]) for role in state.held_by),
    }


def _csv_row(row: dict[str, Any]) -> tuple[object, ...]:
    document = row["document"]
    since = iso(row["since"])
    return row["days"], since, row["title"], document.agency.name, document.year, row["state"], row["turn"]


def _waiting_json(row: dict[str, Any]) -> dict[str, Any]:
    document = row["document"]
    entry = {"seat": row["seat"], "since": iso(row["since"]), "turn": row["turn"]}
    return document_json(Dossier(db.session(), document)) | entry


def _counts(actor: Actor) -> tuple[int | None, list[dict[str, Any]]]:
    """How many plans are in which state; of the newest year only for those who see every agency's."""
    if not may_somewhere(actor, P.PLAN_VIEW):
        return None, []
    condition, year = visible(actor, ANNUAL_PLAN.name), None
    if actor.is_a(Role.AUDITOR):
        year = db.session.scalar(select(func.max(Document.year)).where(condition))
        condition = condition & (Document.year == year)
    counts = counts_by_state(db.session(), condition)
    rows = []
    for state in ANNUAL_PLAN.workflow.states:
        if count := counts.get(state.name):
            here, total = road_place(ANNUAL_PLAN.name, state.name, state.only_under_authority)
            href = url_for("plans.index", state=state.name, year=year)
            rows.append(
                {
                    "name": state.name,
                    "label": say(state.label),
                    "count": count,
                    "here": here,
                    "total": total,
                    "href": href,
                }
            )
    return year, rows


FIRST_STEPS: tuple[tuple[Callable[[Actor], bool], str, str, str, str], ...] = (
    (
        lambda actor: may_somewhere(actor, P.PLAN_CREATE), N_("目前沒有等您處理的文件"),
        N_("從建立貴機關的年度施政計畫開始，可以匯入現成的檔案；送審後若被退回，也會回到這裡。"), N_("新計畫"), "plans.new",
    ),
    (
        lambda actor: any(actor.is_a(role) for role in (Role.UNIT_HEAD, Role.PLANNING, Role.ACCOUNTING, Role.GENDER_OFFICER, Role.AGENCY_HEAD)),
        N_("目前沒有等您審查的文件"), N_("承辦人送審、輪到您的席位時，會列在這裡；在此之前可以先看計畫。"), N_("看計畫清單"), "plans.index",
    ),
    (
        lambda actor: actor.is_a(Role.GENDER_EXPERT), N_("目前沒有等您評估的檢視表"),
        N_("機關邀請您進行程序參與時，會列在這裡。"), N_("看我參與的檢視表"), "assessing.index",
    ),
    (
        lambda actor: actor.is_a(Role.AUDITOR), N_("稽核不經手文件"),
        N_("您可以查閱所有文件與稽核紀錄，並驗證紀錄是否完整。"), N_("看稽核紀錄"), "auditing.index",
    ),
    (
        lambda actor: actor.is_a(Role.ADMINISTRATOR), N_("系統管理者不經手文件"),
        N_("先確認機關與人員：每個機關要有承辦人、單位主管、研考、會計、性平與首長。"), N_("看人員與機關"), "admin.people",
    ),
)  # fmt: skip
"""What to do first when nothing waits: whom it concerns, title, text, button, where to."""


def _first_step(actor: Actor, has_plans: bool) -> dict[str, str]:
    for concerns, title, text, button, endpoint in FIRST_STEPS:
        if concerns(actor):
            if endpoint == "plans.new" and has_plans:
                advice = say(N_("您的計畫都在審查中或已經核定；退回或要回復意見時，會列在這裡。"))
                return {
                    "title": say(title),
                    "text": advice,
                    "label": say(N_("看計畫清單")),
                    "href": url_for("plans.index"),
                }
            return {"title": say(title), "text": say(text), "label": say(button), "href": url_for(endpoint)}
    text = _("您還沒有職務，因此看不到文件；請洽貴機關的系統管理者。")
    return {
        "title": _("目前沒有等您處理的文件"),
        "text": text,
        "label": _("看我的帳號"),
        "href": url_for("signing_in.account"),
    }
