"""A plan that comes from a file: read, stored with its doubts, and the list of doubts afterwards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.frame.findings import place_words
from app.shell.access import action_context
from app.shell.addresses import edit_place
from app.shell.rendering import say
from exchange.content import doubt_at, placed_doubts, to_content
from exchange.imported import Imported, Unreadable
from exchange.limits import MAX_BYTES
from exchange.registry import read, reader_of, readers
from forms.bodies import NewPlanBody
from forms.common import key_of
from forms.json_body import flat
from forms.plans import NewPlanForm
from models.audit_log import AuditEntry
from models.audit_words import Action
from models.base import db
from models.people import Agency
from models.wording import N_, Message, message_from_json
from workflows.content import new_row_id
from workflows.language import fold, whole_number
from workflows.lifecycle import ActionContext, Dossier, Malformed, Outcome, blocking_finding
from workflows.plans import ImportOrigin, create_plan

LONGEST_NAME = 200


class NotImported(Exception):
    """The file was refused as a whole; ``sentences`` say why, the most important first."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(sentences[0])
        self.sentences = sentences


def formats() -> list[dict[str, str]]:
    """What can be imported, with the endings of the names."""
    return [{"label": say(one.label), "endings": "、".join(one.extensions)} for one in readers()]


def create(form: NewPlanForm, upload: FileStorage | None, idempotency_key: str | None) -> tuple[Outcome, int]:
    """Begin a plan from the form, with the file's content if there is one; gives the number of doubts too.

    Raises ``NotImported`` when the file cannot be read, ``Refused`` when the plan exists or the year is missing.
    """
    agency_id = int(form.agency_id.data or 0)
    if upload is None:
        return create_plan(
            action_context(), agency_id=agency_id, year=_year(form.year.data, None), idempotency_key=idempotency_key
        ), 0
    name = PurePath((upload.filename or "").replace("\\", "/")).name[-LONGEST_NAME:]
    data = upload.stream.read(MAX_BYTES + 1)
    try:
        imported = read(data, name)
        chosen = reader_of(name).name
    except Unreadable as unreadable:
        raise NotImported([say(unreadable.message), *map(say, unreadable.details)]) from unreadable
    return _store(
        action_context(), agency_id, _year(form.year.data, imported), imported, name, data, chosen, idempotency_key
    )


def create_from_json(body: NewPlanBody) -> Outcome:
    """The same for machines; ``document`` is in the import shape of interfaces.md §2."""
    document, sent = body.document, flat(body)
    agency = whole_number(sent.get("agency_id", ""), 9)
    if agency is None:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), "agency_id"))
    year, idempotency_key = sent.get("year"), key_of(sent)
    if document is None:
        return create_plan(action_context(), agency_id=agency, year=_year(year, None), idempotency_key=idempotency_key)
    data = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    try:
        imported = read(data, "document.json")
    except Unreadable as unreadable:
        raise Malformed(
            *(blocking_finding("WF-09", why, "document") for why in (unreadable.message, *unreadable.details))
        ) from unreadable
    outcome, _count = _store(
        action_context(), agency, _year(year, imported), imported, "document.json", data, "plan_json", idempotency_key
    )
    return outcome


def _year(typed: str | None, imported: Imported | None) -> int:
    year = whole_number((typed or "").strip(), 4)
    return year if year is not None else (imported.year if imported else None) or 0


def _store(
    who: ActionContext,
    agency_id: int,
    year: int,
    imported: Imported,
    name: str,
    data: bytes,
    chosen: str,
    idempotency_key: str | None,
) -> tuple[Outcome, int]:
    content = to_content(imported, new_id=new_row_id)
    doubts = [*_mismatches(imported, agency_id, year), *placed_doubts(imported, content)]
    origin = ImportOrigin(name, hashlib.sha256(data).hexdigest(), chosen, len(doubts), tuple(doubts))
    return create_plan(
        who, agency_id=agency_id, year=year, content=content, origin=origin, idempotency_key=idempotency_key
    ), len(doubts)


def _mismatches(imported: Imported, agency_id: int, year: int) -> list[dict[str, Any]]:
    """Where the file names another agency or year than was chosen."""
    agency = db.session.get(Agency, agency_id)
    mismatches = []
    if imported.agency and agency and fold(imported.agency) != fold(agency.name):
        mismatches.append(
            Message.of(
                N_("檔案上的機關是「%(written)s」，匯入到「%(chosen)s」。"), written=imported.agency, chosen=agency.name
            )
        )
    if imported.year and imported.year != year:
        mismatches.append(
            Message.of(N_("檔案上的年度是 %(written)s，匯入為 %(chosen)s。"), written=imported.year, chosen=year)
        )
    return [doubt_at("", one) for one in mismatches]


def doubts_of(dossier: Dossier) -> list[dict[str, str]]:
    """What was uncertain when the plan was read, from the log, in the reader's language."""
    return [{"at": doubt["at"], "why": _why(doubt)} for doubt in _details(dossier).get("doubts", [])]


def _why(doubt: Mapping[str, Any]) -> str:
    """A doubt in the reader's language; those of earlier versions were kept as sentences of the source language."""
    stored = doubt.get("said")
    return say(message_from_json(stored)) if isinstance(stored, Mapping) else str(doubt["why"])


def was_imported(dossier: Dossier) -> bool:
    """Whether the plan came from a file; a plan that did has been read before anything else was done with it."""
    return dossier.session.scalar(_entry_of(dossier, AuditEntry.seq)) is not None


def _entry_of(dossier: Dossier, column: Any) -> Any:
    here = (AuditEntry.object == dossier.document.object_name, AuditEntry.action == Action.IMPORT.value)
    return select(column).where(*here).order_by(AuditEntry.seq).limit(1)


def _details(dossier: Dossier) -> dict[str, Any]:
    line = dossier.session.scalar(_entry_of(dossier, AuditEntry.line))
    details: dict[str, Any] = json.loads(line).get("details", {}) if line else {}
    return details


def report(dossier: Dossier) -> dict[str, Any]:
    """The file and every doubt with its place in words and the way to the field."""
    details = _details(dossier)
    doubts = [
        {
            "at": doubt["at"],
            "why": _why(doubt),
            "place": place_words(dossier, doubt["at"]),
            "href": edit_place(dossier.document, doubt["at"]) if doubt["at"] else "",
        }
        for doubt in details.get("doubts", [])
    ]
    return {
        "file": details.get("file", ""),
        "sha256": details.get("sha256", ""),
        "format": details.get("format", ""),
        "doubts": doubts,
        "title": _("匯入核對"),
    }
