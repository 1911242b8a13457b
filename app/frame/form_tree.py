"""A section as pages show and print it: its nodes with what stands in them, and with fields where they may be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from app.frame.form_sums import Sums, year_words
from app.frame.places_in_document import Places
from app.frame.values import value_words
from app.shell.rendering import say
from forms.sections import SectionForm
from forms.sheets import field_name
from workflows.schema import (
    NUMERIC,
    TOTAL_KEY,
    CheckItem,
    Checklist,
    CheckParty,
    Computed,
    Field,
    Group,
    Input,
    Leaf,
    Node,
    Record,
    Rows,
    YearTable,
    compute,
    is_asked,
    name_of,
    numbered,
    outside_span,
    top_key,
    value_at,
    years_of,
)

Shown = dict[str, Any]
Content = Mapping[str, Any]


class Tree:
    """Makes the nodes of sections into dicts for ``documents/nodes.html``, which says what each kind of node holds.

    ``form`` brings the fields for ``sections/nodes.html``, without one everything is print; ``findings`` stand beside the
    places they are about.
    """

    def __init__(
        self,
        places: Places,
        content: Content,
        form: SectionForm | None = None,
        findings: Mapping[str, list[Any]] | None = None,
    ) -> None:
        self.places, self.content, self.fields = places, content, form
        self.form, self.findings = places.dossier.form, findings or {}
        self.placed: set[str] = set()
        """The places of findings that stand beside something shown."""
        self.computed = compute(self.form, content)
        self.sums = Sums(self.computed, self.words)

    def nodes(self, nodes: Iterable[Node], scope: Content, at: str = "") -> list[Shown]:
        """The nodes of a section, record or row; ``scope`` is the object in which their places lie, ``at`` its own place."""
        shown = []
        for node in nodes:
            if is_asked(node.when, self.content) or (node.path and value_at(scope, node.path)):
                place = node.path if not at else f"{at}.{node.path}".rstrip(".")
                shown.append(self._head(node, place) | self._body(node, scope, place, at))
        return shown

    def sections(self) -> list[Shown]:
        """Every section that is asked or holds something, as it is printed."""
        return [
            {
                "key": section.key,
                "id": f"section-{section.key}",
                "heading": self.words(section.heading),
                "notes": [self.words(line) for line in section.notes],
                "nodes": nodes,
            }
            for section in self.form.sections
            if (nodes := self._inner(section.content, self.content, "")) and is_asked(section.when, self.content)
        ]

    def _inner(self, nodes: Iterable[Node], scope: Content, at: str) -> list[Any]:
        """Nodes to be filled in as a list; to be printed as runs of values and of what is none, a table or block each."""
        parts = self.nodes(nodes, scope, at)
        if self.fields is not None:
            return parts
        return [list(run) for _simple, run in groupby(parts, key=lambda node: node["simple"])]

    def words(self, text: str) -> str:
        """Words of the form, in the reader's language unless they are official ones."""
        return text if self.form.official or not text else say(text)

    def _head(self, node: Node, place: str) -> Shown:
        return {
            "kind": node.input.value,
            "simple": isinstance(node, Field | Computed),
            "at": place,
            "id": field_name(place),
            "label": self.words(node.label),
            "no": node.no,
            "hint": self.words(node.hint),
            "note": node.note,
            "group": node.group,
            "required": node.required,
            "unsure": node.to_be_confirmed,
            "findings": self._beside(place),
        }

    def _beside(self, place: str) -> list[Any]:
        findings = self.findings.get(place, [])
        if findings:
            self.placed.add(place)
        return findings

    def _body(self, node: Node, scope: Content, place: str, at: str) -> Shown:
        match node:
            case Field():
                return self._field(node, value_at(scope, node.path), place)
            case Group():
                return {"children": self._inner(node.leaves, scope, at)}
            case Record():
                return {"children": self._inner(node.content, value_at(scope, node.path) or {}, place)}
            case Rows():
                return self._rows(node, value_at(scope, node.path) or [], place)
            case YearTable():
                return self._years(node, value_at(scope, node.path) or {}, place)
            case Computed():
                return {"text": self.sums.figure(place, node.digits), "unit": self.words(node.unit)}
            case Checklist():
                return self._checklist(node)
            case _:
                return {"children": []}

    def _field(self, field: Field, value: Any, place: str) -> Shown:
        bound = self.fields[place] if self.fields and place in self.fields else None
        return {
            "field": bound,
            "limit": field.limit,
            "unit": self.words(field.unit),
            "text": self._text(field, value),
            "boxes": self._boxes(field, value),
        }

    def _text(self, field: Field, value: Any) -> str:
        return value_words(Leaf(field, field.input), value, self.places)

    def _boxes(self, field: Field, value: Any) -> list[Shown]:
        """The boxes of a choice as forms on paper print them: ticked and unticked."""
        if field.input not in (Input.CHOICE, Input.CHOICES):
            return []
        ticked = value if isinstance(value, list) else [value]
        return [{"label": self.words(option.label), "on": option.value in ticked} for option in field.options]

    def _rows(self, rows: Rows, values: list[Content], place: str) -> Shown:
        pairs = list(numbered(rows, values, self._above(rows)))
        titles = tuple(
            field.path for field in rows.fields if field.path in rows.titles and field.input is not Input.TEXT
        )
        shown = [
            {
                "at": f"{place}[{row['id']}]",
                "id": field_name(f"{place}[{row['id']}]"),
                "no": numeral,
                "title": name_of(row, titles),
                "first": number == 0,
                "last": number == len(pairs) - 1,
                "children": self._inner(rows.content, row, f"{place}[{row['id']}]"),
                "findings": self._beside(f"{place}[{row['id']}]"),
            }
            for number, (numeral, row) in enumerate(pairs)
        ]
        return {
            "rows": shown,
            "open": self._is_open(place),
            "totals": self.sums.totals(rows, place),
            "grids": self.sums.grids(rows, place),
        }

    def _is_open(self, place: str) -> bool:
        return self.fields is not None and top_key(place) in self.fields.open_parts

    def _above(self, rows: Rows) -> Mapping[str, str]:
        """The numerals of the rows under which these are counted."""
        table = next((one for one in self.form.referred if rows.under and self._refers(rows) == one.rows.path), None)
        numerals = numbered(table.rows, self.content.get(table.rows.path) or [], {}) if table else ()
        return {str(row.get("id")): numeral for numeral, row in numerals}

    def _refers(self, rows: Rows) -> str:
        return next((field.refers for field in rows.fields if field.path == rows.under), "")

    def _years(self, table: YearTable, values: Content, place: str) -> Shown:
        years = years_of(table.span, self.content, values)
        rows = [
            {
                "year": year_words(year),
                "at": f"{place}[{year}]",
                "outside": outside_span(table.span, self.content, year),
                "cells": self.nodes(table.columns, values.get(year, {}), f"{place}[{year}]"),
            }
            for year in years
        ]
        head = f"{place}[{TOTAL_KEY}]"
        totals = [
            {
                "id": field_name(f"{head}.{column.path}"),
                "text": self.sums.figure(f"{head}.{column.path}") if column.path in table.totals else "",
            }
            for column in table.columns
        ]
        return {
            "unit": self.words(table.unit),
            "columns": [
                {"label": self.words(one.label), "unit": self.words(one.unit), "figure": _is_figure(one)}
                for one in table.columns
            ],
            "years": rows,
            "totals": totals if table.totals else [],
            "free": table.span is None,
            "editable": self._is_open(place),
            "total_id": field_name(f"{place}[{TOTAL_KEY}]"),
        }

    def _checklist(self, checklist: Checklist) -> Shown:
        return {
            "parties": [{"label": party.label, "notes": party.notes} for party in checklist.parties],
            "items": list(self._items(checklist)),
        }

    def _items(self, checklist: Checklist) -> Iterator[Shown]:
        group = ""
        for item in checklist.items:
            settled = False
            answers = []
            for party in checklist.parties:
                answers.append(self._answer(checklist, party, item, settled=settled))
                settled = settled or answers[-1]["answer"] == checklist.settling
            yield {
                "no": item.key,
                "text": item.text,
                "group": item.group if item.group != group else "",
                "id": field_name(f"{checklist.path}.{item.key}"),
                "answers": answers,
                "findings": [
                    one
                    for party in checklist.parties
                    for at in ("", ".answer", ".note")
                    for one in self._beside(f"{party.path}.{item.key}{at}")
                ],
            }
            group = item.group

    def _answer(self, checklist: Checklist, party: CheckParty, item: CheckItem, *, settled: bool) -> Shown:
        """What one party says of one item; where an earlier one has settled it there is nothing to say."""
        place = f"{party.path}.{item.key}"
        stored = value_at(self.content, place) or {}
        fields = self.fields
        bound = fields[f"{place}.answer"] if fields and not settled and f"{place}.answer" in fields else None
        note = fields[f"{place}.note"] if fields and f"{place}.note" in fields else None
        return {
            "party": party.label,
            "id": field_name(f"{place}.answer"),
            "note_id": field_name(f"{place}.note"),
            "asked": party.asks(item),
            "settled": settled,
            "answer": stored.get("answer", ""),
            "note": stored.get("note", ""),
            "notes": party.notes,
            "field": bound,
            "note_field": note,
            "answers": party.answers,
        }


def _is_figure(node: Field | Computed) -> bool:
    return isinstance(node, Computed) or node.input in NUMERIC
