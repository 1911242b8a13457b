"""The targets of an indicator on its page: the years as chart and table, and every change with its reason and approval."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from app.frame.series_chart import Point, series
from app.shell.rendering import iso, roc, say
from models.document import Document
from models.kpi import TargetChange
from models.review import SignOff
from workflows.language import decimal_of, target_words
from workflows.lifecycle import Dossier
from workflows.plans import (
    AMEND_GROUNDS,
    amendment_grounds,
    approvals_covering,
    confirmed_results,
    definitions_of,
    needs_target_reason,
    plan_approvals,
    target_changes,
)

CHART = 8
"""Years that the chart has room for; the table has them all."""


def reason_of(dossier: Dossier) -> dict[str, Any]:
    """What the form of an indicator says about the reason for a changed target."""
    owed = needs_target_reason(dossier.document)
    hint = _("目標值改動時填寫，會記入目標值沿革。")
    if owed:
        hint = _("計畫送審過或為修正版，目標值改動或刪除指標時必填，會記入目標值沿革。")
    grounds, words = amendment_grounds(dossier)
    if grounds:
        hint += _("本版修正事由：%(grounds)s　%(words)s", grounds=say(AMEND_GROUNDS.get(grounds, grounds)), words=words)
    return {"reason_owed": owed, "reason_hint": hint}


def targets_context(dossier: Dossier, row: Mapping[str, Any], definitions: Sequence[Document]) -> dict[str, Any]:
    """The series and the changes, newest first, as ``plans/targets.html`` wants them."""
    changes = target_changes(dossier.session, definitions)
    signed = plan_approvals(dossier.session, definitions)
    reached = confirmed_results(dossier.session, definitions)
    plans = {one.id: one.parent or one for one in definitions}
    grounds = amendment_grounds(dossier)
    return {
        "series": _series(dossier.plan.year, row, changes, reached),
        "changes": [_change(one, changes, plans[one.document_id], signed) for one in reversed(changes)],
        "grounds": _("%(grounds)s　%(words)s", grounds=say(AMEND_GROUNDS.get(grounds[0], grounds[0])), words=grounds[1])
        if grounds[0]
        else "",
    }


def changes_json(dossier: Dossier) -> list[dict[str, Any]]:
    """Every entry of the targets of an indicator for machines, oldest first."""
    return [
        {
            "year": one.year,
            "before": json.loads(one.before or "null"),
            "after": json.loads(one.after or "null"),
            "reason": one.reason,
            "by": one.user.name,
            "at": iso(one.at),
            "edition": one.edition,
            "round": one.round,
            "plan_revision": one.plan_revision,
        }
        for one in target_changes(dossier.session, definitions_of(dossier))
    ]


def _series(
    plan_year: int, row: Mapping[str, Any], changes: Sequence[TargetChange], reached: Mapping[int, str]
) -> dict[str, Any]:
    rows = {one["year"]: one for one in row.get("years", ())}
    targets = {year: one["target"] for year, one in rows.items()} | {plan_year: row["target"]}
    unit = row["target"].get("unit", "")
    labels = []
    for year in sorted({*targets, *reached}):
        stored, target = rows.get(year, {}), targets.get(year, {})
        actual = reached.get(year) or stored.get("actual", "")
        old = next((one.before for one in reversed(changes) if one.year == year and one.before), "")
        labels.append(
            {
                "year": year,
                "own": year == plan_year,
                "target": target_words(target) if target else "",
                "actual": target_words(
                    {"value": actual, "unit": target.get("unit") or unit, "comparator": "", "text": ""}
                )
                if actual
                else "",
                "source": _("本系統確認之實際值") if year in reached else stored.get("source", ""),
                "old": target_words(json.loads(old)) if old else "",
                "point": Point(
                    str(year),
                    decimal_of(target.get("value", "")),
                    decimal_of(actual),
                    decimal_of(json.loads(old)["value"]) if old else None,
                    past=year < plan_year,
                ),
            }
        )
    points = [one["point"] for one in labels if one["point"].drawn]
    near = sorted(points, key=lambda point: abs(int(point.label) - plan_year))[:CHART]
    return {
        "rows": labels,
        "chart": series(sorted(near, key=lambda point: int(point.label))) if len(near) > 1 else None,
        "unit": unit,
        "more": len(labels) > 1 or any(one["actual"] for one in labels),
        "old": any(point.old is not None for point in near),
    }


def _change(
    change: TargetChange, changes: Sequence[TargetChange], plan: Document, signed: Sequence[SignOff]
) -> dict[str, Any]:
    before, after = (target_words(json.loads(text)) if text else "" for text in (change.before, change.after))
    return {
        "at": roc(change.at, "time"),
        "iso": iso(change.at),
        "year": change.year,
        "before": before,
        "after": after,
        "kind": _("首次訂定") if not change.before else _("刪除") if not change.after else _("變更"),
        "who": change.user.name,
        "office": f"{change.user.unit}{change.user.job_title}",
        "where": _where(plan, change),
        "reason": change.reason,
        "approvals": [
            {
                "title": _("首長核定") if one.sign_off.seat == "agency_head" else _("主管首長核定"),
                "who": one.sign_off.user.name,
                "at": roc(one.sign_off.at, "time"),
                "iso": iso(one.sign_off.at),
                "valid": one.valid,
                "round": one.sign_off.round,
            }
            for one in approvals_covering(change, changes, plan, signed)
        ],
    }


def _where(plan: Document, change: TargetChange) -> str:
    edition = _("第 1 版") if change.edition == 1 else _("修正第 %(n)s 版", n=change.edition)
    return str(
        _(
            "%(edition)s　第 %(round)s 輪　修訂 %(revision)s",
            edition=edition,
            round=change.round,
            revision=change.plan_revision,
        )
    )
