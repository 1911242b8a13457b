"""Rows of any form added, moved and removed, wherever they stand: pure functions from the content to its changed parts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from models.wording import N_, Message
from workflows.lifecycle import NotVisible
from workflows.schema import Field, FormVersion, Input, Rows, Table, blank_row, put_at, shape_at, value_at, walk

Content = Mapping[str, Any]
Changed = dict[str, Any]
Way = Literal["up", "down"]
STEPS: Mapping[str, int] = {"up": -1, "down": 1}


def new_row_id(prefix: str) -> str:
    """A stable id for a new row: the letter of its list and eight random characters."""
    return f"{prefix}-{secrets.token_hex(4)}"


def rows_at(form: FormVersion, at: str) -> Rows:
    """The list of rows that a form has at a place; raises ``NotVisible`` where it has none."""
    shape = shape_at(form.shape, at)
    if not isinstance(shape, Table):
        raise NotVisible
    return shape.rows


def add_row(form: FormVersion, content: Content, at: str, row_id: str) -> Changed:
    """A new, empty row at the end of the list at this place; raises ``NotVisible`` where there is no such list."""
    rows = rows_at(form, at)
    return put_at(content, {at: [*_present(content, at), blank_row(rows, row_id)]})


def remove_row(form: FormVersion, content: Content, at: str) -> Changed:
    """The row at this place taken out, and every reference to it with it; raises ``NotVisible`` where there is none."""
    above, row_id = _row_of(at)
    rows_at(form, above)
    rows = _present(content, above)
    _place(rows, row_id)
    values: dict[str, Any] = dict(_unreferred(form, content, above, row_id))
    changed = put_at(content, values)
    whole = {**content, **changed}
    return changed | put_at(whole, {above: [row for row in _present(whole, above) if row["id"] != row_id]})


def move_row(form: FormVersion, content: Content, at: str, way: Way) -> Changed:
    """The row at this place changes places with its neighbour; at the edge nothing changes."""
    above, row_id = _row_of(at)
    rows_at(form, above)
    rows = list(_present(content, above))
    here = _place(rows, row_id)
    there = here + STEPS[way]
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    return put_at(content, {above: rows})


def _row_of(at: str) -> tuple[str, str]:
    above, _bracket, rest = at.rpartition("[")
    return above, rest.removesuffix("]")


def _present(content: Content, at: str) -> Sequence[Mapping[str, Any]]:
    rows = value_at(content, at)
    return rows if isinstance(rows, list) else []


def _place(rows: Sequence[Mapping[str, Any]], row_id: str) -> int:
    for place, row in enumerate(rows):
        if row["id"] == row_id:
            return place
    raise NotVisible(headline=Message.of(N_("這一列已不在文件裡")))


def _unreferred(form: FormVersion, content: Content, at: str, row_id: str) -> Iterator[tuple[str, Any]]:
    """The references to a row, each with what remains of it."""
    for place, node, value in walk(form, content):
        if not isinstance(node, Field) or node.refers != at:
            continue
        if node.input is Input.REFERENCE and value == row_id:
            yield place, ""
        elif node.input is Input.REFERENCES and row_id in value:
            yield place, [one for one in value if one != row_id]
