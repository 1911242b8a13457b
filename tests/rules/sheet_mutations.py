"""Ways of breaking the clean sheet: per rule a name, the defect, the stage it shows at, and where it must be found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from workflows.rules import SheetFacts, Stage

Content = dict[str, Any]
Plant = Callable[[Content], object]
NO_FACTS: Final = SheetFacts()


@dataclass(frozen=True)
class Mutation:
    """One planted defect: ``rule`` must be reported at exactly ``places``, and nothing else."""

    rule: str
    name: str
    plant: Plant
    places: tuple[str, ...]
    facts: SheetFacts = NO_FACTS
    stage: Stage = Stage.COMPLETED


def put(path: str, value: Any) -> Plant:
    """Return a defect that lays one value at a path of names and numbers."""

    def plant(sheet: Content) -> None:
        *above, last = path.split("/")
        here: Any = sheet
        for name in above:
            here = here[int(name)] if isinstance(here, list) else here[name]
        here[last] = value

    return plant


def every(*plants: Plant) -> Plant:
    """Return several changes as one defect."""
    return lambda sheet: [plant(sheet) for plant in plants]


def reason(number: int, text: str, answer: str = "否") -> Plant:
    """Return a defect in one beneficiary item."""
    return every(put(f"beneficiaries/{number - 1}/reason", text), put(f"beneficiaries/{number - 1}/answer", answer))


def _no_results(sheet: Content) -> None:
    sheet["results"] = dict.fromkeys(sheet["results"], "")


def _unrelated(sheet: Content) -> None:
    """Make the sheet a clean 無關 one: nothing 是, no evaluation, no results, no suggestion."""
    sheet["beneficiaries"][1] |= {
        "answer": "否",
        "reason": "受輔導業者女性占 48.9%、男性占 51.1%，差距不及 3 個百分點，申請與核定比例亦相當。",
    }
    sheet["evaluation"] = dict.fromkeys(sheet["evaluation"], "")
    sheet["participation"]["relevance"] = "無關"
    sheet["participation"]["summary"] = "計畫內容與性別無關，無其他建議。"
    sheet["participation"]["opinions"]["10-9"] = "三項評定允當。"
    _no_results(sheet)


def _all_no(sheet: Content) -> None:
    sheet["beneficiaries"][1] |= {"answer": "否", "reason": "受輔導業者女性占 48.9%、男性占 51.1%，差距甚小。"}


def _blank(sheet: Content) -> None:
    sheet["amendment"] = "SCOPE"
    sheet["need"] = dict.fromkeys(sheet["need"], "")
    sheet["goal"] = sheet["mechanism"] = ""
    sheet["evaluation"] = dict.fromkeys(sheet["evaluation"], "")
    for row in sheet["beneficiaries"]:
        row["reason"] = ""


SAME: Final = "本計畫以提升創業成功率為目的，於各階段皆有相應之措施。"
BEN: Final = "beneficiaries[7-{}].{}"
EX: Final = "participation.expert."

MUTATIONS: Final = (
    Mutation(
        "GI-02",
        "a unit as supervising agency",
        put("supervising_agency", "科技部產學及園區業務司"),
        ("supervising_agency",),
    ),
    Mutation(
        "GI-02", "a subordinate agency", put("supervising_agency", "衛生福利部國民健康署"), ("supervising_agency",)
    ),
    Mutation("GI-02", "a city", put("supervising_agency", "示範市政府"), ("supervising_agency",)),
    Mutation("GI-03", "no telephone", put("filler/phone", ""), ("filler.phone",)),
    Mutation("GI-03", "no name", put("filler/name", " "), ("filler.name",)),
    Mutation("GI-03", "no date", put("filler/date", ""), ("filler.date",)),
    Mutation("GI-03", "a mail address that is none", put("filler/email", "someone"), ("filler.email",)),
    Mutation("GI-04", "no domain", put("domains", []), ("domains",)),
    Mutation("GI-04", "其他 without words", put("domains", ["3-2", "3-8"]), ("domains_other",)),
    Mutation("GI-04", "a domain of no form", put("domains", ["3-2", "3-9"]), ("domains",)),
    Mutation(
        "GI-05",
        "no figures and no plan",
        every(put("need/statistics", "參與者不限任何性別。"), put("need/statistics_plan", "使用者不限任何性別。")),
        ("need.statistics",),
    ),
    Mutation(
        "GI-05",
        "a year is no figure",
        every(put("need/statistics", "106年起男女均可參加。"), put("need/statistics_plan", "未來將加強性別統計。")),
        ("need.statistics",),
    ),
    Mutation(
        "GI-05",
        "figures not by sex",
        every(put("need/statistics", "受輔導業者共 180 家。"), put("need/statistics_plan", "")),
        ("need.statistics",),
    ),
    Mutation("GI-06", "no gender goal", put("goal", "輔導 60 家業者創業。"), ("goal",)),
    Mutation("GI-06", "a stock phrase for a goal", put("goal", "輔導 60 家業者創業，參與者無性別限制。"), ("goal",)),
    Mutation("GI-06", "left open", put("goal", ""), ("goal",)),
    Mutation("GI-07", "no figures", put("mechanism", "本計畫之參與者無任何性別之限制。"), ("mechanism",)),
    Mutation("GI-07", "one fifth", put("mechanism", "審查小組委員 15 人，其中女性 3 人、男性 12 人。"), ("mechanism",)),
    Mutation("GI-07", "a percentage below a third", put("mechanism", "審查小組女性占 20%。"), ("mechanism",)),
    Mutation("GI-07", "left open", put("mechanism", ""), ("mechanism",)),
    Mutation("GI-08", "no answer", put("beneficiaries/0/answer", ""), (BEN.format(1, "answer"),)),
    Mutation("GI-08", "both answers", put("beneficiaries/2/answer", "是否"), (BEN.format(3, "answer"),)),
    Mutation("GI-08", "no reason", put("beneficiaries/1/reason", ""), (BEN.format(2, "reason"),)),
    Mutation(
        "GI-08",
        "an item left out",
        lambda s: s["beneficiaries"].pop(2),
        ("beneficiaries[7-3]",),
    ),
    Mutation("GI-09", "8-4 open", put("evaluation/8-4", ""), ("evaluation.8-4",)),
    Mutation("GI-09", "8-9 missing", lambda s: s["evaluation"].pop("8-9"), ("evaluation.8-9",)),
    Mutation(
        "GI-10",
        "evaluation filled though all 否",
        every(_all_no, put("participation/relevance", "無關"), put("participation/summary", "無意見。"), _no_results),
        ("evaluation",),
    ),
    Mutation("GI-11", "無涉性別", reason(1, "無涉性別"), (BEN.format(1, "reason"),)),
    Mutation("GI-11", "與性別無關", reason(3, "本計畫與性別無關。"), (BEN.format(3, "reason"),)),
    Mutation("GI-11", "一律平等", reason(1, "性別一律平等"), (BEN.format(1, "reason"),)),
    Mutation(
        "GI-11", "no restriction", reason(1, "本計畫之參與者與使用者無任何性別之限制"), (BEN.format(1, "reason"),)
    ),
    Mutation(
        "GI-11", "in other words", reason(1, "所有國人皆可受益，不分男女，一視同仁。"), (BEN.format(1, "reason"),)
    ),
    Mutation(
        "GI-11",
        "the question itself",
        reason(1, "本計畫未以特定性別、性傾向或性別認同者為受益對象。"),
        (BEN.format(1, "reason"),),
    ),
    Mutation("GI-11", "the same as above", reason(3, "同上"), (BEN.format(3, "reason"),)),
    Mutation(
        "GI-12",
        "one sentence in three cells",
        every(*(put(f"evaluation/8-{n}", SAME) for n in (2, 5, 7))),
        ("evaluation.8-2",),
    ),
    Mutation(
        "GI-12",
        "nearly one sentence in three cells",
        every(
            put("evaluation/8-2", SAME),
            put("evaluation/8-5", f"{SAME[:-1]} 。"),
            put("need/overview", SAME.replace("皆有", "均有")),
        ),
        ("need.overview",),
    ),
    Mutation("GI-13", "no expert", put("participation/expert", {}), ("participation.expert",)),
    Mutation(
        "GI-13",
        "an expert from inside",
        put("participation/expert/external", False),
        ("participation.expert.external",),
    ),
    Mutation(
        "GI-14",
        "no standing",
        every(put("participation/expert/field", "大氣科學"), put("participation/expert/standing", "")),
        (f"{EX}field",),
    ),
    Mutation("GI-15", "no unit", put("participation/expert/unit", ""), (f"{EX}unit",)),
    Mutation("GI-15", "no name", put("participation/expert/name", ""), (f"{EX}name",)),
    Mutation("GI-15", "no field", put("participation/expert/field", ""), (f"{EX}field",)),
    Mutation("GI-16", "no pledge", put("participation/pledge", False), ("participation.pledge",)),
    Mutation(
        "GI-17",
        "notified too soon",
        every(put("participation/to", "107-07-06"), put("results/notified", "107-07-09")),
        ("results.notified",),
    ),
    Mutation("GI-17", "a window of three days", put("participation/to", "107-07-08"), ("participation.to",)),
    Mutation("GI-18", "filled after the expert", put("filler/date", "107-07-06"), ("participation.from",)),
    Mutation("GI-18", "ends before it begins", put("participation/to", "107-07-01"), ("participation.to",)),
    Mutation(
        "GI-18",
        "notified before the end",
        every(put("participation/to", "107-07-25"), put("results/notified", "107-07-20")),
        ("results.notified",),
    ),
    Mutation("GI-18", "submitted before the notice", lambda s: None, ("submitted",), SheetFacts(submitted="107-07-15")),
    Mutation("GI-19", "related with all 否", _all_no, ("beneficiaries",)),
    Mutation("GI-19", "no summary of results", put("results/summary", ""), ("results.summary",)),
    Mutation(
        "GI-20", "results though unrelated", every(_unrelated, put("results/summary", "已依意見修正。")), ("results",)
    ),
    Mutation(
        "GI-21",
        "unrelated though 7-2 is 是",
        every(put("participation/relevance", "無關"), put("participation/summary", "無意見。"), _no_results),
        ("participation.relevance",),
    ),
    Mutation(
        "GI-21",
        "unrelated though the expert wants 是",
        every(_unrelated, put("participation/opinions/10-9", "7-2 女性比例偏低，建議修正為「是」。")),
        ("participation.relevance",),
    ),
    Mutation(
        "GI-22",
        "unrelated with a suggestion",
        every(_unrelated, put("participation/summary", "建議針對如何平等取得資源、縮小性別差異，進一步說明。")),
        ("participation.summary",),
    ),
    Mutation(
        "GI-22",
        "unrelated, but",
        every(_unrelated, put("participation/summary", "本案與性別較無關聯，但宜納入女性使用者之意見。")),
        ("participation.summary",),
    ),
    Mutation("GI-23", "10-8 open", put("participation/opinions/10-8", ""), ("participation.opinions.10-8",)),
    Mutation("GI-23", "timing open", put("participation/timing", ""), ("participation.timing",)),
    Mutation("GI-23", "summary open", put("participation/summary", ""), ("participation.summary",)),
    Mutation(
        "GI-24",
        "neither adopted nor not",
        every(put("results/adopted", ""), put("results/not_adopted", "")),
        ("results.adopted",),
    ),
    Mutation("GI-25", "not notified", put("results/notified", ""), ("results.notified",)),
    Mutation("GI-26", "filler is the expert", put("participation/expert/name", "林示範"), (f"{EX}name",)),
    Mutation(
        "GI-26",
        "one account",
        lambda s: None,
        (f"{EX}name",),
        SheetFacts(filler_account="u-7", expert_accounts=("u-7",)),
    ),
    Mutation("GI-27", "changed after the expert spoke", lambda s: None, ("results",), SheetFacts(reconfirmed=False)),
    Mutation("GI-28", "no first review", lambda s: None, ("supervising_agency",), SheetFacts(first_review_done=False)),
    Mutation("GI-29", "no overview", put("need/overview", ""), ("need.overview",)),
    Mutation("GI-29", "no drafting agency", put("drafting_agency", ""), ("drafting_agency",)),
    Mutation("GI-29", "no manner", put("participation/manner", ""), ("participation.manner",)),
    Mutation("GI-30", "no early advice", lambda s: None, ("participation.from",), SheetFacts(advised_early=False)),
    Mutation(
        "GI-31",
        "with a gender goal, said to be without",
        put("participation/materials/plan", "有，但無性別目標"),
        ("participation.materials.plan",),
    ),
    Mutation(
        "GI-32",
        "both ticked",
        put("participation/materials/statistics", ["有", "無"]),
        ("participation.materials.statistics",),
    ),
    Mutation(
        "GI-32",
        "neither ticked",
        every(put("participation/materials/statistics", ""), put("participation/materials/statistics_detail", "")),
        ("participation.materials.statistics",),
    ),
    Mutation(
        "GI-32",
        "無 without what follows",
        every(put("participation/materials/statistics", "無"), put("participation/materials/statistics_detail", "")),
        ("participation.materials.statistics",),
    ),
    Mutation(
        "GI-33",
        "indicator followed by no KPI",
        put("evaluation/8-9", "以女性負責人比例 35% 為指標。"),
        ("evaluation.8-9",),
        SheetFacts(kpi_titles=("輔導家數",)),
    ),
    Mutation(
        "GI-34", "access left open", lambda s: None, ("participation.expert",), SheetFacts(expert_access_closed=False)
    ),
    Mutation("GI-35", "no fee", lambda s: None, ("participation.expert",), SheetFacts(fee_recorded=False)),
    Mutation(
        "GI-36", "an item of another version", put("participation/opinions/9-5", "說明"), ("participation.opinions",)
    ),
    Mutation(
        "GI-37", "a table cited that is not there", put("goal", "女性負責人比例如〔表3〕，提升至 35%。"), ("goal",)
    ),
    Mutation("GI-36", "a form nobody knows", put("form", "77X"), ("form",)),
    Mutation(
        "DT-01",
        "another title elsewhere",
        lambda s: None,
        ("filler.title",),
        SheetFacts(titles_of_people={"林示範": "專員"}),
    ),
    Mutation("DT-03", "quotation mark lost", put("need/overview", "依青年方案」辦理業師諮詢。"), ("need.overview",)),
    Mutation("DT-04", "simplified", put("evaluation/8-2", "审查時對女性首次創業者加分。"), ("evaluation.8-2",)),
    Mutation("DT-05", "two full stops", put("need/overview", "青年返鄉創業之資金不足。。"), ("need.overview",)),
    Mutation("DT-07", "month 13", put("filler/date", "107-13-02"), ("filler.date",)),
    Mutation("DT-08", "thousands astray", put("need/overview", "受輔導者共 1,8000 人。"), ("need.overview",)),
    Mutation("DT-10", "the form's note", put("evaluation/8-4", "說明計畫之性別友善措施或方案。"), ("evaluation.8-4",)),
    Mutation("DT-10", "a placeholder", put("need/overview", "本計畫將○○○。"), ("need.overview",)),
    Mutation(
        "DT-11", "nearly the form's note", put("evaluation/8-4", "說明本計畫之性別友善措施或方案"), ("evaluation.8-4",)
    ),
    # what shows before the sheet is complete
    Mutation(
        "GI-09",
        "8-1 open while staff still fill",
        put("evaluation/8-1", ""),
        ("evaluation.8-1",),
        stage=Stage.SELF_ASSESSMENT,
    ),
    Mutation(
        "GI-23",
        "10-6 open when the expert answers",
        put("participation/opinions/10-6", ""),
        ("participation.opinions.10-6",),
        stage=Stage.PARTICIPATION,
    ),
    Mutation("GI-19", "sent back as related", _all_no, ("beneficiaries",), stage=Stage.SELF_ASSESSMENT),
)

# Changes after which the sheet is as good as before.
HARMLESS: Final[tuple[tuple[str, Plant, Stage], ...]] = (
    ("nothing changed", lambda s: None, Stage.COMPLETED),
    ("unrelated, all 否, no results", _unrelated, Stage.COMPLETED),
    ("the expert's part still empty", lambda s: [s.pop("participation"), s.pop("results")], Stage.SELF_ASSESSMENT),
    ("results still empty", lambda s: s.pop("results"), Stage.PARTICIPATION),
    ("full-width digits", put("need/statistics", "受輔導業者女性５２人、男性１２８人。"), Stage.COMPLETED),
    ("Chinese numerals", put("need/statistics", "受輔導業者女性五十二人、男性一百二十八人。"), Stage.COMPLETED),
    ("a plan to collect", put("need/statistics", "目前尚無分性別資料。"), Stage.COMPLETED),
    ("one third by words", put("mechanism", "審查小組遴聘時，單一性別不低於三分之一。"), Stage.COMPLETED),
    (
        "below a third with a way to improve",
        put("mechanism", "審查小組女性占 20%，108 年改選時優先遴聘女性委員。"),
        Stage.COMPLETED,
    ),
    (
        "no gender goal, with a reason",
        every(
            put("goal", "汰換監測設備 12 組；未訂性別目標，因計畫僅涉設備採購。"),
            put("participation/materials/plan", "有，但無性別目標"),
        ),
        Stage.COMPLETED,
    ),
    (
        "answers as booleans",
        lambda s: [row.update(answer=row["answer"] == "是") for row in s["beneficiaries"]],
        Stage.COMPLETED,
    ),
    ("other domain with words", every(put("domains", ["3-8"]), put("domains_other", "青年發展")), Stage.COMPLETED),
    ("other domain with words inside", put("domains", ["3-8 其他：青年發展"]), Stage.COMPLETED),
    ("price adjustment", every(_blank, put("amendment", "PRICE")), Stage.COMPLETED),
    (
        "only the interface's keys",
        lambda s: [s.pop("plan_title"), s.pop("domains_other"), s["participation"]["expert"].pop("standing")],
        Stage.COMPLETED,
    ),
    (
        "materials in another shape",
        put("participation/materials", {"statistics": {"有": True, "很完整": True}, "plan": "有，且具性別目標"}),
        Stage.COMPLETED,
    ),
    ("only partly adopted", put("results/not_adopted", ""), Stage.COMPLETED),
    ("related without a window of more than a week", put("participation/to", "107-07-12"), Stage.COMPLETED),
)
