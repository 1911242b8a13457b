"""A clean annual plan and a clean gender-impact sheet, all invented, from which tests and samples copy.

``clean_plan()`` and ``clean_sheet()`` give fresh content on which no rule of the catalogue finds anything.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

Content = dict[str, Any]

YEAR: Final = 107
AGENCY: Final = "示範部"
PREAMBLE: Final = (
    "本部掌理海岸環境與在地產業之發展，施政重點為保護海岸、扶植在地產業及培育人才。\n\n"
    "本部依據行政院107年度施政方針，配合中程施政計畫及核定預算額度，並針對經社情勢變化及本部未來發展需要，"
    "編定107年度施政計畫。"
)
BUDGET_GOAL: Final = "妥適配置預算資源，提升預算執行效率"


def goal(number: int, title: str, *strategies: str, text: str = "") -> Content:
    """Return a goal of chapter 壹 with strategies of one level."""
    rows = [{"id": f"s-{number}{place:07d}", "text": words, "items": []} for place, words in enumerate(strategies, 1)]
    return {"id": f"g-{number:08d}", "title": title, "text": text, "strategies": rows}


def kpi(number: int, goal_number: int, title: str, measure: str, value: str, unit: str, **more: Any) -> Content:
    """Return a KPI of chapter 貳; ``more`` replaces single fields."""
    row: Content = {
        "id": f"k-{number:08d}",
        "goal": f"g-{goal_number:08d}",
        "goal_title": "",
        "title": title,
        "regime": 1,
        "method": "統計數據",
        "measure": measure,
        "formula": "",
        "target": {"value": value, "unit": unit, "comparator": "", "text": ""},
        "polarity": "higher",
        "links": [],
        "baseline": "",
        "difficulty": "",
        "lowering_reason": "",
        "common": False,
    }
    return row | more


def common_kpis(first: int, goal_number: int) -> list[Content]:
    """Return the two indicators that every agency has, in their official wording."""
    return [
        kpi(
            first,
            goal_number,
            "機關年度資本門預算執行率",
            "（本年度資本門實支數＋資本門應付未付數＋資本門賸餘數）÷（資本門預算數）×100%"
            "（以上各數均含本年度原預算、追加預算及以前年度保留數）",
            "95",
            "%",
            links=["無"],
            common=True,
        ),
        kpi(
            first + 1,
            goal_number,
            "機關於中程歲出概算額度內編報情形",
            "【（本年度歲出概算編報數－本年度中程歲出概算額度核列數）÷本年度中程歲出概算額度核列數】×100%",
            "4",
            "%",
            links=["無"],
            polarity="lower",
            common=True,
        ),
    ]


def key_plan(number: int, item: str, category: str, content: str, *kpis: int, work_plan: str = "海岸業務") -> Content:
    """Return a key plan of chapter 參 that cites KPIs by their numbers."""
    return {
        "id": f"p-{number:08d}",
        "work_plan": work_plan,
        "item": item,
        "category": category,
        "content": content,
        "kpis": [f"k-{cited:08d}" for cited in kpis],
        "unresolved": [],
        "gia_owed": False,
    }


_PLAN: Final[Content] = {
    "preamble": PREAMBLE,
    "goals": [
        goal(
            1,
            "保護海岸環境，提升防災韌性",
            "建置海岸監測網，涵蓋北部、中部及南部等 3 個海域，即時掌握侵蝕情形。",
            "辦理海岸復育，採用柔性工法，減少硬體設施對生態的衝擊。",
        ),
        goal(
            2,
            "扶植在地產業，促進青年返鄉",
            text="結合地方政府與學校，輔導在地業者升級，並提供青年創業所需之資金、場域與業師。",
        ),
        goal(3, BUDGET_GOAL, text="有效運用預算資源，強化資本支出預算執行，提升預算執行績效。"),
    ],
    "kpis": [
        kpi(
            1,
            1,
            "海岸監測網建置進度達成率",
            "（實際建置站數÷預定建置站數）×60%＋（資料可用日數÷全年日數）×40%",
            "90",
            "%",
            links=["科技發展", "公共建設"],
        ),
        kpi(2, 1, "海岸復育長度", "當年度以柔性工法完成復育之海岸長度", "12", "公里", links=["公共建設"]),
        kpi(
            3,
            2,
            "在地業者對輔導之滿意度",
            "委託民間調查機構以問卷調查受輔導業者，回答滿意以上者人數÷有效問卷數×100%",
            "85",
            "%",
            regime=3,
            method="問卷調查",
            links=["社會發展"],
        ),
        kpi(4, 2, "輔導青年返鄉創業家數", "當年度完成輔導並取得登記之家數", "60", "家", links=["社會發展"]),
        *common_kpis(5, 3),
    ],
    "key_plans": [
        key_plan(
            1,
            "海岸監測網建置計畫",
            "科技發展",
            "一、建置海岸監測站，汰換老舊感測器。\n二、整合監測資料，提供防災單位即時查詢。",
            1,
        ),
        key_plan(
            2,
            "海岸復育計畫",
            "公共建設",
            "一、以柔性工法復育海岸 12 公里。\n二、維運監測站所需之道路與電力設施。",
            1,
            2,
        ),
        key_plan(
            3,
            "青年返鄉創業輔導計畫",
            "社會發展",
            "辦理創業輔導，內容包括三項：\n一、提供業師諮詢。\n二、媒合創業資金。\n三、辦理成果展售。",
            3,
            4,
            work_plan="產業業務",
        ),
    ],
}

_SHEET: Final[Content] = {
    "form": "102A",
    "amendment": None,
    "filler": {
        "date": "107-07-02",
        "name": "林示範",
        "title": "科員",
        "identity": "業務單位人員",
        "phone": "02-5550-0101",
        "email": "filler@agency.example",
    },
    "plan_title": "青年返鄉創業輔導計畫",
    "supervising_agency": "經濟部",
    "drafting_agency": "經濟部中小企業處",
    "domains": ["3-2", "3-4"],
    "domains_other": "",
    "need": {
        "overview": "青年返鄉創業之資金與人脈不足，首年歇業比例偏高，需要業師諮詢與資金媒合。",
        "statistics": "104 至 106 年受輔導業者共 180 家，負責人女性 52 人（28.9%）、男性 128 人（71.1%）。",
        "statistics_plan": "由業務單位每年 12 月彙整受輔導者之性別、年齡與地區，併同主計單位編入統計年報。",
    },
    "goal": "輔導 60 家業者創業；性別目標為女性負責人之比例自 28.9% 提升至 35%。",
    "mechanism": "計畫審查小組委員 15 人，其中女性 6 人、男性 9 人，任一性別均達三分之一。",
    "beneficiaries": [
        {
            "item": "7-1",
            "answer": "否",
            "reason": "凡年滿 20 歲之返鄉青年皆可申請，資格以創業構想書審定，104 至 106 年申請者男女皆有。",
        },
        {
            "item": "7-2",
            "answer": "是",
            "reason": "受輔導業者之女性負責人僅占 28.9%，與男性差距達 42.2 個百分點，顯示女性取得資金較為不易。",
        },
        {
            "item": "7-3",
            "answer": "否",
            "reason": "計畫內容為諮詢、媒合與展售，沒有新建或修繕公共空間之工程。",
        },
    ],
    "evaluation": {
        "8-1": "編列 120 萬元辦理女性創業專班及托育補助。",
        "8-2": "審查時對女性首次創業者加分，並安排女性業師。",
        "8-3": "於婦女團體、托育中心與社群媒體張貼徵件訊息，並提供電話諮詢。",
        "8-4": "課程場地備有哺集乳室，並開放攜帶幼兒。",
        "8-5": "落實消除對婦女一切形式歧視公約第 13 條有關女性獲得貸款之權利。",
        "8-6": "鼓勵女性投入數位製造等男性居多之行業，並邀請相關領域女性創業者分享。",
        "8-7": "線上課程開放錄影回看，讓照顧家庭者也能完成訓練。",
        "8-8": "展售會場動線採無障礙設計，夜間設有照明與巡邏。",
        "8-9": "以女性負責人比例 35% 為指標，每半年檢討一次並列入年度考核。",
    },
    "participation": {
        "from": "107-07-05",
        "to": "107-07-13",
        "expert": {
            "name": "王範例",
            "title": "副教授",
            "unit": "示範大學社會學系",
            "field": "性別與勞動",
            "standing": "列於性別主流化人才資料庫",
            "external": True,
        },
        "manner": "書面意見",
        "materials": {
            "statistics": "有",
            "statistics_detail": "可更完整",
            "plan": "有，且具性別目標",
            "preliminary": "有，但仍有改善空間",
        },
        "relevance": "有關",
        "opinions": {
            "10-6": "統計清楚，可再補充不同年齡層之差異。",
            "10-7": "性別目標明確，數值有依據。",
            "10-8": "審查小組比例符合規定。",
            "10-9": "7-2 評定為「是」允當。",
            "10-10": "托育補助切合需求，宜說明名額。",
            "10-11": "指標可追蹤，建議增列歇業率之性別差異。",
        },
        "summary": "整體規劃良好，建議補充年齡層統計並說明托育補助名額。",
        "timing": "於研擬階段即徵詢，時間充分。",
        "pledge": True,
    },
    "results": {
        "summary": "兩項建議均予採納，統計與經費章節已修正。",
        "adopted": "於肆補列年齡層統計；於捌載明托育補助 40 名。",
        "not_adopted": "歇業率須累積兩年資料，先列為 108 年度檢討事項。",
        "notified": "107-07-20",
    },
}


def clean_plan() -> Content:
    """Return a fresh annual plan on which no rule finds anything."""
    return deepcopy(_PLAN)


def clean_sheet() -> Content:
    """Return a fresh, completed 102A sheet on which no rule finds anything."""
    return deepcopy(_SHEET)


def clean_kpi() -> Content:
    """Return a fresh KPI definition on which no rule finds anything."""
    return {"kpi": deepcopy(_PLAN["kpis"][0]), "goal_title": _PLAN["goals"][0]["title"]}
