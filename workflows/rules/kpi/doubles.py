"""KP-14: two KPIs that measure one thing, found by likeness of their titles and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import cached_fold, differ_by_one_word, likeness
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import Kpi, PlanSubject

PLAN: Final = (Kind.ANNUAL_PLAN,)
ALIKE: Final = 0.85
SHORTEST: Final = 6
# What is left of a measure without these words is its own; generic formulas are shared by right.
_GENERIC: Final = re.compile(
    r"年度|達成|目標|實際|預定|完成|數|值|率|計算|方式|公式|工作|項目|總|進度|各|本|執行|預算|100|[%÷×=+()（）\d]"
)


@rule(
    "KP-14",
    title=N_("指標名稱與算式不重複"),
    title_en="No two KPIs have the same title or the same formula",
    severity=Severity.W,
    source="S004",
    why=N_("兩項指標衡量同一件事，等於重複計分。"),
    kinds=PLAN,
    reads=("kpis",),
    heuristic=True,
)
def kpis_distinct(subject: PlanSubject) -> Iterator[Hit]:
    """Report the second of two KPIs with equal titles, equal measures, or both much alike; once for each KPI."""
    for place, kpi in enumerate(subject.kpis):
        before = subject.kpis[:place]
        same = next((one for one in before if kpi.key and one.key == kpi.key), None)
        if same:
            words = N_("指標名稱與「%(other)s」相同，請區別或合併。")
            yield Hit(
                kpi.field("title"), Message.of(words, other=same.title), about=kpi.key, also=(same.field("title"),)
            )
            continue
        own = cached_fold(kpi.definition)
        same = next((one for one in before if _same_measure(own, cached_fold(one.definition))), None)
        if same:
            words = N_("衡量標準與指標「%(other)s」完全相同，請確認是否重複。")
            yield Hit(
                kpi.field("measure"), Message.of(words, other=same.title), about=own, also=(same.field("measure"),)
            )
            continue
        same = next((one for one in before if _both_alike(kpi, one)), None)
        if same:
            words = N_("指標與「%(other)s」的名稱及衡量標準都大致相同，請確認是否重複。本項依文句相似度推斷。")
            yield Hit(
                kpi.field("title"),
                Message.of(words, other=same.title),
                about=f"{kpi.key}|{own}",
                also=(same.field("title"),),
            )


def _same_measure(own: str, other: str) -> bool:
    return own == other and len(_GENERIC.sub("", own)) >= SHORTEST


def _both_alike(one: Kpi, other: Kpi) -> bool:
    """Return whether two KPIs are one, reworded; two that put one word for another (男性, 女性) are a pair by right."""
    mine, yours = cached_fold(one.definition), cached_fold(other.definition)
    if one.unit[0] != other.unit[0] or min(likeness(one.key, other.key), likeness(mine, yours)) < ALIKE:
        return False
    return not (differ_by_one_word(one.key, other.key) or differ_by_one_word(mine, yours))
