"""Effects and consequences: what a move leaves behind and which further steps it brings about."""

from __future__ import annotations

from sqlalchemy import func, select

from models.audit import Action, Entry
from models.canonical import canonical, digest
from models.document import Document
from models.review import Opinion, SignOff
from models.storage import manifest_of
from models.vocabulary import Verdict
from models.wording import N_, said
from workflows.experts.answers import answered, begin, contradicted_by
from workflows.experts.links import close
from workflows.gender.duties import kpis_of
from workflows.lifecycle.attempt import Situation
from workflows.lifecycle.context import Inputs
from workflows.lifecycle.definitions import Seat
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import fire
from workflows.schema.impact_claims import judged_digest
from workflows.schema.sheet import form_version


def follow_up(situation: Situation, dossier: Dossier, move: str, reason: str = "") -> None:
    """Make a step of the system on a document, caused by this move, in the same transaction."""
    step = Situation(
        dossier=dossier,
        move=dossier.workflow.move_named[move],
        occasion=situation.occasion,
        inputs=Inputs(reason=reason),
        unit=situation.unit,
        cause=situation.move.name.value,
        details={"cause": situation.move.name.value},
    )
    fire(step)


def take_into_round(situation: Situation) -> None:
    """Remember what was submitted in this round, and by whom."""
    document = situation.document
    document.submitted_revision, document.submitter_id = document.revision, situation.occasion.actor.id
    situation.details["round"] = document.round


def submit_kpis(situation: Situation) -> None:
    """Submit the plan's KPI definitions with it: each new or changed one gets its revision and is to be reviewed."""
    from workflows.plans.definitions import submit_with_plan

    submit_with_plan(situation)


def release_kpis(situation: Situation) -> None:
    """KPI definitions that are still under review go back with their plan."""
    for kpi in situation.dossier.kpis:
        if kpi.state == "reviewing":
            follow_up(situation, Dossier(situation.work.session, kpi), "reopen")


def retire_kpis(situation: Situation) -> None:
    """A withdrawn plan takes its KPI definitions with it."""
    for kpi in situation.dossier.kpis:
        follow_up(situation, Dossier(situation.work.session, kpi), "retire")


def enforce_kpis(situation: Situation) -> None:
    """With the plan's approval its KPI definitions come into force."""
    for kpi in situation.dossier.kpis:
        follow_up(situation, Dossier(situation.work.session, kpi), "enforce")


def supersede_predecessor(situation: Situation) -> None:
    """The edition in force until now, with its KPI definitions, gives way to the one just approved."""
    document = situation.document
    if document.predecessor_id is None:
        return
    session = situation.work.session
    before = Dossier(session, session.get_one(Document, document.predecessor_id))
    for kpi in before.kpis:
        follow_up(situation, Dossier(session, kpi), "supersede")
    follow_up(situation, before, "supersede")


def close_authorship(situation: Situation) -> None:
    """Authors are counted anew after an approval (workflow.md §5)."""
    situation.document.authors_since = situation.document.revision


def scope_digest(dossier: Dossier, parts: tuple[str, ...]) -> str:
    """The digest of the parts a seat answers for; without parts, of the whole content."""
    manifest = manifest_of(dossier.head) if dossier.head else {}
    return digest(canonical({part: name for part, name in manifest.items() if not parts or part in parts}))


def record_sign_off(situation: Situation, seat: Seat, verdict: Verdict, meaning: str) -> SignOff:
    """Keep what a person said in a seat, bound to exactly what was signed (workflow.md §6)."""
    document, dossier = situation.document, situation.dossier
    sign_off = SignOff(
        document_id=document.id,
        edition=document.edition,
        round=dossier.reviewed.round,
        seat=seat.name,
        verdict=verdict.value,
        note=situation.inputs.reason,
        user_id=situation.occasion.actor.id,
        at=situation.occasion.at,
        revision=document.revision,
        content_sha256=document.content_sha256,
        scope_sha256=scope_digest(dossier, seat.parts),
        form_version=document.form_version,
        workflow_version=document.workflow_version,
        meaning=meaning,
    )
    situation.work.session.add(sign_off)
    situation.work.session.flush()
    dossier.__dict__.pop("all_sign_offs", None)
    return sign_off


def signed(situation: Situation) -> None:
    """The seat of this situation agrees."""
    seat = situation.seat
    if seat is None:
        raise RuntimeError("a signature needs a seat")
    row = record_sign_off(situation, seat, Verdict.AGREE, seat.meaning)
    situation.details.update(_signed_details(row))


def endorsed(situation: Situation) -> None:
    """研考 endorses one KPI definition from the seat held in the plan's joint review."""
    seat = situation.dossier.plan_dossier.workflow.seat_named["planning"]
    row = record_sign_off(situation, Seat(**{**vars(seat), "parts": ()}), Verdict.AGREE, seat.meaning)
    situation.details.update(_signed_details(row))


def _signed_details(row: SignOff) -> dict[str, object]:
    names = ("seat", "verdict", "scope_sha256", "form_version", "workflow_version")
    return {name: getattr(row, name) for name in names}


def go_on(situation: Situation) -> None:
    """When the last seat has agreed, the document goes on by itself in the same transaction."""
    if not situation.dossier.waiting:
        follow_up(situation, situation.dossier, "advance")


