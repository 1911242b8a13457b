"""What became of a document: its history, any revision as it was, any two compared."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.frame.document import frame, open_document
from app.frame.documents_json import document_json
from app.frame.places_in_document import Places
from app.history.old_revision import past_context
from app.history.timeline import FILTERS, Timeline, history_url
from app.review.changes import groups_of, list_of
from app.review.page import Comparison
from app.shell.access import wants_json
from app.shell.rendering import say
from models.document import Document
from models.storage import manifest_of, read
from workflows.content import changes_json
from workflows.content import compare as changes_between
from workflows.language import whole_number
from workflows.lifecycle import Dossier, NotVisible

bp = Blueprint("history", __name__)


@bp.get("/documents/<int:document_id>/history")
def show(document_id: int) -> ResponseReturnValue:
    """The timeline, newest first, a page at a time."""
    dossier = open_document(document_id)
    before = whole_number(request.args.get("before", ""), 15)
    timeline = Timeline(dossier, request.args.get("show", ""), before)
    if wants_json():
        return jsonify(_history_json(dossier, timeline))
    return render_template("history/show.html", **frame(dossier, here=_("歷程")), **_history(dossier, timeline))


def _history(dossier: Dossier, timeline: Timeline) -> dict[str, Any]:
    counts = timeline.counts
    return {
        "columns": "",
        "rounds": timeline.rounds(),
        "older": timeline.older and history_url(dossier, show=timeline.wanted, before=timeline.older),
        "newest": timeline.before and history_url(dossier, show=timeline.wanted),
        "filters": [
            {
                "label": say(label),
                "href": history_url(dossier, show=name),
                "current": name == timeline.wanted,
                "count": counts[name],
            }
            for name, (label, _actions) in FILTERS.items()
            if counts[name] or name in ("", timeline.wanted)
        ],
        "editions": _editions(dossier),
    }


def _editions(dossier: Dossier) -> list[dict[str, str]]:
    """The editions before and after this one: each has a history of its own."""
    document = dossier.document
    rows = dossier.session.execute(
        select(Document.id, Document.edition)
        .where((Document.id == document.predecessor_id) | (Document.predecessor_id == document.id))
        .order_by(Document.edition)
    )
    return [
        {"label": _("第 %(n)s 版的歷程", n=row.edition), "href": url_for("history.show", document_id=row.id)}
        for row in rows
    ]


def _history_json(dossier: Dossier, timeline: Timeline) -> dict[str, Any]:
    own = [line.entry for line in timeline.lines if line.object == timeline.name]
    return {
        "document": document_json(dossier),
        "entries": own,
        "counts": timeline.counts,
        "next": history_url(dossier, show=timeline.wanted, before=timeline.older) if timeline.older else None,
    }


@bp.get("/documents/<int:document_id>/revisions/<int:number>")
def revision(document_id: int, number: int) -> ResponseReturnValue:
    """One revision exactly as it was kept."""
    dossier = open_document(document_id)
    revision_shown = dossier.revision(number)
    if revision_shown is None:
        raise NotVisible
    content = read(dossier.session, manifest_of(revision_shown))
    if wants_json():
        revision_json = {
            "number": revision_shown.number,
            "content_sha256": revision_shown.content_sha256,
            "form_version": revision_shown.form_version,
            "author": revision_shown.author.name,
            "at": revision_shown.created_at.isoformat(),
            "note": revision_shown.note,
        }
        return jsonify({"document": document_json(dossier), "revision": revision_json, "content": content})
    here = _("修訂 %(n)s", n=number)
    return render_template(
        "history/revision.html", **frame(dossier, here=here), **past_context(dossier, revision_shown, content)
    )


@bp.get("/documents/<int:document_id>/compare")
def compare(document_id: int) -> ResponseReturnValue:
    """Two revisions side by side, any of them; without a choice the newest and the one before."""
    dossier = open_document(document_id)
    newest = dossier.document.revision
    newer = request.args.get("b", "") or str(newest)
    number = whole_number(newer, 9)
    older = request.args.get("a", "") or ("" if number is None else str(number - 1))
    chosen = Comparison(dossier, older, newer)
    if chosen.older is None and len(chosen.all) > 1:
        chosen.older = chosen.all[-1]
    changes = changes_between(chosen.before, chosen.after, dossier.form) if chosen.older else ()
    if wants_json():
        names = {"a": chosen.older.name if chosen.older else None, "b": chosen.newer.name if chosen.newer else None}
        return jsonify({"document": document_json(dossier), **names, **changes_json(changes)})
    places = Places(dossier, chosen.after, chosen.before)
    return render_template(
        "history/compare.html",
        **frame(dossier, here=_("比對")),
        columns="nav",
        chosen=chosen,
        groups=groups_of(changes, places),
        changes=list_of(changes, places),
        choices_a=chosen.older_choices(),
        choices_b=chosen.newer_choices(),
        label_a=_named(chosen.older),
        label_b=_named(chosen.newer),
        side=request.args.get("side") == "1",
    )


def _named(one: Any) -> str:
    return str(_("修訂 %(n)s", n=one.revision.number)) if one else ""
