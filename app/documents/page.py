"""What the page of a document of any kind shows: its content part by part, its seats, its findings, the moves."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.frame.document import frame
from app.frame.findings import findings_of_page
from app.frame.form_tree import Tree
from app.frame.offers import offer_of_page, offers_of
from app.frame.places_in_document import Places
from app.frame.seats import seats_of
from app.frame.section_list import sections_of
from workflows.lifecycle import Dossier

AT_END = ("submit", "sign")
"""The moves that stand at the right of the action bar."""


def document_context(dossier: Dossier) -> dict[str, Any]:
    """What ``documents/show.html`` asks for."""
    document, kind, checks = dossier.document, dossier.kind, dossier.kind.pages.checks
    return frame(dossier) | {
        "columns": "3",
        "content": dossier.content,
        "printed": Tree(Places(dossier), dossier.content).sections(),
        "groups": sections_of(dossier) if kind.pages.edit_section == "sections.section" else (),
        "seat_list": seats_of(dossier),
        "findings": findings_of_page(dossier),
        "checks_href": url_for(checks, document_id=document.id) if checks else "",
        "review_href": url_for("reviewing.show", document_id=document.id),
        **_actions(dossier),
    }


def _actions(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    """The action bar: what sends at the right, everything else at the left."""
    bar: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for offer in offers_of(dossier).values():
        at_end = offer.name in AT_END
        href = url_for("approving.move", document_id=dossier.document.id, move=offer.name)
        bar["right" if at_end else "left"].append(offer_of_page(dossier, offer, href, primary=at_end))
    return bar
