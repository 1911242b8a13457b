"""A document as it was at one of its revisions, printed as it is today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.frame.form_tree import Tree
from app.frame.places_in_document import Places
from app.frame.presenters import presenter_of
from app.shell.rendering import iso, roc
from models.document import Revision
from workflows.lifecycle import Dossier


def past_context(dossier: Dossier, revision: Revision, content: Mapping[str, Any]) -> dict[str, Any]:
    """What ``history/revision.html`` shows: who kept the revision when, its digest, its neighbours, the printed content."""
    number, newest, document_id = revision.number, dossier.document.revision, dossier.document.id

    def there(other: int) -> str:
        return url_for("history.revision", document_id=document_id, number=other) if 1 <= other <= newest else ""

    facts = [
        (_("修訂"), _("第 %(n)s 次，共 %(all)s 次", n=number, all=newest)),
        (_("存成"), f"{roc(revision.created_at, 'time')}　{revision.author.name}"),
        (_("說明"), revision.note or "—"),
        (_("摘要"), revision.content_sha256),
    ]
    return {
        "columns": "",
        "facts": facts,
        "number": number,
        "newest": newest,
        "when": roc(revision.created_at, "time"),
        "iso": iso(revision.created_at),
        "earlier": there(number - 1),
        "later": there(number + 1),
        "compare_before": url_for("history.compare", document_id=document_id, a=number - 1, b=number)
        if number > 1
        else "",
        "compare_now": url_for("history.compare", document_id=document_id, a=number, b=newest)
        if number < newest
        else "",
        "content": content,
        **_printed(dossier, content),
    }


def _printed(dossier: Dossier, content: Mapping[str, Any]) -> dict[str, Any]:
    """As the kind prints it, else as its form does."""
    past = presenter_of(dossier.kind.name).past(dossier, content)
    return past or {"printed": Tree(Places(dossier, content), content).sections()}
