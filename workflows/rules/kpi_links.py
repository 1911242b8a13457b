"""KP rules about what ties chapters 貳 and 參 together: citations, categories, orphans, doubles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from models.vocabulary import Kind, Severity
from models.wording import N_, said
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi_row import Kpi, text_of, texts_in
from workflows.rules.likeness import folded, likeness
from workflows.rules.plan_subject import PlanSubject

PLAN: Final = (Kind.ANNUAL_PLAN,)
BOTH: Final = ("kpis", "key_plans")
CATEGORIES: Final = ("科技發展", "公共建設", "社會發展")
NEAR: Final = 0.75
# What is left of a measure without these words is its own; generic formulas are shared by right.
_GENERIC: Final = re.compile(
    r"年度|達成|目標|實際|預定|完成|數|值|率|計算|方式|公式|工作|項目|總|進度|各|本|執行|預算|100|[%÷×=+()（）\d]"
)


def unresolved_of(plan: Mapping[str, Any], subject: PlanSubject) -> list[str]:
    """Return the titles (and ids) a key plan cites that are no KPI of the plan."""
    lost = [one for one in texts_in(plan, "kpis") if one not in subject.kpi_by_id]
    return [one.strip() for one in (*texts_in(plan, "unresolved"), *lost) if one.strip()]


def _nearest(title: str, subject: PlanSubject) -> Kpi | None:
    key = folded(title)
    best = max(subject.kpis, key=lambda kpi: likeness(key, kpi.key), default=None)
    return best if best is not None and likeness(key, best.key) >= NEAR else None


@rule(
    "KP-11",
    title=N_("與中長程個案計畫關聯，與參所列計畫類別一致"),
    title_en="The link column equals the categories of the key plans that cite the KPI",
    severity=Severity.R,
    source="S000 貳、參",
    why=N_("兩表互為佐證：參有科技發展計畫引用的指標，貳卻填「無」，彙整統計就會漏列。"),
    kinds=PLAN,
    reads=BOTH,
)
def links_agree(subject: PlanSubject) -> Iterator[Hit]:
    """Compare the link column with the categories of the citing key plans; 其他 counts as no link."""
    for kpi in subject.kpis:
        citing = subject.citing.get(text_of(kpi.row, "id"), ())
        cited = {text_of(plan, "category") for plan in citing} & set(CATEGORIES)
        if not citing or not kpi.row.get("links") or cited == kpi.links:
            continue
        also = tuple(
            f"key_plans[{text_of(plan, 'id')}].kpis"
            for plan in citing
            if text_of(plan, "category") in cited ^ kpi.links
        )
        yield Hit(
            kpi.field("links"),
            said(
                N_("本欄填「%(written)s」，但參引用本指標的計畫類別為「%(cited)s」，請更正其一。"),
                written=_shown(set(kpi.links)),
                cited=_shown(cited),
            ),
            about=f"{_shown(set(kpi.links))}|{_shown(cited)}",
            also=also[:20],
        )


def _shown(categories: set[str]) -> str:
    order = {name: index for index, name in enumerate(CATEGORIES)}
    return "、".join(sorted(categories, key=lambda name: (order.get(name, 9), name))) or "無"


@rule(
    "KP-12",
    title=N_("參「與KPI關聯」所列名稱皆為貳之指標"),
    title_en="Every KPI title cited in chapter 參 is a KPI of chapter 貳",
    severity=Severity.B,
    source="S000 參",
    why=N_("名稱差一個字就對不到指標，該計畫等於沒有對應的績效。"),
    kinds=PLAN,
    reads=BOTH,
)
def citations_resolve(subject: PlanSubject) -> Iterator[Hit]:
    """Report each cited title that names no KPI, with the nearest one."""
    for plan in subject.key_plans:
        at = f"key_plans[{text_of(plan, 'id')}].kpis"
        for title in unresolved_of(plan, subject):
            near = _nearest(title, subject)
            if near:
                words = N_("「%(title)s」不是貳所列的指標，是否為「%(near)s」？請改為一致。")
                yield Hit(at, said(words, title=title, near=near.title), about=title, also=(near.field("title"),))
            else:
                yield Hit(at, said(N_("「%(title)s」不是貳所列的指標，請改填指標名稱。"), title=title), about=title)


@rule(
    "KP-13",
    title=N_("每項自訂指標至少有一項重要計畫對應"),
    title_en="Every own KPI is cited by at least one key plan",
    severity=Severity.W,
    source="S000 參",
    why=N_("沒有計畫支撐的指標，看不出以什麼資源與工作達成。"),
    kinds=PLAN,
    reads=BOTH,
)
def every_kpi_carried(subject: PlanSubject) -> Iterator[Hit]:
    """Report own KPIs no key plan cites; a citation that only misses a character is KP-12's."""
    if not subject.key_plans:
        return
    missed = {
        text_of(near.row, "id")
        for plan in subject.key_plans
        for title in unresolved_of(plan, subject)
        if (near := _nearest(title, subject))
    }
    for kpi in subject.kpis:
        key = text_of(kpi.row, "id")
        if not kpi.common and kpi.title and key not in missed and not subject.citing.get(key):
            yield Hit(
                kpi.field("title"),
                said(N_("沒有重要計畫以「%(title)s」為關聯指標，請於參補列或確認。"), title=kpi.title),
                about=kpi.title,
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
)
def kpis_distinct(subject: PlanSubject) -> Iterator[Hit]:
    """Report the second of two KPIs with equal titles, or with equal measures that are not merely generic."""
    titles: dict[str, Kpi] = {}
    measures: dict[str, Kpi] = {}
    for kpi in subject.kpis:
        own = folded(kpi.definition)
        if kpi.key and kpi.key in titles:
            words = N_("指標名稱與「%(other)s」相同，請區別或合併。")
            first = titles[kpi.key]
            yield Hit(kpi.field("title"), said(words, other=first.title), about=kpi.key, also=(first.field("title"),))
        elif len(_GENERIC.sub("", own)) >= 6 and own in measures:
            words = N_("衡量標準與指標「%(other)s」完全相同，請確認是否重複。")
            first = measures[own]
            yield Hit(kpi.field("measure"), said(words, other=first.title), about=own, also=(first.field("measure"),))
        titles.setdefault(kpi.key, kpi)
        measures.setdefault(own, kpi)
