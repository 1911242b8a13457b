"""What waits for the gender officer: decisions, signatures, sheets to confirm again, experts who are late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.gender.overseen import PLANS, Sheet
from app.gender.summaries import reckoned
from app.shell.rendering import iso, roc
from models.base import db
from models.document import Document
from models.gender import ImpactDecision
from workflows.gender import duties, undecided
from workflows.kinds import ANNUAL_PLAN
from workflows.lifecycle import Dossier, Phase

MOST_WAITING = 50


def waits_of(agencies: frozenset[int], sheets: Sequence[Sheet], day: date) -> list[dict[str, Any]]:
    """One line each, with the way into the work; the plans at the gender check first."""
    states = ANNUAL_PLAN.workflow
    checking = states.names(lambda state: state.checks_children)
    plans = db.session.execute(
        PLANS.where(
            Document.kind == ANNUAL_PLAN.name,
            Document.agency_id.in_(agencies),
            Document.state.in_(states.names(lambda state: not state.final)),
        )
        .order_by(Document.state.not_in(checking), Document.state_since)
        .limit(MOST_WAITING)
    ).all()
    reasons, counts, decide = [], _undecided(plans, sheets), _("認定")
    for plan in plans:
        title = _("%(agency)s %(year)s 年度施政計畫", agency=plan.agency, year=plan.year)
        if waiting := counts[plan.id]:
            words = _("%(n)s 項待認定應否辦理", n=waiting)
            reasons.append(
                _wait(words, title, url_for("overseeing.impact", document_id=plan.id), decide, plan.state_since)
            )
        if plan.state in checking:
            href = url_for("reviewing.show", document_id=plan.id)
            reasons.append(_wait(_("性平席位審查並核章"), title, href, _("審查"), plan.state_since))
    for one in sheets:
        href, since = url_for("assessing.show", document_id=one.document.id), one.document.state_since
        if one.stale:
            reasons.append(_wait(_("計畫內容已變更，待再確認"), one.document.title, f"{href}#stale", _("比對"), since))
        elif one.state.phase is Phase.ADVICE and one.due and one.due < day:
            reasons.append(_wait(one.late(day)[0], one.document.title, href, _("查看"), since))
    return reasons


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


def _wait(words: str, title: str, href: str, button: str, since: Any) -> dict[str, Any]:
    return {
        "words": words,
        "title": title,
        "href": href,
        "button": button,
        "since": roc(since, "day"),
        "iso": iso(since),
    }
