"""Tables as files: CSV that a spreadsheet opens in Chinese and takes for no formula, and XLSX with real numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from exchange.writers.registry import writer

MARK: Final = "\ufeff"
"""Excel needs it to read a CSV as UTF-8."""
LONGEST: Final = 32_000
"""Excel's cells end at 32,767 characters."""


CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    """A table: its name, heads and lines; ``widths`` are the columns' widths in characters, where they matter."""

    name: str
    heads: Sequence[str]
    lines: Sequence[Sequence[object]]
    widths: Sequence[int] = ()
    notes: Sequence[str] = field(default=())


def as_csv(heads: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """The text of a CSV file; figures stay figures, text that begins like a formula is quoted."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([_plain(cell) for cell in line] for line in lines)
    return MARK + written.getvalue()


def harmless(cell: object) -> object:
    """Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _plain(cell: object) -> object:
    return f"{cell:f}" if isinstance(cell, Decimal) else harmless(cell)


@writer("xlsx", takes=Table, media_type=XLSX)
def as_xlsx(table: Table) -> bytes:
    """The bytes of a workbook with one sheet: heads that stay in sight, a filter, numbers as numbers, text as text."""
    # Loaded here: the web workers that never write a workbook do without its memory.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])
    sheet.freeze_panes = "A2"
    for place, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width

    def cell_of(value: object, *, head: bool = False) -> WriteOnlyCell:
        if isinstance(value, bool) or value is None or not isinstance(value, int | Decimal):
            text = ILLEGAL_CHARACTERS_RE.sub("", "" if value is None else str(value))[:LONGEST]
            cell = WriteOnlyCell(sheet, text or None)
            if text:
                cell.data_type = "s"  # else a text that begins with = becomes a formula
                cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        else:
            cell = WriteOnlyCell(sheet, value)
            cell.alignment = Alignment(vertical="top")
        if head:
            cell.font = Font(bold=True)
        return cell

    sheet.append([cell_of(head, head=True) for head in table.heads])
    for line in table.lines:
        sheet.append([cell_of(value) for value in line])
    last = get_column_letter(max(1, len(table.heads)))
    sheet.auto_filter.ref = f"A1:{last}{len(table.lines) + 1}"
    for note in table.notes:
        sheet.append([cell_of(note)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@writer("csv", takes=Table, media_type=CSV)
def table_as_csv(table: Table) -> bytes:
    """The bytes of a CSV file; widths and notes are for workbooks."""
    return as_csv(table.heads, table.lines).encode()
