"""Lists and single rows of people and agencies as the pages of administration show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.frame.paging import PER_PAGE, page_of
from app.shell.access import today
from app.shell.rendering import iso, roc, say
from forms.common import choices_of, tidy
from forms.people import AgencyForm, EndForm, RoleForm
from models.base import db
from models.canonical import canonical, digest
from models.people import Agency, RoleHolding, User
from models.vocabulary import Role
from workflows.language import whole_number
from workflows.lifecycle import ROLE_LABELS, NotVisible


def person_named(user_id: int) -> User:
    """One person with roles and agencies; raises ``NotVisible``."""
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id)
        .options(joinedload(User.holdings).joinedload(RoleHolding.agency))
        .execution_options(populate_existing=True)
    )
    if user is None:
        raise NotVisible
    return user


def agency_named(agency_id: int) -> Agency:
    """One agency; raises ``NotVisible``."""
    agency = db.session.get(Agency, agency_id)
    if agency is None:
        raise NotVisible
    return agency


def people_page(wanted: Mapping[str, str]) -> dict[str, Any]:
    """A page of the list of people: text in name, account or unit; a role held today; disabled people only if asked for."""
    typed = {name: tidy(wanted.get(name, "")).strip()[:80] for name in ("q", "role", "agency", "state")}
    conditions = list(_conditions(typed))
    total = db.session.scalar(select(func.count()).select_from(User).where(*conditions)) or 0
    page = page_of(wanted.get("page", ""), total)
    kept: dict[str, Any] = {name: value for name, value in typed.items() if value}
    users = db.session.scalars(
        select(User)
        .where(*conditions)
        .order_by(User.name, User.id)
        .offset(page.offset)
        .limit(PER_PAGE)
        .options(selectinload(User.holdings).joinedload(RoleHolding.agency))
    ).all()
    return {
        "users": users,
        "total": total,
        "typed": typed,
        "rows": [_person_row(user) for user in users],
        "roles": [(role.value, say(label)) for role, label in ROLE_LABELS.items()],
        "agencies": [(row.id, row.name) for row in agencies_of()],
        "filtered": any(typed.values()),
        "paging": page.pager(lambda number: url_for("admin.people", **{**kept, "page": number})),
    }


def _conditions(typed: Mapping[str, str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text := typed["q"]:
        conditions.append(
            or_(
                *(
                    column.contains(text, autoescape=True)
                    for column in (User.name, User.account, User.unit, User.job_title)
                )
            )
        )
    held = [RoleHolding.since <= today(), or_(RoleHolding.until.is_(None), RoleHolding.until >= today())]
    if typed["role"] in set(Role):
        conditions.append(User.holdings.any((RoleHolding.role == typed["role"]) & held[0] & held[1]))
    if (agency := whole_number(typed["agency"], 8)) is not None:
        conditions.append(User.holdings.any((RoleHolding.agency_id == agency) & held[0] & held[1]))
    if typed["state"] in ("active", "disabled"):
        conditions.append(User.active.is_(typed["state"] == "active"))
    return conditions


def _person_row(user: User) -> dict[str, Any]:
    held = [row for row in user.holdings if is_held(row, today())]
    return {
        "id": user.id,
        "name": user.name,
        "account": user.account,
        "office": "　".join(filter(None, (user.unit, user.job_title))),
        "roles": [role_words(row) for row in held],
        "active": user.active,
        "first": user.must_change_password,
    }


def is_held(row: RoleHolding, day: date) -> bool:
    """Whether a role is held on this day."""
    return row.since <= day and (row.until is None or row.until >= day)


def role_words(row: RoleHolding) -> str:
    """A role with its agency."""
    role = say(ROLE_LABELS[Role(row.role)])
    return f"{row.agency.name}　{role}" if row.agency else role


def holdings_of(user: User, ending: tuple[int, EndForm] | None = None) -> list[dict[str, Any]]:
    """The roles ever held, those of today first; each with the form that ends it."""
    day = today()
    rows = sorted(user.holdings, key=lambda row: (row.until is not None and row.until < day, row.since, row.id))
    return [
        {
            "id": row.id,
            "role": say(ROLE_LABELS[Role(row.role)]),
            "agency": row.agency.name if row.agency else "—",
            "since": roc(row.since),
            "until": roc(row.until) or "—",
            "ended": row.until is not None and row.until < day,
            "future": row.since > day,
            "since_iso": iso(row.since),
            "until_iso": iso(row.until),
            "form": ending[1] if ending and ending[0] == row.id else EndForm(data={"until": roc(day)}),
        }
        for row in rows
    ]


def blank_role(sent: Any = None, user: User | None = None) -> RoleForm:
    """The form that grants a role, at the agency of the last one if there was any."""
    last = next((str(row.agency_id) for row in reversed(user.holdings) if row.agency_id), "") if user else ""
    form = RoleForm(sent, data=None if sent is not None else {"since": roc(today()), "agency": last})
    form.role.choices = choices_of((role.value, say(label)) for role, label in ROLE_LABELS.items())
    form.agency.choices = choices_of(
        [("", _("（民間專家不屬機關）")), *((str(row.id), row.name) for row in agencies_of())]
    )
    if sent is not None and form.agency.data is None:
        form.agency.data = ""
    return form


def agencies_of() -> Sequence[Agency]:
    """Every agency, by code."""
    return db.session.scalars(select(Agency).options(joinedload(Agency.parent)).order_by(Agency.code)).all()


def agency_rows(rows: Sequence[Agency]) -> list[dict[str, Any]]:
    """Agencies for their list: how many people hold a role there today."""
    day = today()
    held = (
        select(RoleHolding.agency_id, func.count(RoleHolding.user_id.distinct()))
        .where(RoleHolding.since <= day, or_(RoleHolding.until.is_(None), RoleHolding.until >= day))
        .group_by(RoleHolding.agency_id)
    )
    counts = {agency_id: count for agency_id, count in db.session.execute(held)}  # noqa: C416 - dict() takes a Result for a mapping
    return [
        {
            "id": row.id,
            "code": row.code,
            "name": row.name,
            "self_name": row.self_name,
            "parent": row.parent.name if row.parent else "—",
            "people": counts.get(row.id, 0),
            "since": roc(row.valid_from),
            "until": roc(row.valid_to) or "—",
            "ended": row.valid_to is not None and row.valid_to < day,
        }
        for row in rows
    ]


def fill_parents(form: AgencyForm, agency_id: int | None = None) -> AgencyForm:
    """Offer every other agency as the one above."""
    others = [(str(row.id), row.name) for row in agencies_of() if row.id != agency_id]
    form.parent.choices = choices_of([("", _("（無，由本機關首長核定）")), *others])
    if form.parent.data is None or form.parent.data == "None":
        form.parent.data = ""
    return form


def person_json(user: User) -> dict[str, Any]:
    """A person for machines; never the password."""
    return {
        "id": user.id,
        "account": user.account,
        "name": user.name,
        "email": user.email,
        "unit": user.unit,
        "job_title": user.job_title,
        "expertise": user.expertise,
        "active": user.active,
        "version": user.version,
        "roles": [
            {
                "id": row.id,
                "role": row.role,
                "agency": row.agency.name if row.agency else None,
                "agency_id": row.agency_id,
                "since": row.since.isoformat(),
                "until": row.until.isoformat() if row.until else None,
            }
            for row in user.holdings
        ],
    }


def agency_json(row: Agency) -> dict[str, Any]:
    """An agency for machines, with the fingerprint a change must carry."""
    return _agency_values(row) | {"fingerprint": fingerprint(row)}


def _agency_values(row: Agency) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": row.code,
        "name": row.name,
        "self_name": row.self_name,
        "parent": row.parent_id,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }


def fingerprint(row: Agency) -> str:
    """What an agency was when a form was made from it; agencies carry no version of their own."""
    return digest(canonical(_agency_values(row)))[:16]
