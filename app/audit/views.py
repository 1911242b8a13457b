"""The audit log: read, verified and taken out by auditors."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app.audit.log import choices, fault_words, matching_entries, page_of, query_of
from app.audit.verification import checks_of
from app.frame.downloads import asked_for, file_of, menu
from app.shell.access import action_context, now, today, wants_json
from app.shell.rendering import roc
from exchange.verify_bundle import as_json as verdict_json
from exchange.writers.bundle import verify_live
from exchange.writers.log import LogEntries
from exchange.writers.registry import Writer, writers_of
from forms.audit import LogSearch, log_search
from models.base import db
from workflows.language import whole_number
from workflows.lifecycle import AUDIT_LOG, note_export, note_verification, require_auditor

bp = Blueprint("auditing", __name__)
FORMATS = writers_of(LogEntries, "csv", "json")
(BUNDLE,) = writers_of(Session, "bundle")


@bp.get("/audit")
def index() -> ResponseReturnValue:
    """The entries of the log, filtered, newest first; ``?format=csv`` or ``json`` gives all that match as a file."""
    require_auditor(action_context())
    search = log_search(request.args)
    if wanted := asked_for(FORMATS):
        # Written down first: so it stands in the file.
        note_export(action_context(), AUDIT_LOG, wanted.name)
        return _file(wanted, matching_entries(search))
    page = page_of(search, whole_number(request.args.get("before", ""), 15))
    if wants_json():
        return jsonify({"total": page["total"], "entries": page["entries"], "next": _older(search, page["older"])})
    return render_template("audit/index.html", **_context(search, page), verdict=None), 422 if search.faults else 200


def _context(search: LogSearch, page: dict[str, Any]) -> dict[str, Any]:
    return {
        "search": search,
        "page": page,
        "faults": fault_words(search),
        "older": _older(search, page["older"]),
        "newest": url_for("auditing.index", **query_of(search)) if request.args.get("before") else "",
        "filtered": bool(query_of(search)),
        **choices(),
        "downloads": menu(FORMATS, lambda name: url_for("auditing.index", **query_of(search, format=name))),
    }


def _older(search: LogSearch, older: int | None) -> str | None:
    return url_for("auditing.index", **query_of(search, before=older)) if older is not None else None


def _file(writer: Writer, value: Any) -> Response:
    return file_of(writer, f"audit-{today():%Y%m%d}", value, quoted=True)


@bp.post("/audit/verify")
def verify() -> ResponseReturnValue:
    """Verify the live log against the live tables, now; that it was verified, with the result, is written down after."""
    require_auditor(action_context())
    verdict = verify_live(db.session())
    note_verification(action_context(), entries=verdict.entries, faults=len(verdict.faults))
    if wants_json():
        return jsonify(verdict_json(verdict))
    search = log_search({})
    verification = {"verdict": verdict, "checks": checks_of(verdict), "verified_at": roc(now(), "time")}
    return render_template("audit/index.html", **_context(search, page_of(search, None)), **verification)


@bp.get("/audit/export")
def export() -> ResponseReturnValue:
    """The evidence bundle, which verifies offline; its last entry says that it was taken."""
    require_auditor(action_context())
    note_export(action_context(), AUDIT_LOG, BUNDLE.name)
    return _file(BUNDLE, db.session())
