"""Figures, units and numerals as they are read out of running Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from workflows.language.numerals import chinese_number
from workflows.language.text import plain

_SCALES: Final = {"兆": 10**12, "億": 10**8, "千萬": 10**7, "百萬": 10**6, "萬": 10**4, "千": 10**3}

# Units of domain.md §1.4 and of the key plans, by what they measure: amounts compare only inside one dimension.
_DIMENSIONS: Final = {
    "percent": "% 百分點 個百分點",
    "score": "分",
    "rank": "名 級",
    "money": "元 新臺幣元 美元",
    "visits": "人次",
    "people": "人 位 人數 員",
    "work": "人/月 人月 人/年 人年",
    "cases": "件 案 件數 案數 件次",
    "items": "項 項數 項次",
    "pieces": "個 筆 則 面 顆 枚 座 艘 臺 輛 冊 檔次 檔 種 類 套 條 篇 篇數 篇次",
    "firms": "家 家數 家次 所 校",
    "groups": "隊 團 組 班",
    "times": "次 場 場次 次數 場數",
    "places": "處 站 站數 點",
    "households": "戶 戶數",
    "length": "公里 公尺",
    "area": "公頃 平方公尺 平方公里",
    "mass": "公噸 噸 公斤 公噸二氧化碳當量 公噸CO2 公噸CO2e",
    "volume": "公秉 公秉油當量 立方公尺",
    "power": "瓩 度 MHz",
    "time": "分鐘 小時 日 天 工作天 秒",
}
DIMENSION: Final = {unit: name for name, units in _DIMENSIONS.items() for unit in units.split()}
_SAME: Final = {
    "件數": "件", "件次": "件", "案數": "案", "項數": "項", "項次": "項", "家數": "家", "家次": "家", "人數": "人",
    "位": "人", "戶數": "戶", "站數": "站", "篇數": "篇", "篇次": "篇", "場次": "場", "場數": "場", "次數": "次",
    "天": "日", "新臺幣元": "元", "個百分點": "百分點", "檔次": "檔",
}  # fmt: skip
_UNITS: Final = "|".join(re.escape(unit) for unit in sorted(DIMENSION, key=len, reverse=True))
_FIGURE: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALED: Final = rf"(?:{_FIGURE})(?:千萬|百萬|[兆億萬千])?(?:(?:{_FIGURE})[萬千]?)?"
_AMOUNT: Final = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<figure>{_SCALED}|[一二三四五六七八九十百千兩]+)(?P<more>餘|多)?(?P<unit>{_UNITS})(?!度)"
)
_FIGURES: Final = re.compile(rf"({_FIGURE})(千萬|百萬|[兆億萬千])?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its unit; ``value`` is in the unit itself (億, 萬 and 千 multiplied out)."""

    value: Decimal
    unit: str
    text: str
    start: int
    end: int

    @property
    def dimension(self) -> str:
        """What the unit measures; units of one dimension may be compared."""
        return DIMENSION.get(self.unit, self.unit)


def number(text: str) -> Decimal | None:
    """Return the value of a figure such as 「1,200」, 「222萬3,878」 or 「六十」."""
    if (small := chinese_number(text)) is not None:
        return Decimal(small)
    parts = _FIGURES.findall(text)
    if not parts or "".join(figure + scale for figure, scale in parts) != text:
        return None
    return sum((Decimal(figure.replace(",", "")) * _SCALES.get(scale, 1) for figure, scale in parts), Decimal(0))


def unit_of(written: str) -> tuple[str, int]:
    """Split a written unit into the unit proper and the factor in front of it (「千人次」 is 人次 and 1,000)."""
    unit = plain(written)
    for scale, factor in _SCALES.items():
        if unit.startswith(scale) and unit[len(scale) :] in DIMENSION:
            return _SAME.get(unit[len(scale) :], unit[len(scale) :]), factor
    return _SAME.get(unit, unit), 1


@lru_cache(maxsize=2048)
def amounts(text: str) -> tuple[Amount, ...]:
    """Return the figures with a known unit in plain text, from left to right."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        value = number(match["figure"])
        if value is not None:
            yield Amount(value, _SAME.get(match["unit"], match["unit"]), match[0], match.start(), match.end())
