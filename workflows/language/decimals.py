"""Figures in digits: the one reader to exact decimals, and, as data, which spellings each place takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from workflows.language.text import plain

_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d),(?=\d)")


def figure_pattern(most: int | None = None) -> str:
    """A pattern for a figure in running text, its thousands apart or not, of at most ``most`` digits in a row."""
    digits = "+" if most is None else f"{{1,{most}}}"
    return rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{digits}(?:\.\d+)?"


FIGURE_PATTERN: Final = figure_pattern()


def exact_decimal(figure: str) -> Decimal:
    """The value of what ``FIGURE_PATTERN`` matched; raises ``decimal.InvalidOperation`` for what is no figure."""
    return Decimal(figure.replace(",", ""))


def plain_figure(text: str) -> str:
    """A figure as typed, in plain digits and without separators: 「５,520」 is 5520."""
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text).strip())


def _ungrouped(text: str) -> str:
    return text.replace(",", "").strip()


def _ungrouped_narrow(text: str) -> str:
    return _ungrouped(unicodedata.normalize("NFKC", text))


def _typed(text: str) -> str:
    return plain(text).replace("−", "-").replace(",", "").removesuffix("%").lstrip("+")


@dataclass(frozen=True, slots=True)
class Notation:
    """How figures may be spelled in one place; whatever is spelled otherwise is no figure there.

    ``tidied`` is done first. Then a figure has the ``shape``, where there is one, and is what ``Decimal`` reads.
    ``longest`` counts the characters of the text as given. ``exponent`` takes 1e3, ``special`` takes NaN and Infinity,
    ``numbers`` takes JSON numbers beside texts.
    """

    tidied: Callable[[str], str] = str.strip
    shape: re.Pattern[str] | None = None
    longest: int | None = None
    exponent: bool = True
    special: bool = False
    numbers: bool = False


STORED: Final = Notation(numbers=True)
"""What is stored as a decimal string: results, thresholds, targets that were checked."""
FILE_NOTATION: Final = Notation(_ungrouped)
"""A figure of a row that may come unchecked out of a file: separators pass."""
TARGET_FILE_NOTATION: Final = Notation(_ungrouped, special=True)
"""The value of a target out of a file: NaN and Infinity count as figures, so that a rule speaks of them."""
FIELD_NOTATION: Final = Notation(longest=40, exponent=False)
"""What a field of a plan takes for a figure."""
YEAR_NOTATION: Final = Notation(exponent=False)
"""What a cell of the years of an indicator takes for a figure; anything else there is a milestone in words."""
TYPED_NOTATION: Final = Notation(_typed, re.compile(r"-?(?=(?:\.?\d){1,30}\.?$)(?:\d+\.?\d*|\.\d+)", re.ASCII))
"""An actual value or a threshold as people type it: full-width digits and signs, a percent sign; at most 30 digits."""
CELL_NOTATION: Final = Notation(_ungrouped_narrow, re.compile(r"\d{1,12}(\.\d{1,4})?"))
"""A count in a table by sex: not below nothing, at most twelve digits and four decimals."""
SHOWN_NOTATION: Final = Notation(longest=40)
"""What an input shows with its thousands apart."""
ANY: Final = Notation(special=True)
"""Everything ``Decimal`` reads."""


def decimal_of(text: object, notation: Notation = STORED) -> Decimal | None:
    """The figure that a text is, ``None`` where it is none in this notation."""
    if not isinstance(text, str):
        if not notation.numbers:
            return None
        text = str(text)
    if notation.longest is not None and len(text) > notation.longest:
        return None
    written = notation.tidied(text)
    if (notation.shape and not notation.shape.fullmatch(written)) or (not notation.exponent and "e" in text.lower()):
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if notation.special or value.is_finite() else None


def grouped(text: str, notation: Notation = ANY, form: str = ",f") -> str:
    """A figure with its thousands apart, anything else as it is; ``form`` is a format of ``Decimal``."""
    value = decimal_of(text, notation)
    return text if value is None else format(value, form)


def whole_number(text: str, most: int) -> int | None:
    """The whole number of at most ``most`` digits that an address or a form sent, ``None`` for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most else None
