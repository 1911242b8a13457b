"""The sections of a document of any kind, for the list at the left: what is found in each, and which may be filled in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import url_for

from app.shell.access import action_context
from app.shell.rendering import say
from models.vocabulary import Severity
from workflows.content import editable_parts
from workflows.lifecycle import Dossier
from workflows.review import findings_of
from workflows.schema import Section, is_asked

MARKED = {Severity.B: "block", Severity.R: "find", Severity.W: "warn"}


def title_of(dossier: Dossier, section: Section) -> str:
    """The heading of a section, in the reader's language unless the form is an official one."""
    return section.heading if dossier.form.official else say(section.heading)


def sections_of(dossier: Dossier, current: Section | None = None) -> list[dict[str, Any]]:
    """The sections with their marks, each leading to where it is filled in."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings_of(dossier):
        section = dossier.form.section_at(finding.at)
        explained = finding.severity is Severity.W and (finding.rule, finding.fingerprint) in dossier.acknowledged
        if section and finding.severity in MARKED and not explained:
            counts.setdefault(section.key, Counter())[MARKED[finding.severity]] += 1
    may_edit = editable_parts(dossier, action_context())
    items: list[dict[str, Any]] = [
        {
            "no": section.numeral,
            "text": title_of(dossier, section).removeprefix(f"{section.numeral}、"),
            "href": url_for("sections.section", document_id=dossier.document.id, part=section.key),
            "current": section is current,
            "locked": may_edit.isdisjoint(section.tops),
            "marks": counts.get(section.key) or {},
        }
        for section in sections_asked(dossier)
    ]
    return [{"title": say(dossier.kind.label), "items": items}]


def sections_asked(dossier: Dossier) -> list[Section]:
    """The sections that are asked of this content."""
    return [section for section in dossier.form.sections if is_asked(section.when, dossier.content)]
