"""Shares of women and men as they are written in running text: percentages, heads, ratios, 成 and fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from workflows.language.numerals import chinese_number
from workflows.language.text import plain

_NUMERAL: Final = re.compile(r"(?<![一二三四五六七八九十百])[一二三四五六七八九十百]{1,7}(?=[人名位員成])")
_GROUP: Final = re.compile(r"[。；;\n]|(?<!\d)\d[.、](?=\D)|[(]\d[)]")
_SEX: Final = r"(?:女|男)(?:性|生|士)?"
_PERCENT: Final = re.compile(
    rf"{_SEX}[^。；，、\d女男]{{0,10}}(?:\d+[人名位員][^。；、\d女男]{{0,4}}?)?(\d{{1,3}}(?:\.\d+)?)%"
)
_TENTHS: Final = re.compile(rf"{_SEX}[^。；，、\d女男]{{0,8}}(\d)成")
_HEADS: Final = re.compile(r"(女|男)[^。；，、:：\d女男]{0,8}[:：]?(\d{1,5})(?![\d.,%:：月年歲成項])")
_HEADS_FIRST: Final = re.compile(r"(\d{1,5})[人名位員](?:委員|成員|專家|教師|同仁)?[為是係](女|男)")
_TOTAL: Final = re.compile(r"(\d{1,5})[人名位員](?![^，、；。]{0,3}[女男])")
_BOTH: Final = re.compile(
    r"男女[^。；，、\d]{0,6}各(?:半|占?一?半|占?50%|\d+[人名位])|(?:男女|女男)(?:性|比例?|人數)*(?:約|均|相)*(?:各半|相當|均衡)"
)
_RATIO: Final = re.compile(
    r"(?:男女|女男|性別)(?:性|之)?(?:比例?)?[^。；，\d]{0,6}?(\d{1,4}(?:\.\d+)?)[:：比](\d{1,4}(?:\.\d+)?)"
)


def shares(text: str) -> tuple[float, ...]:
    """Return, for each group of people told of, the smaller sex's share in percent, as far as it is given."""
    digits_joined = re.sub(r"(?<=\d),(?=\d{3})", "", plain(text))
    digits_joined = _NUMERAL.sub(lambda match: str(chinese_number(match[0]) or match[0]), digits_joined)
    return tuple(share for group in _GROUP.split(digits_joined) if group for share in _of_group(group))


def smallest_share(text: str) -> float | None:
    """Return the smallest share of a text, ``None`` where it gives none."""
    return min(shares(text), default=None)


def _of_group(group: str) -> Iterator[float]:
    group = _HEADS_FIRST.sub(lambda match: f"{match[2]}性{match[1]}人", group)
    if _BOTH.search(group):
        yield 50.0
    for one, other in _RATIO.findall(group):
        left, right = float(one), float(other)
        if left + right:
            yield 100 * min(left, right) / (left + right)
    percents = [float(value) for value in _PERCENT.findall(group)]
    percents += [10 * float(value) for value in _TENTHS.findall(group)]
    yield from (min(value, 100 - value) for value in percents if value <= 100)
    if not percents:
        yield from _of_heads(group)


def _of_heads(group: str) -> Iterator[float]:
    """Heads of both sexes beside each other, or of one sex with the total before it."""
    counts = [(match[1], int(match[2]), match.start()) for match in _HEADS.finditer(group)]
    totals = [(int(match[1]), match.start()) for match in _TOTAL.finditer(group)]
    place = 0
    while place < len(counts):
        sex, count, start = counts[place]
        other = counts[place + 1] if place + 1 < len(counts) and counts[place + 1][0] != sex else None
        if other and count + other[1]:
            yield 100 * min(count, other[1]) / (count + other[1])
            place += 2
            continue
        total = next((value for value, at in reversed(totals) if at < start), 0)
        if 0 < total >= count:
            yield 100 * min(count, total - count) / total
        place += 1
