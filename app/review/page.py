"""The review page: what to compare, the changes by row, the opinions beside them, the indicators to endorse."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app.frame.document import frame
from app.frame.documents_json import offer_json
from app.frame.findings import findings_of_page
from app.frame.offers import offers_of, reasons_of
from app.frame.places_in_document import Places
from app.frame.values import whole_of
from app.review.changes import counts_of, groups_of, list_of, top_of
from app.review.endorsements import endorsements
from app.review.opinions import card_of, seat_label
from app.shell.access import session_user
from app.shell.rendering import roc, say
from forms.common import choices_of
from forms.opinions import OpinionForm
from workflows.content import APPROVED_BASELINE, Baseline, baselines, changes_json, compare, every_revision
from workflows.lifecycle import Ask, Dossier, may
from workflows.review import opinion_row


class Comparison:
    """The two revisions being compared, and what else could be."""

    def __init__(self, dossier: Dossier, a: str, b: str) -> None:
        self.dossier = dossier
        self.known = baselines(dossier, session_user().actor.id)
        self.all = every_revision(dossier)
        self.newer = next((one for one in self.all if one.name == b), self.all[0] if self.all else None)
        choices = [*self.known, *self.all]
        self.older = next((one for one in choices if one.name == a), self.known[0] if self.known else None)

    @property
    def before(self) -> Mapping[str, Any]:
        """The content compared with."""
        return self.older.content(self.dossier) if self.older else {}

    @property
    def after(self) -> Mapping[str, Any]:
        """The content that is reviewed."""
        return self.newer.content(self.dossier) if self.newer else {}

    def older_choices(self) -> list[tuple[str, str]]:
        """What may be chosen at the left."""
        named = {one.name for one in self.known}
        return [(one.name, label_of(one)) for one in [*self.known, *(one for one in self.all if one.name not in named)]]

    def newer_choices(self) -> list[tuple[str, str]]:
        """What may be chosen at the right."""
        return [(one.name, label_of(one)) for one in self.all]


def label_of(one: Baseline) -> str:
    """A revision in the choosers: why it is there, its number and day."""
    figures = {"n": one.revision.number, "date": roc(one.at)}
    if one.why == "submitted":
        return str(_("前一輪送審　修訂 %(n)s（%(date)s）", **figures))
    if one.why == APPROVED_BASELINE:
        return str(_("現行核定版　修訂 %(n)s（%(date)s）", **figures))
    if one.why == "signed":
        return str(_("您上次核章　修訂 %(n)s（%(date)s）", **figures))
    if one.why == "now":
        return str(_("目前內容　修訂 %(n)s（%(date)s）", **figures))
    return str(_("修訂 %(n)s（%(date)s）", **figures))


def review_json(dossier: Dossier, a: str, b: str) -> dict[str, Any]:
    """The review for machines: what is compared, the changes and the opinions."""
    chosen = Comparison(dossier, a, b)
    changes = compare(chosen.before, chosen.after, dossier.form) if chosen.older else ()
    return {
        "document": {
            "id": dossier.document.id,
            "kind": dossier.document.kind,
            "state": dossier.document.state,
            "round": dossier.document.round,
            "version": dossier.document.version,
            "revision": dossier.document.revision,
        },
        "a": chosen.older.name if chosen.older else None,
        "b": chosen.newer.name if chosen.newer else None,
        **changes_json(changes),
        "opinions": [opinion_row(opinion) for opinion in dossier.opinions],
        "offers": [offer_json(offer) for offer in offers_of(dossier).values()],
        "csrf_token": generate_csrf(),
    }


def review_context(dossier: Dossier, a: str, b: str, *, whole: bool, at: str) -> dict[str, Any]:
    """Everything ``review/review.html`` shows."""
    chosen = Comparison(dossier, a, b)
    before, after = chosen.before, chosen.after
    places = Places(dossier, after, before)
    changes = compare(before, after, dossier.form) if chosen.older else ()
    whole = whole or chosen.older is None
    groups = whole_of(after, places) if whole else groups_of(changes, places)
    cards = [card_of(dossier, opinion, places) for opinion in dossier.opinions]
    left = _beside(groups, cards)
    offers = offers_of(dossier)
    document_id = dossier.document.id
    return frame(dossier, here=_("審查")) | {
        "columns": "rev",
        "chosen": chosen,
        "whole": whole,
        "groups": groups,
        "changes": list_of(changes, places),
        "kinds": counts_of(changes),
        "left_over": left,
        "older_label": _short(chosen.older),
        "newer_label": _short(chosen.newer),
        "older": chosen.older_choices(),
        "newer": chosen.newer_choices(),
        "say_form": _say_form(dossier, places, at),
        "may_say": _may_say(dossier),
        "key": secrets.token_urlsafe(16),
        "endorse": endorsements(dossier, places),
        "bar": [_bar_offer(dossier, offers[name]) for name in ("sign", "give_back") if name in offers],
        "who_words": _who_words(dossier),
        "seat_name": _seat(dossier),
        "warned": _warned(dossier),
        "here_url": lambda **more: url_for("reviewing.show", document_id=document_id, **(_chosen_args(chosen) | more)),
        "say_url": lambda path: url_for(
            "reviewing.show", document_id=document_id, at=path, **_chosen_args(chosen), _anchor="say"
        ),
    }


def _chosen_args(chosen: Comparison) -> dict[str, Any]:
    arguments = {"a": chosen.older, "b": chosen.newer}
    return {key: one.name for key, one in arguments.items() if one is not None}


def _short(one: Baseline | None) -> str:
    return str(_("修訂 %(n)s", n=one.revision.number)) if one else ""


def _beside(groups: list[dict[str, Any]], cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put each opinion beside the row it is about; gives those whose row is not shown."""
    homes = {top: group for group in groups for top in group["tops"]}
    for group in groups:
        group["cards"] = []
    left = []
    for card in cards:
        home = homes.get(top_of(card["anchor"])) if card["anchor"] else None
        if home is None:
            left.append(card)
        else:
            home["cards"].append(card)
    return left


