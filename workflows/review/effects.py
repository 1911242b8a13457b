"""Effects and consequences: what a move leaves behind and which further steps it brings about."""

from __future__ import annotations

from sqlalchemy import func, select

from models.audit import Action, Entry
from models.canonical import canonical, digest
from models.review import Opinion, SignOff
from models.storage import manifest_of
from models.vocabulary import Verdict
from workflows.lifecycle.attempt import Situation
from workflows.lifecycle.definitions import Seat
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import follow_up


def take_into_round(situation: Situation) -> None:
    """Remember what was submitted in this round, and by whom."""
    document = situation.document
    document.submitted_revision, document.submitter_id = document.revision, situation.occasion.actor.id
    situation.details["round"] = document.round


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
    situation.details.update(signed_details(row))


def signed_details(row: SignOff) -> dict[str, object]:
    """What the log keeps of a sign-off beside its entry."""
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
