"""The audit log: one ordered chain of canonical lines, appended under one lock, never changed (audit.md §1–§2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Text, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit_words import DETAILS, Action
from models.base import Digest, Model
from models.canonical import canonical
from models.merkle import grow, leaf_hash

GENESIS = "0" * 64
Seq = BigInteger().with_variant(Integer, "sqlite")


class AuditEntry(Model):
    """One entry. ``line`` is the truth, the other columns are an index over it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("seq >= 0", name="seq"),
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
                "seq": size,
                "line": line,
                "hash": seal,
                "prev": last,
                "object": entry.object,
                "actor_id": entry.actor["id"],
                "action": entry.action.value,
                "at": _moment(ts),
            }
        )
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
        "seq": seq,
        "prev": prev,
        "ts": ts,
        "origin": origin,
        "request": request,
        "actor": dict(entry.actor),
        "on_behalf_of": None,
        "action": entry.action.value,
        "object": entry.object,
        "from": entry.came_from,
        "to": entry.went_to,
        "revision": entry.revision,
        "content_sha256": entry.content_sha256,
        "reason": entry.reason,
        "meaning": entry.meaning,
        "details": dict(entry.details),
    }
    seal = sha256(canonical(body)).hexdigest()
    return canonical({**body, "hash": seal}).decode(), seal
