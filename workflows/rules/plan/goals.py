"""AP rules about goals: each has its KPI under the same title, and the last one is the goal of all agencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import cached_fold, chinese_numeral, likeness
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import COMMON_SIGNS, COMMON_TITLES, Kpi, PlanSubject, alike_but_for_simplified, text_of

PLAN: Final = (Kind.ANNUAL_PLAN,)
NEAR_TITLE: Final = 0.7
RENAMED: Final = 0.45
COMMON_NAMES: Final = ("機關年度資本門預算執行率", "機關於中程歲出概算額度內編報情形")
BUDGET_GOALS: Final = tuple(cached_fold(f"妥{word}配置預算資源，提升預算執行效率") for word in ("適", "善"))


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
    """Report KPIs whose goal is no goal of chapter 壹, then goals without a KPI; a near miss is told once.

    A goal told twice (AP-06), a missing budget goal (AP-04) and an empty goal column (KP-01) are not told again here.
    """
    if not plan.kpis or not plan.goals:
        return
    yield from _numerals_of_goals(plan)
    measured = {text_of(kpi.row, "goal") for kpi in plan.kpis}
    bare = [goal for goal in plan.goals if text_of(goal, "id") not in measured]
    doubled = len(plan.goals) - len({cached_fold(text_of(goal, "title")) for goal in plan.goals})
    reported: set[str] = set()
    for written, kpis in _strayed(plan).items():
        near = _nearest_goal(kpis[0], written, plan) if written else None
        if written and not near and doubled:
            doubled -= 1
            continue
        near = near or (_left_at_place(kpis[0], plan) if written else None)
        places = tuple(kpi.field("goal") for kpi in kpis)
        if near:
            reported.add(text_of(near, "id"))
        if (cached_fold(written) in BUDGET_GOALS and not budget_goals(plan)) or (
            near and alike_but_for_simplified(cached_fold(written), cached_fold(text_of(near, "title")))
        ):
            continue
        yield _stray_hit(written, near, places)
    nameless = sum(not (text_of(kpi.row, "goal") or text_of(kpi.row, "goal_title")) for kpi in plan.kpis)
    bare = [goal for goal in bare if text_of(goal, "title") and text_of(goal, "id") not in reported]
    bare = [goal for goal in bare if not _told_elsewhere(goal, plan)]
    for goal in bare if len(bare) > nameless else ():
        words = N_("目標%(numeral)s「%(title)s」在貳沒有關鍵績效指標，請補列至少一項。")
        title, number = text_of(goal, "title"), plan.goal_numbers[text_of(goal, "id")]
        message = Message.of(words, numeral=chinese_numeral(number), title=title)
        yield Hit(f"goals[{text_of(goal, 'id')}].title", message, about=title)


def _numerals_of_goals(plan: PlanSubject) -> Iterator[Hit]:
    """Report the goal cells of chapter 貳 that bear another numeral than chapter 壹 gives the goal."""
    if any(one.at.startswith("goals[") and ".strategies" not in one.at for one in plan.written.misnumbered):
        return
    for one in plan.written.misnumbered:
        if one.at.startswith("kpis[") and one.at.endswith(".goal"):
            words = N_("指標表的施政目標編號寫作「%(written)s」，壹的編號為「%(expected)s」，請改為一致。")
            message = Message.of(words, written=one.written, expected=chinese_numeral(one.expected))
            yield Hit(plan.named(one.at), message, about=f"{one.written}|{one.expected}")


def _stray_hit(written: str, near: Mapping[str, object] | None, places: tuple[str, ...]) -> Hit:
    if not written:
        return Hit(places[0], Message.of(N_("所屬的施政目標已不在壹之中，請另選目標。")), about="-", also=places[1:])
    if near:
        title = text_of(near, "title")
        words = N_("指標表的施政目標寫「%(written)s」，壹所列為「%(title)s」，請改為一致。")
        also = (*places[1:], f"goals[{text_of(near, 'id')}].title")
        return Hit(places[0], Message.of(words, written=written, title=title), about=f"{written}|{title}", also=also)
    words = N_("施政目標「%(written)s」不在壹所列的目標之中，請改為壹的目標名稱。")
    return Hit(places[0], Message.of(words, written=written), about=written, also=places[1:])


def _told_elsewhere(goal: Mapping[str, object], plan: PlanSubject) -> bool:
    """Return whether a goal without KPI is a double (AP-06), or lacks just the two common KPIs (AP-04)."""
    key = cached_fold(text_of(goal, "title"))
    first = next(one for one in plan.goals if cached_fold(text_of(one, "title")) == key)
    return first is not goal or key in BUDGET_GOALS or (not budget_goals(plan) and goal is plan.goals[-1])


def _strayed(plan: PlanSubject) -> dict[str, list[Kpi]]:
    """Return the goal titles of chapter 貳 that are none of chapter 壹, with their KPIs: one merged cell, one defect.

    A KPI whose goal was deleted stands under the empty title.
    """
    strayed: dict[str, list[Kpi]] = {}
    for kpi in plan.kpis:
        written = text_of(kpi.row, "goal_title")
        lost = bool(text_of(kpi.row, "goal")) and kpi.goal is None and bool(plan.goals)
        if (written and not (kpi.goal and cached_fold(written) == cached_fold(text_of(kpi.goal, "title")))) or (
            lost and not written
        ):
            strayed.setdefault(written, []).append(kpi)
    return strayed


def _nearest_goal(kpi: Kpi, written: str, plan: PlanSubject) -> dict[str, object] | None:
    key = cached_fold(written)
    if kpi.goal:
        return dict(kpi.goal)
    best = max(plan.goals, key=lambda goal: likeness(key, cached_fold(text_of(goal, "title"))), default=None)
    if best is not None and likeness(key, cached_fold(text_of(best, "title"))) >= NEAR_TITLE:
        return dict(best)
    return next(
        (dict(goal) for goal in plan.goals if alike_but_for_simplified(key, cached_fold(text_of(goal, "title")))), None
    )


def _left_at_place(kpi: Kpi, plan: PlanSubject) -> dict[str, object] | None:
    """Return the goal without a KPI that stands where this KPI's goal must stand: it was retitled."""
    place = plan.kpis.index(kpi)
    before = max((one.goal_no for one in plan.kpis[:place]), default=0)
    after = min((one.goal_no for one in plan.kpis[place + 1 :] if one.goal_no), default=len(plan.goals) + 1)
    measured = {one.goal_no for one in plan.kpis}
    bare = [number for number in range(before + 1, after) if number not in measured]
    return dict(plan.goals[bare[0] - 1]) if bare else None


