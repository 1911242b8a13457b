"""Lists as files: CSV that a spreadsheet opens in Chinese and takes for no formula, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from flask import Response


def csv_file(name: str, heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """A CSV file in UTF-8 with its mark, which Excel needs to read Chinese."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _file("\ufeff" + written.getvalue(), "text/csv", f"{name}.csv")


def json_file(name: str, body: Any) -> Response:
    """A JSON file, readable."""
    return _file(json.dumps(body, ensure_ascii=False, indent=1), "application/json", f"{name}.json")


def harmless(cell: object) -> object:
    """Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _file(text: str, kind: str, name: str) -> Response:
    return Response(text, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
