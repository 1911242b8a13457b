"""Telling experts what became of their opinions, asking them to confirm what was changed, and their answer to that."""

from __future__ import annotations

from collections.abc import Iterator

from models.audit_log import Entry
from models.audit_words import Action
from models.experts import ExpertInvitation, ExpertPart
from models.people import User
from models.review import Opinion
from models.wording import N_, Message
from workflows.content import validated
from workflows.experts import links
from workflows.experts.access import open_questions
from workflows.experts.answers import RELATED, unconfirmed_experts
from workflows.experts.guards import opinions_settled
from workflows.experts.letters import letter
from workflows.gender import judged_now
from workflows.language import calendar
from workflows.lifecycle import (
    ActionContext,
    Attempt,
    Dossier,
    Inputs,
    NewOpinion,
    NotVisible,
    Outcome,
    Phase,
    Refused,
    Request,
    UnitOfWork,
    VerbContext,
    add_revision,
    blocking_finding,
    carry_out_on,
    may,
)
from workflows.lifecycle import Permission as P
from workflows.notices import notify
from workflows.review import record_opinions
from workflows.rules import Finding
from workflows.schema import parts_of

MOST_IN_LETTER = 3000


def tell_experts(sheet_id: int, context: ActionContext, *, version: int, idempotency_key: str | None = None) -> Outcome:
    """Notify every expert who answered of the results, with the date (GI-25); where the text changed after they spoke,
    the letter carries a link and asks them to confirm (GI-27). The date becomes that of the form where it has none.
    """

    def act(work: VerbContext) -> None:
        unit, dossier, sheet = work.unit, work.dossier, work.document
        attempt = Attempt(dossier, dossier.workflow.move_named["complete"], work.context, unit=unit)
        if findings := (*opinions_settled(attempt), *_unsaid(dossier)):
            raise Refused(*findings)
        asked_again = {row.id for row in unconfirmed_experts(dossier)}
        answered = [row for row in dossier.invitations if row.ended_at is None and row.answered_at is not None]
        for row in [one for one in answered if one.id in asked_again or _is_unnotified(unit, one)] or answered:
            _notify_expert(unit, dossier, row, confirm=row.id in asked_again)
        if asked_again:
            sheet.judged_sha256 = judged_now(dossier)
        _date(unit, dossier)

    request = Request(idempotency_key, {"tell": sheet_id, "version": version}, Outcome)
    return carry_out_on(sheet_id, context, act, request, version=version, permission=_objections_to_telling)


def _objections_to_telling(work: VerbContext) -> Iterator[Message]:
    if work.dossier.state.phase is not Phase.RESPONSE or not may(work.context.actor, P.SHEET_COMPLETE, work.document):
        yield Message.of(N_("評估結果由承辦人在填寫評估結果時通知專家"))


def _is_unnotified(unit: UnitOfWork, invitation: ExpertInvitation) -> bool:
    part = unit.session.get(ExpertPart, invitation.id)
    return part is None or part.notified_at is None


def _unsaid(dossier: Dossier) -> Iterator[Finding]:
    """There is nothing to tell before the results are written, where any expert found the plan related (GI-19)."""
    related = any(part.get("relevance") == RELATED for _key, part in parts_of(dossier.content))
    if related and not str((dossier.content.get("results") or {}).get("summary") or "").strip():
        yield blocking_finding("GI-19", Message.of(N_("請先填寫評估結果之綜合說明，再通知專家")), "results.summary")


def _notify_expert(unit: UnitOfWork, dossier: Dossier, invitation: ExpertInvitation, *, confirm: bool) -> None:
    sheet, part = dossier.document, unit.session.get_one(ExpertPart, invitation.id)
    part.notified_at = unit.context.at
    today = calendar.roc_words(calendar.today(unit.context.at))
    if confirm:
        part.confirm_asked_at, part.confirmed_at, part.confirmed_revision = unit.context.at, None, None
        part.due_on = None
        links.issue(unit, sheet, invitation, part, "confirm", today=today)
        unit.write(links.entry(Action.CONFIRM_ASK, unit, sheet, expert=invitation.user_id))
    else:
        host = unit.session.get_one(User, unit.context.actor.id)
        subject, body = letter(
            "result",
            agency=sheet.agency.name,
            name=invitation.user.name,
            today=today,
            contact=host.name,
            contact_mail=host.email,
            results=_results(dossier),
        )
        notify(
            unit,
            kind="expert_result",
            user=invitation.user_id,
            address=invitation.user.email,
            subject=subject,
            body=body,
            about=sheet.object_name,
            confidential=True,
        )
    what = "confirm" if confirm else "results"
    unit.write(links.entry(Action.NOTIFY, unit, sheet, expert=invitation.user_id, what=what))


