"""What an outside expert sees: the way in six steps, the sheet to read, their own part, and what was changed since."""

from __future__ import annotations

import secrets
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from app.experts.own_part import own_view, prefilled
from app.frame import printed_sheet
from app.frame import sheet_parts as sheets
from app.frame.findings import place_words
from app.frame.offers import offer_of_page, offers_of
from app.frame.places_in_document import Places
from app.shell.access import session_user
from app.shell.rendering import iso, roc, say
from forms.sheets import SheetForm, leaves
from models.document import Document
from models.people import User
from models.storage import manifest_of, read
from models.wording import Message
from workflows.content import differing_passages
from workflows.experts import OpenQuestion, draft_of, expert_opinions, part_key_of
from workflows.lifecycle import Dossier
from workflows.schema import FillingParty, is_asked, value_at


def question() -> OpenQuestion:
    """What is asked of the expert who came by a link."""
    current = session_user().question
    if current is None:
        raise LookupError("nobody came by a link")
    return current


def welcome_page(sheet: Document, host: User) -> str:
    """The first page after the code: what is asked and what is seen, and the pledge; no word of the plan yet."""
    asked = question()
    due = asked.part.due_on if asked.part else None
    return render_template(
        "experts/asked.html",
        agency=sheet.agency.name,
        host=host,
        due=roc(due),
        due_iso=iso(due),
        confirm=asked.confirm,
        by_link=True,
    )


def expert_page(
    dossier: Dossier,
    form: SheetForm | None = None,
    errors: Any = (),
    clash: Any = None,
    refused: tuple[Message, ...] = (),
) -> str:
    """The expert's own page: the staff's part to read, their own part to fill in, or what they are asked to confirm."""
    (wanted,) = sheets.version_of(dossier).filled_by(FillingParty.EXPERT)[:1]
    beside, above = sheets.findings_beside(dossier, wanted, part_key_of(dossier, session_user().actor.id))
    asked, offer = question(), offers_of(dossier).get("answer")
    view = own_view(dossier)
    return render_template(
        "experts/expert.html",
        dossier=dossier,
        document=dossier.document,
        section=wanted,
        errors=errors,
        clash=clash,
        form=form or prefilled(dossier, wanted),
        open=sheets.may_fill(dossier, wanted),
        beside=beside,
        above=above,
        halves=printed_sheet.official(dossier, (FillingParty.STAFF, FillingParty.RESULTS)),
        confirm=asked.confirm,
        form_version=sheets.version_of(dossier),
        due=roc(asked.part.due_on if asked.part else None),
        answer=offer_of_page(dossier, offer) if offer else None,
        key=secrets.token_urlsafe(16),
        autosave=f"{dossier.document.object_name}:{wanted.key}",
        conditions=conditions_of(wanted, view),
        printed=[
            one for half in printed_sheet.official_of(dossier, view, (FillingParty.EXPERT,)) for one in half["sections"]
        ],
        opinions=opinions_of(dossier),
        changes=changes_of(dossier, asked),
        refused=[say(one) for one in refused],
        places=Places(dossier).choices() if asked.confirm else [],
        version=dossier.document.version,
        drafted=len(draft_of(dossier.session, dossier.document.id, session_user().actor.id)),
    )


def conditions_of(section: Any, content: Any) -> dict[str, bool]:
    """Which fields of a section are asked of this content."""
    return {path: is_asked(item.when, content) for path, item in leaves(section) if item.when}


def opinions_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The expert's own numbered opinions with what became of them."""
    mine = session_user().actor.id
    return [
        {
            "number": one.number,
            "text": one.text,
            "place": place_words(dossier, one.anchor),
            "reply": one.response,
            "verdict": _("參採") if one.adopted else _("不參採"),
            "where": place_words(dossier, one.changed_at_path),
        }
        for one in expert_opinions(dossier)
        if one.author_id == mine
    ]


def changes_of(dossier: Dossier, asked: OpenQuestion) -> list[dict[str, Any]]:
    """What of the staff's part is another text than the expert spoke of, place by place."""
    spoke = asked.part.spoke_revision if asked.part and asked.confirm else None
    revision = dossier.revision(spoke) if spoke else None
    if revision is None:
        return []
    before = read(dossier.session, manifest_of(revision))
    rows = []
    for section in sheets.version_of(dossier).filled_by(FillingParty.STAFF):
        for path, item in leaves(section):
            old, new = _words(value_at(before, path)), _words(value_at(dossier.content, path))
            if old != new:
                rows.append(
                    {"label": item.no or section.short, "sub": "", "old": old, "new": new, "big": False}
                    | ({"prose": differing_passages(old, new)} if old and new else {})
                )
    return rows


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return str(value or "")
