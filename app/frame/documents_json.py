"""Documents as machines get to see them: one shape for every kind."""

from __future__ import annotations

from typing import Any

from flask_wtf.csrf import generate_csrf

from app.frame.offers import offers_of
from app.frame.seats import seats_of
from app.shell.access import session_user
from app.shell.errors import finding_json
from app.shell.rendering import iso, say
from workflows.lifecycle import Dossier, Offer, may_see
from workflows.review import findings_of
from workflows.schema import compute


def document_json(dossier: Dossier) -> dict[str, Any]:
    """What a document is and where it stands; the figures of a KPI definition's round are its plan's."""
    document = dossier.document
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "agency": document.agency.name,
        "year": document.year,
        "state": document.state,
        "edition": dossier.reviewed.edition,
        "round": dossier.reviewed.round,
        "version": document.version,
        "revision": document.revision,
        "content_sha256": document.content_sha256,
        "parent": document.parent_id,
        "part_key": document.part_key,
    }


def offer_json(offer: Offer) -> dict[str, Any]:
    """One move as it stands for this person: open, or resting with all its reasons and findings."""
    return {
        "move": offer.name,
        "label": say(offer.move.label),
        "open": offer.open,
        "reasons": [say(reason) for reason in offer.reasons],
        "findings": [finding_json(finding) for finding in offer.findings],
    }


def seat_json(seat: dict[str, Any]) -> dict[str, Any]:
    """One seat box: who signed it and when, or that it waits."""
    stamp = seat["stamp"]
    return {
        "title": seat["title"],
        "status": seat["status"],
        "waiting": seat["here"],
        "by": stamp["name"] if stamp else None,
        "at": seat.get("iso"),
        "note": seat["note"],
    }


def opinion_json(opinion: Any) -> dict[str, Any]:
    """One opinion with its response and whether it is settled."""
    return {
        "number": opinion.number,
        "round": opinion.round,
        "seat": opinion.seat,
        "author": opinion.author.name,
        "anchor": opinion.anchor,
        "text": opinion.text,
        "at": iso(opinion.at),
        "adopted": opinion.adopted,
        "response": opinion.response,
        "changed_at": opinion.changed_at_path,
        "responded_at": iso(opinion.responded_at) or None,
        "resolved_at": iso(opinion.resolved_at) or None,
    }


def children_json(dossier: Dossier) -> list[dict[str, Any]]:
    """The KPI definitions and gender-impact sheets of a plan that this person may see, in few words."""
    if dossier.plan is not dossier.document:
        return []
    actor = session_user().actor
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "part_key": row.part_key,
            "title": row.title,
            "state": row.state,
            "version": row.version,
        }
        for row in dossier.children
        if may_see(actor, row)
    ]


def whole_json(dossier: Dossier) -> dict[str, Any]:
    """The document with its content and computed cells, what this person may do with it, what is wrong, who has signed."""
    computed = {at: format(figure, "f") for at, figure in compute(dossier.form, dossier.content).items()}
    return {
        "document": document_json(dossier),
        "content": dossier.content,
        **({"computed": computed} if computed else {}),
        "offers": [
            offer_json(offer)
            | {"asks": [ask.value for ask in offer.asks], "seat": offer.seat.name if offer.seat else None}
            for offer in offers_of(dossier).values()
        ],
        "findings": [finding_json(finding) for finding in findings_of(dossier)],
        "seats": [seat_json(seat) for seat in seats_of(dossier)],
        "opinions": [opinion_json(opinion) for opinion in dossier.opinions],
        "children": children_json(dossier),
        "csrf_token": generate_csrf(),
    }
