"""Guards of the experts' part in a sheet: what must hold before a move, each explaining itself with findings."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from models.document import Revision
from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.experts.answers import part_key_of, unconfirmed_experts
from workflows.lifecycle import Attempt, Dossier, blocking_finding
from workflows.review import findings_of, with_changes
from workflows.rules import Finding
from workflows.schema import FIRST_EXPERT, blank_document, form_version, part_at, place_in, with_part


def expert_is_invited(attempt: Attempt) -> Iterator[Finding]:
    """GI-13: at least one outside expert has been asked."""
    if not any(invitation.ended_at is None for invitation in attempt.dossier.invitations):
        yield blocking_finding("GI-13", Message.of(N_("尚未邀請民間性別平等專家學者，至少一位")), "expert")


def own_part_holds(attempt: Attempt) -> Iterator[Finding]:
    """The expert's own part is complete and agrees with itself; what the staff must mend does not hold the expert up.

    GI-19 (有關 while 7-1…7-3 are all 否) sends the sheet back by itself; GI-21 against the staff's 是 is theirs to settle.
    """
    key = part_key_of(attempt.dossier, attempt.context.actor.id)
    own = place_in(key, FIRST_EXPERT)
    for finding in _findings_with(attempt.dossier, key):
        against_staff = finding.rule == "GI-21" and not any(at.startswith(own) for at in finding.also)
        if finding.at.startswith(own) and finding.severity in (Severity.B, Severity.R) and not against_staff:
            yield finding


def _findings_with(dossier: Dossier, key: str) -> tuple[Finding, ...]:
    """The findings, those on a part nobody has saved yet included."""
    if key == FIRST_EXPERT or part_at(dossier.content, key):
        return findings_of(dossier)
    empty = blank_document(form_version(dossier.document.form_version))[FIRST_EXPERT]
    return findings_of(with_changes(dossier, with_part(dossier.content, key, empty)))


def wrote_it(attempt: Attempt) -> Iterator[Finding]:
    """GI-16: nobody answers with words they did not write themselves since they were asked."""
    document, actor = attempt.document, attempt.context.actor
    own = select(Revision.id).where(Revision.document_id == document.id, Revision.author_id == actor.id)
    if attempt.dossier.session.scalar(own.limit(1)) is None:
        words = N_("程序參與目前不是您填寫的，請您自己填寫並存檔後再送出")
        yield blocking_finding("GI-16", Message.of(words), "participation.pledge")


def confirmed_again(attempt: Attempt) -> Iterator[Finding]:
    """GI-27: when the text changed after the experts spoke, the same experts confirm before the sheet is complete."""
    for row in unconfirmed_experts(attempt.dossier):
        words = Message.of(N_("專家%(name)s檢視後內容已有變動，請通知並由本人再次確認"), name=row.user.name)
        yield blocking_finding("GI-27", words, "experts")


def opinions_settled(attempt: Attempt) -> Iterator[Finding]:
    """GI-24: every opinion of an expert has its answer: adopted, what and where; not adopted, why or what instead."""
    outside = attempt.dossier.workflow.outside_seats
    for opinion in attempt.dossier.opinions:
        if opinion.seat in outside and opinion.response is None and opinion.resolved_at is None:
            words = Message.of(N_("專家意見 %(number)s 尚未逐項回復參採情形"), number=opinion.number)
            yield blocking_finding("GI-24", words, f"opinions[{opinion.number}]")
