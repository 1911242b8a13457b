"""A house on a database of its own, and the real server with two workers before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.shell.access import hasher
from benchmarks.browser import Browser
from benchmarks.server import Server, environment, serving
from models.base import db
from models.people import User
from tests.grid import walk

PASSWORD = "correct horse battery staple"


@pytest.fixture
def house(app: Flask) -> Iterator[walk.House]:
    """Everybody of the house can sign in with ``PASSWORD``."""
    with app.app_context():
        house = walk.built()
        hashed = hasher().hash(PASSWORD)
        for user in db.session.query(User):
            user.password_hash = hashed
        db.session.commit()
        yield house


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """Two workers with many threads, so that requests really meet."""
    with serving(environment(database_url), workers=2, threads=24, log=tmp_path / "server.log") as server:
        yield server


def signed_in(server: Server, name: str) -> Browser:
    """A person of the house with a browser."""
    return Browser(server.url).sign_in(name.replace(" ", "."), PASSWORD)
