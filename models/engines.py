"""How each database engine is opened: journal, synchronisation, foreign keys and the kind of BEGIN.

SQLite 3.7.0 to 3.51.2 can corrupt a WAL database under several writers, so WAL is used only from 3.51.3 on and the
rollback journal before; ``synchronous=FULL`` always. A write transaction begins with BEGIN IMMEDIATE, because a
deferred one that turns into a writer fails at once under contention instead of waiting for its turn.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event

WAL_IS_SAFE_FROM = (3, 51, 3)
BUSY_TIMEOUT_MS = 20_000
PAGES_KIB = 512
"""What each connection to SQLite keeps of the file: its usual 2 MiB, times the threads of a worker, lie beside the pages
that the system keeps of the file anyway."""

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True inside a unit of work; the next BEGIN on SQLite then takes the write lock."""


def journal_mode(version: tuple[int, ...]) -> str:
    """The journal mode that is safe with this version of SQLite."""
    return "wal" if version >= WAL_IS_SAFE_FROM else "delete"


@event.listens_for(Engine, "connect")
def _open(connection: Any, _record: object) -> None:
    module = type(connection).__module__
    if "sqlite" not in module:
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    version = tuple(int(part) for part in cursor.execute("SELECT sqlite_version()").fetchone()[0].split("."))
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        f"journal_mode={journal_mode(version)}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "mmap_size=0",
        f"cache_size={-PAGES_KIB}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
