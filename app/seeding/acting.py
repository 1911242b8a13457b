"""On whose behalf the command line acts: a person by account, or itself while nobody has an account yet."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.shell.access import now, settings, today
from models.base import db
from models.people import RoleHolding, User
from models.vocabulary import Role
from models.wording import N_
from workflows.accounts import actor_of
from workflows.experts import visible_sheets
from workflows.language import calendar
from workflows.lifecycle import ActionContext, Actor

COMMAND_LINE = Actor(0, "cli", N_("命令列"), frozenset({(Role.ADMINISTRATOR, None)}))
"""The command line as an actor: it may keep people and agencies, and no document (docs/decisions/0008)."""


def by_command_line(at: datetime | None = None) -> ActionContext:
    """The action context of a command that nobody with an account could give."""
    return ActionContext(COMMAND_LINE, at or now(), settings().audit_origin, _request())


def by_person(account: str, at: datetime | None = None, *, proven: bool = False) -> ActionContext:
    """The action context of a command given as this person; raises ``LookupError`` for an unknown or disabled account."""
    user = db.session.scalar(
        select(User)
        .where(User.account == account, User.active)
        .options(joinedload(User.holdings).joinedload(RoleHolding.agency))
    )
    if user is None:
        raise LookupError(account)
    moment = at or now()
    actor = actor_of(user, calendar.today(moment), visible_sheets(db.session(), user.id))
    return ActionContext(actor, moment, settings().audit_origin, _request(), moment if proven else None)


def _request() -> str:
    return f"cli-{secrets.token_hex(6)}"


def accounts_with(role: Role, agency_id: int | None = None) -> list[str]:
    """The accounts of active people who hold the role today, at one agency or at any."""
    this_day = today()
    wanted = select(User.account).join(RoleHolding, RoleHolding.user_id == User.id)
    wanted = wanted.where(User.active, RoleHolding.role == role.value, RoleHolding.since <= this_day)
    wanted = wanted.where(or_(RoleHolding.until.is_(None), RoleHolding.until >= this_day))
    if agency_id is not None:
        wanted = wanted.where(RoleHolding.agency_id == agency_id)
    return list(db.session.scalars(wanted.distinct().order_by(User.account)))
