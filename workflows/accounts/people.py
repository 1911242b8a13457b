"""People and agencies: who may manage them, what is changed, and that it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, joinedload

from models.audit_log import Entry
from models.audit_words import Action
from models.people import Agency, RoleHolding, SignInSession, User
from models.vocabulary import Role
from models.wording import N_, Message
from workflows.accounts.locks import claimed
from workflows.language import roc
from workflows.lifecycle import (
    ActionContext,
    Actor,
    NotPermitted,
    NotVisible,
    Overtaken,
    Refused,
    UnitOfWork,
    blocking_finding,
    carry_out,
    may_somewhere,
)
from workflows.lifecycle import Permission as P


def actor_of(user: User, today: date, sheets: Mapping[int, int] = MappingProxyType({})) -> Actor:
    """The person with the roles held on this day; ``sheets`` are those asked of an expert, each with its plan."""
    holdings = frozenset(
        (Role(row.role), row.agency_id)
        for row in user.holdings
        if row.since <= today and (row.until is None or row.until >= today)
    )
    if not any(role is Role.GENDER_EXPERT for role, _ in holdings):
        sheets = {}
    return Actor(user.id, user.account, user.name, holdings, frozenset(sheets), frozenset(sheets.values()))


def load_user(session: Session, user_id: int) -> User | None:
    """A person with the roles ever held, in one query."""
    return session.scalar(
        select(User).where(User.id == user_id).options(joinedload(User.holdings).joinedload(RoleHolding.agency))
    )


def _manager(context: ActionContext) -> None:
    if not may_somewhere(context.actor, P.PEOPLE_MANAGE):
        raise NotPermitted([Message.of(N_("人員與機關由系統管理者維護"))])


def _claimed(unit: UnitOfWork, user_id: int | None, *, managing: bool = True) -> User:
    """The person, to be changed by this unit alone; our own standing is read under that lock.

    Raises ``NotPermitted`` for whoever manages nobody, and only then ``NotVisible`` where there is no such person.
    """
    user = claimed(unit.session, user_id) if user_id is not None else None
    unit.read_standing()
    if managing:
        _manager(unit.context)
    if user is None:
        raise NotVisible
    return user


@dataclass(frozen=True)
class Person:
    """What is kept about a person."""

    name: str
    email: str = ""
    unit: str = ""
    job_title: str = ""
    expertise: str = ""
    active: bool = True


def create_person(context: ActionContext, *, account: str, person: Person, password_hash: str) -> int:
    """Open an account; the person changes the password at the first sign-in. Gives the person's id."""

    def act(unit: UnitOfWork) -> int:
        _manager(unit.context)
        if unit.session.scalar(select(User.id).where(User.account == account)) is not None:
            raise Refused(
                blocking_finding("WF-12", Message.of(N_("帳號「%(account)s」已經有人使用"), account=account), "account")
            )
        user = User(
            account=account,
            password_hash=password_hash,
            must_change_password=True,
            created_at=unit.context.at,
            locale="",
            **vars(person),
        )
        unit.session.add(user)
        unit.session.flush()
        unit.write(_entry(Action.PERSON_CREATE, f"user:{user.id}", unit.context, account=account, name=person.name))
        return user.id

    return carry_out(context, act)


def change_person(context: ActionContext, user_id: int, *, version: int, person: Person) -> None:
    """Change what is kept about a person; disabling ends the sessions at once. Nobody disables themselves."""

    def act(unit: UnitOfWork) -> None:
        user = _claimed(unit, user_id)
        if user.version != version:
            raise Overtaken(0, user.version, "", 0)
        if user.id == unit.context.actor.id and not person.active:
            raise Refused(
                blocking_finding("WF-13", Message.of(N_("不能停用自己的帳號，請由另一位系統管理者辦理")), "active")
            )
        before = {name: getattr(user, name) for name in vars(person)}
        after = {name: value for name, value in vars(person).items() if value != before[name]}
        if not after:
            return
        for name, value in after.items():
            setattr(user, name, value)
        if not user.active:
            end_sessions(unit, user_id)
        kept = {name: before[name] for name in after}
        unit.write(_entry(Action.PERSON_CHANGE, f"user:{user_id}", unit.context, before=kept, after=after))

    carry_out(context, act, locks_first=True)


def set_password(context: ActionContext, user_id: int, password_hash: str, *, by_self: bool, keep: str = "") -> None:
    """Set a password: one's own, or a first one by an administrator. All other sessions of the person end."""

    def act(unit: UnitOfWork) -> None:
        user = _claimed(unit, user_id, managing=not by_self)
        user.password_hash, user.must_change_password = password_hash, not by_self
        end_sessions(unit, user_id, keep)
        unit.write(
            _entry(Action.PASSWORD_CHANGE if by_self else Action.PASSWORD_RESET, f"user:{user_id}", unit.context)
        )

    carry_out(context, act, locks_first=True)


def end_sessions(unit: UnitOfWork, user_id: int, keep: str = "") -> None:
    """End every session of a person, but the one kept."""
    unit.session.execute(
        update(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None), SignInSession.token_sha256 != keep)
        .values(ended_at=unit.context.at)
    )


