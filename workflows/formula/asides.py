"""What stands in brackets inside a formula: a part of it, an explanation of a name, or a label such as （A）."""

from __future__ import annotations

import re
from typing import Final

from workflows.formula.units import WRITTEN

# A bracket that begins so explains, whatever signs it holds.
_EXPLAINS: Final = re.compile(
    r"不?(?:包)?含|不?包括|即|係|指|如[^期]|例如|例:|以上|以下|以[^(\[]|註|單位|依|扣除|排除|不計|其中|按|詳|詳見|資料|來源|(?:民國)?\d+年[:至]"
)
LABEL: Final = re.compile(r"[A-Za-z]\d{0,2}|[甲乙丙丁戊己庚辛]|[ⅠⅡⅢⅣⅤⅥIVX]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,2}")
MARK: Final = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,2}|[甲乙丙丁戊己庚辛]")
UNREAD: Final = re.compile(
    r"max|上限|下限|為限|[以按]\d+(?:\.\d+)?%?(?:計|列計)|每.{0,14}扣\d|扣\d+(?:\.\d+)?[%分]|(?<!增)加\d+(?:\.\d+)?[%分]|加權"
    r"|(?:取|再|各項|三項|二項|兩項|者).{0,10}平均|折算為|乘以|除以|未達.{0,14}(?:不計|不予計|以0|為0)|以?最佳\d|擇優(?:計|採計)",
    re.IGNORECASE,
)
"""What would change the result, said beside the formula in words that nothing here reads."""
_SIGN: Final = re.compile(r"[+×÷^Σ=≥≤<>|]")
_LABELLED: Final = re.compile(r"[A-Za-z]\d{0,2}")
# 「107-109年」, 「0-2歲」: a range, no subtraction.
_RANGE: Final = re.compile(r"\d{1,9}-\d{1,9}(?!\d)(?=[年月日歲週度級類期學人家個項件次小時分]|-)")
_UNIT_PAIR: Final = re.compile(rf"(?:{WRITTEN.pattern})/(?:{WRITTEN.pattern})")
_IS: Final = re.compile(r"[:=]")
_DEFINED: Final = re.compile(r"[^，,;:=]{1,20}")
_MEANING: Final = re.compile(r"[^，,;:=×÷+Σ^]{1,60}[，,;、]?")
_MEANING_AND_NEXT: Final = re.compile(rf"{_MEANING.pattern}{_DEFINED.pattern}")
_LONGEST_MEANING: Final = 81
"""The most characters that stand between two signs of definition: a meaning, its comma, and the next name."""


def is_label(inner: str) -> bool:
    """Return whether brackets hold only a label."""
    return bool(LABEL.fullmatch(inner))


def is_mark(inner: str) -> bool:
    """Return whether brackets hold only the mark of a list: as an operand it stands for what is listed under it."""
    return bool(MARK.fullmatch(inner))


def explains(inner: str) -> bool:
    """Return whether brackets after a name explain it: they hold no formula, or say by their first word that they do."""
    return not computes(inner) or bool(_EXPLAINS.match(inner))


def computes(inner: str) -> bool:
    """Return whether a text holds signs that compute; a range of years or a unit such as 人/月 does not."""
    if _SIGN.search(inner):
        return True
    if "-" in inner and any(not hyphen_joins(inner, place) for place in _places(inner, "-")):
        return True
    return "/" in inner and not _UNIT_PAIR.fullmatch(inner)


def _places(text: str, sign: str) -> list[int]:
    return [place for place, one in enumerate(text) if one == sign]


def hyphen_joins(text: str, place: int) -> bool:
    """Return whether the hyphen at ``place`` joins a name or a range (COVID-19, 107-109年) and takes nothing away."""
    if place == 0 or place + 1 >= len(text):
        return False
    start, end = place, place + 1
    while start and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    left, right = text[start:place], text[place + 1 : end]
    if not left or not right:
        return False
    if left.isdigit() and right.isdigit():
        # 「1.107-109年」 is a list mark and a range
        return bool(_RANGE.match(text, start)) and int(left) < int(right)
    return not (_LABELLED.fullmatch(left) and _LABELLED.fullmatch(right)) and not (left.isdigit() or _number(right))


def is_unit_pair(term: str, place: int) -> bool:
    """Return whether the slash at ``place`` stands inside a unit such as 人/月 that ends there."""
    for start in range(max(0, place - 8), place):
        match = _UNIT_PAIR.match(term, start)
        if match and start < place < match.end() and match.end() >= len(term) - 1:
            return True
    return False


def _number(text: str) -> bool:
    return text.isdigit() and len(text) > 2


def defines(inner: str) -> bool:
    """Whether brackets hold definitions alone: 「A:全年件數，B=母體數」, each a name and what it means."""
    first, *others = _IS.split(inner)
    if not others or max(map(len, others)) > _LONGEST_MEANING or not _DEFINED.fullmatch(first):
        return False
    return bool(_MEANING.fullmatch(others[-1])) and all(map(_MEANING_AND_NEXT.fullmatch, others[:-1]))
