"""Where the name of an operand begins and ends: names hold digits, 、, hyphens, explanations in brackets."""

from __future__ import annotations

import re
from typing import Final

from models.wording import N_, Message
from workflows.formula.asides import computes, explains, hyphen_joins, is_label, is_unit_pair
from workflows.formula.caps import limit_in
from workflows.formula.errors import FormulaError
from workflows.formula.signs import PAIRS, QUOTES, Signs
from workflows.formula.tokens import Lexed, Token

RUN: Final = re.compile(r"[^+\-×÷/^Σ=%‰()\[\]{}〔〕【】〖〗「」『』“”,，。;:≥≤<>!?\n $\\|@#`\x00-\x1f]+")
MEAN: Final = re.compile(r"之?(?:平均值|平均數|平均)")
SHARE: Final = re.compile(r"之?(?:百分比|百分率|比率|比例)")
FUNCTIONS: Final = {
    "max": "MAX",
    "min": "MIN",
    "最大值": "MAX",
    "最小值": "MIN",
    "平均": "AVERAGE",
    "平均值": "AVERAGE",
}
_AT_LEAST: Final = re.compile(r"(?:\(含\))?(?:以上|以下|之|者|\(含\)|及|的)(?=[^\s+\-×÷/^=%()，。;:])")
_TIMES: Final = re.compile(r"[×÷+]")
ENDING: Final = re.compile(
    r"(?:之|所得)?(?:計算|計算之|計之|計|為準|合計|總和|加總|合計數|總計|值)|作為(?:達成率|衡量標準)"
)
WEIGHT: Final = re.compile(r"(?:權重|比重|配分|[占佔])*[為:]?(?P<figure>\d{1,3}(?:\.\d+)?)(?P<unit>%|分)(?:權重)?")
WEIGHTED: Final = re.compile(rf"\({WEIGHT.pattern}\)$")
_BRACKETS: Final = frozenset("()[]{}〔〕【】〖〗")
_TERM_ENDS: Final = _BRACKETS | frozenset("+=,，。;:Σ")


