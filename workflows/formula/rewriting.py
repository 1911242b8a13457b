"""Signs as official texts write them (x, 除以, 再乘以, 每十萬人, 之總和), brought to the signs of the language."""

from __future__ import annotations

import re
from typing import Final

from models.wording import N_
from workflows.formula.errors import Broken, FormulaError
from workflows.formula.signs import CLOSES, PAIRS, Signs

_STRONG: Final = frozenset("×÷Σ^")
_WORDED: Final = re.compile(r"(?:[，,]?(?:再|後|後再))?(?P<word>除以|乘以|乘上)")
_WEAK_WORD: Final = re.compile(
    r"(?<=[數額量率值])(?:再)?(?:(?P<plus>加上|加(?![計總權班強值入速保盟倍]))|(?P<minus>減去|減掉|減(?![少免輕碳緩量班刑])))"
)
_SENTENCE: Final = re.compile(r"[^。;\n]+")
_SHARED: Final = re.compile(r"(?:所得)?[之的]?(?:百分比|百分率|比率|比例)(?=[。;\n]|$)")
_PERCENTAGE: Final = re.compile(r"(?:所得)?[之的](?:百分比|百分率)(?=[。;\n]|$)")
_TOTAL: Final = re.compile(r"(?:[之的](?:和|總和|合計|加總|總計)|合計|加總)(?=[+\-×÷/)\]}〕】]|$)")
_EACH: Final = re.compile(r"(?<=×)每(?=[\d一二三四五六七八九十百千萬])")
_HEADS: Final = re.compile(r"(?<=人)口(?=$|[+\-×÷/)\]}〕】，,。;\n])")
_FIGURED: Final = re.compile(r"[×÷/][\d,.十百千萬億]+人$")
_ITEMS: Final = re.compile(
    r"×[^+\-×÷/()\[\]{}〔〕【】Σ%。;，,]*?(?P<words>(?:後再|後|之|再)(?:加總|相加|總和|合計|加權平均|和))(?=[。;\n]|$)"
)
_ROOT: Final = re.compile(r"\^(?P<whole>\d+)/(?P<part>\d+)(?![\d.,])")
_JOINED: Final = re.compile(
    r"÷(?=[^+\-×÷()%，,。;\n]*[數量額率值次費]÷)[^+\-×÷()%，,。;\n]*[數量額率值次費](?P<word>及|與|或|和|、)"
)
_TENTHS: Final = re.compile(r"(?<=×)(?P<tenths>\d)成(?=$|[+\-)\]}〕】，,。;\n])")

_X: Final = re.compile(r"(?<=[\d%)\]}〕】」一-鿿])[xX](?=[\d(\[{〔【「一-鿿])")
_QUANTITY_BEFORE: Final = re.compile(r"(?<![變參係])(?:數|[額量率值度價重分費次件人戶家比甲乙丙丁」)\]}〕】])$")
_NO_FACTOR_AFTER: Final = re.compile(r"[光線射軸形型級染檔世年月日縣市區鄉鎮項件次位號期類]")
_FACTOR: Final = re.compile(r"(?P<figure>\d[\d,.]*)(?P<percent>[%‰])?")
_FIGURE_ENDS: Final = re.compile(r"$|[+\-×÷/)\]}〕】，,。;\n日萬億xX%‰]")
_ROUND: Final = re.compile(r"1[0,]+")
_SIDE: Final = re.compile(r"(?:數|額|量|次|值|人口|經費|預算|時間|金額|率|比例)$")
_DOUBLED: Final = re.compile(
    r"(?<![^+\-×÷/^=，,。;:\n])(?P<before>[^+\-×÷/^=，,。;:\n]+)--(?P<after>[^+\-×÷/^=，,。;:\n]+)"
)


def rewritten(signs: Signs) -> Signs:
    """Return the signs with what stands for an operator written as one; raise ``FormulaError`` where it is unclear."""
    text = signs.text
    if "--" in text:
        _refuse_doubled(signs)
    edits = [(place, place + 1, "×") for place in _times(text)] if "x" in text or "X" in text else []
    if "除以" in text or "乘" in text:
        edits += _worded(signs)
    signs = _edited(signs, edits)
    text = signs.text
    edits = [(match.start(), match.end(), "") for match in _EACH.finditer(text)] if "每" in text else []
    edits += [(match.start(), match.end(), "") for match in _TOTAL.finditer(text) if _sums(text, match.start())]
    edits += [
        (match.start(), match.end(), "")
        for match in _HEADS.finditer(text)
        if _FIGURED.search(text[max(0, match.start() - 16) : match.start()])
    ]
    edits += _percentages(text)
    edits += [(match.start(), match.end(), f"{match['tenths']}0%") for match in _TENTHS.finditer(text)]
    if match := _JOINED.search(text):
        words = N_("這裡有兩個除號，看不出「%(word)s」連的是兩個算式還是一個名稱，請分開寫。")
        raise FormulaError(words, signs.column(match.start("word")), word=match["word"])
    if match := _ROOT.search(text):
        words = N_("看不出次方是「%(whole)s」還是「%(part)s」，請加括號。")
        raise FormulaError(
            words, signs.column(match.start()), whole=match["whole"], part=f"{match['whole']}/{match['part']}"
        )
    if "Σ" not in text and (match := _ITEMS.search(text)):
        words = N_("看不出「%(words)s」加的是哪些項目，請寫成「Σ（…×…）」。")
        raise FormulaError(words, signs.column(match.start("words")), words=match["words"])
    return _edited(signs, edits)


