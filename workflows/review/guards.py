"""Guards: what must hold before a move, each a function that explains itself with findings."""

from __future__ import annotations

from collections.abc import Iterator

from models.vocabulary import Severity
from models.wording import N_, said
from workflows.lifecycle.attempt import Situation
from workflows.lifecycle.refusals import blocker
from workflows.rules import rule_named
from workflows.rules.engine import Finding, judged
from workflows.schema.impact_claims import EXEMPT_GROUNDS

AMEND_GROUNDS: dict[str, str] = {
    "MERGER": N_("機關裁併"),
    "LAW": N_("制度／法規變更"),
    "BUDGET": N_("預算增減"),
    "FORCE": N_("不可抗力"),
    "PRICE": N_("物價調整"),
    "TERM": N_("期程變更"),
}
"""Allowed grounds for amending an approved plan: workflow.md §2."""


def no_blocking_finding(situation: Situation) -> Iterator[Finding]:
    """A plan or sheet goes forward only without B findings."""
    yield from (finding for finding in situation.dossier.findings if finding.severity is Severity.B)


def nothing_blocks_approval(situation: Situation) -> Iterator[Finding]:
    """The head approves only what has neither B nor R findings; else it has to go back."""
    yield from (f for f in situation.dossier.findings if f.severity in (Severity.B, Severity.R))


def warnings_explained(situation: Situation) -> Iterator[Finding]:
    """Every warning is acknowledged with a reason, for exactly the text it speaks of."""
    explained = situation.dossier.acknowledged
    for finding in situation.dossier.findings:
        if finding.severity is Severity.W and (finding.rule, finding.fingerprint) not in explained:
            yield finding


def opinions_answered(situation: Situation) -> Iterator[Finding]:
    """RV-04: every opinion has an answer in substance before the next round begins."""
    from workflows.review.facts import review_of

    review, rule = review_of(situation.dossier, handing_on=True), rule_named("RV-04")
    if review and rule:
        yield from judged(rule, review)


def own_opinions_resolved(situation: Situation) -> Iterator[Finding]:
    """A seat that still holds an opinion open does not agree at the same time."""
    for opinion in situation.dossier.opinions:
        if opinion.seat == situation.seat_name and opinion.resolved_at is None:
            yield blocker(
                "RV-05",
                said(N_("您席位的審查意見 %(number)s 尚未註記已解決"), number=opinion.number),
                f"opinions[{opinion.number}]",
            )


def an_opinion_is_open(situation: Situation) -> Iterator[Finding]:
    """SG-08: nothing is given back without saying what is to be changed."""
    new = any(opinion.text.strip() for opinion in situation.inputs.opinions)
    seats = {seat.name for seat in situation.seats_held()} | {situation.move.speaks_as}
    held = any(o.seat in seats and o.resolved_at is None and o.response is None for o in situation.dossier.opinions)
    if not new and not held:
        yield blocker("SG-08", said(N_("退回時請至少寫一項審查意見，說明要修正什麼")), "opinion")


def nobody_signed(situation: Situation) -> Iterator[Finding]:
    """A plan is recalled only while nobody has signed in this round."""
    for sign_off in situation.dossier.agreed.values():
        yield blocker("WF-01", said(N_("%(name)s 已經核章，不能取回；請洽審查席位退回"), name=sign_off.user.name))


def reason_given(situation: Situation) -> Iterator[Finding]:
    """The move is explained in words."""
    if not situation.inputs.reason.strip():
        yield blocker("WF-02", said(N_("請填寫理由")), "reason")


def identity_proven(situation: Situation) -> Iterator[Finding]:
    """Signing asks for the password again if the last proof is older than five minutes (workflow.md §6)."""
    if not situation.occasion.proven():
        yield blocker("SG-06", said(N_("核章前請再次輸入密碼")), "password")


def earlier_seats_spoke(situation: Situation) -> Iterator[Finding]:
    """SG-01, SG-02: seats that speak first have agreed."""
    seat = situation.seat
    for name in seat.after if seat else ():
        if name not in situation.dossier.agreed:
            label = situation.dossier.workflow.seat_named[name].label
            yield blocker("SG-02", said(N_("「%(seat)s」尚未核章"), seat=said(label)), f"seats[{name}]")


