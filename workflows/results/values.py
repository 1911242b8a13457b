"""What is typed for an actual value, and whether it can be one: figures, evidence, the reason for falling behind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any

from sqlalchemy.orm import Session

from models.canonical import canonical
from models.document import Document
from models.wording import N_, Message
from workflows.formula import Formula, FormulaError, NotAFormula, OperandRequest, evaluate, parse, unit_choices
from workflows.language import TYPED_NOTATION, decimal_of, nfc
from workflows.lifecycle import Dossier, Refused, blocking_finding
from workflows.results.attainment import (
    EXACT,
    PERIODS,
    Actual,
    Attainment,
    TargetOfYear,
    convert_amount,
    judge_attainment,
)
from workflows.results.targets_of_row import target_of_year, years_of
from workflows.rules import Finding

MOST = 2000
"""Characters of evidence and of a note."""
BEHIND = Decimal(80)
"""Below this rate the reason is written down (rules.md TR-07, a local rule taken over for want of a central one)."""


@dataclass(frozen=True)
class NewResult:
    """An actual value as typed: the value itself with its unit, or the operands of the indicator's formula."""

    year: int
    period: str
    evidence: str
    value: str = ""
    unit: str = ""
    operands: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def row_in_force(session: Session, document: Document) -> dict[str, Any]:
    """The row of the plan as the definition has it, empty before its first submission."""
    content = Dossier(session, document).content
    row: dict[str, Any] = content.get("kpi", {})
    return row


def reckoned(session: Session, document: Document, new: NewResult) -> tuple[str, str]:
    """The value in the unit of the target and, where it was computed, what it was computed from.

    Raises ``Refused`` with everything that is wrong at once.
    """
    row = row_in_force(session, document)
    aim = target_of_year(row, new.year, document.year)
    with localcontext(EXACT):
        value, faults = _computed(row, new, aim) if new.operands else _value(new, aim)
    faults += list(_faults(new, years_of(row, document.year)))
    if value is not None and not faults:
        faults += list(_missing_reason(new, aim, value))
    if faults or value is None:
        raise Refused(*faults)
    return plain_figure(value), _inputs(row, new)


def _computed(row: Mapping[str, Any], new: NewResult, aim: TargetOfYear) -> tuple[Decimal | None, list[Finding]]:
    """The value of the indicator's formula for the operands typed."""
    formula = formula_of(row)
    if formula is None:
        return None, [
            blocking_finding("WF-15", Message.of(N_("這項指標沒有可以計算的公式，請直接填寫實際值")), "value")
        ]
    try:
        result = evaluate(formula, values_given(formula, new.operands), target=_as_target(aim))
    except FormulaError as broken:
        return None, [blocking_finding("WF-15", broken.message, "value")]
    inside = convert_amount(result.value, result.unit or aim.unit, aim.unit)
    if inside is None:
        message = Message.of(
            N_("單位「%(unit)s」不能換算成目標值的單位「%(target)s」"), unit=result.unit, target=aim.unit
        )
        return None, [blocking_finding("WF-15", message, "value")]
    return inside, []


def formula_of(row: Mapping[str, Any]) -> Formula | None:
    """The formula of an indicator: the one written beside the official wording, else the wording where it computes."""
    for text in (row.get("formula"), row.get("measure")):
        if not text:
            continue
        try:
            reading = parse(str(text))
        except FormulaError:
            return None
        if isinstance(reading, Formula):
            return reading
    return None


def requested_operands(row: Mapping[str, Any]) -> tuple[OperandRequest, ...]:
    """The operands a person is asked for; none where the indicator has no formula."""
    formula = formula_of(row)
    return formula.operands if formula else ()


def values_given(formula: Formula, operands: Mapping[str, str]) -> dict[str, object]:
    """The operands as the formula takes them: several values of one name stand on lines of their own."""
    several = {one.name for one in formula.operands if one.per_item or one.count > 1}
    return {name: text.split("\n") if name in several or "\n" in text else text for name, text in operands.items()}