class Names:
    """The part of a lexer that reads names."""

    def __init__(self, given: str, signs: Signs, mates: dict[int, int], hints: frozenset[str]) -> None:
        self.given, self.signs, self.text, self.mates, self.hints = given, signs, signs.text, mates, hints
        self.lexed = Lexed([])
        self.end = 0
        self.term = (0, 0)

    def _put(self, kind: str, value: object, index: int) -> None:
        self.lexed.tokens.append(Token(kind, value, index, self.signs.column(index)))

    def _wrong(self, words: str, index: int, /, **figures: object) -> FormulaError:
        return FormulaError(words, self.signs.column(index), **figures)

    def _goes_on(self, close: int) -> bool:
        """Return whether a bracket begins a name: 「（新）建案數」."""
        inner = self.text[self.mates[close] + 1 : close]
        follows = self.text[close + 1 : close + 2] if close + 1 < self.end else ""
        if not follows or computes(inner) or not RUN.match(follows) or follows.isdigit():
            return False
        rest = self.text[close + 1 : self.end]
        return not (MEAN.match(rest) or SHARE.match(rest) or ENDING.match(rest) or rest[0] in "xX")

    def _written(self, pieces: list[int]) -> str:
        """Return a name as the text writes it, less white space and quotation marks."""
        columns = dict.fromkeys(self.signs.columns[one] for one in pieces)
        return "".join(self.given[column - 1] for column in columns)

    def _hinted(self, index: int) -> tuple[int, list[int]] | None:
        """Return the longest given name that stands here, where the text alone leaves open how far a name goes."""
        best: tuple[int, list[int]] | None = None
        for hint in self.hints:
            if WEIGHTED.search(hint):
                continue
            place, pieces = index, []
            for sign in hint:
                while place < self.end and self.text[place] in "「」『』“”‘’《》〈〉\n ":
                    place += 1
                if place >= self.end or self.text[place] != sign:
                    break
                pieces.append(place)
                place += 1
            else:
                while place < self.end and self.text[place] in "」』”’》〉":
                    place += 1
                closes = place >= self.end or self.text[place] in "+-×÷/^)]}〕】〖〗,，=≥≤"
                if closes and (best is None or place > best[0]):
                    best = place, pieces
        return best

    def _name(self, index: int) -> tuple[int, list[int]]:
        """Return where the name that begins here ends, and the places of its signs."""
        pieces: list[int] = []
        while index < self.end:
            sign = self.text[index]
            if match := RUN.match(self.text, index, self.end):
                pieces += range(index, match.end())
                index = match.end()
            elif sign in PAIRS and not self._function(pieces) and self._belongs(index, bool(pieces)):
                index = self._inside(index, pieces)
            elif sign in "-/" and pieces and self._joins(index):
                pieces.append(index)
                index += 1
            elif sign in "\n ":
                index += 1
            elif (sign == "%" and pieces and self._percent_in_name(index)) or (
                sign == ":" and pieces and self.text[index - 1].isdigit() and self.text[index + 1 : index + 2].isdigit()
            ):
                pieces.append(index)
                index += 1
            else:
                break
        return index, pieces

    def _percent_in_name(self, index: int) -> bool:
        """Return whether a percentage belongs to a name: 「滿意度達80%以上之場次」."""
        follows = self.text[index + 1 : self.end]
        return self.text[index - 1].isdigit() and bool(_AT_LEAST.match(follows)) and not _TIMES.search(follows[:3])

    def _function(self, pieces: list[int]) -> bool:
        """Return whether what was read so far is the name of a function, so that a bracket opens what it is of."""
        return 0 < len(pieces) < 4 and "".join(self.text[one] for one in pieces).lower() in FUNCTIONS

    def _joins(self, index: int) -> bool:
        if self.text[index] == "-":
            return hyphen_joins(self.text[: self.end], index)
        return not self._divides(index)

    def _divides(self, index: int) -> bool:
        """Return whether a slash divides; beside ÷ in one term it joins names (直轄市／縣市), two in one are unclear."""
        before, after = self.text[index - 1], self.text[index + 1 : index + 2]
        if before in _BRACKETS or after in _BRACKETS or not after or after.isdigit():
            return True
        known = self.term[0] <= index < self.term[1]
        term, place = self._term(index)
        if is_unit_pair(term, place):
            return False
        if "÷" in term:
            words = N_("「%(words)s」中的「／」讀作名稱的一部分。")
            if not known:
                self.lexed.notes.append(
                    (index, Message.of(words, words=self.signs.written(max(0, index - 6), index + 7)))
                )
            return False
        if term.count("/") > 1:
            raise self._wrong(N_("這裡有兩個以上的「／」，看不出何者是除號，請把除號寫成「÷」。"), index)
        return True

    def _term(self, index: int) -> tuple[str, int]:
        """Return the term around a slash, up to the next sum, bracket or comma, and where the slash stands in it."""
        if not self.term[0] <= index < self.term[1]:
            self.term = self._term_around(index)
        start, end = self.term
        return self.text[start:end], index - start

    def _term_around(self, index: int) -> tuple[int, int]:
        start, end = index, index
        while start and self.text[start - 1] not in _TERM_ENDS:
            start -= 1
        while end < self.end and self.text[end] not in _TERM_ENDS:
            end += 1
        return start, end

    def _belongs(self, index: int, begun: bool) -> bool:
        inner = self.text[index + 1 : self.mates[index]]
        if self.text[index] in QUOTES:
            return not formula_in_quotes(inner)
        if begun and self._weighs(index):
            return False
        return explains(inner) if begun else self._goes_on(self.mates[index])

    def _weighs(self, index: int) -> bool:
        """Return whether a bracket weighs the term that it ends: 「甲達成率（40%）＋…」."""
        close = self.mates[index]
        ends = close + 1 >= self.end or self.text[close + 1] in "+-×)]}〕】,，\n"
        return ends and bool(WEIGHT.fullmatch(self.text, index + 1, close))

    def _inside(self, index: int, pieces: list[int]) -> int:
        """Take the brackets or quotation marks at ``index`` into a name, or note a label; return what follows."""
        close = self.mates[index]
        inner = self.text[index + 1 : close]
        if self.text[index] in QUOTES:
            pieces += range(index + 1, close)
        elif is_label(inner) and pieces and not self._goes_on(close):
            self.lexed.labels[inner] = self._written(pieces)
        elif limit_in(inner, index):
            raise self._wrong(N_("看不懂「%(words)s」這項限制，請在算式裡寫成 max 或 min。"), index, words=inner)
        else:
            pieces += range(index, close + 1)
        return close + 1


def formula_in_quotes(inner: str) -> bool:
    """Return whether quotation marks hold a formula and not a name."""
    return bool(re.search(r"[×÷Σ^=+]|[)〕\]】][-/]|[-/][(〔\[【]", inner))
