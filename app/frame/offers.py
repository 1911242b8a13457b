"""The moves a person may make, as the buttons of a page: open, or resting with all their reasons."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.frame.findings import said_once
from app.shell.access import action_context
from app.shell.addresses import edit_place, place_of
from app.shell.rendering import say
from workflows.lifecycle import Dossier, Offer, offers
from workflows.rules import Finding


def offers_of(dossier: Dossier) -> dict[str, Offer]:
    """What this person may do now, by move."""
    return {offer.name: offer for offer in offers(dossier, action_context())}


def offer_of_page(dossier: Dossier, offer: Offer, href: str = "", *, primary: bool = False) -> dict[str, Any]:
    """One offer as ``frame/parts/actions.html`` wants it; all its reasons, equal ones once, each with a link to the first field."""
    why = [{"text": say(reason), "href": "", "severity": ""} for reason in offer.reasons]
    why += [
        {
            "text": words,
            "severity": first.severity.value,
            "href": edit_place(dossier.document, first.at) if first.at else "",
        }
        for words, first in said_once(offer.findings)
    ]
    return {
        "move": offer.name,
        "label": say(offer.move.label),
        "allowed": offer.open,
        "why": why,
        "primary": primary,
        "href": href,
    }


def reasons_of(dossier: Dossier, offer: Offer | None) -> list[dict[str, str]]:
    """Why an offer rests: all reasons and findings, each with a link to where it is mended."""
    if offer is None:
        return []
    reasons = [{"text": say(reason), "href": "", "severity": ""} for reason in offer.reasons]
    return reasons + [line_of(dossier, first) | {"text": words} for words, first in said_once(offer.findings)]


def line_of(dossier: Dossier, finding: Finding) -> dict[str, str]:
    """A finding that stops a move in one line, with the way to where it is mended."""
    where = edit_place if dossier.state.edits else place_of
    if finding.rule == "GI-01" and finding.at.startswith("key_plans["):
        where = place_of
    if finding.rule == "WF-03":
        row = finding.at.removeprefix("kpis[").removesuffix("]")
        href = url_for("reviewing.show", document_id=dossier.plan.id, _anchor=f"endorse-{row}")
    else:
        href = where(dossier.reviewed, finding.at) if finding.at else ""
    ruled = "" if finding.rule.startswith(("WF", "RV", "SG")) else finding.severity.value
    return {"text": say(finding.message), "href": href, "severity": ruled}
