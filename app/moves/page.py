"""The page of a move: what will happen, what stands in the way, what is asked for; and the signing page."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import frame, heading_of
from app.frame.documents_json import offer_json
from app.frame.offers import line_of, offers_of, reasons_of
from app.frame.places_in_document import Places
from app.moves.consequences import consequences_of
from app.moves.missing_in_sheet import missing_of, opinion_on
from app.moves.signing import signing_context
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.expert_gate import came_by_link
from app.shell.rendering import iso, roc, say
from forms.common import choices_of
from forms.moves import GROUNDS, MoveForm
from models.wording import Message
from workflows.experts import draft_of
from workflows.lifecycle import Ask, Attempt, Dossier, Inputs, Move, NotPermitted, Offer, Overtaken, Refusal, may
from workflows.rules import Finding


def offer_for(dossier: Dossier, move: Move) -> Offer:
    """The move as it stands for this person; raises ``WrongState`` or ``NotPermitted`` where it is none of theirs."""
    attempt = Attempt(dossier, move, action_context(), Inputs())
    offer = offers_of(dossier).get(move.name.value)
    if offer is not None:
        return offer
    if not move.leaves(dossier.document.state):
        raise attempt.wrong_state()
    if move.by_seat:
        attempt.take_seat()
    raise NotPermitted(attempt.objections())


def asked_json(dossier: Dossier, move: Move) -> dict[str, Any]:
    """What a machine needs to know before it makes the move."""
    offer = offer_for(dossier, move)
    mine = draft_of(dossier.session, dossier.document.id, session_user().actor.id)
    return {
        "drafted": [vars(one) for one in mine],
        **offer_json(offer),
        "asks": [ask.value for ask in move.asks],
        "seat": offer.seat.name if offer.seat else move.speaks_as,
        "meaning": say(offer.seat.meaning) if offer.seat else "",
        "grounds": {code: say(words) for code, words in GROUNDS.get(offer.name, {}).items()},
        "proof_needed": Ask.PROOF in move.asks and not action_context().proven(),
        "version": dossier.document.version,
        "revision": dossier.document.revision,
        "content_sha256": dossier.document.content_sha256,
        "csrf_token": generate_csrf(),
    }


def move_page(dossier: Dossier, move: Move, form: MoveForm, refusal: Refusal | None = None) -> str:
    """The page of a move; after a refusal with every reason, the findings beside their fields and all that was typed."""
    offer = offers_of(dossier).get(move.name.value)
    if refusal is None:
        offer = offer_for(dossier, move)
    mine = draft_of(dossier.session, dossier.document.id, session_user().actor.id) if move.name == "answer" else ()
    if request.method == "GET" and mine:
        form = MoveForm(data={"opinions": [vars(one) for one in mine]})
    _prepare(form, dossier, move)
    missing = missing_of(dossier) if move.lists_gaps else []
    if missing and request.method == "GET":
        form.opinions[0].form.text.data = opinion_on(missing)
    loose = _beside(form, refusal.findings) if refusal else ()
    label = say(move.label)
    context = frame(dossier, here=label) | {
        "heading": _("%(move)s　%(document)s", move=label, document=heading_of(dossier.document)),
        "move": move,
        "label": label,
        "form": form,
        "asks": {ask.value for ask in move.asks},
        "offer": offer,
        "refusal": refusal,
        "headline": say(refusal.headline) if refusal else "",
        "refused": _refused(dossier, refusal, loose),
        "overtaken": isinstance(refusal, Overtaken),
        "blocks": reasons_of(dossier, offer),
        "happens": consequences_of(dossier, move),
        "key": secrets.token_urlsafe(16),
        "back": _back(dossier),
        "now_at": _now_at(dossier),
        "held": _opinions_waiting(dossier, offer),
        "missing": missing,
        "by_link": came_by_link(),
        "drafted": len(mine),
    }
    if move.name == "sign":
        return render_template("moves/sign.html", **context, **signing_context(dossier, offer))
    return render_template("moves/move.html", **context)


def _prepare(form: MoveForm, dossier: Dossier, move: Move) -> None:
    form.grounds.choices = choices_of((code, say(words)) for code, words in GROUNDS.get(move.name.value, {}).items())
    if Ask.OPINION in move.asks:
        while len(form.opinions) < dossier.kind.pages.blank_opinions:
            form.opinions.append_entry()
        choices = anchor_choices(dossier)
        for entry in form.opinions:
            entry.form.anchor.choices = choices_of(choices)
            if entry.form.anchor.data not in dict(choices):
                entry.form.anchor.data = choices[0][0]


def anchor_choices(dossier: Dossier) -> list[tuple[str, str]]:
    """The places that an opinion on this document may be about; one on an indicator is about its row in the plan."""
    if dossier.kind.reviewed_with_parent:
        row = f"{dossier.row_part}[{dossier.document.part_key}]"
        places = Places(dossier.plan_dossier)
        return [(row, places.name(row) if row in places.rows else dossier.document.title)]
    return Places(dossier).choices()


def _beside(form: MoveForm, findings: Sequence[Finding]) -> list[Finding]:
    """Put findings beside the fields they are about; gives those about none."""
    loose = []
    for finding in findings:
        name = finding.at
        if name == "opinion":
            name = "opinions-0-text"
        fields = {f.name: f for f in form if f.name != "opinions"} | {f.name: f for e in form.opinions for f in e.form}
        if name in fields:
            fields[name].errors = [*fields[name].errors, say(finding.message)]
        else:
            loose.append(finding)
    return loose


def _refused(dossier: Dossier, refusal: Refusal | None, loose: Sequence[Finding]) -> list[dict[str, str]]:
    reasons: tuple[Message, ...] = getattr(refusal, "reasons", ())
    return [{"text": say(reason), "href": "", "severity": ""} for reason in reasons] + [
        line_of(dossier, f) for f in loose
    ]


def _back(dossier: Dossier) -> str:
    actor, document = session_user().actor, dossier.document
    seats = any(may(actor, seat.permission, dossier.reviewed) for seat in dossier.plan_dossier.state.seats)
    if seats and dossier.reviewed is dossier.plan:
        return url_for("reviewing.show", document_id=dossier.plan.id)
    return place_of(document)


def _now_at(dossier: Dossier) -> dict[str, Any]:
    """Where the document is now, said on the page of a refusal that came too late."""
    head = dossier.head
    return {
        "state": say(dossier.state.label),
        "revision": dossier.document.revision,
        "author": head.author.name if head else "",
        "at": roc(head.created_at, "time") if head else "",
        "iso": iso(head.created_at) if head else "",
        "href": place_of(dossier.document),
    }


def _opinions_waiting(dossier: Dossier, offer: Offer | None) -> int:
    """How many opinions of this person's seat wait for an answer already: they suffice for a return."""
    seat = offer.seat.name if offer and offer.seat else ""
    return sum(1 for o in dossier.opinions if seat and o.seat == seat and o.resolved_at is None and o.response is None)
