"""Chinese numerals, read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

ONES: Final = "一二三四五六七八九"
DIGITS: Final = {sign: value for value, sign in enumerate("〇" + ONES)} | {"零": 0, "兩": 2}
DIGITS_OF_FORMULAS: Final = {sign: value for sign, value in DIGITS.items() if sign != "〇"}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = {"萬": 10**4, "億": 10**8}
_OF_HEADING: Final = re.compile(f"[{ONES}]?十[{ONES}]?|[{ONES}]")


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral up to 9,999 (「十三」 is 13), ``None`` where it is none."""
    return _read_numeral(text, DIGITS, {}, strict=True)


def large_chinese_number(text: str) -> int | None:
    """Return the value of a numeral of a formula, which may go on to 萬 and 億; of digits in a row the last counts."""
    return _read_numeral(text, DIGITS_OF_FORMULAS, _MYRIADS, strict=False)


def heading_number(text: str) -> int | None:
    """Return the value of a numeral that numbers a heading, from 一 to 九十九, ``None`` where it is none."""
    return chinese_number(text) if _OF_HEADING.fullmatch(text) else None


def _read_numeral(text: str, digits: Mapping[str, int], myriads: Mapping[str, int], *, strict: bool) -> int | None:
    total = section = digit = 0
    for sign in text:
        if sign in digits:
            if strict and digit:
                return None
            digit = digits[sign]
        elif sign in _TENS:
            section, digit = section + (digit or 1) * _TENS[sign], 0
        elif sign in myriads:
            total, section, digit = (total + (section + digit or 1)) * myriads[sign], 0, 0
        else:
            return None
    return total + section + digit if text else None


def chinese_numeral(number: int) -> str:
    """Return the numeral printed before a goal or a strategy (1…99)."""
    tens, ones = divmod(number, 10)
    return (ONES[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (ONES[ones - 1] if ones else "")
