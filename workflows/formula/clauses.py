"""A measure cut into its remarks, sentences and clauses, so that the formula in it can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from models.wording import N_
from workflows.formula.asides import computes, hyphen_joins
from workflows.formula.errors import FormulaError
from workflows.formula.signs import Signs, comparison_key

_REMARK: Final = re.compile(r"[【\[(〔]備註|[【(\[]註|※|(?<![關附加標])註\d?[:.]|備註[:\d]|說明:|\((?:註|單位)")
_MARK: Final = re.compile(
    r"[(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[)]|\d{1,2}[.)](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}、"
)
_LISTED: Final = re.compile(r"\d{1,2}、")
_NEW_LINE: Final = re.compile(r"(?:\d{1,2}[.、](?!\d)|[(]\d|[A-Za-z]\d?[:=]|其中|註|[①-⑳]|[^\n+×÷=:]{1,20}[:=])")
_LEAD: Final = re.compile(
    r"(?:其中|且|即|又|並|達成值|本指標|係)?(?:以|依|按)?(?:計算方式|計算公式|計算方法|公式|算式|算法)(?:為|如下|係)?[:=]?"
)
_TO_SIGN: Final = re.compile(r"[^+\-/()\[\]{}〔〕【】]*")
_LETTERED: Final = re.compile(r"[A-Za-z]\d?[=:]")
_STRONG: Final = frozenset("×÷Σ^")
_COMPLEMENT: Final = re.compile(r"(?:1|100%?)-(?P<part>[^+\-×÷/^=:，。]+)")
_SYMBOL: Final = re.compile(r"[A-Za-z]\d?|[甲乙丙丁]")
_CALLED: Final = re.compile(r"^(?:即?為|即|係|等於)")
_YEARS: Final = re.compile(r"[(\[]?(\d{2,3}年[^+\-()]{2,})-(\d{2,3}年[^+\-()]{2,})[)\]]?")
_QUANTITY: Final = re.compile(
    r"(?:數|額|量|人次|件次|家次|場次|旅次|班次|車次|架次|件|值|面積|人口|經費|預算|時間|分數|金額|時數|筆|戶|家|人|所|率|滿意度|比例|^[\d,.]+[^\d]{0,4})(?:\([^()]*\))?$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of signs; ``caption`` is what stands before its ＝ or ：, ``outcome`` the result told after it (…＝80%)."""

    start: int
    end: int
    caption: str = ""
    equals: bool = False
    mark: str = ""
    outcome: str = ""


def remark_at(text: str) -> int:
    """Return where the remarks begin (【備註…】, 註：, ※): what follows explains and is no formula."""
    first = next((place for place, sign in enumerate(text) if sign in _STRONG or sign in "+/-"), len(text))
    match = _REMARK.search(text, 1)
    if match and match.start() < first and _STRONG.isdisjoint(text[match.start() :]):
        return match.start()
    match = _REMARK.search(text, max(first, 1))
    return match.start() if match else len(text)


def clauses(signs: Signs, until: int, mates: dict[int, int]) -> Iterator[Clause]:
    """Yield the clauses of a text outside brackets, cut at sentence ends, commas and list marks."""
    text, start, index = signs.text, 0, 0
    listed = "2、" in text
    while index < until:
        if mates.get(index, -1) > index:
            index = mates[index] + 1
            continue
        if _cuts(text, index):
            yield from _clause(signs, start, index, mates, listed=listed)
            start = index + 1
        index += 1
    yield from _clause(signs, start, until, mates, listed=listed)


def _cuts(text: str, index: int) -> bool:
    """Return whether a clause ends here: a comma in a figure or a line that goes on does not end it."""
    sign = text[index]
    if sign == ",":
        return not _in_figure(text, index)
    if sign == "\n":
        return bool(_NEW_LINE.match(text, index + 1))
    return sign in "。;，!?" or bool(sign == "、" and _LETTERED.match(text, index + 1))


