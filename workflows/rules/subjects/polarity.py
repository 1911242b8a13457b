"""Which direction of a KPI its words suggest: a proposal for importing, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from workflows.language import plain
from workflows.rules.subjects.kpi_row import COMMON_SIGNS, COMMON_TITLES, Kpi, text_of

_TO_BE_KEPT_LOW: Final = re.compile(
    r"(死亡|失事|事故|發生|流標|犯罪|空屋|退件|申訴|污染|違規|失業|病例|新增個案|排放|漏水|停電|災害|濃度|逾期|等候|揭露|結案|處理|審理)"
    r"(人?數|件數|日數|天數|千人率|成長率|率|量|時間|期間|期程|時程)?$|污染河?段?長度比率$|^降低|^減少|概算額度內編報"
)
_STEP: Final = re.compile(r"[(（]\d{1,3}%[)）]")


def proposed_polarity(row: Mapping[str, Any]) -> str:
    """Return the polarity that a KPI row suggests, empty where nothing does.

    The comparator decides; then the common over-programming rate and rates to be kept low (domain.md §0.6), ladders
    of steps and ranks; a plain figure is taken as the higher the better. A title such as 「降低…比率」 whose measure
    counts the reduction is higher-better again.
    """
    return likely_polarity(Kpi(row, ""))


def likely_polarity(kpi: Kpi) -> str:
    """Return the same for a row already read."""
    comparator = text_of(kpi.target, "comparator")[:1]
    if comparator and comparator in "≤<≥>":
        return "lower" if comparator in "≤<" else "higher"
    if COMMON_SIGNS[COMMON_TITLES[1]] in kpi.definition:
        return "lower"
    if _TO_BE_KEPT_LOW.search(plain(kpi.title)) and not re.search(
        r"(減少|降低|下降|改善)(比?率|幅度|數)", kpi.definition
    ):
        return "lower"
    if kpi.unit[0] in ("名", "級"):
        return "rank"
    if len(_STEP.findall(kpi.definition)) > 1 and "進度" in text_of(kpi.row, "method"):
        return "ladder"
    return "higher" if kpi.target_value is not None else ""
