"""The characters of a formula in one form, each knowing its column in the text as given."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from models.cache import MIB, cached
from models.wording import N_
from workflows.formula.errors import Broken, FormulaError

LONGEST: Final = 4000
DEEPEST: Final = 60
PAIRS: Final = {"(": ")", "[": "]", "{": "}", "〔": "〕", "【": "】", "〖": "〗", "「": "」", "『": "』", "“": "”"}
CLOSES: Final = {close: opening for opening, close in PAIRS.items()}
QUOTES: Final = frozenset("「『“")

_SAME: Final = (
    dict.fromkeys("*＊∗✕✖╳⨯×", "×")
    | dict.fromkeys("／∕⁄/", "/")
    | dict.fromkeys("－−–—―─━﹣‐‑-", "-")
    | dict.fromkeys("～〜∼~", "~")
    | {
        "∑": "Σ",
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "²": "^2",
        "³": "^3",
        "⁴": "^4",
        "⁵": "^5",
        "⁶": "^6",
        "…": "…",
        "⋯": "…",
    }
    | {"\n": "\n", "\r": "", "，": "，"}
)
_DROPPED: Final = frozenset({"Cf", "Zs", "Zl", "Zp"})
_KNOWN: Final[dict[str, str]] = dict(_SAME)
_FOLDED: Final = (
    {ord(sign): None for sign in "「」『』“”‘’《》〈〉\"'\n "}
    | {ord(sign): "(" for sign in "[{〔【〖"}
    | {ord(sign): ")" for sign in "]}〕】〗"}
    | {ord("台"): "臺", ord("佔"): "占"}
)


@dataclass(frozen=True, slots=True)
class Signs:
    """A text in one width without white space; ``columns[i]`` is where its sign ``i`` stands in the given text."""

    text: str
    columns: tuple[int, ...]
    given: str = ""

    def written(self, start: int, end: int | None = None) -> str:
        """Return the given characters of one sign or of several."""
        stop = start + 1 if end is None else end
        return self.given[self.column(start) - 1 : self.column(max(stop - 1, start))]

    def column(self, index: int) -> int:
        """Return the column of a sign; of the end, one more than that of the last."""
        if index < len(self.columns):
            return self.columns[index]
        return self.columns[-1] + 1 if self.columns else 1


def _one(sign: str) -> str:
    """Return the one form of a character; circled numbers stay, they are list marks."""
    if sign.isspace() or unicodedata.category(sign) in _DROPPED:
        made = ""
    elif unicodedata.category(sign) == "No":
        made = sign
    else:
        made = "".join(_SAME.get(one, one) for one in unicodedata.normalize("NFKC", sign) if not one.isspace())
    if len(_KNOWN) < 30000:
        _KNOWN[sign] = made
    return made


def signs_of(text: str) -> Signs:
    """Return the text in one form; a gap between two digits stays, for nobody knows whether they are one number."""
    out: list[str] = []
    columns: list[int] = []
    gap = False
    for place, sign in enumerate(text, 1):
        made = _KNOWN.get(sign)
        if made is None:
            made = _one(sign)
        if not made:
            gap = True
            continue
        if gap and out and out[-1].isdigit() and made[0].isdigit():
            out.append(" ")
            columns.append(place - 1)
        gap = False
        for one in made:
            out.append(one)
            columns.append(place)
    return Signs("".join(out), tuple(columns), text)


@cached(MIB // 2)
def comparison_key(name: str) -> str:
    """Return a name as names are compared: one width, no white space or quotation marks, one kind of bracket."""
    return signs_of(name[:LONGEST]).text.translate(_FOLDED).strip("，。;:")


def mates(signs: Signs, until: int) -> dict[int, int]:
    """Return the partner of each bracket; raise ``FormulaError`` at the first that has none or nests too deep."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    text = signs.text
    for index in range(until):
        sign = text[index]
        if sign in PAIRS:
            waiting.append(index)
            if len(waiting) > DEEPEST:
                raise FormulaError(N_("括號超過 %(most)s 層，請拆成幾個算式。"), signs.column(index), most=DEEPEST)
        elif sign in CLOSES:
            if waiting and text[waiting[-1]] == CLOSES[sign]:
                opened = waiting.pop()
                partners[opened], partners[index] = index, opened
            elif sign == ")" and _closes_a_mark(text, index):
                continue
            else:
                raise _unpaired(signs, waiting, index)
    if waiting:
        raise Broken(
            N_("「%(sign)s」沒有對應的右括號，請補上。"), signs.column(waiting[-1]), sign=signs.written(waiting[-1])
        )
    return partners


def _unpaired(signs: Signs, waiting: list[int], index: int) -> FormulaError:
    sign = signs.text[index]
    if any(signs.text[one] == CLOSES[sign] for one in waiting):
        opened = waiting[-1]
        return Broken(N_("「%(sign)s」沒有對應的右括號，請補上。"), signs.column(opened), sign=signs.written(opened))
    if waiting:
        return Broken(
            N_("左括號「%(opened)s」以右括號「%(sign)s」結束，請改成一對。"),
            signs.column(index),
            opened=signs.written(waiting[-1]),
            sign=signs.written(index),
        )
    return Broken(N_("「%(sign)s」沒有對應的左括號，請補上或刪去。"), signs.column(index), sign=signs.written(index))


def _closes_a_mark(text: str, index: int) -> bool:
    """Return whether a bracket ends a list mark such as 「1)」 at the head of a sentence."""
    start = index
    while start and index - start < 3 and (text[start - 1].isdigit() or text[start - 1] in "一二三四五六七八九十"):
        start -= 1
    return start < index and (start == 0 or text[start - 1] in "\n。;，:、")
