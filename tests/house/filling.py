"""A database with something of everything in it: one document of each kind in each state, reached by real moves."""

from __future__ import annotations

from app import create_app
from models.base import db
from tests.engines import settings_for


def fill(url: str) -> None:
    """Plant the matrix in a migrated database."""
    app = create_app(settings_for(url))
    result = app.test_cli_runner().invoke(args=["seed", "--fixture", "matrix"])
    with app.app_context():
        db.engine.dispose()
    assert result.exit_code == 0, result.output
