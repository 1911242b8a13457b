"""Chinese numerals, read and written."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "兩": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral up to 9,999 (「十三」 is 13), ``None`` where it is none."""
    total, digit = 0, 0
    for sign in text:
        if sign in DIGITS:
            if digit:
                return None
            digit = DIGITS[sign]
        elif sign in _TENS:
            total, digit = total + (digit or 1) * _TENS[sign], 0
        else:
            return None
    return total + digit if text else None


def chinese_numeral(number: int) -> str:
    """Return the numeral printed before a goal or a strategy (1…99)."""
    tens, ones = divmod(number, 10)
    return (
        ("" if tens < 2 else "一二三四五六七八九"[tens - 1])
        + ("十" if tens else "")
        + "〇一二三四五六七八九"[ones] * (ones > 0)
    )
