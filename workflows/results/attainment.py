"""How far a target was attained: a rate where one makes sense, whether it is met, and both in words.

Nothing here reads a database or a clock: figures in, figures out, all of them exact decimals. Decision 0014 says why
each direction is computed as it is; a plain actual ÷ target is wrong for a good part of real indicators (domain.md §0.6).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from typing import Final

from models.wording import N_, Message
from workflows.formula import convert

EXACT: Final = Context(prec=120)
"""Figures of at most forty characters are added, multiplied and compared in it without loss."""
HUNDRED: Final = Decimal(100)
FAR: Final = Decimal(500)
"""From this rate on a reader is told to look at the difference: the target lies near zero or was set low."""

PERIODS: Final[Mapping[str, str]] = {
    "year": N_("全年"), "H1": N_("上半年"), "H2": N_("下半年"), "Q1": N_("第 1 季"), "Q2": N_("第 2 季"),
    "Q3": N_("第 3 季"), "Q4": N_("第 4 季"), "M01": N_("1 月"), "M02": N_("2 月"), "M03": N_("3 月"), "M04": N_("4 月"),
    "M05": N_("5 月"), "M06": N_("6 月"), "M07": N_("7 月"), "M08": N_("8 月"), "M09": N_("9 月"), "M10": N_("10 月"),
    "M11": N_("11 月"), "M12": N_("12 月"),
}  # fmt: skip
"""The periods of a year for which a result may be given."""
YEAR_ENDS: Final = frozenset({"year", "H2", "Q4", "M12"})
"""A figure that adds up over the year is the year's figure at the end of each of these."""

HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "≥": operator.ge, "≤": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip
BY_POLARITY: Final = {"higher": "≥", "lower": "≤", "exact": "=", "ladder": "≥", "rank": "≤"}
"""What must hold between actual and target where the target itself does not say."""
SIGN_WORDS: Final = {
    "≥": N_("不低於目標值"), "≤": N_("不高於目標值"), ">": N_("高於目標值"), "<": N_("低於目標值"), "=": N_("恰等於目標值"),
}  # fmt: skip
POLARITY_WORDS: Final = {
    "higher": N_("愈高愈好"), "lower": N_("愈低愈好"), "exact": N_("恰等於目標"), "ladder": N_("依里程碑階梯"),
    "rank": N_("名次，愈前愈好"),
}  # fmt: skip


class AttainmentState(StrEnum):
    """Where a result stands, in the order of a list: what needs a look comes first."""

    MISSED = "missed"
    MET = "met"
    OPEN = "open"
    NO_DATA = "no_data"


@dataclass(frozen=True)
class TargetOfYear:
    """A target with what decides how it is judged.

    ``comparator`` is ≥, ≤, >, < or empty; ``polarity`` one of the five directions or empty. ``cap`` is the n of a
    formula's ``Max=n``: the rate counts no more than n × 100 %. ``steps`` are the values of a ladder. ``by_period``
    holds targets given for single periods, in the unit of the target.
    """

    value: Decimal | None
    unit: str = ""
    comparator: str = ""
    polarity: str = ""
    cumulative: bool = False
    cap: Decimal | None = None
    steps: tuple[Decimal, ...] = ()
    by_period: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Actual:
    """What was attained by the end of a period, or ``None`` where nothing is known; no unit means the target's."""

    value: Decimal | None
    period: str = "year"
    unit: str | None = None


@dataclass(frozen=True)
class Attainment:
    """``rate`` in percent, or ``None`` where a rate would mislead; ``met`` is ``None`` while nobody can say.

    ``gap`` is actual less target in the unit of the target; ``due`` tells whether the figure may be judged for good.
    """

    rate: Decimal | None
    met: bool | None
    how: tuple[Message, ...]
    gap: Decimal | None = None
    due: bool = True

    @property
    def standing(self) -> AttainmentState:
        """The one word for it."""
        if self.met is not None:
            return AttainmentState.MET if self.met else AttainmentState.MISSED
        return AttainmentState.NO_DATA if self.due else AttainmentState.OPEN


