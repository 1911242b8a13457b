"""The gender officer's decision on key plans of a plan: a sheet is owed, is not, or the key plan is exempt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.audit_log import Entry
from models.audit_words import Action
from models.gender import ImpactDecision
from models.wording import N_, Message
from workflows.gender.duty import DutyState, kpis_of, rows_of
from workflows.gender.staleness import named
from workflows.lifecycle import (
    ActionContext,
    Dossier,
    Outcome,
    Refused,
    Request,
    UnitOfWork,
    VerbContext,
    blocking_finding,
    carry_out_on,
    may,
    refusals_recorded,
    requires_kind,
)
from workflows.lifecycle import Permission as P
from workflows.notices import notify
from workflows.rules import Finding
from workflows.schema import EXEMPT_GROUNDS

DECISIONS = {"owed": N_("應辦"), "not_owed": N_("不需辦理"), "exempt": N_("核定免辦")}
MOST = 2000
"""The length of a reason or of evidence."""


@dataclass(frozen=True)
class Decision:
    """What is decided, for how many key plans at once, and why."""

    rows: tuple[str, ...]
    decision: str
    reason: str = ""
    grounds: str = ""
    evidence: str = ""


def decide(
    plan_id: int, context: ActionContext, *, version: int, made: Decision, idempotency_key: str | None = None
) -> Outcome:
    """Keep one decision per key plan named; each holds for the text it was made on (``decided_digest``).

    Raises ``NotPermitted`` unless the person is the agency's gender officer and wrote nothing of the plan, ``Refused``
    with everything that is missing, ``Overtaken``, ``NotVisible``.
    """

    def act(work: VerbContext) -> None:
        _require_open(work.dossier)
        _insist_on_reasons(work.dossier, made)
        _keep(work.unit, work.dossier, made)
        _tell_drafter(work.unit, work.dossier, made)

    what = [list(made.rows), made.decision, made.reason, made.grounds, made.evidence]
    request = Request(idempotency_key, {"impact": plan_id, "version": version, "made": what}, Outcome)
    with refusals_recorded(context, plan_id, Action.IMPACT_DECIDE.value):
        return carry_out_on(
            plan_id,
            context,
            act,
            request,
            version=version,
            concern=requires_kind(lambda kind: bool(kind.assessments.kind)),
            permission=_objections,
            changed=False,
        )


def decision_objection(dossier: Dossier, context: ActionContext) -> str:
    """Why this person may not decide on this plan, as a sentence to be translated; empty if they may."""
    if not may(context.actor, P.IMPACT_DECIDE, dossier.document):
        return N_("是否應辦性別影響評估，由本機關性平決定")
    if context.actor.id in dossier.authors:
        return N_("您撰寫或送出了這份計畫，依職務分離不得自行決定")
    return ""


def _objections(work: VerbContext) -> Iterator[Message]:
    if why := decision_objection(work.dossier, work.context):
        yield Message.of(why)


def _require_open(dossier: Dossier) -> None:
    if dossier.state.final:
        raise Refused(
            blocking_finding(
                "WF-05", Message.of(N_("所屬計畫為「%(state)s」，不能再辦理"), state=Message.of(dossier.state.label))
            )
        )


def _insist_on_reasons(dossier: Dossier, made: Decision) -> None:
    rows = rows_of(dossier)
    wrong = list(_faults(made, set(rows)))
    if made.decision == DutyState.EXEMPT and rows.keys() >= set(made.rows):
        wrong += _exemption_faults(made, [rows[row_id] for row_id in made.rows])
    if wrong:
        raise Refused(*wrong)


def _faults(made: Decision, known: set[str]) -> Iterator[Finding]:
    if not made.rows:
        yield blocking_finding("WF-09", Message.of(N_("請勾選要決定的重要計畫")), "rows")
    if not known.issuperset(made.rows):
        yield blocking_finding("WF-09", Message.of(N_("所選的重要計畫已不在計畫中，請重新開啟本頁")), "rows")
    if made.decision not in DECISIONS:
        yield blocking_finding("WF-09", Message.of(N_("請選擇決定：應辦、不需辦理或核定免辦")), "decision")
    if made.decision == "not_owed" and not made.reason.strip():
        yield blocking_finding("WF-02", Message.of(N_("請寫明不需辦理的理由")), "reason")
    for name, text in (("reason", made.reason), ("evidence", made.evidence)):
        if len(text) > MOST:
            yield blocking_finding(
                "WF-10", Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=MOST, now=len(text)), name
            )


def _exemption(made: Decision, row: Mapping[str, Any]) -> tuple[str, str]:
    """Grounds and evidence as the officer gives them, else as the drafter claims them."""
    return (made.grounds or row.get("gia_exempt") or "", made.evidence.strip() or row.get("gia_evidence") or "")


def _exemption_faults(made: Decision, rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    given = [_exemption(made, row) for row in rows]
    if any(grounds not in EXEMPT_GROUNDS for grounds, _evidence in given):
        yield blocking_finding(
            "GI-01", Message.of(N_("免辦事由限物價調整或期程變更")), "grounds", "S003 L501, L579–581"
        )
    if not all(evidence for _grounds, evidence in given):
        words = Message.of(N_("請填寫免辦的佐證（公文字號或修正計畫頁次）"))
        yield blocking_finding("GI-01", words, "evidence", "S003 L579–581")


def _keep(unit: UnitOfWork, dossier: Dossier, made: Decision) -> None:
    rows, assessments = rows_of(dossier), dossier.kind.assessments
    kpis, context, reason = kpis_of(dossier), unit.context, made.reason.strip()
    for row_id in dict.fromkeys(made.rows):
        grounds, evidence = _exemption(made, rows[row_id]) if made.decision == DutyState.EXEMPT else ("", "")
        unit.session.add(
            ImpactDecision(
                document_id=dossier.document.id,
                row_key=row_id,
                decision=made.decision,
                grounds=grounds,
                evidence=evidence,
                reason=reason,
                judged_sha256=assessments.decided(rows[row_id], kpis),
                user_id=context.actor.id,
                at=context.at,
            )
        )
        unit.write(
            Entry(
                Action.IMPACT_DECIDE,
                dossier.document.object_name,
                context.named(dossier.document.agency.name, "gender_officer"),
                revision=dossier.document.revision,
                content_sha256=dossier.document.content_sha256,
                reason=reason,
                details={"row": row_id, "decision": made.decision, "grounds": grounds},
            )
        )


def _tell_drafter(unit: UnitOfWork, dossier: Dossier, made: Decision) -> None:
    """Whoever drafts the plan learns that a sheet is owed, once for all key plans decided together."""
    if made.decision != "owed":
        return
    plan = dossier.document
    items = [dossier.kind.assessments.title(row) for row_id, row in rows_of(dossier).items() if row_id in made.rows]
    subject = Message.of(N_("性平認定應辦性別影響評估 %(n)s 項"), n=len(items))
    body = Message.of(N_("%(items)s 應辦性別影響評估，請開始填表。"), items=named(items))
    author = plan.submitter_id or plan.created_by
    notify(unit, kind="impact_owed", subject=subject, body=body, user=author, about=plan.object_name)
