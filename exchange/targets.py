"""Annual targets: from the printed text to value, unit and comparator."""

from __future__ import annotations

import re
from typing import Final, TypedDict

from workflows.language import figure_pattern, nfc


class Target(TypedDict):
    """A target; ``value`` is a decimal string without separators, ``text`` is filled only when there is no value."""

    value: str
    unit: str
    comparator: str
    text: str


# Chinese 以上 and 以下 include the figure itself.
COMPARATORS_BEFORE: Final = {
    "≥": "≥",
    "≧": "≥",
    "≦": "≤",
    "≤": "≤",
    ">=": "≥",
    "<=": "≤",
    ">": ">",
    "<": "<",
    "不低於": "≥",
    "不少於": "≥",
    "至少": "≥",
    "不高於": "≤",
    "不超過": "≤",
    "不大於": "≤",
    "不逾": "≤",
    "至多": "≤",
    "低於": "<",
    "小於": "<",
    "少於": "<",
    "未達": "<",
    "高於": ">",
    "大於": ">",
    "多於": ">",
    "超過": ">",
    "逾": ">",
}
COMPARATORS_AFTER: Final = {"(含)以上": "≥", "(含)以下": "≤", "以上": "≥", "以下": "≤", "以內": "≤"}

# Figures and signs count in either width; the unit keeps its own signs, only its percent sign is unified.
NARROW: Final = str.maketrans("０１２３４５６７８９．，％＋－−＞＜（）＝　", "0123456789.,%+--><()= ")
UNIT: Final = r"(?:CO2|CO₂|PM2\.5|k?m[23]|[^\s\d.,+\-<>=≥≧≦≤()（）、，；。：;:~～])"
AMOUNT: Final = re.compile(rf"(?P<sign>[+\-]|負)?\s*(?P<figure>{figure_pattern(15)})\s*(?P<unit>{UNIT}{{0,20}})")
MAX_LENGTH: Final = 60


def parse_target(written: str) -> Target:
    """Read one figure with its unit; ranges, ladders and several figures stay text as written."""
    text = nfc(written).strip()
    if not text:
        return {"value": "", "unit": "", "comparator": "", "text": ""}
    rest, comparator = _without_comparator(text.translate(NARROW)) if len(text) <= MAX_LENGTH else ("", None)
    match = AMOUNT.fullmatch(rest) if comparator is not None else None
    if not match or comparator is None or _ends_in_words(match["unit"]):
        return {"value": "", "unit": "", "comparator": "", "text": text}
    minus = "-" if match["sign"] in ("-", "負") else ""
    return {
        "value": minus + _plain_figure(match["figure"]),
        "unit": match["unit"],
        "comparator": comparator,
        "text": "",
    }


def _without_comparator(text: str) -> tuple[str, str | None]:
    """Return the rest with the comparator, '' without one, None when there are two."""
    before = next((words for words in sorted(COMPARATORS_BEFORE, key=len, reverse=True) if text.startswith(words)), "")
    text = text[len(before) :].strip()
    after = next((words for words in COMPARATORS_AFTER if text.endswith(words)), "")
    text = text[: len(text) - len(after)].strip()
    if before and after:
        return text, None
    if COMPARATORS_AFTER.get(after) == "≥":
        text = text.removeprefix("達到").removeprefix("達").strip()
    return text, COMPARATORS_BEFORE.get(before, "") or COMPARATORS_AFTER.get(after, "")


def _ends_in_words(unit: str) -> bool:
    """Whether what follows the figure says more than a unit, so that cutting it off would change the meaning."""
    return any(words in unit for words in ("以上", "以下", "以內", "至", "每", "較", "及", "或", "前", "後"))


def _plain_figure(figure: str) -> str:
    whole, point, fraction = figure.replace(",", "").partition(".")
    return str(int(whole)) + point + fraction
