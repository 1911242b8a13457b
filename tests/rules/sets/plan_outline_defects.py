"""Defects of a plan as a whole: chapters, fixed sentence, goals, common KPIs, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Final

from tests.rules.sets.plan_documents import Plan
from tests.rules.sets.plan_planting import Offer, plants, replaced

BUDGET: Final = re.compile("妥[適善]配置預算資源")
MORE_KPIS: Final = (
    ("志工培訓人次", "當年度完成培訓之志工人次", "1,200人次"),
    ("館藏數位化件數", "掃描並上網供民眾使用之館藏件數", "800件"),
    ("法規英譯比率", "（完成英譯之法規數÷現行法規總數）×100%", "88%"),
    ("公文線上簽核比率", "（線上簽核公文件數÷公文總件數）×100%", "70%"),
    ("外語導覽服務人次", "使用英語、日語及越南語導覽之人次", "9,600人次"),
    ("節約用水量", "與前一年同期相較所節省之自來水度數", "3,000度"),
    ("古道修復長度", "當年度修復並開放之古道長度", "14公里"),
    ("實驗室認證家數", "取得國際認證之實驗室家數", "12家"),
    ("氣象站汰換站數", "汰換逾使用年限氣象站之站數", "25站"),
    ("樹木健檢棵數", "完成健康檢查之列管老樹棵數", "640棵"),
    ("偏鄉巡迴診療次數", "醫療車至偏鄉提供巡迴診療之次數", "210次"),
    ("資安演練完成機關數", "完成社交工程演練之所屬機關數", "33個"),
    ("農路改善面積", "改善農路鋪面之面積", "9公頃"),
    ("檔案應用申請平均處理日數", "自受理檔案應用申請至回復之平均日數", "11日"),
    ("青年實習名額", "提供大專青年暑期實習之名額", "150人"),
    ("消防栓檢測處數", "檢測並張貼標示之消防栓處數", "5,400處"),
)


def _empty(name: str) -> object:
    def offers(plan: Plan) -> Iterator[Offer]:
        yield (name,), partial(plan.update, {name: []})
        yield (name,), partial(plan.pop, name)

    return offers


for _name in ("goals", "kpis", "key_plans"):
    plants("AP-01", f"{_name} missing")(_empty(_name))  # type: ignore[arg-type]


def _preamble(pattern: str, words: str) -> object:
    def offers(plan: Plan) -> Iterator[Offer]:
        if re.search(pattern, plan["preamble"]):
            yield ("preamble",), partial(plan.update, preamble=re.sub(pattern, words, plan["preamble"]))

    return offers


for _what, _pattern, _words in (
    ("no fixed sentence", r"本[^，。]{1,3}依據行政院.*$", ""),
    ("year before in the policy", r"行政院\s*107", "行政院106"),
    ("year before in the plan", r"編定\s*107", "編定 106"),
    ("both years", r"107\s*年度施政", "106年度施政"),
    ("year in full width", r"編定\s*107", "編定１０６"),
    ("no mid-term plan", "配合中程施政計畫及", "配合"),
    ("no quota", "及核定預算額度", ""),
    ("no policy guideline", r"行政院\s*107\s*年度施政方針", "行政院核定事項"),
):
    plants("AP-02", _what)(_preamble(_pattern, _words))  # type: ignore[arg-type]


def _regoal(plan: Plan, rows: list[int], title: str) -> None:
    for k in rows:
        plan["kpis"][k]["goal"] = title


@plants("AP-02", "guideline under another name")
def other_guideline(plan: Plan) -> Iterator[Offer]:
    yield ("preamble",), partial(plan.update, preamble=re.sub("年度施政方針", "年度工作要點", plan["preamble"]))


def _own_goals(plan: Plan) -> Iterator[tuple[int, str, list[int]]]:
    for g, goal in enumerate(plan["goals"]):
        rows = [k for k, kpi in enumerate(plan["kpis"]) if kpi["goal"] == goal["title"]]
        if rows and not BUDGET.search(goal["title"]):
            yield g, goal["title"], rows


@plants("AP-03", "KPI table has another wording")
def kpi_goal_reworded(plan: Plan) -> Iterator[Offer]:
    for g, title, rows in _own_goals(plan):
        yield (
            (f"kpis[{rows[0]}].goal", f"goals[{g}].title"),
            partial(_regoal, plan, rows, title[:-2] + "事項"),
        )


@plants("AP-03", "one character lost in the KPI table")
def kpi_goal_short(plan: Plan) -> Iterator[Offer]:
    for g, title, rows in _own_goals(plan):
        yield (
            (f"kpis[{rows[0]}].goal", f"goals[{g}].title"),
            partial(_regoal, plan, rows, title[:3] + title[4:]),
        )


@plants("AP-03", "goal of another agency")
def goal_of_others(plan: Plan) -> Iterator[Offer]:
    for g, _, rows in _own_goals(plan):
        yield (
            (f"kpis[{rows[0]}].goal", f"goals[{g}].title"),
            partial(_regoal, plan, rows, "厚植國防實力，落實全民防衛"),
        )


@plants("AP-03", "goal retitled in chapter 壹")
def goal_retitled(plan: Plan) -> Iterator[Offer]:
    for g, title, rows in _own_goals(plan):
        yield (
            (f"kpis[{rows[0]}].goal", f"goals[{g}].title"),
            partial(plan["goals"][g].update, title=re.split("，|、", title)[0] + "之整體推動"),
        )


@plants("AP-03", "KPIs moved to another goal")
def goal_left_bare(plan: Plan) -> Iterator[Offer]:
    goals = list(_own_goals(plan))
    for place, (g, _, rows) in enumerate(goals):
        other = goals[place - 1][1]
        if len(goals) > 1:
            yield (
                (f"goals[{g}].title",),
                partial(_regoal, plan, rows, other),
            )


@plants("AP-03", "a goal more without KPI")
def goal_more(plan: Plan) -> Iterator[Offer]:
    more = {"title": "普及海洋教育，豐富閱讀資源", "text": "辦理巡迴展覽與閱讀推廣。", "strategies": []}
    yield (f"goals[{len(plan['goals']) - 1}].title",), partial(plan["goals"].insert, -1, more)


@plants("AP-03", "goal deleted under its KPIs")
def goal_deleted(plan: Plan) -> Iterator[Offer]:
    for g, _, rows in _own_goals(plan):
        yield (f"kpis[{rows[0]}].goal",), partial(plan["goals"].pop, g)


@plants("AP-04", "budget goal renamed in both chapters")
def budget_renamed(plan: Plan) -> Iterator[Offer]:
    last = len(plan["goals"]) - 1
    for title in ("妥適分配資源，提高效率", "提升預算執行效率", "強化內部控制"):
        yield (f"goals[{last}].title",), partial(_rename_goal, plan, last, title)


def _rename_goal(plan: Plan, place: int, title: str) -> None:
    for kpi in plan["kpis"]:
        if kpi["goal"] == plan["goals"][place]["title"]:
            kpi["goal"] = title
    plan["goals"][place]["title"] = title


@plants("AP-04", "budget goal renamed in chapter 壹")
def budget_renamed_once(plan: Plan) -> Iterator[Offer]:
    last = len(plan["goals"]) - 1
    for title in ("妥適配置預算資源", "有效運用預算，撙節支出"):
        yield (f"goals[{last}].title",), partial(plan["goals"][last].update, title=title)


@plants("AP-04", "budget goal deleted with its rows")
def budget_deleted(plan: Plan) -> Iterator[Offer]:
    title = plan["goals"][-1]["title"]
    if len([kpi for kpi in plan["kpis"] if kpi["goal"] == title]) == len(_common(plan)):
        yield ("goals",), partial(_delete_goal, plan, len(plan["goals"]) - 1)


def _delete_goal(plan: Plan, place: int) -> None:
    title = plan["goals"].pop(place)["title"]
    plan["kpis"][:] = [kpi for kpi in plan["kpis"] if kpi["goal"] != title]


@plants("AP-04", "budget goal not last")
def budget_not_last(plan: Plan) -> Iterator[Offer]:
    yield ("goals[0].title",), partial(plan["goals"].insert, 0, plan["goals"].pop())


def _common(plan: Plan) -> list[int]:
    return [k for k, kpi in enumerate(plan["kpis"]) if "資本門預算執行率" in kpi["title"] or "概算額度" in kpi["title"]]


@plants("AP-04", "common KPI deleted")
def common_deleted(plan: Plan) -> Iterator[Offer]:
    for k in _common(plan):
        yield ("kpis",), partial(plan["kpis"].pop, k)


@plants("AP-04", "common KPI renamed")
def common_renamed(plan: Plan) -> Iterator[Offer]:
    for k, title in zip(_common(plan), ("資本支出預算執行情形", "歲出概算編報控制情形"), strict=True):
        yield (f"kpis[{k}].title", "kpis"), partial(plan["kpis"][k].update, title=title)


@plants("AP-05", "sixteen own KPIs")
def too_many(plan: Plan) -> Iterator[Offer]:
    def act() -> None:
        host = next(row for row in plan["key_plans"] if row["kpis"])
        link = host["category"] if host["category"] in ("科技發展", "公共建設", "社會發展") else "無"
        missing = 16 - (len(plan["kpis"]) - 2)
        for title, measure, target in MORE_KPIS[:missing]:
            row = {"goal": plan["goals"][0]["title"], "title": title, "regime": 1, "method": "統計數據"}
            plan["kpis"].append({**row, "measure": measure, "target": target, "links": [link]})
            host["kpis"].append(title)

    yield ("kpis",), act


@plants("AP-06", "goal twice")
def goal_twice(plan: Plan) -> Iterator[Offer]:
    for g in range(len(plan["goals"]) - 1):
        yield (f"goals[{g + 1}].title",), partial(plan["goals"].insert, g + 1, deepcopy(plan["goals"][g]))


@plants("AP-06", "goal takes another's title")
def goal_title_taken(plan: Plan) -> Iterator[Offer]:
    for g in range(1, len(plan["goals"]) - 1):
        yield (f"goals[{g}].title",), partial(plan["goals"][g].update, title=plan["goals"][g - 1]["title"])


@plants("AP-06", "one goal with its numeral typed")
def goal_numeral(plan: Plan) -> Iterator[Offer]:
    for g in range(len(plan["goals"]) - 1):
        yield (f"goals[{g}].title",), partial(_rename_goal, plan, g, "三、" + plan["goals"][g]["title"])


@plants("AP-06", "one strategy with its numeral typed")
def strategy_numeral(plan: Plan) -> Iterator[Offer]:
    for g, goal in enumerate(plan["goals"]):
        for s, row in enumerate(goal["strategies"]):
            yield (
                (f"goals[{g}].strategies[{s}].text",),
                partial(row.update, text="（四）" + row["text"]),
            )


@plants("AP-06", "content jumps from 一 to 三")
def content_jumps(plan: Plan) -> Iterator[Offer]:
    yield from _in_content(plan, r"\n二、", "\n三、")


@plants("AP-06", "content numbers 二 twice")
def content_repeats(plan: Plan) -> Iterator[Offer]:
    yield from _in_content(plan, r"\n三、", "\n二、")


def _in_content(plan: Plan, pattern: str, words: str) -> Iterator[Offer]:
    for offer in replaced(plan, pattern, words):
        if offer[0][0].startswith("key_plans"):
            yield offer
