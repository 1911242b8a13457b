"""Walking a content by its form: every value with its place and node, in form order; tolerant of what files may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from workflows.schema.fields import Field, Input
from workflows.schema.form import FormVersion
from workflows.schema.nodes import Rows
from workflows.schema.shapes import ByYear, Leaf, Listed, Repeats, Shape, Struct, Table

TEXTS: Final = frozenset({Input.LINE, Input.TEXT})
"""Inputs that hold running text."""
Step = tuple[str, Field | Rows, Any]


def walk(form: FormVersion, content: Mapping[str, Any]) -> Iterator[Step]:
    """Every value as (place, field, value) and every row as (place, rows, row), a row before what is in it."""
    return walk_in(form.shape, content)


def walk_in(shape: Shape, value: Any, at: str = "") -> Iterator[Step]:
    """The same below one place; what is not there or has another shape is left out."""
    match shape:
        case Leaf():
            yield at, shape.field, value
        case Struct() if isinstance(value, Mapping):
            for name, member in shape.members.items():
                if name in value:
                    yield from walk_in(member, value[name], f"{at}.{name}" if at else name)
        case Table() | Listed() | Repeats() if isinstance(value, list):
            for row in value:
                yield from _row(shape, row, at)
        case ByYear() if isinstance(value, Mapping):
            for year in sorted(value):
                yield from walk_in(shape.row, value[year], f"{at}[{year}]")


def _row(shape: Table | Listed | Repeats, row: Any, at: str) -> Iterator[Step]:
    key = row.get("item" if isinstance(shape, Listed) else "id") if isinstance(row, Mapping) else None
    if not isinstance(key, str):
        return
    here = f"{at}[{key}]"
    if isinstance(shape, Table):
        yield here, shape.rows, row
    inside = shape.rows.get(key) if isinstance(shape, Listed) else shape.row
    if inside is not None:
        yield from walk_in(inside, row, here)


def running_texts(form: FormVersion, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every place that holds running text, with the text, for search and quotation."""
    return texts_in(form.shape, content)


def texts_in(shape: Shape, value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """The running texts below one place."""
    for here, node, text in walk_in(shape, value, at):
        if isinstance(node, Field) and node.input in TEXTS and isinstance(text, str):
            yield here, text
