"""Addresses: where a document, a section or a field of it is shown and edited."""

from __future__ import annotations

import re

from flask import url_for

from models.document import Document
from models.vocabulary import Kind
from workflows.rules import GROUPS, rule_named

PATH = re.compile(r"^(?P<part>[a-z_]+)(?:\[(?P<row>[^\]]+)\])?(?P<rest>.*)$")


def place_of(document: Document, at: str = "") -> str:
    """The address of a document or of a path in its content; unknown paths lead to the document itself."""
    if document.kind == Kind.GENDER_IMPACT:
        return _in_sheet(document, at)
    if document.kind == Kind.KPI_DEFINITION:
        return url_for("plans.kpi", document_id=document.id)
    found = PATH.match(at)
    if not found:
        return url_for("plans.show", document_id=document.id)
    part, row = found["part"], found["row"]
    if part == "opinions":
        return url_for("reviewing.opinions", document_id=document.id, _anchor=f"opinion-{row}")
    if part == "impact":
        return url_for("overseeing.impact", document_id=document.id)
    anchor = row if row else part
    return url_for("plans.show", document_id=document.id, _anchor=anchor)


def edit_place(document: Document, at: str) -> str:
    """The address of the form in which the field of this path is edited."""
    found = PATH.match(at)
    if document.kind == Kind.GENDER_IMPACT or not found:
        return place_of(document, at)
    part, row, rest = found["part"], found["row"], found["rest"].lstrip(".")
    if part not in ("preamble", "goals", "kpis", "key_plans"):
        return place_of(document, at)
    field = rest.split(".")[0].split("[")[0]
    if row:
        return url_for("drafting.row", document_id=document.id, part=part, row_id=row, _anchor=field or None)
    return url_for("drafting.section", document_id=document.id, part=part)


def rule_place(code: str) -> str:
    """The address of a rule of the catalogue; what the workflow itself demands (WF-…) has none."""
    return url_for("weighing.rule", code=code) if code.partition("-")[0] in GROUPS and rule_named(code) else ""


def _in_sheet(document: Document, at: str) -> str:
    if at.startswith("opinions"):
        return url_for("reviewing.opinions", document_id=document.id)
    return (
        url_for("assessing.show", document_id=document.id, at=at)
        if at
        else url_for("assessing.show", document_id=document.id)
    )
