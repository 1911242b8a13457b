"""Addresses: where a document, a section or a field of it is shown and edited."""

from __future__ import annotations

import re
from typing import Any

from flask import url_for

from forms.sheets import field_name
from models.document import Document
from workflows.lifecycle import DocumentKind, PathAnchors, kind_named
from workflows.rules import GROUPS, rule_named

PATH = re.compile(r"^(?P<part>[a-z_]++)(?:\[(?P<row>[^\]]++)\])?(?P<rest>.*)$")


def place_of(document: Document, at: str = "") -> str:
    """The address of a document or of a path in its content; unknown paths lead to the document itself."""
    pages, match = kind_named(document.kind).pages, PATH.match(at)
    part, row = (match["part"], match["row"]) if match else ("", "")
    if place := pages.places.get(part):
        anchor = place.anchor.format(row=row) if row else ""
        return url_for(place.endpoint, document_id=document.id, _anchor=anchor or None)
    if pages.points is PathAnchors.QUERY and at:
        return url_for(pages.show, document_id=document.id, at=at)
    anchors = {PathAnchors.ANCHOR: row or part, PathAnchors.FIELD: _printed_anchor(document, at)}
    return url_for(pages.show, document_id=document.id, _anchor=anchors.get(pages.points) or None)


def _printed_anchor(document: Document, at: str) -> str:
    """The id that a place bears where the sections of a form are printed: its own, or that of the section of its part."""
    section = kind_named(document.kind).form(document).section_at(at) if at else None
    if section is None:
        return ""
    printed = {node.path for node in section.content}
    return f"section-{section.key}" if at in section.tops and at not in printed else field_name(at)


def edit_place(document: Document, at: str) -> str:
    """The address of the form in which the field of this path is edited."""
    kind, match = kind_named(document.kind), PATH.match(at)
    section = kind.form(document).section_at(at) if kind.pages.edit_section else None
    if not match or section is None:
        return place_of(document, at)
    here: dict[str, Any] = {"document_id": document.id, "part": section.key}
    if not kind.pages.edit_row:
        return url_for(kind.pages.edit_section, **here, _anchor=field_name(at))
    field = match["rest"].lstrip(".").split(".")[0].split("[")[0]
    if match["row"]:
        return url_for(kind.pages.edit_row, **here, row_id=match["row"], _anchor=field or None)
    return url_for(kind.pages.edit_section, **here)


def list_place(kind: DocumentKind, **asked: Any) -> str:
    """The address of the list of a kind: its own, or that of kinds that people begin by themselves; empty for others."""
    if kind.pages.list:
        return url_for(kind.pages.list, **asked)
    return url_for("documents.index", kind_name=kind.name, **asked) if kind.create else ""


def rule_place(code: str) -> str:
    """The address of a rule of the catalogue; what the workflow itself demands (WF-…) has none."""
    return url_for("weighing.rule", code=code) if code.partition("-")[0] in GROUPS and rule_named(code) else ""
