"""The gate that keeps outside experts out is put up by the factory: it stands whatever views an application has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

import app as factory
from app.shell.access import hasher
from config import Settings
from models.base import db
from models.people import Agency, RoleHolding, User
from models.vocabulary import Role
from tests.engines import settings_for

PASSWORD = "風城的風從海上吹來，一年吹到頭"
IN_JSON = {"Accept": "application/json"}


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Without the forgery check, so that a machine may sign in with one request."""
    return replace(settings_for(database_url), extra={"WTF_CSRF_ENABLED": False})


@pytest.fixture
def without_views(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A second application on the same database: no view is imported, and one route of a newcomer is added."""
    monkeypatch.setattr(factory, "VIEWS", ())
    bare = factory.create_app(settings)
    bare.add_url_rule("/toy", "toy", lambda: ("seen", {"Content-Type": "text/plain"}))
    yield bare
    with bare.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def enter(app: Flask, without_views: Flask) -> Callable[[Role], FlaskClient]:
    """A client of the application without views, signed in through the one with views as a person of one role."""

    def entered(role: Role) -> FlaskClient:
        with app.app_context():
            agency = Agency(code="A1", name="科技部", self_name="本部", valid_from=date(2014, 1, 1))
            stored = hasher().hash(PASSWORD)
            user = User(account=role.value, name="李美玲", password_hash=stored, created_at=datetime.now(UTC))
            db.session.add_all([agency, user])
            db.session.flush()
            where = None if role is Role.GENDER_EXPERT else agency.id
            db.session.add(RoleHolding(user_id=user.id, agency_id=where, role=role, since=date(2014, 1, 1)))
            db.session.commit()
        door = app.test_client()
        answer = door.post("/sign-in", json={"account": role.value, "password": PASSWORD}, headers=IN_JSON)
        assert answer.status_code == 200
        cookie = door.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert cookie is not None
        client = without_views.test_client()
        client.set_cookie(cookie.key, cookie.value)
        return client

    return entered


def test_the_application_has_no_blueprint(without_views: Flask) -> None:
    assert without_views.blueprints == {}


def test_an_outside_expert_gets_the_answer_for_what_does_not_exist(enter: Callable[[Role], FlaskClient]) -> None:
    expert = enter(Role.GENDER_EXPERT)
    there, nowhere = expert.get("/toy", headers=IN_JSON), expert.get("/nowhere", headers=IN_JSON)
    assert (there.status_code, there.data) == (404, nowhere.data)


def test_everybody_else_is_let_through(enter: Callable[[Role], FlaskClient]) -> None:
    assert enter(Role.DRAFTER).get("/toy", headers=IN_JSON).text == "seen"
