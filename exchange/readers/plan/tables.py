"""Tables parted by tabs or bars, whose header is repeated on every page and may shift."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from exchange.imported import Unreadable
from exchange.readers.plan.chapters import Line
from exchange.readers.plan.markup import has_formula_markup, plain
from models.wording import N_, Message
from workflows.language import fold

RULE_CELL: Final = re.compile(r"^:?-{2,}:?$")
BAR: Final = re.compile(r"(?<!\\)\|")
ORDINAL: Final = re.compile(r"^[0-9]{1,2}[.、．]?$")
MAX_HEADING: Final = 30
MAX_TABLE_ROWS: Final = 2_000

Fits = Callable[[Mapping[str, str]], bool]


@dataclass(slots=True)
class Row:
    """A row by column names; ``after_header`` marks the first row of a page, which may continue the last one."""

    line: int
    cells: dict[str, str]
    after_header: bool
    surplus: list[str] = field(default_factory=list)
    had_formula: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(slots=True)
class Table:
    """What one chapter's table holds, with the lines that are no part of it."""

    rows: list[Row]
    others: list[Line]
    has_header: bool


def read_table(
    lines: Iterable[Line], headings: Mapping[str, str], ordinal_column: str = "", fits: Fits = lambda cells: True
) -> Table:
    """Read rows below headers; ``headings`` maps folded heading texts to column names.

    ``ordinal_column`` names the column whose ordinal may stand in a cell of its own, as happens after page breaks;
    ``fits`` tells whether named cells can be a row, and so which of two alignments is meant.
    """
    table = Table([], [], has_header=False)
    layout: dict[int, str] = {}
    header: dict[int, str] = {}
    first_of_page = True
    for line in lines:
        cells = _cells(line.raw) if line.is_row else []
        names = {index: headings.get(fold(cell[:MAX_HEADING]), "") for index, cell in enumerate(cells) if cell}
        if not cells:
            table.others.append(line)
        elif not names or all(RULE_CELL.match(cell) for cell in cells if cell):
            continue
        elif all(names.values()):
            header = {**header, **names} if first_of_page else names
            first_of_page = True
            if set(headings.values()) <= set(header.values()):
                layout, table.has_header = header, True
        elif not layout:
            table.others.append(line)
        else:
            table.rows.append(_row(line, _aligned(cells, layout, ordinal_column, fits), layout, first_of_page))
            first_of_page = False
        if len(table.rows) + len(table.others) > MAX_TABLE_ROWS:
            raise Unreadable(
                Message.of(N_("表格超過 %(limit)s 列，格式無法辨識，未匯入任何內容。"), limit=MAX_TABLE_ROWS)
            )
    return table


def _cells(raw: str) -> list[str]:
    if "\t" in raw:
        return [cell.strip() for cell in raw.split("\t")]
    return [cell.strip().replace("\\|", "|") for cell in BAR.split(raw.strip())[1:-1]]


def _aligned(cells: list[str], layout: Mapping[int, str], ordinal_column: str, fits: Fits) -> list[str]:
    """Bring a row that is wider than its header to the header's width, if an ordinal in its own cell made it so."""
    width = max(layout) + 1
    place = next((index for index, name in layout.items() if name == ordinal_column), None)
    if place is None or len(cells) <= width:
        return cells
    merged = [*cells[:place], " ".join(cells[place : place + 2]).strip(), *cells[place + 2 :]]
    likely = [merged, cells] if ORDINAL.match(cells[place]) else [cells, merged]
    return next((one for one in likely if not any(one[width:]) and fits(_named(one, layout))), likely[0])


def _named(cells: list[str], layout: Mapping[int, str]) -> dict[str, str]:
    return {name: plain(cells[index]) for index, name in layout.items() if index < len(cells)}


def _row(line: Line, cells: list[str], layout: Mapping[int, str], after_header: bool) -> Row:
    surplus = [plain(cell) for index, cell in enumerate(cells) if cell and index not in layout]
    return Row(line.number, _named(cells, layout), after_header, surplus, has_formula_markup(line.raw))
