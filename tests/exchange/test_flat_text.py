"""Text that a PDF program ran together: chapter 壹 is cut at its numerals, the tables are refused in words."""

import pytest

from exchange.imported import Unreadable
from exchange.registry import read

FLAT = (
    "海洋委員會海洋委員會107年度施政計畫本會辦理：一、守護海域；二、推動保育。本會依據行政院107年度施政方針，"
    "配合中程施政計畫及核定預算額度，並針對經社情勢變化及本會未來發展需要，編定107年度施政計畫。"
    "壹、年度施政目標及策略一、守護海域安全（一）強化第一、二線巡防：充實艦艇，每艦１、２名人員。"
    "（二）落實查緝，依下列方式辦理１、加強巡邏。２、加強通報3.5公里內船隻。99-1二、推動海洋保育，維護生態：維護棲地1.5公頃。"
    "三、妥適配置預算資源，提升預算執行效率：節約支出99-2，合理分配。"
    "99-3貳、年度關鍵績效指標關鍵績效指標與中長程施政目標評估評估一守護海域安1查緝1統計數據件數80%無全"
    "參、年度重要計畫計畫與KPI工作計畫名稱"
)


def test_preamble_and_goals_are_cut_at_their_numerals() -> None:
    found = read(FLAT.encode(), "plan.txt")
    assert (found.year, found.agency) == (107, "海洋委員會")
    assert found.content["preamble"].startswith("本會辦理：一、守護海域；二、推動保育。\n\n本會依據行政院")
    assert found.content["goals"] == [
        {
            "title": "守護海域安全",
            "text": "",
            "strategies": [
                {"text": "強化第一、二線巡防：充實艦艇，每艦１、２名人員。", "items": []},
                {
                    "text": "落實查緝，依下列方式辦理",
                    "items": [{"text": "加強巡邏。"}, {"text": "加強通報3.5公里內船隻。"}],
                },
            ],
        },
        {"title": "推動海洋保育，維護生態", "text": "維護棲地1.5公頃。", "strategies": []},
        {"title": "妥適配置預算資源，提升預算執行效率", "text": "節約支出，合理分配。", "strategies": []},
    ]


def test_mixed_tables_are_not_guessed_but_named() -> None:
    found = read(FLAT.encode(), "plan.txt")
    assert (found.content["kpis"], found.content["key_plans"]) == ([], [])
    doubts = {doubt.at: str(doubt.why) for doubt in found.uncertain}
    assert "無法可靠讀取" in doubts["kpis"] and "貳" in doubts["kpis"]
    assert "無法可靠讀取" in doubts["key_plans"] and "參" in doubts["key_plans"]


@pytest.mark.parametrize("change", [("107年度", ""), ("策略一、守護", "策略守護"), ("策略一、", "策略前言。一、")])
def test_what_cannot_be_cut_without_guessing_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(Unreadable, match="PDF"):
        read(FLAT.replace(*change).encode(), "plan.txt")
