"""The rows of figures by sex of a sheet, judged: each with an id, a label, a year and figures that are numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from models.wording import N_, Message
from workflows.content.faults import Fault
from workflows.language import CELL_NOTATION, decimal_of
from workflows.schema import FIELDS, FIGURES, MOST_FIGURES, ROW_ID, UNPRINTABLE, tidy_text


def figure_rows(value: Any, at: str, fault: Fault) -> list[dict[str, str]]:
    """The rows of the tables of figures, tidied; every fault is noted at the table or at its row."""
    if not isinstance(value, list) or len(value) > MOST_FIGURES:
        fault(at, Message.of(N_("最多 %(most)s 列"), most=MOST_FIGURES))
        return []
    rows, seen = [], set()
    for place, row in enumerate(value, 1):
        if not isinstance(row, Mapping) or row.keys() - FIELDS.keys() - {"id"}:
            fault(at, Message.of(N_("應為一組欄位")))
            continue
        cells = {name: _cell(row.get(name, ""), name, at, fault) for name in FIELDS}
        row_id = row.get("id")
        if not isinstance(row_id, str) or not ROW_ID.match(row_id) or row_id in seen:
            fault(at, Message.of(N_("這一列缺少識別碼，或識別碼重複")))
            continue
        seen.add(row_id)
        for message in figure_faults(cells):
            fault(f"{at}[{row_id}]", Message.of(N_("性別統計第 %(n)s 列：%(why)s"), n=place, why=Message.of(message)))
        rows.append({"id": row_id, **cells})
    return rows


def figure_faults(row: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one row of figures, as sentences to be translated."""
    if not row["label"]:
        yield N_("請填寫統計項目")
    if row["year"] and not re.fullmatch(r"\d{2,3}", row["year"]):
        yield N_("年度請填民國年，例如 107")
    if any(row[name] and decimal_of(row[name], CELL_NOTATION) is None for name in FIGURES):
        yield N_("人數或數值請填數字")
    elif not any(row[name] for name in FIGURES):
        yield N_("請填寫男、女之數值")


def _cell(value: Any, name: str, at: str, fault: Fault) -> str:
    if not isinstance(value, str) or UNPRINTABLE.search(value):
        fault(at, Message.of(N_("應為文字")))
        return ""
    text = " ".join(tidy_text(value).split())
    if len(text) > FIELDS[name]:
        fault(at, Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=FIELDS[name], now=len(text)))
    figure = decimal_of(text, CELL_NOTATION) if name in FIGURES else None
    return text if figure is None else str(figure)
