"""Who has to do what with a plan now, by name, and since when it waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import or_, select

from app.shell.access import now, session_user, today
from app.shell.addresses import place_of
from app.shell.rendering import iso, roc, say
from models.people import RoleHolding, User
from models.vocabulary import Role
from workflows.gender import Duty, undecided
from workflows.kinds import KPI_DEFINITION
from workflows.lifecycle import BY_PERMISSION, ROLE_LABELS, Dossier, own_agency
from workflows.lifecycle import Permission as P
from workflows.plans import kpis_of_plan

NAMED = 2
"""How many people of one role are named before 「等 n 人」."""


def owed_of(dossier: Dossier, duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """Who has to do what now, by name, and since when it waits; whoever has done their part stands below."""
    state = dossier.state
    if state.final:
        return []
    if state.seats:
        turn = [(seat.permission, _("審查並核章（%(seat)s）", seat=say(seat.label))) for seat in dossier.waiting]
        endorse = KPI_DEFINITION.workflow.move_named["endorse"]
        reviewing = sum(1 for kpi in kpis_of_plan(dossier) if endorse.leaves(kpi.state))
        what = {P.SEAT_PLANNING: _("審查指標 %(n)s 項並核章", n=reviewing)} if reviewing else {}
        turn = [(permission, what.get(permission, words)) for permission, words in turn]
    else:
        turn = [(permission, _drafting_words(dossier)) for permission in state.edits]
    people = _holders(dossier, [permission for permission, _words in turn])
    waits = _waits(dossier)
    rows = [_owed(permission, words, people[permission]) | waits for permission, words in turn]
    waiting = undecided(duties)
    if waiting:
        text = _("認定 %(n)s 項重要計畫應否辦理性別影響評估", n=len(waiting))
        rows.append({"who": _("性平"), "what": text, "href": place_of(dossier.document, "impact")})
    unsettled = [duty for duty in duties if not duty.settled and duty not in waiting]
    if unsettled:
        text = ngettext("完成性別影響評估 %(num)s 件", "完成性別影響評估 %(num)s 件", len(unsettled))
        rows.append({"who": _("承辦人"), "what": text, "href": "#gia"})
    for name, row in dossier.agreed.items():
        seat = dossier.workflow.seat_named[name]
        if seat in state.seats:
            done = {
                "who": row.user.name,
                "role": say(seat.label),
                "what": _("已同意"),
                "when": roc(row.at),
                "iso": iso(row.at),
            }
            rows.append(done | {"done": True})
    return rows


def _drafting_words(dossier: Dossier) -> str:
    open_count = sum(1 for opinion in dossier.opinions if opinion.resolved_at is None and opinion.response is None)
    if open_count:
        return str(_("修正內容、回復審查意見 %(n)s 項，再送審", n=open_count))
    return str(_("編輯內容並送審"))


def _waits(dossier: Dossier) -> dict[str, Any]:
    since = dossier.document.state_since
    days = (now() - since).days
    left = _("已等 %(n)s 日", n=days) if days else _("今日起")
    return {"when": roc(since, "day"), "iso": iso(since), "left": left}


def _owed(permission: P, words: str, people: list[User]) -> dict[str, Any]:
    me = session_user().user.id
    role = say(ROLE_LABELS[BY_PERMISSION[permission][0].role])
    if not people:
        return {"who": role, "what": _("%(work)s（目前無人任此職務，請洽系統管理者）", work=words)}
    names = "、".join(user.name for user in people[:NAMED])
    if len(people) > NAMED:
        names = _("%(names)s 等 %(n)s 人", names=names, n=len(people))
    return {"who": names, "role": role, "what": words, "mine": any(user.id == me for user in people)}


def _holders(dossier: Dossier, permissions: Iterable[P]) -> dict[P, list[User]]:
    """Who could act with each permission on this document today, in one query."""
    document, day = dossier.document, today()
    agencies = [one for one in (document.agency_id, document.authority_id) if one is not None]
    wanted = {permission: BY_PERMISSION[permission] for permission in permissions}
    roles = {grant.role for grants in wanted.values() for grant in grants}
    rows = dossier.session.execute(
        select(RoleHolding.role, RoleHolding.agency_id, User)
        .join(User, User.id == RoleHolding.user_id)
        .where(
            RoleHolding.agency_id.in_(agencies),
            RoleHolding.role.in_([role.value for role in roles]),
            RoleHolding.since <= day,
            or_(RoleHolding.until.is_(None), RoleHolding.until >= day),
            User.active,
        )
        .order_by(User.id)
    ).all()
    return {
        permission: [
            user
            for role, agency, user in rows
            for grant in grants
            if grant.role is Role(role)
            and agency == (document.agency_id if grant.scope is own_agency else document.authority_id)
        ]
        for permission, grants in wanted.items()
    }
