"""What the people of the demonstration write: corrections to the real plan, reasons, opinions, one sheet."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

Content = dict[str, Any]

GIA_ITEM: Final = "生技產業商品化人才培育"
"""The key plan that owes a gender-impact assessment."""

NOT_OWED: Final = "屬延續性年度工作，其中長程個案計畫核定時已完成性別影響評估。"
"""Why the other key plans owe no sheet of their own this year."""

CUT_OFF_KPI: Final = "補助能源科技研究計畫衍生研發成果綜效指數"
REAL_KPI: Final = "補助能源科技研究計畫衍生之研發成果綜效指數"
CUT_OFF_GOAL: Final = "延攬、培育、留用科技人才，培養科技人力世代接棒"
REAL_GOAL: Final = "延攬、培育、留用科研人才，培養科技人力世代接棒"
UNLINKED: Final = ("推動社會重大議題研究綜效指數", "推動智慧機械之績效目標達成率")
LOWER_IS_BETTER: Final = ("機關於中程歲出概算額度內編報情形",)

REASONS: Final[dict[str, str]] = {
    "KP-03": "滿意度以問卷調查取得，統計由園區管理局彙整，評估方式依核定版沿用。",
    "KP-04": "第三者為管理局委託之查證單位，於執行計畫中載明。",
    "KP-06": "國研院與國輻中心各自加權後平均，說明列於執行計畫。",
    "KP-07": "106 至 109 年度目標值各年均為 60 件。",
    "KP-15": "該數為年度預估量，與指標之累計口徑不同。",
}
ANY_REASON: Final = "已與業務單位核對，維持原列文字。"

OPINIONS: Final = (
    ("goal", "指標表之施政目標名稱與壹不一致（科技人才／科研人才），請改為一致。"),
    ("links", "與中長程個案計畫關聯填「無」，但參有科技發展計畫引用本指標，請更正。"),
)
OPINION_OF_HEAD: Final = "綜效指數之算式括號不成對，請補正後再送。"
RESPONSE_TO_HEAD: Final = "已補正算式之括號。"
RESPONSES: Final = ("已依意見改列壹所列之施政目標名稱。", "已改填「科技發展」，並核對參各項引用。")


def _kpi(content: Content, title: str) -> Content:
    return next(row for row in content["kpis"] if row["title"] == title)


def unblocked(content: Content) -> Content:
    """The parts after the drafter's first corrections: what blocks a submission, and some slips of the conversion."""
    kpis, key_plans, goals = (deepcopy(content[part]) for part in ("kpis", "key_plans", "goals"))
    for row in kpis:
        row["polarity"] = "lower" if row["title"] in LOWER_IS_BETTER else "higher"
    real = _kpi(content, REAL_KPI)["id"]
    for row in key_plans:
        if CUT_OFF_KPI in row["unresolved"]:
            row["unresolved"].remove(CUT_OFF_KPI)
            row["kpis"].append(real)
        row["content"] = (
            row["content"]
            .replace("內容包括六項：", "內容包括五項：")
            .replace("依據政府產業創新方案」", "依據政府「產業創新方案」")
        )
        row["gia_owed"] = row["item"] == GIA_ITEM
    for goal in goals:
        for strategy in goal["strategies"]:
            strategy["text"] = strategy["text"].replace("创", "創")
    return {"goals": goals, "kpis": kpis, "key_plans": key_plans}


def as_the_opinions_ask(content: Content) -> Content:
    """The KPIs after the corrections that 研考 asked for; a bracket still misses its partner (KP-06)."""
    kpis = deepcopy(content["kpis"])
    goal = next(row["id"] for row in content["goals"] if row["title"] == REAL_GOAL)
    for row in kpis:
        if row["goal_title"] == CUT_OFF_GOAL:
            row["goal"], row["goal_title"] = goal, ""
        if row["title"] in UNLINKED:
            row["links"] = ["科技發展"]
    return {"kpis": kpis}


def closed_bracket(content: Content) -> Content:
    """The KPIs with the bracket closed."""
    kpis = deepcopy(content["kpis"])
    _kpi({"kpis": kpis}, REAL_KPI)["measure"] = _kpi(content, REAL_KPI)["measure"].replace("配分)。", "配分〕。")
    return {"kpis": kpis}


