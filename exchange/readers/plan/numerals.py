"""Chinese numerals of headings, from 一 to 九十九."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "一二三四五六七八九"
SIGNS: Final = DIGITS + "十"


def number_of(numeral: str) -> int | None:
    """Return the number of a numeral such as 十二, or None when it is none."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return DIGITS.index(numeral) + 1 if len(numeral) == 1 and numeral in DIGITS else None
    if (tens and (len(tens) > 1 or tens not in DIGITS)) or (ones and (len(ones) > 1 or ones not in DIGITS)):
        return None
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + (DIGITS.index(ones) + 1 if ones else 0)


def numeral_of(number: int) -> str:
    """Return the numeral of a number between 1 and 99."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones - 1] if ones else "")
