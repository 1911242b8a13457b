"""Ways of breaking the clean plan: per rule a name, the defect, where it must be found, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests.rules.examples import BUDGET_GOAL, goal, key_plan, kpi

Content = dict[str, Any]
K: Final = "kpis[k-0000000{}].{}"
P: Final = "key_plans[p-0000000{}].{}"
G: Final = "goals[g-0000000{}].title"


@dataclass(frozen=True)
class Mutation:
    """One planted defect: ``rule`` must be reported at exactly ``places``, and nothing else."""

    rule: str
    name: str
    plant: Callable[[Content], object]
    places: tuple[str, ...]
    subject: dict[str, Any] = field(default_factory=dict)


def _kpi(number: int, **fields: Any) -> Callable[[Content], object]:
    return lambda plan: plan["kpis"][number - 1].update(fields)


def _target(number: int, **fields: Any) -> Callable[[Content], object]:
    return lambda plan: plan["kpis"][number - 1]["target"].update(fields)


def _key_plan(number: int, **fields: Any) -> Callable[[Content], object]:
    return lambda plan: plan["key_plans"][number - 1].update(fields)


def _preamble(old: str, new: str) -> Callable[[Content], object]:
    return lambda plan: plan.update(preamble=plan["preamble"].replace(old, new))


def _many_kpis(plan: Content) -> None:
    for number in range(10, 24):
        row = kpi(
            number,
            2,
            f"輔導第{number}類在地業者之家數",
            f"當年度輔導完成第{number}類業者之家數",
            "10",
            "家",
            links=["社會發展"],
        )
        plan["kpis"].insert(4, row)
        plan["key_plans"][2]["kpis"].append(row["id"])


def _rename_goal(number: int, title: str) -> Callable[[Content], object]:
    return lambda plan: plan["goals"][number - 1].update(title=title)


def _stray_goal(number: int, written: str) -> Callable[[Content], object]:
    return _kpi(number, goal="", goal_title=written)


def _strategy(text: str) -> Callable[[Content], object]:
    return lambda plan: plan["goals"][0]["strategies"][0].update(text=text)


def _both(*plants: Callable[[Content], object]) -> Callable[[Content], object]:
    return lambda plan: [plant(plan) for plant in plants]


def _drop_kpi(number: int) -> Callable[[Content], object]:
    def plant(plan: Content) -> None:
        row = plan["kpis"].pop(number - 1)
        for one in plan["key_plans"]:
            one["kpis"] = [cited for cited in one["kpis"] if cited != row["id"]]

    return plant


def _remnant(plan: Content) -> None:
    row = kpi(9, 2, "", "並取得登記之家數（續）", "", "", links=[], regime=None, method="")
    plan["kpis"].insert(4, row)


PROGRESS: Final = "1.完成選址（30%）。2.完成設計階段（60%）。3.完成建置（100%）"
WEIGHTED: Final = "（甲項完成數÷甲項目標數）×{}%＋（乙項完成數÷乙項目標數）×{}%"
LISTED: Final = "達成率=Σ〔（各項目達成值÷目標值）×各項目權重〕。權重：復育長度12公里（{}%）監測站數3站（{}%）志工人次200人次（{}%）"

MUTATIONS: Final = (
    Mutation(
        "AP-01",
        "no KPIs",
        lambda p: p.update(kpis=[], key_plans=[row | {"kpis": []} for row in p["key_plans"]]),
        ("kpis",),
    ),
    Mutation("AP-01", "no goals", lambda p: [p.update(goals=[])] + [k.update(goal="?") for k in p["kpis"]], ("goals",)),
    Mutation("AP-01", "no key plans", lambda p: p.update(key_plans=[]), ("key_plans",)),
    Mutation("AP-02", "sentence missing", _preamble("本部依據行政院", "本部參考院定"), ("preamble",)),
    Mutation("AP-02", "last year's sentence", _preamble("107", "106"), ("preamble",)),
    Mutation("AP-02", "one year forgotten", _preamble("編定107", "編定106"), ("preamble",)),
    Mutation("AP-02", "year in full width", _preamble("編定107", "編定１０６"), ("preamble",)),
    Mutation("AP-02", "no budget quota", _preamble("及核定預算額度", ""), ("preamble",)),
    Mutation(
        "AP-03", "goal title differs by a word", _stray_goal(3, "扶植在地產業，促進青年回鄉"), (K.format(3, "goal"),)
    ),
    Mutation("AP-03", "goal of another plan", _stray_goal(3, "推動國防自主"), (K.format(3, "goal"),)),
    Mutation(
        "AP-03",
        "goal without KPI",
        lambda p: p["goals"].insert(2, goal(8, "推廣海洋教育", text="辦理巡迴展覽。")),
        (G.format(8),),
    ),
    Mutation("AP-03", "goal deleted under its KPIs", lambda p: p["goals"].pop(1), (K.format(3, "goal"),)),
    Mutation("AP-04", "budget goal renamed", _rename_goal(3, "妥適分配資源，提高效率"), (G.format(3),)),
    Mutation("AP-04", "budget goal not last", lambda p: p["goals"].insert(0, p["goals"].pop(2)), (G.format(3),)),
    Mutation("AP-04", "common KPI missing", _drop_kpi(6), ("kpis",)),
    Mutation("AP-04", "common KPI renamed", _kpi(5, title="機關年度經費執行率", common=True), (K.format(5, "title"),)),
    Mutation("AP-05", "eighteen own KPIs", _many_kpis, ("kpis",)),
    Mutation("AP-06", "goal twice", _rename_goal(2, "保護海岸環境 提升防災韌性"), (G.format(2),)),
    Mutation("AP-06", "numeral typed into a title", _rename_goal(2, "二、扶植在地產業，促進青年返鄉"), (G.format(2),)),
    Mutation(
        "AP-06",
        "numeral typed into a strategy",
        _strategy("（一）建置海岸監測網。"),
        ("goals[g-00000001].strategies[s-10000001].text",),
    ),
    Mutation(
        "AP-06",
        "gap in the content",
        _key_plan(1, content="一、建置監測站。\n三、整合資料。"),
        (P.format(1, "content"),),
    ),
    Mutation(
        "AP-06", "number twice", _key_plan(1, content="一、建站。\n二、整合。\n二、查詢。"), (P.format(1, "content"),)
    ),
    Mutation("KP-01", "no measure", _kpi(2, measure=""), (K.format(2, "measure"),)),
    Mutation("KP-01", "no method", _kpi(2, method=" "), (K.format(2, "method"),)),
    Mutation("KP-01", "no regime", _kpi(4, regime=None), (K.format(4, "regime"),)),
    Mutation("KP-01", "no links", _kpi(5, links=[]), (K.format(5, "links"),)),
    Mutation("KP-01", "no target", _target(2, value="", unit=""), (K.format(2, "target"),)),
    Mutation("KP-02", "regime 6", _kpi(2, regime=6), (K.format(2, "regime"),)),
    Mutation("KP-02", "regime 0", _kpi(2, regime=0), (K.format(2, "regime"),)),
    Mutation("KP-03", "survey as statistics", _kpi(3, method="統計數據"), (K.format(3, "method"),)),
    Mutation(
        "KP-03",
        "ladder as statistics",
        _kpi(2, measure=PROGRESS, title="復育基地建置", target={"value": "60", "unit": "%"}),
        (K.format(2, "method"),),
    ),
    Mutation("KP-03", "count as survey", _kpi(4, method="問卷調查"), (K.format(4, "method"),)),
    Mutation("KP-04", "regime 3 without third party", _kpi(2, regime=3), (K.format(2, "regime"),)),
    Mutation("KP-04", "regime 4 without third party", _kpi(4, regime=4), (K.format(4, "regime"),)),
    Mutation("KP-05", "no figure", _target(2, value="", unit="", text="持續提升"), (K.format(2, "target"),)),
    Mutation("KP-05", "no unit", _target(2, unit=""), (K.format(2, "target"),)),
    Mutation("KP-05", "percent formula, counted target", _target(5, unit="件"), (K.format(5, "target"),)),
    Mutation("KP-05", "titled by firms, counted in visits", _target(4, unit="人次"), (K.format(4, "target"),)),
    Mutation("KP-05", "percent of nothing", _target(2, unit="%"), (K.format(2, "target"),)),
    Mutation("KP-06", "bracket lost", _kpi(1, measure=WEIGHTED.format(60, 40)[1:]), (K.format(1, "measure"),)),
    Mutation("KP-06", "mixed brackets", _kpi(1, measure="〔（實際站數÷預定站數）×100%）"), (K.format(1, "measure"),)),
    Mutation("KP-06", "weights 60 + 30", _kpi(1, measure=WEIGHTED.format(60, 30)), (K.format(1, "measure"),)),
    Mutation("KP-06", "weights 70 + 40", _kpi(1, measure=WEIGHTED.format(70, 40)), (K.format(1, "measure"),)),
    Mutation(
        "KP-06", "listed weights 50 + 30 + 15", _kpi(1, measure=LISTED.format(50, 30, 15)), (K.format(1, "measure"),)
    ),
    Mutation(
        "KP-06",
        "shares 55 + 40",
        _kpi(1, measure="以加權方式計算（建置進度佔55%、資料可用率佔40%）"),
        (K.format(1, "measure"),),
    ),
    Mutation(
        "KP-06",
        "its own result on the right",
        _kpi(1, measure="達成率＝海岸監測網建置進度達成率×0.5＋實際站數÷預定站數×0.5"),
        (K.format(1, "measure"),),
    ),
    Mutation("KP-06", "a term lost", _kpi(1, measure="（實際站數÷）×100%"), (K.format(1, "measure"),)),
    Mutation("KP-06", "a letter without meaning", _kpi(1, measure="（A÷預定站數）×100%"), (K.format(1, "measure"),)),
    Mutation("KP-06", "formula field broken", _kpi(1, formula="（實際站數÷預定站數"), (K.format(1, "formula"),)),
    Mutation("KP-06", "formula field in prose", _kpi(1, formula="監測站建置進度"), (K.format(1, "formula"),)),
    Mutation(
        "KP-06",
        "formula field with weights 60 + 30",
        _kpi(1, formula="（實際站數÷預定站數）×60%＋資料可用率×30%"),
        (K.format(1, "formula"),),
    ),
    Mutation(
        "KP-07",
        "span with one figure",
        _kpi(2, measure="完成復育之海岸長度。註：106-109年度目標值48公里"),
        (K.format(2, "measure"),),
    ),
    Mutation(
        "KP-07",
        "a year missing",
        _kpi(2, measure="完成復育之海岸長度。106-109年目標值：106年：10公里、107年：12公里、109年：14公里"),
        (K.format(2, "measure"),),
    ),
    Mutation("KP-09", "below the baseline", _kpi(2, baseline="106年 15 公里"), (K.format(2, "target"),)),
    Mutation(
        "KP-09",
        "below the remark",
        _kpi(4, measure="完成輔導並取得登記之家數【備註：本指標過去年度實際值為：104年：58家，105年：72家。】"),
        (K.format(4, "target"),),
    ),
    Mutation("KP-09", "above the baseline where lower is better", _kpi(6, baseline="3%"), (K.format(6, "target"),)),
    Mutation("KP-10", "no polarity", _kpi(2, polarity=""), (K.format(2, "polarity"),)),
    Mutation(
        "KP-10",
        "comparator against polarity",
        _target(2, comparator="≤"),
        (K.format(2, "polarity"),),
    ),
    Mutation("KP-11", "link 無 while cited", _kpi(4, links=["無"]), (K.format(4, "links"),)),
    Mutation("KP-11", "one link too few", _kpi(1, links=["科技發展"]), (K.format(1, "links"),)),
    Mutation("KP-11", "one link too many", _kpi(2, links=["公共建設", "社會發展"]), (K.format(2, "links"),)),
    Mutation("KP-11", "category changed in chapter 參", _key_plan(1, category="社會發展"), (K.format(1, "links"),)),
    Mutation(
        "KP-12",
        "a character lost in the citation",
        _key_plan(3, kpis=["k-00000003"], unresolved=["輔導青年返鄉創業家次"]),
        (P.format(3, "kpis"),),
    ),
    Mutation("KP-12", "no such KPI", _key_plan(1, unresolved=["論文品質"]), (P.format(1, "kpis"),)),
    Mutation(
        "KP-12",
        "a KPI that was deleted",
        lambda p: p["key_plans"][0]["kpis"].append("k-99999999"),
        (P.format(1, "kpis"),),
    ),
    Mutation("KP-13", "cited by nobody", _key_plan(3, kpis=["k-00000003"]), (K.format(4, "title"),)),
    Mutation(
        "KP-14",
        "same title",
        _kpi(4, title="海岸復育長度", target={"value": "60", "unit": "公里"}, measure="以巡護隊維護之海岸長度"),
        (K.format(4, "title"),),
    ),
    Mutation(
        "KP-14",
        "same measure",
        _both(
            _kpi(
                4,
                title="復育成果",
                target={"value": "12", "unit": "公里"},
                measure="當年度以柔性工法完成復育之海岸長度",
            )
        ),
        (K.format(4, "measure"),),
    ),
    Mutation(
        "KP-15",
        "another length",
        _key_plan(2, content="一、以柔性工法復育海岸 15 公里。\n二、維運道路。"),
        (P.format(2, "content"),),
    ),
    Mutation(
        "KP-15",
        "another length in full width",
        _key_plan(2, content="以柔性工法完成海岸復育１５公里。"),
        (P.format(2, "content"),),
    ),
    Mutation(
        "KP-15",
        "another number of firms",
        _key_plan(3, content="輔導青年返鄉創業八十家，並辦理展售。"),
        (P.format(3, "content"),),
    ),
    Mutation(
        "KP-16",
        "three of three, one deleted",
        _key_plan(3, content="內容包括三項：\n一、業師諮詢。\n二、媒合資金。"),
        (P.format(3, "content"),),
    ),
    Mutation(
        "KP-16",
        "3 海域, four listed",
        _strategy("建置監測網，涵蓋北部、中部、南部及東部等3個海域。"),
        ("goals[g-00000001].strategies[s-10000001].text",),
    ),
    Mutation(
        "KP-16",
        "四大主軸, three listed",
        _key_plan(1, content="聚焦節能、創能與儲能等四大主軸。"),
        (P.format(1, "content"),),
    ),
    Mutation(
        "KP-17",
        "64 by 1.5",
        _both(_kpi(4, measure="計畫件數×家數（家數以 1.5 為目標值計算）"), _target(4, value="64")),
        (K.format(4, "target"),),
    ),
    Mutation(
        "DT-02",
        "臺灣 and 台灣",
        _key_plan(1, content="臺灣海岸監測，供臺灣各界、臺灣海峽作業船隻及台灣周邊漁民使用。"),
        (P.format(1, "content"),),
    ),
    Mutation(
        "DT-03", "quotation mark lost", _key_plan(1, content="依海岸方案」建置監測站。"), (P.format(1, "content"),)
    ),
    Mutation(
        "DT-03",
        "bracket lost in a strategy",
        _strategy("建置監測網（含浮標，即時掌握。"),
        ("goals[g-00000001].strategies[s-10000001].text",),
    ),
    Mutation(
        "DT-04", "simplified character", _key_plan(1, content="建置创新之海岸監測站。"), (P.format(1, "content"),)
    ),
    Mutation("DT-04", "simplified in the preamble", _preamble("扶植", "发展"), ("preamble",)),
    Mutation("DT-05", "two full stops", _key_plan(1, content="建置海岸監測站。。"), (P.format(1, "content"),)),
    Mutation("DT-06", "row split by a page", _remnant, (K.format(9, "measure"),)),
    Mutation(
        "DT-07",
        "the 31st of April",
        _key_plan(1, content="於107年4月31日前建置海岸監測站。"),
        (P.format(1, "content"),),
    ),
    Mutation(
        "DT-08", "thousands astray", _key_plan(1, content="建置海岸監測站，服務1,65人次。"), (P.format(1, "content"),)
    ),
    Mutation(
        "DT-09",
        "cumulative that falls",
        _kpi(2, measure="累計復育之海岸長度（106年：10公里、107年：8公里）"),
        (K.format(2, "measure"),),
    ),
    Mutation("DT-10", "placeholder left", _key_plan(1, content="建置○○海岸監測站。"), (P.format(1, "content"),)),
    Mutation(
        "DT-11",
        "content copied from another key plan",
        lambda p: p["key_plans"][2].update(content=p["key_plans"][0]["content"]),
        (P.format(3, "content"),),
    ),
)

# Edits that change no verdict: what they say is as good as what stood there.
HARMLESS: Final[tuple[tuple[str, Callable[[Content], object]], ...]] = (
    ("another strategy", _strategy("於北部、中部與南部建置監測站，逐年擴充。")),
    ("妥善 for 妥適", _rename_goal(3, BUDGET_GOAL.replace("妥適", "妥善"))),
    ("full-width year", _preamble("107", "１０７")),
    ("spaces in the year", _preamble("107年度", " 107 年度")),
    ("variant characters in a citation", _key_plan(1, work_plan="海岸業務（本部各單位）")),
    (
        "lowered with a reason",
        _kpi(2, baseline="106年 15 公里", lowering_reason="海岸地權尚未取得，改以分期辦理因應。"),
    ),
    (
        "ladder under 進度控管",
        _kpi(2, title="復育基地建置", measure=PROGRESS, method="進度控管", target={"value": "60", "unit": "%"}),
    ),
    ("formula beside the official wording", _kpi(1, formula="（實際站數÷預定站數）×100%")),
    (
        "a penalty is no weight",
        _kpi(1, measure="（實際站數÷預定站數）×60%＋資料可用率×40%－【每發生乙次資料中斷扣2%】"),
    ),
    ("letters that are explained", _kpi(1, measure="（A÷B）×100%，A：實際站數，B：預定站數")),
    ("listed weights make 100", _kpi(1, measure=LISTED.format(50, 30, 20))),
    (
        "each year given",
        _kpi(2, measure="完成復育之海岸長度。106-109年目標值：106年10公里、107年12公里、108年13公里、109年14公里"),
    ),
    ("every year the same", _kpi(2, measure="完成復育之海岸長度。106-109年目標值每年均為12公里")),
    (
        "a key plan more",
        lambda p: p["key_plans"].append(key_plan(9, "海岸巡守計畫", "其他", "組成志工隊，辦理淨灘與巡守。", 2)),
    ),
    ("another quantity", _key_plan(2, content="復育海岸 12 公里，並修繕步道 15 公里。")),
    ("the same in words", _key_plan(3, content="輔導青年返鄉創業六十家，並辦理展售。")),
    ("comparator with its polarity", _target(2, comparator="≥")),
    ("enumeration marks", _key_plan(1, content="一、辦理下列事項：\n1)建置監測站。\n2)整合資料。\n二、提供查詢。")),
    ("a date that exists", _key_plan(1, content="於107年4月30日前建置海岸監測站。")),
    ("thousands in place", _key_plan(1, content="建置海岸監測站，服務1,650人次。")),
)
