"""The log of the whole installation as auditors read it: searched, a page at a time, or whole as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, or_, select

from app.frame.document import heading_of
from app.frame.log_words import ACTIONS, OBJECTS, action_word, object_word, state_word
from app.frame.paging import PER_PAGE, cut
from app.shell.addresses import place_of
from app.shell.rendering import iso, roc, say
from exchange.writers.log import LogEntries
from forms.audit import LogSearch
from models.audit_log import AuditEntry
from models.base import db
from models.document import Document
from models.people import Agency, User
from workflows.lifecycle import KINDS


def _conditions(search: LogSearch) -> Iterator[ColumnElement[bool]]:
    if search.actor:
        people = select(User.id).where(
            or_(User.account == search.actor, User.name.contains(search.actor, autoescape=True))
        )
        named = AuditEntry.line.contains(
            f'"actor":{{"account":{json.dumps(search.actor, ensure_ascii=False)}', autoescape=True
        )
        yield or_(AuditEntry.actor_id.in_(people), AuditEntry.actor_id.is_(None) & named)
    if search.agency:
        yield AuditEntry.line.contains(
            f'"agency":{json.dumps(search.agency, ensure_ascii=False)},"id":', autoescape=True
        )
    if search.action:
        yield AuditEntry.action == search.action
    if search.object:
        yield _object(search.object)
    if search.begins:
        yield AuditEntry.at >= search.begins
    if search.ends:
        yield AuditEntry.at < search.ends


def _object(wanted: str) -> ColumnElement[bool]:
    """An object by its name in the log (annual_plan:12), all of one kind, or documents by title."""
    if ":" in wanted:
        return AuditEntry.object == wanted
    if wanted in OBJECTS:
        return or_(AuditEntry.object == wanted, AuditEntry.object.startswith(f"{wanted}:", autoescape=True))
    titled = select(Document.kind, Document.id).where(Document.title.contains(wanted, autoescape=True)).limit(200)
    return AuditEntry.object.in_([f"{row.kind}:{row.id}" for row in db.session.execute(titled)])


def entries(search: LogSearch) -> Select[int, str]:
    """The entries that match, newest first."""
    return select(AuditEntry.seq, AuditEntry.line).where(*_conditions(search)).order_by(AuditEntry.seq.desc())


def page_of(search: LogSearch, before: int | None) -> dict[str, Any]:
    """One page of the list: ``before`` is the entry at which the page before ended."""
    wanted = entries(search)
    total = db.session.scalar(select(func.count()).select_from(AuditEntry).where(*_conditions(search))) or 0
    rows, more = cut(
        db.session.execute(
            (wanted.where(AuditEntry.seq < before) if before is not None else wanted).limit(PER_PAGE + 1)
        ).all()
    )
    logged = [json.loads(row.line) for row in rows]
    documents = _documents([entry["object"] for entry in logged])
    return {
        "total": total,
        "rows": [_row(entry, documents) for entry in logged],
        "entries": logged,
        "older": rows[-1].seq if more else None,
    }


def _documents(names: list[str]) -> dict[str, Document]:
    """The documents among the objects; a list that left as a file is named by its kind alone and is no document."""
    parts = (name.partition(":") for name in names)
    ids = {int(number) for kind, _colon, number in parts if kind in KINDS and number}
    rows = db.session.scalars(select(Document).where(Document.id.in_(ids)))
    return {row.object_name: row for row in rows}


def _row(entry: dict[str, Any], documents: dict[str, Document]) -> dict[str, Any]:
    kind, document = entry["object"].partition(":")[0], documents.get(entry["object"])
    moved = entry["from"] != entry["to"]
    actor = entry["actor"]
    return {
        "seq": entry["seq"],
        "when": f"{roc(_at(entry))} {roc(_at(entry), 'clock')}",
        "iso": iso(_at(entry)),
        "name": say(actor["name"]),
        "account": actor["account"],
        "agency": actor["agency"] or "",
        "action": action_word(entry["action"], kind),
        "object": object_word(entry["object"]),
        "title": heading_of(document) if document else "",
        "href": place_of(document) if document else "",
        "history": url_for("history.show", document_id=document.id) if document else "",
        "from": state_word(entry["from"], kind) if moved else "",
        "to": state_word(entry["to"], kind) if moved else "",
        "revision": entry["revision"],
        "digest": entry["hash"],
        "reason": entry["reason"],
        "details": _details(entry),
    }


def _at(entry: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["ts"].replace("Z", "+00:00"))


def _details(entry: dict[str, Any]) -> list[tuple[str, str]]:
    """What is particular to the entry, as it stands in the log."""
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in entry["details"].items()
    ]


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer: agencies and the actions that occur."""
    used = set(db.session.scalars(select(AuditEntry.action).distinct()))
    agencies = list(db.session.scalars(select(Agency.name).order_by(Agency.code)))
    return {
        "actions": [(action.value, say(label)) for action, label in ACTIONS.items() if action.value in used],
        "agencies": [(name, name) for name in agencies],
    }


def matching_entries(search: LogSearch) -> LogEntries:
    """The entries that match, read in portions while they are written."""
    rows = db.session.execute(entries(search).execution_options(yield_per=1000))
    return LogEntries(row.line for row in rows)


def query_of(search: LogSearch, **more: Any) -> dict[str, Any]:
    """The filters as they stand in an address."""
    return {name: value for name, value in {**search.typed, **more}.items() if value}


def fault_words(search: LogSearch) -> list[dict[str, str]]:
    """What could not be understood, each with a link to its field."""
    return [{"text": say(message), "href": f"#filter-{name}"} for name, message in search.faults.items()]
