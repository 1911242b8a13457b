"""What is wrong with a formula is said with its column; what the text leaves open is refused, never guessed."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from tests.formula.hostile import texts
from workflows.formula import Formula, FormulaError, NotAFormula, evaluate, parse, result_json

RATE = "（甲數÷乙數）×100%"


def refusal(text: str, values: dict[str, Any] | None = None) -> FormulaError:
    with pytest.raises(FormulaError) as refused:
        _computed(text, values or {})
    return refused.value


def _computed(text: str, values: dict[str, Any]) -> None:
    formula = parse(text, values)
    assert isinstance(formula, Formula), text
    evaluate(formula, values)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("（甲數÷乙數×100%", 1, "「（」沒有對應的右括號"),
        ("甲數÷乙數）×100%", 6, "「）」沒有對應的左括號"),
        ("〔甲數÷乙數）×100%", 7, "左括號「〔」以右括號「）」結束"),
        ("【〔甲數÷乙數】×100%", 2, "「〔」沒有對應的右括號"),
        ("甲數÷", 3, "少了一項"),
        ("甲數÷÷乙數", 4, "「÷」前面少了一項"),
        ("甲數÷乙數×（）", 8, "「）」前面少了一項"),
        ("（甲數÷乙數）丙數", 8, "前面少了運算符號"),
        ("甲數×40%（乙數÷丙數）", 7, "前面少了運算符號"),
        ("甲數÷乙數＠2", 6, "看不懂「＠」"),
        ("甲數÷1 000", 5, "數字中間有空白"),
        ("甲數÷乙數，丙數÷丁數", 7, "文中有 2 個算式"),
        ("甲數÷乙數＝丙數÷丁數", 6, "兩個等號"),
        ("甲／乙／丙×100%", 2, "兩個以上的「／」"),
        ("達成率＝達成率×100%", 5, "又用到「達成率」本身"),
        ("I1÷I2，I1＝I2÷甲數，I2＝I1÷乙數", 19, "又用到它自己"),
        ("log（甲數÷乙數）", 1, "看不懂「log」這個算法"),
        ("（甲數÷乙數）×100%（權重50%）", 13, "會影響結果"),
        ("（甲數÷乙數）×100%，每逾期一日扣2分", 14, "會影響結果"),
        ("甲數÷乙數×60%＋丙數÷丁數×40%，最高以100%計", 21, "各項目還是總和"),
        ("甲數÷（" + "9" * 31 + "）", 5, "超過 30 位"),
        ("（" * 61 + "甲數÷乙數" + "）" * 61, 61, "超過 60 層"),
        ("甲數÷乙數" + "。" * 4000, 4001, "超過 4000 字"),
        ("甲數" + "＋甲數" * 700, 1803, "算式太長"),
    ],
)
def test_a_formula_that_is_wrong_is_said_at_its_column(text: str, column: int, words: str) -> None:
    refused = refusal(text)
    assert (refused.column, words in str(refused.message)) == (column, True), (refused.column, str(refused.message))


@pytest.mark.parametrize(
    ("text", "values", "column", "words"),
    [
        (RATE, {"甲數": 1}, 5, "缺少「乙數」的數值。"),
        (RATE, {"甲數": 1, "乙總數": 2}, 5, "所填的「乙總數」是不是它"),
        (RATE, {"甲數": 1, "乙數": 0}, 5, "除以零：「乙數」為 0"),
        ("甲數÷（乙數－丙數）", {"甲數": 1, "乙數": 2, "丙數": 2}, 5, "除以零：「乙數－丙數」為 0"),
        (RATE, {"甲數": "很多", "乙數": 2}, 2, "讀不出數字"),
        (RATE, {"甲數": True, "乙數": 2}, 2, "應填數字"),
        (RATE, {"甲數": [1, 2], "乙數": 2}, 2, "填了多個數值"),
        (RATE, {"甲數": "9" * 60, "乙數": 2}, 2, "數字太長"),
        (RATE, {"甲數": "1e99", "乙數": 2}, 2, "數字太長"),
        ("甲數^乙數", {"甲數": 10, "乙數": 101}, 4, "次方超過 100"),
        ("甲數^2^2", {"甲數": 2}, 5, "前面少了運算符號"),
        ("甲數^（0－1）", {"甲數": 0}, 1, "除以零"),
        ("Σ（甲數÷乙數）", {"甲數": [1, 2], "乙數": [1, 2, 3]}, 6, "個數不同（2、3）"),
        ("Σ（甲數÷乙數）", {"甲數": [1, 2], "乙數": [1, 0]}, 6, "除以零"),
        ("Σ（甲數÷乙數）", {"甲數": [], "乙數": 1}, 1, "項目數應為 1 至 200"),
        ("甲金額－乙人數", {"甲金額": "3元", "乙人數": "2人"}, 5, "單位不同"),
        ("甲金額÷乙預算×100%", {"甲金額": "3億元", "乙預算": 4}, 1, "看不出是不是同一單位"),
        ("甲金額－4,000萬元", {"甲金額": 5000}, 5, "看不出是不是同一單位"),
        ("甲數×100%", {"甲數": 80}, 1, "前面不是比率"),
        ("甲滿意度×100%", {"甲滿意度": 1}, 1, "百分之一還是百分之百"),
        ("甲指標×50%＋乙指標×50%", {"甲指標": "90%", "乙指標": 80}, 9, "看不出後者是不是百分比"),
        ("5－甲率", {"甲率": "50%"}, 3, "請寫成 5%"),
        ("1.完成甲（25%）。2.完成乙（100%）", {"完成步驟": 3}, 1, "步驟只有 1 至 2"),
        ("1.完成甲（25%）。2.完成乙（100%）", {"完成步驟": 1.5}, 1, "應填整數"),
        ("1.完成甲（25%）。2.完成乙（100%）", {"完成甲": "大概"}, 1, "請填「是」或「否」"),
        ("0代表「2項均未達到」、1代表「達到1項」、2代表「達到2項」", {"達成項數": 3}, 1, "0 至 2"),
        (RATE, {"甲數": 1, "乙數": 2, "乙 數": 3}, 1, "填了兩次"),
    ],
)
def test_values_that_do_not_fit_are_said_at_the_column_of_their_name(
    text: str, values: dict[str, Any], column: int, words: str
) -> None:
    refused = refusal(text, values)
    assert (refused.column, words in str(refused.message)) == (column, True), (refused.column, str(refused.message))


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("甲率×50%＋乙率×40%", "weights", 1),
        ("【甲率×70%＋乙率×30%】×60%＋丙率×30%", "weights", 2),
        ("丙率×60%＋【甲率×70%＋乙率×20%】×40%", "weights", 9),
        ("基準件數×（100%＋目標值）－基準件數", "self", 12),
        ("Σ〔（各項達成值÷各項目標值）×各項配分〕。配分：甲項5件(40分)乙項6件(50分)", "list", 26),
    ],
)
def test_what_is_doubtful_is_noted_with_its_column(text: str, code: str, column: int) -> None:
    formula = parse(text)
    assert isinstance(formula, Formula)
    assert [(note.code, note.column) for note in formula.notes if note.code != "reading"] == [(code, column)]


@pytest.mark.parametrize(
    "text",
    [
        "甲率×60%＋乙率×40%",
        "甲率×60%＋乙率×40%－【每發生乙次跳機扣2%】",
        "甲面積×8.5＋乙面積×2.9",
        "（甲數÷乙數）×100%",
        "100%－甲率×5%",
    ],
)
def test_sound_weights_are_not_doubted(text: str) -> None:
    formula = parse(text)
    assert isinstance(formula, Formula)
    assert not [note for note in formula.notes if note.code != "reading"]


def test_a_chosen_reading_stands_in_the_trace_and_in_the_notes() -> None:
    formula = parse("Σ（甲數÷乙數）×80%＋丙率×20%")
    assert isinstance(formula, Formula)
    found = evaluate(formula, {"甲數": [1, 1], "乙數": [2, 1], "丙率": 90})
    assert found.shown == "78.00"  # (0.5 + 1) ÷ 2 × 0.8 + 0.9 × 0.2
    words = [str(note.message) for note in found.notes]
    assert any("取平均" in one for one in words) and any("讀作 90%" in one for one in words)
    assert set(words) <= {str(step) for step in found.trace}


def test_values_that_are_not_used_are_told() -> None:
    formula = parse(RATE)
    assert isinstance(formula, Formula)
    found = evaluate(formula, {"甲數": 1, "乙數": 2, "丁數": 3})
    assert "算式沒有用到：丁數。" in [str(note.message) for note in found.notes]


@pytest.mark.parametrize("digits", ["9" * 190, "1,234" * 30, "9萬" * 60, "1.5" * 40])
def test_a_value_of_several_lines_is_refused_however_long_its_figure(digits: str) -> None:
    assert "讀不出數字" in str(refusal(RATE, {"甲數": f"{digits}\n1", "乙數": 2}).message)


def test_random_and_hostile_texts_give_a_value_with_its_trace_or_a_refusal_with_its_column() -> None:
    told_values, columns = 0, []
    for text, values in texts(seed=107, count=3000):
        begun = time.process_time()
        try:
            formula = parse(text, values)
            if isinstance(formula, NotAFormula):
                assert str(formula.message)
                continue
            found = evaluate(formula, values)
        except FormulaError as refused:
            columns.append((refused.column, len(text)))
        else:
            told_values += 1
            assert isinstance(found.value, Decimal) and found.value.is_finite()
            assert found.trace and result_json(formula, found)["trace"]
        assert time.process_time() - begun < 2
    assert told_values > 50 and all(1 <= column <= length + 1 for column, length in columns)
