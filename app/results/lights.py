"""The page on which an agency sets the thresholds of its lights, with every earlier setting."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.shell.access import action_context
from app.shell.rendering import iso, roc, say
from forms.results import LightsForm
from models.audit_log import AuditEntry
from models.audit_words import Action
from models.base import db
from models.people import Agency
from workflows.lifecycle import NotVisible, Overtaken, Refusal, agencies_with
from workflows.lifecycle import Permission as P
from workflows.results import scheme_of, scheme_version

MOST_HISTORY = 50


def lights_context(agency_id: int, form: LightsForm | None, refusal: Refusal | None) -> dict[str, Any]:
    """What ``results/lights.html`` asks for."""
    agency = _agency(agency_id)
    scheme = scheme_of(db.session(), agency_id)
    if form is None:
        form = LightsForm()
        form.green.data, form.yellow.data = (scheme.green, scheme.yellow) if scheme else ("", "")
        form.note.data = scheme.note if scheme else ""
    return {
        "agency": agency,
        "heading": _("%(agency)s　燈號門檻", agency=agency.name),
        "scheme": scheme,
        "form": form,
        "version": scheme_version(scheme),
        "key": secrets.token_urlsafe(16),
        "history": list(_history(agency_id)),
        "may": agency_id in agencies_with(action_context().actor, P.LIGHTS_SET),
        "faults": _faults(refusal),
    }


def lights_json(agency_id: int) -> dict[str, Any]:
    """The thresholds for machines; ``version`` is what a change has to name."""
    agency = _agency(agency_id)
    scheme = scheme_of(db.session(), agency_id)
    return {
        "agency": agency.name,
        "green": scheme.green if scheme else None,
        "yellow": scheme.yellow if scheme else None,
        "note": scheme.note if scheme else "",
        "version": scheme_version(scheme),
        "csrf_token": generate_csrf(),
        "history": list(_history(agency_id)),
    }


def _agency(agency_id: int) -> Agency:
    """The agency, if this person sees its indicators."""
    agency = db.session.get(Agency, agency_id)
    if agency is None or agency_id not in agencies_with(action_context().actor, P.KPI_VIEW):
        raise NotVisible
    return agency


def _history(agency_id: int) -> Any:
    """Every change, newest first, as the log has it."""
    lines = db.session.scalars(
        select(AuditEntry.line)
        .where(AuditEntry.object == f"agency:{agency_id}", AuditEntry.action == Action.LIGHTS_SET)
        .order_by(AuditEntry.seq.desc())
        .limit(MOST_HISTORY)
    )
    for line in lines:
        entry = json.loads(line)
        at = _moment(entry["ts"])
        yield {
            "before": _words(entry["details"]["before"]),
            "after": _words(entry["details"]["after"]),
            "reason": entry["reason"],
            "by": entry["actor"]["name"],
            "at": roc(at, "time"),
            "iso": iso(at),
        }


def _moment(ts: str) -> Any:
    return datetime.fromisoformat(ts.replace("Z", "+00:00"))


def _words(figures: str) -> str:
    green, _slash, yellow = figures.partition("/")
    if not green:
        return str(_("未設定"))
    return str(_("綠燈 %(green)s%% 以上，黃燈 %(yellow)s%% 以上", green=green, yellow=yellow))


def _faults(refusal: Refusal | None) -> list[dict[str, str]]:
    if refusal is None:
        return []
    if isinstance(refusal, Overtaken):
        text = _("門檻在您開啟頁面之後已被變更；您輸入的數字還在，請看過目前的門檻再送出一次。")
        return [{"text": text, "href": ""}]
    reasons = [{"text": say(reason), "href": ""} for reason in getattr(refusal, "reasons", ())]
    return reasons + [{"text": say(one.message), "href": f"#{one.at}"} for one in refusal.findings]
