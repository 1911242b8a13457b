"""The gender officer's desk: what waits, all sheets of the agency, what is late, and an overview of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.access import today, visitor
from app.pages.sheet_glances import Glance, glances_of, judged_now, reckoned
from app.rendering import iso, roc, say
from models.base import db
from models.document import Document
from models.outside import ExpertPart, ImpactDecision
from models.people import Agency, User
from models.review import ExpertInvitation, Opinion
from models.vocabulary import Kind
from models.wording import N_, said
from workflows.definitions import Permission as P
from workflows.dossier import Dossier
from workflows.kinds import KINDS
from workflows.permissions import agencies_with
from workflows.refusals import NotPermitted
from workflows.sheet_duties import SETTLED_SHEETS, duties, undecided

PER_PAGE = 50
MOST_WAITING = 50
PLANS = select(
    Document.id, Document.kind, Document.state, Document.state_since, Document.edition, Document.year, Document.content_sha256,
    Agency.name.label("agency"),
).join(Agency, Agency.id == Document.agency_id)  # fmt: skip
STALE, LATE = "stale", "late"
EXPERT = "gender_expert"
STATES = {state.name: state for state in KINDS[Kind.GENDER_IMPACT].workflow.states}


@dataclass
class Sheet:
    """One sheet on the desk: the document's row, a glance of its content, its experts, and what is late about it."""

    document: Any
    plan: Any
    glance: Glance
    stale: bool
    experts: list[dict[str, Any]] = field(default_factory=list)
    adopted: Counter[bool] = field(default_factory=Counter)

    @property
    def due(self) -> date | None:
        """The next day that matters: an expert's due date, else the first day on which results may be told."""
        waiting = [one["due"] for one in self.experts if one["waits"] and one["due"]]
        if self.document.state == "expert_review":
            return min(waiting, default=None)
        return self.glance.earliest if self.document.state == "responding" else None

    def late(self, day: date) -> list[str]:
        """Everything that is late or too short, in words."""
        told = []
        if self.document.state == "expert_review" and self.due and self.due < day:
            names = "、".join(one["name"] for one in self.experts if one["waits"] and one["due"] and one["due"] < day)
            told.append(str(_("專家逾期未填復：%(names)s", names=names)))
        if self.document.state in ("responding", "completed") and self.glance.short:
            told.append(str(_("程序參與未滿一週")))
        if self.plan.state == "gender_check" and self.document.state not in SETTLED_SHEETS:
            told.append(str(_("計畫已到性別影響檢核，檢視表未完成")))
        return told


@dataclass
class Desk:
    """Everything of one view of the desk: ``sheets`` are all that were found, ``of_year`` those the overview counts."""

    sheets: list[Sheet]
    of_year: list[Sheet]
    rows: list[dict[str, Any]]
    waits: list[dict[str, Any]]
    years: list[int]
    asked: Mapping[str, str]
    pager: dict[str, Any]
    counts: list[dict[str, Any]]


def own_agencies() -> frozenset[int]:
    """The agencies whose gender officer this person is; raises ``NotPermitted`` for everybody else."""
    found = agencies_with(visitor().actor, P.SHEET_CHECK)
    if not found:
        raise NotPermitted([said(N_("性平總覽由性平業務窗口使用"))])
    return found


def desk_of(asked: Mapping[str, str]) -> Desk:
    """The desk as asked for: ``year``, ``state`` (a state, ``stale`` or ``late``), ``sort``, ``page``."""
    agencies, day = own_agencies(), today()
    everything = _sheets(agencies)
    waits = _waits(agencies, everything, day)
    years = sorted({one.document.year for one in everything}, reverse=True)
    year = asked.get("year", "")
    of_year = [one for one in everything if year in ("", str(one.document.year))]
    counts = _counts(of_year, asked, day)
    shown = [one for one in of_year if _fits(one, asked.get("state", ""), day)]
    shown.sort(key=SORTS.get(asked.get("sort", ""), SORTS["waiting"]), reverse=asked.get("order") == "down")
    pager = _pager(len(shown), asked)
    first = (pager["page"] - 1) * PER_PAGE
    words: dict[int, str] = {}
    states = {name: say(state.label) for name, state in STATES.items()}
    rows = [row_of(one, day, words, states) for one in shown[first : first + PER_PAGE]]
    return Desk(shown, of_year, rows, waits, years, asked, pager, counts)


def _fits(one: Sheet, state: str, day: date) -> bool:
    if state == STALE:
        return one.stale
    return bool(one.late(day)) if state == LATE else state in ("", one.document.state)