def budget_goals(plan: PlanSubject) -> list[int]:
    """Return the places of the goal that all agencies share."""
    keys = (cached_fold(text_of(goal, "title")) for goal in plan.goals)
    return [index for index, key in enumerate(keys) if is_budget_goal(key)]


def is_budget_goal(key: str) -> bool:
    """Return whether a folded title is that of the common goal; a Simplified character in it is DT-04's."""
    return key in BUDGET_GOALS or any(alike_but_for_simplified(key, known) for known in BUDGET_GOALS)


def renamed_common(plan: PlanSubject) -> dict[str, Kpi]:
    """Return, by the official title of a common KPI that is missing, the KPI that seems to stand in its place."""
    renamed: dict[str, Kpi] = {}
    others = [kpi for kpi in plan.kpis if not any(part in kpi.key for part in COMMON_TITLES)]
    for part, name in zip(COMMON_TITLES, COMMON_NAMES, strict=True):
        if not any(part in kpi.key for kpi in plan.kpis):
            key = cached_fold(name)
            best = max(others, key=lambda kpi: likeness(key, kpi.key), default=None)
            if best is not None and (likeness(key, best.key) >= RENAMED or best.row.get("common") is True):
                renamed[name] = best
            if same := next((kpi for kpi in others if COMMON_SIGNS[part] in kpi.definition), None):
                renamed[name] = same
    return renamed


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
    """Report a missing, renamed or misplaced budget goal, and the common KPIs that are missing or renamed."""
    places = budget_goals(plan)
    renamed_kpis = renamed_common(plan)
    if plan.goals and not places:
        goal = max(plan.goals, key=lambda one: likeness(BUDGET_GOALS[0], cached_fold(text_of(one, "title"))))
        like = likeness(BUDGET_GOALS[0], cached_fold(text_of(goal, "title"))) >= RENAMED
        if not like and plan.kpis and not renamed_kpis and not any(kpi.common for kpi in plan.kpis):
            # The goal went with all its rows: one defect, told once.
            words = N_("缺少末項目標「妥適配置預算資源，提升預算執行效率」及其兩項共同性指標，請補列。")
            yield Hit("goals", Message.of(words), about="missing")
            return
        title = text_of(goal if like else plan.goals[-1], "title")
        words = N_("最後一項目標應為「妥適配置預算資源，提升預算執行效率」，現為「%(title)s」。")
        at = f"goals[{text_of(goal if like else plan.goals[-1], 'id')}].title"
        yield Hit(at, Message.of(words, title=title), about=title)
    elif places and places[-1] != len(plan.goals) - 1:
        at = f"goals[{text_of(plan.goals[places[-1]], 'id')}].title"
        yield Hit(at, Message.of(N_("「妥適配置預算資源，提升預算執行效率」應列為最後一項目標。")), about=str(places))
    for part, name in zip(COMMON_TITLES, COMMON_NAMES, strict=True) if plan.kpis else ():
        if any(part in kpi.key for kpi in plan.kpis):
            continue
        if kpi := renamed_kpis.get(name):
            if alike_but_for_simplified(kpi.key, cached_fold(name)):
                continue
            words = N_("共同性指標的名稱應為「%(name)s」，現為「%(title)s」，請改為一致。")
            yield Hit(kpi.field("title"), Message.of(words, name=name, title=kpi.title), about=f"{name}|{kpi.title}")
        else:
            yield Hit("kpis", Message.of(N_("缺少共同性指標「%(name)s」，請於末項目標下補列。"), name=name), about=name)
