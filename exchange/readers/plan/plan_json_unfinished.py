"""Annual plans as JSON that is still to be checked: what is missing is empty, so that a rule can say so.

The strict reader (`plan_json`) decides what may be imported. This one decides what can be judged: a file of the import
shape, its bare content, or a stored content with ids; only a wrong build (a list where an object belongs) is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from exchange.imported import Doubts, Imported, Unreadable
from exchange.limits import check_bounds
from exchange.readers.plan.goals import ordinal_variants
from exchange.readers.plan.kpis import LINK_SEPARATORS, LINKS
from exchange.readers.plan.linking import by_fold, cited_titles
from exchange.readers.plan.plan_json import parsed
from exchange.readers.plan.typed_numerals import peel_numerals
from exchange.shape import HOLDS, GoalShape, ItemShape, KeyPlanShape, KpiShape, PlanShape, StrategyShape
from models.wording import N_, Message
from workflows.language import fold, nfc

SECTIONS: Final = ("goals", "kpis", "key_plans")
REGIMES: Final = range(1, 6)
EXTRAS: Final = ("formula", "polarity", "baseline", "difficulty", "lowering_reason")


def read_unfinished(data: bytes) -> Imported:
    """Read JSON of a plan as far as it goes; raises ``Unreadable`` with a sentence where it is no plan."""
    whole = parsed(data)
    if not isinstance(whole, dict):
        raise Unreadable(Message.of(N_("JSON 應為物件，內含施政計畫的前言、目標、指標與重要計畫。")))
    content = whole.get("content", whole)
    if not isinstance(content, dict) or not any(name in content for name in ("preamble", *SECTIONS)):
        raise Unreadable(Message.of(N_("JSON 裡找不到 preamble、goals、kpis、key_plans，這不像是年度施政計畫。")))
    if whole.get("kind", HOLDS) != HOLDS:
        raise Unreadable(
            Message.of(N_("JSON 的 kind 是「%(kind)s」，這裡只檢查年度施政計畫。"), kind=str(whole["kind"])[:60])
        )
    doubts = Doubts()
    plan = _plan(content, doubts)
    check_bounds(plan)
    year, agency = _year(whole.get("year")), _text(whole.get("agency"), "agency")
    return Imported(plan, (), year, agency or None, written=doubts.written())


def _plan(content: Mapping[str, Any], doubts: Doubts) -> PlanShape:
    goals, kpis, key_plans = (_rows(content.get(name), name) for name in SECTIONS)
    plan: PlanShape = {
        "preamble": _text(content.get("preamble"), "preamble"),
        "goals": [_goal(row, f"goals[{place}]") for place, row in enumerate(goals)],
        "kpis": [_kpi(row, place, doubts) for place, row in enumerate(kpis)],
        "key_plans": [_key_plan(row, f"key_plans[{place}]") for place, row in enumerate(key_plans)],
    }
    peel_numerals(plan, doubts)
    _link(plan, _titles_by_id(goals), _titles_by_id(kpis))
    return plan


def _wrong(at: str, words: str) -> Unreadable:
    return Unreadable(Message.of(N_("%(at)s %(words)s。"), at=at, words=Message(words)))


def _rows(value: object, at: str) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(Message.of(N_("%(at)s 應為陣列。"), at=at))
    rows = [{"text": row} if isinstance(row, str) and at.endswith(("strategies", "items")) else row for row in value]
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            raise Unreadable(Message.of(N_("%(at)s 應為物件。"), at=f"{at}[{place}]"))
    return rows


def _text(value: object, at: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return nfc(value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise _wrong(at, N_("應為文字"))


def _texts(value: object, at: str) -> list[str]:
    rows = value if isinstance(value, list) else [value]
    return [text for place, row in enumerate(rows) if (text := _text(row, f"{at}[{place}]"))]


def _year(value: object) -> int | None:
    digits = str(value if value is not None else "").strip()
    if not digits:
        return None
    if isinstance(value, bool) or not digits.isdecimal() or not 0 < int(digits) <= 999:
        raise _wrong("year", N_("應為民國年的整數或 null"))
    return int(digits)


def _goal(row: Mapping[str, Any], at: str) -> GoalShape:
    strategies = _rows(row.get("strategies"), f"{at}.strategies")
    return {
        "title": _text(row.get("title"), f"{at}.title"),
        "text": _text(row.get("text"), f"{at}.text"),
        "strategies": [_strategy(one, f"{at}.strategies[{place}]") for place, one in enumerate(strategies)],
    }


def _strategy(row: Mapping[str, Any], at: str) -> StrategyShape:
    items = _rows(row.get("items"), f"{at}.items")
    below: list[ItemShape] = [
        {"text": _text(one.get("text"), f"{at}.items[{place}].text")} for place, one in enumerate(items)
    ]
    return {"text": _text(row.get("text"), f"{at}.text"), "items": below}


def _kpi(row: Mapping[str, Any], place: int, doubts: Doubts) -> KpiShape:
    at = f"kpis[{place}]"
    kpi: KpiShape = {
        "goal": _text(row.get("goal"), f"{at}.goal") or _text(row.get("goal_title"), f"{at}.goal_title"),
        "title": _text(row.get("title"), f"{at}.title"),
        "regime": _regime(row.get("regime"), place, doubts),
        "method": _text(row.get("method"), f"{at}.method"),
        "measure": _text(row.get("measure"), f"{at}.measure"),
        "target": _target(row.get("target"), f"{at}.target"),
        "links": _links(_texts(row.get("links"), f"{at}.links")),
    }
    for name in EXTRAS:
        if text := _text(row.get(name), f"{at}.{name}"):
            kpi[name] = text
    return kpi


def nfkc(text: str) -> str:
    """Return full-width figures as plain ones; signs stay."""
    return unicodedata.normalize("NFKC", text)


def _regime(value: object, place: int, doubts: Doubts) -> int | None:
    written = nfkc(str(value)).strip() if value is not None else ""
    if isinstance(value, float) and value.is_integer():
        written = str(int(value))
    if written.isdecimal() and int(written) in REGIMES and not isinstance(value, bool):
        return int(written)
    if written:
        doubts.no_code(place, str(value))
    return None


def _target(value: object, at: str) -> str:
    """Return the target as printed; stored contents hold its parts."""
    if not isinstance(value, dict):
        return _text(value, at)
    parts = (_text(value.get(name), f"{at}.{name}") for name in ("comparator", "value", "unit"))
    return "".join(parts) or _text(value.get("text"), f"{at}.text")


def _links(written: Sequence[str]) -> list[str]:
    """Part several categories written in one text."""
    parts = [
        part for text in written for part in ([text] if fold(text) in LINKS else LINK_SEPARATORS.split(text)) if part
    ]
    return list(dict.fromkeys(LINKS.get(fold(part), part) for part in parts))


def _key_plan(row: Mapping[str, Any], at: str) -> KeyPlanShape:
    cited = [*_texts(row.get("kpis"), f"{at}.kpis"), *_texts(row.get("unresolved"), f"{at}.unresolved")]
    return {
        "work_plan": _text(row.get("work_plan"), f"{at}.work_plan"),
        "item": _text(row.get("item"), f"{at}.item"),
        "category": _text(row.get("category"), f"{at}.category"),
        "content": _text(row.get("content"), f"{at}.content"),
        "kpis": cited,
    }


def _titles_by_id(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {row["id"]: str(row.get("title") or "") for row in rows if isinstance(row.get("id"), str)}


def _link(plan: PlanShape, goals: Mapping[str, str], kpis: Mapping[str, str]) -> None:
    """Turn ids into titles, take numerals off goal cells, and part several titles written in one text."""
    goal_titles = by_fold(goal["title"] for goal in plan["goals"])
    known = by_fold(kpi["title"] for kpi in plan["kpis"])
    for kpi in plan["kpis"]:
        written = goals.get(kpi["goal"], kpi["goal"])
        readings = [written, *(title for _, title in ordinal_variants(written))]
        kpi["goal"] = next((goal_titles[fold(one)] for one in readings if fold(one) in goal_titles), written)
    for row in plan["key_plans"]:
        row["kpis"] = [title for text in row["kpis"] for title in _cited(kpis.get(text, text), known)]


def _cited(text: str, known: Mapping[str, str]) -> list[str]:
    if text and fold(text) not in known:
        titles, unknown = cited_titles(text, known)
        if titles:
            return [*titles, *unknown]
    return [text]
