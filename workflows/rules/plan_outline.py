"""AP rules: the chapters, goals and numbering of an annual plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message, said
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi_row import COMMON_TITLES, Kpi, rows_of, text_of
from workflows.rules.likeness import folded, likeness
from workflows.rules.plan_subject import PlanSubject
from workflows.rules.reading import chinese_numeral, plain

PLAN: Final = (Kind.ANNUAL_PLAN,)
CHAPTERS: Final = (
    ("goals", N_("壹、年度施政目標及策略")),
    ("kpis", N_("貳、年度關鍵績效指標")),
    ("key_plans", N_("參、年度重要計畫")),
)
OWN_LIMIT: Final = 15
NEAR_TITLE: Final = 0.7
BUDGET_GOALS: Final = tuple(folded(f"妥{word}配置預算資源，提升預算執行效率") for word in ("適", "善"))
_EDICT: Final = re.compile(r"依據行政院(?P<policy>\d+)年度?施政方針(?P<middle>.*?)編定(?P<plan>\d+)年度施政計畫", re.S)
NO_EDICT: Final = N_(
    "前言缺少「依據行政院某年度施政方針，配合中程施政計畫及核定預算額度……編定某年度施政計畫」的固定文句，請補上。"
)


@rule(
    "AP-01",
    title=N_("三章俱全：壹、貳、參依序列出"),
    title_en="The three chapters are present, in order",
    severity=Severity.B,
    source="S004 33/33",
    why=N_("各機關年度施政計畫一律由三章組成，缺一章即無法審議，彙編時也無從對應。"),
    kinds=PLAN,
    reads=("goals", "kpis", "key_plans"),
)
def chapters_present(plan: PlanSubject) -> Iterator[Hit]:
    """Report each empty chapter, or the order where a reader saw another one."""
    for name, title in CHAPTERS:
        if not rows_of(plan.content, name) and name not in plan.written.unread:
            yield Hit(name, said(N_("「%(chapter)s」沒有任何內容，請補列。"), chapter=Message(title)), about=name)
    order = [name for name, _ in CHAPTERS]
    seen = [name for name in plan.written.chapters if name in order]
    early = next((name for name, due in zip(seen, sorted(seen, key=order.index), strict=True) if name != due), "")
    if early:
        shown = "、".join("壹貳參"[order.index(name)] for name in seen)
        words = N_("文件中各章的順序是%(order)s，應依壹、貳、參排列。")
        yield Hit(early, said(words, order=shown), about=shown)


@rule(
    "AP-02",
    title=N_("前言有編定依據之固定文句，年度正確"),
    title_en="The preamble names the plan year, the policy guideline, the mid-term plan and the budget quota",
    severity=Severity.W,
    source="S000 L7; S004 33/33",
    why=N_("這句話表明計畫的法定依據與所屬年度；沿用上一年度文字時最容易漏改。"),
    kinds=PLAN,
    reads=("preamble", "year"),
)
def edict_present(plan: PlanSubject) -> Iterator[Hit]:
    """Report the missing sentence, a missing element of it, or another year than the plan's."""
    if not rows_of(plan.content, "goals") and not plan.preamble:
        return
    found = _EDICT.search(plain(plan.preamble))
    if not found:
        yield Hit("preamble", said(NO_EDICT), about=plan.preamble)
        return
    missing = [part for part in ("中程施政計畫", "核定預算額度") if part not in found["middle"]]
    if missing:
        parts = "、".join(missing)
        yield Hit(
            "preamble", said(N_("前言的編定文句沒有提到%(parts)s，請依固定文句補上。"), parts=parts), about=found[0]
        )
    years = {found["policy"], found["plan"]}
    expected = {str(plan.year)} if plan.year else {found["plan"]}
    if years != expected:
        yield Hit(
            "preamble",
            said(
                N_(
                    "前言寫施政方針 %(policy)s 年度、編定 %(written)s 年度施政計畫，與本計畫年度 %(year)s 不一致，請更正。"
                ),
                policy=found["policy"],
                written=found["plan"],
                year=plan.year or found["plan"],
            ),
            about=found[0],
        )