def record_opinions(situation: Situation) -> list[int]:
    """Number and keep the opinions that come with a move; they speak of the reviewed document."""
    reviewed, session = situation.dossier.reviewed, situation.work.session
    last = session.scalar(select(func.max(Opinion.number)).where(Opinion.document_id == reviewed.id)) or 0
    numbers = []
    for number, opinion in enumerate((o for o in situation.inputs.opinions if o.text.strip()), start=last + 1):
        numbers.append(number)
        session.add(
            Opinion(
                document_id=reviewed.id,
                edition=reviewed.edition,
                round=reviewed.round,
                number=number,
                seat=situation.seat_name,
                author_id=situation.occasion.actor.id,
                anchor=opinion.anchor,
                text=opinion.text.strip(),
                at=situation.occasion.at,
                changed_at_path="",
            )
        )
        situation.work.write(opinion_entry(situation, number, opinion.anchor))
    return numbers


def opinion_entry(situation: Situation, number: int, anchor: str) -> Entry:
    """The log entry of one opinion."""
    reviewed, document = situation.dossier.reviewed, situation.document
    return Entry(
        action=Action.OPINION,
        object=reviewed.object_name,
        actor=situation.occasion.named(document.agency.name, situation.seat_name),
        came_from=None,
        went_to=None,
        revision=reviewed.revision,
        content_sha256=reviewed.content_sha256,
        details={"number": number, "seat": situation.seat_name, "round": reviewed.round, "at": anchor},
    )


def given_back(situation: Situation) -> None:
    """Keep the returning verdict and its opinions; a new round begins with it."""
    seat = situation.seat
    if seat is None:
        raise RuntimeError("a return needs a seat")
    numbers = record_opinions(situation)
    record_sign_off(situation, seat, Verdict.RETURN, "")
    situation.details.update(seat=seat.name, opinions=numbers, round=situation.document.round)
    situation.document.round += 1


def sheet_given_back(situation: Situation) -> None:
    """The gender officer returns a sheet: the opinions are kept with it and a new round begins."""
    numbers = record_opinions(situation)
    situation.details.update(seat=situation.seat_name, opinions=numbers, round=situation.document.round)
    situation.document.round += 1


def kpi_returned(situation: Situation) -> None:
    """A returned KPI definition leaves its reason as an opinion on the plan, anchored at its row."""
    numbers = record_opinions(situation)
    situation.details.update(opinion=numbers[0], plan=situation.dossier.plan.id)


def begin_amendment(situation: Situation) -> None:
    """Open a new edition in drafting that carries the content over; the approved one stays in force."""
    from workflows.plans.editions import open_edition

    successor = open_edition(situation)
    situation.details.update(grounds=situation.inputs.grounds, successor=successor.object_name)


def sent_to_experts(situation: Situation) -> None:
    """Remember who sent the sheet to the experts, and ask each of them (again)."""
    take_into_round(situation)
    begin(situation)


def expert_answered(situation: Situation) -> None:
    """Keep the expert's numbered opinions; their part is done and their access ends."""
    record_opinions(situation)
    answered(situation)


def send_back_if_contradicted(situation: Situation) -> None:
    """GI-19, GI-21: 有關 while 7-1…7-3 are all 否 sends the sheet back to the staff by itself, once all have answered."""
    dossier = situation.dossier
    asked = form_version(situation.document.form_version).concept("BEN")
    if asked and situation.document.state == "responding" and contradicted_by(dossier.content):
        reason = said(N_("專家評定為「有關」，受益對象卻皆為「否」，請修正後再送程序參與"))
        follow_up(situation, dossier, "send_back", str(reason))


def judged(situation: Situation) -> None:
    """Bind the sheet to the fields of the key plan as they are now."""
    row = situation.dossier.row
    situation.document.judged_sha256 = judged_digest(row, kpis_of(situation.dossier)) if row else None
    situation.details["judged_sha256"] = situation.document.judged_sha256


def still_judged(situation: Situation) -> None:
    """Write down what was judged when the expert answered; what the plan changed since then makes the sheet stale."""
    situation.details["judged_sha256"] = situation.document.judged_sha256


def exempted(situation: Situation) -> None:
    """Keep on what grounds, with which evidence, a sheet is not owed."""
    judged(situation)
    del situation.details["judged_sha256"]
    situation.details.update(grounds=situation.inputs.grounds, evidence=situation.inputs.evidence)


def reopened(situation: Situation) -> None:
    """A settled sheet is worked on again: a new round begins."""
    situation.details["cause"] = "person"
    situation.document.round += 1


def dismiss_experts(situation: Situation) -> None:
    """With a withdrawn plan its sheets close, and no expert sees it any longer."""
    for sheet in situation.dossier.sheets:
        dossier = Dossier(situation.work.session, sheet)
        end_invitations(Situation(dossier, situation.move, situation.occasion, unit=situation.unit))


def end_invitations(situation: Situation) -> None:
    """The experts' access ends when the sheet is completed."""
    for invitation in situation.dossier.invitations:
        if invitation.ended_at is None:
            invitation.ended_at = situation.occasion.at
            close(situation.work, situation.document, invitation)
            situation.work.write(
                Entry(
                    action=Action.END_INVITATION,
                    object=situation.document.object_name,
                    actor=situation.occasion.named(situation.document.agency.name),
                    details={"expert": invitation.user_id},
                )
            )