def _results(dossier: Dossier) -> str:
    """What the letter says of the results: the form's own words, and each opinion with its answer."""
    results = dossier.content.get("results") or {}
    lines = [str(results.get(name) or "").strip() for name in ("summary", "adopted", "not_adopted")]
    lines += [f"{verdict_of(opinion)}　{opinion.text}\n　　{opinion.response}" for opinion in expert_opinions(dossier)]
    return "\n\n".join(filter(None, lines))[:MOST_IN_LETTER]


def expert_opinions(dossier: Dossier) -> list[Opinion]:
    """The experts' numbered opinions on this sheet that were answered."""
    return [one for one in dossier.opinions if one.seat in dossier.workflow.outside_seats and one.response is not None]


def verdict_of(opinion: Opinion) -> str:
    """The opinion's number and what became of it, as letters and the form say it."""
    return f"意見{opinion.number}（{'參採' if opinion.adopted else '不參採'}）"


def compiled_answers(dossier: Dossier) -> dict[str, str]:
    """The answers to the experts' opinions as 9-2-1 and 9-2-2 want them; people edit them before they are kept."""
    answers: dict[str, list[str]] = {"results.adopted": [], "results.not_adopted": []}
    for opinion in expert_opinions(dossier):
        place = "results.adopted" if opinion.adopted else "results.not_adopted"
        answers[place].append(f"意見{opinion.number}：{opinion.response}")
    return {place: "\n".join(lines) for place, lines in answers.items() if lines}


def _date(unit: UnitOfWork, dossier: Dossier) -> None:
    results = dict(dossier.content.get("results") or {})
    if not results.get("notified") and "notified" in results:
        today = calendar.today(unit.context.at)
        results["notified"] = calendar.roc(today, "-")
        whole = validated(dossier.form, dossier.content, {"results": results})
        add_revision(unit, dossier.document, whole, "通知專家評估結果")


def confirm(
    sheet_id: int,
    context: ActionContext,
    *,
    agreed: bool,
    version: int,
    opinion: str = "",
    anchor: str = "",
    idempotency_key: str | None = None,
) -> Outcome:
    """The expert confirms the text as it is now, or says in one opinion what is still to be changed; the access ends."""

    def act(work: VerbContext) -> None:
        unit, dossier, sheet = work.unit, work.dossier, work.document
        mine = ExpertInvitation.user_id == work.context.actor.id, ExpertInvitation.document_id == sheet_id
        question = next((one for one in open_questions(unit.session, *mine) if one.confirm), None)
        if question is None or question.part is None:
            raise NotVisible
        if not agreed and not opinion.strip():
            raise Refused(blocking_finding("GI-27", Message.of(N_("不同意時，請說明還有什麼要調整")), "opinion"))
        part = question.part
        part.confirmed_revision = sheet.revision
        if agreed:
            part.confirmed_at = work.context.at
            _resolve(unit, dossier)
        else:
            move = dossier.workflow.move_named["answer"]
            inputs = Inputs(opinions=(NewOpinion(opinion.strip()[:4000], anchor[:120]),))
            record_opinions(Attempt(dossier, move, work.context, inputs, unit))
        details = {"expert": work.context.actor.id, "agreed": agreed}
        who = work.context.named(sheet.agency.name, "gender_expert")
        unit.write(
            Entry(
                Action.EXPERT_CONFIRM,
                sheet.object_name,
                who,
                revision=sheet.revision,
                content_sha256=sheet.content_sha256,
                details=details,
            )
        )
        links.close(unit, sheet, question.invitation)

    asked_for = {"confirm": sheet_id, "version": version, "agreed": agreed, "opinion": opinion, "anchor": anchor}
    return carry_out_on(sheet_id, context, act, Request(idempotency_key, asked_for, Outcome), version=version)


def _resolve(unit: UnitOfWork, dossier: Dossier) -> None:
    """What the expert asked for and now confirms is settled."""
    at, mine = unit.context.at, unit.context.actor.id
    for opinion in dossier.opinions:
        if opinion.author_id == mine and opinion.seat in dossier.workflow.outside_seats and opinion.resolved_at is None:
            opinion.resolved_by, opinion.resolved_at = mine, at
            details = {"number": opinion.number, "resolved": True}
            unit.write(links.entry(Action.RESOLVE, unit, dossier.document, **details))
