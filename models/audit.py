"""The audit log: one ordered chain of canonical lines, appended under one lock, never changed (audit.md §1–§2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Text, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Digest, Model
from models.canonical import canonical

GENESIS = "0" * 64
Seq = BigInteger().with_variant(Integer, "sqlite")


class Action(StrEnum):
    """Everything that can be written down. The database refuses any other word."""

    CREATE = "create"
    REVISE = "revise"
    ACKNOWLEDGE = "acknowledge"
    SUBMIT = "submit"
    SIGN = "sign"
    GIVE_BACK = "give_back"
    RECALL = "recall"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    ADVANCE = "advance"
    SUPERSEDE = "supersede"
    ENDORSE = "endorse"
    RETURN_KPI = "return_kpi"
    REOPEN = "reopen"
    ENFORCE = "enforce"
    RETIRE = "retire"
    ANSWER = "answer"
    COMPLETE = "complete"
    EXEMPT = "exempt"
    RECONFIRM = "reconfirm"
    SEND_BACK = "send_back"
    OPINION = "opinion"
    RESPOND = "respond"
    RESOLVE = "resolve"
    INVITE_EXPERT = "invite_expert"
    END_INVITATION = "end_invitation"
    IMPORT = "import"
    EXPORT = "export"
    READ = "read"
    VERIFY = "verify"
    REFUSE = "refuse"
    AGENCY_CREATE = "agency_create"
    AGENCY_CHANGE = "agency_change"
    PERSON_CREATE = "person_create"
    PERSON_CHANGE = "person_change"
    ROLE_GRANT = "role_grant"
    ROLE_END = "role_end"
    PASSWORD_CHANGE = "password_change"
    PASSWORD_RESET = "password_reset"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILURE = "sign_in_failure"
    SIGN_IN_LOCK = "sign_in_lock"
    SIGN_OUT = "sign_out"
    MIGRATION = "migration"
    SEVERITY_SET = "severity_set"
    LIGHTS_SET = "lights_set"
    TARGET_CHANGE = "target_change"
    RESULT_ENTER = "result_enter"
    RESULT_CONFIRM = "result_confirm"
    RESULT_RETURN = "result_return"
    LINK_ISSUE = "link_issue"
    LINK_REVOKE = "link_revoke"
    LINK_OPEN = "link_open"
    LINK_REFUSE = "link_refuse"
    CODE_SEND = "code_send"
    CODE_FAILURE = "code_failure"
    EXPERT_ENTER = "expert_enter"
    EXPERT_CONFIRM = "expert_confirm"
    CONFIRM_ASK = "confirm_ask"
    PLEDGE = "pledge"
    NOTIFY = "notify"
    IMPACT_DECIDE = "impact_decide"
    STALE = "stale"


_SIGNED = frozenset({"seat", "verdict", "scope_sha256", "form_version", "workflow_version"})
DETAILS: Mapping[Action, frozenset[str]] = {
    Action.CREATE: frozenset(
        {"kind", "agency", "year", "title", "parent", "part_key", "form_version", "workflow_version"}
    ),
    Action.REVISE: frozenset({"parts"}),
    Action.ACKNOWLEDGE: frozenset({"rule", "at", "fingerprint"}),
    Action.SUBMIT: frozenset({"round"}),
    Action.SIGN: _SIGNED,
    Action.GIVE_BACK: frozenset({"seat", "opinions", "round"}),
    Action.AMEND: frozenset({"grounds", "successor"}),
    Action.ADVANCE: frozenset({"cause"}),
    Action.SUPERSEDE: frozenset({"cause"}),
    Action.ENDORSE: _SIGNED,
    Action.RETURN_KPI: frozenset({"opinion", "plan"}),
    Action.REOPEN: frozenset({"cause"}),
    Action.ENFORCE: frozenset({"cause"}),
    Action.RETIRE: frozenset({"cause"}),
    Action.ANSWER: frozenset({"relevance"}),
    Action.COMPLETE: frozenset({"judged_sha256"}),
    Action.EXEMPT: frozenset({"grounds", "evidence"}),
    Action.RECONFIRM: frozenset({"judged_sha256"}),
    Action.SEND_BACK: frozenset({"cause"}),
    Action.OPINION: frozenset({"number", "seat", "round", "at"}),
    Action.RESPOND: frozenset({"number", "adopted", "at"}),
    Action.RESOLVE: frozenset({"number", "resolved"}),
    Action.INVITE_EXPERT: frozenset({"expert"}),
    Action.END_INVITATION: frozenset({"expert"}),
    Action.IMPORT: frozenset({"file", "sha256", "format", "uncertain", "doubts"}),
    Action.EXPORT: frozenset({"format"}),
    Action.READ: frozenset({"what"}),
    Action.VERIFY: frozenset({"entries", "faults"}),
    Action.REFUSE: frozenset({"attempt", "reasons"}),
    Action.AGENCY_CREATE: frozenset({"code", "name", "parent"}),
    Action.AGENCY_CHANGE: frozenset({"before", "after"}),
    Action.PERSON_CREATE: frozenset({"account", "name"}),
    Action.PERSON_CHANGE: frozenset({"before", "after"}),
    Action.ROLE_GRANT: frozenset({"role", "agency", "since", "until"}),
    Action.ROLE_END: frozenset({"role", "agency", "until"}),
    Action.SIGN_IN: frozenset({"address"}),
    Action.SIGN_IN_FAILURE: frozenset({"address", "failures"}),
    Action.SIGN_IN_LOCK: frozenset({"address", "minutes"}),
    Action.MIGRATION: frozenset({"to"}),
    Action.SEVERITY_SET: frozenset({"rule", "before", "after"}),
    Action.LIGHTS_SET: frozenset({"before", "after"}),
    Action.TARGET_CHANGE: frozenset({"year", "before", "after", "plan"}),
    Action.RESULT_ENTER: frozenset({"year", "period", "number", "value"}),
    Action.RESULT_CONFIRM: frozenset({"year", "period", "number", "value"}),
    Action.RESULT_RETURN: frozenset({"year", "period", "number", "value"}),
    Action.LINK_ISSUE: frozenset({"expert", "until"}),
    Action.LINK_REVOKE: frozenset({"expert"}),
    Action.LINK_OPEN: frozenset({"expert", "address"}),
    Action.LINK_REFUSE: frozenset({"why", "address"}),
    Action.CODE_SEND: frozenset({"expert"}),
    Action.CODE_FAILURE: frozenset({"expert", "failures", "address"}),
    Action.EXPERT_ENTER: frozenset({"expert", "address"}),
    Action.EXPERT_CONFIRM: frozenset({"expert", "agreed"}),
    Action.CONFIRM_ASK: frozenset({"expert"}),
    Action.PLEDGE: frozenset({"expert"}),
    Action.NOTIFY: frozenset({"expert", "what"}),
    Action.IMPACT_DECIDE: frozenset({"row", "decision", "grounds"}),
    Action.STALE: frozenset({"cause"}),
}
"""The exact keys of ``details`` per action; an action not named here has none."""


class AuditEntry(Model):
    """One entry. ``line`` is the truth, the other columns are an index over it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("seq >= 0", name="seq"),
        CheckConstraint("action IN ({})".format(", ".join(f"'{word}'" for word in Action)), name="action"),
        Index("ix_audit_entry_object", "object", "seq"),
        Index("ix_audit_entry_actor", "actor_id", "seq"),
        Index("ix_audit_entry_action", "action", "seq"),
    )

    seq: Mapped[int] = mapped_column(Seq, primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Digest, unique=True)
    prev: Mapped[str] = mapped_column(Digest, unique=True)
    object: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(index=True)


