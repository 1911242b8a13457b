"""How people name the places of a document, and the places an opinion may be about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.shell.rendering import say
from models.wording import Message
from workflows.lifecycle import Dossier
from workflows.schema import Names, Shape, Struct, Table, shape_at

LONGEST_NAME = 48
"""Questions of an official form are named by their beginning."""
LONGEST_CHOICE = 80


class Places:
    """The places of one content in people's words: 「貳　五-2　補助延攬…」; of several the first one names a row."""

    def __init__(self, dossier: Dossier, *contents: Mapping[str, Any]) -> None:
        self.dossier = dossier
        self.names = Names(dossier.form, *(contents or (dossier.content,)))
        self._said: dict[str, str] = {}

    @property
    def rows(self) -> Mapping[str, Message]:
        """Every row and every value outside a row, in document order."""
        return self.names.rows

    def name(self, at: str) -> str:
        """A place in words; a field of a row is named after its row."""
        if at not in self._said:
            name = say(self.names.name(at)).lstrip("、") if at else ""
            cut = self.dossier.form.official and len(name) > LONGEST_NAME
            self._said[at] = f"{name[:LONGEST_NAME]}…" if cut else name
        return self._said[at]

    def row_of(self, at: str) -> str:
        """The named row a path lies in, or nothing."""
        return self.names.row_of(at)

    def short(self, row: str) -> str:
        """A row's chapter and numeral alone where it has one: 「貳　五-2」."""
        parts = self.name(row).split("　")
        return "　".join(parts[:2]) if len(parts) > 2 else self.name(row)

    def field(self, name: str, top: str = "") -> str:
        """What a field is called, within the row or record ``top`` where that is known."""
        return say(self.names.field(f"{top}.{name}" if top else name)) if name else ""

    def called(self, shape: Shape | None, name: str) -> str:
        """What the form calls a value wherever it stands; ``name`` where the form does not know it."""
        called = self.names.called(shape)
        return say(called) if called else name

    def label(self, at: str) -> str:
        """What a value is called within its row: by its whole name where it has one of its own."""
        above, _dot, name = at.rpartition(".")
        return self.name(at) if at in self.rows else self.field(name, above)

    def within(self, above: str, at: str) -> str:
        """What a value is called within a row or object: 「108 年度　資本支出」."""
        return say(self.names.within(above, at))

    def inner_label(self, row: str, field: str = "") -> str:
        """What a row inside another one, or a value of it, is called within that: 「策略（二）」, 「108 年度　實績」."""
        table = shape_at(self.dossier.form.shape, row[: row.rfind("[")])
        if not isinstance(table, Table) or not (table.rows.numeral or table.rows.title_words):
            shape = shape_at(self.dossier.form.shape, row)
            several = isinstance(shape, Struct) and len(shape.members) > 1
            return (
                self.name(row) if not (field and several) else f"{self.name(row)}　{self.within(row, f'{row}.{field}')}"
            )
        if table.rows.title_words:
            return f"{self.name(row).rpartition('　')[2]}　{self.field(field)}".rstrip("　")
        top, _dot, inside = row.partition("].")
        list_of_rows = self.field(inside.partition("[")[0], f"{top}]")
        words = _("%(rows)s%(place)s", rows=list_of_rows, place=self.name(row).removeprefix(self.short(f"{top}]")))
        return f"{words}　{self.field(field, row)}" if field and len(table.rows.fields) > 1 else str(words)

    def choices(self) -> list[tuple[str, str]]:
        """The places an opinion may be about, the whole document first."""
        spoken = ((at, self.name(at)[:LONGEST_CHOICE]) for at in self.names.anchors())
        return [("", _("整份文件")), *spoken]
