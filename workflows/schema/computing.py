"""The computed cells of a content: what its formulas give, with the sums of rows and years, exact and never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from typing import Any, Final

from workflows.language import FIELD_NOTATION, decimal_of
from workflows.schema.fields import NUMERIC, Field
from workflows.schema.form import FormVersion
from workflows.schema.nodes import Span
from workflows.schema.paths import steps_of, value_at
from workflows.schema.shapes import ByYear, Leaf, Shape, Struct, Table, shape_at
from workflows.schema.sums import Formula, Sum

TOTAL_KEY: Final = "total"
"""What stands in brackets for the sum over rows or years: ``years[total].budget``."""
PRECISION: Final = 100
"""Digits: more than any sum or product of figures of 40 characters has."""


class Endless(ValueError):
    """Two computed cells need each other; raised when they are computed, so a test of the form finds it."""


def compute(form: FormVersion, content: Mapping[str, Any]) -> dict[str, Decimal]:
    """Every computed cell by its place; cells without any figure to go by are left out.

    Raises ``Endless`` where formulas go round in a circle.
    """
    if not form.computes:
        return {}
    with localcontext() as exact:
        exact.prec = PRECISION
        return _Computing(form, content).all()


def years_of(span: Span | None, content: Mapping[str, Any], stored: Mapping[str, Any]) -> list[str]:
    """The years of a table: those of its span and any that are stored, in order; a span of more than 30 years is none."""
    years = {year for year in stored if year.isdecimal()}
    if span:
        first, last = (_year(value_at(content, place)) for place in (span.first, span.last))
        if first and last and first <= last < first + 30:
            years.update(map(str, range(first, last + 1)))
    return sorted(years, key=int)


def outside_span(span: Span | None, content: Mapping[str, Any], year: str) -> bool:
    """Whether a year that is stored lies outside the span of its table."""
    return span is not None and year not in years_of(span, content, {})


def _year(value: Any) -> int:
    """The year of a year, a month or a date; 0 for none."""
    text = str(value or "").partition("-")[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0


def figure_in(field: Field, value: Any) -> Decimal | None:
    """The figure a value is, ``None`` where it is empty, no figure, or not meant to be one."""
    return decimal_of(value, FIELD_NOTATION) if field.input in NUMERIC else None


class _Computing:
    """One content being computed; each cell once."""

    def __init__(self, form: FormVersion, content: Mapping[str, Any]) -> None:
        self.form, self.content = form, content
        self.cells: dict[str, tuple[Formula, str, str]] = {}
        """Formula, scope and year of each computed cell, by place."""
        self.found: dict[str, Decimal | None] = {}
        self.open: set[str] = set()
        self._collect(form.shape, content, "", "")

    def all(self) -> dict[str, Decimal]:
        return {place: figure for place in self.cells if (figure := self.cell(place)) is not None}

    def _collect(self, shape: Shape, value: Any, at: str, year: str) -> None:
        match shape:
            case Struct():
                self._collect_struct(shape, value if isinstance(value, Mapping) else {}, at, year)
            case Table():
                for row in _rows(value):
                    self._collect(shape.row, row, f"{at}[{row['id']}]", year)
                for cell in shape.rows.totals:
                    self._total(shape.row, at, cell)
            case ByYear():
                stored = value if isinstance(value, Mapping) else {}
                for one in self.years(shape, at):
                    self._collect(shape.row, stored.get(one, {}), f"{at}[{one}]", one)
                for column in shape.table.totals:
                    self.cells[f"{at}[{TOTAL_KEY}].{column}"] = (Sum((f"{at}[*].{column}",)), "", "")

    def _collect_struct(self, shape: Struct, value: Mapping[str, Any], at: str, year: str) -> None:
        for name, member in shape.members.items():
            self._collect(member, value.get(name), f"{at}.{name}" if at else name, year)
        for name, node in shape.computed.items():
            self.cells[f"{at}.{name}" if at else name] = (node.formula, at, year)

    def _total(self, row: Struct, at: str, cell: str) -> None:
        """The sum of one cell over the rows, and where it is a cell of a table by year, one for each year and of all."""
        table, _dot, column = cell.rpartition(".")
        by_year = row.members.get(table)
        if not isinstance(by_year, ByYear):
            self.cells[f"{at}[{TOTAL_KEY}].{cell}"] = (Sum((f"{at}[*].{cell}",)), "", "")
            return
        for year in [*self.years(by_year, f"{at}[*].{table}"), TOTAL_KEY]:
            here = f"{table}[{year}].{column}"
            what = f"{at}[{TOTAL_KEY}].{table}[*].{column}" if year == TOTAL_KEY else f"{at}[*].{here}"
            self.cells[f"{at}[{TOTAL_KEY}].{here}"] = (Sum((what,)), "", "")

    def years(self, shape: ByYear, at: str) -> list[str]:
        """The years of a table; where there is one a row, of all of them."""
        stored: dict[str, Any] = {}
        for place in self._places(at):
            stored |= value_at(self.content, place) or {}
        return years_of(shape.table.span, self.content, stored)

    def cell(self, place: str) -> Decimal | None:
        """The figure of one computed cell."""
        if place not in self.found:
            if place in self.open:
                raise Endless(place)
            self.open.add(place)
            formula, scope, year = self.cells[place]
            self.found[place] = formula(lambda pattern: list(self._figures(pattern, scope, year)))
            self.open.discard(place)
        return self.found[place]

    def _figures(self, pattern: str, scope: str, year: str) -> Iterator[Decimal]:
        whole = f"{scope}{pattern}" if pattern.startswith(".") else pattern
        for place in self._places(whole.lstrip(".").replace("[@]", f"[{year}]")):
            figure = self.cell(place) if place in self.cells else self._stored(place)
            if figure is not None:
                yield figure

    def _stored(self, place: str) -> Decimal | None:
        shape = shape_at(self.form.shape, place)
        return figure_in(shape.field, value_at(self.content, place)) if isinstance(shape, Leaf) else None

    def _places(self, pattern: str) -> Iterator[str]:
        """The places of a pattern, in the order of rows and years; sums count for no row."""
        places = [""]
        for name, row in steps_of(pattern):
            places = [f"{at}.{name}" if at else name for at in places]
            if row == "*":
                places = [f"{at}[{key}]" for at in places for key in self._keys(at)]
            elif row:
                places = [f"{at}[{row}]" for at in places]
        yield from places

    def _keys(self, at: str) -> list[str]:
        shape = shape_at(self.form.shape, at)
        if isinstance(shape, ByYear):
            return self._years_at(shape, at)
        return [row["id"] for row in _rows(value_at(self.content, at))]

    def _years_at(self, shape: ByYear, at: str) -> list[str]:
        if f"[{TOTAL_KEY}]" in at:
            at = at.replace(f"[{TOTAL_KEY}]", "[*]")
            return self.years(shape, at)
        return years_of(shape.table.span, self.content, value_at(self.content, at) or {})


def _rows(value: Any) -> list[Mapping[str, Any]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str)]


def figure_words(figure: Decimal, digits: int = 4) -> str:
    """A figure as pages print it: thousands apart, at most so many decimal places, no idle zeros."""
    rounded = round(figure, digits)
    return f"{rounded.normalize():,f}" if rounded else "0"
