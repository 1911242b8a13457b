"""What every test may ask for: an application on each engine, clients, and a word about what was not tested."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from app import create_app
from config import Settings
from models.base import db
from tests import engines, scratch, snapshots, throwaway_postgres
from tests.engines import ENGINES, PostgresStock, SqliteStock, Stock
from tests.pages import PageClient

REQUIRED = frozenset(filter(None, os.environ.get("BIANSHEN_REQUIRE", "").split(",")))
BROWSER_TESTS = Path(__file__).parent / "browser"
NAMES = {"postgres": "PostgreSQL", "browser": "the browser"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# A busy machine is no defect: how long things take is for the benchmarks and the tests of growth to say.
hypothesis_settings.register_profile("usual", deadline=None)
hypothesis_settings.register_profile("nightly", max_examples=1_000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))


def _no_browser() -> str | None:
    if not any(map(shutil.which, CHROMIUM)):
        return "no Chromium was found"
    try:
        fonts = subprocess.run(["fc-list", ":lang=zh-tw"], capture_output=True, check=False).stdout
    except FileNotFoundError:
        return "fontconfig was not found"
    return None if fonts else "no font for Traditional Chinese was found"


def _no_postgres() -> str | None:
    return None if engines.server() else "no PostgreSQL server at TEST_POSTGRES_URL, the local socket or 127.0.0.1:5432"


ABSENCES = {"postgres": _no_postgres, "browser": _no_browser}
SERVER = pytest.StashKey[throwaway_postgres.ThrowawayPostgres]()


def pytest_configure(config: pytest.Config) -> None:
    """Start a PostgreSQL server for this run, unless one was named; the workers are told of it by the environment."""
    worker = hasattr(config, "workerinput")
    if worker or config.option.collectonly:
        return
    scratch.sweep()
    if "TEST_POSTGRES_URL" in os.environ:
        return
    server = throwaway_postgres.started()
    if server is not None:
        config.stash[SERVER] = server
        os.environ["TEST_POSTGRES_URL"] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that ``pytest_configure`` started."""
    server = config.stash.get(SERVER, None)
    if server is not None:
        del os.environ["TEST_POSTGRES_URL"]
        server.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server or a browser, and skip it where there is none."""
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
    for marker, absence in ABSENCES.items():
        concerned = [item for item in items if item.get_closest_marker(marker)]
        why = absence() if concerned else None
        for item in concerned:
            if why:
                item.add_marker(pytest.mark.skip(reason=why))


def _untested(reporter: pytest.TerminalReporter) -> dict[str, int]:
    """How many tests were skipped for want of what they need; a test that by its nature is for one engine is not."""
    skipped = reporter.stats.get("skipped", [])
    counts = {marker: sum(marker in report.keywords for report in skipped) for marker in NAMES}
    return {
        marker: number for marker, number in counts.items() if number and (marker == "browser" or ABSENCES[marker]())
    }


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in bold what was not tested for want of a server or a browser."""
    for marker, number in _untested(terminalreporter).items():
        why = ABSENCES[marker]() or "see the reasons above"
        required = " IT IS REQUIRED HERE: THE RUN HAS FAILED." if marker in REQUIRED else ""
        text = f"NOT TESTED: {NAMES[marker]}: {number} tests skipped, {why}.{required}"
        terminalreporter.write_line(text, red=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A run that skipped what ``BIANSHEN_REQUIRE`` names has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        isinstance(reporter, pytest.TerminalReporter)
        and REQUIRED & _untested(reporter).keys()
        and not session.exitstatus
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Switch off pytest-flask's fixture of this name.

    It keeps one context open for a whole test: ``g`` then leaks from one request into the next, and an anonymous
    second client passes for the first one's person.
    """


@pytest.fixture(scope="session", params=[ENGINES[0], pytest.param(ENGINES[1], marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> str:
    """The engine's name; whoever asks for it, directly or through ``app``, runs once on each engine."""
    return str(request.param)


@pytest.fixture(scope="session")
def stock(engine: str, worker_id: str) -> Iterator[Stock]:
    """Databases of the engine."""
    server = engines.server()
    if engine == "postgresql" and server is not None:
        stock: Stock = PostgresStock(server, worker_id)
    else:
        stock = SqliteStock(scratch.directory("sqlite"))
    yield stock
    snapshots.forget(engine)
    stock.close()


@pytest.fixture
def database_url(stock: Stock) -> Iterator[str]:
    """A migrated database of the test's own."""
    url = stock.fresh()
    yield url
    stock.discard(url)


@pytest.fixture
def settings(database_url: str) -> Settings:
    """What the application is told; a test module may override this fixture with ``dataclasses.replace``."""
    return engines.settings_for(database_url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on a migrated, empty database; every page its clients fetch is checked (``tests/pages.py``)."""
    app = create_app(settings)
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of its own, with nobody signed in."""
    return app.test_client()


@pytest.fixture
def second_client(app: Flask) -> FlaskClient:
    """Another browser, for another person or for nobody."""
    return app.test_client()


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A database session without the web; requests sent beside it see only what it has committed."""
    app = engines.bare(database_url)
    with app.app_context():
        yield db.session()
        db.session.remove()
        db.engine.dispose()
