"""Effects and consequences: what a move leaves behind and which further steps it brings about."""

from __future__ import annotations

from sqlalchemy import func, select

from models.audit_log import Entry
from models.audit_words import Action
from models.canonical import canonical, digest
from models.review import Opinion, SignOff
from models.storage import manifest_of
from models.vocabulary import Verdict
from workflows.lifecycle import Attempt, Dossier, Seat, apply_system_move


def record_submission(attempt: Attempt) -> None:
    """Remember what was submitted in this round, and by whom."""
    document = attempt.document
    document.submitted_revision, document.submitter_id = document.revision, attempt.context.actor.id
    attempt.details["round"] = document.round


def close_authorship(attempt: Attempt) -> None:
    """Authors are counted anew after an approval (workflow.md §5)."""
    attempt.document.authors_since = attempt.document.revision


def scope_digest(dossier: Dossier, parts: tuple[str, ...]) -> str:
    """The digest of the parts a seat answers for; without parts, of the whole content."""
    manifest = manifest_of(dossier.head) if dossier.head else {}
    return digest(canonical({part: name for part, name in manifest.items() if not parts or part in parts}))


def record_sign_off(attempt: Attempt, seat: Seat, verdict: Verdict, meaning: str) -> SignOff:
    """Keep what a person said in a seat, bound to exactly what was signed (workflow.md §6)."""
    document, dossier = attempt.document, attempt.dossier
    sign_off = SignOff(
        document_id=document.id,
        edition=document.edition,
        round=dossier.reviewed.round,
        seat=seat.name,
        verdict=verdict.value,
        note=attempt.inputs.reason,
        user_id=attempt.context.actor.id,
        at=attempt.context.at,
        revision=document.revision,
        content_sha256=document.content_sha256,
        scope_sha256=scope_digest(dossier, seat.parts),
        form_version=document.form_version,
        workflow_version=document.workflow_version,
        meaning=meaning,
    )
    attempt.work.session.add(sign_off)
    attempt.work.session.flush()
    dossier.__dict__.pop("all_sign_offs", None)
    return sign_off


def signed(attempt: Attempt) -> None:
    """The seat of this attempt agrees."""
    seat = attempt.seat
    if seat is None:
        raise RuntimeError("a signature needs a seat")
    row = record_sign_off(attempt, seat, Verdict.AGREE, seat.meaning)
    attempt.details.update(signed_details(row))


def signed_details(row: SignOff) -> dict[str, object]:
    """What the log keeps of a sign-off beside its entry."""
    names = ("seat", "verdict", "scope_sha256", "form_version", "workflow_version")
    return {name: getattr(row, name) for name in names}


def go_on(attempt: Attempt) -> None:
    """When the last seat has agreed, the document goes on by itself in the same transaction."""
    if not attempt.dossier.waiting:
        apply_system_move(attempt, attempt.dossier, "advance")


def record_opinions(attempt: Attempt) -> list[int]:
    """Number and keep the opinions that come with a move; they speak of the reviewed document."""
    reviewed, session = attempt.dossier.reviewed, attempt.work.session
    last = session.scalar(select(func.max(Opinion.number)).where(Opinion.document_id == reviewed.id)) or 0
    numbers = []
    for number, opinion in enumerate((o for o in attempt.inputs.opinions if o.text.strip()), start=last + 1):
        numbers.append(number)
        session.add(
            Opinion(
                document_id=reviewed.id,
                edition=reviewed.edition,
                round=reviewed.round,
                number=number,
                seat=attempt.seat_name,
                author_id=attempt.context.actor.id,
                anchor=opinion.anchor,
                text=opinion.text.strip(),
                at=attempt.context.at,
                changed_at_path="",
            )
        )
        attempt.work.write(opinion_entry(attempt, number, opinion.anchor))
    return numbers


def opinion_entry(attempt: Attempt, number: int, anchor: str) -> Entry:
    """The log entry of one opinion."""
    reviewed, document = attempt.dossier.reviewed, attempt.document
    return Entry(
        action=Action.OPINION,
        object=reviewed.object_name,
        actor=attempt.context.named(document.agency.name, attempt.seat_name),
        came_from=None,
        went_to=None,
        revision=reviewed.revision,
        content_sha256=reviewed.content_sha256,
        details={"number": number, "seat": attempt.seat_name, "round": reviewed.round, "at": anchor},
    )


def given_back(attempt: Attempt) -> None:
    """Keep the returning verdict and its opinions; a new round begins with it."""
    seat = attempt.seat
    if seat is None:
        raise RuntimeError("a return needs a seat")
    numbers = record_opinions(attempt)
    record_sign_off(attempt, seat, Verdict.RETURN, "")
    attempt.details.update(seat=seat.name, opinions=numbers, round=attempt.document.round)
    attempt.document.round += 1
