"""Tokens of a formula, and figures written in digits or in Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from models.wording import Message
from workflows.language import exact_decimal, large_chinese_number


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


def written_number(text: str) -> Decimal | None:
    """Return the value of a figure, or of a numeral such as 十萬 or 八十五."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return exact_decimal(text)
    value = large_chinese_number(text)
    return None if value is None else Decimal(value)