def judge_attainment(aim: TargetOfYear, actual: Actual) -> Attainment:
    """Judge one figure against its target. Never raises for finite figures, never gives NaN.

    Whether the target is met is what the comparator says, else what the direction says, and never follows from the rate.
    """
    if aim.value is None or not aim.value.is_finite():
        return Attainment(None, None, (Message.of(N_("目標值不是單一數值，無法計算，請依目標文字判斷")),))
    if actual.value is None or not actual.value.is_finite():
        return Attainment(None, None, (Message.of(N_("沒有資料")),))
    with localcontext(EXACT):
        reached = convert_amount(actual.value, actual.unit, aim.unit)
        if reached is None:
            figures = {"actual": actual.unit or "", "target": aim.unit}
            return Attainment(
                None,
                None,
                (Message.of(N_("實際值的單位「%(actual)s」不能換算成目標值的單位「%(target)s」"), **figures),),
            )
        sign, notes = _sign(aim)
        if not sign:
            return Attainment(None, None, (Message.of(N_("指標沒有填方向，目標值也沒有比較詞，無法判斷")),))
        return _judged(aim, actual.period, reached, sign, notes)


def convert_amount(value: Decimal, unit: str | None, wanted: str) -> Decimal | None:
    """The same amount in the wanted unit (千元, 萬元, 億元 …); ``None`` where they measure different things."""
    return value if unit is None or unit == wanted else convert(value, unit, wanted)


def _sign(aim: TargetOfYear) -> tuple[str, list[Message]]:
    """What must hold; where comparator and direction disagree the comparator, which is printed, decides and is named."""
    usual = BY_POLARITY.get(aim.polarity, "")
    sign = aim.comparator if aim.comparator in HOLDS else usual
    if usual and sign[:1] != usual[:1] and not _same_way(sign, usual):
        note = Message.of(
            N_("目標值寫明%(sign)s，與所填方向「%(polarity)s」不同，依目標值的比較詞判斷"),
            sign=Message.of(SIGN_WORDS[sign]),
            polarity=Message.of(POLARITY_WORDS[aim.polarity]),
        )
        return sign, [note]
    return sign, []


def _same_way(sign: str, other: str) -> bool:
    return {sign, other} <= {"≥", ">"} or {sign, other} <= {"≤", "<"}


def _judged(aim: TargetOfYear, period: str, reached: Decimal, sign: str, notes: list[Message]) -> Attainment:
    given = aim.by_period.get(period)
    target = given if given is not None and given.is_finite() else aim.value or Decimal(0)
    ladder = aim.polarity == "ladder" and sign in ("≥", ">")
    if ladder and (step := _completed(aim.steps, reached)) != reached:
        notes.append(Message.of(N_("最高完成階段為 %(step)s"), step=format_figure(step, aim.unit)))
        reached = step
    holds = HOLDS[sign](reached, target)
    adds_up = aim.cumulative or ladder
    due = given is not None or period == "year" or (adds_up and period in YEAR_ENDS)
    rate, sums = _rate(aim, reached, target, sign)
    if not due and adds_up and sign in ("≤", "<"):
        rate, sums = None, [Message.of(N_("累計值要到年底才知道是否守住上限，期中不計比率"))]
    met: bool | None = holds
    if not due and not (holds and adds_up and sign in ("≥", ">")):
        met = None
    steps = [*_compared(reached, target, aim.unit, sign, met, holds, given is not None), *sums, *notes]
    if not due:
        steps.append(
            Message.of(N_("與全年目標值相比；尚未屆期")) if met is None else Message.of(N_("期中已達到全年目標值"))
        )
    return Attainment(rate, met, tuple(steps), reached - target, due)


def _completed(steps: tuple[Decimal, ...], reached: Decimal) -> Decimal:
    """The highest step of the ladder that was completed: between two steps only the lower one counts."""
    if not steps:
        return reached
    return max((step for step in steps if step <= reached), default=Decimal(0))


def _rate(aim: TargetOfYear, reached: Decimal, target: Decimal, sign: str) -> tuple[Decimal | None, list[Message]]:
    """The rate in percent, at least 0 and at most the cap, with the sum in words.

    1 + (actual − target) ÷ |target| where more is better, 1 − (actual − target) ÷ |target| where less is better. For a
    positive target that is actual ÷ target, and 2 − actual ÷ target.
    """
    if sign == "=":
        return None, [Message.of(N_("恰等於目標的指標只分達成與未達成，不計比率"))]
    if aim.polarity == "rank":
        return None, [Message.of(N_("名次是順序，不是數量，不計比率"))]
    if target == 0:
        return None, [Message.of(N_("目標值為 0，不能以比例計算，只看是否達成"))]
    distance = (reached - target) / abs(target)
    upward = sign in ("≥", ">")
    rate = (1 + distance if upward else 1 - distance) * HUNDRED
    figures = {"actual": format_figure(reached), "target": format_figure(target), "rate": percent(rate)}
    return _bounded(rate, aim.cap, [Message.of(_sum_of(upward, target), **figures)])


