"""What holds for every formula: neither the kind of brackets nor their width nor white space changes a value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.formula import Formula, FormulaError, evaluate, parse

NAMES = ("甲數", "乙數", "丙件數", "年度實際值", "106至109年預定數", "參訓人數（含試辦）")
BRACKETS = ("（）", "()", "〔〕", "【】", "[]", "［］", "{}", "｛｝")
WIDTHS = {"+": "+＋", "-": "-－", "*": "×*＊", "/": "÷", "%": "%％"}

Tree = Any
leaves = st.one_of(st.sampled_from(NAMES), st.integers(0, 999).map(str), st.decimals(0, 99, places=2).map(str))
trees = st.recursive(leaves, lambda below: st.tuples(st.sampled_from("+-*/"), below, below), max_leaves=10)
figures = st.fixed_dictionaries({name: st.integers(-1000, 1000) for name in NAMES})


def exact(tree: Tree, values: dict[str, int]) -> Fraction:
    """The value of a tree by fractions, independent of the code under test."""
    if isinstance(tree, str):
        return Fraction(values[tree]) if tree in values else Fraction(tree)
    sign, left, right = tree
    one, other = exact(left, values), exact(right, values)
    return {"+": one.__add__, "-": one.__sub__, "*": one.__mul__, "/": one.__truediv__}[sign](other)


def printed(tree: Tree, draw: Any) -> str:
    """The tree as text with every bracket, of whatever kind, width and spacing."""
    if isinstance(tree, str):
        return f"「{tree}」" if tree in NAMES and draw(st.booleans()) else tree
    sign, left, right = tree
    space = draw(st.sampled_from(("", " ", "\u3000", "\n")))
    opening, closing = draw(st.sampled_from(BRACKETS))
    return f"{opening}{printed(left, draw)}{space}{draw(st.sampled_from(WIDTHS[sign]))}{space}{printed(right, draw)}{closing}"


def computed(text: str, values: dict[str, int]) -> Decimal | FormulaError:
    formula = parse(text)
    assert isinstance(formula, Formula), text
    try:
        return evaluate(formula, values).value
    except FormulaError as refused:
        return refused


@settings(max_examples=150, deadline=None)
@given(tree=st.tuples(st.sampled_from("*/"), trees, trees), values=figures, data=st.data())
def test_every_way_to_write_a_tree_gives_its_exact_value(
    tree: Tree, values: dict[str, int], data: st.DataObject
) -> None:
    try:
        wanted = exact(tree, values)
    except ZeroDivisionError:
        wanted = None
    text = printed(tree, data.draw)
    value = computed(text, values)
    if isinstance(value, FormulaError):
        assert wanted is None and "除以零" in str(value.message), text
        return
    assert wanted is not None
    assert abs(Fraction(value) - wanted) <= abs(wanted) * Fraction(1, 10**27)
    formula = parse(text)
    assert isinstance(formula, Formula)
    assert computed(formula.words, values) == value


@settings(max_examples=80, deadline=None)
@given(
    weights=st.lists(st.integers(1, 60), min_size=2, max_size=6),
    actual=st.lists(st.integers(0, 500), min_size=6, max_size=6),
    targets=st.lists(st.integers(1, 500), min_size=6, max_size=6),
)
def test_a_weighted_sum_is_a_percentage_and_odd_weights_are_noted(
    weights: list[int], actual: list[int], targets: list[int]
) -> None:
    signs = "甲乙丙丁戊己"
    text = "＋".join(f"（{signs[n]}件數÷{signs[n]}目標）×{weight}%" for n, weight in enumerate(weights))
    values = {f"{signs[n]}件數": actual[n] for n in range(6)} | {f"{signs[n]}目標": targets[n] for n in range(6)}
    formula = parse(text)
    assert isinstance(formula, Formula)
    found = evaluate(formula, values)
    wanted = sum(Fraction(actual[n], targets[n]) * weight for n, weight in enumerate(weights))
    assert found.unit == "%" and abs(Fraction(found.value) - wanted) <= wanted / 10**26
    noted = any(note.code == "weights" for note in formula.notes)
    assert noted == (sum(weights) != 100 and max(weights) >= 10)


@settings(max_examples=60, deadline=None)
@given(items=st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99), st.integers(1, 50)), min_size=1, max_size=12))
def test_a_sum_over_items_adds_every_item_once(items: list[tuple[int, int, int]]) -> None:
    formula = parse("Σ〔（各項達成值÷各項目標值）×各項配分〕")
    assert isinstance(formula, Formula)
    lists = {"各項達成值": [a for a, _, _ in items], "各項目標值": [t for _, t, _ in items]}
    found = evaluate(formula, lists | {"各項配分": [points for _, _, points in items]})
    wanted = sum((Fraction(a, t) * points for a, t, points in items), Fraction(0))
    assert abs(Fraction(found.value) - wanted) <= wanted / 10**26 and found.unit == "分"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    column = 1
    try:
        parse(text, (text,))
    except FormulaError as refused:
        column = refused.column
    assert 1 <= column <= len(text) + 1
