"""Weights in brackets after the terms of a sum: 「甲達成率（40%）＋乙達成率（60%）」."""

from __future__ import annotations

from models.wording import N_, Message
from workflows.formula.errors import FormulaError
from workflows.formula.naming import WEIGHT, Names
from workflows.formula.tokens import Constant
from workflows.language import exact_decimal


class Weighing(Names):
    """The part of a lexer that reads weights in brackets; ``weights`` are their places."""

    weights: list[tuple[int, int]]

    def _weight(self, index: int, close: int, inner: str) -> int:
        """Put 「（40%）」 after a term as its weight."""
        match = WEIGHT.fullmatch(inner)
        if match is None or match["unit"] == "分":
            raise self._no_weight(index, close)
        self.weights.append((index, close))
        self._put("TIMES", "×", index)
        self._put("NUM", Constant(exact_decimal(match["figure"]), percent=True), index)
        return close + 1

    def _weights_checked(self) -> None:
        """Refuse weights in brackets that do not stand after each term of one sum or do not make a whole."""
        starts = {index for index, _ in self.weights}
        depth, level, total, others = 0, None, 0, 0
        signs: list[tuple[int, str]] = []
        for token in self.lexed.tokens:
            depth += (token.type == "LB") - (token.type == "RB")
            if token.type in ("PLUS", "MINUS"):
                signs.append((depth, token.type))
            elif token.type == "NUM" and token.start in starts:
                level = depth if level is None else level
                others += depth != level
                total += token.value.value  # type: ignore[attr-defined]
        sums = [kind for at, kind in signs if at == level]
        if total != 100 or others or sums != ["PLUS"] * (len(starts) - 1) or len(starts) < 2:
            raise self._no_weight(*self.weights[0])
        self.lexed.notes.append((self.weights[0][0], Message.of(N_("括號裡的百分比合計為 100%，讀作各項權重。"))))

    def _no_weight(self, index: int, close: int) -> FormulaError:
        words = self.signs.written(index + 1, close)
        if "權重" in words:
            return self._wrong(N_("「%(words)s」會影響結果，但看不懂怎麼算，請寫進算式。"), index, words=words)
        text = N_("看不出括號裡的「%(words)s」是權重、配分還是目標，權重請寫成「×40%%」，目標請移出算式。")
        return self._wrong(text, index, words=words)
