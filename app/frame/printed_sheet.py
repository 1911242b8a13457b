"""The official form of a gender-impact sheet, made ready for printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from app.frame.figure_tables import figure_tables, with_links
from app.frame.sheet_parts import version_of
from forms.sheets import day_words, field_name
from workflows.lifecycle import Dossier
from workflows.schema import FillingParty, Input, Item, Section, expert_views, is_asked, tables_of, value_at

Cite = Callable[[str], Markup]


def official(
    dossier: Dossier, parts: tuple[str, ...] = tuple(FillingParty), tables_at: str = ""
) -> list[dict[str, Any]]:
    """The printed form: halves with their sections, each row with what is filled in; an expert's section once per expert.

    Texts carry the marks 〔表1〕 as links, to the page ``tables_at`` where the tables do not stand on the same page.
    """
    return official_of(dossier, dossier.content, parts, tables_at)


def official_of(
    dossier: Dossier, content: Mapping[str, Any], parts: tuple[str, ...], tables_at: str = ""
) -> list[dict[str, Any]]:
    """The printed form of this content."""
    version, printed = version_of(dossier), []
    cite = partial(with_links, known={table.number for table in tables_of(content)}, tables_at=tables_at)
    for half in version.halves:
        sections = [
            _printed(section, view, place, cite)
            for section in version.sections
            if section.half == half.key and section.party in parts
            for place, view in enumerate(expert_views(content) if section.party == FillingParty.EXPERT else (content,))
        ]
        if sections:
            printed.append({"title": half.title, "sections": sections})
    return printed


def _printed(section: Section, content: Mapping[str, Any], place: int, cite: Cite) -> dict[str, Any]:
    """One section; that of a further expert is numbered, so that its anchors are its own."""
    return {
        "key": f"{section.key}-{place + 1}" if place else section.key,
        "of": section.key,
        "heading": f"{section.heading}（{place + 1}）" if place else section.heading,
        "who": str(value_at(content, "participation.expert.name") or "")
        if section.party == FillingParty.EXPERT
        else "",
        "notes": section.notes,
        "columns": section.columns,
        "shape": _shape(section),
        "unsure": section.to_be_confirmed,
        "asked": is_asked(section.when, content),
        "rows": [row | ({"id": f"{row['id']}-{place + 1}"} if place else {}) for row in _rows(section, content, cite)],
    }


def _shape(section: Section) -> str:
    kinds = {item.input for item in section.items}
    if Input.YESNO_REASON in kinds:
        return "ticks"
    if Input.CHOICES in kinds:
        return "domains"
    if section.columns:
        return "noted"
    return "whole" if len(section.items) == 1 else "pairs"


def _rows(section: Section, content: Mapping[str, Any], cite: Cite) -> Iterator[dict[str, Any]]:
    group = ""
    for item in section.items:
        if item.input is Input.FIGURES and not value_at(content, item.path):
            continue
        leaves_shown = [leaf for leaf in item.leaves if leaf.printed]
        yield {
            "no": item.no if item.no not in item.label[:8] else "",
            "label": item.label,
            "note": item.note,
            "id": field_name(item.path or item.value_paths[0]),
            "group": item.group if item.group != group else "",
            "kind": item.input.value,
            "answer": value_at(content, f"{item.path}.answer") if item.input is Input.YESNO_REASON else "",
            "text": cite(_text(item, content)),
            "options": _options(item, content),
            "tables": figure_tables(content) if item.input is Input.FIGURES else [],
            "unsure": item.to_be_confirmed,
            "fields": [
                {"label": leaf.label, "text": cite(_text(leaf, content)), "options": _options(leaf, content)}
                for leaf in leaves_shown
            ]
            if item.input is Input.GROUP
            else [],
        }
        group = item.group


def _text(item: Item, content: Mapping[str, Any]) -> str:
    if item.input is Input.YESNO_REASON:
        return str(value_at(content, f"{item.path}.reason") or "")
    value = value_at(content, item.path) if item.path else ""
    if item.input is Input.DATE:
        return day_words(str(value or ""))
    return value if isinstance(value, str) else ""


def _options(item: Item, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = value_at(content, item.path) if item.path else ""
    if item.input is Input.FLAG:
        return [{"label": item.label, "on": value is True}]
    return [
        {
            "value": one.value,
            "label": one.label,
            "on": one.value in value if isinstance(value, list) else one.value == value,
        }
        for one in item.options
    ]
