"""Units convert inside their dimension, and results come in the unit of the target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workflows.formula import Formula, Result, compatible, evaluate, parse
from workflows.formula.units import convert, is_unit, unit_choices, unit_of


def result(text: str, values: dict[str, Any], target: object) -> Result:
    formula = parse(text, values)
    assert isinstance(formula, Formula)
    return evaluate(formula, values, target=target)


@pytest.mark.parametrize(
    ("value", "of", "into", "wanted"),
    [
        (4000, "萬元", "千元", 40000),
        (1, "兆元", "億元", 10000),
        ("3.2", "億元", "元", 320000000),
        ("21.88", "千公噸", "公噸", 21880),
        (1, "億人次", "千人次", 100000),
        (280, "萬戶", "戶", 2800000),
        (2, "公里", "公尺", 2000),
        (1, "小時", "分鐘", 60),
        (5, "百萬噸", "公噸", 5000000),
        (5, "件", "家", None),
        (5, "人", "人次", None),
    ],
)
def test_amounts_convert_inside_their_dimension(value: object, of: str, into: str, wanted: object) -> None:
    found = convert(Decimal(str(value)), of, into)
    assert found == (None if wanted is None else Decimal(str(wanted)))


def test_every_unit_seen_in_the_plans_is_known() -> None:
    seen = (
        "% 分 級 名 件 案 項 項數 項次 個 家 家次 家數 人 人次 千人次 億人次 人/月 筆 萬筆 次 場 場次 檔次 面 班 站數 處 戶 戶數 萬戶 公里 公頃 公噸 "
        "千件 百萬噸 萬噸／日 公噸/日 千公噸CO2 公噸二氧化碳當量 千公秉油當量 萬瓩 μg/m³ MHz 分／戶 分鐘 小時 日 元 萬元 千元 億元 兆元 人/年 人年 "
        "次／百萬離場次 例 千元 公秉 千公噸"
    ).split()
    assert [unit for unit in seen if not is_unit(unit)] == []
    assert {"千元", "萬元", "億元", "人次", "千人次", "%", "分"} <= set(unit_choices())
    unit = unit_of("億元")
    assert unit is not None and (unit.base, unit.size) == ("元", Decimal(10) ** 8)


@pytest.mark.parametrize(
    ("text", "values", "target", "shown", "unit"),
    [
        ("後產值－前產值", {"後產值": "5億元", "前產值": "18,000萬元"}, "3.2億元", "3.20", "億元"),
        (
            "後產值－前產值",
            {"後產值": "5億元", "前產值": "18,000萬元"},
            {"value": "320", "unit": "百萬元"},
            "320.00",
            "百萬元",
        ),
        ("後產值－前產值", {"後產值": 5, "前產值": 1.8}, "3.2億元", "3.20", "億元"),
        ("後產值－前產值", {"後產值": "5億", "前產值": "1.8億"}, "3.2億元", "3.20", "億元"),
        ("甲數÷乙數", {"甲數": 8, "乙數": 10}, "80%", "80.00", "%"),
        ("甲數÷乙數×100", {"甲數": 8, "乙數": 10}, "80%", "80.00", "%"),
        ("甲數÷乙數", {"甲數": 49, "乙數": 10}, "4.9", "4.90", ""),
        ("甲數÷乙數×100,000", {"甲數": 37, "乙數": 100000}, "37例", "37.00", "例"),
        (
            "甲失事率×75%＋乙失事率×25%",
            {"甲失事率": 0.4, "乙失事率": 1.04},
            "0.56次／百萬離場次",
            "0.56",
            "次／百萬離場次",
        ),
        ("甲金額÷乙人數", {"甲金額": "6萬元", "乙人數": "3人"}, "", "20000.00", "元/人"),
        ("甲件數＋乙件數", {"甲件數": "3千件", "乙件數": "500件"}, "3.5千件", "3.50", "千件"),
    ],
)
def test_a_result_comes_in_the_unit_of_the_target(
    text: str, values: dict[str, Any], target: object, shown: str, unit: str
) -> None:
    found = result(text, values, target)
    assert (found.shown, found.unit) == (shown, unit)


def test_a_result_in_tons_beside_a_target_in_thousand_tons_is_hinted() -> None:
    values = {"新植累計面積": 1000, "復舊面積": 100}
    found = result("新植累計面積×8.52＋復舊面積×8.08", values, "21.88千公噸")
    assert found.shown == "9328.00"
    assert any("除以 1,000,000" in str(note.message) or "1,000" in str(note.message) for note in found.notes)


@pytest.mark.parametrize(
    ("text", "unit", "fits"),
    [
        ("（甲數÷乙數）×100%", "%", True),
        ("（甲數÷乙數）×100%", "分", True),
        ("（甲數÷乙數）×100%", "件", False),
        ("（甲數÷乙數）×60%＋（丙數÷丁數）×40%", "人次", False),
        ("甲數÷乙數", "", True),
        ("甲數÷乙數", "件", True),
        ("甲率×75%＋乙率×25%", "次／百萬離場次", True),
        ("後產值－前產值", "億元", True),
        ("1.完成甲（25%）。2.完成乙（100%）", "項", False),
        ("0代表「2項均未達到」、1代表「達到1項」、2代表「達到2項」", "%", False),
        ("0代表「2項均未達到」、1代表「達到1項」、2代表「達到2項」", "項", True),
    ],
)
def test_a_unit_that_the_formula_cannot_give_is_told_apart(text: str, unit: str, fits: bool) -> None:
    formula = parse(text)
    assert isinstance(formula, Formula)
    assert compatible(formula, unit) is fits


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("80", "80.00"),
        ("23.076923", "23.08"),
        ("0.125", "0.12"),
        ("0.135", "0.14"),
        ("0.00371", "0.0037"),
        ("0", "0.00"),
        ("-0.1", "-0.10"),
    ],
)
def test_values_are_shown_with_two_decimals_half_to_even(value: str, shown: str) -> None:
    assert result("甲數＋乙數", {"甲數": value, "乙數": 0}, "").shown == shown


@pytest.mark.parametrize(
    ("given", "yuan"), [("5千兆元", 5 * 10**15), ("3百兆元", 3 * 10**14), ("2十兆5千億元", 20 * 10**12 + 5 * 10**11)]
)
def test_figures_beyond_a_thousand_billions_are_read(given: str, yuan: int) -> None:
    assert result("甲數－乙數", {"甲數": given, "乙數": "0元"}, None).value == yuan
