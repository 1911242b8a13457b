"""Brackets and quotation marks that do not pair."""

from __future__ import annotations

import re
from typing import Final

CLOSES: Final = {
    ")": "(",
    "]": "[",
    "}": "{",
    "」": "「",
    "』": "『",
    "〕": "〔",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "”": "“",
}
OPENS: Final = frozenset(CLOSES.values())
AROUND: Final = 12
# 「1)」 and 「甲)」 at the head of an enumeration open nothing.
_LIST_MARK: Final = re.compile(
    r"(?:^|[\n。；;，,、：:）)」 ])(?:[0-9]{1,2}|[A-Za-z]|[一二三四五六七八九十甲乙丙丁]{1,3})$"
)


def unpaired_bracket(text: str) -> str:
    """Return the words around the first bracket of plain text that has no partner, empty when all pair."""
    stack: list[tuple[str, int]] = []
    for index, sign in enumerate(text):
        if sign in OPENS:
            stack.append((sign, index))
        elif sign in CLOSES:
            if stack and stack[-1][0] == CLOSES[sign]:
                stack.pop()
            elif not (sign == ")" and _LIST_MARK.search(text[max(0, index - 5) : index])):
                return _around(text, stack[-1][1] if stack and not _opened(stack, sign) else index)
    return _around(text, stack[0][1]) if stack else ""


def _opened(stack: list[tuple[str, int]], sign: str) -> bool:
    return not any(opened == CLOSES[sign] for opened, _ in stack)


def _around(text: str, index: int) -> str:
    return text[max(0, index - AROUND) : index + AROUND].replace("\n", "")
