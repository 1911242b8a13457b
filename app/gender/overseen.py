"""The sheets of an agency as its gender officer oversees them: each with its plan, its experts and what is late about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.gender.summaries import SheetSummary, judged_now, summaries_of
from models.base import db
from models.document import Document
from models.experts import ExpertInvitation, ExpertPart
from models.people import Agency, User
from models.review import Opinion
from workflows.gender import is_settled
from workflows.kinds import ANNUAL_PLAN, GENDER_IMPACT
from workflows.lifecycle import Dossier, Phase, State

PLANS = select(
    Document.id,
    Document.kind,
    Document.state,
    Document.state_since,
    Document.edition,
    Document.year,
    Document.content_sha256,
    Agency.name.label("agency"),
).join(Agency, Agency.id == Document.agency_id)
EXPERT = "gender_expert"
STATES = GENDER_IMPACT.workflow.state_named
_PLAN = aliased(Document)
"""The plan of a sheet. An alias clones every column of its table, so it is made once and not for each request."""


@dataclass
class Sheet:
    """One sheet on the desk: the document's row, a summary of its content, its experts, and what is late about it."""

    document: Any
    plan: Any
    summary: SheetSummary
    stale: bool
    experts: list[dict[str, Any]] = field(default_factory=list)
    adopted: Counter[bool] = field(default_factory=Counter)

    @property
    def state(self) -> State:
        """The state the sheet is in."""
        return STATES[self.document.state]

    @property
    def due(self) -> date | None:
        """The next day that matters: an expert's due date, else the first day on which results may be told."""
        waiting = [one["due"] for one in self.experts if one["waits"] and one["due"]]
        if self.state.phase is Phase.ADVICE:
            return min(waiting, default=None)
        return self.summary.earliest if self.state.phase is Phase.RESPONSE else None

    def late(self, day: date) -> list[str]:
        """Everything that is late or too short, in words."""
        reasons = []
        if self.state.phase is Phase.ADVICE and self.due and self.due < day:
            names = "、".join(one["name"] for one in self.experts if one["waits"] and one["due"] and one["due"] < day)
            reasons.append(str(_("專家逾期未填復：%(names)s", names=names)))
        if self.state.phase in (Phase.RESPONSE, Phase.SETTLED) and not self.state.aside and self.summary.short:
            reasons.append(str(_("程序參與未滿一週")))
        if ANNUAL_PLAN.workflow.state_named[self.plan.state].checks_children and not is_settled(self.state):
            reasons.append(str(_("計畫已到性別影響檢核，檢視表未完成")))
        return reasons


def sheets_of(agencies: frozenset[int]) -> list[Sheet]:
    """Every sheet of plans that were not withdrawn, in the order in which they were begun."""
    session, plan = db.session(), _PLAN
    abandoned = ANNUAL_PLAN.workflow.names(lambda state: state.abandoned)
    columns = (
        Document.id,
        Document.title,
        Document.state,
        Document.state_since,
        Document.year,
        Document.part_key,
        Document.revision,
        Document.judged_sha256,
        Document.content_sha256,
        Document.form_version,
        Document.parent_id,
        Document.round,
    )
    rows = session.execute(
        select(*columns)
        .join(plan, plan.id == Document.parent_id)
        .where(Document.kind == GENDER_IMPACT.name, Document.agency_id.in_(agencies), plan.state.not_in(abandoned))
        .order_by(Document.id)
    ).all()
    plans = {one.id: one for one in session.execute(PLANS.where(Document.id.in_({row.parent_id for row in rows})))}
    summaries = summaries_of(session, rows)
    judged = {one.id: judged_now(one.content_sha256, partial(_content, one.id)) for one in plans.values()}
    sheets = {
        row.id: Sheet(row, plans[row.parent_id], summaries[row.id], _stale(row, judged[row.parent_id])) for row in rows
    }
    _add_experts(sheets)
    return list(sheets.values())


def _stale(row: Any, judged: Mapping[str, str]) -> bool:
    now = judged.get(row.part_key)
    return is_settled(STATES[row.state]) and now is not None and now != row.judged_sha256


def _add_experts(sheets: dict[int, Sheet]) -> None:
    asked = db.session.execute(
        select(
            ExpertInvitation.document_id,
            ExpertInvitation.answered_at,
            ExpertInvitation.ended_at,
            User.name,
            ExpertPart.due_on,
        )
        .join(User, User.id == ExpertInvitation.user_id)
        .outerjoin(ExpertPart, ExpertPart.invitation_id == ExpertInvitation.id)
        .join(Document, Document.id == ExpertInvitation.document_id)
        .where(Document.kind == GENDER_IMPACT.name, Document.id.in_(sheets))
        .order_by(ExpertInvitation.id)
    )
    for row in asked:
        waits = row.answered_at is None and row.ended_at is None
        if waits or row.answered_at is not None:
            one = {"name": row.name, "due": row.due_on, "waits": waits, "answered": row.answered_at}
            sheets[row.document_id].experts.append(one)
    verdicts = db.session.execute(
        select(Opinion.document_id, Opinion.adopted).where(
            Opinion.document_id.in_(sheets), Opinion.seat == EXPERT, Opinion.adopted.is_not(None)
        )
    )
    for verdict in verdicts:
        sheets[verdict.document_id].adopted[bool(verdict.adopted)] += 1


def _content(plan_id: int) -> Mapping[str, Any]:
    return Dossier(db.session(), db.session.get_one(Document, plan_id)).content
