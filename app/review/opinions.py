"""Opinions as pages show them: cards in the margin, the table of rounds, the forms to give and to answer them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from app.frame.document import frame, heading_of
from app.frame.findings import finding_of_page
from app.frame.places_in_document import Places
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.errors import details_of
from app.shell.rendering import iso, roc, say
from forms.common import choices_of
from forms.opinions import OpinionForm, ResponseForm
from models.review import Opinion
from models.vocabulary import Role, Severity
from workflows.content import editable_parts
from workflows.lifecycle import ROLE_LABELS, Dossier, Refusal, may
from workflows.lifecycle import Permission as P
from workflows.review import review_findings


def seat_label(dossier: Dossier, seat: str) -> str:
    """What a seat is called; the gender officer's and the experts' on sheets are roles without a seat there."""
    seat_row = dossier.plan_dossier.workflow.seat_named.get(seat)
    return say(seat_row.label if seat_row else ROLE_LABELS[Role(seat)] if seat in set(Role) else seat)


def may_resolve(dossier: Dossier, opinion: Opinion) -> bool:
    """Whether this person holds the seat that gave the opinion."""
    seat = dossier.workflow.seat_named.get(opinion.seat)
    actor = session_user().actor
    return may(actor, seat.permission if seat else P.SHEET_CHECK, dossier.document) and actor.id not in dossier.authors


def may_respond(dossier: Dossier) -> bool:
    """Whether this person answers opinions about this document."""
    return may(session_user().actor, dossier.kind.respond, dossier.document) and not dossier.state.final


def card_of(dossier: Dossier, opinion: Opinion, places: Places) -> dict[str, Any]:
    """One opinion as ``frame/parts/opinions.html`` wants it."""
    resolved, mine = opinion.resolved_at is not None, opinion.author_id == session_user().actor.id
    words = {True: _("參採"), False: _("不參採"), None: ""}
    reply = opinion.response and {
        "author": opinion.responder.name if opinion.responder else "",
        "when": roc(opinion.responded_at),
        "verdict": words[opinion.adopted],
        "text": opinion.response,
        "where": places.name(opinion.changed_at_path),
        "href": place_of(dossier.document, opinion.changed_at_path),
    }
    return {
        "id": f"opinion-{opinion.number}",
        "number": opinion.number,
        "anchor": opinion.anchor,
        "status": "done" if resolved else "on" if mine else "",
        "author": opinion.author.name,
        "seat": seat_label(dossier, opinion.seat),
        "round": _("第 %(n)s 輪", n=opinion.round),
        "when": roc(opinion.at),
        "place": places.name(opinion.anchor) or _("整份文件"),
        "href": place_of(dossier.document, opinion.anchor),
        "text": opinion.text,
        "reply": reply or None,
        "waiting": "" if opinion.response or resolved else _("待回復"),
        "resolved": _("已解決") if resolved else "",
        "open": not resolved,
        "may_resolve": may_resolve(dossier, opinion),
        "resolve_href": url_for("reviewing.resolve", document_id=dossier.document.id, number=opinion.number),
        "key": secrets.token_urlsafe(16),
    }


def opinions_context(
    dossier: Dossier, number: int = 0, form: ResponseForm | None = None, refusal: Refusal | None = None
) -> dict[str, Any]:
    """The table, newest round last, with a form for every opinion that waits; ``form`` is the one that was refused."""
    places = Places(dossier)
    cards = [card_of(dossier, opinion, places) | {"n": opinion.round} for opinion in dossier.opinions]
    rounds: dict[int, list[dict[str, Any]]] = {}
    for card in cards:
        rounds.setdefault(card["n"], []).append(card)
    answers = list(_answers(dossier, places, number, form, refusal)) if may_respond(dossier) else []
    return frame(dossier, here=_("審查意見回復表")) | {
        "rounds": [{"title": _("第 %(n)s 輪", n=n), "cards": opinions} for n, opinions in rounds.items()],
        "open_count": sum(1 for card in cards if card["open"]),
        "count": len(cards),
        "answers": answers,
        "document_name": heading_of(dossier.document),
        "headline": say(refusal.headline) if refusal else "",
        "refused": details_of(refusal) if refusal else [],
        "printed_on": roc(action_context().at),
        "iso_now": iso(action_context().at),
        "table_name": _("審查意見回復表"),
        "findings": _review_findings(dossier),
    }


def _review_findings(dossier: Dossier) -> list[dict[str, Any]]:
    """What the rules say about opinions and their answers; warnings may be explained by whoever answers."""
    explains = bool(editable_parts(dossier, action_context()))
    return [
        finding_of_page(dossier, one) | {"explains": explains and one.severity is Severity.W}
        for one in review_findings(dossier)
    ]


def _answers(
    dossier: Dossier, places: Places, number: int, form: ResponseForm | None, refusal: Refusal | None
) -> Iterator[dict[str, Any]]:
    choices = [("", _("未修正內容")), *places.choices()[1:]]
    for opinion in dossier.opinions:
        if opinion.resolved_at is not None:
            continue
        refused = opinion.number == number and form is not None
        values = form if refused and form is not None else _stored(opinion, places)
        values.changed_at.choices = choices_of(choices)
        for field in values:
            field.id = field.label.field_id = f"{field.name}-{opinion.number}"
            if refused and refusal is not None:
                field.errors = [
                    say(f.message) for f in refusal.findings if f.at in (field.name, _seat_in_words(field.name))
                ]
        yield {
            "number": opinion.number,
            "form": values,
            "card": card_of(dossier, opinion, places),
            "refused": refused,
            "href": url_for("reviewing.respond", document_id=dossier.document.id, number=opinion.number),
            "key": secrets.token_urlsafe(16),
            "answered": opinion.response is not None,
        }


def _seat_in_words(name: str) -> str:
    """Under which name the workflow speaks of a field of this form."""
    return {"text": "response"}.get(name, name)


def _stored(opinion: Opinion, places: Places) -> ResponseForm:
    adopted = {True: "yes", False: "no", None: None}[opinion.adopted]
    where = opinion.changed_at_path if opinion.response else opinion.anchor
    return ResponseForm(data={"text": opinion.response or "", "adopted": adopted, "changed_at": places.row_of(where)})


def give_page(dossier: Dossier, form: OpinionForm, refusal: Refusal) -> str:
    """The page of an opinion that was refused, with everything typed."""
    form.anchor.choices = choices_of(Places(dossier).choices())
    for field in form:
        field.errors = [say(f.message) for f in refusal.findings if f.at in (field.name, "opinion")]
    context = frame(dossier, here=_("加意見")) | {
        "form": form,
        "headline": say(refusal.headline),
        "refused": details_of(refusal),
        "key": secrets.token_urlsafe(16),
        "back": url_for("reviewing.show", document_id=dossier.document.id),
    }
    return render_template("review/opinion.html", **context)
