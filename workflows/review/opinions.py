"""Opinions and their loop: recorded by a seat, answered by the drafter, resolved or kept open by the seat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from models.audit_log import Entry
from models.audit_words import Action
from models.review import Opinion
from models.wording import N_, Message
from workflows.lifecycle import (
    ActionContext,
    Attempt,
    Dossier,
    Inputs,
    Move,
    NewOpinion,
    NotPermitted,
    NotVisible,
    Outcome,
    Refused,
    Request,
    VerbContext,
    blocking_finding,
    carry_out_on,
    may,
)
from workflows.lifecycle import Permission as P
from workflows.review.effects import record_opinions

LONGEST_OPINION = 4000
"""Characters of one opinion or response."""


def give_opinion(
    document_id: int,
    context: ActionContext,
    *,
    text: str,
    anchor: str = "",
    seat: str = "",
    idempotency_key: str | None = None,
) -> Outcome:
    """Record one numbered opinion from a seat of the present state; the document itself does not change."""

    def act(work: VerbContext) -> None:
        inputs = Inputs(seat=seat, opinions=(NewOpinion(_bounded(text, "opinion"), anchor[:120]),))
        attempt = Attempt(work.dossier, _giving_back(work.dossier), work.context, inputs, work.unit)
        if not attempt.move.leaves(work.document.state):
            raise attempt.wrong_state()
        if attempt.move.by_seat:
            attempt.take_seat()
        if objections := tuple(attempt.objections()):
            raise NotPermitted(objections)
        record_opinions(attempt)

    asked = {"opinion": document_id, "text": text, "anchor": anchor, "seat": seat}
    return carry_out_on(document_id, context, act, Request(idempotency_key, asked, Outcome), changed=False)


def _giving_back(dossier: Dossier) -> Move:
    return dossier.workflow.move_named["give_back"]


def respond(
    document_id: int,
    number: int,
    context: ActionContext,
    *,
    text: str,
    adopted: bool | None,
    changed_at: str = "",
    idempotency_key: str | None = None,
) -> Outcome:
    """Answer one opinion: what was adopted and where, or why not (意見回復). RV-04: thanks alone are no answer."""

    def act(work: VerbContext) -> None:
        opinion = _opinion(work, number)
        if opinion.resolved_at is not None:
            raise Refused(
                blocking_finding("RV-04", Message.of(N_("審查意見 %(number)s 已解決，不需再回復"), number=number))
            )
        if adopted is None:
            raise Refused(blocking_finding("RV-04", Message.of(N_("請選擇參採或不參採")), "adopted"))
        if adopted and opinion.seat in work.dossier.workflow.outside_seats and not changed_at:
            words = Message.of(N_("參採專家意見時，請選擇修正處，說明改了哪裡"))
            raise Refused(blocking_finding("GI-24", words, "changed_at", "S003 L546–547, L615"))
        opinion.response, opinion.adopted = _bounded(text, "response"), adopted
        opinion.changed_at_path = changed_at[:120]
        opinion.responded_by, opinion.responded_at = work.context.actor.id, work.context.at
        _write(work, Action.RESPOND, number=number, adopted=adopted, at=opinion.changed_at_path)

    asked = {"respond": document_id, "number": number, "text": text, "adopted": adopted, "at": changed_at}
    request = Request(idempotency_key, asked, Outcome)
    return carry_out_on(document_id, context, act, request, permission=_objections_to_responding, changed=False)


def _objections_to_responding(work: VerbContext) -> Iterator[Message]:
    if not may(work.context.actor, work.dossier.kind.respond, work.document):
        yield Message.of(N_("意見由承辦人回復"))


def resolve(
    document_id: int, number: int, context: ActionContext, *, resolved: bool, idempotency_key: str | None = None
) -> Outcome:
    """The seat that gave an opinion says whether it is resolved or still open."""

    def act(work: VerbContext) -> None:
        opinion = _opinion(work, number)
        _require_seat(work.dossier, opinion, work.context)
        if resolved:
            opinion.resolved_by, opinion.resolved_at = work.context.actor.id, work.context.at
        else:
            opinion.resolved_by = opinion.resolved_at = None
        _write(work, Action.RESOLVE, number=number, resolved=resolved)

    asked = {"resolve": document_id, "number": number, "resolved": resolved}
    return carry_out_on(document_id, context, act, Request(idempotency_key, asked, Outcome), changed=False)


def _require_seat(dossier: Dossier, opinion: Opinion, context: ActionContext) -> None:
    document = dossier.document
    seat = dossier.workflow.seat_named.get(opinion.seat)
    permission = seat.permission if seat else P.SHEET_CHECK
    if not may(context.actor, permission, document) or context.actor.id in dossier.authors:
        raise NotPermitted([Message.of(N_("由提出意見的席位註記是否解決"))])


def _opinion(work: VerbContext, number: int) -> Opinion:
    opinion: Opinion | None = work.session.scalar(
        select(Opinion).where(Opinion.document_id == work.document.id, Opinion.number == number).with_for_update()
    )
    if opinion is None:
        raise NotVisible
    return opinion


def _bounded(text: str, at: str) -> str:
    tidied = text.strip()
    if not tidied:
        raise Refused(blocking_finding("RV-02", Message.of(N_("請填寫內容")), at))
    if len(tidied) > LONGEST_OPINION:
        raise Refused(
            blocking_finding(
                "WF-10", Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=LONGEST_OPINION, now=len(tidied)), at
            )
        )
    return tidied


def _write(work: VerbContext, action: Action, **details: object) -> None:
    document = work.document
    work.unit.write(
        Entry(
            action,
            document.object_name,
            work.context.named(document.agency.name),
            revision=document.revision or None,
            content_sha256=document.content_sha256,
            details=details,
        )
    )


def opinion_row(opinion: Opinion) -> dict[str, Any]:
    """One line of the 審查意見回復表 as plain data (A008: 序號, 審查意見, 意見回復, 修正處)."""
    return {
        "number": opinion.number,
        "round": opinion.round,
        "seat": opinion.seat,
        "author": opinion.author.name,
        "anchor": opinion.anchor,
        "text": opinion.text,
        "response": opinion.response,
        "adopted": opinion.adopted,
        "changed_at": opinion.changed_at_path,
        "resolved": opinion.resolved_at is not None,
    }
