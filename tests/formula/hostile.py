"""Random and hostile formula texts with values for them, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, Final

from tests.formula.official import ALIKE, DESIGN, PROSE, SOURCES

SIGNS: Final = "＋－×÷／+-*/^Σ∑%％‰（）()〔〕【】［］｛｝[]{}「」『』≧≦≥≤＝=：:，,、。；;1234567890１２.０ \n｜|xX~～…√∞\x00\u200b\ud800"
WORDS: Final = (
    "甲", "乙數", "年度目標值", "年度達成值", "各項目權重", "各項目配分", "達成率", "滿意度", "107年", "30人以上", "Max=1", "max（", "min(",
    "以100%計", "每發生乙次扣2%", "Σ（", "×40%", "×100%", "÷", "（含", "註：", "0代表「", "1代表「達到1項」", "1.完成（25%）。", "佔", "之比率",
    "較", "增加比率", "平均值", "4,000萬元", "0", "1", "00", "9" * 31, "1e9", "^999", "^-1", "百分之八十", "十萬", "I1=", "I1", "(1)", "%以上",
    "2%", "加權", "上限", "※", "【備註：", "人/月", "COVID-19", "106-109年",
)  # fmt: skip
FIGURES: Final[tuple[Any, ...]] = (
    0, 1, -1, 2, "0%", "100%", "4,000萬", "3.2億元", "-5%", 10**30, "1e39", 1e308, "abc", "", None, True, [], [1, 2], [0, 0], ["1%"] * 3,
    {"甲": 1}, [[1]], "５０％", "9" * 50, "1人", "2件", "-0", 0.1, [None], "1,00", "∞", "nan", {},
)  # fmt: skip


def texts(seed: int, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield texts: random signs, words strung together, official texts damaged, and shapes that grow without end."""
    chance = Random(seed)
    official = [(case.text, case.values) for case in (*DESIGN, *SOURCES, *ALIKE)] + [(text, {}) for text in PROSE]
    for number in range(count):
        kind = number % 8
        if kind < 2:
            text = "".join(chance.choice(SIGNS) for _ in range(chance.randint(0, 60)))
            yield text, _values(chance, ("甲", "1", "x"))
        elif kind < 4:
            text = "".join(chance.choice((*WORDS, *SIGNS)) for _ in range(chance.randint(1, 30)))
            yield text, _values(chance, WORDS[:8])
        elif kind < 7:
            text, values = chance.choice(official)
            yield text if kind == 6 else _damaged(chance, text), _disturbed(chance, values)
        else:
            yield _endless(chance), _values(chance, ("甲", "乙數", "達成率"))


def _values(chance: Random, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: chance.choice(FIGURES) for name in names}


def _disturbed(chance: Random, values: dict[str, Any]) -> dict[str, Any]:
    return {name: chance.choice(FIGURES) if chance.random() < 0.2 else value for name, value in values.items()}


def _damaged(chance: Random, text: str) -> str:
    signs = list(text)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(signs) + 1)
        act = chance.randrange(4)
        if act == 0 and signs:
            del signs[place : place + chance.randint(1, 5)]
        elif act == 1:
            signs.insert(place, chance.choice(SIGNS))
        elif act == 2:
            signs.insert(place, chance.choice(WORDS))
        else:
            other = chance.randrange(len(signs) + 1)
            signs[place:place] = signs[min(place, other) : max(place, other)]
    return "".join(signs)


def _endless(chance: Random) -> str:
    many = chance.choice((5, 61, 500, 1300, 2000, 3999, 5000))
    shape = chance.randrange(16)
    return (
        "（" * many + "甲" + "）" * many,
        "（" * many,
        "甲＋" * many,
        "甲／" * many + "乙數",
        "甲÷乙數" + "／丙" * many,
        "-" * many + "甲",
        "甲^" * many + "2",
        "Σ" * many + "甲",
        "甲×40%＋" * many + "乙數",
        "甲" * many + "÷乙數",
        "1.甲（1%）。" * many,
        "甲占" * many + "之比率",
        "｜" * many + "甲",
        "max（甲，" * many,
        "達成率＝" * many + "甲÷乙數",
        "（甲÷乙數Max=1）" * many,
    )[shape]
