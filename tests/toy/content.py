"""Content of the toy kind of a real plan's size: every field of the owner filled in."""

from __future__ import annotations

from typing import Any

YEARS = ("107", "108", "109", "110")
PROSE = (
    "園區污水處理廠於民國八十七年啟用，主要設備運轉逾二十年，機械磨損、控制系統老舊，近三年平均每年故障三十二次，"
    "維修費用逐年增加。為確保放流水質符合放流水標準，並因應園區新進廠商用水量成長，擬分四年汰換主要設備，"
    "以維持園區營運並減少對承受水體之影響。"
)
TITLES = (
    "水質穩定達標",
    "降低單位處理成本並提升回收水再利用比率，供園區次級用水使用",
    "建置智慧化監控系統",
    "強化人員訓練與緊急應變能力",
)
PROJECTS = ("水處理設備更新", "監控系統建置", "回收水再利用示範", "人員訓練及推廣")


def _goals() -> list[dict[str, Any]]:
    return [
        {
            "id": f"g-{n}",
            "title": title,
            "text": PROSE if n % 2 else PROSE[:60],
            "steps": [{"id": f"s-{n}{m}", "text": PROSE[m * 20 : m * 20 + 60]} for m in range(3)],
        }
        for n, title in enumerate(TITLES)
    ]


def _quantities() -> list[dict[str, Any]]:
    return [
        {
            "id": f"q-{n}",
            "title": f"放流水質合格率及設備妥善率提升項目第 {n + 1} 項",
            "goal": f"g-{n % 4}",
            "mode": "累計" if n % 2 else "逐年",
            "years": {year: {"value": str(80 + n + m)} for m, year in enumerate(YEARS)},
        }
        for n in range(6)
    ]


def content(quota: str) -> dict[str, Any]:
    """What is sent as JSON, part by part: every field of the owner filled in; the money comes to 1,975,802,124."""
    return {
        "cover": {
            "title": "新竹科學工業園區污水處理廠設備汰換及智慧化監控系統建置計畫",
            "number": "107-0501-02-20-03",
            "printed": "107-08-01",
            "from": "107-01",
            "to": "110-12",
            "host": {"name": "某人", "phone": "03-0000000 轉 1234"},
            "deputy": "是",
            "deputy_name": "另一人",
        },
        "goals": _goals(),
        "quantities": _quantities(),
        "staff": {"years": {year: {"researchers": "3.5", "others": "12"} for year in YEARS}},
        "budget": [
            {
                "id": f"b-{n}",
                "title": title,
                "years": {year: {"current": str(12_345 * (n + 1)), "capital": str(123_456_789)} for year in YEARS},
            }
            for n, title in enumerate(PROJECTS)
        ],
        "summary": {"quota": quota, "years": {}},
        "equipment": [
            {
                "id": f"e-{n}",
                "title": f"高效率節能鼓風機（含變頻器及遠端監控模組）第 {n + 1} 型",
                "quantity": "4",
                "price": "5250",
            }
            for n in range(5)
        ],
        "risks": {"overview": PROSE * 8, "reviews": {"108": {"words": "期中檢討"}, "110": {"words": "總結評估報告"}}},
        "links": {"fields": ["綠能", "水環境"], "goals": ["g-0", "g-2"], "cross": True},
        "narrative": {"origin": PROSE * 25, "benefits": "每年節水 20 萬噸。\n\n" + PROSE * 5},
        "checklist": {
            "1-1": {"answer": "是", "note": "附件一"},
            "1-2": {"answer": "本案不適用", "note": ""},
            "2": {"answer": "是", "note": PROSE[:80]},
        },
    }
