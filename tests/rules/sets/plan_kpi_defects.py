"""Defects of KPI rows: columns, codes, methods, targets, formulas, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from tests.rules.sets.plan_documents import Plan
from tests.rules.sets.plan_planting import Offer, plants, replaced

THIRD: Final = re.compile("專家|學者|委|評|問卷|滿意|民間|第三|調查|訪查|認證")
COLUMNS: Final = ("goal", "title", "regime", "method", "measure", "target", "links")


def _set(k: int, plan: Plan, **fields: Any) -> Offer:
    return tuple(f"kpis[{k}].{name}" for name in fields), partial(plan["kpis"][k].update, fields)


def _column(name: str) -> object:
    def offers(plan: Plan) -> Iterator[Offer]:
        empty: Any = [] if name == "links" else None if name == "regime" else ""
        for k in range(len(plan["kpis"])):
            # a title that common KPIs lack is AP-04's
            if name not in ("title", "goal") or not re.search("資本門|概算額度", plan["kpis"][k]["title"]):
                yield _set(k, plan, **{name: empty})

    return offers


def _key(name: str) -> object:
    def offers(plan: Plan) -> Iterator[Offer]:
        for k, kpi in enumerate(plan["kpis"][:1]):
            yield (f"kpis[{k}].{name}",), partial(kpi.pop, name)
            yield (f"kpis[{k}].{name}",), partial(kpi.update, {name: None})

    return offers


for _name in COLUMNS:
    plants("KP-01", f"{_name} empty")(_column(_name))  # type: ignore[arg-type]
    plants("KP-01", f"{_name} absent")(_key(_name))  # type: ignore[arg-type]


@plants("KP-02", "no such code")
def no_such_code(plan: Plan) -> Iterator[Offer]:
    for k in range(len(plan["kpis"])):
        yield _set(k, plan, regime=(0, 6, 9, "六", "12", -1)[k % 6])


@plants("KP-03", "survey called statistics")
def survey_as_statistics(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if kpi["method"] in ("問卷調查", "民意調查"):
            yield _set(k, plan, method="統計數據")


@plants("KP-03", "figures called a survey")
def statistics_as_survey(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if kpi["method"] == "統計數據" and not THIRD.search(kpi["title"] + kpi["measure"]):
            yield _set(k, plan, method=("問卷調查", "民意調查")[k % 2])


@plants("KP-03", "ladder called statistics")
def ladder_as_statistics(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if kpi["method"] == "進度控管" and "（100%）" in kpi["measure"]:
            yield _set(k, plan, method="統計數據")


@plants("KP-03", "quotient called progress")
def quotient_as_progress(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if (
            kpi["method"] == "統計數據"
            and "÷" in kpi["measure"]
            and not re.search("進度|完成|執行|達成|階段|查核", kpi["measure"] + kpi["title"])
        ):
            yield _set(k, plan, method="進度控管")


@plants("KP-04", "third party named nowhere")
def third_party(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if kpi["regime"] in (1, 2) and not THIRD.search(kpi["title"] + kpi["measure"]):
            yield _set(k, plan, regime=3 + k % 2)


@plants("KP-05", "words for a figure")
def words_for_figure(plan: Plan) -> Iterator[Offer]:
    for k in range(len(plan["kpis"])):
        yield _set(k, plan, target=("持續提升", "顯著增加", "較上年度成長", "優於前年")[k % 4])


@plants("KP-05", "unit lost")
def unit_lost(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if (found := re.fullmatch(r"([\d,.]+)[^\d]{1,3}", kpi["target"])) and "以" not in kpi["target"]:
            yield _set(k, plan, target=found[1])


@plants("KP-05", "per cent counted in cases")
def percent_as_cases(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if kpi["measure"].endswith("×100%") and re.fullmatch(r"[\d.]+%", kpi["target"]):
            yield _set(k, plan, target=kpi["target"].replace("%", "件"))


@plants("KP-05", "visits told in per cent")
def visits_as_percent(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if re.search("^[^÷%]*(人次|家數|戶數|件數)$", kpi["measure"].split("\n")[0]):
            yield _set(k, plan, target="85%")


@plants("KP-05", "visits told in kilometres")
def visits_as_length(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if re.search("^[^÷]*(人次|家數|戶數|件數)$", kpi["measure"].split("\n")[0]):
            yield _set(k, plan, target="120公里")


@plants("KP-06", "opening bracket lost")
def opening_lost(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"[（(〔【](?=[^（(〔【]*÷)", "")


@plants("KP-06", "closing bracket lost")
def closing_lost(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"(?<=数|數)[）)](?=÷|×)", "")


@plants("KP-06", "brackets of two kinds")
def brackets_mixed(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"(?<=數)）(?=÷|×)", "】")


def _formula(plan: Plan, pattern: str, words: str) -> Iterator[Offer]:
    for offer in replaced(plan, pattern, words):
        if offer[0][0].startswith("kpis"):
            yield offer


@plants("KP-06", "weights miss the whole")
def weights_short(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"×\s?40%", "×30%")
    yield from _formula(plan, r"×\s?60%", "×70%")
    yield from _formula(plan, r"×50%＋", "×45%＋")


@plants("KP-06", "points miss the whole")
def points_short(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"\(15 ?分\)", "(20分)")
    yield from _formula(plan, r"\(20 ?分\)", "(10分)")
    yield from _formula(plan, "佔55%", "佔65%")


@plants("KP-06", "its own result on the right")
def own_result(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if "÷" in kpi["measure"] and not re.search("=|＝", kpi["measure"]):
            remark = "".join(kpi["measure"].partition("【備註")[1:])
            yield _set(k, plan, measure=f"達成率＝{kpi['title']}×0.5＋實際完成數÷預定完成數×0.5{remark}")


@plants("KP-07", "years with one figure")
def years_one_figure(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if not re.search(r"10\d\s?[-至]\s?10\d", kpi["measure"]) and "註" not in kpi["measure"]:
            yield _set(k, plan, measure=kpi["measure"] + "\n註：106-109年度目標值240件")


@plants("KP-07", "a year missing")
def year_missing(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, r"、108年：[^、]*(?=、109年)", "")
    for k, kpi in enumerate(plan["kpis"]):
        if not re.search(r"10\d\s?[-至]\s?10\d", kpi["measure"]) and "註" not in kpi["measure"]:
            years = "\n註：106年至109年目標值：106年：8、107年：9、109年：12"
            yield _set(k, plan, measure=kpi["measure"] + years)


@plants("KP-08", "history lost")
def history_lost(plan: Plan) -> Iterator[Offer]:
    shown = [k for k, kpi in enumerate(plan["kpis"]) if "過去年度實際值為" in kpi["measure"]]
    if len(shown) >= 0.7 * len(plan["kpis"]):
        for k in shown:
            measure = plan["kpis"][k]["measure"].partition("【備註")[0].strip()
            yield (f"kpis[{k}].baseline", f"kpis[{k}].measure"), _set(k, plan, measure=measure)[1]


@plants("KP-09", "below what was reached")
def below_reached(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        found = re.fullmatch(r"([\d,]+)(人次|人|處|家|件|項|戶)", kpi["target"])
        if found and "備註" not in kpi["measure"] and not re.search("降低|減少|減量", kpi["title"]):
            past = f"{int(found[1].replace(',', '')) + 400:,}{found[2]}"
            remark = f"\n【備註：本指標過去年度實際值為：104年：{past}，105年：{past}。】"
            yield (f"kpis[{k}].target",), _set(k, plan, measure=kpi["measure"] + remark)[1]


@plants("KP-09", "target lowered under the remark")
def target_lowered(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        past = re.search(r"105年：([\d,]+)(人|處|個)[，。）】]", kpi["measure"])
        if past and "降低" not in kpi["title"]:
            yield _set(k, plan, target=f"{int(past[1].replace(',', '')) - 3:,}{past[2]}")


@plants("KP-09", "budget execution lowered")
def execution_lowered(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if "資本門預算執行率" in kpi["title"] and "備註" not in kpi["measure"]:
            remark = "【備註：本指標過去年度實際值為：103年：96.1%，104年：97.9%，105年：98.25%】"
            yield (f"kpis[{k}].target",), _set(k, plan, measure=kpi["measure"] + remark)[1]


@plants("KP-10", "comparator against polarity")
def against_polarity(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if "以下" in kpi["target"]:
            yield _set(k, plan, polarity="higher")
        elif re.fullmatch(r"[\d.,]+%", kpi["target"]) and "概算" not in kpi["title"]:
            act = _set(k, plan, polarity="lower", target=kpi["target"] + "以上")[1]
            yield (f"kpis[{k}].polarity",), act


@plants("KP-17", "no whole multiple")
def no_multiple(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if re.fullmatch(r"\d+(家|件|處)", kpi["target"]) and "備註" not in kpi["measure"]:
            unit = kpi["target"][-1]
            act = _set(k, plan, measure=f"輔導案件數×{unit}數（{unit}數以 1.5 為目標值計算）", target=f"64{unit}")[1]
            yield (f"kpis[{k}].target",), act


@plants("KP-17", "share that no count gives")
def share_of_items(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        if "4年共12項" in kpi["measure"]:
            yield _set(k, plan, target="60%")


@plants("DT-09", "cumulative that falls")
def cumulative_falls(plan: Plan) -> Iterator[Offer]:
    yield from _formula(plan, "107年：609萬瓩", "107年：509萬瓩")
    yield from _formula(plan, "107年度完成25萬公噸", "107年度完成19萬公噸")
    for k, kpi in enumerate(plan["kpis"]):
        if re.fullmatch(r"[\d,]+(人次|件|處|家|個)", kpi["target"]) and not re.search(r"10\d年", kpi["measure"]):
            unit = re.sub(r"[\d,]", "", kpi["target"])
            falling = f"（累計數，106年：40{unit}、107年：32{unit}、108年：55{unit}）"
            yield _set(k, plan, measure=kpi["measure"] + falling)


@plants("DT-06", "KPI row cut in two")
def row_cut(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        text = kpi["measure"]
        if len(text) >= 24 and "\n" not in text:
            rest = dict.fromkeys(("goal", "title", "method", "target"), "")
            half = {**rest, "regime": None, "measure": text[len(text) // 2 :], "links": []}

            def act(k: int = k, kpi: dict[str, Any] = kpi, text: str = text, half: dict[str, Any] = half) -> None:
                kpi["measure"] = text[: len(text) // 2]
                plan["kpis"].insert(k + 1, half)

            yield (f"kpis[{k + 1}].measure", f"kpis[{k + 1}].title"), act


@plants("DT-06", "KPI row cut with its title")
def row_and_title_cut(plan: Plan) -> Iterator[Offer]:
    for k, kpi in enumerate(plan["kpis"]):
        text, title = kpi["measure"], kpi["title"]
        if len(text) >= 24 and "\n" not in text and len(title) > 12 and "資本門" not in title and "概算" not in title:
            rest = dict.fromkeys(("goal", "method", "target"), "")
            half = {**rest, "title": title[8:], "regime": None, "measure": text[len(text) // 2 :], "links": []}

            def act(k: int = k, kpi: dict[str, Any] = kpi, half: dict[str, Any] = half) -> None:
                kpi.update(measure=kpi["measure"][: len(kpi["measure"]) // 2], title=kpi["title"][:8])
                plan["kpis"].insert(k + 1, half)

            yield (f"kpis[{k + 1}].measure", f"kpis[{k + 1}].title"), act


@plants("DT-06", "key plan cut in two")
def key_plan_cut(plan: Plan) -> Iterator[Offer]:
    for p, row in enumerate(plan["key_plans"]):
        text = row["content"]
        if len(text) >= 60:
            half = {"work_plan": "", "item": "", "category": "", "content": text[30:], "kpis": []}

            def act(p: int = p, row: dict[str, Any] = row, half: dict[str, Any] = half) -> None:
                row["content"] = row["content"][:30]
                plan["key_plans"].insert(p + 1, half)

            yield (f"key_plans[{p + 1}].content",), act