SORTS: Mapping[str, Callable[[Sheet], Any]] = {
    "waiting": lambda one: (not one.stale, one.document.state in SETTLED_SHEETS, one.document.state_since),
    "title": lambda one: (one.document.title, one.document.id),
    "year": lambda one: (one.document.year, one.document.id),
    "state": lambda one: (list(STATES).index(one.document.state), one.document.id),
    "due": lambda one: (one.due is None, one.due or date.max, one.document.id),
}
"""By what the list may be sorted; ``waiting`` puts first what waits for somebody, the longest first."""


def _sheets(agencies: frozenset[int]) -> list[Sheet]:
    session, plan = db.session(), aliased(Document)
    columns = (
        Document.id, Document.title, Document.state, Document.state_since, Document.year, Document.part_key, Document.revision,
        Document.judged_sha256, Document.content_sha256, Document.form_version, Document.parent_id, Document.round,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .join(plan, plan.id == Document.parent_id)
        .where(Document.kind == Kind.GENDER_IMPACT, Document.agency_id.in_(agencies), plan.state != "withdrawn")
        .order_by(Document.id)
    ).all()
    plans = {one.id: one for one in session.execute(PLANS.where(Document.id.in_({row.parent_id for row in rows})))}
    glances = glances_of(session, rows)
    judged = {one.id: judged_now(one.content_sha256, partial(_content, one.id)) for one in plans.values()}
    found = {
        row.id: Sheet(row, plans[row.parent_id], glances[row.id], _stale(row, judged[row.parent_id])) for row in rows
    }
    _add_experts(found)
    return list(found.values())


def _stale(row: Any, judged: Mapping[str, str]) -> bool:
    now = judged.get(row.part_key)
    return row.state in SETTLED_SHEETS and now is not None and now != row.judged_sha256


def _add_experts(sheets: dict[int, Sheet]) -> None:
    asked = db.session.execute(
        select(ExpertInvitation.document_id, ExpertInvitation.answered_at, ExpertInvitation.ended_at, User.name, ExpertPart.due_on)
        .join(User, User.id == ExpertInvitation.user_id)
        .outerjoin(ExpertPart, ExpertPart.invitation_id == ExpertInvitation.id)
        .join(Document, Document.id == ExpertInvitation.document_id)
        .where(Document.kind == Kind.GENDER_IMPACT, Document.id.in_(sheets))
        .order_by(ExpertInvitation.id)
    )  # fmt: skip
    for row in asked:
        waits = row.answered_at is None and row.ended_at is None
        if waits or row.answered_at is not None:
            one = {"name": row.name, "due": row.due_on, "waits": waits, "answered": row.answered_at}
            sheets[row.document_id].experts.append(one)
    verdicts = db.session.execute(
        select(Opinion.document_id, Opinion.adopted)
        .where(Opinion.document_id.in_(sheets), Opinion.seat == EXPERT, Opinion.adopted.is_not(None))
    )  # fmt: skip
    for verdict in verdicts:
        sheets[verdict.document_id].adopted[bool(verdict.adopted)] += 1


def row_of(one: Sheet, day: date, years: dict[int, str], states: Mapping[str, str]) -> dict[str, Any]:
    """One sheet as a line of the list."""
    document, late = one.document, one.late(day)
    return {
        "id": document.id, "href": url_for("assessing.show", document_id=document.id), "title": document.title,
        "year": document.year, "edition": one.plan.edition, "form": document.form_version, "stale": one.stale, "late": late,
        "state": states[document.state], "since": roc(document.state_since, "day"), "iso": iso(document.state_since),
        "experts": [
            {"name": e["name"], "words": _("%(day)s 已填復", day=roc(e["answered"], "day")) if e["answered"] else _("待填復")}
            for e in one.experts
        ],
        "due": roc(one.due, "day") if one.due else "", "due_iso": iso(one.due) if one.due else "",
        "due_words": (_("專家期限") if document.state == "expert_review" else _("最早通知")) if one.due else "",
        "year_words": years.get(document.year) or years.setdefault(document.year, _("%(year)s 年度", year=document.year)),
        "relevance": one.glance.relevance, "domains": "、".join(one.glance.domains), "past": bool(one.due and one.due < day and late),
    }  # fmt: skip


