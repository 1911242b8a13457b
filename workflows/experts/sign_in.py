"""Outside experts sign in: a link bound to the browser that first opens it, then a code sent to their mail address.

Every refusal looks the same from outside; why it was refused stands in the log only.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import joinedload

from models.audit_log import Entry
from models.audit_words import Action
from models.canonical import digest
from models.document import Document
from models.experts import ExpertInvitation, ExpertLink, ExpertSession
from models.people import SignInSession, User
from workflows.accounts import count_failure, require_unlocked
from workflows.experts import links
from workflows.experts.access import open_question_of
from workflows.experts.letters import letter
from workflows.language import whole_number
from workflows.lifecycle import ActionContext, UnitOfWork, unit_of_work
from workflows.notices import notify

CODE_LASTS = timedelta(minutes=15)
CODE_AGAIN_AFTER = timedelta(minutes=1)
MOST_CODES = 5
MOST_CODE_FAILURES = 5
"""Thereafter the link is revoked and the expert asks for a fresh one."""
REFUSALS_BEFORE_LOCK = 30
"""Refused links from one address within a quarter of an hour."""
FRESH_AGAIN_AFTER = timedelta(minutes=5)
MOST_FRESH_A_DAY = 5


class LinkRefused(Exception):
    """The link leads nowhere; nobody outside learns why."""


class WrongCode(Exception):
    """The code does not belong to this link, or its time is over. The link still holds."""


@dataclass(frozen=True)
class LinkVisit:
    """One request of an expert who signs in: its action context (nobody's, or that of who is signed in) and its address."""

    context: ActionContext
    address: str
    signed_in: bool = False


def open_link(visit: LinkVisit, token: str, cookie: str) -> str:
    """Bind the link to this browser; gives the secret the browser is to keep. The same browser may come again.

    Raises ``LinkRefused`` (written down) and ``Locked`` after too many refusals from one address.
    """
    _require_unlocked(visit)
    with unit_of_work(visit.context) as unit:
        link = _link(unit, ExpertLink.token_sha256 == digest(token.encode()))
        why = _why_not(unit, visit, link)
        if link is not None and not why:
            if link.browser_sha256 is None and (secret := _bound(unit, link, visit)):
                return f"{link.id}.{secret}"
            if _same_browser(link, cookie):
                return cookie
            why = "other_browser"
        _refuse(unit, visit, link, why)
    raise LinkRefused


def look(visit: LinkVisit, cookie: str) -> ExpertLink:
    """The link this browser has opened, if it can still be used; raises like ``open_link``."""
    _require_unlocked(visit)
    with unit_of_work(visit.context) as unit:
        link, why = _by_cookie(unit, visit, cookie)
        if link is not None and not why:
            return link
        _refuse(unit, visit, link, why)
    raise LinkRefused


def send_code(visit: LinkVisit, cookie: str) -> None:
    """Send a code to the address the invitation went to; at most one a minute and five for one link."""
    _require_unlocked(visit)
    with unit_of_work(visit.context) as unit:
        link, why = _by_cookie(unit, visit, cookie)
        if link is None or why:
            _refuse(unit, visit, link, why)
        elif link.codes_sent < MOST_CODES and not _just_sent(link, visit):
            _write_code(unit, link, cookie)
            return
        else:
            return
    raise LinkRefused


def _write_code(unit: UnitOfWork, link: ExpertLink, cookie: str) -> None:
    code = f"{secrets.randbelow(10**8):08d}"
    link.code_sha256, link.code_expires_at = _code_digest(cookie, code), unit.context.at + CODE_LASTS
    link.codes_sent += 1
    invitation, sheet = link.invitation, unit.session.get_one(Document, link.invitation.document_id)
    subject, body = letter("code", code=f"{code[:4]} {code[4:]}")
    notify(
        unit,
        kind="expert_code",
        user=invitation.user_id,
        address=invitation.user.email,
        subject=subject,
        body=body,
        about=sheet.object_name,
        confidential=True,
    )
    unit.write(links.entry(Action.CODE_SEND, unit, sheet, expert=invitation.user_id))


def enter(visit: LinkVisit, cookie: str, typed: str) -> str:
    """Consume the link with its code and open a session limited to its sheet; gives the session's secret.

    Raises ``WrongCode`` while the link holds, and ``LinkRefused``; the fifth wrong code revokes the link.
    """
    _require_unlocked(visit)
    with unit_of_work(visit.context) as unit:
        link, why = _by_cookie(unit, visit, cookie)
        if link is None or why:
            _refuse(unit, visit, link, why)
        elif _right(link, cookie, typed, visit):
            return _let_in(unit, link, visit)
        else:
            why = _count_failure(unit, link, visit)
    raise LinkRefused if why else WrongCode


def _right(link: ExpertLink, cookie: str, typed: str, visit: LinkVisit) -> bool:
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", typed[:40]) if sign.isdecimal())
    given = _code_digest(cookie, digits)
    in_time = link.code_expires_at is not None and visit.context.at < link.code_expires_at
    return hmac.compare_digest(given, link.code_sha256 or "") and in_time


def _let_in(unit: UnitOfWork, link: ExpertLink, visit: LinkVisit) -> str:
    at, invitation = unit.context.at, link.invitation
    link.used_at, link.code_sha256, link.code_expires_at = at, None, None
    links.end_sessions(unit, invitation)
    token = secrets.token_urlsafe(32)
    unit.session.add(
        SignInSession(
            token_sha256=digest(token.encode()), user_id=invitation.user_id, created_at=at, seen_at=at, proved_at=at
        )
    )
    unit.session.flush()
    unit.session.add(ExpertSession(token_sha256=digest(token.encode()), link_id=link.id))
    details = {"expert": invitation.user_id, "address": visit.address}
    unit.write(Entry(Action.EXPERT_ENTER, _name_of(unit, link), _named(invitation.user), details=details))
    return token


def _count_failure(unit: UnitOfWork, link: ExpertLink, visit: LinkVisit) -> str:
    link.code_failures += 1
    sheet = unit.session.get_one(Document, link.invitation.document_id)
    details = {"expert": link.invitation.user_id, "failures": link.code_failures, "address": visit.address}
    unit.write(links.entry(Action.CODE_FAILURE, unit, sheet, **details))
    if link.code_failures < MOST_CODE_FAILURES:
        return ""
    link.code_sha256 = None
    links.revoke(unit, sheet, link.invitation)
    return "too_many_codes"


def ask_again(visit: LinkVisit, token: str) -> None:
    """Send a fresh link to the same address if this token ever was one of an invitation that is still open.

    Whoever asks gets the same answer whatever is true; raises only ``Locked``.
    """
    _require_unlocked(visit)
    with unit_of_work(visit.context) as unit:
        link = _link(unit, ExpertLink.token_sha256 == digest(token.encode()))
        open_question = open_question_of(unit.session, link.invitation_id) if link is not None else None
        if link is None or open_question is None or open_question.part is None or not link.invitation.user.active:
            _refuse(unit, visit, link, "again")
        elif not _too_many_fresh(unit, link):
            sheet = unit.session.get_one(Document, open_question.sheet_id)
            links.issue(unit, sheet, link.invitation, open_question.part, "fresh", keep_due=True)


def _too_many_fresh(unit: UnitOfWork, link: ExpertLink) -> bool:
    at = unit.context.at
    issued = select(func.count(), func.max(ExpertLink.issued_at)).where(ExpertLink.invitation_id == link.invitation_id)
    today, _newest = unit.session.execute(issued.where(ExpertLink.issued_at > at - timedelta(days=1))).one()
    lately = issued.where(ExpertLink.issued_at > at - FRESH_AGAIN_AFTER)
    return bool(today > MOST_FRESH_A_DAY or unit.session.execute(lately).one()[0])


def _link(unit: UnitOfWork, *where: Any) -> ExpertLink | None:
    return unit.session.scalar(
        select(ExpertLink)
        .where(*where)
        .options(joinedload(ExpertLink.invitation).joinedload(ExpertInvitation.user))
        .with_for_update(of=ExpertLink)
    )


def _by_cookie(unit: UnitOfWork, visit: LinkVisit, cookie: str) -> tuple[ExpertLink | None, str]:
    """The link whose browser this is, with the reason why it cannot be used."""
    number = whole_number(cookie.partition(".")[0], 9)
    link = None if number is None else _link(unit, ExpertLink.id == number)
    if not cookie:
        return None, "no_browser"
    if link is None or not _same_browser(link, cookie):
        return None, "other_browser"
    return link, _why_not(unit, visit, link)


def _same_browser(link: ExpertLink, cookie: str) -> bool:
    number, _dot, secret = cookie.partition(".")
    same = hmac.compare_digest(digest(secret.encode()), link.browser_sha256 or "")
    return same and number == str(link.id)


def _why_not(unit: UnitOfWork, visit: LinkVisit, link: ExpertLink | None) -> str:
    """Why this link cannot be used now; empty if it can."""
    if visit.signed_in:
        return "signed_in"
    if link is None:
        return "unknown"
    if link.used_at is not None:
        return "used"
    if link.revoked_at is not None:
        return "revoked"
    if link.expires_at <= unit.context.at:
        return "expired"
    if not link.invitation.user.active:
        return "disabled"
    return "" if open_question_of(unit.session, link.invitation_id) is not None else "closed"


def _bound(unit: UnitOfWork, link: ExpertLink, visit: LinkVisit) -> str:
    """Bind the link to this browser by compare-and-swap; empty if another browser was faster."""
    secret = secrets.token_urlsafe(32)
    taken = unit.session.execute(
        update(ExpertLink)
        .where(ExpertLink.id == link.id, ExpertLink.browser_sha256.is_(None), ExpertLink.used_at.is_(None))
        .values(browser_sha256=digest(secret.encode()))
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", taken).rowcount != 1:
        return ""
    details = {"expert": link.invitation.user_id, "address": visit.address}
    unit.write(Entry(Action.LINK_OPEN, _name_of(unit, link), visit.context.named(), details=details))
    return secret


def _refuse(unit: UnitOfWork, visit: LinkVisit, link: ExpertLink | None, why: str) -> None:
    """Count and write down what was refused; the link itself, if it is known, is named by its sheet."""
    count_failure(unit, f"link:{visit.address}"[:200], REFUSALS_BEFORE_LOCK)
    name = _name_of(unit, link) if link is not None else "door"
    details = {"why": why, "address": visit.address}
    unit.write(Entry(Action.LINK_REFUSE, name, visit.context.named(), details=details))


def _require_unlocked(visit: LinkVisit) -> None:
    require_unlocked(visit.context, {f"link:{visit.address}"[:200]: REFUSALS_BEFORE_LOCK})


def _name_of(unit: UnitOfWork, link: ExpertLink) -> str:
    return unit.session.get_one(Document, link.invitation.document_id).object_name


def _named(user: User) -> dict[str, Any]:
    return {"id": user.id, "account": user.account, "name": user.name, "agency": None, "seat": "gender_expert"}


def _code_digest(cookie: str, code: str) -> str:
    """Keyed with the browser's secret, which is not kept here: whoever reads the table cannot try all codes."""
    return digest(f"{cookie}:{code}".encode())


def _just_sent(link: ExpertLink, visit: LinkVisit) -> bool:
    sent = link.code_expires_at - CODE_LASTS if link.code_expires_at else None
    return sent is not None and visit.context.at - sent < CODE_AGAIN_AFTER
