"""Measures in prose that compute all the same: milestones, thresholds counted, A 佔 B, A 較 B 增加, weights in words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from models.wording import N_, Message
from workflows.formula.signs import Signs
from workflows.formula.tree import Ladder, Node, Number, Operand, Product, Sum, ThresholdsReached
from workflows.formula.units import is_unit
from workflows.language import FIGURE_PATTERN, exact_decimal

_STEP: Final = re.compile(
    r"(?:^|(?<=[\n。;，,、)%分]))(?:步驟|階段)?(?P<mark>\d{1,2}[.、:]|[(]\d{1,2}[)]|[①-⑳]|[一二三四五六七八九十][、])(?!\d)"
)
_STEP_SHARE: Final = re.compile(
    r"(?P<text>.*?)[，,:]?(?:[(]?(?:達成度?|達成率|進度|完成度|占|佔|得|權重){0,6}:?(?:為|達)?(?P<share>\d{1,3}(?:\.\d+)?)%[)]?)[。;，,\n]*"
)
_PLAIN_STEP: Final = re.compile(
    r"(?P<text>[^。;，,%\n]{2,80}?)[，,:]?[(]?(?:達成度?|達成率|進度|完成度)?(?:為|達)?(?P<share>\d{1,3}(?:\.\d+)?)%[)]?(?:[。;，,、\n]+|$)"
)
_DONE: Final = re.compile(
    r"完成|辦理|研擬|提出|函送|送|訂定|修正|建置|啟用|發布|公告|召開|規劃|簽|招標|動工|開工|通過|審查"
)
_LEVEL: Final = re.compile(r"(?P<count>\d)(?:項)?代表[「『\"]?(?P<words>[^」』\"、，。;]*)[」』\"]?")
_LEVEL_WORDS: Final = re.compile(
    r"(?:\d項)?均?未達(?:到|成)|達(?:到|成)(?P<count>\d)項(?:目標)?(?:以上)?|(?:\d項)?(?:均|全部)達(?:到|成)"
)
_THRESHOLD: Final = re.compile(
    r"(?P<name>[^\d。;，,()][^。;，,]*?)(?:應)?(?:達|至少|≥|為|計)?(?P<figure>(?<!\d)(?:"
    + FIGURE_PATTERN
    + r"))(?P<unit>%|[^\d。;，,()]{1,6}?)(?:以上)?"
)
_SHARE: Final = re.compile(
    r"(?P<part>[^。，;:佔占]{2,80}?)[佔占](?P<whole>[^。，;:佔占用有]{2,80}?)之?(?:比率|比例|百分比|百分率|比重)"
)
_AGAINST: Final = re.compile(
    r"(?P<new>[^。，;:較]{2,80}?)較(?P<old>[^。，;:較]{2,80}?)之?(?P<way>增加|成長|提升|提高|減少|降低|下降)之?(?:比率|比例|百分比|百分率|率|幅度)"
)
_WORDED: Final = re.compile(r"(?P<name>[^、，,。;(佔占]{2,60}?)[佔占](?:比|權重)?(?:為)?(?P<weight>\d{1,3}(?:\.\d+)?)%")
_TAIL: Final = re.compile(r"[(][^()]*[)]$")

Found = tuple[Node, tuple[Message, ...]]


def ladder(signs: Signs, until: int) -> Found | None:
    """Return the milestones of a text: numbered steps with a percentage each that rises to 100 or adds up to it."""
    text = signs.text[:until]
    if re.search(r"[×÷Σ^+]", text) or "%" not in text:
        return None
    marks = list(_STEP.finditer(text))
    steps: list[tuple[str, Decimal]] = []
    if len(marks) > 1:
        bounds = [*(mark.end() for mark in marks)]
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        matches = [_STEP_SHARE.fullmatch(text[a:b].strip("\n")) for a, b in zip(bounds, ends, strict=True)]
        steps = [(match["text"].strip("，,:"), Decimal(match["share"])) for match in matches if match]
        if len(steps) != len(marks):
            return None
    else:
        found_plain = list(_PLAIN_STEP.finditer(text))
        whole = "".join(match[0] for match in found_plain)
        if len(found_plain) < 2 or len(whole) < len(text) - 30 or not all(_DONE.search(m["text"]) for m in found_plain):
            return None
        steps = [(match["text"], Decimal(match["share"])) for match in found_plain]
    return _judged(steps, signs.column(0))


def _judged(steps: list[tuple[str, Decimal]], column: int) -> Found | None:
    shares = [share for _, share in steps]
    if len({text for text, _ in steps}) < len(steps) or not all(text for text, _ in steps):
        return None
    if shares == sorted(shares) and shares[-1] == 100 and len(set(shares)) == len(shares):
        note = Message.of(N_("讀作里程碑：完成到哪一步，就得該步的百分比。"))
        return Ladder(tuple(steps), False, column), (note,)
    if sum(shares) == 100:
        note = Message.of(N_("讀作分項進度：完成的各項百分比相加。"))
        return Ladder(tuple(steps), True, column), (note,)
    return None


def thresholds(signs: Signs, until: int) -> Found | None:
    """Return a count of thresholds: 「0代表「2項均未達到」、1代表「達到1項」…」, with the figures listed before it if any."""
    text = signs.text[:until]
    levels = list(_LEVEL.finditer(text))
    counts = [int(level["count"]) for level in levels]
    if len(counts) < 2 or counts != list(range(len(counts))) or counts[0] != 0:
        return None
    for level in levels:
        words = _LEVEL_WORDS.match(level["words"])
        if not words or (words["count"] and words["count"] != level["count"]):
            return None
    column, most = signs.column(levels[0].start()), counts[-1]
    named = _listed_thresholds(signs, levels[0].start(), most)
    note = Message.of(N_("讀作達標項數：各項達到門檻者計 1，合計最多 %(most)s。"), most=most)
    return ThresholdsReached(named, most, column), (note,)


def _listed_thresholds(signs: Signs, until: int, most: int) -> tuple[tuple[str, Number], ...]:
    """Return the numbered thresholds before the levels where each says its figure plainly, else none at all."""
    text = signs.text[:until]
    marks = [*re.finditer(r"(?:^|(?<=[\n。;，,:)]))(?:\d{1,2}[.、]|[(]\d{1,2}[)])(?!\d)", text)]
    if len(marks) != most:
        return ()
    thresholds: list[tuple[str, Number]] = []
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        sentence = re.split(r"[。;]", text[mark.end() : end].strip("\n"))[0]
        match = _THRESHOLD.fullmatch(_TAIL.sub("", sentence))
        if not match or not (match["unit"] == "%" or is_unit(match["unit"])):
            return ()
        figure = exact_decimal(match["figure"])
        percent = match["unit"] == "%"
        number = Number(figure, percent, "" if percent else match["unit"], signs.column(mark.end()))
        thresholds.append((match["name"], number))
    return tuple(thresholds)


def prose(signs: Signs, until: int) -> Found | None:
    """Return the reading of a sentence that names a quotient, a change or weights without a sign, where there is one only."""
    text = signs.text[:until].replace("\n", "").rstrip("。")
    for pattern, build in ((_AGAINST, _change), (_SHARE, _share)):
        match = pattern.fullmatch(_TAIL.sub("", text))
        if match:
            return build(match, signs)
    weights = list(_WORDED.finditer(text))
    if len(weights) > 1 and "加權" in text and sum(Decimal(one["weight"]) for one in weights) == 100:
        terms = [(True, _weighted(signs, one)) for one in weights]
        return Sum(tuple(terms), signs.column(weights[0].start())), (Message.of(N_("讀作依所列權重加權相加。")),)
    return None


def _operand(signs: Signs, match: re.Match[str], group: str) -> Operand:
    return Operand(match[group], 0, signs.column(match.start(group)))


def _hundred(column: int) -> tuple[bool, Node]:
    return True, Number(Decimal(100), True, "", column)


def _share(match: re.Match[str], signs: Signs) -> Found:
    part, whole = _operand(signs, match, "part"), _operand(signs, match, "whole")
    note = Message.of(
        N_("「A 佔 B 之比率」讀作 A÷B×100%%：「%(part)s」÷「%(whole)s」。"), part=part.name, whole=whole.name
    )
    return Product(((True, part), (False, whole), _hundred(part.column)), part.column), (note,)


def _change(match: re.Match[str], signs: Signs) -> Found:
    new, old = _operand(signs, match, "new"), _operand(signs, match, "old")
    less = match["way"] in ("減少", "降低", "下降")
    first, second = (old, new) if less else (new, old)
    change = Sum(((True, first), (False, second)), new.column)
    words = N_("「A 較 B %(way)s比率」讀作（%(first)s－%(second)s）÷%(old)s×100%%。")
    note = Message.of(words, way=match["way"], first=first.name, second=second.name, old=old.name)
    return Product(((True, change), (False, old), _hundred(new.column)), new.column), (note,)


def _weighted(signs: Signs, match: re.Match[str]) -> Node:
    weight = Number(Decimal(match["weight"]), True, "", signs.column(match.start("weight")))
    return Product(((True, _operand(signs, match, "name")), (True, weight)), weight.column)
