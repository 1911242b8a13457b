"""Official texts give the right value, or are refused; none gives a wrong one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.formula.official import ALIKE, DESIGN, PROSE, SOURCES, Case
from workflows.formula import Formula, FormulaError, NotAFormula, Result, comparison_key, evaluate, parse

CASES = (*DESIGN, *SOURCES, *ALIKE)


def _lists(case: Case) -> bool:
    """Return whether the text lists items with targets and weights, which the reading of its formula does not repeat."""
    formula = parse(case.text, case.values)
    return isinstance(formula, Formula) and bool(formula.items)


def result(text: str, values: dict[str, Any], target: str = "") -> Result:
    formula = parse(text, values)
    assert isinstance(formula, Formula), text
    return evaluate(formula, values, target=target or None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_official_texts_give_the_value_worked_out_by_hand(case: Case) -> None:
    for values, value in ((case.values, case.value), *case.more):
        found = result(case.text, values, case.target)
        assert Decimal(found.shown) == Decimal(value), [str(step) for step in found.trace]
        assert found.trace and str(found.trace[-1 if not case.target else -2]).startswith(("結果", "算式所載"))
    assert result(case.text, case.values, case.target).unit == case.unit


@pytest.mark.parametrize("case", [case for case in CASES if case.zero], ids=lambda case: case.name)
def test_nothing_divided_by_nothing_is_said_and_gives_no_value(case: Case) -> None:
    with pytest.raises(FormulaError) as refused:
        result(case.text, case.zero)
    assert "除以零" in str(refused.value.message) and 1 <= refused.value.column <= len(case.text)


@pytest.mark.parametrize("text", PROSE)
def test_prose_stays_text_and_says_so(text: str) -> None:
    assert isinstance(parse(text), NotAFormula)


@pytest.mark.parametrize("case", [case for case in CASES if not _lists(case)], ids=lambda case: case.name)
def test_the_printed_reading_gives_the_same_value(case: Case) -> None:
    formula = parse(case.text, case.values)
    assert isinstance(formula, Formula)
    again = parse(formula.words)
    assert isinstance(again, Formula)
    names = {comparison_key(name) for one in again.operands for name in (one.name, *one.also)}
    for values, _ in ((case.values, ""), *case.more):
        if {comparison_key(name) for name in values} <= names:
            assert evaluate(again, values).value == evaluate(formula, values).value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_without_values_the_first_missing_name_is_told_with_its_column(case: Case) -> None:
    with pytest.raises(FormulaError) as refused:
        result(case.text, {})
    assert 1 <= refused.value.column <= len(case.text)
    assert "缺少" in str(refused.value.message) or "請填" in str(refused.value.message)
