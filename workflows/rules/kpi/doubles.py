"""KP-14: two KPIs that measure one thing, found by likeness of their titles and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import Shortlist, cached_fold, differ_by_one_word, likeness, likeness_bound
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
    titled: dict[str, Kpi] = {}
    measured: dict[str, Kpi] = {}
    titles = Shortlist([kpi.key for kpi in subject.kpis])
    for place, kpi in enumerate(subject.kpis):
        own = cached_fold(kpi.definition)
        same, twin = titled.setdefault(kpi.key, kpi), measured.setdefault(own, kpi)
        if kpi.key and same is not kpi:
            yield _hit(kpi, "title", N_("指標名稱與「%(other)s」相同，請區別或合併。"), same, kpi.key)
        elif twin is not kpi and len(_GENERIC.sub("", own)) >= SHORTEST:
            yield _hit(kpi, "measure", N_("衡量標準與指標「%(other)s」完全相同，請確認是否重複。"), twin, own)
        else:
            near = (subject.kpis[other] for other in titles.near(kpi.key, before=place))
            if like := next((one for one in near if _both_alike(kpi, one)), None):
                words = N_("指標與「%(other)s」的名稱及衡量標準都大致相同，請確認是否重複。本項依文句相似度推斷。")
                yield _hit(kpi, "title", words, like, f"{kpi.key}|{own}")


def _hit(kpi: Kpi, name: str, words: str, other: Kpi, about: str) -> Hit:
    return Hit(kpi.field(name), Message.of(words, other=other.title), about=about, also=(other.field(name),))


def _both_alike(one: Kpi, other: Kpi) -> bool:
    """Return whether two KPIs are one, reworded; two that put one word for another (男性, 女性) are a pair by right."""
    if one.unit[0] != other.unit[0] or likeness(one.key, other.key) < ALIKE or differ_by_one_word(one.key, other.key):
        return False
    mine, yours = cached_fold(one.definition), cached_fold(other.definition)
    if likeness_bound(mine, yours) < ALIKE or likeness(mine, yours) < ALIKE:
        return False
    return not differ_by_one_word(mine, yours)
