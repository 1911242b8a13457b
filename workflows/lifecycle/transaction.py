"""The unit of work: one write transaction, its log entries, the only commit of the product."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models import audit_log
from models.base import db
from models.canonical import canonical, digest
from models.engines import writing
from models.idempotency import IdempotencyKey
from workflows.lifecycle.context import ActionContext
from workflows.lifecycle.refusals import KeyReused, NotWrittenDown, Overtaken


@dataclass
class UnitOfWork:
    """One write transaction: the session, the action context, and what is to be written down at its end."""

    session: Session
    context: ActionContext
    entries: list[audit_log.Entry] = field(default_factory=list)
    key: tuple[str, str] | None = None

    def read_standing(self) -> None:
        """Read the actor's roles and session again, to be called once the rows that the act waits for are locked.

        From here on nobody changes them before the transaction ends. Raises ``SignedOut``.
        """
        if self.context.reread:
            standing = self.context.reread(self.session)
            self.context = replace(self.context, actor=standing.actor, proved_at=standing.proved_at)

    def write(self, entry: audit_log.Entry) -> None:
        """Have this written down, in order, when the unit ends."""
        self.entries.append(entry)

    def earlier(self, idempotency_key: str | None, request: Any) -> dict[str, Any] | None:
        """What the same idempotency key brought about before, if it was used; else it is taken for this unit.

        Raises ``KeyReused`` if the key was used by the same person for another request.
        """
        if not idempotency_key:
            return None
        fingerprint = fingerprint_of(request)
        self._take_turn(idempotency_key)
        row = self.session.get(IdempotencyKey, (self.context.actor.id, idempotency_key))
        if row is None:
            self.key = (idempotency_key, fingerprint)
            return None
        if row.request_sha256 != fingerprint:
            raise KeyReused
        outcome: dict[str, Any] = json.loads(row.outcome)
        return outcome

    def _take_turn(self, idempotency_key: str) -> None:
        """Let the same key's other uses wait here; SQLite's one writer does so by itself."""
        if self.session.get_bind().dialect.name == "postgresql":
            number = int.from_bytes(
                sha256(f"{self.context.actor.id}:{idempotency_key}".encode()).digest()[:8], "big", signed=True
            )
            self.session.execute(select(func.pg_advisory_xact_lock(number)))

    def finish(self, outcome: dict[str, Any]) -> None:
        """Remember the outcome under the idempotency key, if one was given."""
        if self.key:
            idempotency_key, fingerprint = self.key
            self.session.add(
                IdempotencyKey(
                    user_id=self.context.actor.id,
                    key=idempotency_key,
                    request_sha256=fingerprint,
                    outcome=canonical(outcome).decode(),
                    at=self.context.at,
                )
            )


def fingerprint_of(request: Any) -> str:
    """SHA-256 of a request, in lower-case hexadecimal: the same for the same request, whatever people wrote in it.

    A request is no stored content: its keys may be people's own words (the operands of a formula), its text need not
    be NFC. What has a canonical form (``models.canonical``) has the digest of that form.
    """
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(text.encode(errors="surrogatepass"))


@contextmanager
def unit_of_work(context: ActionContext) -> Iterator[UnitOfWork]:
    """Begin a write transaction, yield it, write its log entries last, commit; on any error nothing is left.

    Raises ``NotWrittenDown`` when the database cannot take the change (full disk, lock not obtained, log refused).
    """
    session = db.session()
    session.rollback()
    token = writing.set(True)
    unit = UnitOfWork(session, context)
    try:
        yield unit
        audit_log.append(session, unit.entries, origin=context.origin, request=context.request, at=context.at)
        session.commit()
    except OperationalError as broken:
        session.rollback()
        raise NotWrittenDown from broken
    except StaleDataError as stale:
        session.rollback()
        raise Overtaken(0, 0, "", 0) from stale
    except BaseException:
        session.rollback()
        raise
    finally:
        writing.reset(token)
