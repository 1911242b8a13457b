"""Defects between chapters 貳 and 參, and of figures, counts and wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any, Final

from tests.rules.sets.plan_documents import Plan
from tests.rules.sets.plan_planting import Offer, appended, plants, replaced
from workflows.language.text import fold

CATEGORIES: Final = ("科技發展", "公共建設", "社會發展")


def _citing(plan: Plan, title: str) -> list[int]:
    return [p for p, row in enumerate(plan["key_plans"]) if fold(title) in map(fold, row["kpis"])]


def _agreeing(plan: Plan) -> Iterator[tuple[int, dict[str, Any], list[int]]]:
    """Yield the KPIs whose link column is right, with the key plans that cite them."""
    for k, kpi in enumerate(plan["kpis"]):
        rows = _citing(plan, kpi["title"])
        cited = {plan["key_plans"][p]["category"] for p in rows} & set(CATEGORIES)
        if rows and cited == set(kpi["links"]) & set(CATEGORIES):
            yield k, kpi, rows


@plants("KP-11", "無 while a project cites it")
def none_while_cited(plan: Plan) -> Iterator[Offer]:
    for k, kpi, _ in _agreeing(plan):
        if set(kpi["links"]) & set(CATEGORIES):
            yield (f"kpis[{k}].links",), partial(kpi.update, links=["無"])


@plants("KP-11", "one category too many")
def category_more(plan: Plan) -> Iterator[Offer]:
    for k, kpi, _ in _agreeing(plan):
        more = next((one for one in CATEGORIES if one not in kpi["links"]), None)
        if more:
            links = [*(one for one in kpi["links"] if one != "無"), more]
            yield (f"kpis[{k}].links",), partial(kpi.update, links=links)


@plants("KP-11", "one category too few")
def category_less(plan: Plan) -> Iterator[Offer]:
    for k, kpi, _ in _agreeing(plan):
        if len(set(kpi["links"]) & set(CATEGORIES)) > 1:
            yield (f"kpis[{k}].links",), partial(kpi.update, links=kpi["links"][1:])


@plants("KP-11", "another category")
def category_other(plan: Plan) -> Iterator[Offer]:
    for k, kpi, _ in _agreeing(plan):
        if len(kpi["links"]) == 1 and kpi["links"][0] in CATEGORIES:
            other = CATEGORIES[(CATEGORIES.index(kpi["links"][0]) + 1) % 3]
            yield (f"kpis[{k}].links",), partial(kpi.update, links=[other])


@plants("KP-11", "category changed in chapter 參")
def category_changed(plan: Plan) -> Iterator[Offer]:
    right = {id(kpi): k for k, kpi, _ in _agreeing(plan)}
    for p, row in enumerate(plan["key_plans"]):
        kpis = [kpi for kpi in plan["kpis"] if p in _citing(plan, kpi["title"])]
        alone = [kpi for kpi in kpis if len(_citing(plan, kpi["title"])) == 1]
        if kpis and kpis == alone and all(id(kpi) in right for kpi in kpis):
            places = (f"key_plans[{p}].category", *(f"kpis[{right[id(kpi)]}].links" for kpi in kpis))
            other = next(one for one in CATEGORIES if one not in kpis[0]["links"] and one != row["category"])
            yield places, partial(row.update, category=other)


def _citations(plan: Plan) -> Iterator[tuple[int, dict[str, Any], int, str]]:
    for p, row in enumerate(plan["key_plans"]):
        for c, title in enumerate(row["kpis"]):
            if fold(title) in {fold(kpi["title"]) for kpi in plan["kpis"]} and len(title) > 5:
                yield p, row, c, title


@plants("KP-12", "a character lost")
def character_lost(plan: Plan) -> Iterator[Offer]:
    for p, row, c, title in _citations(plan):
        act = partial(row["kpis"].__setitem__, c, title[:2] + title[3:])
        yield (f"key_plans[{p}].kpis",), act


@plants("KP-12", "a word changed")
def word_changed(plan: Plan) -> Iterator[Offer]:
    for p, row, c, title in _citations(plan):
        act = partial(row["kpis"].__setitem__, c, title[:-2] + "情況")
        yield (f"key_plans[{p}].kpis",), act


@plants("KP-12", "a title nobody has")
def title_unknown(plan: Plan) -> Iterator[Offer]:
    for p, row, c, _ in _citations(plan):
        act = partial(row["kpis"].__setitem__, c, "博物館夜間開放場次")
        yield (f"key_plans[{p}].kpis",), act


@plants("KP-12", "a title more")
def title_more(plan: Plan) -> Iterator[Offer]:
    for p, row, _, _ in _citations(plan):
        yield (f"key_plans[{p}].kpis",), partial(row["kpis"].append, "博物館夜間開放場次")


@plants("KP-12", "KPI retitled in chapter 貳")
def kpi_retitled(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        rows = _citing(plan, kpi["title"])
        if rows and len(kpi["title"]) > 5:
            places = (*(f"key_plans[{p}].kpis" for p in rows), f"kpis[{k}].title")
            yield places, partial(kpi.update, title=kpi["title"][2:] + "之推動")


@plants("KP-12", "KPI deleted under its citations")
def kpi_deleted(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        rows = _citing(plan, kpi["title"])
        if rows and sum(one["goal"] == kpi["goal"] for one in plan["kpis"]) > 1 and "資本門" not in kpi["title"]:
            places = tuple(f"key_plans[{p}].kpis" for p in rows)
            yield places, partial(plan["kpis"].pop, k)


@plants("KP-13", "cited by nobody any more")
def orphaned(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        rows = _citing(plan, kpi["title"])
        if rows and "資本門" not in kpi["title"]:

            def act(rows: list[int] = rows, title: str = kpi["title"]) -> None:
                for p in rows:
                    kept = [one for one in plan["key_plans"][p]["kpis"] if fold(one) != fold(title)]
                    plan["key_plans"][p]["kpis"] = kept

            yield (f"kpis[{k}].title",), act


@plants("KP-13", "a KPI more that no plan serves")
def kpi_unserved(plan: Plan) -> Iterator[Offer]:
    more = {"goal": plan["goals"][0]["title"], "title": "古道修復長度", "regime": 1, "method": "統計數據"}
    more |= {"measure": "當年度修復並開放之古道長度", "target": "14公里", "links": ["無"]}
    if len(plan["kpis"]) < 17:
        yield ("kpis[0].title",), partial(plan["kpis"].insert, 0, more)


def _own(plan: Plan) -> Iterator[tuple[int, dict[str, Any]]]:
    for k, kpi in enumerate(plan["kpis"]):
        if not re.search("資本門預算執行率|歲出概算", kpi["title"]):
            yield k, kpi


@plants("KP-14", "row twice")
def row_twice(plan: Plan) -> Iterator[Offer]:
    for k, kpi in _own(plan):
        yield (
            (f"kpis[{k + 1}].title", f"kpis[{k}].title"),
            partial(plan["kpis"].insert, k + 1, deepcopy(kpi)),
        )


@plants("KP-14", "same measure under another title")
def measure_twice(plan: Plan) -> Iterator[Offer]:
    for k, kpi in _own(plan):
        if len(kpi["measure"]) > 14 and k + 1 < len(plan["kpis"]) and len(plan["kpis"]) < 17:
            other = {**deepcopy(kpi), "title": "業務推展成果"}

            def act(k: int = k, kpi: dict[str, Any] = kpi, other: dict[str, Any] = other) -> None:
                plan["kpis"].insert(k + 1, other)
                for p in _citing(plan, kpi["title"]):
                    plan["key_plans"][p]["kpis"].append(other["title"])

            if _citing(plan, kpi["title"]):
                yield (f"kpis[{k + 1}].measure", f"kpis[{k + 1}].title"), act


@plants("KP-14", "same KPI slightly reworded")
def kpi_reworded(plan: Plan) -> Iterator[Offer]:
    for k, kpi in _own(plan):
        if (
            len(kpi["title"]) > 9
            and len(kpi["measure"]) > 30
            and len(plan["kpis"]) < 17
            and _citing(plan, kpi["title"])
        ):
            other = {**deepcopy(kpi), "title": kpi["title"] + "成果", "measure": "當年度" + kpi["measure"]}

            def act(k: int = k, kpi: dict[str, Any] = kpi, other: dict[str, Any] = other) -> None:
                plan["kpis"].insert(k + 1, other)
                for p in _citing(plan, kpi["title"]):
                    plan["key_plans"][p]["kpis"].append(other["title"])

            yield (f"kpis[{k + 1}].measure", f"kpis[{k + 1}].title"), act


@plants("KP-15", "another figure for the target")
def other_figure(plan: Plan) -> Iterator[Offer]:
    for kpi in plan["kpis"]:
        found = re.fullmatch(r"([\d,]+)(人次|人|公里|家|件|處|場次|戶|棟|公頃|輛|座)", kpi["target"])
        for p in _citing(plan, kpi["title"]) if found else ():
            row = plan["key_plans"][p]
            if found and found[1] in row["content"]:
                continue
            title = re.sub("(件數|家數|人次|處數|數)$", "", kpi["title"])
            told = f"本年度{title}預計達{int(found[1].replace(',', '')) * 3 + 7:,}{found[2]}。" if found else ""
            yield (
                (f"key_plans[{p}].content",),
                partial(row.update, content=row["content"] + told),
            )


@plants("KP-16", "three named, four said")
def four_said(plan: Plan) -> Iterator[Offer]:
    yield from appended(plan, "重點包括人員培訓、設備更新及資料建檔等四項工作。")


@plants("KP-16", "five said in figures")
def five_said(plan: Plan) -> Iterator[Offer]:
    yield from appended(plan, "並辦理北區、中區、南區、東區等５個分區說明會。")


@plants("KP-16", "list of two announced as three")
def three_announced(plan: Plan) -> Iterator[Offer]:
    yield from appended(plan, "分為下列三項：（1）盤點現況。（2）研擬方案。")


@plants("KP-16", "count in a remark changed")
def remark_count(plan: Plan) -> Iterator[Offer]:
    yield from replaced(plan, "等4項；107年", "等5項；107年")
    yield from replaced(plan, "等4類犯罪", "等6類犯罪")
    yield from replaced(plan, "等3類設備", "等5類設備")


@plants("DT-02", "one slip among many")
def variant_slip(plan: Plan) -> Iterator[Offer]:
    whole = str(plan)
    if "台灣" in whole:
        return
    for good, bad in (("臺灣", "台灣"), ("規劃", "規畫"), ("計畫", "計劃")):
        if whole.count(good) >= 4 and bad not in whole:
            yield from replaced(plan, f"(?<![「『]){good}", bad)


@plants("DT-03", "quotation mark lost")
def quotation_lost(plan: Plan) -> Iterator[Offer]:
    for offer in (*replaced(plan, "「", ""), *replaced(plan, "」", "")):
        if not offer[0][0].startswith("kpis"):
            yield offer


@plants("DT-03", "bracket lost")
def bracket_lost(plan: Plan) -> Iterator[Offer]:
    for offer in (
        *replaced(plan, r"（(?![一二三四五六七八九十\d])", ""),
        *replaced(plan, r"(?<=[^一二三四五六七八九十\d])）", ""),
    ):
        if not offer[0][0].startswith("kpis"):
            yield offer


@plants("DT-04", "simplified character")
def simplified(plan: Plan) -> Iterator[Offer]:
    for good, bad in (
        ("發展", "发展"),
        ("機關", "机關"),
        ("創新", "创新"),
        ("資訊", "资讯"),
        ("體系", "体系"),
        ("網", "网"),
    ):
        yield from list(replaced(plan, good, bad))[:2]


@plants("DT-04", "simplified character in a KPI title")
def simplified_title(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        for good, bad in (("際", "际"), ("國", "国"), ("動", "动"), ("執", "执"), ("與", "与")):
            if good in kpi["title"]:
                yield (
                    (f"kpis[{k}].title",),
                    partial(kpi.update, title=kpi["title"].replace(good, bad, 1)),
                )


@plants("DT-04", "simplified character in a goal's title")
def simplified_goal(plan: Plan) -> Iterator[Offer]:
    for g, goal in enumerate(plan["goals"]):
        for good, bad in (("強", "强"), ("動", "动"), ("預", "预"), ("國", "国"), ("執", "执")):
            if good in goal["title"] and bad != "强":
                yield (
                    (f"goals[{g}].title",),
                    partial(goal.update, title=goal["title"].replace(good, bad, 1)),
                )


@plants("DT-05", "doubled punctuation")
def doubled(plan: Plan) -> Iterator[Offer]:
    yield from replaced(plan, "。(?=.|$)", "。。")
    yield from replaced(plan, "，", "，，")
    yield from replaced(plan, "，", "、，")


@plants("DT-07", "a day that is none")
def no_such_day(plan: Plan) -> Iterator[Offer]:
    for words in ("並於107年2月30日前完成。", "並於１０７年１３月１日前函報。", "並於107年4月31日完成驗收。"):
        yield from appended(plan, words)


@plants("DT-08", "thousands astray")
def thousands(plan: Plan) -> Iterator[Offer]:
    for words in ("預計服務12,34人次。", "預計服務1,2345人次。", "預計服務１,65人次。"):
        yield from appended(plan, words)


@plants("DT-10", "placeholder left")
def placeholder(plan: Plan) -> Iterator[Offer]:
    for words in ("並由○○單位辦理。", "並由XXX單位辦理。", "經費來源（待補）。", "相關內容請填寫於此。"):
        yield from appended(plan, words)


@plants("DT-11", "content copied")
def content_copied(plan: Plan) -> Iterator[Offer]:
    rows = plan["key_plans"]
    for p in range(1, len(rows)):
        if len(rows[p - 1]["content"]) > 40 and rows[p]["item"] != rows[p - 1]["item"]:
            yield (
                (f"key_plans[{p}].content",),
                partial(rows[p].update, content=rows[p - 1]["content"]),
            )


@plants("DT-11", "content copied with a word changed")
def content_nearly(plan: Plan) -> Iterator[Offer]:
    rows = plan["key_plans"]
    for p in range(1, len(rows)):
        if len(rows[p - 1]["content"]) > 90 and rows[p]["item"] != rows[p - 1]["item"]:
            text = rows[p - 1]["content"]
            yield (
                (f"key_plans[{p}].content",),
                partial(rows[p].update, content=text[:20] + "亦" + text[20:]),
            )
