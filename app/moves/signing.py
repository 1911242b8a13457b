"""What the signing page shows: exactly what is signed, what changed, what is still warned of, who signed before."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.document import heading_of
from app.frame.findings import findings_of_page
from app.frame.places_in_document import Places
from app.frame.presenters import presenter_of
from app.frame.seats import seats_of
from app.moves.consequences import after_signing
from app.review.changes import groups_of
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.rendering import iso, roc, say
from models.vocabulary import Severity
from workflows.content import APPROVED_BASELINE, baselines, compare
from workflows.lifecycle import Dossier, Offer
from workflows.review import scope_digest


def signing_context(dossier: Dossier, offer: Offer | None) -> dict[str, Any]:
    """The parts of ``moves/sign.html`` beside those of every move's page."""
    seat, document, head = offer.seat if offer else None, dossier.document, dossier.head
    user = session_user().user
    names = presenter_of(dossier.kind.name).signed_parts(dossier, seat.parts if seat else ())
    whole = seat is not None and seat.parts == dossier.kind.parts
    office = [part for part in (user.unit, user.job_title) if part][:2]
    return {
        "seat": seat,
        "seat_label": say(seat.label) if seat else "",
        "oath": say(seat.meaning) if seat else "",
        "document_name": heading_of(document),
        "signed_revision": document.revision,
        "digest": document.content_sha256 or "",
        "revision_by": head.author.name if head else "",
        "revision_at": roc(head.created_at, "time") if head else "",
        "revision_iso": iso(head.created_at) if head else "",
        "scope": _("全文：%(parts)s", parts="、".join(names)) if whole else "、".join(names),
        "scope_digest": scope_digest(dossier, seat.parts) if seat else "",
        "stamp_office": office or ([say(seat.label)] if seat else []),
        "stamp_name": user.name,
        "proof_needed": not action_context().proven(),
        "after": after_signing(dossier, seat.name) if seat else "",
        "document_href": place_of(document),
        "history_href": url_for("history.show", document_id=document.id),
        "give_back_href": url_for("approving.move", document_id=document.id, move="give_back"),
        **_difference(dossier),
        **_warned(dossier),
        "seat_boxes": seats_of(dossier),
    }


def _difference(dossier: Dossier) -> dict[str, Any]:
    bases = baselines(dossier, session_user().actor.id)
    if not bases:
        return {"compared": None, "groups": [], "change_count": 0}
    before = bases[0].content(dossier)
    changes = compare(before, dossier.content, dossier.form)
    return {
        "compared": {
            "with_approved": bases[0].why == APPROVED_BASELINE,
            "revision": bases[0].revision.number,
            "at": roc(bases[0].at),
            "href": url_for("reviewing.show", document_id=dossier.plan.id, a=bases[0].name),
        },
        "groups": groups_of(changes, Places(dossier, dossier.content, before)),
        "change_count": len(changes),
    }


def _warned(dossier: Dossier) -> dict[str, Any]:
    findings = findings_of_page(dossier)
    counts = {level.value: sum(1 for f in findings if f["severity"] == level.value) for level in Severity}
    return {"warnings": [f for f in findings if f["severity"] != "I"], "counts": counts}
