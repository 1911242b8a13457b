"""Signing in and out, proving one's identity again, and the counters that lock an account or an address."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.audit_log import Entry
from models.audit_words import Action
from models.base import db
from models.canonical import digest
from models.people import RoleHolding, SignInFailure, SignInSession, User
from models.wording import N_, Message
from workflows.accounts.locks import claimed
from workflows.lifecycle import ActionContext, Actor, Refusal, UnitOfWork, unit_of_work

FAILURES_BEFORE_LOCK = 5
ADDRESS_FAILURES_BEFORE_LOCK = 50
FAILURES_COUNT_FOR = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
USE_RECORDED_EVERY = timedelta(minutes=1)
"""How exact ``seen_at`` is: a request within this time of the last note writes nothing."""


class Locked(Refusal):
    """Too many failed attempts for this account or from this address."""

    status = 429
    headline = Message.of(N_("嘗試次數過多，帳號暫時鎖定，請於 15 分鐘後再試"))


class WrongPassword(Refusal):
    """Account and password do not belong together, or the account is disabled; which of them is not said."""

    status = 401
    headline = Message.of(N_("帳號或密碼不正確"))


@dataclass(frozen=True)
class SignInAttempt:
    """One try to sign in: from which address, when, in which request."""

    account: str
    address: str
    at: datetime
    origin: str
    request: str

    def context(self, user: User | None) -> ActionContext:
        """The context under which the attempt is written down; an unknown account is nobody's."""
        actor = Actor(user.id if user else 0, self.account[:80], user.name if user else "", frozenset())
        return ActionContext(actor, self.at, self.origin, self.request)


def sign_in(attempt: SignInAttempt, verify: Callable[[str | None], bool]) -> tuple[User, str]:
    """Open a session: gives the person and the session's secret token, of which only the digest is kept.

    ``verify`` compares the typed password with a stored hash and takes the same time for ``None``. Raises ``Locked``
    or ``WrongPassword``; failures are counted per account and per address in the same transaction.
    """
    session_user = _user(attempt)
    subjects = {
        f"account:{attempt.account[:80]}": FAILURES_BEFORE_LOCK,
        f"address:{attempt.address}": ADDRESS_FAILURES_BEFORE_LOCK,
    }
    context = attempt.context(session_user)
    require_unlocked(context, subjects)
    good = verify(session_user.password_hash if session_user and session_user.active else None)
    if not good or session_user is None or not session_user.active:
        _count_failure(context, attempt, subjects)
        raise WrongPassword
    token = secrets.token_urlsafe(32)
    with unit_of_work(context) as unit:
        for subject in subjects:
            if subject.startswith("account:") and (row := unit.session.get(SignInFailure, subject)):
                unit.session.delete(row)
        unit.session.add(
            SignInSession(
                token_sha256=digest(token.encode()),
                user_id=session_user.id,
                created_at=attempt.at,
                seen_at=attempt.at,
                proved_at=attempt.at,
            )
        )
        unit.write(_entry(Action.SIGN_IN, session_user, context, address=attempt.address))
    return session_user, token


def _user(attempt: SignInAttempt) -> User | None:
    return db.session.scalar(select(User).where(User.account == attempt.account))


def require_unlocked(context: ActionContext, subjects: Mapping[str, int]) -> None:
    """Raise ``Locked`` while any of these subjects has failed too often."""
    rows = db.session.scalars(select(SignInFailure).where(SignInFailure.subject.in_(subjects)))
    if any(row.locked_until is not None and row.locked_until > context.at for row in rows):
        raise Locked


def _count_failure(context: ActionContext, attempt: SignInAttempt, subjects: dict[str, int]) -> None:
    user_id = context.actor.id
    name = f"user:{user_id}" if user_id else "door"
    with unit_of_work(context) as unit:
        counts = {subject: count_failure(unit, subject, most) for subject, most in subjects.items()}
        failures = counts[f"account:{attempt.account[:80]}"].failures
        who = context.named() | {"id": user_id or None}
        unit.write(Entry(Action.SIGN_IN_FAILURE, name, who, details={"address": attempt.address, "failures": failures}))
        if any(row.locked_until and row.locked_until > context.at for row in counts.values()):
            minutes = int(LOCKED_FOR.total_seconds() // 60)
            unit.write(Entry(Action.SIGN_IN_LOCK, name, who, details={"address": attempt.address, "minutes": minutes}))


def count_failure(unit: UnitOfWork, subject: str, most: int) -> SignInFailure:
    """Count one more failure of a subject and lock it at ``most``."""
    at = unit.context.at
    row = unit.session.get(SignInFailure, subject, with_for_update=True)
    if row is None:
        row = SignInFailure(subject=subject, failures=0, first_at=at)
        unit.session.add(row)
    elif at - row.first_at > FAILURES_COUNT_FOR:
        row.failures, row.first_at, row.locked_until = 0, at, None
    row.failures += 1
    if row.failures >= most:
        row.locked_until = at + LOCKED_FOR
    return row


def session_of_token(
    session: Session, token: str, at: datetime, idle: timedelta, lasting: timedelta
) -> SignInSession | None:
    """The open session of a token with its person and their roles, or ``None`` if it ended, idled out or expired."""
    row = (
        session.execute(
            select(SignInSession, User)
            .join(User, User.id == SignInSession.user_id)
            .where(SignInSession.token_sha256 == digest(token.encode()), SignInSession.ended_at.is_(None), User.active)
            .options(joinedload(User.holdings).joinedload(RoleHolding.agency))
            .execution_options(populate_existing=True)
        )
        .unique()
        .first()
    )
    if row is None:
        return None
    sign_in_session: SignInSession = row[0]
    if at - sign_in_session.seen_at > idle or at - sign_in_session.created_at > lasting:
        return None
    return sign_in_session


def record_session_use(context: ActionContext, token: str) -> None:
    """Note that a session is in use, at most once a minute."""
    with unit_of_work(context) as unit:
        row = unit.session.get(SignInSession, digest(token.encode()))
        if row is not None and row.ended_at is None:
            row.seen_at = context.at


def confirm_identity(attempt: SignInAttempt, user: User, token: str, verify: Callable[[str | None], bool]) -> datetime:
    """Prove one's identity again for signing; a wrong password counts like a failed sign-in."""
    subjects = {f"account:{attempt.account[:80]}": FAILURES_BEFORE_LOCK}
    context = attempt.context(user)
    require_unlocked(context, subjects)
    if not verify(user.password_hash):
        _count_failure(context, attempt, subjects)
        raise WrongPassword(headline=Message.of(N_("密碼不正確，尚未核章")))
    with unit_of_work(context) as unit:
        row = unit.session.get(SignInSession, digest(token.encode()))
        if row is not None:
            row.proved_at = attempt.at
        if failed := unit.session.get(SignInFailure, next(iter(subjects))):
            unit.session.delete(failed)
    return attempt.at


def sign_out(context: ActionContext, user: User, token: str) -> None:
    """End the session on the server."""
    with unit_of_work(context) as unit:
        claimed(unit.session, user.id)
        row = unit.session.get(SignInSession, digest(token.encode()))
        if row is not None and row.ended_at is None:
            row.ended_at = context.at
            unit.write(_entry(Action.SIGN_OUT, user, context))


def _entry(action: Action, user: User, context: ActionContext, **details: object) -> Entry:
    return Entry(action, f"user:{user.id}", context.named(), details=details)
