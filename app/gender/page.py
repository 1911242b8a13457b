"""What every page of a sheet shows beside its text, and the sheet as JSON."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.experts import panel as experts_panel
from app.experts.own_part import own_findings, own_view
from app.frame import sheet_parts as sheets
from app.frame.documents_json import document_json, offer_json
from app.frame.offers import offer_of_page, offers_of
from app.gender import panels as sheet_panels
from app.gender.indicators_panel import indicators_of
from app.shell.access import session_user
from app.shell.errors import finding_json
from app.shell.expert_gate import came_by_link
from models.audit_words import Action
from workflows.gender import is_stale
from workflows.lifecycle import Dossier, Outcome, Phase, may
from workflows.lifecycle import Permission as P
from workflows.review import findings_of


def fresh_key() -> str:
    """An idempotency key for one form on one page."""
    return secrets.token_urlsafe(16)


def panels_of_page(dossier: Dossier, current: str = "") -> dict[str, Any]:
    """What stands left and right of every page of a sheet."""
    document, actor = dossier.document, session_user().actor
    offers = offers_of(dossier)
    shown = {
        name: offer_of_page(
            dossier,
            offer,
            url_for("approving.move", document_id=document.id, move=name),
            primary=name in ("submit", "complete", "reconfirm"),
        )
        for name, offer in offers.items()
    }
    inviting = may(actor, P.SHEET_INVITE, document) and dossier.state.phase in (Phase.DRAFT, Phase.ADVICE)
    inviting = inviting and not dossier.plan_dossier.state.final
    return {
        "groups": sheets.groups_of(dossier, current),
        "owed_steps": sheets.steps_owed(dossier),
        "week_shown": sheet_panels.week_of(dossier),
        "indicators_shown": indicators_of(dossier) if current in ("", "goal", "evaluation") else None,
        "stale": sheet_panels.stale_of(dossier),
        "sent_back": sheet_panels.sent_back_why(dossier),
        "invited": experts_panel.experts_of(dossier),
        "may_invite": inviting,
        "telling": experts_panel.telling_of(dossier, may(actor, P.SHEET_COMPLETE, document)),
        "offers": [shown[name] for name in shown if name in (Action.EXEMPT, Action.GIVE_BACK, Action.REOPEN)],
        "sends": [shown[name] for name in shown if name in ("submit", "complete", "reconfirm", "answer")],
        "invite_key": fresh_key(),
        "explain_url": url_for("plans.acknowledge", document_id=document.id),
    }


def outcome_json(outcome: Outcome) -> Response:
    """What a verb brought about, as JSON."""
    return jsonify(
        {"id": outcome.document_id, "state": outcome.state, "version": outcome.version, "revision": outcome.revision}
    )


def sheet_json(dossier: Dossier) -> ResponseReturnValue:
    """The sheet as far as this person sees it, as JSON."""
    guest = came_by_link()
    findings = own_findings(dossier) if guest else findings_of(dossier)
    return jsonify(
        {
            "document": document_json(dossier),
            "content": own_view(dossier) if guest else dossier.content,
            "offers": [offer_json(offer) for offer in offers_of(dossier).values()],
            "findings": [finding_json(one) for one in findings],
            "seats": [],
            "stale": is_stale(dossier),
            "experts": [] if guest else experts_panel.experts_of(dossier),
            "csrf_token": generate_csrf(),
        }
    )
