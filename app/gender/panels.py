"""What stands beside a gender-impact sheet: the week, the experts, what made it stale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.shell.access import today
from app.shell.rendering import iso, roc, say
from workflows.gender import is_stale, judged_row, kpis_of
from workflows.language import WEEK, from_roc, in_taipei, year_of
from workflows.lifecycle import Dossier, Phase
from workflows.review import findings_of
from workflows.schema import JUDGED_FIELDS, judged_fields, parts_of, value_at

"""Taking part and revising leave a week at least (GI-17, S003 L591)."""


def week_of(dossier: Dossier) -> dict[str, Any]:
    """The week that taking part and revising need, as dates: as asked, as begun, or as it would be from today."""
    content, document = dossier.content, dossier.document
    latest = _latest(content, "from")
    ended = _latest(content, "to")
    notified = from_roc(str(value_at(content, "results.notified") or ""))
    begun = not dossier.state.aside and dossier.state.phase is not Phase.DRAFT
    start: date = (latest if begun and latest else None) or (
        in_taipei(document.state_since).date() if dossier.state.phase is Phase.ADVICE else today()
    )
    early = start + WEEK
    points = [{"label": _("送專家"), "day": roc(start, "day"), "iso": iso(start), "done": begun}]
    points.append(
        {"label": _("滿一週"), "day": roc(early, "day"), "iso": iso(early), "done": begun and today() >= early}
    )
    if begun and ended:
        points.append({"label": _("專家填復"), "day": roc(ended, "day"), "iso": iso(ended), "done": True})
    if begun and notified:
        points.append({"label": _("通知結果"), "day": roc(notified, "day"), "iso": iso(notified), "done": True})
    return {
        "points": points,
        "planned": not begun,
        "early": _("%(year)s年%(month)s月%(day)s日", year=year_of(early), month=early.month, day=early.day),
        "short": bool(notified and begun and notified < early),
    }


def _latest(content: Mapping[str, Any], name: str) -> date | None:
    """The latest of the dates that the experts' parts have here."""
    days = (from_roc(str(part.get(name) or "")) for _key, part in parts_of(content))
    return max((day for day in days if day is not None), default=None)


def stale_of(dossier: Dossier) -> dict[str, Any] | None:
    """What changed in the key plan since the sheet judged it; ``None`` while it still holds."""
    if not is_stale(dossier):
        return None
    kpis, before, row = kpis_of(dossier), judged_row(dossier), dossier.row
    if before is None or row is None:
        return {"rows": []}
    was, now = judged_fields(before, kpis), judged_fields(row, kpis)
    titles = {kpi["id"]: kpi["title"] for kpi in kpis}
    rows = [
        {"label": say(label), "old": _field_words(was[name], titles), "new": _field_words(now[name], titles)}
        for name, label in JUDGED_FIELDS.items()
        if was[name] != now[name]
    ]
    return {"rows": rows}


def _field_words(value: Any, titles: Mapping[str, str]) -> str:
    return "、".join(titles.get(one, one) for one in value) if isinstance(value, list) else str(value or "")


def sent_back_why(dossier: Dossier) -> str:
    """Why the sheet stands before the staff again, where the system sent it back (GI-19, GI-21)."""
    finding = next((one for one in findings_of(dossier) if one.rule == "GI-19" and one.at == "beneficiaries"), None)
    return say(finding.message) if finding and dossier.state.phase is Phase.DRAFT else ""
