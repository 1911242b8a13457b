"""HTML fragments and formula markup that extraction left in a text, turned into plain characters."""

from __future__ import annotations

import re
from typing import Final

from exchange.imported import Unreadable
from exchange.limits import MAX_FIELD
from models.wording import N_, Message

PARAGRAPH_TAGS: Final = re.compile(r"</?(?:p|div|li|ul|ol)(?:\s[^<>]{0,200})?>|<br\s*/?>", re.IGNORECASE)
INLINE_TAGS: Final = re.compile(r"</?(?:b|i|u|em|strong|span)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
LOWERED: Final = re.compile(r"<sub>([0-9+\-()]{1,10})</sub>", re.IGNORECASE)
RAISED: Final = re.compile(r"<sup>([0-9+\-()]{1,10})</sup>", re.IGNORECASE)
# CO₂ stays CO₂ as it is printed; NFKC makes it equal to CO2 wherever texts are compared or searched.
SUBSCRIPTS: Final = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
SUPERSCRIPTS: Final = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")

MAX_FORMULA: Final = 2_000
FORMULA_TEXT: Final = re.compile(r"\\(?:text|mathrm)\{([^{}]{0,500})\}")
FORMULA_SIGNS: Final = {
    r"\Sigma": "Σ",
    r"\sum": "Σ",
    r"\div": "÷",
    r"\times": "×",
    r"\cdot": "·",
    r"\geq": "≧",
    r"\leq": "≦",
    r"\pm": "±",
    r"\%": "%",
}
FORMULA_SIGN: Final = re.compile(r"\\(?:[A-Za-z]+|%)")

# Only these: a numeric entity could bring in control characters that decoding has refused.
ENTITIES: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&"}
ENTITY: Final = re.compile("|".join(ENTITIES))

ITEM_AFTER_STOP: Final = re.compile(
    r"(?<=[。；])[ \u3000]+(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.])"
)
SPACE_BETWEEN_IDEOGRAPHS: Final = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])")
SENTENCE_ENDS: Final = ("。", "！", "？", "；", "：", "。」", "。）", ":", ";")
ITEM_START: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d))"
)


def plain(fragment: str) -> str:
    """Return the text of a cell or line: paragraphs on lines of their own, nothing of the mark-up left.

    Only tags that extraction tools write are taken for tags: ``<5%`` and unknown tags stay as they are.
    """
    text = LOWERED.sub(lambda match: match[1].translate(SUBSCRIPTS), fragment)
    text = RAISED.sub(lambda match: match[1].translate(SUPERSCRIPTS), text)
    text = INLINE_TAGS.sub("", PARAGRAPH_TAGS.sub("\n", text))
    text = ENTITY.sub(lambda match: ENTITIES[match[0]], text)
    text = _without_formula_markup(text).replace("\xa0", " ")
    text = ITEM_AFTER_STOP.sub("\n", text)
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def has_formula_markup(fragment: str) -> bool:
    """Say whether the text carries formula markup that ``plain`` rewrites."""
    return _without_formula_markup(fragment) != fragment


def _without_formula_markup(text: str) -> str:
    """Rewrite what stands between two dollar signs if it is a formula; dollars that are money stay."""
    pieces = text.split("$")
    kept = pieces[:1]
    index = 1
    while index < len(pieces):
        formula = _formula(pieces[index]) if index + 1 < len(pieces) else None
        if formula is None:
            kept.append("$" + pieces[index])
            index += 1
        else:
            kept.append(formula + pieces[index + 1])
            index += 2
    return "".join(kept)


def _formula(written: str) -> str | None:
    """Return the formula in plain signs, None when it is none or holds a sign that is not known."""
    if "\\" not in written or "\n" in written or len(written) > MAX_FORMULA:
        return None
    inner = FORMULA_TEXT.sub(r"\1", written)
    if any(sign not in FORMULA_SIGNS for sign in FORMULA_SIGN.findall(inner)):
        return None
    return FORMULA_SIGN.sub(lambda sign: FORMULA_SIGNS[sign[0]], inner).strip()


def bounded(text: str, limit: int = MAX_FIELD) -> str:
    """Return a text that grows line by line, or refuse the document before the growing takes long."""
    if len(text) > limit:
        raise Unreadable(Message.of(N_("有一處文字超過 %(limit)s 字，格式無法辨識，未匯入任何內容。"), limit=limit))
    return text


def joined(before: str, after: str) -> str:
    """Join two halves of one text: on a new line after a finished sentence or before an item, else without a space.

    Raises ``Unreadable`` when the text outgrows every real field.
    """
    if not before or not after:
        return before or after
    if before.endswith(SENTENCE_ENDS) or ITEM_START.match(after):
        return bounded(f"{before}\n{after}")
    if before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha():
        return bounded(f"{before} {after}")
    return bounded(before + after)


def one_line(text: str) -> str:
    """Return a title that stood on several lines as one line."""
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")


def unspaced(text: str) -> str:
    """Return the text without the spaces that stand between two Chinese characters."""
    return SPACE_BETWEEN_IDEOGRAPHS.sub("", text)
