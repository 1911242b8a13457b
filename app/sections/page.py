"""The page of one section: its fields, the findings beside them, the other sections at the left, the way on at the foot."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.frame.document import frame, open_document
from app.frame.findings import finding_of_page
from app.frame.form_tree import Tree
from app.frame.offers import offer_of_page, offers_of
from app.frame.places_in_document import Places
from app.frame.section_list import sections_asked, sections_of, title_of
from app.shell.access import action_context
from app.shell.rendering import say
from forms.sections import SectionForm, section_form
from models.wording import N_, Message
from workflows.content import editable_parts
from workflows.lifecycle import Dossier, NotPermitted, NotVisible
from workflows.review import findings_of
from workflows.schema import Field, Section, Table, name_of, shape_at, value_at

SENDING = ("submit", "sign")
"""The moves offered at the foot of a section: the first that there is."""


def opened(document_id: int, key: str) -> tuple[Dossier, Section]:
    """The document and one of its sections; raises ``NotVisible`` for a kind that is drafted elsewhere."""
    dossier = open_document(document_id)
    section = dossier.form.section_named.get(key)
    if section is None or dossier.kind.pages.edit_section != "sections.section":
        raise NotVisible
    return dossier, section


def open_parts(dossier: Dossier, section: Section) -> frozenset[str]:
    """The parts of a section that this person may fill in now."""
    return editable_parts(dossier, action_context()) & frozenset(section.tops)


def require_open(dossier: Dossier, section: Section) -> None:
    """Raise ``NotPermitted`` where this person may fill in nothing of the section."""
    if not open_parts(dossier, section):
        raise NotPermitted(
            [Message.of(N_("文件目前為「%(state)s」，您不能修改內容"), state=Message.of(dossier.state.label))]
        )


def form_of(dossier: Dossier, section: Section, content: Mapping[str, Any], sent: Any = None) -> SectionForm:
    """The form of a section with what stands in this content, or with what was sent."""

    def targets(field: Field) -> Iterable[tuple[str, str]]:
        table = shape_at(dossier.form.shape, field.refers)
        titles = table.rows.titles if isinstance(table, Table) else ()
        rows = value_at(dossier.content, field.refers) or ()
        return [(row["id"], name_of(row, titles) or str(_("（未命名）"))) for row in rows]

    words = str if dossier.form.official else say
    return section_form(dossier.form, section, content, open_parts(dossier, section), targets, words, sent)


def tree_of(dossier: Dossier, section: Section, form: SectionForm) -> tuple[list[Any], list[Any]]:
    """The nodes of a section with its findings beside them, and the findings that stand beside none."""
    findings: dict[str, list[Any]] = {}
    for finding in findings_of(dossier):
        if dossier.form.section_at(finding.at) is section:
            findings.setdefault(finding.at, []).append(finding_of_page(dossier, finding, editing=True))
    tree = Tree(Places(dossier, form.content), form.content, form, findings)
    nodes = tree.nodes(section.content, form.content)
    return nodes, [one for at, several in findings.items() if at not in tree.placed for one in several]


def section_page(
    dossier: Dossier, section: Section, form: SectionForm, judged: Dossier | None = None, **more: Any
) -> str:
    """The page; with ``judged`` the findings are those on the text as typed."""
    document = dossier.document
    nodes, above = tree_of(judged or dossier, section, form)
    here: dict[str, Any] = {"document_id": document.id, "part": section.key}
    context = frame(dossier, here=title_of(dossier, section)) | {
        "columns": "nav",
        "section": section,
        "title": title_of(dossier, section),
        "nodes": nodes,
        "above": above,
        "open": bool(form.open_parts),
        "locked": say(dossier.state.label),
        "faults": form.faults,
        "groups": sections_of(dossier, section),
        "version": document.version,
        "revision": document.revision,
        "key": secrets.token_urlsafe(16),
        "action": url_for("sections.section", **here),
        "check_href": url_for("sections.check", **here),
        "save_label": _("存成修訂 %(n)s", n=document.revision + 1),
        "next_key": next_key(dossier, section),
        "send": _send(dossier),
        "autosave_key": f"{document.object_name}:{section.key}",
        "clashes": (),
        "taken": (),
        "note": "",
        "unsaved": False,
    }
    return render_template("sections/section.html", **(context | more))


def next_key(dossier: Dossier, section: Section) -> str:
    """The section after this one, empty behind the last."""
    keys = [one.key for one in sections_asked(dossier)]
    return keys[keys.index(section.key) + 1] if section.key in keys[:-1] else ""


def _send(dossier: Dossier) -> dict[str, Any] | None:
    """The way on, or why it must wait: the first reason, and how many more there are on the page of checks."""
    offers = offers_of(dossier)
    offer = next((offers[name] for name in SENDING if name in offers), None)
    if offer is None:
        return None
    document_id = dossier.document.id
    href = url_for("approving.move", document_id=document_id, move=offer.name)
    shown = offer_of_page(dossier, offer, href, primary=True)
    if len(why := shown["why"]) > 1:
        more = {"text": _("另 %(n)s 項", n=len(why) - 1), "href": "", "severity": ""}
        if checks := dossier.kind.pages.checks:
            more["href"] = url_for(checks, document_id=document_id)
        shown["why"] = [why[0], more]
    return shown