STAFF: Final[Content] = {
    "filler": {
        "date": "106-07-03", "name": "林怡君", "title": "科員", "identity": "業務單位人員", "phone": "02-5550-0107",
        "email": "drafter@example.gov.tw",
    },
    "domains": ["3-2", "3-4"],
    "need": {
        "overview": "生技產業缺乏兼具研發與商品化經驗之人才，培訓名額有限，女性學員結訓後投入創業之比例偏低。",
        "statistics": "103 至 105 年結訓學員 240 人，女性 108 人（45.0%）、男性 132 人（55.0%）；投入創業者女性 18 人（30.0%）、男性 42 人（70.0%）。",
        "statistics_plan": "由業務單位每年 12 月彙整學員之性別、年齡及就業情形，併入科技統計年報。",
    },
    "goal": "培育商品化人才 80 人；性別目標為結訓後投入創業者之女性比例自 30% 提升至 38%。",
    "mechanism": "計畫審查委員會委員 15 人，其中女性 6 人、男性 9 人，任一性別均達三分之一。",
    "beneficiaries": [
        {"item": "7-1", "answer": "否", "reason": "凡具碩士以上學位之生醫研究人員皆可報名，以研究成果書審錄取，103 至 105 年錄取者男女皆有。"},
        {"item": "7-2", "answer": "是", "reason": "結訓後投入創業之女性僅占 30%，與男性差距達 40 個百分點，顯示女性取得資金與人脈較為不易。"},
        {"item": "7-3", "answer": "否", "reason": "計畫內容為課程、業師與海外見習，沒有新建或修繕公共空間之工程。"},
    ],
    "evaluation": {
        "8-1": "編列 150 萬元辦理女性創業業師媒合及課程期間托育補助。",
        "8-2": "錄取名額依報名性別比例訂下限，並安排女性業師至少三分之一。",
        "8-3": "於大學校院、女科技人團體及社群媒體公告徵件，並以電話說明。",
        "8-4": "上課場地備有哺集乳室，並開放攜帶幼兒。",
        "8-5": "落實消除對婦女一切形式歧視公約第 11 條有關職業訓練之權利。",
        "8-6": "邀請女性創業者分享經驗，鼓勵投入醫療器材等男性居多之領域。",
        "8-7": "課程錄影開放回看，讓照顧家庭者也能完成訓練。",
        "8-8": "海外見習之住宿與交通由主辦單位統一安排，並提供緊急聯絡窗口。",
        "8-9": "以投入創業者之女性比例 38% 為指標，每半年檢討一次並列入年度考核。",
    },
}  # fmt: skip

GUEST: Final[Mapping[str, str]] = {
    "name": "李美玲", "email": "meiling@university.example", "unit": "大學社會學系", "job_title": "教授",
    "expertise": "性別與科技", "standing": "列於性別主流化人才資料庫",
}  # fmt: skip
"""Who is invited to assess the sheet; the person is invented."""

EXPERT: Final[Content] = {
    "from": "106-07-05",
    "to": "106-07-13",
    "expert": {
        "name": "李美玲", "title": "教授", "unit": "大學社會學系", "field": "性別與科技", "standing": "列於性別主流化人才資料庫",
        "external": True,
    },
    "manner": "書面意見",
    "materials": {
        "statistics": "有", "statistics_detail": "可更完整", "plan": "有，且具性別目標", "preliminary": "有，但仍有改善空間",
    },
    "relevance": "有關",
    "opinions": {
        "10-6": "統計清楚，可再補充不同學門之差異。",
        "10-7": "性別目標明確，數值有依據。",
        "10-8": "審查委員會比例符合規定。",
        "10-9": "7-2 評定為「是」允當。",
        "10-10": "業師媒合切合需求，宜說明托育補助名額。",
        "10-11": "指標可追蹤，建議增列結訓兩年後之性別差異。",
    },
    "summary": "整體規劃良好，建議補充學門統計並說明托育補助名額。",
    "timing": "於研擬階段即徵詢，時間充分。",
    "pledge": True,
}  # fmt: skip

RESULTS_TOO_SHORT: Final[Content] = {
    "summary": "專家建議已逐項檢討。", "adopted": "", "not_adopted": "", "notified": "106-07-20",
}  # fmt: skip
"""Says neither what was adopted nor what was not: rule GI-24."""

RESULTS: Final[Content] = {
    "summary": "兩項建議均予採納，統計與經費章節已修正。",
    "adopted": "於肆補列學門統計；於捌載明托育補助 30 名。",
    "not_adopted": "結訓兩年後之追蹤須累積資料，先列為 108 年度檢討事項。",
    "notified": "106-07-20",
}
