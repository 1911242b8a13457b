"""Between the import shape, where rows are known by their titles, and the stored content, where they have ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from exchange.imported import Imported
from exchange.shape import HOLDS, GoalShape, ImportShape, KeyPlanShape, KpiShape, PlanShape, YearShape
from exchange.targets import parse_target
from models.wording import Message, message_to_json
from workflows.language import fold, nfc, target_words

NewId = Callable[[str], str]
"""Mints a row id from its letter: ``new_id("g")`` gives something like ``g-3f9a01bc``, never the same twice."""

# The two indicators that every agency's plan has (domain.md §0.4).
COMMON_KPIS: Final = frozenset({fold("機關年度資本門預算執行率"), fold("機關於中程歲出概算額度內編報情形")})
KPI_EXTRAS: Final = ("formula", "polarity", "baseline", "difficulty", "lowering_reason")
# Late fields of workflows.schema.plan: stored and written only when they are filled.
KPI_LATE: Final = ("cumulative", "baseline_value", "baseline_year", "baseline_source")
CLAIMS: Final = ("gia_basis", "gia_exempt", "gia_evidence")
_COUNTED: Final = re.compile(r"(goals|kpis|key_plans)\[(\d+)\]")


def to_content(imported: Imported, *, new_id: NewId) -> dict[str, Any]:
    """Return the stored content of an annual plan: new ids, links resolved by title, targets parsed, text NFC.

    A goal or KPI title that names no row is kept as written (``goal_title``, ``unresolved``).
    """
    plan = imported.content
    goals = [_stored_goal(goal, new_id) for goal in plan["goals"]]
    goal_ids = _ids_by_title(goals)
    kpis = [_stored_kpi(kpi, goal_ids, new_id) for kpi in plan["kpis"]]
    kpi_ids = _ids_by_title(kpis)
    key_plans = [_stored_key_plan(row, kpi_ids, new_id) for row in plan["key_plans"]]
    return {"preamble": _text(plan["preamble"]), "goals": goals, "kpis": kpis, "key_plans": key_plans}


def to_import(content: Mapping[str, Any], year: int | None, agency: str | None) -> ImportShape:
    """Return stored content as the JSON interface of an import; nothing in it is uncertain."""
    goals = {goal["id"]: goal["title"] for goal in content["goals"]}
    titles = {kpi["id"]: kpi["title"] for kpi in content["kpis"]}
    plan: PlanShape = {
        "preamble": content["preamble"],
        "goals": [_shaped_goal(goal) for goal in content["goals"]],
        "kpis": [_shaped_kpi(kpi, goals) for kpi in content["kpis"]],
        "key_plans": [_shaped_key_plan(row, titles) for row in content["key_plans"]],
    }
    return {"kind": HOLDS, "year": year, "agency": agency, "content": plan, "uncertain": []}


def _text(written: str) -> str:
    return nfc(written).strip()


def _ids_by_title(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Of rows with equal titles the first is meant, as in print."""
    ids: dict[str, str] = {}
    for row in rows:
        if key := fold(row["title"]):
            ids.setdefault(key, row["id"])
    return ids


def _stored_goal(goal: GoalShape, new_id: NewId) -> dict[str, Any]:
    strategies = [
        {
            "id": new_id("s"),
            "text": _text(strategy["text"]),
            "items": [{"id": new_id("i"), "text": _text(item["text"])} for item in strategy["items"]],
        }
        for strategy in goal["strategies"]
    ]
    return {"id": new_id("g"), "title": _text(goal["title"]), "text": _text(goal["text"]), "strategies": strategies}


def _stored_kpi(kpi: KpiShape, goal_ids: Mapping[str, str], new_id: NewId) -> dict[str, Any]:
    goal = goal_ids.get(fold(kpi["goal"]), "")
    extras = {name: _text(str(kpi.get(name, ""))) for name in KPI_EXTRAS}
    return {
        "id": new_id("k"),
        "goal": goal,
        "goal_title": "" if goal else _text(kpi["goal"]),
        "title": _text(kpi["title"]),
        "regime": kpi["regime"],
        "method": _text(kpi["method"]),
        "measure": _text(kpi["measure"]),
        "target": parse_target(kpi["target"]),
        "links": _distinct(kpi["links"]),
        "common": bool(kpi.get("common")) or fold(kpi["title"]) in COMMON_KPIS,
        **extras,
        **_stored_late(kpi, new_id),
    }


