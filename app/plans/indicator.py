"""The page of an indicator: its definition, where it is used, who endorsed it, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.checks.trial import trial_of
from app.frame.findings import findings_of_page
from app.frame.offers import offer_of_page, offers_of
from app.frame.printed_plan import links_words
from app.plans.target_history import targets_context
from app.shell.access import action_context
from app.shell.addresses import edit_place, place_of
from app.shell.rendering import iso, roc, say
from models.document import Document
from workflows.content import editable_parts
from workflows.kinds import GENDER_IMPACT
from workflows.language import target_words
from workflows.lifecycle import Dossier
from workflows.plans import definition_of, definitions_of
from workflows.schema import (
    CUMULATIVE,
    POLARITIES,
    REGIMES,
    ROWS,
    blank_row,
    form_version,
    numbered_kpis,
    source_key_plan,
)


def kpi_context(dossier: Dossier) -> dict[str, Any]:
    """What ``plans/kpi.html`` asks for besides the frame."""
    plan, definition = dossier.plan, definition_shown(dossier)
    row = definition["kpi"]
    definitions = definitions_of(dossier)
    return {
        "columns": "aside",
        "row": row,
        "goal": _goal(dossier, definition),
        "facts_list": _facts(row),
        "used": _used(dossier),
        "source_sheet": source_sheet(dossier, row),
        "editions": _editions(dossier, definitions),
        **targets_context(dossier, row, definitions),
        "trial": trial_of(row, plan.year, {}),
        "endorsements": [
            _endorsement(dossier, one) for one in dossier.all_sign_offs if one.document_id == dossier.document.id
        ],
        "findings": findings_of_page(dossier),
        "offers_list": _offers(dossier),
        "plan_href": place_of(plan, f"kpis[{dossier.document.part_key}]"),
        "checks_href": url_for("plans.checks", document_id=plan.id),
        "edit_href": edit_place(plan, f"kpis[{dossier.document.part_key}]")
        if editable_parts(dossier.plan_dossier, action_context())
        else "",
    }


def definition_shown(dossier: Dossier) -> dict[str, Any]:
    """The definition as the plan has it now; before the first submission there is no other."""
    if dossier.row is not None:
        return definition_of(dossier.row, dossier.plan_dossier.content["goals"])
    blank = {
        "goal_title": "",
        "kpi": blank_row(ROWS["kpis"], dossier.document.part_key or "") | {"title": dossier.document.title},
    }
    return dossier.content or blank


def _goal(dossier: Dossier, definition: dict[str, Any]) -> str:
    """The goal and number as printed: 「五、延攬…　2」."""
    numbered = numbered_kpis(dossier.plan_dossier.content)
    goal = next(((title, number) for title, number, row in numbered if row["id"] == dossier.document.part_key), None)
    if goal is None:
        return str(definition["goal_title"])
    return str(_("%(goal)s　第 %(n)s 項", goal=goal[0], n=goal[1])) if goal[0] else ""


def _facts(row: dict[str, Any]) -> list[tuple[str, str]]:
    shown = [
        (_("評估體制"), say(dict(REGIMES).get(row["regime"], ""))),
        (_("評估方式"), row["method"]),
        (_("衡量標準"), row["measure"]),
        (_("計算公式"), row["formula"]),
        (_("年度目標值"), target_words(row["target"])),
        (_("跨年度計算方式"), say(dict(CUMULATIVE)[row["cumulative"]]) if row.get("cumulative") is not None else ""),
        (_("方向"), say(dict(POLARITIES).get(row["polarity"], ""))),
        (_("與中長程個案計畫關聯"), links_words(row)),
        (_("共同性指標"), _("是") if row["common"] else _("否")),
        (_("基準值"), "\n".join(filter(None, (row["baseline"], _baseline(row))))),
        (_("挑戰性說明"), row["difficulty"]),
        (_("下修說明"), row["lowering_reason"]),
    ]
    return [(label, value) for label, value in shown if value or label in (_("衡量標準"), _("年度目標值"), _("方向"))]


def _baseline(row: dict[str, Any]) -> str:
    """The structured baseline in a line: 「105 年度　77.5%（來源）」."""
    value, year, source = (row.get(f"baseline_{name}") for name in ("value", "year", "source"))
    figure = target_words(row["target"] | {"value": value, "comparator": "", "text": ""}) if value else ""
    parts = [
        _("%(year)s 年度", year=year) if year else "",
        figure,
        _("來源：%(source)s", source=source) if source else "",
    ]
    return "　".join(filter(None, parts))


def _used(dossier: Dossier) -> list[dict[str, str]]:
    """The key plans that name this indicator."""
    key = dossier.document.part_key
    return [
        {
            "item": row["item"],
            "work_plan": row["work_plan"],
            "category": row["category"],
            "href": place_of(dossier.plan, f"key_plans[{row['id']}]"),
        }
        for row in dossier.plan_dossier.content["key_plans"]
        if key in row["kpis"]
    ]


def _editions(dossier: Dossier, definitions: list[Document]) -> list[dict[str, Any]]:
    """Every edition of the plan that used this indicator, newest first."""
    editions = []
    for one in definitions:
        own = one.id == dossier.document.id
        here = dossier if own else Dossier(dossier.session, one)
        row = here.row or here.content.get("kpi")
        plan = here.plan
        editions.append(
            {
                "name": _("第 1 版") if plan.edition == 1 else _("修正第 %(n)s 版", n=plan.edition),
                "current": own,
                "href": place_of(one),
                "target": target_words(row["target"]) if row else "",
                "state": say(here.state.label),
                "plan_href": place_of(plan, f"kpis[{one.part_key}]"),
                "plan_state": say(here.plan_dossier.state.label),
                "since": roc(plan.state_since, "time"),
            }
        )
    return editions


def _endorsement(dossier: Dossier, row: Any) -> dict[str, Any]:
    """What 研考 said of this indicator: an agreement holds through later rounds until the definition changes."""
    last = next(one for one in reversed(dossier.all_sign_offs) if one.document_id == dossier.document.id)
    valid = row is last and row.verdict == "agree" and dossier.state.endorsed
    kept = valid and row.round != dossier.reviewed.round
    user = row.user
    return {
        "stamp": {
            "office": [part for part in (user.unit, user.job_title) if part][:2] or [_("研考")],
            "name": user.name,
            "kind": "" if valid else "void",
        },
        "title": _("研考"),
        "full": f"{user.unit}{user.job_title} {user.name}",
        "time": roc(row.at, "time"),
        "iso": iso(row.at),
        "status": _("沿用") if kept else _("有效") if valid else _("退回") if row.verdict == "return" else _("失效"),
        "tone": "green" if valid else "amber",
        "note": _("第 %(n)s 輪　修訂 %(r)s", n=row.round, r=row.revision),
        "here": False,
    }


def _offers(dossier: Dossier) -> dict[str, list[dict[str, Any]]]:
    left: list[dict[str, Any]] = []
    right: list[dict[str, Any]] = []
    for offer in offers_of(dossier).values():
        href = url_for("approving.move", document_id=dossier.document.id, move=offer.name)
        shown = offer_of_page(dossier, offer, href, primary=offer.name == "endorse")
        (right if offer.name == "endorse" else left).append(shown)
    return {"left": left, "right": right}


def source_sheet(dossier: Dossier, row: Mapping[str, Any]) -> dict[str, str] | None:
    """The sheet from which an indicator was made, with the place in it; ``None`` for one made otherwise."""
    row_id, place = source_key_plan(row)
    if not row_id:
        return None
    sheet = dossier.session.scalar(
        select(Document)
        .where(
            Document.kind == GENDER_IMPACT.name,
            Document.part_key == row_id,
            Document.agency_id == dossier.plan.agency_id,
        )
        .order_by((Document.parent_id == dossier.plan.id).desc(), Document.id.desc())
        .limit(1)
    )
    if sheet is None:
        return None
    return {
        "title": sheet.title,
        "item": form_version(sheet.form_version).name_of(place),
        "href": place_of(sheet, place),
    }
