"""What many tests begin with is built once for each engine and process, kept as a snapshot, and copied from then on."""

from __future__ import annotations

import atexit
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import time_machine
from sqlalchemy import func, select

from models.base import db
from models.people import User
from tests import engines

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """Where the copy is kept, a file or a database, and what the builder gave."""

    place: str
    given: Any


_SNAPSHOTS: dict[tuple[str, str], Snapshot] = {}
_NUMBERS = count()
_DIRECTORY = tempfile.TemporaryDirectory(prefix="bianshen_snapshots_")
atexit.register(_DIRECTORY.cleanup)


def planted(name: str, build: Callable[[], T]) -> T:
    """What ``build`` gives, with the database of the present application as ``build`` leaves it.

    It is built when it is asked for the first time; a copy takes its place later. It is built in any case where the
    database already holds people, and where the clock was moved: a copy would carry the time of another test.
    """
    database = db.engine.url
    key = (database.get_backend_name(), name)
    if time_machine.escape_hatch.is_travelling() or db.session.scalar(select(func.count()).select_from(User)):
        return build()
    kept = _SNAPSHOTS.get(key)
    if kept is None:
        given = build()
        _let_go()
        url = database.render_as_string(hide_password=False)
        _SNAPSHOTS[key] = Snapshot(_saved(url, next(_NUMBERS)), deepcopy(given))
        return given
    _let_go()
    _restore(kept.place, database.render_as_string(hide_password=False))
    copied: T = deepcopy(kept.given)
    return copied


def forget(engine: str) -> None:
    """Remove the snapshots of this engine."""
    for key in [key for key in _SNAPSHOTS if key[0] == engine]:
        del _SNAPSHOTS[key]
    if engine == "postgresql":
        engines.remove_copies()


def _let_go() -> None:
    """Close every connection of the application: a database in use is no template and cannot be replaced."""
    db.session.remove()
    db.engine.dispose()


def _saved(url: str, number: int) -> str:
    if url.startswith("sqlite"):
        place = str(Path(_DIRECTORY.name) / f"{number}.sqlite3")
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