def _stored_late(kpi: KpiShape, new_id: NewId) -> dict[str, Any]:
    filled = {name: kpi.get(name) for name in KPI_LATE if kpi.get(name) not in (None, "")}
    late: dict[str, Any] = {name: _text(one) if isinstance(one, str) else one for name, one in filled.items()}
    if years := [_stored_year(row, new_id) for row in kpi.get("years", ())]:
        late["years"] = sorted(years, key=lambda row: int(row["year"]))
    return late


def _stored_year(row: YearShape, new_id: NewId) -> dict[str, Any]:
    return {
        "id": new_id("y"),
        "year": row["year"],
        "target": parse_target(row.get("target", "")),
        "actual": _text(row.get("actual", "")),
        "source": _text(row.get("source", "")),
    }


def _stored_key_plan(row: KeyPlanShape, kpi_ids: Mapping[str, str], new_id: NewId) -> dict[str, Any]:
    cited = _distinct(row["kpis"])
    return {
        "id": new_id("p"),
        "work_plan": _text(row["work_plan"]),
        "item": _text(row["item"]),
        "category": _text(row["category"]),
        "content": _text(row["content"]),
        "kpis": list(dict.fromkeys(kpi_ids[fold(title)] for title in cited if fold(title) in kpi_ids)),
        "unresolved": [title for title in cited if fold(title) not in kpi_ids],
        "gia_owed": row.get("gia_owed", False),
        **{name: _text(str(row[name])) for name in CLAIMS if row.get(name)},
    }


def _distinct(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text for text in map(_text, texts) if text))


def _shaped_goal(goal: Mapping[str, Any]) -> GoalShape:
    return {
        "title": goal["title"],
        "text": goal["text"],
        "strategies": [
            {"text": strategy["text"], "items": [{"text": item["text"]} for item in strategy["items"]]}
            for strategy in goal["strategies"]
        ],
    }


def _shaped_kpi(kpi: Mapping[str, Any], goals: Mapping[str, str]) -> KpiShape:
    shaped = {
        "goal": goals.get(kpi["goal"], kpi["goal_title"]),
        "title": kpi["title"],
        "regime": kpi["regime"],
        "method": kpi["method"],
        "measure": kpi["measure"],
        "target": target_words(kpi["target"]),
        "links": list(kpi["links"]),
        **{name: kpi[name] for name in KPI_EXTRAS if kpi.get(name)},
        **{name: kpi[name] for name in KPI_LATE if kpi.get(name) not in (None, "")},
    }
    if kpi.get("common") and fold(kpi["title"]) not in COMMON_KPIS:
        shaped["common"] = True
    if years := [_shaped_year(row) for row in kpi.get("years", ())]:
        shaped["years"] = years
    return cast("KpiShape", shaped)


def _shaped_year(row: Mapping[str, Any]) -> YearShape:
    words = {"target": target_words(row["target"]), "actual": row["actual"], "source": row["source"]}
    return cast("YearShape", {"year": row["year"], **{name: text for name, text in words.items() if text}})


def _shaped_key_plan(row: Mapping[str, Any], titles: Mapping[str, str]) -> KeyPlanShape:
    shaped: KeyPlanShape = {
        "work_plan": row["work_plan"],
        "item": row["item"],
        "category": row["category"],
        "content": row["content"],
        "kpis": [*(titles[one] for one in row["kpis"] if one in titles), *row["unresolved"]],
    }
    if row.get("gia_owed"):
        shaped["gia_owed"] = True
    claims = {name: row[name] for name in CLAIMS if row.get(name)}
    return cast("KeyPlanShape", {**shaped, **claims})


def placed_doubts(imported: Imported, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The reader's doubts as ``doubt_at`` tells them: rows, which are counted in the file, by their ids in the content."""

    def named(match: re.Match[str]) -> str:
        rows, place = content[match[1]], int(match[2])
        return f"{match[1]}[{rows[place]['id']}]" if place < len(rows) else match[1]

    return [doubt_at(_COUNTED.sub(named, doubt.at, count=1), doubt.why) for doubt in imported.uncertain]


def doubt_at(at: str, why: Message) -> dict[str, Any]:
    """One doubt to be kept: ``why`` in the source language, ``said`` for readers of other languages."""
    return {"at": at, "why": str(why), "said": message_to_json(why)}
