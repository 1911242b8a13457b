"""The signs of a formula made into tokens for the grammar: names, constants, operators and brackets."""

from __future__ import annotations

import re
from typing import Final

from models.wording import N_, Message
from workflows.formula.asides import UNREAD, computes, defines, explains, hyphen_joins, is_label, is_mark
from workflows.formula.caps import limit_in
from workflows.formula.errors import FormulaError
from workflows.formula.naming import ENDING, FUNCTIONS, MEAN, RUN, SHARE, formula_in_quotes
from workflows.formula.penalties import penalties
from workflows.formula.signs import CLOSES, PAIRS, QUOTES
from workflows.formula.term_weights import Weighing
from workflows.formula.tokens import Bound, Constant, Lexed, written_number
from workflows.formula.units import SINGLE, WRITTEN
from workflows.language import exact_decimal

MOST_DIGITS: Final = 30
MOST_TOKENS: Final = 1200
MOST_RARE: Final = 20

_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3}){1,50}(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?|\.\d+")
_CHINESE: Final = re.compile(r"[一二兩三四五六七八九十百千萬億]*[十百千萬億](?:人口|人)?")
_HUNDREDTHS: Final = re.compile(r"百分之([一二三四五六七八九十百\d.]+)")
_TIMES_X: Final = re.compile(r"(?P<name>.*?)[xX](?P<figure>\d+(?:\.\d+)?)")
_INDEX: Final = re.compile(
    r"(?:_?[{(]?[ijkn]=\d[})]?(?:\^?[{(]?[nkmN\d]+[})]?|~[nkmN\d]+[)}]?)?|\([ijkn]=\d~[nkm\d]+\))"
)
_SIMPLE: Final = {"+": "PLUS", "-": "MINUS", "×": "TIMES", "÷": "OVER", "/": "OVER", "^": "POW"}
# A bracket after one of these is no explanation: what stands in it is to be computed in a way not read here.
_FUNCTION_NAMES: Final = re.compile(
    r"(?:√|∛|log|ln|exp|sqrt|abs|int|round|rand|平方根|開方|根號|對數|取整數?|四捨五入|平均值?|平均數|中位數|最大值?|最小值?|max|min)$",
    re.IGNORECASE,
)
# 「基準值（1＋成長率）」 misses its ×; 「達成率（1－甲÷乙）」 says what the bracket gives.
_GROWN: Final = re.compile(r"(?:1|100%)[+-]")
_RESULT: Final = re.compile(r"(?:率|度|比|比例|百分比|指數|指標|分數|得分)$")
_FACTORS: Final = re.compile(r"(?:單價|權重|權數|配分|係數|費率|倍數|單位成本)$")
_AT_LEAST: Final = re.compile(r"(?:以上|以下)(?=$|[+\-×÷/)\]}〕】，,])")
_FIGURE_ENDS: Final = re.compile(rf"[xX][\d(]|計算|計(?=$|[，,)])|{_AT_LEAST.pattern}")
_COMPARED: Final = {"≥": "≥", "≤": "≤", ">": ">", "<": "<"}
_BOUND: Final = re.compile(
    r"(?:達|應達)?(?P<sign>[≥≤><])?(?P<figure>\d[\d,]*(?:\.\d+)?)(?P<unit>%|[^\d,，。;:()]{0,8}?)(?P<word>以上|以下)?"
    r"(?:者)?(?:[為即]達成|視為達成|[為即]達標|為目標)?"
)


class Lexer(Weighing):
    """Reads the signs from ``start`` to ``end`` once, from left to right."""

    def lex(self, start: int, end: int) -> Lexed:
        """Return the tokens between two places; raise ``FormulaError`` at a sign that has no business there."""
        self.end = end
        self.rare = 0
        self.bars = 0
        self.lexed = Lexed([])
        self.weights = []
        index = start
        while index < end:
            index = self._next(index)
            if len(self.lexed.tokens) > MOST_TOKENS or self.rare > MOST_RARE:
                raise self._wrong(N_("算式太長，請拆成幾個指標或以名稱代替一部分。"), min(index, end - 1))
        if self.weights:
            self._weights_checked()
        return self.lexed

    # one token -------------------------------------------------------------------------------------------------

    def _next(self, index: int) -> int:
        sign = self.text[index]
        if sign == "\n":
            return index + 1
        if sign in _SIMPLE:
            self._put(_SIMPLE[sign], sign, index)
            self.rare += sign == "^"
            return index + 1
        if sign == "Σ":
            self.rare += 1
            self._put("SIGMA", sign, index)
            match = _INDEX.match(self.text, index + 1, self.end)
            return match.end() if match else index + 1
        if sign in PAIRS:
            return self._bracket(index)
        if sign == "|":
            return self._bars(index)
        if sign in CLOSES:
            self._put("RB", sign, index)
            return index + 1
        if sign in "%‰":
            return self._percent(index)
        if sign in _COMPARED:
            return self._bound(index)
        if sign in ",，":
            self._put("COMMA", sign, index)
            return index + 1
        return self._figure(index) if sign.isdigit() or sign == "." else self._word(index)

    @property
    def _complete(self) -> bool:
        """Whether what stands before could be the whole of a formula, so that an operator must follow."""
        return bool(self.lexed.tokens) and self.lexed.tokens[-1].type in ("NUM", "NAME", "RB", "PERCENT", "BAR_END")

    # signs -----------------------------------------------------------------------------------------------------

    def _percent(self, index: int) -> int:
        if not self._complete:
            raise self._wrong(N_("「%(sign)s」前面沒有數字。"), index, sign=self.signs.written(index))
        last = self.lexed.tokens[-1]
        if last.type == "NAME" and (figure := re.search(r"(?<!\d)\d+(?:\.\d+)?$", str(last.value))):
            place = index - len(figure[0])
            raise self._wrong(N_("「%(sign)s」前面少了運算符號。"), place, sign=figure[0] + "%")
        self._put("PERCENT", "%", index)
        return index + 1

    def _bound(self, index: int) -> int:
        match = _BOUND.fullmatch(self.text, index, self.end)
        if not match or not self._complete:
            raise self._wrong(N_("比較符號後面應為數字，例如「≧98分」。"), index)
        self.lexed.bound = Bound(match["sign"], exact_decimal(match["figure"]), match["unit"])
        return self.end

    def _bracket(self, index: int) -> int:
        close = self.mates[index]
        inner = self.text[index + 1 : close]
        if self.text[index] in QUOTES and not formula_in_quotes(inner):
            return self._word(index)
        if self._complete:
            if self._weighs(index):
                return self._weight(index, close, inner)
            if self.lexed.tokens[-1].type == "NAME":
                last = self.lexed.tokens.pop()
                if _FUNCTION_NAMES.search(str(last.value)):
                    raise FormulaError(
                        N_("看不懂「%(words)s」這個算法，請用符號寫出。"), last.column, words=str(last.value)[-12:]
                    )
                grown = _GROWN.match(inner) and not _RESULT.search(str(last.value))
                if grown or _FACTORS.search(str(last.value)):
                    raise self._wrong(N_("這個括號前面少了運算符號。"), index)
                self._put("CAPTION", last.value, last.start)
            else:
                return self._aside(index, close, inner)
        elif self._goes_on(close):
            return self._word(index)
        elif is_mark(inner) and (self.text.count(f"({inner})") > 1 or ("(1)" in self.text and "(2)" in self.text)):
            self._put("NAME", f"({inner})", index)
            return close + 1
        self._put("LB", self.text[index], index)
        return self._penalties(index + 1, close) if "扣" in inner and not computes(inner) else index + 1

    def _aside(self, index: int, close: int, inner: str) -> int:
        if not (is_label(inner) or explains(inner) or defines(inner) or "max" in inner.lower()):
            raise self._wrong(N_("這個括號前面少了運算符號。"), index)
        if (UNREAD.search(inner) and not limit_in(inner, index)) or "權重" in inner or "加權" in inner:
            raise self._wrong(N_("「%(words)s」會影響結果，但看不懂怎麼算，請寫進算式。"), index, words=inner[:20])
        if not is_label(inner):
            self.lexed.asides.append(inner)
        return close + 1

    # figures ---------------------------------------------------------------------------------------------------

    def _figure(self, index: int) -> int:
        match = _NUMBER.match(self.text, index, self.end)
        if not match:
            raise self._wrong(N_("看不懂「%(sign)s」，算式裡不用這個符號。"), index, sign=self.signs.written(index))
        end = match.end()
        follows = self.text[end : end + 1] if end < self.end else ""
        if follows == " ":
            raise self._wrong(N_("數字中間有空白，看不出是不是同一個數，請刪去空白或補上符號。"), end)
        if self._complete:
            raise self._wrong(N_("「%(sign)s」前面少了運算符號。"), index, sign=match[0])
        if len(match[0]) > MOST_DIGITS:
            raise self._wrong(N_("數字超過 %(most)s 位，請改用較大的單位。"), index, most=MOST_DIGITS)
        if follows == "%":
            if self._percent_in_name(end):
                return self._word(index)
            return self._constant(index, match[0], end + 1, percent=True)
        if follows == "‰":
            return self._constant(index, match[0], end + 1, unit="‰")
        if follows == "-" and hyphen_joins(self.text[: self.end], end):
            return self._word(index)
        if not follows or not RUN.match(follows):
            return self._constant(index, match[0], end)
        for written in (WRITTEN, SINGLE):
            unit = written.match(self.text, end, self.end)
            if unit and not self._name_goes_on(unit.end()) and not _is_year(match[0], unit[0]):
                return self._constant(index, match[0], unit.end(), unit=unit[0])
        return self._word(index)

    def _name_goes_on(self, index: int) -> bool:
        rest = self.text[index : index + 1] if index < self.end else ""
        if not rest or not RUN.match(rest):
            return rest in PAIRS and not self._operator_after(index)
        return not _FIGURE_ENDS.match(self.text, index, self.end)

    def _operator_after(self, index: int) -> bool:
        close = self.mates[index]
        return close + 1 >= self.end or not RUN.match(self.text[close + 1])

    def _bars(self, index: int) -> int:
        """Put the bars of an absolute value: the first opens, the next closes."""
        if self._complete:
            if not self.bars:
                raise self._wrong(N_("「%(sign)s」前面少了運算符號。"), index, sign=self.signs.written(index))
            self.bars -= 1
            self._put("BAR_END", "|", index)
        else:
            self.bars += 1
            self.rare += 1
            self._put("BAR", "|", index)
        return index + 1

    def _constant(self, index: int, figure: str, end: int, *, percent: bool = False, unit: str = "") -> int:
        self._put("NUM", Constant(exact_decimal(figure), percent, unit), index)
        match = _AT_LEAST.match(self.text, end, self.end)
        return match.end() if match else end

    # names -----------------------------------------------------------------------------------------------------

    def _word(self, index: int) -> int:
        if self._complete:
            return self._ending(index)
        hinted = self._hinted(index)
        end, pieces = hinted if hinted else self._name(index)
        if end == index:
            raise self._wrong(N_("看不懂「%(sign)s」，算式裡不用這個符號。"), index, sign=self.signs.written(index))
        plain = "".join(self.text[one] for one in pieces)
        if not hinted and (done := self._no_name(plain, index, end)):
            return done
        self._put("NAME", self._written(pieces), index)
        return end

    def _no_name(self, plain: str, index: int, end: int) -> int:
        """Put what looks like a name and is none: a function, 十萬, 百分之八十, 人數x100%; return where it ends, or 0."""
        follows = self.text[end : end + 1] if end < self.end else ""
        if plain.lower() in FUNCTIONS and follows in PAIRS and follows:
            self.rare += 1
            self._put(FUNCTIONS[plain.lower()], plain, index)
            self._put("LB", follows, end)
            return end + 1
        if (match := _HUNDREDTHS.fullmatch(plain)) and (value := written_number(match[1])) is not None:
            self._put("NUM", Constant(value, percent=True), index)
            return end
        if (
            _CHINESE.fullmatch(plain)
            and self.lexed.tokens
            and (value := written_number(plain.rstrip("人口"))) is not None
        ):
            self._put("NUM", Constant(value), index)
            return end
        if follows == "%" and (match := _TIMES_X.fullmatch(plain)) and match["name"]:
            self._put("NAME", self._written(list(range(index, index + len(match["name"])))), index)
            self._put("TIMES", "x", index + len(match["name"]))
            return self._constant(index + len(match["name"]) + 1, match["figure"], end + 1, percent=True)
        return 0

    def _ending(self, index: int) -> int:
        """Take the words after a complete formula: a mean, a percentage, nothing; else an operator is missing."""
        rest = self.text[index : self.end]
        if not RUN.match(rest[0]) and rest[0] not in QUOTES:
            raise self._wrong(N_("看不懂「%(sign)s」，算式裡不用這個符號。"), index, sign=self.signs.written(index))
        if rest[0] in "xX" and (len(rest) > 1 and (rest[1].isdigit() or rest[1] in PAIRS)):
            self._put("TIMES", "x", index)
            return index + 1
        if MEAN.fullmatch(rest):
            self.lexed.mean = True
        elif SHARE.fullmatch(rest):
            self.lexed.share = True
        elif match := _BOUND.fullmatch(rest):
            if not (match["sign"] or match["word"] or rest[0] == "達"):
                raise self._wrong(
                    N_("「%(sign)s」前面少了運算符號。"),
                    index,
                    sign=self.signs.written(index, min(index + 12, self.end)),
                )
            sign = match["sign"] or ("≤" if match["word"] == "以下" else "≥")
            self.lexed.bound = Bound(sign, exact_decimal(match["figure"]), match["unit"])
        elif not ENDING.fullmatch(rest):
            raise self._wrong(
                N_("「%(sign)s」前面少了運算符號。"), index, sign=self.signs.written(index, min(index + 12, self.end))
            )
        return self.end

    def _penalties(self, index: int, close: int) -> int:
        """Put 「每發生乙次跳機扣2%，視察指標白燈出現乙次扣2%」 as a sum of counts times what each costs."""
        first = True
        for start, end, what, each in penalties(self.text, index, close):
            if not what:
                raise self._wrong(
                    N_("看不出「%(words)s」扣的是什麼，請寫成「次數×2%%」。"),
                    start,
                    words=self.signs.written(start, end),
                )
            if not first:
                self._put("PLUS", "+", start)
            first = False
            self._put("NAME", what, start)
            self._put("TIMES", "×", start)
            self._put("NUM", each, start)
            self.lexed.notes.append(
                (start, Message.of(N_("「%(words)s」依次數扣減計算。"), words=self.signs.written(start, end)))
            )
        return close


def _is_year(figure: str, unit: str) -> bool:
    """Return whether 「107年」 names a year: what it stands for is a quantity of that year, no constant."""
    return unit == "年" and figure.isdigit() and int(figure) > 79
