"""The years of an indicator as a form: one row a year with target, actual and source; years are added without saving."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

from workflows.language import SHOWN_NOTATION, YEAR_NOTATION, decimal_of, grouped, plain_figure
from workflows.schema import COMPARATORS, ROW_ID, YEAR, tidy_text

MOST_YEARS = 60
YEAR_SENT = re.compile(r"[0-9]{1,3}")
FIELDS = {field.name: field for field in YEAR.fields}


class YearsField(Field):
    """Rows by year: hidden ``years`` say which (``<id>:<year>``), ``year-<id>-<cell>`` what stands in them.

    The cell of a target takes a figure, or words where a milestone is no figure.
    """

    comparators = COMPARATORS
    cells = ("comparator", "value", "unit", "actual", "source")

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the rows; a page that did not carry them leaves them as they are."""
        super().process(None, data, extra_filters)
        self.rows: list[dict[str, Any]] = [_typed(row) for row in self.data or ()]
        self.faults: dict[str, str] = {}
        if formdata is not None and (self.name in formdata or self.name in formdata.getlist("has")):
            stored = {row["id"]: row for row in self.rows}
            self.rows = [
                self._read(formdata, row_id, int(year), stored.get(row_id, {}))
                for row_id, _colon, year in (sent.partition(":") for sent in dict.fromkeys(formdata.getlist(self.name)))
                if ROW_ID.match(row_id) and YEAR_SENT.fullmatch(year)
            ][:MOST_YEARS]

    @staticmethod
    def _read(formdata: Any, row_id: str, year: int, stored: dict[str, Any]) -> dict[str, Any]:
        cells = {name: str(formdata.get(f"year-{row_id}-{name}", stored.get(name, ""))) for name in YearsField.cells}
        return {"id": row_id, "year": year} | cells

    @property
    def ordered(self) -> list[dict[str, Any]]:
        """The rows by year, as they are shown."""
        return sorted(self.rows, key=lambda row: int(row["year"]))

    def change(self, verb: str, row_id: str, fresh: str, year: int, unit: str) -> None:
        """Add the year after the last or before the first one, counting the plan's own, or drop a row as typed."""
        if verb == "year-drop":
            self.rows = [row for row in self.rows if row["id"] != row_id]
            return
        known = [year, *(int(row["year"]) for row in self.rows)]
        wanted = max(known) + 1 if verb == "year-next" else min(known) - 1
        if 1 <= wanted <= 999 and len(self.rows) < MOST_YEARS:
            self.rows.append({"id": fresh, "year": wanted} | dict.fromkeys(self.cells, "") | {"unit": unit})

    def years(self) -> list[dict[str, Any]]:
        """The content: a row with neither target nor actual nor source is none."""
        return [
            _stored(row) for row in self.ordered if any(row[name].strip() for name in ("value", "actual", "source"))
        ]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """What the field sends as it stands."""
        yield "has", self.name
        for row in self.rows:
            yield self.name, f"{row['id']}:{row['year']}"
            for name in self.cells:
                yield f"year-{row['id']}-{name}", row[name]


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    target = row["target"]
    return {
        "id": row["id"],
        "year": row["year"],
        "comparator": target["comparator"],
        "unit": target["unit"],
        "value": grouped(target["value"], SHOWN_NOTATION, ",") if target["value"] else target["text"],
        "actual": grouped(row["actual"], SHOWN_NOTATION, ","),
        "source": row["source"],
    }


def _stored(row: dict[str, Any]) -> dict[str, Any]:
    typed = plain_figure(row["value"])
    figure = typed if decimal_of(typed, YEAR_NOTATION) is not None else ""
    target = {
        "value": figure,
        "unit": tidy_text(row["unit"]).strip() if figure else "",
        "comparator": row["comparator"] if figure else "",
        "text": "" if figure else " ".join(tidy_text(row["value"]).split()),
    }
    source = " ".join(tidy_text(row["source"]).split())
    return {
        "id": row["id"],
        "year": row["year"],
        "target": target,
        "actual": plain_figure(row["actual"]),
        "source": source,
    }


class FigureField(Field):
    """A single figure or year, kept as it was typed until it is judged."""

    def __init__(self, label: Any = None, *, whole: bool, **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(label, **kwargs)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the figure; where the page did not carry it, it stays as it is."""
        super().process(None, data, extra_filters)
        if self.data is None and not self.whole:
            self.data = ""
        self.typed = grouped(self.data, SHOWN_NOTATION, ",") if isinstance(self.data, str) else str(self.data or "")
        if formdata is not None and self.name in formdata:
            self.typed = formdata[self.name]
            figure = plain_figure(self.typed)
            self.data = figure
            if self.whole:
                self.data = int(figure) if YEAR_SENT.fullmatch(figure) else figure or None

    def pairs(self) -> Iterator[tuple[str, str]]:
        """What the field sends as it stands."""
        yield self.name, self.typed
