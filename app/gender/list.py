"""Lists of gender-impact sheets: those a person sees, with what is owed, and the key plans that have none yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.frame.documents_json import document_json
from app.shell.access import session_user
from app.shell.rendering import iso, roc, say
from models.base import db
from models.document import Document
from models.vocabulary import Severity
from workflows.gender.duties import DutyState, duties, is_stale
from workflows.kinds import ANNUAL_PLAN, GENDER_IMPACT
from workflows.lifecycle.context import ROLE_LABELS
from workflows.lifecycle.definitions import Permission as P
from workflows.lifecycle.definitions import Phase
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.permissions import may, visible
from workflows.review.findings import findings_of

PER_PAGE = 50
ROAD = tuple(state.name for state in GENDER_IMPACT.workflow.road(under_authority=False))


@dataclass
class Listing:
    """One page of the list: rows of sheets, key plans without a sheet by plan, and the filters in force."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    counts: list[dict[str, Any]] = field(default_factory=list)
    years: list[tuple[str, str]] = field(default_factory=list)
    year: str = ""
    state: str = ""
    pager: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        sheets = [{**document_json(row["dossier"]), "stale": row["stale"], "owed": row["owed"]} for row in self.rows]
        owed = [
            {"plan": one["plan"].id, "row": duty.row_id, "item": duty.item}
            for one in self.missing
            for duty in one["duties"]
        ]
        return {"sheets": sheets, "owed": owed}


def listing(asked: Mapping[str, str]) -> Listing:
    """The list as asked for: ``year``, ``state`` (a state, ``stale``, or empty for all) and ``page``."""
    found = Listing(year=asked.get("year", ""), state=asked.get("state", ""))
    plans = _plans()
    sheets = [_row(dossier) for dossier in _sheets(plans)]
    years = {row["document"].year for row in sheets} | {plan.document.year for plan in plans.values()}
    found.years = [(str(year), _("%(year)s 年度", year=year)) for year in sorted(years, reverse=True)]
    sheets = [row for row in sheets if found.year in ("", str(row["document"].year))]
    found.counts = _counts(sheets, found)
    sheets = [row for row in sheets if found.state in ("", row["document"].state, "stale" if row["stale"] else None)]
    found.pager = _pager(len(sheets), asked.get("page", "1"), found)
    found.rows = sheets[found.pager["first"] - 1 : found.pager["last"]] if sheets else []
    found.missing = [
        one for plan in plans.values() if found.year in ("", str(plan.document.year)) and (one := _missing(plan))
    ]
    return found


def _plans() -> dict[int, Dossier]:
    over = ANNUAL_PLAN.workflow.names(lambda state: state.final and state.aside)
    rows = db.session.scalars(
        select(Document)
        .where(visible(session_user().actor, ANNUAL_PLAN.name), Document.state.not_in(over))
        .options(joinedload(Document.agency))
        .order_by(Document.year.desc(), Document.id)
        .limit(200)
    )
    return {row.id: Dossier(db.session(), row) for row in rows}


def _sheets(plans: dict[int, Dossier]) -> list[Dossier]:
    rows = db.session.scalars(
        select(Document)
        .where(visible(session_user().actor, GENDER_IMPACT.name))
        .options(joinedload(Document.agency), joinedload(Document.parent))
        .order_by(Document.year.desc(), Document.parent_id.desc(), Document.id)
    )
    found = []
    for row in rows:
        dossier = Dossier(db.session(), row)
        if row.parent_id in plans:
            dossier.__dict__["plan_dossier"] = plans[row.parent_id]
        found.append(dossier)
    return found


def _row(dossier: Dossier) -> dict[str, Any]:
    document = dossier.document
    settled = dossier.state.phase is Phase.SETTLED
    stale = settled and is_stale(dossier)
    levels = [one.severity for one in findings_of(dossier)] if not settled else []
    return {
        "dossier": dossier, "document": document, "plan": dossier.plan, "label": say(dossier.state.label),
        "here": ROAD.index(document.state) + 1 if document.state in ROAD else 0, "all": len(ROAD), "stale": stale,
        "since": roc(document.state_since), "iso": iso(document.state_since), "edition": document.edition,
        "owed": {level: levels.count(Severity(level)) for level in ("B", "R", "W") if Severity(level) in levels},
        "turn": _("性平") if stale else "、".join(_turn(dossier)),
    }  # fmt: skip


def _turn(dossier: Dossier) -> list[str]:
    if dossier.state.phase is Phase.SETTLED:
        return []
    if dossier.state.phase is Phase.ADVICE:
        return [one.user.name for one in dossier.invitations if one.ended_at is None] or [_("尚無專家，請承辦人邀請")]
    return [say(ROLE_LABELS[role]) for role in dossier.state.held_by]


def _counts(rows: list[dict[str, Any]], found: Listing) -> list[dict[str, Any]]:
    states = GENDER_IMPACT.workflow.states
    items: list[tuple[str, str, int]] = [("", _("全部"), len(rows))]
    items += [(s.name, say(s.label), sum(r["document"].state == s.name for r in rows)) for s in states]
    items.append(("stale", _("待再確認"), sum(r["stale"] for r in rows)))
    return [
        {"label": label, "count": n, "current": found.state == name,
         "href": url_for("assessing.index", year=found.year or None, state=name or None)}
        for name, label, n in items if n or not name or found.state == name
    ]  # fmt: skip


def _pager(total: int, asked: str, found: Listing) -> dict[str, Any]:
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1, 1), pages)

    def href(number: int) -> str:
        return url_for("assessing.index", year=found.year or None, state=found.state or None, page=number)

    return {
        "page": page, "pages": pages, "total": total, "first": (page - 1) * PER_PAGE + 1 if total else 0,
        "last": min(page * PER_PAGE, total), "previous": href(page - 1) if page > 1 else None,
        "next": href(page + 1) if page < pages else None,
        "links": [{"n": n, "href": href(n), "current": n == page} for n in range(1, pages + 1)], "downloads": [],
    }  # fmt: skip


def _missing(plan: Dossier) -> dict[str, Any] | None:
    if plan.state.final:
        return None
    owed = [
        duty
        for duty in duties(plan)
        if duty.standing is DutyState.MISSING
        or (duty.stale and duty.sheet and duty.sheet.parent_id != plan.document.id)
    ]
    if not owed:
        return None
    return {"plan": plan.document, "duties": owed, "may_begin": may(session_user().actor, P.SHEET_FILL, plan.document)}
