"""Defects of staff's part of a sheet: who, what is needed, which beneficiaries, what is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.rules.sets.planting import (
    Defect,
    Plant,
    Sheet,
    Test,
    ben,
    common,
    drop,
    every,
    filled,
    put,
    reason,
    related,
    same,
    unrelated,
)  # fmt: skip

STOCK: Final = (
    "無涉性別", "本計畫無涉性別。", "與性別無關", "本計畫與性別無關，故評定為否。", "性別一律平等", "本案性別一律平等。", "不分性別，一體適用。",
    "本計畫一體適用於全民，不因性別而有差異。", "受益對象不分性別", "本計畫受益對象為全體國民，無性別差異。", "本項無性別之區別。",
    "男女皆可參加，無任何限制。", "本計畫對象為一般民眾，並無性別限制，男女均可受益。", "未涉及性別議題，爰評定為「否」。",
    "本計畫與性別議題無直接關聯性。", "對所有性別一視同仁，機會均等。", "無。", "同7-1。", "本工程不因性別不同而有差別待遇。",
    "本計畫推動時，將秉持性別平等原則，無涉特定性別。", "無關性別。", "不論男性或女性均適用。", "性別平等，無差別。",
)  # fmt: skip


def of_staff() -> Iterator[Defect]:
    nothing = every(
        *(put(key, None) for key in ("goal", "mechanism", "beneficiaries", "evaluation", "participation", "results")),
        put("need", None), put("amendment", "工項變更"),
    )  # fmt: skip
    yield Defect("GI-01", "amended in substance, nothing filled", "amendment", nothing, filled)
    yield Defect(
        "GI-01",
        "exempt no more",
        "amendment",
        put("amendment", "SCOPE"),
        lambda s: s.get("amendment") in ("PRICE", "TERM"),
    )
    yield Defect(
        "GI-01", "price and more", "amendment", put("amendment", "物價調整並新增工項"),
        lambda s: s.get("amendment") == "PRICE",
    )  # fmt: skip
    for name, at in (
        ("a unit", "科技部產學及園區業務司"),
        ("a subordinate agency", "衛生福利部國民健康署"),
        ("a county", "示範縣政府"),
    ):
        yield Defect("GI-02", name, "supervising_agency", put("supervising_agency", at), filled)
    yield Defect("GI-02", "another ministry's", "drafting_agency", put("drafting_agency", "僑務委員會僑教處"), filled)
    for key in ("name", "title", "identity", "phone", "email", "date"):
        yield Defect("GI-03", f"no {key}", f"filler.{key}", drop(f"filler/{key}"), filled)
        yield Defect("GI-03", f"{key} null", f"filler.{key}", put(f"filler/{key}", None), filled)
    yield Defect("GI-03", "no mail address", "filler.email", put("filler/email", "電洽"), filled)
    yield Defect("GI-04", "no domain", "domains", put("domains", []), lambda s: bool(s.get("domains")))
    yield Defect("GI-04", "domain of no form", "domains", put("domains", ["3-2", "3-11"]), common)
    yield Defect(
        "GI-04",
        "other without words",
        "domains_other",
        every(put("domains", ["3-2", "3-8"]), put("domains_other", "")),
        common,
    )
    for name, text in (
        ("stock", "參與者與使用者不限任何性別。"), ("no sex", "106 年服務 5,120 人次。"), ("none", None), ("will see", "將視執行情形辦理性別統計。")
    ):  # fmt: skip
        plan = "使用者不限任何性別。" if name != "none" else None
        plant = every(put("need/statistics", text), put("need/statistics_plan", plan))
        yield Defect("GI-05", name, "need.statistics", plant, common)
    yield Defect(
        "GI-05", "collected by nobody", "need.statistics",
        every(put("need/statistics", "尚無資料。"), put("need/statistics_plan", "未來將加強蒐集性別統計。")), common,
    )  # fmt: skip
    for name, text in (
        ("silent", "完成設備汰換 12 套，資料可用率達 98%。"),
        ("stock", "完成設備汰換。本計畫參與者無性別限制。"),
    ):
        yield Defect("GI-06", name, "goal", put("goal", text), common)
    yield Defect("GI-06", "blank", "goal", put("goal", ""), filled)
    for name, text in (
        ("stock", "參與者不分性別均可參加。"), ("a fifth", "推動小組委員 15 人，女性 3 人、男性 12 人。"), ("ratio", "男女比例為 9：1。"),
        ("percent", "委員中女性占 21.4%。"), ("blank", ""), ("no figures", "已邀請各界代表參與討論。"),
    ):  # fmt: skip
        yield Defect("GI-07", name, "mechanism", put("mechanism", text), common)
    yield Defect("GI-29", "no overview", "need.overview", put("need/overview", ""), filled)
    yield Defect("GI-29", "overview null", "need.overview", put("need/overview", None), filled)
    yield Defect("GI-29", "no drafting agency", "drafting_agency", put("drafting_agency", ""), filled)
    yield Defect("GI-29", "no supervising agency", "supervising_agency", drop("supervising_agency"), filled)
    for place in ("goal", "mechanism"):
        yield Defect("GI-37", f"a table that is not there, in {place}", place, _citing(place), common)
    yield Defect("GI-36", "unknown form", "form", put("form", "77Z"), common)
    yield Defect(
        "GI-36",
        "an item of the bills' form",
        "participation.opinions",
        put("participation/opinions/11-5", "可"),
        common,
    )
    yield Defect(
        "GI-36",
        "an item too many",
        "beneficiaries",
        lambda s: s["beneficiaries"].append({"item": "7-4", "answer": "否", "reason": "如上"}),
        common,
    )


def _citing(place: str) -> Plant:
    def plant(sheet: Sheet) -> None:
        sheet[place] = f"{sheet[place]}（各年數字見〔表7〕）"

    return plant


def of_beneficiaries() -> Iterator[Defect]:
    for number in (1, 2, 3):
        place = f"beneficiaries/{number - 1}"
        yield Defect(
            "GI-08", f"7-{number} both", ben(number, "answer"), put(f"{place}/answer", "是、否"), _spare(number)
        )
        yield Defect("GI-08", f"7-{number} none", ben(number, "answer"), put(f"{place}/answer", None), _spare(number))
        yield Defect("GI-08", f"7-{number} no reason", ben(number), put(f"{place}/reason", ""), common)
        yield Defect("GI-08", f"7-{number} reason null", ben(number), put(f"{place}/reason", None), common)
        yield Defect("GI-08", f"7-{number} left out", f"beneficiaries[7-{number}]", _without(number), _spare(number))
    for index, text in enumerate(STOCK):
        number = index % 3 + 1
        yield Defect("GI-11", text, ben(number), reason(number, text), common)
    for number in range(1, 10):
        yield Defect("GI-09", f"8-{number} blank", f"evaluation.8-{number}", put(f"evaluation/8-{number}", ""), related)
        yield Defect("GI-09", f"8-{number} dropped", f"evaluation.8-{number}", drop(f"evaluation/8-{number}"), related)
    yield Defect("GI-09", "no evaluation", "evaluation", put("evaluation", None), related)
    yield Defect(
        "GI-09",
        "evaluation said to be not owed",
        "evaluation",
        put("evaluation", {f"8-{n}": "免填" for n in range(1, 10)}),
        related,
    )
    filled_in = {f"8-{n}": f"第 {n} 項作法另於細部計畫中訂定，並於{m}檢討。" for n, m in ((1, "春"), (2, "夏"))}
    yield Defect("GI-10", "two items filled", "evaluation", put("evaluation", filled_in), unrelated)
    yield Defect(
        "GI-10", "one item filled", "evaluation", put("evaluation", {"8-3": "以網站公告及函文各機關週知。"}), unrelated
    )
    pasted = "本計畫於規劃及執行各階段均依相關規定妥為辦理。"
    cells = ("evaluation/8-1", "evaluation/8-4", "evaluation/8-7")
    yield Defect("GI-12", "pasted", "evaluation.8-1", same((pasted,) * 3, *cells), related)
    nearly = (pasted, pasted.replace("均", "皆"), pasted.replace("妥為", "妥善"))
    yield Defect("GI-12", "pasted with a change", "evaluation.8-1", same(nearly, *cells), related)
    swapped = tuple(
        f"本計畫之{word}將依個案特性彈性調整。" for word in ("經費配置", "性別友善措施", "平等取得社會資源")
    )
    yield Defect("GI-12", "item words swapped", "evaluation.8-1", same(swapped, *cells), related)
    whole = "凡符合補助要點第 4 點資格之學校均可提出，由審查會依計畫書評分。"
    rows = ("beneficiaries/0/reason", "beneficiaries/1/reason", "beneficiaries/2/reason")
    yield Defect("GI-12", "one reason for three items", ben(1), same((whole,) * 3, *rows), common)


def _spare(number: int) -> Test:
    """Sheets that stay consistent without the answer of this item: another item is 是, or all were 否."""

    def suits(content: Sheet) -> bool:
        if not common(content):
            return False
        others = [row["answer"] for row in content["beneficiaries"] if row["item"] != f"7-{number}"]
        return "是" in others or unrelated(content)

    return suits


def _without(number: int) -> Plant:
    return lambda content: content["beneficiaries"].pop(number - 1)
