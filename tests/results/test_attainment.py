"""Attainment against figures reckoned by hand, and the promises that hold for any figure."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.results.attainment_cases import TABLE
from workflows.results.attainment import (
    HOLDS,
    PERIODS,
    Actual,
    Attainment,
    AttainmentState,
    TargetOfYear,
    format_figure,
    judge_attainment,
    percent,
    rounded,
)

PLACES = Decimal("0.0000001")


def number(text: str) -> Decimal | None:
    return Decimal(text) if text and text != "-" else None


def case(line: str) -> tuple[TargetOfYear, Actual, str, str]:
    polarity, sign, target, unit, actual, period, more, rate, standing = (cell.strip() for cell in line.split("|"))
    told = dict(word.partition("=")[::2] for word in more.split())
    value, _, other = actual.partition(" ")
    aim = TargetOfYear(
        number(target), unit, sign, polarity, cumulative="cum" in told, cap=number(told.get("cap", "")),
        steps=tuple(Decimal(step) for step in told.get("steps", "").split("/") if step),
        by_period={period: Decimal(told["at"])} if "at" in told else {},
    )  # fmt: skip
    return aim, Actual(number(value), period, other.strip() or None), rate, standing


LINES = [line for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]


def test_there_are_cases_enough_for_every_direction() -> None:
    assert len(LINES) >= 60
    assert {line.split("|")[0].strip() for line in LINES} == {"higher", "lower", "exact", "ladder", "rank", ""}


@pytest.mark.parametrize("line", LINES)
def test_what_was_reckoned_by_hand(line: str) -> None:
    aim, actual, rate, standing = case(line)
    found = judge_attainment(aim, actual)
    assert found.standing == standing, found
    if rate == "-":
        assert found.rate is None, found
    else:
        assert found.rate is not None
        assert found.rate.quantize(PLACES, ROUND_HALF_UP) == Decimal(rate).quantize(PLACES, ROUND_HALF_UP)
    assert found.how and all("%(" not in str(sentence) and "None" not in str(sentence) for sentence in found.how)


def said_by(found: Attainment) -> str:
    return "；".join(str(sentence) for sentence in found.how)


def test_it_says_how_it_was_reckoned() -> None:
    assert said_by(judge_attainment(TargetOfYear(Decimal(4), "%", "", "lower"), Actual(Decimal(3)))) == (
        "實際值 3%，目標值 4%（不高於目標值）：達成；比目標值低 1百分點；2 − 3 ÷ 4 ＝ 125.0%"
    ).replace("1百分點", "1 百分點")


@pytest.mark.parametrize(
    ("aim", "actual", "words"),
    [
        (TargetOfYear(Decimal(10), "%", "≤", "higher"), Actual(Decimal(8)), "依目標值的比較詞判斷"),
        (TargetOfYear(Decimal(1728), "人次", "", "higher", True), Actual(Decimal(1043), "Q2"), "尚未屆期"),
        (TargetOfYear(Decimal("0.1"), "%", "", "higher"), Actual(Decimal("51.5")), "請看差距"),
        (TargetOfYear(Decimal("-0.1"), "%", "", "lower"), Actual(Decimal("-51.5")), "比目標值低 51.4 百分點"),
        (TargetOfYear(Decimal(95), "%", "", "higher", cap=Decimal(1)), Actual(Decimal(120)), "Max=1"),
        (TargetOfYear(Decimal(75), "%", "", "ladder", steps=(Decimal(25), Decimal(75))), Actual(Decimal(74)), "最高完成階段為 25%"),
        (TargetOfYear(Decimal(80), "%", "", "higher"), Actual(None), "沒有資料"),
        (TargetOfYear(Decimal(80), "", "", "higher"), Actual(Decimal("NaN")), "沒有資料"),
        (TargetOfYear(Decimal(10), "名", "", "rank"), Actual(Decimal(14)), "比目標值高 4 名"),
    ],
)  # fmt: skip
def test_it_says_what_is_odd(aim: TargetOfYear, actual: Actual, words: str) -> None:
    assert words in said_by(judge_attainment(aim, actual))


def test_a_same_way_comparator_is_no_contradiction() -> None:
    assert "比較詞" not in said_by(
        judge_attainment(TargetOfYear(Decimal(98), "分", ">", "higher"), Actual(Decimal(99)))
    )


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("100", "100.0%"),
        ("99.96", "99.9%"),
        ("99.94", "99.9%"),
        ("66.66666", "66.7%"),
        ("51500", "51,500.0%"),
        ("0", "0.0%"),
    ],
)
def test_a_rate_below_a_hundred_never_reads_as_a_hundred(rate: str, words: str) -> None:
    assert percent(Decimal(rate)) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("5520", "人次", "5,520 人次"), ("80.0", "%", "80%"), ("-0.0", "", "0"), ("1E+3", "元", "1,000 元"),
        ("-51.5", "%", "-51.5%"), ("0.123456789012", "", "0.12345679"),
    ],
)  # fmt: skip
def test_figures_are_printed_as_plans_print_them(value: str, unit: str, words: str) -> None:
    assert format_figure(Decimal(value), unit) == words


figures = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=6)
tiny = st.decimals(min_value=-1, max_value=1, allow_nan=False, allow_infinity=False, places=12)
values = figures | tiny | st.integers(-100, 100).map(Decimal)
signs = st.sampled_from(["", "≥", "≤", ">", "<"])
polarities = st.sampled_from(["higher", "lower", "exact", "ladder", "rank", ""])
aims = st.builds(
    TargetOfYear, st.none() | values, st.sampled_from(["", "%", "元", "名"]), signs, polarities, st.booleans(),
    st.none() | st.decimals(0, 3, places=2), st.lists(values, max_size=4).map(tuple),
)  # fmt: skip
CAREFUL = settings(max_examples=500, deadline=None)


@CAREFUL
@given(aims, st.none() | values, st.sampled_from(list(PERIODS)), st.sampled_from([None, "", "%", "元", "萬元", "怪"]))
def test_it_never_breaks_and_never_gives_nan(
    aim: TargetOfYear, value: Decimal | None, period: str, unit: str | None
) -> None:
    found = judge_attainment(aim, Actual(value, period, unit))
    assert found.rate is None or (found.rate.is_finite() and found.rate >= 0)
    assert found.how
    assert all(str(sentence) for sentence in found.how)
    assert found.standing in AttainmentState
    if aim.value is None or value is None:
        assert (found.rate, found.met, found.gap) == (None, None, None)


@CAREFUL
@given(values, values, values, st.sampled_from(["higher", "lower"]), signs)
def test_the_rate_follows_the_actual(target: Decimal, one: Decimal, other: Decimal, polarity: str, sign: str) -> None:
    low, high = sorted((one, other))
    aim = TargetOfYear(target, "元", sign, polarity)
    before, after = judge_attainment(aim, Actual(low)).rate, judge_attainment(aim, Actual(high)).rate
    if target == 0:
        assert before is None
        assert after is None
        return
    assert before is not None
    assert after is not None
    upward = (sign or {"higher": "≥", "lower": "≤"}[polarity]) in ("≥", ">")
    assert (before <= after) if upward else (before >= after)


@CAREFUL
@given(
    values,
    values,
    st.sampled_from(["higher", "lower", "exact", "rank", ""]),
    st.sampled_from(["≥", "≤", ">", "<"]),
    st.booleans(),
)
def test_met_is_what_the_comparator_says(
    target: Decimal, actual: Decimal, polarity: str, sign: str, adds_up: bool
) -> None:
    assert judge_attainment(TargetOfYear(target, "", sign, polarity, adds_up), Actual(actual)).met == HOLDS[sign](
        actual, target
    )


@CAREFUL
@given(values, values, st.sampled_from(["higher", "lower"]))
def test_a_hundred_percent_is_the_target(target: Decimal, actual: Decimal, polarity: str) -> None:
    found = judge_attainment(TargetOfYear(target, "", "", polarity), Actual(actual))
    assert found.rate is None or found.met == (found.rate >= 100)


@CAREFUL
@given(values, values, polarities, signs)
def test_the_unit_makes_no_difference(target: Decimal, actual: Decimal, polarity: str, sign: str) -> None:
    aim = TargetOfYear(target, "元", sign, polarity)
    found = judge_attainment(aim, Actual(actual, "year", "元"))
    for unit, factor in (("千元", 1000), ("萬元", 10_000), ("億元", 10**8)):
        scaled = judge_attainment(replace(aim, value=target / factor, unit=unit), Actual(actual, "year", "元"))
        assert (scaled.rate, scaled.met) == (found.rate, found.met)
        again = judge_attainment(aim, Actual(actual / factor, "year", unit))
        assert (again.rate, again.met) == (found.rate, found.met)


@pytest.mark.parametrize("digits", [1, 28, 30, 40])
def test_a_value_of_any_length_is_rounded(digits: int) -> None:
    assert f"{rounded(Decimal('9' * digits), 2):f}" == "9" * digits + ".00"
