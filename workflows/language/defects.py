"""Defects of one text, found once per text: each function returns the words that are wrong, empty where none are.

Most texts of a plan are the same from one check to the next, so the answers are remembered.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from models.cache import MIB, cached
from workflows.language.brackets import unpaired_bracket
from workflows.language.calendar import from_roc
from workflows.language.text import plain

_PUNCTUATION: Final = re.compile(r"([，。、；：])[，。、；：]+")
_PLACEHOLDER: Final = re.compile(
    r"[○◯Ｏ]{2,}|(?<![A-Za-zＸ])[OoＸXx]{3,}(?![A-Za-z])|_{3,}|＿{2,}|待補(?!助|償|強|充|正|足|實)|待填|待確認(?=[)）。]|$)|請填[寫列入]|請自行|自行增減|"
    r"範例[：:]|如下例|TBD|TODO|（略）|\(略\)"
)
_NAMED: Final = re.compile(
    "「[^「」]*」|『[^『』]*』|《[^《》]*》|台灣(?:大哥大|電力|中油|自來水|糖業|高鐵|高速鐵路|積體|大學|銀行)|台[電糖]"
)
_DATE: Final = re.compile(r"(?<!\d)(\d{2,3})年(\d{1,2})月(?:(\d{1,3})日)?")
_GROUPED: Final = re.compile(
    r"(?<![\d,.A-Za-z第-])(\d{1,3}(?:,\d+)+)(?![\d,])(人|元|件|次|戶|家|公|萬|千|億|噸|輛|篇|場)?"
)


# Simplified characters that Taiwan's set holds too, as rare words of its own that official texts do not use.
_RARE_HERE: Final = frozenset("体机据万党与听圣价优坏怀惊气极构洁确种网适触厂复")
_IN_THEIR_OWN_RIGHT: Final = re.compile("拮据|万俟")


# 平臺／平台 and 其他／其它 stand side by side in nearly every official plan and mislead nobody.
VARIANT_WORDS: Final = (
    ("臺灣", "台灣"), ("來臺", "來台"), ("臺北", "台北"), ("臺中", "台中"), ("臺南", "台南"), ("臺東", "台東"), ("臺澳", "台澳"),
    ("占比", "佔比"), ("計畫", "計劃"), ("規劃", "規畫"), ("策劃", "策畫"), ("企劃", "企畫"),
)  # fmt: skip


@cache
def simplified_characters() -> frozenset[str]:
    """Return the ideographs that the mainland's set has and Taiwan's has not: 创, 为, 产 …"""

    def within(sign: str, encoding: str) -> bool:
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            return False
        return True

    return frozenset(
        sign
        for sign in map(chr, range(0x4E00, 0xA000))
        if sign in _RARE_HERE or (within(sign, "gb2312") and not within(sign, "cp950"))
    )


@cached(MIB // 2)
def simplified_in(text: str) -> str:
    """Return the Simplified characters of a text in their order, joined by 、."""
    rest = _IN_THEIR_OWN_RIGHT.sub("", text)
    return "、".join(sorted(simplified_characters().intersection(rest), key=rest.index))


def without_names(text: str) -> str:
    """Return a text without what is quoted and without names that are written as their bearers write them."""
    return _NAMED.sub("", text)


@cached(MIB // 2)
def variants_in(text: str) -> tuple[tuple[str, int], ...]:
    """Return which of the words that may be written in two ways a text uses outside of names, and how often."""
    own = without_names(text)
    return tuple((word, own.count(word)) for pair in VARIANT_WORDS for word in pair if word in own)


@cached(MIB // 2)
def unpaired_in(text: str) -> str:
    """Return the words around the first bracket without a partner."""
    return unpaired_bracket(plain(text))


@cached(MIB // 2)
def doubled_in(text: str) -> str:
    """Return the words around the first run of pause marks."""
    match = _PUNCTUATION.search(text)
    return text[max(0, match.start() - 8) : match.end() + 4].replace("\n", "") if match else ""


@cached(MIB // 2)
def placeholder_in(text: str) -> str:
    """Return the first words that only a template has."""
    match = _PLACEHOLDER.search(text)
    return match[0] if match else ""


@cached(MIB // 2)
def impossible_date_in(text: str) -> str:
    """Return the first date of the national calendar that does not exist."""
    for year, month, day in _DATE.findall(plain(text)):
        if not from_roc(f"{year}-{month}-{day or 1}"):
            return f"{year}年{month}月" + (f"{day}日" if day else "")
    return ""


@cached(MIB // 2)
def odd_thousands_in(text: str) -> str:
    """Return the first figure whose groups behind the comma are not of three digits; short lists are left alone."""
    for figure, unit in _GROUPED.findall(plain(text)):
        first, *rest = figure.split(",")
        lengths = {len(group) for group in rest}
        list_of_numbers = not unit and len(lengths | {len(first)}) == 1 and max(lengths) <= 2
        if lengths != {3} and max(lengths) > 1 and not list_of_numbers:
            return str(figure)
    return ""