class AuditHead(Model):
    """The one row that serialises the log: its size, last hash, last time and the Merkle append state."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(Seq)
    hash: Mapped[str] = mapped_column(Digest)
    frontier: Mapped[str] = mapped_column(Text)
    last_ts: Mapped[str] = mapped_column(String(32))


@dataclass(frozen=True)
class Entry:
    """What is to be written down: the fields of a line that are not the log's own."""

    action: Action
    object: str
    actor: Mapping[str, Any]
    came_from: str | None = None
    went_to: str | None = None
    revision: int | None = None
    content_sha256: str | None = None
    reason: str = ""
    meaning: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        expected = DETAILS.get(self.action, frozenset())
        if set(self.details) != expected:
            raise ValueError(f"details of {self.action} are {sorted(expected)}, not {sorted(self.details)}")


def timestamp(at: datetime) -> str:
    """UTC with microseconds and ``Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_hash(line: bytes) -> str:
    """The RFC 6962 leaf of the whole line."""
    return sha256(b"\x00" + line).hexdigest()


def grow(frontier: Sequence[str], size: int, leaf: str) -> list[str]:
    """Append one leaf to the roots of the perfect subtrees (largest first) of a tree of ``size`` leaves."""
    roots = list(frontier)
    while size & 1:
        leaf = sha256(b"\x01" + bytes.fromhex(roots.pop()) + bytes.fromhex(leaf)).hexdigest()
        size >>= 1
    return [*roots, leaf]


def root_of(frontier: Sequence[str]) -> str:
    """The RFC 6962 root of the tree with these subtree roots; the empty tree's is SHA-256 of nothing."""
    if not frontier:
        return sha256(b"").hexdigest()
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(root)).hexdigest()
    return root


