"""The frame of every page about a document: where it is, who has to do what, what is still wrong."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.frame.road import steps_of
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import say
from models.base import db
from models.document import Document
from models.vocabulary import Kind
from workflows.kinds import KINDS
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.permissions import sees
from workflows.lifecycle.reading_log import note_reading
from workflows.lifecycle.refusals import NotVisible

WITH_RESULTS = frozenset(
    (kind, state)
    for kind, states in (
        (Kind.ANNUAL_PLAN, ("approved", "superseded")),
        (Kind.KPI_DEFINITION, ("in_force", "superseded")),
    )
    for state in states
)
"""Documents that have a page of results: what is in force, or was."""


def open_document(document_id: int, *kinds: Kind) -> Dossier:
    """The dossier of a document this person may see; raises ``NotVisible`` otherwise, whatever the reason.

    Every page about a document begins here, so here an auditor's reading is written down.
    """
    document = _document(document_id)
    if document is None or (kinds and document.kind not in kinds) or not sees(session_user().actor, document):
        raise NotVisible
    if request.method in ("GET", "HEAD") and note_reading(action_context(), document):
        document = _document(document_id) or document
    return Dossier(db.session(), document)


def _document(document_id: int) -> Document | None:
    found: Document | None = db.session.scalar(
        select(Document)
        .where(Document.id == document_id)
        .options(joinedload(Document.agency), joinedload(Document.parent).joinedload(Document.agency))
    )
    return found


def frame(dossier: Dossier, *, here: str = "") -> dict[str, Any]:
    """What ``layout/document.html`` asks for: crumbs, heading, tags, tools and the state line."""
    document, plan = dossier.document, dossier.plan
    crumbs = [
        {"label": _("計畫"), "href": url_for("plans.index")},
        {"label": _("%(year)s 年度", year=plan.year), "href": url_for("plans.index", year=plan.year)},
        {"label": plan.agency.name, "href": place_of(plan) if plan is not document or here else ""},
    ]
    if plan is not document:
        crumbs.append({"label": say(KINDS[document.kind].label), "href": place_of(document) if here else ""})
    if outside := only_an_expert(session_user().actor):
        crumbs = [
            {"label": _("我受邀的檢視表"), "href": url_for("assessing.index")},
            {"label": plan.agency.name, "href": place_of(plan)},
        ]
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


def heading_of(document: Document) -> str:
    """The title of a document; that of a plan is said in the reader's language."""
    if document.kind == Kind.ANNUAL_PLAN:
        return str(_("%(agency)s %(year)s 年度施政計畫", agency=document.agency.name, year=document.year))
    if document.kind == Kind.GENDER_IMPACT:
        return str(_("性別影響評估檢視表　%(title)s", title=document.title))
    return document.title


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
    if document.kind == Kind.GENDER_IMPACT:
        tags.append({"text": _("%(code)s 版", code=document.form_version), "tone": ""})
    if document.revision:
        tags.append({"text": _("修訂 %(n)s", n=document.revision), "tone": ""})
    return tags


def tools_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The other views of the document."""
    document = dossier.document
    tools: list[dict[str, Any]] = []
    if document.kind != Kind.KPI_DEFINITION:
        count = sum(1 for opinion in dossier.opinions if opinion.resolved_at is None)
        tools.append(
            {
                "label": _("審查意見回復表"),
                "href": url_for("reviewing.opinions", document_id=document.id),
                "count": count or "",
            }
        )
    if (document.kind, document.state) in WITH_RESULTS:
        room = "reporting.plan" if document.kind == Kind.ANNUAL_PLAN else "reporting.indicator"
        tools.append({"label": _("指標實績"), "href": url_for(room, document_id=document.id)})
    tools.append({"label": _("比對"), "href": url_for("history.compare", document_id=document.id)})
    tools.append({"label": _("歷程"), "href": url_for("history.show", document_id=document.id)})
    return tools
