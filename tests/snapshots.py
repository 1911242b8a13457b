"""What many tests begin with is built once for each engine and process, kept as a snapshot, and copied from then on."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

import time_machine
from sqlalchemy import func, select, text

from models.base import db
from models.people import User
from tests import engines, scratch

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """Where the copy is kept, a file or a database, what the builder gave, and a digest of every row."""

    place: str
    given: Any
    digest: str


_SNAPSHOTS: dict[tuple[str, str], Snapshot] = {}
_NUMBERS = count()
_DIRECTORY = scratch.directory("snapshots")
atexit.register(shutil.rmtree, _DIRECTORY, ignore_errors=True)


class Planting:
    """What stands in the present database under a name: a copy of the snapshot, or what is built and then kept as one.

    For builders that send requests, which no application context may be around; ``planted`` is for all others. Each
    method wants an application context.
    """

    def __init__(self, name: str, *, since: str = "", over: bool = False) -> None:
        self._key = (db.engine.url.get_backend_name(), name)
        self._allowed = not time_machine.escape_hatch.is_travelling() and (
            (over and self._key in _SNAPSHOTS) or _holds_only(since)
        )

    @property
    def ready(self) -> bool:
        """Whether a copy may take the place of what would be built."""
        return self._allowed and self._key in _SNAPSHOTS

    def copied(self) -> Any:
        """Put the copy in the place of the database; gives what the builder gave."""
        _let_go()
        _restore(_SNAPSHOTS[self._key].place, db.engine.url.render_as_string(hide_password=False))
        return deepcopy(_SNAPSHOTS[self._key].given)

    def keep(self, given: T) -> T:
        """Keep the database as it is now, and what the builder gave, where copying is allowed."""
        if self._allowed:
            _let_go()
            place = _saved(db.engine.url.render_as_string(hide_password=False), next(_NUMBERS))
            _SNAPSHOTS[self._key] = Snapshot(place, deepcopy(given), _digest())
            _let_go()
        return given


def planted(name: str, build: Callable[[], T], *, since: str = "", over: bool = False) -> T:
    """What ``build`` gives, with the database of the present application as ``build`` leaves it.

    It is built when it is asked for the first time; a copy takes its place later. It is built in any case where the
    database already holds people, and where the clock was moved: a copy would carry the time of another test.
    ``since`` names the snapshot from which ``build`` leads on; the database must then hold that one to the last row.
    With ``over`` the copy replaces whatever the database holds; it must have been built before.
    """
    planting = Planting(name, since=since, over=over)
    if planting.ready:
        copy: T = planting.copied()
        return copy
    return planting.keep(build())


def forget(engine: str) -> None:
    """Remove the snapshots of this engine."""
    for key in [key for key in _SNAPSHOTS if key[0] == engine]:
        del _SNAPSHOTS[key]
    if engine == "postgresql":
        engines.remove_copies()


def _holds_only(since: str) -> bool:
    """Whether the database is as this snapshot left it; without a name: whether it holds nobody."""
    if not since:
        return not db.session.scalar(select(func.count()).select_from(User))
    kept = _SNAPSHOTS.get((db.engine.url.get_backend_name(), since))
    return kept is not None and kept.digest == _digest()


def _digest() -> str:
    """A digest of every row of every table."""
    found = sha256()
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
            found.update(repr((table.name, sorted(map(repr, rows)))).encode())
    return found.hexdigest()


def _let_go() -> None:
    """Close every connection of the application: a database in use is no template and cannot be replaced."""
    db.session.remove()
    db.engine.dispose()


def _saved(url: str, number: int) -> str:
    if url.startswith("sqlite"):
        place = str(_DIRECTORY / f"{number}.sqlite3")
        _copy_file(url.removeprefix("sqlite:///"), place)
        return place
    return engines.copy_database(url)


def _restore(place: str, url: str) -> None:
    if url.startswith("sqlite"):
        _copy_file(place, url.removeprefix("sqlite:///"))
    else:
        engines.replace_database(url, place)


def _copy_file(source: str, target: str) -> None:
    """Copy with SQLite's own backup, which heeds what stands in the journal beside either file."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
