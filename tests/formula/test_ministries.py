"""The wordings of ministries and municipalities give the right value, or are refused with their column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.formula.ministries import PRINTED, UNCERTAIN, WAYS
from tests.formula.official import Case
from workflows.formula import Formula, FormulaError, NotAFormula, comparison_key, evaluate, parse

CASES = (*PRINTED, *WAYS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_wording_gives_the_value_worked_out_by_hand(case: Case) -> None:
    formula = parse(case.text, case.values)
    assert isinstance(formula, Formula), case.text
    found = evaluate(formula, case.values)
    assert (Decimal(found.shown), found.unit) == (Decimal(case.value), case.unit), [str(step) for step in found.trace]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_reading_does_not_hang_on_the_names_of_the_values(case: Case) -> None:
    try:
        formula = parse(case.text)
    except FormulaError:
        pytest.fail("refused without the names of its values")
    if isinstance(formula, NotAFormula):
        assert "/" in case.text or "／" in case.text  # a slash alone may say "or": names tell that it divides
    else:
        assert Decimal(evaluate(formula, case.values).shown) == Decimal(case.value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_printed_reading_gives_the_same_value(case: Case) -> None:
    formula = parse(case.text, case.values)
    assert isinstance(formula, Formula)
    again = parse(formula.words)
    assert isinstance(again, Formula), formula.words
    names = {comparison_key(name) for one in again.operands for name in (one.name, *one.also)}
    if {comparison_key(name) for name in case.values} <= names:
        assert evaluate(again, case.values).value == evaluate(formula, case.values).value


@pytest.mark.parametrize(("text", "column", "words"), UNCERTAIN, ids=[text for text, _, _ in UNCERTAIN])
def test_what_is_not_certain_is_refused_at_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert (refused.value.column, words in str(refused.value.message)) == (column, True), str(refused.value.message)


def test_a_whole_less_a_bare_figure_is_refused() -> None:
    formula = parse("1－A")
    assert isinstance(formula, Formula)
    with pytest.raises(FormulaError, match="幾分之幾還是百分之幾"):
        evaluate(formula, {"A": 20})


def test_points_taken_from_one_are_computed_as_printed_and_doubted() -> None:
    formula = parse("1－（甲數÷乙數）×100")
    assert isinstance(formula, Formula)
    found = evaluate(formula, {"甲數": 1, "乙數": 4})
    assert found.shown == "-24.00"
    assert [note.column for note in formula.notes if note.code == "precedence"] == [4]


@pytest.mark.parametrize(
    "text", ["甲計畫——乙計畫", "X光檢查", "學生數：教師數", "1-A棟", "參加人數加倍", "近3年平均（A）"]
)
def test_prose_with_signs_that_do_not_compute_stays_text(text: str) -> None:
    assert isinstance(parse(text), NotAFormula)
