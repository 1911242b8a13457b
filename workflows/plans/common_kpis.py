"""The two indicators that every agency's plan has, as templates: one press adds those that are missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from workflows.content import Changed, Content, editing
from workflows.language import cached_fold
from workflows.rules.subjects import Kpi

GOAL: Final = re.compile(r"妥[適善]配置預算資源")
"""The last goal of every plan; 人事行政總處 writes 妥善 (S004)."""
TEMPLATES: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "title": "機關年度資本門預算執行率",
        "measure": "（本年度資本門實支數＋資本門應付未付數＋資本門賸餘數）÷（資本門預算數）×100%"
        "（以上各數均含本年度原預算、追加預算及以前年度保留數）",
        "polarity": "higher",
    },
    {
        "title": "機關於中程歲出概算額度內編報情形",
        "measure": "【（本年度歲出概算編報數－本年度中程歲出概算額度核列數）÷本年度中程歲出概算額度核列數】×100%",
        "polarity": "lower",
    },
)
"""As S000 and all plans of S004 print them (F7 and F8 of domain.md §1.5): budget spent the higher the better, over-programming the lower."""
SHARED: Final[Mapping[str, Any]] = {"regime": 1, "method": "統計數據", "links": ["無"], "common": True}
TARGET: Final = {"value": "", "unit": "%", "comparator": "", "text": ""}


def missing_common_kpis(content: Content) -> list[Mapping[str, Any]]:
    """The templates whose indicator the plan does not have yet."""
    present = {Kpi(row, "").key for row in content["kpis"]}
    return [one for one in TEMPLATES if not any(cached_fold(one["title"]) in key for key in present)]


def add_common_kpis(content: Content, new_id: Callable[[], str]) -> Changed:
    """Add the missing common indicators at the end, under their goal where the plan has it; targets are the agency's own."""
    goal = next((row["id"] for row in reversed(content["goals"]) if GOAL.search(cached_fold(row["title"]))), "")
    changed: Changed = {}
    for one in missing_common_kpis(content):
        values = {**SHARED, **one, "goal": goal, "target": dict(TARGET), "links": list(SHARED["links"])}
        changed = editing.merged(changed, editing.add_row({**content, **changed}, "kpis", new_id(), **values))
    return changed