def _edited(signs: Signs, edits: list[tuple[int, int, str]]) -> Signs:
    if not edits:
        return signs
    out: list[str] = []
    columns: list[int] = []
    place = 0
    for start, end, new in sorted(edits):
        out.append(signs.text[place:start] + new)
        columns += [*signs.columns[place:start], *[signs.column(start)] * len(new)]
        place = end
    return Signs("".join(out) + signs.text[place:], (*columns, *signs.columns[place:]), signs.given)


# x ---------------------------------------------------------------------------------------------------------------


def _times(text: str) -> list[int]:
    """Return where an x multiplies: (甲÷乙)x100%, 件數x單價; not in X光, 3x3 or the names x1, x2."""
    numbered = bool(re.search(r"[一-鿿][xX]1(?![\d,.%‰])", text))
    return [match.start() for match in _X.finditer(text) if _is_times(text, match.start(), numbered=numbered)]


def _is_times(text: str, place: int, *, numbered: bool) -> bool:
    before, after = text[place - 1], text[place + 1]
    if after.isdigit():
        match = _FACTOR.match(text, place + 1)
        if match is None or not _FIGURE_ENDS.match(text, match.end()):
            return False
        if before in CLOSES or before == "%" or match["percent"] or _ROUND.fullmatch(match["figure"]):
            return True
        if before.isdigit():
            return len(match["figure"]) > 1
        return not numbered and bool(_QUANTITY_BEFORE.search(text[max(0, place - 8) : place]))
    if _NO_FACTOR_AFTER.match(after):
        return False
    if after in PAIRS or before in "%)]}〕】」" or before.isdigit():
        return True
    return bool(_QUANTITY_BEFORE.search(text[max(0, place - 8) : place]))


# words -----------------------------------------------------------------------------------------------------------


def _worded(signs: Signs) -> list[tuple[int, int, str]]:
    """Return the edits of the one sentence that computes in words; a text with signs elsewhere explains itself by them."""
    text = signs.text
    sentences = [one for one in _SENTENCE.finditer(text) if _WORDED.search(one[0])]
    if len(sentences) != 1:
        return []
    start, end = sentences[0].span()
    if not _STRONG.isdisjoint(text[:start]) or not _STRONG.isdisjoint(text[end:]):
        return []
    depths = _depths(text, start, end)
    matches = [match for match in _WORDED.finditer(text, start, end) if match.end() < end]
    lowest = min((depths[match.start() - start] for match in matches), default=0)
    signed = [place for place in range(start, end) if text[place] in _STRONG]
    if any(depths[place - start] < lowest for place in signed):
        return []
    edits = [(match.start(), match.end(), "÷" if match["word"] == "除以" else "×") for match in matches]
    taken = [place for one in edits for place in range(one[0], one[1])]
    for match in _WEAK_WORD.finditer(text, start, end):
        if match.start() in taken:
            continue
        if depths[match.start() - start] <= lowest:
            words = N_("看不出「%(word)s」與乘除何者先算，請把先算的部分放進括號。")
            raise FormulaError(words, signs.column(match.start()), word=match[0])
        edits.append((match.start(), match.end(), "+" if match["plus"] else "-"))
    tail = _SHARED.search(text, start)
    if tail and not any(one[0] <= tail.start() < one[1] for one in edits):
        edits.append((tail.start(), tail.end(), "" if "100%" in text[start:end] else "×100%"))
    return edits


def _depths(text: str, start: int, end: int) -> list[int]:
    depths, depth = [], 0
    for place in range(start, end):
        depth -= text[place] in CLOSES
        depths.append(depth)
        depth += text[place] in PAIRS
    return depths


def _percentages(text: str) -> list[tuple[int, int, str]]:
    """Return the edit of 「甲數÷乙數之百分比」: the quotient, not its divisor, is the percentage."""
    if "%" in text or "百分" not in text or text.count("÷") != 1:
        return []
    match = _PERCENTAGE.search(text, text.index("÷"))
    if not match or text[match.start() - 1] in CLOSES or re.search(r"[占佔+\-×/]", text[text.index("÷") :]):
        return []
    return [(match.start(), match.end(), "×100%")]


def _sums(text: str, place: int) -> bool:
    """Return whether a bracket that ends before ``place`` holds a sum."""
    if place == 0 or text[place - 1] not in CLOSES:
        return False
    depth = 0
    for index in range(place - 1, -1, -1):
        depth += text[index] in CLOSES
        depth -= text[index] in PAIRS
        if not depth:
            return bool(re.search(r"[+\-]", text[index:place]))
    return False


# doubled signs ---------------------------------------------------------------------------------------------------


def _refuse_doubled(signs: Signs) -> None:
    """Refuse 「甲－－乙」; a dash of prose (——) joins no quantities."""
    for match in _DOUBLED.finditer(signs.text):
        place = match.end("before")
        written = signs.written(place) + signs.written(place + 1)
        sides = (match["before"].strip("()[]{}〔〕【】"), match["after"].strip("()[]{}〔〕【】"))
        if set(written) <= set("－−-") and all(len(side) < 3 or _SIDE.search(side) for side in sides):
            raise Broken(N_("「%(sign)s」前面少了一項。"), signs.column(place + 1), sign=signs.written(place + 1))
