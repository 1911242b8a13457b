"""The language of 衡量標準: a measure's text to a formula, its values to a result with every step in words.

``parse(text)`` returns a ``Formula`` or ``NotAFormula`` (text that does not compute stays text) and raises
``FormulaError`` with ``.message`` (a ``Message``) and ``.column`` (from 1, in the text as given) where a formula is
wrong or could be read in two ways. ``Formula.operands`` are the values it asks for, ``.words`` the reading in full,
``.notes`` what was chosen or is doubtful.

``evaluate(formula, values, target=None)`` returns a ``Result``: ``value`` (Decimal, to 28 digits; a percentage as 80),
``unit``, ``shown`` (two decimals, rounded half to even), ``trace`` and ``notes``. Values are found by name, less white
space and quotation marks: numbers, 「90%」, 「4,000萬」, 「3.2億元」, and lists with one value for each item under Σ. A
``target`` (「80%」, or a target row) settles the unit of the result. Nothing is guessed in silence: a reading that the
text leaves open is refused, or noted in trace and notes.

The words of the text decide, so hints may be given: ``parse(text, names)`` with the names of the values settles how far
a name goes where the text alone leaves it open (直轄市／縣市).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.cache import MIB, cached
from workflows.formula.errors import FormulaError
from workflows.formula.evaluating import evaluated
from workflows.formula.fitting import compatible
from workflows.formula.formulas import Formula, NotAFormula, OperandRequest
from workflows.formula.parsing import read
from workflows.formula.result import Result, result_json
from workflows.formula.signs import comparison_key
from workflows.formula.tree import ThresholdsReached
from workflows.formula.units import convert, is_unit, unit_choices

__all__ = [
    "Formula",
    "FormulaError",
    "NotAFormula",
    "OperandRequest",
    "Result",
    "ThresholdsReached",
    "comparison_key",
    "compatible",
    "convert",
    "evaluate",
    "is_unit",
    "parse",
    "read",
    "result_json",
    "unit_choices",
]

_STRONG = frozenset("×÷^Σ∑*＊")
_WEAK = frozenset("/／-－–—")
_ODD = frozenset("+-×÷/^Σ%()、:~=")


@cached(MIB // 2)
def _read(text: str, hints: frozenset[str]) -> Formula | NotAFormula:
    return read(text, hints)


def parse(text: str, names: Iterable[str] = ()) -> Formula | NotAFormula:
    """Return the formula of a measure, or why it stays text; raise ``FormulaError`` where a formula is wrong."""
    keys = (comparison_key(name) for name in names)
    weak = _STRONG.isdisjoint(text) and not _WEAK.isdisjoint(text)
    return _read(
        text,
        frozenset(
            key for key in keys if key and "÷" not in key and "×" not in key and (weak or not _ODD.isdisjoint(key))
        ),
    )


def evaluate(formula: Formula, values: Mapping[str, object], *, target: object = None) -> Result:
    """Return the value of a formula for these values; raise ``FormulaError`` where it cannot be computed from them."""
    return evaluated(formula, values, target)