@rule(
    "AP-03",
    title=N_("每一施政目標至少有一項關鍵績效指標，名稱一致"),
    title_en="Every goal has at least one KPI, under the same title",
    severity=Severity.R,
    source="S000 貳; S004 33/33",
    why=N_("沒有指標的目標無法衡量；名稱不一致時，指標就不屬於任何目標。"),
    kinds=PLAN,
    reads=("goals", "kpis"),
)
def goals_measured(plan: PlanSubject) -> Iterator[Hit]:
    """Report KPIs whose goal is no goal of chapter 壹, then goals without a KPI; a near miss is told once."""
    if not plan.kpis:
        return
    measured = {text_of(kpi.row, "goal") for kpi in plan.kpis}
    bare = [goal for goal in plan.goals if text_of(goal, "id") not in measured]
    told: set[str] = set()
    for written, kpis in _strayed(plan).items():
        near = _nearest_goal(kpis[0], written, plan) if written else None
        places = tuple(kpi.field("goal") for kpi in kpis)
        if not written:
            yield Hit(places[0], said(N_("所屬的施政目標已不在壹之中，請另選目標。")), about="-", also=places[1:])
        elif near:
            told.add(text_of(near, "id"))
            words = N_("指標表的施政目標寫「%(written)s」，壹所列為「%(title)s」，請改為一致。")
            message = said(words, written=written, title=text_of(near, "title"))
            also = (*places[1:], f"goals[{text_of(near, 'id')}].title")
            yield Hit(places[0], message, about=f"{written}|{text_of(near, 'title')}", also=also)
        else:
            words = N_("施政目標「%(written)s」不在壹所列的目標之中，請改為壹的目標名稱。")
            yield Hit(places[0], said(words, written=written), about=written, also=places[1:])
    for goal in bare:
        if text_of(goal, "id") not in told and text_of(goal, "title"):
            yield Hit(
                f"goals[{text_of(goal, 'id')}].title",
                said(
                    N_("目標%(numeral)s「%(title)s」在貳沒有關鍵績效指標，請補列至少一項。"),
                    numeral=chinese_numeral(plan.goal_numbers[text_of(goal, "id")]),
                    title=text_of(goal, "title"),
                ),
                about=text_of(goal, "title"),
            )


def _strayed(plan: PlanSubject) -> dict[str, list[Kpi]]:
    """Return the goal titles of chapter 貳 that are none of chapter 壹, with their KPIs: one merged cell, one defect.

    A KPI whose goal was deleted stands under the empty title.
    """
    found: dict[str, list[Kpi]] = {}
    for kpi in plan.kpis:
        written = text_of(kpi.row, "goal_title")
        lost = bool(text_of(kpi.row, "goal")) and kpi.goal is None and bool(plan.goals)
        if (written and not (kpi.goal and folded(written) == folded(text_of(kpi.goal, "title")))) or (
            lost and not written
        ):
            found.setdefault(written, []).append(kpi)
    return found


def _nearest_goal(kpi: Kpi, written: str, plan: PlanSubject) -> dict[str, object] | None:
    candidates = [kpi.goal] if kpi.goal else plan.goals
    key = folded(written)
    best = max(candidates, key=lambda goal: likeness(key, folded(text_of(goal, "title"))), default=None)
    near = best is not None and (kpi.goal is best or likeness(key, folded(text_of(best, "title"))) >= NEAR_TITLE)
    return dict(best) if best is not None and near else None


@rule(
    "AP-04",
    title=N_("末項目標為「妥適配置預算資源，提升預算執行效率」，並列兩項共同指標"),
    title_en="The last goal is the common budget goal with its two common KPIs",
    severity=Severity.R,
    source="S004 33/33",
    why=N_("各機關共同性目標與指標用於跨機關比較預算編報及執行，不得省略或改名。"),
    kinds=PLAN,
    reads=("goals", "kpis"),
)
def budget_goal_last(plan: PlanSubject) -> Iterator[Hit]:
    """Report a missing or misplaced budget goal and each missing common KPI."""
    places = [index for index, goal in enumerate(plan.goals) if folded(text_of(goal, "title")) in BUDGET_GOALS]
    if plan.goals and not places:
        last = plan.goals[-1]
        yield Hit(
            f"goals[{text_of(last, 'id')}].title",
            said(
                N_("最後一項目標應為「妥適配置預算資源，提升預算執行效率」，現為「%(title)s」。"),
                title=text_of(last, "title"),
            ),
            about=text_of(last, "title"),
        )
    elif places and places[-1] != len(plan.goals) - 1:
        at = f"goals[{text_of(plan.goals[places[-1]], 'id')}].title"
        yield Hit(at, said(N_("「妥適配置預算資源，提升預算執行效率」應列為最後一項目標。")), about=str(places))
    names = ("機關年度資本門預算執行率", "機關於中程歲出概算額度內編報情形")
    for part, name in zip(COMMON_TITLES, names, strict=True):
        if plan.kpis and not any(part in kpi.key for kpi in plan.kpis):
            yield Hit("kpis", said(N_("缺少共同性指標「%(name)s」，請於末項目標下補列。"), name=name), about=name)


@rule(
    "AP-05",
    title=N_("自訂指標不超過十五項"),
    title_en="At most 15 own KPIs beside the two common ones",
    severity=Severity.W,
    source="S004 33/33 [empirical]",
    why=N_("歷年各機關均不超過十五項自訂指標；項數過多會稀釋重點，通常會被要求精簡。"),
    kinds=PLAN,
    reads=("kpis",),
    heuristic=True,
)
def not_too_many(plan: PlanSubject) -> Iterator[Hit]:
    """Report when there are more than 15 KPIs that are not common ones."""
    own = sum(not kpi.common for kpi in plan.kpis)
    if own > OWN_LIMIT:
        yield Hit(
            "kpis",
            said(
                N_("自訂指標有 %(count)s 項，各機關慣例不超過 %(limit)s 項，請確認是否精簡。"),
                count=own,
                limit=OWN_LIMIT,
            ),
            about=str(own),
        )
