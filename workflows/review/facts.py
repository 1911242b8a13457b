"""The review of a document as the application knows it, as plain data for the rules on opinions and sign-offs.

What the application does not keep is left unknown: deputies and delegated stamps, units asked to join, speeds and the
self-evaluation of project plans. The rules on them judge what is handed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from models.document import Revision
from models.people import User
from models.review import Opinion, SignOff
from models.storage import manifest_of, read
from models.vocabulary import Verdict
from workflows.lifecycle import Dossier, Workflow, cached_fact
from workflows.rules.subjects import OpinionRow, ReturnRow, ReviewSubject, SeatOrder, SignOffRow
from workflows.schema import value_at

DRAFTER: Final = "承辦人"


@cached_fact
def current_review(dossier: Dossier) -> ReviewSubject | None:
    """The review as the rules see it, ``None`` before the first."""
    return review_of(dossier)


def review_of(dossier: Dossier, *, handing_on: bool = False) -> ReviewSubject | None:
    """Return the review, ``None`` where none has begun or where it is kept with the plan (KPI definitions).

    ``handing_on`` asks what is owed before the document enters its next round: an answer to every opinion.
    """
    document = dossier.document
    first = document.round == 1 and document.state == dossier.workflow.start and not handing_on
    if dossier.kind.reviewed_with_parent or first or document.content_sha256 is None:
        return None
    # Opinions of outside experts are judged with the results of the sheet (GI-24).
    outside = dossier.workflow.outside_seats
    stamps = [row for row in dossier.sign_offs if row.edition == document.edition]
    return ReviewSubject(
        opinions=tuple(_opinion(dossier, row) for row in dossier.opinions if row.seat not in outside),
        sign_offs=tuple(_stamp(row) for row in stamps if row.verdict == Verdict.AGREE),
        returns=tuple(_return(dossier, row) for row in stamps if row.verdict == Verdict.RETURN),
        chain=tuple(_chain(dossier.workflow)),
        authors=_named(dossier, dossier.authors) if stamps else (),
        round=document.round,
        handing_on=handing_on,
        digest=document.content_sha256,
        approving=dossier.state.approving,
        approved=dossier.state.final and not dossier.state.aside,
        kpi_titles=dossier.kind.hooks.cited_titles(dossier),
    )


def _opinion(dossier: Dossier, row: Opinion) -> OpinionRow:
    exists, changed = _place(dossier, row)
    return OpinionRow(
        number=row.number,
        round=row.round,
        seat=row.seat,
        text=row.text,
        response=row.response,
        adopted=row.adopted,
        page=row.changed_at_path,
        resolved=row.resolved_at is not None,
        place_exists=exists,
        place_changed=changed,
    )


def _place(dossier: Dossier, row: Opinion) -> tuple[bool | None, bool | None]:
    """Whether the place an answer points to is there, and whether it changed since the opinion; else not known."""
    at = row.changed_at_path
    if not at or row.response is None or row.resolved_at is not None:
        return None, None
    now, before = value_at(dossier.content, at), value_at(_content_at(dossier, row.at), at)
    return now is not None or before is not None, now != before


def _content_at(dossier: Dossier, moment: datetime) -> dict[str, Any]:
    revision = dossier.session.scalar(
        select(Revision)
        .where(Revision.document_id == dossier.document.id, Revision.created_at <= moment)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return read(dossier.session, manifest_of(revision)) if revision else {}


def _stamp(row: SignOff) -> SignOffRow:
    return SignOffRow(row.seat, _name(row.user), row.at.isoformat(" "), row.round, row.content_sha256)


def _return(dossier: Dossier, row: SignOff) -> ReturnRow:
    texts = [one.text for one in dossier.opinions if one.round <= row.round and one.seat == row.seat]
    return ReturnRow(row.note or "".join(texts[-1:]), DRAFTER, row.round)


def _chain(workflow: Workflow) -> Iterator[SeatOrder]:
    """The seats on the way to approval, each after those of the states before it."""
    before: tuple[str, ...] = ()
    for state in workflow.states:
        if not state.aside:
            yield from (SeatOrder(seat.name, (*before, *seat.after)) for seat in state.seats)
            before += tuple(seat.name for seat in state.seats)


def _named(dossier: Dossier, people: set[int]) -> tuple[str, ...]:
    return tuple(map(_name, dossier.session.scalars(select(User).where(User.id.in_(people)))))


def _name(person: User) -> str:
    return f"{person.name}（{person.account}）"
