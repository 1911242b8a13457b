"""Tokens of a formula, and figures written in digits or in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from models.wording import Message

_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"兩": 2}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its type in the grammar, what it stands for, where it begins among the signs and in the text."""

    type: str
    value: object
    start: int
    column: int


@dataclass(frozen=True, slots=True)
class Constant:
    """The value of a NUM token."""

    value: Decimal
    percent: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison at the end of a formula: 「≧98分」."""

    sign: str
    value: Decimal
    unit: str


@dataclass(slots=True)
class Lexed:
    """The tokens of one formula with what was found beside them."""

    tokens: list[Token]
    labels: dict[str, str] = field(default_factory=dict)
    asides: list[str] = field(default_factory=list)
    notes: list[tuple[int, Message]] = field(default_factory=list)
    bound: Bound | None = None
    mean: bool = False
    share: bool = False


def decimal_of(figure: str) -> Decimal:
    """Return the value of a figure with its thousands separated or not."""
    return Decimal(figure.replace(",", ""))


def chinese_number(text: str) -> Decimal | None:
    """Return the value of a numeral such as 十萬 or 八十五."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in "十百千":
            section, digit = section + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
        elif sign in "萬億":
            total, section, digit = (total + (section + digit or 1)) * {"萬": 10**4, "億": 10**8}[sign], 0, 0
        else:
            return None
    return Decimal(total + section + digit) if text else None
