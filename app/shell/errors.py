"""Refusals and failures as people and machines get to see them: what happened, what is kept, what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue, ResponseValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.shell.access import request_id, wants_json
from app.shell.addresses import place_of
from app.shell.rendering import say
from app.shell.retained_form import retained_form_page
from models.base import db
from models.document import Document
from models.wording import N_
from workflows.lifecycle import NotPermitted, NotVisible, Overtaken, Refusal, UnknownMove
from workflows.rules import Finding, engine

log = logging.getLogger("bianshen")
PAGES = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
OTHERS = {415: 422}
"""The page of a status that has none of its own."""
R = TypeVar("R", bound=Refusal)
NOT_FOUND = {"error": {"status": 404, "message": "找不到 Not found"}}


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding in the shape of interfaces.md §2, in the reader's language."""
    return engine.finding_json(finding, say)


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """A refusal for machines, with every reason and finding and, where it was overtaken, the current version."""
    body: dict[str, Any] = {"error": {"status": refusal.status, "message": say(refusal.headline)}}
    if isinstance(refusal, NotPermitted):
        body["reasons"] = [say(reason) for reason in refusal.reasons]
    if isinstance(refusal, Overtaken):
        body |= {"version": refusal.version, "state": refusal.state, "revision": refusal.revision}
    if refusal.findings:
        body["findings"] = [finding_json(finding) for finding in refusal.findings]
    return body


def answer(refusal: Refusal) -> ResponseReturnValue:
    """A refusal as a page or as JSON; what does not exist and what may not be seen answer with the same bytes."""
    db.session.rollback()
    if isinstance(refusal, NotVisible) or refusal.status == 404:
        return not_found()
    if wants_json():
        return jsonify(refusal_json(refusal)), refusal.status
    context: dict[str, Any] = {"title": say(refusal.headline), "details": details_of(refusal), "sentences": []}
    if isinstance(refusal, Overtaken) and refusal.document_id:
        document = db.session.get(Document, refusal.document_id)
        if document is not None:
            context["current"] = {"href": place_of(document), "label": ""}
        context.pop("sentences")
    return render_template(f"shell/errors/{_page(refusal.status)}.html", **context), refusal.status


def present(refusal: R, page: Callable[[R], ResponseValue]) -> ResponseReturnValue:
    """What became of a form that was refused: the refusal as JSON for machines, ``page`` again for people.

    What the person may not see is answered like what does not exist.
    """
    if wants_json() or isinstance(refusal, NotVisible):
        return answer(refusal)
    return page_again(refusal, page)


def page_again(refusal: R, page: Callable[[R], ResponseValue]) -> ResponseReturnValue:
    """The page from what is stored now, with all that was typed, under the status of the refusal.

    A page that leads elsewhere keeps its own status.
    """
    db.session.rollback()
    shown = page(refusal)
    return (shown, refusal.status) if isinstance(shown, str) else shown


def details_of(refusal: Refusal) -> list[dict[str, str]]:
    """Every reason and finding as a line, with a link to the field where there is one."""
    reasons = [{"text": say(reason), "href": ""} for reason in getattr(refusal, "reasons", ())]
    document_id = (request.view_args or {}).get("document_id")
    document = db.session.get(Document, document_id) if document_id else None
    return reasons + [
        {
            "text": f"{finding.rule}　{say(finding.message)}",
            "href": place_of(document, finding.at) if document and finding.at else "",
        }
        for finding in refusal.findings
    ]


def not_found() -> ResponseReturnValue:
    """The one answer for what does not exist or may not be seen."""
    if wants_json():
        return jsonify(NOT_FOUND), 404
    return render_template("shell/errors/404.html", request_id=""), 404


def _http(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    status = error.code or 500
    if isinstance(error, CSRFError):
        status = 400
    if status == 404:
        return not_found()
    if error.response is not None or status < 400:
        return error
    if wants_json():
        return jsonify({"error": {"status": status, "message": error.name}}), status
    if isinstance(error, CSRFError) and (kept := retained_form_page()) is not None:
        return kept, 400 if current_user.is_authenticated else 401
    return render_template(f"shell/errors/{_page(status)}.html"), status


def _page(status: int) -> int:
    return status if status in PAGES else OTHERS.get(status, 400 if status < 500 else 500)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.exception("request %s failed", request_id())
    return _http(InternalServerError())


def _database(error: OperationalError) -> ResponseReturnValue:
    log.exception("request %s: the database did not answer", request_id())
    db.session.rollback()
    if wants_json():
        return jsonify({"error": {"status": 503, "message": say(N_("資料庫目前無法使用，請稍後再試"))}}), 503
    return render_template("shell/errors/503.html"), 503


def init_app(app: Flask) -> None:
    """Register the answers."""
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(UnknownMove, lambda _error: not_found())
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)
