"""Guards of plans and indicators: what must hold before a move, each explaining itself with findings."""

from __future__ import annotations

from collections.abc import Iterator

from models.wording import N_, Message
from workflows.lifecycle import Attempt, blocking_finding, state_of
from workflows.plans.definitions import kpis_of_plan
from workflows.plans.editions import open_successor
from workflows.rules import Finding

AMEND_GROUNDS: dict[str, str] = {
    "MERGER": N_("機關裁併"),
    "LAW": N_("制度／法規變更"),
    "BUDGET": N_("預算增減"),
    "FORCE": N_("不可抗力"),
    "PRICE": N_("物價調整"),
    "TERM": N_("期程變更"),
}
"""Allowed grounds for amending an approved plan: workflow.md §2."""


def kpis_endorsed(attempt: Attempt) -> Iterator[Finding]:
    """The plan leaves joint review only when 研考 has endorsed every KPI definition."""
    part = attempt.dossier.kind.indicators.part
    for kpi in kpis_of_plan(attempt.dossier):
        if not state_of(kpi).endorsed:
            yield blocking_finding(
                "WF-03",
                Message.of(N_("指標「%(title)s」尚未經研考同意"), title=kpi.title),
                f"{part}[{kpi.part_key}]",
                "",
            )


def grounds_allowed(attempt: Attempt) -> Iterator[Finding]:
    """An approved plan is amended only on one of the allowed grounds."""
    if attempt.inputs.grounds not in AMEND_GROUNDS:
        yield blocking_finding("TM-03", Message.of(N_("請選擇修正事由")), "grounds")


def no_amendment_under_way(attempt: Attempt) -> Iterator[Finding]:
    """One amendment at a time: a second successor would compete with the first."""
    if (successor := open_successor(attempt.dossier)) is not None:
        yield blocking_finding(
            "WF-04",
            Message.of(N_("修正第 %(edition)s 版已在研擬中"), edition=successor.edition),
            f"documents[{successor.id}]",
        )


def plan_is_open(attempt: Attempt) -> Iterator[Finding]:
    """Sheets and KPI definitions move only while their plan does."""
    plan = attempt.dossier.plan_dossier
    if plan.state.final:
        yield blocking_finding(
            "WF-05", Message.of(N_("所屬計畫為「%(state)s」，不能再辦理"), state=Message.of(plan.state.label))
        )


def plan_is_in_joint_review(attempt: Attempt) -> Iterator[Finding]:
    """KPI definitions are endorsed or returned during joint review, before 研考 has signed the plan."""
    plan = attempt.dossier.plan_dossier
    if not plan.state.endorsing:
        yield blocking_finding(
            "WF-06", Message.of(N_("計畫目前為「%(state)s」，會審時才審查指標"), state=Message.of(plan.state.label))
        )
    elif attempt.seat_name in plan.agreed:
        yield blocking_finding("WF-07", Message.of(N_("研考已就本輪計畫核章，指標審查已結束")))
