"""From the row of a KPI (關鍵績效指標) to the target it is judged against in one year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from workflows.language import decimal_of, exact_decimal
from workflows.results.attainment import TargetOfYear

_CAP: Final = re.compile(r"max\s*=\s*(\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
_STEP: Final = re.compile(r"[(（【]\s*(\d{1,3}(?:\.\d+)?)\s*[%％]\s*[)）】]")
_COUNT: Final = re.compile(r"(\d{1,2})\s*代表")


def target_of_year(row: Mapping[str, Any], year: int, plan_year: int) -> TargetOfYear:
    """The target of a ROC year: the row's own for the year of the plan, else the one listed for that year."""
    target = target_of(row, year, plan_year)
    words = _words(row)
    return TargetOfYear(
        decimal_of(target.get("value", "")),
        str(target.get("unit", "")),
        str(target.get("comparator", "")),
        str(row.get("polarity") or ""),
        cumulative=row.get("cumulative") is True,
        cap=_cap(words),
        steps=_steps(words) if row.get("polarity") == "ladder" else (),
    )


def target_of(row: Mapping[str, Any], year: int, plan_year: int) -> Mapping[str, Any]:
    """The target of a year as the row has it, empty where there is none."""
    if year == plan_year:
        own: Mapping[str, Any] = row.get("target") or {}
        return own
    for one in row.get("years") or ():
        if str(one.get("year")) == str(year):
            return one.get("target") or {}
    return {}


def years_of(row: Mapping[str, Any], plan_year: int) -> list[int]:
    """The years a target is set for, oldest first; results may be given for these."""
    listed = {
        int(str(one["year"]))
        for one in row.get("years") or ()
        if str(one.get("year", "")).isdigit() and any((one.get("target") or {}).values())
    }
    return sorted(listed | {plan_year})


def _words(row: Mapping[str, Any]) -> str:
    return unicodedata.normalize("NFKC", str(row.get("formula") or row.get("measure") or ""))


def _cap(words: str) -> Decimal | None:
    """The n of 「Max=n」: what is attained beyond it does not count."""
    match = _CAP.search(words)
    return decimal_of(match[1]) if match else None


def _steps(words: str) -> tuple[Decimal, ...]:
    """The values of a ladder: 「（25%）…（75%）…（100%）」, or the numbers of thresholds 「0代表…、1代表…」."""
    figures = _STEP.findall(words) or _COUNT.findall(words)
    steps = sorted({exact_decimal(step) for step in figures})
    return tuple(steps) if len(steps) > 1 else ()
