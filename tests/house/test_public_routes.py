"""Every route is public by name or refuses whoever is not signed in, also while somebody else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.shell.access import PUBLIC, hasher
from config import Settings
from models.base import db
from models.people import Agency, RoleHolding, User
from models.vocabulary import Role
from tests.engines import settings_for

OPEN_TO_ALL = {
    "static",
    "health.healthz",
    "health.readyz",
    "signing_in.show",
    "signing_in.sign_in",
    "signing_in.language",
    "entering.show",
    "entering.open_link",
    "entering.code_page",
    "entering.send_code",
    "entering.enter",
    "entering.done",
}
"""The routes that a stranger may use; whoever adds one adds it here, by name."""
PASSWORD = "風城的風從海上吹來，一年吹到頭"
IN_JSON = {"Accept": "application/json"}


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Without the forgery check, which would refuse a POST before anybody asks who is there."""
    return replace(settings_for(database_url), extra={"WTF_CSRF_ENABLED": False})


@pytest.fixture
def somebody(app: Flask, client: FlaskClient) -> FlaskClient:
    """A client signed in as one who holds every role."""
    with app.app_context():
        agency = Agency(code="A1", name="科技部", self_name="本部", valid_from=date(2014, 1, 1))
        user = User(
            account="somebody", name="王小明", password_hash=hasher().hash(PASSWORD), created_at=datetime.now(UTC)
        )
        db.session.add_all([agency, user])
        db.session.flush()
        for role in Role:
            where = None if role is Role.GENDER_EXPERT else agency.id
            db.session.add(RoleHolding(user_id=user.id, agency_id=where, role=role, since=date(2014, 1, 1)))
        db.session.commit()
    answer = client.post("/sign-in", json={"account": "somebody", "password": PASSWORD}, headers=IN_JSON)
    assert answer.status_code == 200
    return client


def knocks(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Each route with each of its methods: endpoint, method, an address that fits."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, adapter.build(rule.endpoint, _arguments(rule), method=method)


def _arguments(rule: Rule) -> dict[str, object]:
    return {name: 1 if type(rule._converters[name]).__name__ == "IntegerConverter" else "x" for name in rule.arguments}


def test_the_public_routes_are_these(app: Flask) -> None:
    named = {name for name, view in app.view_functions.items() if getattr(view, "is_public", False)} | PUBLIC
    assert named == OPEN_TO_ALL


def test_a_stranger_is_refused_everywhere_else(app: Flask, somebody: FlaskClient, second_client: FlaskClient) -> None:
    """The second client knocks right after the first one was let in, so nothing of the one may serve the other."""
    let_in = []
    for endpoint, method, address in knocks(app):
        assert somebody.get("/account", headers=IN_JSON).status_code == 200
        answer = second_client.open(address, method=method, headers=IN_JSON)
        if answer.status_code != 401 and endpoint not in OPEN_TO_ALL:
            let_in.append((method, address, answer.status_code))
    assert let_in == []


def test_a_stranger_with_a_browser_is_led_to_the_door(
    app: Flask, somebody: FlaskClient, second_client: FlaskClient
) -> None:
    astray = []
    for endpoint, method, address in knocks(app):
        assert somebody.get("/account", headers=IN_JSON).status_code == 200
        answer = second_client.open(address, method=method, headers={"Accept": "text/html"})
        if endpoint not in OPEN_TO_ALL and (answer.status_code != 302 or not answer.location.startswith("/sign-in")):
            astray.append((method, address, answer.status_code))
    assert astray == []


@pytest.fixture
def planted(app: Flask) -> None:
    """A view that a newcomer adds without a word about who may see it."""
    app.add_url_rule("/planted", "planted", lambda: ("secret", {"Content-Type": "text/plain"}))


def test_a_view_without_a_word_about_it_is_guarded(
    planted: None, somebody: FlaskClient, second_client: FlaskClient
) -> None:
    assert somebody.get("/planted", headers=IN_JSON).text == "secret"
    assert second_client.get("/planted", headers=IN_JSON).status_code == 401
