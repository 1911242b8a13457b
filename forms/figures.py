"""The rows of figures by sex as fields on a page: one line per row, and some empty lines to go on in."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from wtforms import Field

from forms.common import Sent, tidy
from workflows.schema import FIELDS, MOST_FIGURES, ROW_ID

SPARE = 2
"""How many empty lines a page offers."""


class FiguresField(Field):
    """Rows under the names ``need-figures-0-label``; a form that sends none of them leaves the rows as they are."""

    data: list[dict[str, str]]

    def process(self, formdata: Any, data: Any = (), extra_filters: Any = None) -> None:
        """Take the rows that were sent, else those of the content."""
        self.process_errors = []
        sent = [self._sent(formdata, place) for place in range(MOST_FIGURES + SPARE)] if formdata else []
        rows = [row for row in sent if row is not None]
        self.data = _filled(rows) if rows else [dict(row) for row in data or () if isinstance(row, Mapping)]

    def _sent(self, formdata: Sent, place: int) -> dict[str, str] | None:
        if f"{self.name}-{place}-label" not in formdata:
            return None
        values = {name: " ".join(tidy(formdata.get(f"{self.name}-{place}-{name}", "")).split()) for name in FIELDS}
        row_id = formdata.get(f"{self.name}-{place}-id", "")
        return {"id": row_id if ROW_ID.match(row_id) else f"t-{place:08d}", **values}

    @property
    def lines(self) -> list[dict[str, str]]:
        """The rows and some empty ones, each with the id under which it would be kept."""
        spare = min(SPARE, MOST_FIGURES - len(self.data))
        return [*self.data, *({"id": f"t-{secrets.token_hex(4)}"} for _ in range(spare))]


def _filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows in which something stands; of two with the same id the later one gets another."""
    by_row: dict[str, dict[str, str]] = {}
    for place, row in enumerate(rows):
        if any(row[name] for name in FIELDS):
            row_id = row["id"] if row["id"] not in by_row else f"t-{place:07d}x"
            by_row[row_id] = {**row, "id": row_id}
    return list(by_row.values())
