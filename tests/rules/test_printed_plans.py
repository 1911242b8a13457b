"""What only the printed form shows: chapters, numerals, page footers, codes that are none, text run together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.cli.checking import check_imported
from exchange.registry import read

PLANS = Path(__file__).parent / "sets" / "plans"
TPCC = (PLANS / "107-tpcc.txt").read_text(encoding="utf-8")
CEC = (PLANS / "107-cec.txt").read_text(encoding="utf-8")


def found(text: str) -> list[tuple[str, str]]:
    """Return what is reported on a printed plan."""
    told = check_imported(read(text.encode(), "plan.txt"), "plan.txt").as_json()["findings"]
    return [(one["rule"], one["at"]) for one in told]


def replaced(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def moved(text: str) -> str:
    """Return the plan with chapter 參 before chapter 貳."""
    head, kpis, plans = re.split(r"(?m)^(?=貳、|參、)", text)
    return head + plans + kpis


def test_the_plan_as_printed_has_no_finding() -> None:
    assert found(TPCC) == []


@pytest.mark.parametrize(
    ("rule", "at", "old", "new"),
    [
        ("AP-06", "goals[2].title", "\n三、議會", "\n四、議會"),
        ("AP-06", "goals[2].title", "\n三、議會", "\n二、議會"),
        ("AP-06", "goals[1].strategies[1].text", "\n（二）擴充", "\n（三）擴充"),
        ("AP-06", "goals[1].strategies[0].items[2].text", "\n３、結合", "\n４、結合"),
        ("AP-06", "kpis[2].title", "\t2 持續改善", "\t3 持續改善"),
        ("AP-06", "kpis[2].title", "\t2 持續改善", "\t1 持續改善"),
        ("AP-03", "kpis[3].goal", "\n三議會園區", "\n五議會園區"),
        ("KP-02", "kpis[0].regime", "提案獲參採比率\t1\t", "提案獲參採比率\t7\t"),
        ("KP-01", "kpis[0].regime", "提案獲參採比率\t1\t", "提案獲參採比率\t\t"),
        ("AP-02", "preamble", "編定107年度", "編定106年度"),
        ("KP-12", "key_plans[0].kpis", "推動之參考。\t提案獲參採比率", "推動之參考。\t提案獲採納比率"),
    ],
)
def test_a_slip_of_print_is_found(rule: str, at: str, old: str, new: str) -> None:
    assert found(replaced(TPCC, old, new)) == [(rule, at)]


def test_chapters_out_of_order() -> None:
    assert found(moved(TPCC)) == [("AP-01", "key_plans")]


@pytest.mark.parametrize(("name", "at"), [("貳、年度關鍵績效指標\n", "kpis"), ("參、年度重要計畫\n", "key_plans")])
def test_a_chapter_without_its_name_is_read_and_told(name: str, at: str) -> None:
    assert found(replaced(TPCC, name, "")) == [("AP-01", at)]


@pytest.mark.parametrize(("chapter", "at"), [("貳", "kpis"), ("參", "key_plans")])
def test_a_chapter_that_is_not_there(chapter: str, at: str) -> None:
    parts = re.split(r"(?m)^(?=貳、|參、)", TPCC)
    assert ("AP-01", at) in found("".join(part for part in parts if not part.startswith(chapter)))


def test_a_goal_that_was_skipped_is_told_once_though_all_later_numerals_move() -> None:
    text = replaced(replaced(TPCC, "\n三、議會", "\n四、議會"), "\n四、妥適", "\n五、妥適")
    text = replaced(replaced(text, "\n三議會", "\n四議會"), "\n四妥適", "\n五妥適")
    assert found(text) == [("AP-06", "goals[2].title")]


def test_a_narrow_column_that_cuts_the_numeral_is_no_defect() -> None:
    goals = "".join(f"{numeral}、甲{numeral}目標\n" for numeral in "一二三四五六七八九十") + "十一、乙目標\n"
    rows = "".join(
        f"{numeral}甲{numeral}目標\t1 {numeral}類申請辦結比率\t1\t統計數據\t（{numeral}類辦結數÷受理數）×100%\t90%\t無\n"
        for numeral in "一二三四五六七八九十"
    )
    rows += "十乙目標\t1 館藏開放比率\t1\t統計數據\t（開放件數÷館藏件數）×100%\t90%\t無\n"
    text = re.sub(r"(?s)\n一、積極反映.*?\n\n貳", f"\n{goals}\n貳", TPCC)
    text = re.sub(r"(?s)\n一積極.*?\n\n註", f"\n{rows}\n註", text)
    assert not [one for one in found(text) if one[1].endswith(".goal")]


def test_pages_of_another_agency() -> None:
    footed = TPCC.replace("\n貳、", "\n33-1\n貳、").replace("\n參、", "\n33-2\n參、")
    assert found(footed) == []
    assert found(footed.replace("33-2", "34-2")) == [("AP-07", "document")]


def test_there_is_no_verdict_about_what_could_not_be_read() -> None:
    flat = re.sub(r"\s+", "", TPCC)
    assert found(flat) == []
    assert found(flat.replace("編定107年度", "編定106年度")) == [("AP-02", "preamble")]
    wrong_last = flat.replace("四、妥適配置預算資源，提升預算執行效率：節約", "四、強化內部控制：節約")
    assert found(wrong_last) == [("AP-04", "goals[3].title")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("臺灣", "台灣"),
        ("107", "１０７"),
        ("佔", "占"),
        ("73%", "７３％"),
        ("持續改善數位資料庫使用界面及檢索效能，提升", "持續改善數位資料庫 使用界面及檢索效能,提升"),
    ],
)
def test_variants_of_writing_change_no_verdict(old: str, new: str) -> None:
    for text, verdict in ((TPCC, found(TPCC)), (CEC, found(CEC))):
        assert found(text.replace(old, new)) == verdict
