"""What is computed in a form as pages show it: single figures, sums over rows, and sums over rows of tables by year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from forms.sheets import field_name
from workflows.schema import TOTAL_KEY, Computed, Field, Node, Rows, YearTable, figure_words

Shown = dict[str, Any]


def year_words(year: str) -> str:
    """The head of a year's row, or of the row of sums."""
    return str(_("合計") if year == TOTAL_KEY else _("%(year)s 年度", year=year))


class Sums:
    """The figures of one content by place; ``words`` says labels in the reader's language."""

    def __init__(self, computed: Mapping[str, Decimal], words: Callable[[str], str]) -> None:
        self.computed, self.words = computed, words

    def figure(self, place: str, digits: int = 4) -> str:
        """The figure of a place in words, empty where there is none."""
        figure = self.computed.get(place)
        return "" if figure is None else figure_words(figure, digits)

    def totals(self, rows: Rows, place: str) -> list[Shown]:
        """The sums over rows of single values."""
        return [
            {"label": self._label_in(rows.content, cell), "text": self.figure(f"{place}[{TOTAL_KEY}].{cell}")}
            for cell in rows.totals
            if "." not in cell
        ]

    def grids(self, rows: Rows, place: str) -> list[Shown]:
        """The sums over rows of tables by year: again a table by year each, with what its years come to below."""
        grids = []
        for table in (node for node in rows.content if isinstance(node, YearTable)):
            columns = [one for one in table.columns if f"{table.path}.{one.path}" in rows.totals]
            head = f"{place}[{TOTAL_KEY}].{table.path}"
            years = sorted({at[len(head) + 1 :].partition("]")[0] for at in self.computed if at.startswith(f"{head}[")})
            if columns and years:
                grids.append(
                    {
                        "label": self.words(table.label),
                        "unit": self.words(table.unit),
                        "columns": [self.words(one.label) for one in columns],
                        "years": [self._year(f"{head}[{year}]", year, columns) for year in years],
                    }
                )
        return grids

    def _year(self, place: str, year: str, columns: Iterable[Field | Computed]) -> Shown:
        cells = [
            {"id": field_name(f"{place}.{one.path}"), "text": self.figure(f"{place}.{one.path}")} for one in columns
        ]
        return {"year": year_words(year), "all": year == TOTAL_KEY, "cells": cells}

    def _label_in(self, nodes: Iterable[Node], path: str) -> str:
        return next((self.words(node.label) for node in nodes if node.path == path), path)
