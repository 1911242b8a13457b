"""The registry of writers: each format is declared once, and what is asked for is there or refused."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from exchange.writers.listings import Listing
from exchange.writers.log import LogEntries
from exchange.writers.registry import writer, writers, writers_of
from exchange.writers.tables import Table

FORMATS = {Table: ["xlsx", "csv"], Listing: ["csv", "json"], LogEntries: ["csv", "json"], Session: ["bundle"]}
"""Written by hand: what can be written, and how."""
LINE = {
    "seq": 1, "ts": "2018-08-10T04:00:00.000000Z", "actor": {"id": 1, "account": "a", "name": "=甲", "agency": None, "seat": None},
    "action": "create", "object": "annual_plan:1", "from": None, "to": "drafting", "revision": 1, "content_sha256": None,
    "reason": None, "meaning": None, "details": {"year": 107}, "request": "r", "hash": "h",
}  # fmt: skip


def written(takes: type, name: str, value: Any) -> bytes:
    (found,) = writers_of(takes, name)
    return found.write(value)


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_these_are_all_the_formats() -> None:
    assert {takes: [one.name for one in writers_of(takes)] for takes in FORMATS} == FORMATS
    assert len(writers()) == sum(map(len, FORMATS.values()))


def test_formats_come_in_the_order_asked_for_and_unknown_ones_are_refused() -> None:
    assert [one.name for one in writers_of(Table, "csv", "xlsx")] == ["csv", "xlsx"]
    with pytest.raises(LookupError, match="Table has no writer json"):
        writers_of(Table, "csv", "json")


def test_a_second_writer_of_a_format_is_refused() -> None:
    writers()
    with pytest.raises(ValueError, match="Table already has a writer csv"):
        writer("csv", takes=Table, media_type="text/csv")(lambda value: b"")


def test_a_table_says_the_same_in_every_format() -> None:
    table = Table("表", ["名稱", "數值"], [("=1+1", Decimal("1.50")), ("乙", None)])
    assert lines_of(written(Table, "csv", table)) == [["名稱", "數值"], ["'=1+1", "1.50"], ["乙", ""]]
    sheet = load_workbook(io.BytesIO(written(Table, "xlsx", table))).active
    assert sheet is not None
    assert [tuple(row) for row in sheet.iter_rows(values_only=True)] == [("名稱", "數值"), ("=1+1", 1.5), ("乙", None)]


def test_a_listing_makes_only_the_form_that_is_written() -> None:
    def never() -> Any:
        raise AssertionError("not asked for")

    assert lines_of(written(Listing, "csv", Listing(["號"], lambda: [(1,)], never))) == [["號"], ["1"]]
    assert written(Listing, "json", Listing(["號"], never, lambda: {"號": [1]})) == '{\n "號": [\n  1\n ]\n}'.encode()


def test_entries_of_the_log_stay_as_they_stand_there() -> None:
    line = json.dumps(LINE, ensure_ascii=False)
    assert written(LogEntries, "json", LogEntries([line, line])).decode() == f"[\n{line},\n{line}\n]\n"
    heads, row = lines_of(written(LogEntries, "csv", LogEntries([line])))
    told = dict(zip(heads, row, strict=True))
    assert (told["name"], told["from"], told["details"]) == ("'=甲", "", '{"year": 107}')