def grant_role(
    context: ActionContext, user_id: int, role: Role, agency_id: int | None, since: date, until: date | None = None
) -> None:
    """Give a role at an agency from–to, both days included. Nobody gives themselves a role."""

    def act(unit: UnitOfWork) -> None:
        _claimed(unit, user_id)
        if user_id == unit.context.actor.id:
            raise NotPermitted([Message.of(N_("系統管理者不能授予自己職務"))])
        if (agency_id is None) != (role is Role.GENDER_EXPERT):
            raise Refused(blocking_finding("WF-14", Message.of(N_("除民間專家外，職務都要選擇機關")), "agency"))
        if until is not None and until < since:
            raise Refused(blocking_finding("WF-14", Message.of(N_("迄日不得早於起日")), "until"))
        agency = unit.session.get(Agency, agency_id) if agency_id else None
        if agency_id is not None and agency is None:
            raise NotVisible
        if _overlaps(unit.session, user_id, role, agency_id, since, until):
            raise Refused(blocking_finding("WF-14", Message.of(N_("這段期間已有相同職務")), "since"))
        unit.session.add(RoleHolding(user_id=user_id, agency_id=agency_id, role=role.value, since=since, until=until))
        unit.write(
            _entry(
                Action.ROLE_GRANT,
                f"user:{user_id}",
                unit.context,
                role=role.value,
                agency=agency.name if agency else None,
                since=since.isoformat(),
                until=until.isoformat() if until else None,
            )
        )

    carry_out(context, act, locks_first=True)


def _overlaps(
    session: Session, user_id: int, role: Role, agency_id: int | None, since: date, until: date | None
) -> bool:
    rows = session.scalars(
        select(RoleHolding).where(
            RoleHolding.user_id == user_id, RoleHolding.role == role.value, RoleHolding.agency_id == agency_id
        )
    )
    last = until or date.max
    return any(row.since <= last and (row.until or date.max) >= since for row in rows)


def end_role(context: ActionContext, holding_id: int, until: date) -> None:
    """End a role on a day; a role that has not begun yet ends before it began, and is then never held.

    A last day only ever comes nearer: whoever shall hold the role again is given it again. Nobody ends a role of their own.
    """

    def act(unit: UnitOfWork) -> None:
        holder = unit.session.scalar(select(RoleHolding.user_id).where(RoleHolding.id == holding_id))
        _claimed(unit, holder)
        holding = unit.session.get(RoleHolding, holding_id, populate_existing=True)
        if holding is None:
            raise NotVisible
        if holding.user_id == unit.context.actor.id:
            raise NotPermitted([Message.of(N_("系統管理者不能變更自己的職務，請由另一位系統管理者辦理"))])
        if holding.until is not None and until >= holding.until:
            words = Message.of(N_("這項職務的迄日是 %(until)s，只能提前；要再任職請另行授予"), until=roc(holding.until))
            raise Refused(blocking_finding("WF-14", words))
        if until < holding.since - timedelta(days=1):
            raise Refused(blocking_finding("WF-14", Message.of(N_("迄日不得早於起日")), "until"))
        agency = holding.agency.name if holding.agency else None
        since, before = holding.since.isoformat(), holding.until.isoformat() if holding.until else None
        if until < holding.since:
            unit.session.delete(holding)
        else:
            holding.until = until
        unit.write(
            _entry(
                Action.ROLE_END,
                f"user:{holding.user_id}",
                unit.context,
                role=holding.role,
                agency=agency,
                since=since,
                until=until.isoformat(),
                before=before,
            )
        )

    carry_out(context, act, locks_first=True)


def create_agency(
    context: ActionContext, *, code: str, name: str, self_name: str, parent_id: int | None, valid_from: date
) -> int:
    """Add an agency. Gives its id."""

    def act(unit: UnitOfWork) -> int:
        _manager(unit.context)
        if unit.session.scalar(select(Agency.id).where(or_(Agency.code == code, Agency.name == name))) is not None:
            raise Refused(blocking_finding("WF-12", Message.of(N_("機關代碼或名稱已經存在")), "code"))
        parent = unit.session.get(Agency, parent_id) if parent_id else None
        agency = Agency(code=code, name=name, self_name=self_name, parent_id=parent_id, valid_from=valid_from)
        unit.session.add(agency)
        unit.session.flush()
        unit.write(
            _entry(
                Action.AGENCY_CREATE,
                f"agency:{agency.id}",
                unit.context,
                code=code,
                name=name,
                parent=parent.name if parent else None,
            )
        )
        return agency.id

    return carry_out(context, act)


def change_agency(context: ActionContext, agency_id: int, **values: Any) -> None:
    """Change an agency's name, self-name, agency above or last day; documents under way keep their 主管機關."""

    def act(unit: UnitOfWork) -> None:
        _manager(unit.context)
        agency = unit.session.get(Agency, agency_id)
        if agency is None:
            raise NotVisible
        before = {name: getattr(agency, name) for name in values}
        after = {name: value for name, value in values.items() if value != before[name]}
        if not after:
            return
        if after.get("parent_id") is not None and _above_itself(unit.session, agency_id, after["parent_id"]):
            raise Refused(blocking_finding("WF-14", Message.of(N_("主管機關不能是自己或所屬機關")), "parent_id"))
        for name, value in after.items():
            setattr(agency, name, value)
        unit.write(
            _entry(
                Action.AGENCY_CHANGE,
                f"agency:{agency_id}",
                unit.context,
                before={name: _plain(before[name]) for name in after},
                after={name: _plain(v) for name, v in after.items()},
            )
        )

    carry_out(context, act)


def _above_itself(session: Session, agency_id: int, parent_id: int | None) -> bool:
    while parent_id is not None:
        if parent_id == agency_id:
            return True
        parent_id = session.scalar(select(Agency.parent_id).where(Agency.id == parent_id))
    return False


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _entry(action: Action, name: str, context: ActionContext, /, **details: Any) -> Entry:
    return Entry(action, name, context.named(), details=details)
