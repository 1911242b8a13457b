"""The suite's own floor: both engines, and a fresh database for every test."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.base import db
from tests.engines import Stock


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
