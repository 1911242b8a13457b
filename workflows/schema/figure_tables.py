"""Figures by sex that a sheet holds as small tables: their sums and shares, and the marks 〔表1〕 by which texts cite them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from workflows.language import CELL_NOTATION, decimal_of

PLACE: Final = "need.figures"
FIELDS: Final = {
    "label": 60, "year": 3, "male": 15, "female": 15, "other": 15, "unit": 20, "source": 200,
}  # fmt: skip
"""The fields of a row and how long each may be; figures are decimal strings, ``other`` may stay empty."""
FIGURES: Final = ("male", "female", "other")
MOST_FIGURES: Final = 40
TABLE_CITATION: Final = re.compile(r"〔\s*表\s*([0-9０-９]{1,3})\s*〕")


@dataclass(frozen=True)
class Row:
    """One year of a table; ``None`` where no figure stands."""

    id: str
    year: str
    male: Decimal | None
    female: Decimal | None
    other: Decimal | None
    unit: str
    source: str

    @property
    def figures(self) -> tuple[Decimal, ...]:
        """The figures that were given, in the order male, female, other."""
        return tuple(one for one in (self.male, self.female, self.other) if one is not None)

    @property
    def total(self) -> Decimal:
        """All together."""
        return sum(self.figures, Decimal(0))

    def share(self, sex: str) -> Decimal | None:
        """The share of one sex in percent with one decimal; ``None`` without a figure or a total."""
        value = getattr(self, sex)
        if value is None or not self.total:
            return None
        return (Decimal(value) * 100 / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def by_sex(self) -> bool:
        """Whether both women and men are counted, and there is somebody."""
        return self.male is not None and self.female is not None and self.total > 0


@dataclass(frozen=True)
class Table:
    """The rows of one label, in the order of their years; ``number`` is what 〔表1〕 cites."""

    number: int
    label: str
    rows: tuple[Row, ...]


def tables_of(content: Mapping[str, Any]) -> tuple[Table, ...]:
    """The tables of a sheet: rows of the same label are one table, numbered in the order in which labels first appear."""
    groups: dict[str, list[Row]] = {}
    for row in rows_of(content):
        groups.setdefault(str(row.get("label") or "").strip(), []).append(_row(row))
    return tuple(
        Table(number, label, tuple(sorted(rows, key=lambda row: row.year.zfill(3))))
        for number, (label, rows) in enumerate(groups.items(), 1)
    )


def rows_of(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows as they are stored; a file may hold anything."""
    need = content.get("need")
    rows = need.get("figures") if isinstance(need, Mapping) else None
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _row(row: Mapping[str, Any]) -> Row:
    male, female, other = (decimal_of(row.get(name), CELL_NOTATION) for name in FIGURES)
    texts = {name: str(row.get(name) or "").strip() for name in ("id", "year", "unit", "source")}
    return Row(male=male, female=female, other=other, **texts)


def has_statistics_by_sex(content: Mapping[str, Any]) -> bool:
    """Whether some row counts both women and men (GI-05, GI-07)."""
    return any(row.by_sex for table in tables_of(content) for row in table.rows)


def cited_tables(text: str) -> list[int]:
    """The numbers of the tables that a text cites."""
    return [int(unicodedata.normalize("NFKC", number)) for number in TABLE_CITATION.findall(text)]


def dangling_citations(content: Mapping[str, Any], texts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Every citation, as place and number, of a table that is not there."""
    known = {table.number for table in tables_of(content)}
    for place, text in texts:
        for number in dict.fromkeys(cited_tables(text)):
            if number not in known:
                yield place, number
