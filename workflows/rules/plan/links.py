"""KP rules about what ties chapters 貳 and 參 together: citations, categories, orphans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import cached_fold, containment
from workflows.rules.engine import Hit, rule
from workflows.rules.plan.goals import renamed_common
from workflows.rules.subjects import Citations, Kpi, PlanSubject, Stray, alike_but_for_simplified, citations_of, text_of

PLAN: Final = (Kind.ANNUAL_PLAN,)
BOTH: Final = ("kpis", "key_plans")
CATEGORIES: Final = ("科技發展", "公共建設", "社會發展")
OTHER: Final = cached_fold("其他")
MOST_PLACES: Final = 20
SPOKEN_OF: Final = 0.3


def _category(row: Mapping[str, Any]) -> str:
    """Return the category of a key plan, empty for 其他 and for what is no category."""
    written = cached_fold(text_of(row, "category"))
    return next((one for one in CATEGORIES if written in (one, one + "類")), "")


def _categories_shown(categories: set[str]) -> str:
    order = {name: index for index, name in enumerate(CATEGORIES)}
    return "、".join(sorted(categories, key=lambda name: (order.get(name, 9), name))) or "無"


def _at(row: Mapping[str, Any], name: str) -> str:
    return f"key_plans[{text_of(row, 'id')}].{name}"


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
    """Compare the link column with the categories of the citing key plans; 其他 counts as no link.

    Where one key plan's category explains all that disagrees on several KPIs, the defect is told once, there.
    """
    cited = citations_of(subject)
    maybe = {_category(row) for stray in cited.unknown for row in stray.plans}
    single = [kpi for kpi in subject.kpis if sum(other.key == kpi.key for other in subject.kpis) == 1]
    odd = [kpi for kpi in single if kpi.row.get("links") and _disagrees(kpi, cited.of(kpi), maybe)]
    for row in subject.key_plans:
        concerned = [kpi for kpi in odd if row in cited.of(kpi)]
        known = _category(row) or cached_fold(text_of(row, "category")) == OTHER
        if len(concerned) >= (2 if known else 1) and _explains(row, subject, cited, maybe):
            odd = [kpi for kpi in odd if kpi not in concerned]
            words = N_("本計畫的類別為「%(category)s」，與所關聯指標在貳填列的不一致：%(kpis)s。請更正其一。")
            names = "；".join(f"{kpi.title}（{_categories_shown(set(kpi.links))}）" for kpi in concerned)
            message = Message.of(words, category=text_of(row, "category") or "—", kpis=names)
            yield Hit(_at(row, "category"), message, about=names, also=tuple(kpi.field("links") for kpi in concerned))
    for kpi in odd:
        categories = _cited(cited.of(kpi))
        also = [_at(row, "category") for row in cited.of(kpi) if _category(row) in categories ^ kpi.links]
        words = N_("本欄填「%(written)s」，但參引用本指標的計畫類別為「%(cited)s」，請更正其一。")
        yield Hit(
            kpi.field("links"),
            Message.of(words, written=_categories_shown(set(kpi.links)), cited=_categories_shown(categories)),
            about=f"{_categories_shown(set(kpi.links))}|{_categories_shown(categories)}",
            also=tuple(also[:MOST_PLACES]),
        )


def _cited(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    return {_category(row) for row in rows} - {""}


def _disagrees(kpi: Kpi, rows: Sequence[Mapping[str, Any]], maybe: set[str]) -> bool:
    """Return whether the column differs; categories of plans whose citation nobody knows may be meant for it."""
    categories = _cited(rows)
    return bool(rows) and categories != kpi.links and not (categories < kpi.links and kpi.links - categories <= maybe)


def _explains(row: Mapping[str, Any], subject: PlanSubject, cited: Citations, maybe: set[str]) -> bool:
    """Return whether another category of this one key plan would make all KPIs agree that it serves."""
    served = [kpi for kpi in subject.kpis if row in cited.of(kpi) and kpi.row.get("links")]
    for category in (*CATEGORIES, ""):
        other = {**row, "category": category}
        if not any(_disagrees(kpi, [other if one is row else one for one in cited.of(kpi)], maybe) for kpi in served):
            return True
    return False


@rule(
    "KP-12",
    title=N_("參「與KPI關聯」所列名稱皆為貳之指標"),
    title_en="Every KPI title cited in chapter 參 is a KPI of chapter 貳",
    severity=Severity.B,
    source="S000 參",
    why=N_("名稱差一個字就對不到指標，該計畫等於沒有對應的績效。"),
    kinds=PLAN,
    reads=("goals", *BOTH),
)
def citations_resolve(subject: PlanSubject) -> Iterator[Hit]:
    """Report each cited title that names no KPI, once, at the first key plan that cites it, with the nearest KPI."""
    if not subject.kpis:
        return
    cited = citations_of(subject)
    rooms = _rooms_for_unknown(subject)
    for stray in cited.strays:
        first, *others = dict.fromkeys(_at(row, "kpis") for row in stray.plans)
        if stray.meant and stray.sure:
            if alike_but_for_simplified(cached_fold(stray.title), stray.meant.key):
                # equal titles: the KPI's own stood in two rows, which DT-06 tells
                continue
            words = N_("「%(title)s」不是貳所列的指標，是否為「%(near)s」？請改為一致。")
            also = (stray.meant.field("title"), *others)
            message = Message.of(words, title=stray.title, near=stray.meant.title)
            yield Hit(first, message, about=stray.title, also=also[:MOST_PLACES])
        elif rooms and not stray.meant:
            rooms -= 1
        else:
            yield Hit(first, _unknown(stray), about=stray.title, also=tuple(others[:MOST_PLACES]))


def _unknown(stray: Stray) -> Any:
    return Message.of(N_("「%(title)s」不是貳所列的指標，請改填指標名稱。"), title=stray.title)


def _rooms_for_unknown(subject: PlanSubject) -> int:
    """Return how many unknown titles another rule already tells of: KPIs without a title (KP-01), or all of them
    where a goal has lost its rows with their titles (AP-03)."""
    nameless = sum(not kpi.title for kpi in subject.kpis)
    measured = {text_of(kpi.row, "goal") for kpi in subject.kpis}
    bare = sum(text_of(goal, "id") not in measured for goal in subject.goals)
    strays = {text_of(kpi.row, "goal_title") for kpi in subject.kpis} - {""}
    return sum(len(row.get("unresolved") or ()) for row in subject.key_plans) if bare > len(strays) else nameless


@rule(
    "KP-13",
    title=N_("每項自訂指標至少有一項重要計畫對應"),
    title_en="Every own KPI is cited by at least one key plan",
    severity=Severity.W,
    source="S000 參",
    why=N_("沒有計畫支撐的指標，看不出以什麼資源與工作達成。"),
    kinds=PLAN,
    reads=("goals", *BOTH),
)
def every_kpi_carried(subject: PlanSubject) -> Iterator[Hit]:
    """Report own KPIs no key plan cites or means; doubles (KP-14) and renamed common KPIs (AP-04) are others'."""
    if not subject.key_plans:
        return
    cited = citations_of(subject)
    renamed = {id(kpi) for kpi in renamed_common(subject).values()}
    seen: set[str] = set()
    orphans = []
    for kpi in subject.kpis:
        if not kpi.common and kpi.title and kpi.key not in seen and not cited.of(kpi) and id(kpi) not in renamed:
            orphans.append(kpi)
        seen.add(kpi.key)
    if len(orphans) <= len(cited.unknown):
        return
    for stray in cited.unknown:
        plan_text = cached_fold("".join(text_of(row, name) for row in stray.plans for name in ("item", "content")))
        likely = max(orphans, key=lambda kpi: containment(kpi.key, plan_text))
        if containment(likely.key, plan_text) >= SPOKEN_OF:
            orphans.remove(likely)
    for kpi in orphans:
        words = N_("沒有重要計畫以「%(title)s」為關聯指標，請於參補列或確認。")
        yield Hit(kpi.field("title"), Message.of(words, title=kpi.title), about=kpi.title)
