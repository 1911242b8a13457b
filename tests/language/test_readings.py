"""What every reader of figures and units read before there was one reader and one table, it reads still.

``readings.jsonl`` was written by the readers of that time. Its first line holds the tables of units; every other line
holds a kind, a text, and what was read: the result, with the names of the readers that gave it. ``!`` stands before
the name of an exception; a reader that is not named found nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from exchange.targets import parse_target
from workflows.formula import printing, tokens, units
from workflows.formula.amounts import quantity_given
from workflows.language import figures, numerals
from workflows.language.decimals import (
    CELL_NOTATION,
    FIELD_NOTATION,
    FILE_NOTATION,
    SHOWN_NOTATION,
    TYPED_NOTATION,
    YEAR_NOTATION,
    decimal_of,
    exact_decimal,
    grouped,
    plain_figure,
)
from workflows.language.text import plain
from workflows.language.units import OFFERED_UNITS
from workflows.results import attainment, values
from workflows.rules.subjects import kpi_row

Reader = Callable[[str], object]
TABLES, *LINES = (
    json.loads(line) for line in Path(__file__).with_name("readings.jsonl").read_text("utf-8").splitlines()
)


def operand(text: str) -> object:
    """What a caller gives for an operand of a formula; values of several lines were never given."""
    if "\n" in text:
        return None
    one = quantity_given(text, "金額")
    return [one.number, one.kind.name, "", one.unit, one.shown, one.scaled]


def unit(text: str) -> object:
    """A unit of a formula with everything that is known of it."""
    found = units.unit_of(text)
    return found and [found.written, found.dimension, found.size, found.base]


def amounts(text: str) -> object:
    """The amounts of a sentence."""
    found = figures.amounts(plain(text))
    return [f"{one.value} {one.unit} {one.text} {one.start} {one.end} {one.dimension}" for one in found]


READERS: Mapping[str, Mapping[str, Reader]] = {
    "figure": {
        "plain": plain,
        "numeral": numerals.chinese_number,
        "number": figures.figure_value,
        "formula_numeral": tokens.written_number,
        "formula_figure": exact_decimal,
        "operand": operand,
        "valid": lambda text: None if decimal_of(text, FIELD_NOTATION) is None else "yes",
        "typed": lambda text: decimal_of(text, TYPED_NOTATION),
        "stored": decimal_of,
        "in_row": lambda text: decimal_of(text, FILE_NOTATION),
        "target": lambda text: kpi_row.Kpi({"target": {"value": text}}, "k").target_value,
        "cell": lambda text: decimal_of(text, CELL_NOTATION),
        "drawn": decimal_of,
        "year_cell": lambda text: None if decimal_of(text, YEAR_NOTATION) is None else "yes",
        "as_number": plain_figure,
        "grouped_field": lambda text: grouped(text, SHOWN_NOTATION, ","),
        "grouped": grouped,
        "parsed": lambda text: list(parse_target(text).values()),
        "heading": numerals.heading_number,
        "printed": lambda text: printing.figure(Decimal(text)),
        "attained": lambda text: attainment.format_figure(Decimal(text)),
        "kept": lambda text: values.plain_figure(Decimal(text)),
    },
    "prose": {"amounts": amounts},
    "unit": {
        "unit_in_text": lambda text: list(figures.unit_of(text)),
        "unit": unit,
        "known": lambda text: units.is_unit(text) or None,
    },
}
ONLY_OF_FIGURES = frozenset({"printed", "attained", "kept", "formula_figure"})
"""These are called with figures only: what they make of anything else was not written down."""
UNCHANGED = frozenset({"plain", "as_number", "grouped", "grouped_field"})
"""These give every text back; what they left as it was was not written down."""


def shown(value: object) -> str | None:
    """A result as it stands in the file."""
    if isinstance(value, list | tuple):
        return "|".join(str(shown(one)) for one in value)
    return None if value is None else "yes" if value is True else str(value)


def read(kind: str, text: str) -> dict[str, str]:
    """What the readers make of a text today, as it stands in the file."""
    found: dict[str, list[str]] = {}
    for name, reader in READERS[kind].items():
        try:
            result = shown(reader(text))
        except Exception as wrong:
            result = None if name in ONLY_OF_FIGURES else f"!{type(wrong).__name__}"
        if result not in (None, "", "|||") and not (name in UNCHANGED and result == text):
            found.setdefault(str(result), []).append(name)
    return {result: " ".join(names) for result, names in found.items()}


@pytest.mark.parametrize("kind", READERS)
def test_readings_stay(kind: str) -> None:
    lines = [(text, was) for each, text, was in LINES if each == kind]
    changed = [(text, was, now) for text, was in lines if (now := read(kind, text)) != was]
    assert len(lines) > 200
    assert changed == []


def test_every_reader_has_read_something() -> None:
    told: dict[str, Any] = {
        kind: {name for k, _t, was in LINES if k == kind for one in was.values() for name in one.split()}
        for kind in READERS
    }
    assert told == {kind: set(readers) for kind, readers in READERS.items()}


def test_tables_of_units_stay() -> None:
    assert list(units.unit_choices()) == TABLES["choices"]
    assert list(OFFERED_UNITS) == TABLES["offered"]
    assert dict(figures.UNIT_DIMENSION) == TABLES["dimension"]
