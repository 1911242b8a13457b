"""One passing and one failing example of every rule on annual plans: the smallest texts that show what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.rules.examples import Content, kpi
from tests.rules.linter_mutations import LINTER
from workflows.schema.printed import AsWritten, Misnumbered

Act = Callable[[Content], object]


@dataclass(frozen=True)
class Example:
    """Two edits of the clean plan: ``good`` leaves the rule silent, ``bad`` makes it speak.

    ``facts`` and ``odd_facts`` are what the rule sees beside the text (paper, last year's results) in each case.
    """

    good: Act
    bad: Act
    facts: Mapping[str, Any] = field(default_factory=dict)
    odd_facts: Mapping[str, Any] = field(default_factory=dict)


def nothing(plan: Content) -> None:
    """Leave the plan as it is."""


def row(number: int, **fields: Any) -> Act:
    """Change fields of a KPI."""
    return lambda plan: plan["kpis"][number - 1].update(fields)


def target(number: int, **fields: Any) -> Act:
    """Change the target of a KPI."""
    return lambda plan: plan["kpis"][number - 1]["target"].update(fields)


def content(text: str) -> Act:
    """Give the first key plan another content."""
    return lambda plan: plan["key_plans"][0].update(content=text)


def key_plan(number: int, **fields: Any) -> Act:
    """Change fields of a key plan."""
    return lambda plan: plan["key_plans"][number - 1].update(fields)


def preamble(old: str, new: str) -> Act:
    """Change words of the preamble."""
    return lambda plan: plan.update(preamble=plan["preamble"].replace(old, new))


def goal_title(number: int, title: str) -> Act:
    """Retitle a goal."""
    return lambda plan: plan["goals"][number - 1].update(title=title)


def many(count: int) -> Act:
    """Add KPIs of their own."""
    names = "森林河川道路港口車站圖書館診所公園校舍市場橋梁"
    rows = [
        kpi(n, 2, f"{names[n - 10 : n - 7]}修繕處數", "當年度修繕完成之處數", "9", "處") for n in range(10, 10 + count)
    ]
    return lambda plan: plan["kpis"].extend(rows)


def split(plan: Content) -> None:
    """Cut a KPI in two as a page break does."""
    first = plan["kpis"][0]
    rest = kpi(9, 1, "", first["measure"][10:], "", "", regime=None, method="", links=[])
    first["measure"] = first["measure"][:10]
    plan["kpis"].insert(1, rest)


HISTORY: Final = "【備註：本指標過去年度實際值為：103年：{}，104年：{}，105年：{}。】"
WEIGHTS: Final = "（甲項完成數÷甲項目標數）×{}%＋（乙項完成數÷乙項目標數）×{}%"
YEARS: Final = "完成復育之海岸長度。106-109年度目標值：106年：10公里、107年：12公里、"

_OUTLINE_AND_KPIS: Final[Mapping[str, Example]] = {
    "AP-01": Example(nothing, lambda plan: plan.update(key_plans=[])),
    "AP-02": Example(preamble("107", "１０７"), preamble("編定107", "編定106")),
    "AP-03": Example(row(3, goal_title="扶植在地產業 促進青年返鄉"), row(3, goal="", goal_title="推動國防自主")),
    "AP-04": Example(goal_title(3, "妥善配置預算資源，提升預算執行效率"), goal_title(3, "提高效率")),
    "AP-05": Example(many(11), many(12)),
    "AP-06": Example(content("一、建站。\n二、查詢。"), content("一、建站。\n三、查詢。")),
    "AP-07": Example(
        nothing,
        nothing,
        {"written": AsWritten(page_prefixes=("13",))},
        {"written": AsWritten(page_prefixes=("13", "14"))},
    ),
    "KP-01": Example(row(2, method="統計數據"), row(2, method="")),
    "KP-02": Example(row(2, regime=2), row(2, regime=6)),
    "KP-03": Example(row(3, method="問卷調查"), row(3, method="統計數據")),
    "KP-04": Example(row(3, regime=3), row(2, regime=3)),
    "KP-05": Example(target(2, value="12", unit="公里"), target(2, value="12", unit="")),
    "KP-06": Example(row(1, measure=WEIGHTS.format(60, 40)), row(1, measure=WEIGHTS.format(60, 30))),
    "KP-07": Example(row(2, measure=YEARS + "108年：13公里、109年：14公里"), row(2, measure=YEARS + "109年：14公里")),
    "KP-08": Example(
        row(2, baseline="106年 11 公里"),
        nothing,
        {"previous": {"海岸復育長度": 11}},
        {"previous": {"海岸復育長度": 11}},
    ),
    "KP-09": Example(
        row(4, measure="完成輔導並取得登記之家數" + HISTORY.format("40家", "52家", "55家")),
        row(4, measure="完成輔導並取得登記之家數" + HISTORY.format("60家", "58家", "72家")),
    ),
    "KP-10": Example(row(2, polarity="higher"), row(2, polarity="")),
    "KP-11": Example(row(4, links=["社會發展"]), row(4, links=["無"])),
    "KP-12": Example(key_plan(1, unresolved=[]), key_plan(1, unresolved=["海岸監測網建置進度完成率"])),
    "KP-13": Example(key_plan(3, kpis=["k-00000003", "k-00000004"]), key_plan(3, kpis=["k-00000003"])),
    "KP-14": Example(row(4, title="輔導青年創業家數"), row(4, title="海岸復育長度")),
    "KP-15": Example(
        key_plan(2, content="以柔性工法復育海岸 12 公里。"), key_plan(2, content="以柔性工法復育海岸 15 公里。")
    ),
    "KP-16": Example(
        content("辦理節能、創能、儲能及系統整合等四項工作。"), content("辦理節能、創能及儲能等四項工作。")
    ),
    "KP-17": Example(
        row(4, measure="計畫件數×家數（家數以 1.5 為目標值計算）"),
        lambda plan: (
            row(4, measure="計畫件數×家數（家數以 1.5 為目標值計算）")(plan),
            target(4, value="64")(plan),
        ),
    ),
    "DT-02": Example(content("臺灣海岸、臺灣海峽與臺灣東部。"), content("臺灣海岸、臺灣海峽、臺灣東部與台灣西部。")),
    "DT-03": Example(content("依「海岸方案」建置監測站。"), content("依海岸方案」建置監測站。")),
    "DT-04": Example(content("建置創新之監測站。"), content("建置创新之監測站。")),
    "DT-05": Example(content("建置監測站。"), content("建置監測站。。")),
    "DT-06": Example(nothing, split),
    "DT-07": Example(content("於107年4月30日完成。"), content("於107年4月31日完成。")),
    "DT-08": Example(content("服務1,650人次。"), content("服務1,65人次。")),
    "DT-09": Example(
        row(2, measure="累計復育之海岸長度（106年：10公里、107年：12公里）"),
        row(2, measure="累計復育之海岸長度（106年：10公里、107年：8公里）"),
    ),
    "DT-10": Example(content("由海岸單位辦理。"), content("由○○單位辦理。")),
    "DT-11": Example(nothing, lambda plan: plan["key_plans"][2].update(content=plan["key_plans"][0]["content"])),
    "DT-12": Example(nothing, nothing, {"agency_name": "科技部"}, {"agency_name": "科枝部"}),
}
# How indicators read is shown by its own mutations: the first of each rule fails, the clean plan passes.
_FIRST: Final = {one.rule: one for one in reversed(LINTER)}
EXAMPLES: Final[Mapping[str, Example]] = {
    **_OUTLINE_AND_KPIS,
    **{code: Example(nothing, one.plant, {}, one.subject) for code, one in _FIRST.items()},
}
# What a numeral out of turn looks like to AP-06 on paper, for the catalogue's tests.
OUT_OF_TURN: Final = AsWritten(misnumbered=(Misnumbered("goals[1].title", "三、", 2),))
