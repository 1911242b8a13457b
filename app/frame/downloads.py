"""Lists as files that a browser keeps: CSV, XLSX and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Response

from exchange.writers.tables import Table, as_csv, as_xlsx


def csv_file(name: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """A CSV file in UTF-8 with its mark, which Excel needs to read Chinese."""
    return _file(as_csv(heads, rows), "text/csv", f"{name}.csv")


def xlsx_file(name: str, table: Table) -> Response:
    """A workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(as_xlsx(table), kind, f"{name}.xlsx")


def json_file(name: str, body: Any) -> Response:
    """A JSON file, readable."""
    return _file(json.dumps(body, ensure_ascii=False, indent=1), "application/json", f"{name}.json")


def _file(text: str | bytes, kind: str, name: str) -> Response:
    return Response(text, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
