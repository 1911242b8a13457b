"""What is typed for an actual value, and whether it can be one: figures, evidence, the reason for falling behind."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any

from sqlalchemy.orm import Session

from models.document import Document
from models.wording import N_, said
from workflows.aims import aim_of, years_of
from workflows.attainment import EXACT, PERIODS, Actual, Aim, Attainment, attain, in_unit
from workflows.dossier import Dossier
from workflows.guards import stop
from workflows.refusals import Refused
from workflows.rules.engine import Finding
from workflows.rules.reading import plain

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
    aim = aim_of(row, new.year, document.year)
    with localcontext(EXACT):
        value, faults = _value(new, aim)
    faults += list(_faults(new, years_of(row, document.year)))
    if value is not None and not faults:
        faults += list(_missing_reason(new, aim, value))
    if faults or value is None:
        raise Refused(*faults)
    return plain_figure(value), ""


def plain_figure(value: Decimal) -> str:
    """A figure as it is stored: no exponent, no separators, no zeros behind the last digit that says something."""
    with localcontext(EXACT):
        return f"{value.normalize() + 0:f}"


def _value(new: NewResult, aim: Aim) -> tuple[Decimal | None, list[Finding]]:
    value = figure_of(new.value)
    if not new.value.strip():
        return None, [stop("WF-15", said(N_("請填寫實際值")), "value")]
    if value is None:
        return None, [stop("WF-15", said(N_("實際值應為數字，例如 5520 或 4.9")), "value")]
    inside = in_unit(value, new.unit or aim.unit, aim.unit)
    if inside is None:
        message = said(N_("單位「%(unit)s」不能換算成目標值的單位「%(target)s」"), unit=new.unit, target=aim.unit)
        return None, [stop("WF-15", message, "unit")]
    if aim.polarity == "rank" and (inside < 1 or inside != inside.to_integral_value()):
        return None, [stop("WF-15", said(N_("名次應為 1 以上的整數")), "value")]
    return inside, []


def figure_of(text: str) -> Decimal | None:
    """A figure as people type it: separators, full-width digits and signs allowed; at most 30 digits, no exponent."""
    typed = plain(text).replace("−", "-").replace(",", "").removesuffix("%").lstrip("+")
    digits = typed.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 30):
        return None
    return Decimal(typed)


def _faults(new: NewResult, years: list[int]) -> Iterator[Finding]:
    if new.period not in PERIODS:
        yield stop("WF-15", said(N_("請選擇期別")), "period")
    if new.year not in years:
        told = "、".join(str(year) for year in years)
        yield stop(
            "WF-15",
            said(N_("這項指標沒有 %(year)s 年度的目標值；有的年度是 %(years)s"), year=new.year, years=told),
            "year",
        )
    if not new.evidence.strip():
        yield stop("WF-16", said(N_("請填寫佐證：資料來源、文號或網址")), "evidence")
    for name, text in (("evidence", new.evidence), ("note", new.note)):
        if len(text) > MOST:
            yield stop("WF-10", said(N_("最多 %(most)s 字，目前 %(now)s 字"), most=MOST, now=len(text)), name)


def _missing_reason(new: NewResult, aim: Aim, value: Decimal) -> Iterator[Finding]:
    found = attain(aim, Actual(value, new.period))
    if is_behind(aim, found) and not new.note.strip():
        yield stop("TR-07", said(N_("達成率低於 80% 或里程碑落後時，請在說明欄寫出落後原因與改進作法")), "note")


def is_behind(aim: Aim, found: Attainment) -> bool:
    """Whether a judged figure lies so far behind that the reason is written down."""
    if found.met is not False or not found.due:
        return False
    return aim.polarity == "ladder" or (found.rate is not None and found.rate < BEHIND)


def operands_of(inputs: str) -> tuple[str, list[tuple[str, str]]]:
    """The formula and the operands that a stored value was computed from; empty where it was typed in."""
    if not inputs:
        return "", []
    found = json.loads(inputs)
    return str(found["formula"]), [(str(one["name"]), str(one["value"])) for one in found["operands"]]
