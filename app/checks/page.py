"""The checks page: every finding with its rule and source, explained warnings, and explanations that have lapsed."""

from __future__ import annotations

import secrets
from collections import Counter
from typing import Any

from flask_babel import gettext as _

from app.checks.catalogue import MEANINGS, title_of
from app.frame.document import frame
from app.frame.findings import finding_of_page, lapsed_words, place_words
from app.frame.places_in_document import Places
from app.shell.access import action_context
from app.shell.errors import finding_json
from app.shell.rendering import iso, say
from forms.plans import ReasonForm
from models.vocabulary import Severity
from workflows.content import editable_parts
from workflows.lifecycle import Dossier
from workflows.review import current_review, findings_of, lapsed_explanation
from workflows.rules import SEVERITY_ORDER, catalogue


def findings_json(dossier: Dossier) -> list[dict[str, Any]]:
    """The findings for machines, each with who explained it and what once explained it."""
    entries = []
    for finding in findings_of(dossier):
        row = dossier.acknowledged.get((finding.rule, finding.fingerprint))
        old = lapsed_explanation(dossier, finding)
        entries.append(
            finding_json(finding)
            | {
                "place": place_words(dossier, finding.at),
                "acknowledged": {"reason": row.reason, "by": row.user.name, "at": iso(row.at)} if row else None,
                "lapsed": {"reason": old.reason, "by": old.user.name, "at": iso(old.at)} if old else None,
            }
        )
    return entries


def checks_context(dossier: Dossier, form: ReasonForm | None = None) -> dict[str, Any]:
    """Everything ``checks/page.html`` shows; ``form`` is a reason that was refused."""
    rules = {rule.code: rule for rule in catalogue()}
    editable = bool(editable_parts(dossier, action_context()))
    rows: list[dict[str, Any]] = []
    seen: Counter[str] = Counter()
    for finding in findings_of(dossier):
        rule = rules.get(finding.rule)
        old = lapsed_explanation(dossier, finding)
        row = finding_of_page(dossier, finding, editing=editable)
        seen[row["id"]] += 1
        row["id"] += f"-{seen[row['id']]}" if seen[row["id"]] > 1 else ""
        rows.append(
            row
            | {
                "title": title_of(rule) if rule else _("未能檢查"),
                "why": say(rule.why) if rule else "",
                "heuristic": bool(rule and rule.heuristic),
                "part": finding.at.split("[")[0].split(".")[0],
                "explains": editable and finding.severity is Severity.W,
                "lapsed": lapsed_words(old),
                "draft": old.reason if old else "",
            }
        )
    parts = _parts(dossier)
    known = {part for part, _title in parts}
    groups = [
        {
            "level": level.value,
            "means": say(MEANINGS[level]),
            "count": len(mine),
            "open": sum(1 for row in mine if not row["acknowledged"]),
            "sections": [
                {"title": title, "rows": _said_once(here)}
                for part, title in [*parts, ("", _("其他"))]
                if (here := [row for row in mine if row["part"] == part or (not part and row["part"] not in known)])
            ],
        }
        for level in SEVERITY_ORDER
        for mine in [[row for row in rows if row["severity"] == level]]
    ]
    return frame(dossier, here=_("檢核結果")) | {
        "columns": "",
        "groups": groups,
        "found": len(rows),
        "form": form,
        "judged": len(rules),
        "version": dossier.document.version,
        "key": secrets.token_urlsafe(16),
        "by_part": _by_part(rows, parts),
    }


def _said_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings that say the same at many places as one with all the places; warnings are explained one by one."""
    alike: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        key = (row["rule"], row["message"], row["id"] if row["explains"] or row["acknowledged"] or row["also"] else "")
        first = alike.setdefault(key, row | {"places": []})
        first["places"].append({"place": row["place"] or row["at"], "href": row["href"]})
    return list(alike.values())


def _parts(dossier: Dossier) -> list[tuple[str, str]]:
    review = [("opinions", _("審查意見回復表"))] if current_review(dossier) else []
    places = Places(dossier)
    return [*((part, places.name(part)) for part in dossier.kind.parts), *review]


def _by_part(rows: list[dict[str, Any]], parts: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """How many findings of each weight every part has: what was found clean is said, too."""
    counts = {part: Counter(row["severity"] for row in rows if row["part"] == part) for part, _title in parts}
    return [{"title": title, "counts": counts[part]} for part, title in parts]
