"""JSON answers about indicators: their results, the lights, a trial of a formula."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from forms.answers.parts import Answer, WithToken


class Attainment(Answer, kw_only=True, frozen=True):
    """How a figure stands to its target; ``rate`` is a decimal in percent."""

    rate: str | None
    met: bool | None
    standing: str
    how: list[str]


class Entry(Attainment, kw_only=True, frozen=True):
    """One entry of a period."""

    number: int
    value: str
    state: str
    evidence: str
    note: str
    entered_by: str
    entered_at: str
    settled_by: str | None
    settled_at: str | None
    settled_note: str
    definition_revision: int


class Period(Answer, kw_only=True, frozen=True):
    """The entries of one period, newest first."""

    year: int
    period: str
    entries: list[Entry]


class Indicator(Attainment, kw_only=True, frozen=True):
    """An indicator of a year: its target, the newest value in force, its entries."""

    id: int
    row: str
    number: str
    title: str
    goal: str
    target: str
    polarity: str
    unit: str
    value: str | None
    period: str | None
    light: str | None
    periods: list[Period]


class Results(WithToken, kw_only=True, frozen=True):
    """The indicators of a plan with their results."""

    plan: int
    agency: str
    year: int
    indicators: list[Indicator]


class NoResults(Answer, kw_only=True, frozen=True):
    """No plan is in force for what was asked."""

    plan: None
    indicators: list[Indicator]


class ResultOutcome(Answer, kw_only=True, frozen=True):
    """Where an entry stands after a verb."""

    document_id: int
    year: int
    period: str
    number: int
    state: str
    value: str


class LightsChange(Answer, kw_only=True, frozen=True):
    """One setting of the thresholds, in words."""

    before: str
    after: str
    reason: str
    by: str
    at: str
    iso: str


class Lights(WithToken, kw_only=True, frozen=True):
    """The thresholds of an agency's lights in percent; ``version`` is what a change has to name."""

    agency: str
    green: str | None
    yellow: str | None
    note: str
    version: str
    history: list[LightsChange]


class TrialOperand(Answer, kw_only=True, frozen=True):
    """An operand and the names of its fields."""

    name: str
    inputs: list[str]


class TrialNote(Answer, kw_only=True, frozen=True):
    """What is to be noted of a result, and from which column of the formula."""

    message: str
    column: int


class Trial(Answer, kw_only=True, frozen=True):
    """What a formula asks for, and with values its result: the figure shown and the exact one."""

    formula: str
    operands: list[TrialOperand]
    value: str | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    trace: list[str] | UnsetType = UNSET
    exact: str | UnsetType = UNSET
    reading: str | UnsetType = UNSET
    notes: list[TrialNote] | UnsetType = UNSET
    met: bool | UnsetType | None = UNSET
    gap: str | UnsetType = UNSET


class NoTrial(Answer, kw_only=True, frozen=True):
    """There is nothing to compute, and why."""

    formula: None
    why: str


class TrialFault(Answer, kw_only=True, frozen=True):
    """Where a formula or a value is at fault."""

    message: str
    column: int


class FaultyTrial(Answer, kw_only=True, frozen=True):
    """A formula that cannot be computed."""

    error: TrialFault
