"""Targets are read into figures when they are one figure, kept as written otherwise."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exchange.targets import parse_target
from workflows.language.targets import target_words

# written, value, unit, comparator, printed: domain.md §0, §1.4, §1.5 and the plan of 科技部.
READ = [
    ("80%", "80", "%", "", "80%"),
    ("4.9", "4.9", "", "", "4.9"),
    ("81%", "81", "%", "", "81%"),
    ("85 分", "85", "分", "", "85 分"),
    ("95%", "95", "%", "", "95%"),
    ("5,520 人次", "5520", "人次", "", "5,520 人次"),
    ("2,215 人次", "2215", "人次", "", "2,215 人次"),
    ("8.25 億元", "8.25", "億元", "", "8.25 億元"),
    ("32 家", "32", "家", "", "32 家"),
    ("64 家", "64", "家", "", "64 家"),
    ("10,757 公噸二氧化碳當量", "10757", "公噸二氧化碳當量", "", "10,757 公噸二氧化碳當量"),
    ("6.5%", "6.5", "%", "", "6.5%"),
    ("75%", "75", "%", "", "75%"),
    ("2項", "2", "項", "", "2 項"),
    ("98分", "98", "分", "", "98 分"),
    ("≧98分", "98", "分", "≥", "98 分以上"),
    ("65.5%", "65.5", "%", "", "65.5%"),
    ("0.56次／百萬離場次", "0.56", "次／百萬離場次", "", "0.56 次／百萬離場次"),
    ("21.88 千公噸", "21.88", "千公噸", "", "21.88 千公噸"),
    ("4.40%", "4.40", "%", "", "4.40%"),
    ("3.2億元", "3.2", "億元", "", "3.2 億元"),
    ("37例", "37", "例", "", "37 例"),
    ("2.3%", "2.3", "%", "", "2.3%"),
    ("58.3%", "58.3", "%", "", "58.3%"),
    ("10%以下", "10", "%", "≤", "10%以下"),
    ("17.23 分/戶", "17.23", "分/戶", "", "17.23 分/戶"),
    ("10 名", "10", "名", "", "10 名"),
    ("1級", "1", "級", "", "1 級"),
    ("0 次", "0", "次", "", "0 次"),
    ("-0.1%", "-0.1", "%", "", "-0.1%"),
    ("－０．１％", "-0.1", "%", "", "-0.1%"),
    ("４，０００萬元", "4000", "萬元", "", "4,000 萬元"),
    ("5千人次", "5", "千人次", "", "5 千人次"),
    ("2.5 億人次", "2.5", "億人次", "", "2.5 億人次"),
    ("120千公噸CO2", "120", "千公噸CO2", "", "120 千公噸CO2"),
    ("15 μg/m³", "15", "μg/m³", "", "15 μg/m³"),
    ("15 μg/m3", "15", "μg/m3", "", "15 μg/m3"),
    ("300 MHz", "300", "MHz", "", "300 MHz"),
    ("3 人/月", "3", "人/月", "", "3 人/月"),
    ("≦5%", "5", "%", "≤", "5%以下"),
    ("低於 5%", "5", "%", "<", "低於 5%"),
    ("大於95 分", "95", "分", ">", "大於 95 分"),
    ("不低於 90%", "90", "%", "≥", "90%以上"),
    ("達 90% 以上", "90", "%", "≥", "90%以上"),
    ("90%(含)以上", "90", "%", "≥", "90%以上"),
    ("２０件以內", "20", "件", "≤", "20 件以下"),
    ("+3%", "3", "%", "", "3%"),
]

# One figure would not say what these say.
KEPT = [
    "1-2 家",
    "25%、50%",
    "第 1 名",
    "三項",
    "1 億 2,000 萬元",
    "107年80%",
    "完成",
    "≧90%以上",
    "1,23 件",
    "達 80%",
    "80%（累計）",
    "3至5家",
    "107年底前",
]


@pytest.mark.parametrize(("written", "value", "unit", "comparator", "printed"), READ)
def test_one_figure_is_read(written: str, value: str, unit: str, comparator: str, printed: str) -> None:
    target = parse_target(written)
    assert target == {"value": value, "unit": unit, "comparator": comparator, "text": ""}
    assert target_words(target) == printed


@pytest.mark.parametrize("written", KEPT)
def test_what_is_no_single_figure_stays_as_written(written: str) -> None:
    target = parse_target(written)
    assert target == {"value": "", "unit": "", "comparator": "", "text": written}
    assert target_words(target) == written


@given(
    st.text()
    | st.from_regex(
        r"[≧≦<>＞]?[-－]?[0-9０-９,，]{1,9}[.．]?[0-9]{0,3} ?[%％次分萬億元/／]{0,6}(以上|以下)?", fullmatch=True
    )
)
@example("9" * 5000)
@example("００,０００")
def test_printing_what_was_read_reads_the_same(written: str) -> None:
    target = parse_target(written)
    assert parse_target(target_words(target)) == target