def append(session: Session, entries: Iterable[Entry], *, origin: str, request: str, at: datetime) -> list[int]:
    """Write entries down in order, in the caller's transaction, and give their sequence numbers.

    Locks the head row, so business rows are flushed first and nothing follows. Time never runs backwards in the log.
    """
    session.flush()
    head = session.execute(
        select(AuditHead.size, AuditHead.hash, AuditHead.frontier, AuditHead.last_ts).with_for_update()
    ).one()
    size, last, frontier = head.size, head.hash, head.frontier.split()
    ts = max(timestamp(at), head.last_ts)
    rows: list[dict[str, Any]] = []
    for entry in entries:
        line, seal = _sealed(entry, seq=size, prev=last, ts=ts, origin=origin, request=request)
        rows.append(
            {
                "seq": size, "line": line, "hash": seal, "prev": last, "object": entry.object,
                "actor_id": entry.actor["id"], "action": entry.action.value, "at": _moment(ts),
            }
        )  # fmt: skip
        frontier = grow(frontier, size, leaf_hash(line.encode()))
        size, last = size + 1, seal
    if rows:
        session.execute(insert(AuditEntry), rows)
        session.execute(
            update(AuditHead)
            .values(size=size, hash=last, frontier=" ".join(frontier), last_ts=ts)
            .execution_options(synchronize_session=False)
        )
    return [row["seq"] for row in rows]


def _moment(ts: str) -> datetime:
    return datetime.strptime(ts, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _sealed(entry: Entry, *, seq: int, prev: str, ts: str, origin: str, request: str) -> tuple[str, str]:
    body: dict[str, Any] = {
        "seq": seq, "prev": prev, "ts": ts, "origin": origin, "request": request, "actor": dict(entry.actor),
        "on_behalf_of": None, "action": entry.action.value, "object": entry.object, "from": entry.came_from,
        "to": entry.went_to, "revision": entry.revision, "content_sha256": entry.content_sha256,
        "reason": entry.reason, "meaning": entry.meaning, "details": dict(entry.details),
    }  # fmt: skip
    seal = sha256(canonical(body)).hexdigest()
    return canonical({**body, "hash": seal}).decode(), seal
