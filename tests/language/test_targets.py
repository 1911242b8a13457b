"""A target in words, in each of the styles."""

from __future__ import annotations

from typing import Any

import pytest

from workflows.language.targets import COMPARISON_STYLE, OUTLINE_STYLE, PRINTED, target_words


def target(value: str = "", unit: str = "", comparator: str = "", text: str = "") -> dict[str, str]:
    return {"value": value, "unit": unit, "comparator": comparator, "text": text}


@pytest.mark.parametrize(
    ("written", "printed", "outlined", "compared"),
    [
        (target("5520", "人次"), "5,520 人次", "5,520 人次", "5,520人次"),
        (target("80", "%"), "80%", "80%", "80%"),
        (target("10", "%", "≤"), "10%以下", "≤ 10%", "≤10%"),
        (target("1728", "人次", "≥"), "1,728 人次以上", "≥ 1,728 人次", "≥1,728人次"),
        (target("2.50", "分", ">"), "大於 2.50 分", "> 2.50 分", ">2.50分"),
        (target("-3", "℃", "<"), "低於 -3℃", "< -3 ℃", "<-3℃"),
        (target("0.4", "‰"), "0.4‰", "0.4 ‰", "0.4‰"),
        (target(".5", "公頃"), "0.5 公頃", "0.5 公頃", "0.5公頃"),
        (target("12345"), "12,345", "12,345", "12,345"),
        (target(text="完成第一階段"), "完成第一階段", "完成第一階段", "完成第一階段"),
        (target(unit="人", text="待定"), "待定", "待定", "待定"),
        (target(), "", "", ""),
        ({}, "", "", ""),
        ("約八成", "約八成", "約八成", "約八成"),
        (None, "", "", ""),
    ],
)
def test_each_style_writes_a_target_in_its_way(written: Any, printed: str, outlined: str, compared: str) -> None:
    assert [target_words(written, style) for style in (PRINTED, OUTLINE_STYLE, COMPARISON_STYLE)] == [
        printed,
        outlined,
        compared,
    ]
