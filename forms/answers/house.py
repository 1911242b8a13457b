"""JSON answers of the desk, notices, the outbox, rules, the audit log, readiness."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from forms.answers.parts import Answer, Document, Explanation, WithToken
from forms.answers.reviews import LogEntry
from models.vocabulary import Severity


class Letter(Answer, kw_only=True, frozen=True):
    """A letter of the outbox and what became of it, in words."""

    id: int
    to: str
    subject: str
    confidential: bool
    at: str
    iso: str
    attempts: int
    error: str
    state: str
    tone: str


class Outbox(Answer, kw_only=True, frozen=True):
    """The letters, and whether mail is sent at all."""

    mail: bool
    notices: list[Letter]


class Notice(Answer, kw_only=True, frozen=True):
    """An unread notice."""

    id: int
    subject: str
    body: str
    href: str
    at: str
    iso: str


class Notices(Answer, kw_only=True, frozen=True):
    """The newest unread notices, and how many there are."""

    rows: list[Notice]
    total: int


class WaitingDocument(Document, kw_only=True, frozen=True):
    """A document that waits for this person: in which seat, since when, for what."""

    seat: str | None
    since: str
    turn: str


class Desk(WithToken, kw_only=True, frozen=True):
    """My desk; ``counts`` are plans by state."""

    waiting: list[WaitingDocument]
    sent: list[Document]
    counts: dict[str, int]
    notices: Notices


class NoticeRead(Answer, kw_only=True, frozen=True):
    """A notice that was read."""

    id: int
    read: bool


class Rule(Answer, kw_only=True, frozen=True):
    """A rule and how heavily it weighs at an agency."""

    rule: str
    severity: Severity
    agency_severity: Severity
    raised: Explanation | None
    title: str
    title_en: str
    why: str
    source: str
    kinds: list[str]
    stage: str
    heuristic: bool
    may_become: list[Severity]


class RuleOfAgency(Rule, kw_only=True, frozen=True):
    """A rule as the agency asked about has it."""

    csrf_token: str
    agency: int | None


class RuleWeighed(Rule, kw_only=True, frozen=True):
    """A rule after an agency gave it another severity."""

    agency: int | None
    changed: bool


class Rules(WithToken, kw_only=True, frozen=True):
    """The catalogue of rules as searched."""

    rules: list[Rule]
    agency: int | None


class LogPage(Answer, kw_only=True, frozen=True):
    """A page of the audit log, newest first; ``next`` is the address of older entries."""

    total: int
    entries: list[LogEntry]
    next: str | None


class LogFault(Answer, kw_only=True, frozen=True):
    """A fault that the verification met."""

    kind: str
    where: str
    what: str


class Verdict(Answer, kw_only=True, frozen=True):
    """The audit log verified against the live tables."""

    sound: bool
    entries: int
    objects: int
    contents: int
    root: str
    hash: str
    vocabulary: list[int]
    faults: list[LogFault]


class ReadyChecks(Answer, kw_only=True, frozen=True):
    """What the process needs before it serves."""

    secret: bool
    database: bool
    audit_head: bool | UnsetType = UNSET


class Ready(Answer, kw_only=True, frozen=True):
    """Whether the process serves."""

    ready: bool
    checks: ReadyChecks
