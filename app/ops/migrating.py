"""Flask-Migrate, brought in only when a migration runs: Alembic would cost every web worker 8 MiB."""

from __future__ import annotations

from typing import Any

from flask import Flask

from config import ROOT
from models.base import db


class LateMigrate:
    """Stands in ``app.extensions`` until somebody asks it for something, and then makes way for the real one."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        Migrate(self._app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
        return getattr(self._app.extensions["migrate"], name)


def init_app(app: Flask) -> None:
    """Let ``flask db`` find its extension."""
    app.extensions["migrate"] = LateMigrate(app)
