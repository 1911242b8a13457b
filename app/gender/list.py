"""Lists of gender-impact sheets: those a person sees, with what is owed, and the key plans that have none yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import joinedload

from app.frame.documents_json import document_json
from app.frame.paging import PER_PAGE, Page, page_of
from app.shell.access import session_user
from app.shell.rendering import iso, roc, say
from models.base import db
from models.document import Document
from models.vocabulary import Severity
from workflows.gender import DutyState, duties, is_stale
from workflows.kinds import ANNUAL_PLAN, GENDER_IMPACT
from workflows.language import whole_number
from workflows.lifecycle import ROLE_LABELS, Dossier, Phase, may, visible
from workflows.lifecycle import Permission as P
from workflows.review import findings_of

STALE = "stale"
ROAD = tuple(state.name for state in GENDER_IMPACT.workflow.road(under_authority=False))
SETTLED = tuple(state.name for state in GENDER_IMPACT.workflow.states if state.phase is Phase.SETTLED)


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
    listed = Listing(year=asked.get("year", ""), state=asked.get("state", ""))
    plans = _plans()
    seen = visible(session_user().actor, GENDER_IMPACT.name)
    years = {
        *db.session.scalars(select(Document.year).where(seen).distinct()),
        *(one.document.year for one in plans.values()),
    }
    listed.years = [(str(year), _("%(year)s 年度", year=year)) for year in sorted(years, reverse=True)]
    where = [seen, *_of_year(listed.year)]
    stale = _stale_ids(where, plans)
    listed.counts = _counts(_by_state(where), len(stale), listed)
    if listed.state:
        where.append(Document.id.in_(stale) if listed.state == STALE else Document.state == listed.state)
    total = db.session.scalar(select(func.count()).select_from(Document).where(*where)) or 0
    page = page_of(asked.get("page", ""), total)
    listed.pager = page.pager(
        lambda number: url_for("assessing.index", year=listed.year or None, state=listed.state or None, page=number)
    )
    listed.rows = [_row(dossier, stale) for dossier in _sheets(where, plans, page)]
    listed.missing = [
        one for plan in plans.values() if listed.year in ("", str(plan.document.year)) and (one := _missing(plan))
    ]
    return listed


def _of_year(asked: str) -> Iterator[ColumnElement[bool]]:
    """What the filter of years asks for; what is no year finds nothing."""
    if asked:
        year = whole_number(asked, 3)
        yield Document.year == year if str(year) == asked else false()


def _by_state(where: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    """How many sheets there are in each state."""
    rows = db.session.execute(select(Document.state, func.count()).where(*where).group_by(Document.state))
    return dict(rows.all())


def _stale_ids(where: Sequence[ColumnElement[bool]], plans: Mapping[int, Dossier]) -> frozenset[int]:
    """The sheets whose plan says something else today than what they judged; only settled ones can be."""
    settled = _sheets([*where, Document.state.in_(SETTLED)], plans)
    return frozenset(dossier.document.id for dossier in settled if is_stale(dossier))


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


def _sheets(
    where: Sequence[ColumnElement[bool]], plans: Mapping[int, Dossier], page: Page | None = None
) -> Iterator[Dossier]:
    """The sheets of one page, or all of them, each with the plan that is at hand."""
    query = (
        select(Document)
        .where(*where)
        .options(joinedload(Document.agency), joinedload(Document.parent))
        .order_by(Document.year.desc(), Document.parent_id.desc(), Document.id)
    )
    for row in db.session.scalars(query.offset(page.offset).limit(PER_PAGE) if page else query):
        dossier = Dossier(db.session(), row)
        if plan := plans.get(row.parent_id or 0):
            dossier.__dict__["plan_dossier"] = plan
        yield dossier


def _row(dossier: Dossier, stale_ids: frozenset[int]) -> dict[str, Any]:
    document = dossier.document
    settled, stale = dossier.state.phase is Phase.SETTLED, document.id in stale_ids
    levels = [one.severity for one in findings_of(dossier)] if not settled else []
    return {
        "dossier": dossier,
        "document": document,
        "plan": dossier.plan,
        "label": say(dossier.state.label),
        "here": ROAD.index(document.state) + 1 if document.state in ROAD else 0,
        "all": len(ROAD),
        "stale": stale,
        "since": roc(document.state_since),
        "iso": iso(document.state_since),
        "edition": document.edition,
        "owed": {level: levels.count(Severity(level)) for level in ("B", "R", "W") if Severity(level) in levels},
        "turn": _("性平") if stale else "、".join(_turn(dossier)),
    }


def _turn(dossier: Dossier) -> list[str]:
    if dossier.state.phase is Phase.SETTLED:
        return []
    if dossier.state.phase is Phase.ADVICE:
        return [one.user.name for one in dossier.invitations if one.ended_at is None] or [_("尚無專家，請承辦人邀請")]
    return [say(ROLE_LABELS[role]) for role in dossier.state.held_by]


def _counts(by_state: Mapping[str, int], stale: int, page: Listing) -> list[dict[str, Any]]:
    states = GENDER_IMPACT.workflow.states
    items: list[tuple[str, str, int]] = [("", _("全部"), sum(by_state.values()))]
    items += [(one.name, say(one.label), by_state.get(one.name, 0)) for one in states]
    items.append((STALE, _("待再確認"), stale))
    return [
        {
            "label": label,
            "count": n,
            "current": page.state == name,
            "href": url_for("assessing.index", year=page.year or None, state=name or None),
        }
        for name, label, n in items
        if n or not name or page.state == name
    ]


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
