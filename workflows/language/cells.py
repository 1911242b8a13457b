"""What stands in one cell of a form handed in as a file: words, nothing, or nothing on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from workflows.language.text import plain

# Grounds on which no sheet is owed (S003 L501, L579–581), as code or in words; any further change undoes them.
EXEMPTIONS: Final = ("PRICE", "TERM")
_EXEMPTING: Final = re.compile(r"物價|期程|(?:展|延)期|延長")
_CHANGES_MORE: Final = re.compile(r"工項|內容|目標|範圍|對象|規模|實質|新增|增列|追加|擴大|計畫變更|其他")
# What stands in a cell that is left open on purpose.
_NOTHING: Final = re.compile(r"[\W_]*|[(（]?(?:本項|本欄)?(?:免填|略|N/?A|無需填寫|毋須填寫)[)）。]?", re.IGNORECASE)
SHORTEST_WORD: Final = 4
LONGEST_NOTHING: Final = 12


def cell_text(text: str) -> str:
    """Return a text without its margins, empty where it is a dash or other signs only."""
    stripped = text.strip()
    return "" if len(stripped) < SHORTEST_WORD and not any(map(str.isalnum, stripped)) else stripped


def filled_text(text: str) -> str:
    """Return a text, empty where it says that the cell is left open on purpose (「免填」, 「－」)."""
    return "" if len(text) < LONGEST_NOTHING and _NOTHING.fullmatch(text) else text


def exempts(grounds: str) -> bool:
    """Return whether grounds for amending a plan are a price adjustment or a change of term and nothing more."""
    words = plain(grounds)
    if words.upper() in EXEMPTIONS:
        return True
    return bool(_EXEMPTING.search(words)) and not _CHANGES_MORE.search(words)


def texts_in(value: object) -> Iterator[str]:
    """Yield the strings of a value, however deep they lie."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield here
        elif isinstance(here, Mapping):
            waiting += reversed(list(here.values()))
        elif isinstance(here, list):
            waiting += reversed(here)


def written_in(value: object) -> bool:
    return any(any(map(str.isalnum, text)) for text in texts_in(value))
