"""The indicators of a plan as 研考 endorses or returns them during joint review."""

from __future__ import annotations

import secrets
from typing import Any

from flask import url_for

from app.frame.places_in_document import Places
from app.shell.access import action_context, session_user
from app.shell.addresses import place_of
from app.shell.rendering import say
from models.document import Document
from workflows.kinds import KPI_DEFINITION
from workflows.language import COMPARISON_STYLE, target_words
from workflows.lifecycle import Attempt, Dossier, may
from workflows.lifecycle import Permission as P
from workflows.plans import kpis_of_plan


def endorsements(dossier: Dossier, places: Places) -> dict[str, Any] | None:
    """The list of indicators during joint review, with who may speak and why not; nothing at other times."""
    document = dossier.document
    if not dossier.state.endorsing or not kpis_of_plan(dossier):
        return None
    known = {kpi.part_key: kpi for kpi in kpis_of_plan(dossier)}
    rows = [_row(known[row["id"]], row, places) for row in dossier.content.get("kpis", ()) if row["id"] in known]
    objections = _objections(dossier)
    concerned = may(session_user().actor, P.KPI_ENDORSE, document)
    over = "planning" in dossier.agreed
    return {
        "rows": rows,
        "done": sum(1 for row in rows if row["endorsed"]),
        "count": len(rows),
        "may": concerned and not objections and not over,
        "why": objections if concerned and not over else [],
    }


def _objections(dossier: Dossier) -> list[str]:
    """Why this person may not endorse; the plan's sign-offs and authors are asked for once for all indicators."""
    first = Dossier(dossier.session, kpis_of_plan(dossier)[0])
    first.dossier_of_plan = dossier
    first.all_sign_offs, first.authors = dossier.all_sign_offs, dossier.authors
    move = KPI_DEFINITION.workflow.move_named["endorse"]
    return [say(reason) for reason in Attempt(first, move, action_context()).objections()]


def _row(kpi: Document, row: dict[str, Any], places: Places) -> dict[str, Any]:
    workflow = KPI_DEFINITION.workflow
    state = workflow.state_named[kpi.state]
    tone = "green" if state.endorsed else "amber" if state.aside else ""
    endorse, give_back = (workflow.move_named[name] for name in ("endorse", "return_kpi"))
    return {
        "id": f"endorse-{kpi.part_key}",
        "title": places.name(f"kpis[{kpi.part_key}]") or kpi.title,
        "href": place_of(kpi),
        "target": target_words(row["target"], COMPARISON_STYLE),
        "state": say(state.label),
        "tone": tone,
        "endorsed": state.endorsed,
        "may_endorse": endorse.leaves(kpi.state),
        "may_return": give_back.leaves(kpi.state),
        "version": kpi.version,
        "key": secrets.token_urlsafe(16),
        "endorse_href": url_for("approving.move", document_id=kpi.id, move="endorse"),
        "return_href": url_for("approving.move", document_id=kpi.id, move="return_kpi"),
    }