def _in_figure(text: str, index: int) -> bool:
    return (
        index > 0
        and text[index - 1].isdigit()
        and text[index + 1 : index + 4].isdigit()
        and len(text[index + 1 : index + 4]) == 3
    )


def _clause(signs: Signs, start: int, end: int, mates: dict[int, int], *, listed: bool) -> Iterator[Clause]:
    text, name = signs.text, ""
    while start < end and text[start] == "\n":
        start += 1
    for mark in (_MARK, _LISTED) if listed else (_MARK,):
        match = mark.match(text, start, end)
        if match and not (match[0].startswith("(") and text[match.end() : match.end() + 1] in tuple("×÷+-/^")):
            start, name = match.end(), match[0]
    while end > start and text[end - 1] in ".\n、":
        end -= 1
    if start < end:
        yield replace(_captioned(signs, start, end, mates), mark=name)


def _captioned(signs: Signs, start: int, end: int, mates: dict[int, int]) -> Clause:
    """Split off what stands before the last ＝ or ： that a formula follows, and the result after one (…＝80%)."""
    text = signs.text
    cuts = []
    outcome = ""
    index = start
    while index < end:
        if mates.get(index, -1) > index:
            index = mates[index] + 1
            continue
        if text[index] in "=:":
            cuts.append(index)
        index += 1
    while (
        cuts
        and text[cuts[-1]] == "="
        and re.fullmatch(r"\d[\d,.]*%?[^\d×÷+\-/=]{0,6}", text[cuts[-1] + 1 : end])
        and len(cuts) > 1
    ):
        place = cuts.pop()
        outcome, end = text[place + 1 : end], place
    if (
        len(cuts) == 1
        and text[cuts[0]] == "="
        and computes(text[start : cuts[0]])
        and not computes(text[cuts[0] + 1 : end])
    ):
        return Clause(start, cuts[0], text[cuts[0] + 1 : end], True, "", text[cuts[0] + 1 : end])
    if cuts:
        if any(sign in _STRONG for sign in text[start : cuts[-1]]):
            raise FormulaError(N_("這裡有兩個等號，看不出以哪一邊為準，請只留一個算式。"), signs.column(cuts[-1]))
        names = [part for part in re.split(r"[=:]", text[start : cuts[-1]]) if part and not _LEAD.fullmatch(part)]
        return Clause(cuts[-1] + 1, end, names[-1] if names else "", text[cuts[-1]] == "=", "", outcome)
    lead = _LEAD.match(text, start, end)
    return Clause(lead.end() if lead else start, end, "", bool(lead))


def is_formula(signs: Signs, clause: Clause, hints: frozenset[str]) -> bool:
    """Return whether a clause computes: by ÷ × Σ ^, by ＋ － between quantities, by ／ between names given."""
    text = signs.text[clause.start : clause.end]
    if any(sign in _STRONG for sign in text):
        return True
    if not computes(text):
        return False
    if (match := _COMPLEMENT.fullmatch(text)) and (_SYMBOL.fullmatch(match["part"]) or _QUANTITY.search(match["part"])):
        return True
    if (match := _YEARS.fullmatch(text)) and match[1] != match[2] and match[1][-2:] == match[2][-2:]:
        return True
    return clause.equals or any(
        _between_quantities(text, place, hints) for place, sign in enumerate(text) if sign in "+-/"
    )


def _between_quantities(text: str, place: int, hints: frozenset[str]) -> bool:
    before, after = text[max(0, place - 40) : place], _TO_SIGN.match(text[place + 1 : place + 60])[0]  # type: ignore[index]
    follows = text[place + 1 : place + 2]
    if not before or not follows or (text[place] == "-" and hyphen_joins(text, place)):
        return False
    if before[-1] in ")]}〕】」" or follows in "([{〔【「":
        return True
    if text[place] == "+":
        return True
    if comparison_key(_CALLED.sub("", before)) in hints and comparison_key(after) in hints:
        return True
    if text[place] == "/":
        # 「人數／人次」 may say "or": only the names given tell that it divides
        return False
    return bool(_QUANTITY.search(before) and _QUANTITY.search(after))
