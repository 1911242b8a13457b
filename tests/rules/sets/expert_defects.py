"""Defects of the expert's part, of the calendar and of the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.rules.sets.planting import (
    Defect,
    Sheet,
    answered,
    common,
    drop,
    every,
    filled,
    moved,
    no_everywhere,
    put,
    relate,
    related,
    unrelate,
    unrelated,
)  # fmt: skip

SUGGESTED: Final = (
    "建議補充性別統計。", "建議針對如何平等取得資源、縮小性別差異，進一步說明。", "與性別較無關聯，惟仍宜補充使用者之性別統計。",
    "同意機關評定。建議爾後辦理時納入女性觀點。", "請考量不同性別使用者之需求，並增列相關措施。", "本案女性比例偏低，建議改善。",
    "尚屬合宜，但應加強工作人員性別意識培力。", "期許未來能提高女性委員比例。", "如能增列男女使用人次之統計，將更臻完善。",
)  # fmt: skip
ASTRAY: Final = ("107-02-30", "107-13-01", "2018-13-45", "一百零七年", "107-00-10")


def of_the_expert() -> Iterator[Defect]:
    expert = "participation.expert"
    yield Defect("GI-13", "no expert", expert, put("participation/expert", None), filled)
    yield Defect("GI-13", "an empty expert", expert, put("participation/expert", {"name": "", "title": None}), filled)
    yield Defect("GI-13", "no participation", expert, put("participation", None), common)
    yield Defect("GI-13", "from inside", f"{expert}.external", put("participation/expert/external", False), filled)
    for key in ("name", "title", "unit", "field"):
        yield Defect("GI-15", f"no {key}", f"{expert}.{key}", put(f"participation/expert/{key}", ""), filled)
        yield Defect("GI-15", f"{key} dropped", f"{expert}.{key}", drop(f"participation/expert/{key}"), filled)
    for field in ("大氣科學、遙測", "機械工程", "公共行政、財務管理"):
        plant = every(
            put("participation/expert/field", field), put("participation/expert/unit", "某大學"),
            put("participation/expert/standing", ""),
        )  # fmt: skip
        yield Defect("GI-14", field, f"{expert}.field", plant, filled)
    for value in (False, None, "", "否"):
        yield Defect("GI-16", f"pledge {value!r}", "participation.pledge", put("participation/pledge", value), filled)
    for number in range(6, 12):
        at = f"participation.opinions.10-{number}"
        yield Defect("GI-23", f"10-{number} blank", at, put(f"participation/opinions/10-{number}", " "), common)
        yield Defect("GI-23", f"10-{number} dropped", at, drop(f"participation/opinions/10-{number}"), common)
    yield Defect("GI-23", "no summary", "participation.summary", put("participation/summary", ""), filled)
    yield Defect("GI-23", "no timing", "participation.timing", put("participation/timing", None), common)
    for key in ("from", "to", "manner", "relevance"):
        suits = common if key == "manner" else unrelated if key == "relevance" else filled
        yield Defect("GI-29", f"no {key}", f"participation.{key}", put(f"participation/{key}", ""), suits)
    yield Defect(
        "GI-26", "filler is expert", f"{expert}.name",
        lambda s: put("participation/expert/name", s["filler"]["name"])(s), filled,
    )  # fmt: skip
    yield Defect(
        "GI-26", "one mail address", f"{expert}.name",
        lambda s: put("participation/expert/email", s["filler"]["email"].upper())(s), filled,
    )  # fmt: skip
    yield from _of_materials()


def _of_materials() -> Iterator[Defect]:
    at = "participation.materials.statistics"
    both: tuple[tuple[str, Any], ...] = (
        ("both", {"statistics": ["有", "無"], "statistics_detail": "很完整"}),
        ("both as words", {"statistics": "有、無", "statistics_detail": "可更完整"}),
        ("both as ticks", {"statistics": {"有": True, "無": True}}),
        ("neither", {"statistics": "", "statistics_detail": ""}),
        ("none of two ticks", {"statistics": {"有": False, "無": False}}),
        ("無 alone", {"statistics": "無"}),
        ("無 with both follow-ups", {"statistics": "無", "statistics_detail": ["應可設法找尋", "現狀與未來皆有困難"]}),
        ("有 with a follow-up of 無", {"statistics": "有", "statistics_detail": "應可設法找尋"}),
    )
    for name, value in both:
        yield Defect("GI-32", name, at, put("participation/materials", value), common)
    plan = "participation.materials.plan"
    with_goal, without = "有，且具性別目標", "有，但無性別目標"

    def has_goal(content: Sheet) -> bool:
        return common(content) and content["participation"]["materials"]["plan"] == with_goal

    def has_none(content: Sheet) -> bool:
        return common(content) and content["participation"]["materials"]["plan"] == without

    yield Defect("GI-31", "said to be without", plan, put("participation/materials/plan", without), has_goal)
    yield Defect("GI-31", "said to be with", plan, put("participation/materials/plan", with_goal), has_none)


def of_dates() -> Iterator[Defect]:
    start, end, notice = "participation/from", "participation/to", "results/notified"
    soon = every(moved(end, start, 1), moved(notice, start, 4))
    yield Defect("GI-17", "notified within the week", "results.notified", soon, answered)
    yield Defect(
        "GI-17",
        "notified on the sixth day",
        "results.notified",
        every(moved(end, start, 3), moved(notice, start, 6)),
        answered,
    )

    def by_letter(content: Sheet) -> bool:
        return common(content) and content["participation"]["manner"] == "書面意見"

    yield Defect("GI-17", "three days to read", "participation.to", moved(end, start, 3), by_letter)
    yield Defect("GI-17", "one day to read", "participation.to", moved(end, start, 0), by_letter)
    yield Defect("GI-18", "end before start", "participation.to", moved(end, "filler/date", -3), filled)
    yield Defect("GI-18", "filled after all", "filler.date", moved("filler/date", end, 40), filled)
    yield Defect("GI-18", "expert before the filler", "participation.from", moved(start, "filler/date", -1), filled)
    yield Defect("GI-18", "notified before the end", "results.notified", moved(notice, end, -1), answered_by_letter)
    yield Defect("GI-18", "notified before all", "results.notified", moved(notice, "filler/date", -30), answered)
    for text in ASTRAY:
        yield Defect("DT-07", f"filler {text}", "filler.date", put("filler/date", text), filled)
        yield Defect("DT-07", f"start {text}", "participation.from", put(start, text), filled)
        yield Defect("DT-07", f"notice {text}", "results.notified", put(notice, text), answered)


def answered_by_letter(content: Sheet) -> bool:
    """Whether results are given to an expert who had more than a day."""
    return answered(content) and content["participation"]["from"] != content["participation"]["to"]


def of_relevance() -> Iterator[Defect]:
    yield Defect("GI-19", "related, all 否", "beneficiaries", relate, unrelated)
    yield Defect("GI-19", "all set to 否", "beneficiaries", no_everywhere, related)
    yield Defect("GI-19", "no results", "results", put("results", None), answered)
    yield Defect("GI-19", "results all blank", "results", put("results", {"summary": "", "adopted": "－"}), answered)
    yield Defect("GI-19", "no summary", "results.summary", put("results/summary", ""), answered)
    at = "participation.relevance"
    yield Defect("GI-21", "found unrelated", at, unrelate, related)
    empty = every(unrelate, put("results", None), put("participation/summary", "無其他意見。"))
    yield Defect("GI-21", "found unrelated, without results", at, empty, related)
    for text in (
        "7-2 應評定為「是」。", "建議 7-1 修正為是，較為妥適。", "本項宜改勾選「是」。", "7-3 女性安全有疑慮，請改評為「是」。"
    ):  # fmt: skip
        yield Defect("GI-21", text, at, put("participation/opinions/10-9", text), unrelated)
    yield Defect(
        "GI-21",
        "all rightly 否, yet related",
        at,
        put("participation/opinions/10-9", "三項均評定為否，同意。"),
        related,
    )
    for text in SUGGESTED:
        yield Defect("GI-22", text, "participation.summary", put("participation/summary", text), unrelated)


def of_results() -> Iterator[Defect]:
    for key, text in (
        ("summary", "感謝委員意見，將納入後續規劃參考。"),
        ("adopted", "已增列性別統計欄位。"),
        ("not_adopted", "經費有限，暫不辦理。"),
    ):
        yield Defect("GI-20", key, "results", put("results", {key: text}), unrelated)
    neither = every(put("results/adopted", ""), put("results/not_adopted", None))
    yield Defect("GI-24", "neither", "results.adopted", neither, answered)
    yield Defect(
        "GI-24",
        "nothing on both sides",
        "results.adopted",
        every(put("results/adopted", "無"), put("results/not_adopted", "無")),
        answered,
    )
    for text in ("感謝委員建議。", "遵照辦理。", "採納。", "感謝委員寶貴意見，本計畫將納入參考。", "依委員意見修正。"):
        yield Defect("GI-24", text, "results.adopted", put("results/adopted", text), answered)
    for text in ("不採納。", "未予參採。", "感謝委員建議，惟無法採納。"):
        yield Defect("GI-24", text, "results.not_adopted", put("results/not_adopted", text), answered)
    yield Defect("GI-25", "no date", "results.notified", put("results/notified", ""), answered)
    yield Defect("GI-25", "date dropped", "results.notified", drop("results/notified"), answered)
