"""Lists of records as files: lines for spreadsheets, the records themselves for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from exchange.writers.registry import writer
from exchange.writers.tables import CSV, as_csv


@dataclass(frozen=True)
class Listing:
    """A list in both forms, each made only when it is written: heads and lines, and one JSON value."""

    heads: Sequence[str]
    lines: Callable[[], Iterable[Iterable[object]]]
    records: Callable[[], Any]


@writer("csv", takes=Listing, media_type=CSV)
def listing_as_csv(listing: Listing) -> bytes:
    """The lines for spreadsheets."""
    return as_csv(listing.heads, listing.lines()).encode()


@writer("json", takes=Listing, media_type="application/json")
def listing_as_json(listing: Listing) -> bytes:
    """The records, readable."""
    return json.dumps(listing.records(), ensure_ascii=False, indent=1).encode()
