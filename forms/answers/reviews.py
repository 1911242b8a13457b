"""JSON answers about moves, opinions, reviews and histories of documents."""

from __future__ import annotations

from typing import Any

from msgspec import field

from forms.answers.parts import (
    Answer,
    Change,
    Content,
    Document,
    ListedOpinion,
    Offer,
    Outcome,
    WithToken,
)


class DraftedOpinion(Answer, kw_only=True, frozen=True):
    """An opinion that an expert has typed and not given."""

    text: str
    anchor: str


class MoveQuestion(Offer, kw_only=True, frozen=True):
    """What a move asks for and would sign."""

    csrf_token: str
    drafted: list[DraftedOpinion]
    asks: list[str]
    seat: str
    meaning: str
    grounds: dict[str, str]
    proof_needed: bool
    version: int
    revision: int
    content_sha256: str | None


class MoveMade(Outcome, kw_only=True, frozen=True):
    """A move that was made, with the number of its entry in the log."""

    move: str
    entry: int | None


class DraftKept(Answer, kw_only=True, frozen=True):
    """How many opinions of an expert are kept for later."""

    kept: int


class AccessEnded(Answer, kw_only=True, frozen=True):
    """An expert has answered, and the link leads nowhere now."""

    answered: bool


class OpinionOutcome(Outcome, kw_only=True, frozen=True):
    """After an opinion was given, answered or settled: its number."""

    number: int


class OpinionTable(WithToken, kw_only=True, frozen=True):
    """The table of opinions and responses of a document, by its id."""

    document: int
    opinions: list[ListedOpinion]


class ReviewedDocument(Answer, kw_only=True, frozen=True):
    """A document as its review names it."""

    id: int
    kind: str
    state: str
    round: int
    version: int
    revision: int


class Review(WithToken, kw_only=True, frozen=True):
    """What changed between two revisions, the opinions, and what may be done; ``a`` is null where nothing is compared."""

    document: ReviewedDocument
    a: str | None
    b: str | None
    changes: list[Change]
    opinions: list[ListedOpinion]
    offers: list[Offer]


class Comparison(Answer, kw_only=True, frozen=True):
    """Two revisions of a document compared."""

    document: Document
    a: str | None
    b: str | None
    changes: list[Change]


class RevisionFacts(Answer, kw_only=True, frozen=True):
    """Who made a revision, when and why."""

    number: int
    content_sha256: str
    form_version: str
    author: str
    at: str
    note: str


class RevisionContent(Answer, kw_only=True, frozen=True):
    """One revision exactly as it was kept."""

    document: Document
    revision: RevisionFacts
    content: Content


class LogActor(Answer, kw_only=True, frozen=True):
    """Who acted, as the log has it."""

    id: int | None
    account: str
    name: str
    agency: str | None
    seat: str | None


class LogEntry(Answer, kw_only=True, frozen=True):
    """One entry of the audit log as it is chained; ``details`` differ by action."""

    seq: int
    prev: str
    hash: str
    ts: str
    origin: str
    request: str
    actor: LogActor
    on_behalf_of: Any
    action: str
    object: str
    before: str | None = field(name="from")
    after: str | None = field(name="to")
    revision: int | None
    content_sha256: str | None
    meaning: str
    reason: str
    details: dict[str, Any]


class History(Answer, kw_only=True, frozen=True):
    """A page of the history of a document, newest first; ``next`` is the address of older entries."""

    document: Document
    entries: list[LogEntry]
    counts: dict[str, int]
    next: str | None