def _seat(dossier: Dossier) -> str:
    actor, document = session_user().actor, dossier.document
    held = [seat.name for seat in dossier.state.seats if may(actor, seat.permission, document)]
    return next((name for name in held if name not in dossier.agreed), held[0] if held else "")


def _may_say(dossier: Dossier) -> bool:
    """Whether this person may record an opinion now, from a seat or as one who may give back, and is no author."""
    actor, document = session_user().actor, dossier.document
    speaking = (
        move
        for move in dossier.workflow.moves
        if move.four_eyes and Ask.OPINION in move.asks and move.leaves(document.state)
    )
    allowed = bool(_seat(dossier)) or any(move.needs and may(actor, move.needs, document) for move in speaking)
    return allowed and actor.id not in dossier.authors


def _say_form(dossier: Dossier, places: Places, at: str) -> OpinionForm:
    form = OpinionForm(data={"anchor": places.row_of(at) if at else ""})
    form.anchor.choices = choices_of(places.choices())
    return form


def _bar_offer(dossier: Dossier, offer: Any) -> dict[str, Any]:
    return {
        "move": offer.name,
        "label": say(offer.move.label),
        "allowed": offer.open,
        "why": reasons_of(dossier, offer),
        "primary": offer.name == "sign",
        "href": url_for("approving.move", document_id=dossier.document.id, move=offer.name),
    }


def _warned(dossier: Dossier) -> dict[str, Any]:
    """What the rules still say, open findings first, and who explained which warning why."""
    rows = [row for row in findings_of_page(dossier) if row["severity"] != "I"]
    checks = dossier.kind.pages.checks
    return {
        "open": [row for row in rows if not row["acknowledged"]],
        "explained": [row for row in rows if row["acknowledged"]],
        "href": url_for(checks, document_id=dossier.document.id) if checks else "",
    }


def _who_words(dossier: Dossier) -> str:
    seat = _seat(dossier)
    name = session_user().user.name
    return f"{seat_label(dossier, seat)}　{name}" if seat else ""
