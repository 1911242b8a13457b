"""Figures by sex as a page shows them: each table with its sums and shares, the same as bars, and the marks that cite it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from workflows.schema import FIGURES, TABLE_CITATION, Row, cited_tables, tables_of


def figure_tables(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The tables of a sheet, each row with counts, shares and the parts of its bar."""
    return [
        {
            "number": table.number,
            "label": table.label,
            "rows": [_row(row) for row in table.rows],
            "other": any(row.other is not None for row in table.rows),
            "sources": "、".join(dict.fromkeys(row.source for row in table.rows if row.source)),
            "unit": "、".join(dict.fromkeys(row.unit for row in table.rows if row.unit)),
        }
        for table in tables_of(content)
    ]


def with_links(text: str, known: Collection[int], tables_at: str = "") -> Markup:
    """The text with each mark 〔表1〕 of a table that is there as a link; ``tables_at`` is the page that shows the tables."""
    linked, past = Markup(), 0
    for mark in TABLE_CITATION.finditer(text):
        (number,) = cited_tables(mark[0])
        linked += text[past : mark.start()]
        shown = Markup('<a href="{}#table-{}">{}</a>').format(tables_at, number, mark[0])
        linked += shown if number in known else mark[0]
        past = mark.end()
    return linked + text[past:]


def _row(row: Row) -> dict[str, Any]:
    shares = {sex: row.share(sex) for sex in FIGURES}
    cells = {
        sex: {"figure": _figure(getattr(row, sex)), "share": f"{share}%" if share is not None else ""}
        for sex, share in shares.items()
    }
    parts = [float(shares["female"] or 0), 0, float(shares["male"] or 0), float(shares["other"] or 0)]
    return {"year": row.year, "total": _figure(row.total), "parts": parts, **cells}


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,}"
