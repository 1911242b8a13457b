"""The frame of every page about a document: where it is, who has to do what, what is still wrong."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.frame.road import steps_of
from app.shell.access import action_context, session_user
from app.shell.addresses import list_place, place_of
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import say
from models.base import db
from models.document import Document
from workflows.lifecycle import Dossier, NotVisible, kind_named, may_see, note_reading


def open_document(document_id: int, *kinds: str) -> Dossier:
    """The dossier of a document this person may see; raises ``NotVisible`` otherwise, whatever the reason.

    Every page about a document begins here, so here an auditor's reading is written down.
    """
    document = _document(document_id)
    if document is None or (kinds and document.kind not in kinds) or not may_see(session_user().actor, document):
        raise NotVisible
    if request.method in ("GET", "HEAD") and note_reading(action_context(), document):
        document = _document(document_id) or document
    return Dossier(db.session(), document)


def open_reviewed(document_id: int) -> Dossier:
    """The same for a document that has rounds and opinions of its own; there is none that is reviewed with its parent."""
    dossier = open_document(document_id)
    if dossier.kind.reviewed_with_parent:
        raise NotVisible
    return dossier


def _document(document_id: int) -> Document | None:
    document: Document | None = db.session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(joinedload(Document.agency), joinedload(Document.parent).joinedload(Document.agency))
    )
    return document


def frame(dossier: Dossier, *, here: str = "") -> dict[str, Any]:
    """What ``frame/layout/document.html`` asks for: crumbs, heading, tags, tools and the state line."""
    document, outside = dossier.document, only_an_expert(session_user().actor)
    crumbs = _crumbs_of_expert(dossier.plan) if outside else _crumbs(dossier, here)
    if here:
        crumbs.append({"label": here, "href": ""})
    return {
        "crumbs": crumbs,
        "heading": heading_of(document),
        "tags": tags_of(dossier),
        "tools": [] if outside else tools_of(dossier),
        "steps": steps_of(dossier),
        "dossier": dossier,
        "document": document,
    }


def _crumbs(dossier: Dossier, here: str) -> list[dict[str, str]]:
    """The way from the list of the plan's kind to the document."""
    document, plan = dossier.document, dossier.plan
    top = kind_named(plan.kind)
    crumbs = [
        {"label": say(top.pages.list_label or top.label), "href": list_place(top)},
        {"label": _("%(year)s 年度", year=plan.year), "href": list_place(top, year=plan.year)},
        {"label": plan.agency.name, "href": place_of(plan) if plan is not document or here else ""},
    ]
    if plan is not document:
        crumbs.append({"label": say(dossier.kind.label), "href": place_of(document) if here else ""})
    return crumbs


def _crumbs_of_expert(plan: Document) -> list[dict[str, str]]:
    return [
        {"label": _("我受邀的檢視表"), "href": url_for("assessing.index")},
        {"label": plan.agency.name, "href": place_of(plan)},
    ]


def heading_of(document: Document) -> str:
    """The title of a document, in the reader's language where its kind has a sentence for it."""
    heading = kind_named(document.kind).pages.heading
    if not heading:
        return document.title
    return str(_(heading, agency=document.agency.name, year=document.year, title=document.title))


def tags_of(dossier: Dossier) -> list[dict[str, str]]:
    """Edition, round, revision and the states that stand beside the line."""
    document = dossier.document
    tags = []
    if document.edition > 1:
        tags.append({"text": _("修正第 %(n)s 版", n=document.edition), "tone": "indigo"})
    if dossier.state.aside:
        tags.append({"text": say(dossier.state.label), "tone": "amber" if not dossier.state.final else ""})
    if dossier.reviewed.round > 1:
        tags.append({"text": _("第 %(n)s 輪", n=dossier.reviewed.round), "tone": ""})
    if dossier.kind.pages.names_form:
        tags.append({"text": _("%(code)s 版", code=document.form_version), "tone": ""})
    if document.revision:
        tags.append({"text": _("修訂 %(n)s", n=document.revision), "tone": ""})
    return tags


def tools_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The other views of the document."""
    document = dossier.document
    tools: list[dict[str, Any]] = []
    if not dossier.kind.reviewed_with_parent:
        count = sum(1 for opinion in dossier.opinions if opinion.resolved_at is None)
        tools.append(
            {
                "label": _("審查意見回復表"),
                "href": url_for("reviewing.opinions", document_id=document.id),
                "count": count or "",
            }
        )
    if dossier.state.with_results:
        tools.append({"label": _("指標實績"), "href": url_for(dossier.kind.pages.results, document_id=document.id)})
    tools.append({"label": _("比對"), "href": url_for("history.compare", document_id=document.id)})
    tools.append({"label": _("歷程"), "href": url_for("history.show", document_id=document.id)})
    return tools
