"""The suite's own floor: both engines, and a fresh database for every test."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.base import db
from models.people import User
from tests import engines
from tests.engines import Stock
from tests.snapshots import planted


def test_the_engine_is_the_one_asked_for(app: Flask, engine: str) -> None:
    with app.app_context():
        assert db.engine.dialect.name == engine


def test_a_fresh_database_holds_nothing_of_another_test(stock: Stock, session: Session) -> None:
    session.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    session.commit()
    url = stock.fresh()
    try:
        assert "left_behind" not in url
    finally:
        stock.discard(url)


@pytest.mark.parametrize("turn", [1, 2])
def test_no_table_is_left_behind(session: Session, turn: int) -> None:
    session.execute(text("CREATE TABLE left_behind (id INTEGER)"))
    session.execute(text(f"INSERT INTO left_behind VALUES ({turn})"))
    session.commit()
    assert session.scalar(text("SELECT count(*) FROM left_behind")) == 1


def _number_of_people() -> int:
    db.session.add(User(account="one", name="一", password_hash="x", created_at=datetime(2018, 8, 1, tzinfo=UTC)))
    db.session.commit()
    return db.session.query(User).count()


def test_what_was_planted_once_is_copied_and_each_copy_is_its_own(stock: Stock) -> None:
    built = []

    def build() -> dict[str, int]:
        built.append(_number_of_people())
        return {"people": built[-1]}

    found = []
    for _ in range(3):
        url = stock.fresh()
        with engines.bare(url).app_context():
            found.append((planted(f"one person {id(built)}", build), db.session.query(User).count()))
            found[-1][0]["people"] += 1
            db.session.query(User).delete()
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        stock.discard(url)
    assert (built, found) == ([1], [({"people": 2}, 1)] * 3)


def test_nothing_is_copied_over_people_or_under_a_moved_clock(app: Flask) -> None:
    with app.app_context():
        with time_machine.travel(datetime(2018, 8, 1, tzinfo=UTC)):
            assert planted("moved clock", lambda: "built under a moved clock") == "built under a moved clock"
        assert planted("moved clock", _number_of_people) == 1
        assert planted("moved clock", db.session.query(User).count) == 1
        db.session.query(User).delete()
        db.session.commit()
        assert planted("moved clock", lambda: 0) == 1
        assert db.session.query(User).count() == 1