def _inputs(row: Mapping[str, Any], new: NewResult) -> str:
    """What a computed value came from, so that it can be computed again."""
    formula = formula_of(row) if new.operands else None
    if formula is None:
        return ""
    operands = [{"name": nfc(name), "value": nfc(text)} for name, text in new.operands.items()]
    return canonical({"formula": nfc(formula.text), "operands": operands}).decode()


def plain_figure(value: Decimal) -> str:
    """A figure as it is stored: no exponent, no separators, no zeros behind the last digit that says something."""
    with localcontext(EXACT):
        return f"{value.normalize() + 0:f}"


def _value(new: NewResult, aim: TargetOfYear) -> tuple[Decimal | None, list[Finding]]:
    value = decimal_of(new.value, TYPED_NOTATION)
    if not new.value.strip():
        return None, [blocking_finding("WF-15", Message.of(N_("請填寫實際值")), "value")]
    if value is None:
        return None, [blocking_finding("WF-15", Message.of(N_("實際值應為數字，例如 5520 或 4.9")), "value")]
    inside = convert_amount(value, new.unit or aim.unit, aim.unit)
    if inside is None:
        message = Message.of(N_("單位「%(unit)s」不能換算成目標值的單位「%(target)s」"), unit=new.unit, target=aim.unit)
        return None, [blocking_finding("WF-15", message, "unit")]
    if aim.polarity == "rank" and (inside < 1 or inside != inside.to_integral_value()):
        return None, [blocking_finding("WF-15", Message.of(N_("名次應為 1 以上的整數")), "value")]
    return inside, []


def _faults(new: NewResult, years: list[int]) -> Iterator[Finding]:
    if new.period not in PERIODS:
        yield blocking_finding("WF-15", Message.of(N_("請選擇期別")), "period")
    if new.year not in years:
        years_shown = "、".join(str(year) for year in years)
        yield blocking_finding(
            "WF-15",
            Message.of(
                N_("這項指標沒有 %(year)s 年度的目標值；有的年度是 %(years)s"), year=new.year, years=years_shown
            ),
            "year",
        )
    if not new.evidence.strip():
        yield blocking_finding("WF-16", Message.of(N_("請填寫佐證：資料來源、文號或網址")), "evidence")
    for name, text in (("evidence", new.evidence), ("note", new.note)):
        if len(text) > MOST:
            yield blocking_finding(
                "WF-10", Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=MOST, now=len(text)), name
            )


def _missing_reason(new: NewResult, aim: TargetOfYear, value: Decimal) -> Iterator[Finding]:
    attainment = judge_attainment(aim, Actual(value, new.period))
    if is_behind(aim, attainment) and not new.note.strip():
        yield blocking_finding(
            "TR-07", Message.of(N_("達成率低於 80% 或里程碑落後時，請在說明欄寫出落後原因與改進作法")), "note"
        )


def is_behind(aim: TargetOfYear, attainment: Attainment) -> bool:
    """Whether a judged figure lies so far behind that the reason is written down."""
    if attainment.met is not False or not attainment.due:
        return False
    return aim.polarity == "ladder" or (attainment.rate is not None and attainment.rate < BEHIND)


def _as_target(aim: TargetOfYear) -> dict[str, str] | None:
    """The target as formulas take it, which settles the unit of the result."""
    if aim.value is None:
        return None
    return {"value": plain_figure(aim.value), "unit": aim.unit, "comparator": aim.comparator}


def computation_trace(inputs: str, aim: TargetOfYear) -> tuple[Message, ...]:
    """How a stored value was computed, step by step; nothing where it was typed in."""
    if not inputs:
        return ()
    kept = json.loads(inputs)
    try:
        formula = parse(kept["formula"])
        if isinstance(formula, NotAFormula):
            return (formula.message,)
        operands = {one["name"]: one["value"] for one in kept["operands"]}
        return evaluate(formula, values_given(formula, operands), target=_as_target(aim)).trace
    except FormulaError as broken:
        return (broken.message,)


def units_for(unit: str) -> tuple[str, ...]:
    """The units in which a value may be given: that of the target first, then others of another size (千元, 萬元 …)."""
    if not unit:
        return (unit,)
    sizes = ((one, convert_amount(Decimal(1), one, unit)) for one in unit_choices())
    return (unit, *(one for one, size in sizes if size is not None and size != 1))
