"""Entries of the audit log as files: for spreadsheets, and for machines exactly as they stand in the log."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from exchange.writers.registry import writer
from exchange.writers.tables import CSV, MARK, harmless

ACTOR: Final = ("account", "name", "agency", "seat")
COLUMNS: Final = (
    *("seq", "ts", *ACTOR, "action", "object", "from", "to", "revision", "content_sha256"),
    *("reason", "meaning", "details", "request", "hash"),
)


@dataclass(frozen=True)
class LogEntries:
    """Entries of the log, each the JSON line that was stored."""

    lines: Iterable[str]


@writer("csv", takes=LogEntries, media_type=CSV)
def log_as_csv(entries: LogEntries) -> bytes:
    """The entries for spreadsheets: UTF-8 with a byte order mark, cells that calculate kept as text."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for line in entries.lines:
        entry = json.loads(line)
        flat = {**entry, **{name: entry["actor"][name] for name in ACTOR}}
        table.writerow([harmless(_cell(flat[name])) for name in COLUMNS])
    return (MARK + out.getvalue()).encode()


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@writer("json", takes=LogEntries, media_type="application/json")
def log_as_json(entries: LogEntries) -> bytes:
    """The entries as one JSON array, each exactly as its line stands in the log."""
    return ("[\n" + ",\n".join(entries.lines) + "\n]\n").encode()
