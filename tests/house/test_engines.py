"""The suite's own floor: both engines, fresh databases, clients that do not know each other."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.base import db
from tests.engines import Stock

IN_JSON = {"Accept": "application/json"}


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


def test_anonymous_clients_are_refused_one_after_the_other(client: FlaskClient, second_client: FlaskClient) -> None:
    assert client.get("/desk", headers=IN_JSON).status_code in (401, 404)
    assert second_client.get("/desk", headers=IN_JSON).status_code in (401, 404)
