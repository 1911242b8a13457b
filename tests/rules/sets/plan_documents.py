"""Good annual plans: real ones restored from print and invented ones in other agencies' styles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from app.cli.checking import check_imported
from exchange.readers.plan.plan_json_unfinished import read_unfinished
from exchange.registry import read
from tests.rules.sets import Clean, Found

Plan = dict[str, Any]
HERE: Final = Path(__file__).parent / "plans"
MOST: Final = Path(__file__).parents[3] / "data" / "plans" / "107-most" / "plan.txt"

# What the rules find on real plans, each looked at by hand: the defect stands in the official document.
JUDGED: Final[Mapping[str, Mapping[tuple[str, str], str]]] = {
    "107-most": {
        ("KP-12", "key_plans[26].kpis"): "「…衍生研發成果綜效指數」 lacks the 之 of the KPI's title",
        ("KP-11", "kpis[2].links"): "無, but key plans of 科技發展 cite it",
        ("KP-11", "kpis[6].links"): "無, but key plans of 科技發展 cite it",
        ("KP-06", "kpis[3].measure"): "〔 … ) in the printed formula",
        ("KP-06", "kpis[10].measure"): "two bodies with weights of 100 % each, and no word on how they are joined",
        ("AP-03", "kpis[4].goal"): "科技人才 for 科研人才 in the goal's title",
        ("DT-04", "goals[10].strategies[0].text"): "创",
        ("KP-04", "kpis[12].regime"): "regime 4, and nobody outside is named",
        ("KP-03", "kpis[13].method"): "a survey printed as 統計數據",
        ("KP-07", "kpis[14].measure"): "「106-109 年度目標值 60 件」: for each year or for all",
        ("DT-03", "key_plans[16].content"): "」 without 「",
        ("KP-16", "key_plans[31].content"): "六項, five listed",
        ("KP-15", "key_plans[62].content"): "1,800 件次, 13,200 人次, 142,300 小時 against 1,565, 11,095, 124,374",
        ("KP-17", "kpis[9].target"): "64 is no multiple of 1.5",
        ("DT-05", "key_plans[27].content"): "。。",
        ("KP-22", "kpis[0].measure"): "「培育數個科技研究團隊」: how many",
    },
    "107-cec": {
        ("KP-11", "key_plans[1].category"): "社會發展, while the two KPIs it serves say 無",
        ("KP-13", "kpis[0].title"): "no key plan names it",
        ("KP-13", "kpis[2].title"): "no key plan names it",
        ("KP-13", "kpis[4].title"): "no key plan names it",
        ("KP-03", "kpis[3].method"): "satisfaction over valid questionnaires, printed as 統計數據",
    },
    "107-mofa": {
        ("KP-13", "kpis[2].title"): "no key plan names it",
        ("KP-13", "kpis[11].title"): "no key plan names it",
    },
    "107-moi": {
        ("KP-11", "kpis[10].links"): "only 社會發展, but two key plans of 公共建設 serve it",
        ("KP-11", "kpis[11].links"): "社會發展, but the one key plan that serves it is 科技發展",
        ("KP-13", "kpis[12].title"): "no key plan names it",
        ("KP-13", "kpis[14].title"): "no key plan names it",
        ("KP-09", "kpis[15].target"): "90 % after 90.93 %, no reason given",
        ("KP-09", "kpis[16].target"): "4.7 % over-programming after 3.99 %, no reason given",
    },
}


def paths() -> dict[str, Path]:
    """Return the files of the good plans by their names."""
    return {"107-most": MOST} | {path.stem: path for path in sorted(HERE.iterdir()) if path.suffix in (".txt", ".json")}


@cache
def _shape(name: str) -> Plan:
    path = paths()[name]
    if path.suffix == ".json":
        return dict(json.loads(path.read_text(encoding="utf-8")))
    return dict(read(path).shape())


def shape(name: str) -> Plan:
    """Return a fresh copy of a good plan in the import shape."""
    return deepcopy(_shape(name))


def findings(plan: Plan) -> tuple[Found, ...]:
    """Return what ``flask plan check`` reports on a plan in the import shape."""
    checked = check_imported(read_unfinished(json.dumps(plan, ensure_ascii=False).encode()), "plan")
    return tuple(
        Found(one["rule"], one["at"], one["message"], tuple(one.get("also", ())))
        for one in checked.as_json()["findings"]
    )


@cache
def _of_clean(name: str) -> tuple[Found, ...]:
    return findings(shape(name))


def clean(name: str) -> Clean:
    """Return a good plan with its findings."""
    return Clean(name, partial(_of_clean, name), frozenset(JUDGED.get(name, {})))


CLEAN: Final = {name: clean(name) for name in paths()}