def _sum_of(upward: bool, target: Decimal) -> str:
    if target > 0:
        return N_("%(actual)s ÷ %(target)s ＝ %(rate)s") if upward else N_("2 − %(actual)s ÷ %(target)s ＝ %(rate)s")
    if upward:
        return N_("目標值為負：1 ＋（%(actual)s − %(target)s）÷ |%(target)s| ＝ %(rate)s")
    return N_("目標值為負：1 −（%(actual)s − %(target)s）÷ |%(target)s| ＝ %(rate)s")


def _bounded(rate: Decimal, cap: Decimal | None, steps: list[Message]) -> tuple[Decimal, list[Message]]:
    if rate < 0:
        return Decimal(0), [*steps, Message.of(N_("達成率最低以 0 計"))]
    if cap is not None and cap.is_finite() and cap > 0 and rate > cap * HUNDRED:
        return cap * HUNDRED, [
            *steps,
            Message.of(
                N_("公式寫明上限（Max=%(cap)s），達成率以 %(rate)s 計"),
                cap=format_figure(cap),
                rate=percent(cap * HUNDRED),
            ),
        ]
    if rate >= FAR:
        steps = [*steps, Message.of(N_("目標值接近 0 或訂得偏低，比率僅供參考，請看差距"))]
    return rate, steps


def _compared(
    reached: Decimal, target: Decimal, unit: str, sign: str, met: bool | None, holds: bool, single: bool
) -> Iterator[Message]:
    """What is compared with what, and by how much they differ."""
    figures = {
        "actual": format_figure(reached, unit),
        "target": format_figure(target, unit),
        "sign": Message.of(SIGN_WORDS[sign]),
    }
    if met is None:
        yield Message.of(N_("實際值 %(actual)s，全年目標值 %(target)s（%(sign)s）"), **figures)
    elif single:
        words = (
            N_("實際值 %(actual)s，本期目標值 %(target)s（%(sign)s）：達成")
            if holds
            else N_("實際值 %(actual)s，本期目標值 %(target)s（%(sign)s）：未達成")
        )
        yield Message.of(words, **figures)
    else:
        words = (
            N_("實際值 %(actual)s，目標值 %(target)s（%(sign)s）：達成")
            if holds
            else N_("實際值 %(actual)s，目標值 %(target)s（%(sign)s）：未達成")
        )
        yield Message.of(words, **figures)
    if reached != target:
        more = reached > target
        yield Message.of(
            N_("比目標值高 %(gap)s") if more else N_("比目標值低 %(gap)s"),
            gap=format_difference(abs(reached - target), unit),
        )


def format_difference(gap: Decimal, unit: str) -> Message | str:
    """A difference in words: that of two percentages is in percentage points."""
    if unit in ("%", "％"):
        return Message.of(N_("%(value)s 百分點"), value=format_figure(gap))
    return format_figure(gap, unit)


def format_figure(value: Decimal, unit: str = "") -> str:
    """A figure as plans print it: thousands separated, no exponent, no trailing zeros of a computation; unit behind."""
    with localcontext(EXACT):
        value = value.normalize() + 0
        if int(value.as_tuple().exponent) < -8:
            value = value.quantize(Decimal("0.00000001"), rounding=ROUND_HALF_UP).normalize() + 0
    return f"{value:,f}{'' if unit in ('', '%', '％', '‰') else ' '}{unit}"


def rounded(value: Decimal, places: int) -> Decimal:
    """A value to so many decimals, half to even, however many digits it has (a context of 28 would refuse 30 of them)."""
    with localcontext(EXACT):
        return value.quantize(Decimal(1).scaleb(-places))


def percent(rate: Decimal) -> str:
    """A rate to one decimal; what lies below 100 never rounds up to it, for 100 reads as attained."""
    with localcontext(EXACT):
        shown = rate.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
        if rate < HUNDRED <= shown:
            shown = rate.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{shown:,f}%"
