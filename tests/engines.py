"""The two database engines of the suite: where they are, and a fresh migrated database on each for every test."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path

import flask_migrate
import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from config import ROOT, Settings
from models.base import db
from tests import throwaway_postgres

ENGINES = ("sqlite", "postgresql")
PREFIX = "bianshen_test"
CANDIDATES = (
    "postgresql:///postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://postgres@/postgres",
)
_COPIES: list[str] = []
SECRET = "tests-only-tests-only-tests-only-tests"


def settings_for(url: str) -> Settings:
    """What a tested application is told: everything as it is by default but the database and the cost of a password."""
    return Settings(database_url=url, secret_key=SECRET, password_profile="test", testing=True)


def bare(url: str) -> Flask:
    """An application that knows the database and nothing of the web, for what lives below ``app/``."""
    app = Flask("bare")
    app.config.from_mapping(settings_for(url).flask())
    db.init_app(app)
    flask_migrate.Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    return app


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision, up or down, with the migrations themselves, as an installation would."""
    with bare(url).app_context():
        try:
            if revision in ("head", "heads"):
                flask_migrate.upgrade(revision=revision)
            else:
                flask_migrate.downgrade(revision=revision)
        finally:
            db.engine.dispose()


@cache
def server() -> URL | None:
    """A PostgreSQL server on which databases may be made: ``TEST_POSTGRES_URL``, else one on this machine, else none.

    A test run names its own throwaway server by that variable, see ``tests/throwaway_postgres.py``.
    """
    named = os.environ.get("TEST_POSTGRES_URL")
    for candidate in (named,) if named else CANDIDATES:
        url = make_url(candidate.replace("postgresql+psycopg://", "postgresql://"))
        with suppress(psycopg.OperationalError), _connect(url) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            if row and row[0]:
                return url
    return None


def _connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True, connect_timeout=3)


@cache
def copying() -> str:
    """The command that copies a database: file by file where files are in memory, else as the server thinks best.

    Before its version 15 PostgreSQL knew one strategy only, and no word for it.
    """
    command, url = "CREATE DATABASE {} TEMPLATE {}", server()
    if url is None or not throwaway_postgres.in_memory(os.environ.get("TEST_POSTGRES_URL", "")):
        return command
    with _connect(url) as connection:
        return command + " STRATEGY FILE_COPY" * (connection.info.server_version >= 150_000)


def copy_database(url: str) -> str:
    """The name of a PostgreSQL database that holds what this one holds; ``remove_copies`` removes it."""
    name = f"{PREFIX}_{os.getpid()}_copy{len(_COPIES)}"
    _on_server(copying(), name, make_url(url).database or "")
    _COPIES.append(name)
    return name


def replace_database(url: str, name: str) -> None:
    """Put a copy of the database ``name`` in the place of the one at this URL."""
    replaced = make_url(url).database or ""
    _on_server("DROP DATABASE {} WITH (FORCE)", replaced)
    _on_server(copying(), replaced, name)


def remove_copies() -> None:
    """Remove what ``copy_database`` made."""
    while _COPIES:
        _on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", _COPIES.pop())


def _on_server(command: str, *names: str) -> None:
    url = server()
    if url is None:
        raise RuntimeError("there is no PostgreSQL server")
    with _connect(url) as connection:
        connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


class Stock(ABC):
    """Databases of one engine: a migrated template, copied for each test."""

    @abstractmethod
    def fresh(self) -> str:
        """The URL of a new database that holds every table and no row of ours."""

    @abstractmethod
    def empty(self) -> str:
        """The URL of a new database without any table."""

    @abstractmethod
    def discard(self, url: str) -> None:
        """Remove a database that ``fresh`` or ``empty`` gave."""

    @abstractmethod
    def close(self) -> None:
        """Remove the template."""


class SqliteStock(Stock):
    """Files in one directory; the template is a file whose journal has been written back into it."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._numbers = directory, count(1)
        self._template: Path | None = None

    def fresh(self) -> str:
        if self._template is None:
            url = self.empty()
            migrate(url)
            self._template = self._path(url)
            self._forget_journal(self._template)
        url = self.empty()
        shutil.copyfile(self._template, self._path(url))
        return url

    def empty(self) -> str:
        return f"sqlite:///{self._directory / f'{next(self._numbers)}.sqlite3'}"

    def discard(self, url: str) -> None:
        path = self._path(url)
        for suffix in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        shutil.rmtree(self._directory, ignore_errors=True)

    @staticmethod
    def _path(url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))

    @staticmethod
    def _forget_journal(path: Path) -> None:
        """A copy of the file alone is whole only when nothing is left beside it."""
        left = [suffix for suffix in ("-wal", "-journal") if path.with_name(path.name + suffix).exists()]
        if left:
            raise RuntimeError(f"the template database was left open: {left}")


class PostgresStock(Stock):
    """Databases on one server; their names carry the process, so that runs beside each other do not meet."""

    def __init__(self, url: URL, worker: str) -> None:
        self._server, self._name, self._numbers = url, f"{PREFIX}_{os.getpid()}_{worker}", count(1)
        self._template: str | None = None
        self._sweep()

    def fresh(self) -> str:
        if self._template is None:
            url = self.empty()
            migrate(url)
            self._template = self._database(url)
        name = f"{self._name}_{next(self._numbers)}"
        self._run(copying(), name, self._template)
        return self._url(name)

    def empty(self) -> str:
        name = f"{self._name}_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
        return self._url(name)

    def discard(self, url: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._database(url))

    def close(self) -> None:
        if self._template:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._template)

    def _url(self, name: str) -> str:
        return self._server.set(drivername="postgresql+psycopg", database=name).render_as_string(hide_password=False)

    @staticmethod
    def _database(url: str) -> str:
        return make_url(url).database or ""

    def _run(self, command: str, *names: str) -> None:
        with _connect(self._server) as connection:
            connection.execute(sql.SQL(command).format(*(sql.Identifier(name) for name in names)))

    def _sweep(self) -> None:
        """Remove what a run that was killed has left behind."""
        with _connect(self._server) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [PREFIX + r"\_%"]
            ).fetchall()
        for (name,) in rows:
            process = str(name).removeprefix(PREFIX + "_").split("_")[0]
            if process.isdigit() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
                self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", str(name))


if __name__ == "__main__":
    throwaway = None if server() else throwaway_postgres.started()
    if throwaway:
        throwaway.stop()
    raise SystemExit(
        0
        if throwaway or server()
        else "No PostgreSQL server on this machine where databases may be made; see TEST_POSTGRES_URL."
    )
