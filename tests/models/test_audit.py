"""The log takes entries in order, under one lock, and lets nobody change them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from models.audit_log import GENESIS, AuditEntry, AuditHead, Entry, append
from models.audit_words import Action
from models.base import db
from workflows.lifecycle.context import SYSTEM_ACTOR, ActionContext
from workflows.lifecycle.permissions import Actor
from workflows.lifecycle.transaction import unit_of_work

AT = datetime(2018, 8, 10, 8, 0, tzinfo=UTC)
ACTOR = Actor(0, "test", "test", frozenset())


def entry(to: str = "0003") -> Entry:
    return Entry(Action.MIGRATION, "schema", SYSTEM_ACTOR, details={"to": to})


def action_context(at: datetime = AT) -> ActionContext:
    return ActionContext(ACTOR, at, "test", "r")


def written(count: int = 1, at: datetime = AT) -> None:
    with unit_of_work(action_context(at)) as unit:
        for number in range(count):
            unit.write(entry(str(number)))


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.mark.usefixtures("context")
def test_entries_are_chained_from_the_genesis() -> None:
    written(3)
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [row.seq for row in rows] == [0, 1, 2]
    assert [row.prev for row in rows] == [GENESIS, rows[0].hash, rows[1].hash]
    assert [json.loads(row.line)["hash"] for row in rows] == [row.hash for row in rows]
    head = db.session.scalars(select(AuditHead)).one()
    assert (head.size, head.hash) == (3, rows[2].hash)


@pytest.mark.usefixtures("context")
def test_time_never_runs_backwards() -> None:
    written(at=AT)
    written(at=AT - timedelta(hours=1))
    stamps = [json.loads(line)["ts"] for line in db.session.scalars(select(AuditEntry.line).order_by(AuditEntry.seq))]
    assert stamps[0] == stamps[1]


@pytest.mark.parametrize("details", [{}, {"to": "1", "more": "2"}, {"other": "1"}])
def test_details_carry_exactly_the_declared_keys(details: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="details of migration"):
        Entry(Action.MIGRATION, "schema", SYSTEM_ACTOR, details=details)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entry SET line = 'x' WHERE seq = 0",
        "DELETE FROM audit_entry WHERE seq = 0",
        "DELETE FROM audit_head",
        "UPDATE revision SET note = 'x'",
        "DELETE FROM revision",
        "UPDATE content_part SET data = data",
        "DELETE FROM content_part",
    ],
)
def test_nothing_written_down_can_be_changed(attack: str) -> None:
    written(2)
    _one_revision()
    with pytest.raises(DBAPIError, match=r"append-only|kept"):
        db.session.execute(text(attack))
    db.session.rollback()


@pytest.mark.usefixtures("context")
def test_insert_or_replace_does_not_slip_past_the_triggers() -> None:
    if db.engine.dialect.name != "sqlite":
        assert db.session.scalar(text("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'tr_%_kept'")) == 7
        return
    written(1)
    row = db.session.scalars(select(AuditEntry)).one()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(
            text("INSERT OR REPLACE INTO audit_entry VALUES (0, 'x', :hash, :prev, 'o', 1, 'read', :at)"),
            {"hash": "a" * 64, "prev": row.prev, "at": "2018-08-10"},
        )
    db.session.rollback()


@pytest.mark.usefixtures("context")
def test_a_word_outside_the_vocabulary_is_refused_by_the_database() -> None:
    with pytest.raises(DBAPIError):
        db.session.execute(
            text(
                "INSERT INTO audit_entry (seq, line, hash, prev, object, action, at) VALUES (9,'x','a','b','o','abolish',:at)"
            ),
            {"at": "2018-08-10"},
        )
    db.session.rollback()


@pytest.mark.usefixtures("context")
def test_an_unwritten_log_undoes_the_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr("workflows.lifecycle.transaction.audit_log.append", broken)
    with pytest.raises(RuntimeError, match="no ink"):
        written(1)
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_eight_writers_leave_no_gap(app: Flask) -> None:
    def write(_: int) -> None:
        with app.app_context():
            for _turn in range(12):
                written(2)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with app.app_context():
        rows = db.session.execute(
            select(AuditEntry.seq, AuditEntry.prev, AuditEntry.hash).order_by(AuditEntry.seq)
        ).all()
        assert [row.seq for row in rows] == list(range(8 * 12 * 2))
        assert all(later.prev == earlier.hash for earlier, later in pairwise(rows))


@pytest.mark.usefixtures("context")
def test_an_append_without_entries_changes_nothing() -> None:
    assert append(db.session(), [], origin="test", request="r", at=AT) == []


def _one_revision() -> None:
    from datetime import date

    from models.people import Agency, User
    from workflows.lifecycle.creation import begin_document
    from workflows.lifecycle.revisions import add_revision

    with unit_of_work(action_context()) as unit:
        agency = Agency(code="A", name="甲機關", valid_from=date(2014, 1, 1))
        user = User(account="a", name="甲", password_hash="x", created_at=AT)
        unit.session.add_all([agency, user])
        unit.session.flush()
        actor = Actor(user.id, "a", "甲", frozenset())
        object.__setattr__(unit, "context", ActionContext(actor, AT, "test", "r"))
        from models.vocabulary import Kind

        document = begin_document(unit, Kind.ANNUAL_PLAN, agency, 107, "甲")
        add_revision(unit, document, {"preamble": "甲", "goals": [], "kpis": [], "key_plans": []})