def _waits(agencies: frozenset[int], sheets: Sequence[Sheet], day: date) -> list[dict[str, Any]]:
    """What waits for the officer: decisions, signatures, sheets to confirm again, experts who are late."""
    open_states = (
        "drafting",
        "returned",
        "unit_review",
        "joint_review",
        "gender_check",
        "approving",
        "authority_review",
    )
    plans = db.session.execute(
        PLANS.where(
            Document.kind == Kind.ANNUAL_PLAN, Document.agency_id.in_(agencies), Document.state.in_(open_states)
        )
        .order_by(Document.state != "gender_check", Document.state_since)
        .limit(MOST_WAITING)
    ).all()
    told, counts, decide = [], _undecided(plans, sheets), _("認定")
    for plan in plans:
        title = _("%(agency)s %(year)s 年度施政計畫", agency=plan.agency, year=plan.year)
        if waiting := counts[plan.id]:
            words = _("%(n)s 項待認定應否辦理", n=waiting)
            told.append(
                _wait(words, title, url_for("overseeing.impact", document_id=plan.id), decide, plan.state_since)
            )
        if plan.state == "gender_check":
            href = url_for("reviewing.show", document_id=plan.id)
            told.append(_wait(_("性平席位審查並核章"), title, href, _("審查"), plan.state_since))
    for one in sheets:
        href, since = url_for("assessing.show", document_id=one.document.id), one.document.state_since
        if one.stale:
            told.append(_wait(_("計畫內容已變更，待再確認"), one.document.title, f"{href}#stale", _("比對"), since))
        elif one.document.state == "expert_review" and one.due and one.due < day:
            told.append(_wait(one.late(day)[0], one.document.title, href, _("查看"), since))
    return told


def _undecided(plans: Sequence[Any], sheets: Sequence[Sheet]) -> dict[int, int]:
    """How many key plans of each plan wait for a decision, reckoned anew only where something has been said since."""
    ids = [plan.id for plan in plans]
    decided = db.session.execute(
        select(ImpactDecision.document_id, func.max(ImpactDecision.id))
        .where(ImpactDecision.document_id.in_(ids))
        .group_by(ImpactDecision.document_id)
    )
    newest = {row[0]: row[1] for row in decided}
    begun: dict[int, list[Any]] = {}
    for one in sheets:
        row = one.document
        begun.setdefault(row.parent_id, []).append((row.id, row.state, row.judged_sha256))
    return {
        plan.id: reckoned(
            (plan.id, plan.content_sha256, newest.get(plan.id), tuple(begun.get(plan.id, ()))),
            partial(_reckon, plan.id),
        )
        for plan in plans
    }


def _reckon(plan_id: int) -> int:
    return len(undecided(duties(Dossier(db.session(), db.session.get_one(Document, plan_id)))))


def _content(plan_id: int) -> Mapping[str, Any]:
    return Dossier(db.session(), db.session.get_one(Document, plan_id)).content


def _wait(words: str, title: str, href: str, button: str, since: Any) -> dict[str, Any]:
    return {
        "words": words,
        "title": title,
        "href": href,
        "button": button,
        "since": roc(since, "day"),
        "iso": iso(since),
    }


def _counts(sheets: Sequence[Sheet], asked: Mapping[str, str], day: date) -> list[dict[str, Any]]:
    states = Counter(one.document.state for one in sheets)
    items = [("", _("全部"), len(sheets)), (LATE, _("逾期或不足"), sum(bool(one.late(day)) for one in sheets))]
    items.append((STALE, _("待再確認"), sum(one.stale for one in sheets)))
    items += [(name, say(state.label), states[name]) for name, state in STATES.items()]
    state = asked.get("state", "")
    kept: dict[str, Any] = {"year": asked.get("year") or None, "sort": asked.get("sort") or None}
    return [
        {"label": label, "count": n, "current": state == name, "href": url_for("overseeing.desk", **kept, state=name or None)}
        for name, label, n in items if n or not name or name == state
    ]  # fmt: skip


def _pager(total: int, asked: Mapping[str, str]) -> dict[str, Any]:
    pages, wanted = max(1, -(-total // PER_PAGE)), asked.get("page", "1")
    page = min(max(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1, 1), pages)
    kept: dict[str, Any] = {name: asked[name] for name in ("year", "state", "sort", "order") if asked.get(name)}

    def href(number: int) -> str:
        return url_for("overseeing.desk", **kept, page=number)

    return {
        "page": page, "pages": pages, "total": total, "first": (page - 1) * PER_PAGE + 1 if total else 0,
        "last": min(page * PER_PAGE, total), "previous": href(page - 1) if page > 1 else None,
        "next": href(page + 1) if page < pages else None,
        "links": [{"n": n, "href": href(n), "current": n == page} for n in range(1, pages + 1)],
        "downloads": [{"label": kind.upper(), "href": url_for("overseeing.desk", **kept, format=kind)} for kind in ("xlsx", "csv")],
    }  # fmt: skip
