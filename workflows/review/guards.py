"""Guards: what must hold before a move, each a function that explains itself with findings."""

from __future__ import annotations

from collections.abc import Iterator

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.lifecycle import Attempt, blocking_finding
from workflows.review.facts import review_of
from workflows.review.findings import findings_of
from workflows.rules import Finding, findings_of_rule, rule_named


def no_blocking_finding(attempt: Attempt) -> Iterator[Finding]:
    """A plan or sheet goes forward only without B findings."""
    yield from (finding for finding in findings_of(attempt.dossier) if finding.severity is Severity.B)


def nothing_blocks_approval(attempt: Attempt) -> Iterator[Finding]:
    """The head approves only what has neither B nor R findings; else it has to go back."""
    yield from (f for f in findings_of(attempt.dossier) if f.severity in (Severity.B, Severity.R))


def warnings_explained(attempt: Attempt) -> Iterator[Finding]:
    """Every warning is acknowledged with a reason, for exactly the text it speaks of."""
    explained = attempt.dossier.acknowledged
    for finding in findings_of(attempt.dossier):
        if finding.severity is Severity.W and (finding.rule, finding.fingerprint) not in explained:
            yield finding


def opinions_answered(attempt: Attempt) -> Iterator[Finding]:
    """RV-04: every opinion has an answer in substance before the next round begins."""
    review, rule = review_of(attempt.dossier, handing_on=True), rule_named("RV-04")
    if review and rule:
        yield from findings_of_rule(rule, review)


def own_opinions_resolved(attempt: Attempt) -> Iterator[Finding]:
    """A seat that still holds an opinion open does not agree at the same time."""
    for opinion in attempt.dossier.opinions:
        if opinion.seat == attempt.seat_name and opinion.resolved_at is None:
            yield blocking_finding(
                "RV-05",
                Message.of(N_("您席位的審查意見 %(number)s 尚未註記已解決"), number=opinion.number),
                f"opinions[{opinion.number}]",
            )


def an_opinion_is_open(attempt: Attempt) -> Iterator[Finding]:
    """SG-08: nothing is given back without saying what is to be changed."""
    new = any(opinion.text.strip() for opinion in attempt.inputs.opinions)
    seats = {seat.name for seat in attempt.seats_held()} | {attempt.move.speaks_as}
    held = any(o.seat in seats and o.resolved_at is None and o.response is None for o in attempt.dossier.opinions)
    if not new and not held:
        yield blocking_finding("SG-08", Message.of(N_("退回時請至少寫一項審查意見，說明要修正什麼")), "opinion")


def nobody_signed(attempt: Attempt) -> Iterator[Finding]:
    """A plan is recalled only while nobody has signed in this round."""
    for sign_off in attempt.dossier.agreed.values():
        yield blocking_finding(
            "WF-01", Message.of(N_("%(name)s 已經核章，不能取回；請洽審查席位退回"), name=sign_off.user.name)
        )


def reason_given(attempt: Attempt) -> Iterator[Finding]:
    """The move is explained in words."""
    if not attempt.inputs.reason.strip():
        yield blocking_finding("WF-02", Message.of(N_("請填寫理由")), "reason")


def identity_proven(attempt: Attempt) -> Iterator[Finding]:
    """Signing asks for the password again if the last proof is older than five minutes (workflow.md §6)."""
    if not attempt.context.proven():
        yield blocking_finding("SG-06", Message.of(N_("核章前請再次輸入密碼")), "password")


def earlier_seats_spoke(attempt: Attempt) -> Iterator[Finding]:
    """SG-01, SG-02: seats that speak first have agreed."""
    seat = attempt.seat
    for name in seat.after if seat else ():
        if name not in attempt.dossier.agreed:
            label = attempt.dossier.workflow.seat_named[name].label
            yield blocking_finding(
                "SG-02", Message.of(N_("「%(seat)s」尚未核章"), seat=Message.of(label)), f"seats[{name}]"
            )
