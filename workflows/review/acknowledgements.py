"""Explaining warnings: a reason that holds for exactly the text the warning speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from models.audit_log import Entry
from models.audit_words import Action
from models.review import Acknowledgement
from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.content import editable_parts
from workflows.lifecycle import (
    ActionContext,
    NotVisible,
    Outcome,
    Refused,
    Request,
    VerbContext,
    blocking_finding,
    carry_out_on,
)
from workflows.review.findings import findings_of


def acknowledge(
    document_id: int,
    context: ActionContext,
    *,
    rule: str,
    fingerprint: str,
    reason: str,
    idempotency_key: str | None = None,
) -> Outcome:
    """Explain one warning with a reason; it holds for exactly the text the warning speaks of."""

    def act(work: VerbContext) -> None:
        document, dossier = work.document, work.dossier
        finding = next((f for f in findings_of(dossier) if f.rule == rule and f.fingerprint == fingerprint), None)
        if finding is None or finding.severity is not Severity.W:
            raise NotVisible(headline=Message.of(N_("這項警告已不存在，內容可能已經修正")))
        if not reason.strip() or len(reason) > 2000:
            raise Refused(blocking_finding("WF-02", Message.of(N_("請填寫理由，最多 2000 字")), "reason"))
        row = dossier.acknowledged.get((rule, fingerprint))
        if row is None:
            row = Acknowledgement(document_id=document.id, rule=rule, fingerprint=fingerprint, anchor=finding.at[:120])
            work.session.add(row)
        row.reason, row.user_id, row.at = reason.strip(), work.context.actor.id, work.context.at
        work.unit.write(
            Entry(
                Action.ACKNOWLEDGE,
                document.object_name,
                work.context.named(document.agency.name),
                revision=document.revision,
                content_sha256=document.content_sha256,
                reason=row.reason,
                details={"rule": rule, "at": finding.at, "fingerprint": fingerprint},
            )
        )

    asked = {"acknowledge": document_id, "rule": rule, "of": fingerprint, "reason": reason}
    return carry_out_on(
        document_id,
        context,
        act,
        Request(idempotency_key, asked, Outcome),
        permission=_objections,
        changed=False,
    )


def _objections(work: VerbContext) -> Iterator[Message]:
    if not editable_parts(work.dossier, work.context):
        yield Message.of(N_("警告由承辦人在研擬時說明"))
