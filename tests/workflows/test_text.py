"""Folding makes equal what the ministries write in several ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.language.text import fold, nfc


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("臺灣科學園區", "台灣 科學園區"),
        ("訓練合格人數占比", "訓練合格人數佔比"),
        ("其它", "其他"),
        ("ＡＩ 創新研究中心（專案）", "AI創新研究中心(專案)"),
        ("CO₂ 再利用", "CO2再利用"),
        ("規畫與計劃", "規劃與計畫"),
        ("推動節能減碳，打造永續綠色園區", "推動節能減碳、打造永續綠色園區"),
        ("\uf963", "北"),
    ],
)
def test_variants_fold_together(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"), [("科研人才", "科技人才"), ("達成值÷目標值", "達成值×目標值"), ("一", "二")]
)
def test_different_titles_stay_different(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert nfc(nfc(text)) == nfc(text)