def kpis_endorsed(situation: Situation) -> Iterator[Finding]:
    """The plan leaves joint review only when 研考 has endorsed every KPI definition."""
    for kpi in situation.dossier.kpis:
        if kpi.state != "approved":
            yield blocker(
                "WF-03",
                said(N_("指標「%(title)s」尚未經研考同意"), title=kpi.title),
                f"kpis[{kpi.part_key}]",
                "",
            )


def sheets_settled(situation: Situation) -> Iterator[Finding]:
    """GI-01: every owed sheet is completed or exempt and none is stale; on every key plan of a project it is decided."""
    from workflows.gender.duties import duties, undecided

    owing = [duty for duty in duties(situation.dossier) if not duty.settled]
    waiting = undecided(owing)
    if waiting:
        words = N_("重要計畫 %(n)s 項尚待性平決定是否應辦性別影響評估（%(first)s）")
        yield blocker("GI-01", said(words, n=len(waiting), first=waiting[0].item), "impact")
    for duty in owing:
        if duty not in waiting:
            yield blocker("GI-01", duty.message, f"key_plans[{duty.row_id}]")


def grounds_allowed(situation: Situation) -> Iterator[Finding]:
    """An approved plan is amended only on one of the allowed grounds."""
    if situation.inputs.grounds not in AMEND_GROUNDS:
        yield blocker("TM-03", said(N_("請選擇修正事由")), "grounds")


def no_amendment_under_way(situation: Situation) -> Iterator[Finding]:
    """One amendment at a time: a second successor would compete with the first."""
    from workflows.plans.editions import open_successor

    if (successor := open_successor(situation.dossier)) is not None:
        yield blocker(
            "WF-04",
            said(N_("修正第 %(edition)s 版已在研擬中"), edition=successor.edition),
            f"documents[{successor.id}]",
        )


def plan_is_open(situation: Situation) -> Iterator[Finding]:
    """Sheets and KPI definitions move only while their plan does."""
    plan = situation.dossier.plan_dossier
    if plan.state.final:
        yield blocker("WF-05", said(N_("所屬計畫為「%(state)s」，不能再辦理"), state=said(plan.state.label)))


def plan_is_in_joint_review(situation: Situation) -> Iterator[Finding]:
    """KPI definitions are endorsed or returned during joint review, before 研考 has signed the plan."""
    plan = situation.dossier.plan_dossier
    if plan.document.state != "joint_review":
        yield blocker("WF-06", said(N_("計畫目前為「%(state)s」，會審時才審查指標"), state=said(plan.state.label)))
    elif "planning" in plan.agreed:
        yield blocker("WF-07", said(N_("研考已就本輪計畫核章，指標審查已結束")))


def expert_is_invited(situation: Situation) -> Iterator[Finding]:
    """GI-13: at least one outside expert has been asked."""
    if not any(invitation.ended_at is None for invitation in situation.dossier.invitations):
        yield blocker("GI-13", said(N_("尚未邀請民間性別平等專家學者，至少一位")), "expert")


def exemption_grounds_allowed(situation: Situation) -> Iterator[Finding]:
    """GI-01: exemption only for pure price adjustment or change of term, with evidence."""
    if situation.inputs.grounds not in EXEMPT_GROUNDS:
        yield blocker("GI-01", said(N_("免辦事由限物價調整或期程變更")), "grounds")
    if not situation.inputs.evidence.strip():
        yield blocker("GI-01", said(N_("請填寫免辦的佐證（公文字號或修正計畫頁次）")), "evidence")


def sheet_is_stale(situation: Situation) -> Iterator[Finding]:
    """Only a sheet whose key plan changed since it was judged needs to be confirmed again."""
    from workflows.gender.duties import is_stale

    if not is_stale(situation.dossier):
        yield blocker("WF-08", said(N_("重要計畫的目標、內容未變更，不需再確認")))
