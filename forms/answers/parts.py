"""The parts that JSON answers share: findings, documents, offers, opinions, what a verb brought about, refusals."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType, field

from models.vocabulary import Severity

Content = dict[str, Any]
"""Stored content, whose shape is that of its form (decision 0020)."""


class Answer(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What every declared shape keeps to: members that it does not name are a fault."""


class WithToken(Answer, kw_only=True, frozen=True):
    """An answer that carries the CSRF token of the next request."""

    csrf_token: str


class Finding(Answer, kw_only=True, frozen=True):
    """One finding of the rules or of the workflow; ``at`` is a path in the content or the name of a field."""

    rule: str
    severity: Severity
    at: str
    message: str
    source: str
    fingerprint: str
    also: list[str] | UnsetType = UNSET
    raised_from: Severity | UnsetType = UNSET


class Explanation(Answer, kw_only=True, frozen=True):
    """Who explained a warning, or raised a rule, and why."""

    reason: str
    by: str
    at: str


class ExplainedFinding(Finding, kw_only=True, frozen=True):
    """A finding with its place in words, its explanation, and one that a change of the text has voided."""

    place: str
    acknowledged: Explanation | None
    lapsed: Explanation | None


class Document(Answer, kw_only=True, frozen=True):
    """What a document is and where it stands."""

    id: int
    kind: str
    title: str
    agency: str
    year: int
    state: str
    edition: int
    round: int
    version: int
    revision: int
    content_sha256: str | None
    parent: int | None
    part_key: str | None


class Child(Answer, kw_only=True, frozen=True):
    """A document of a plan, in few words."""

    id: int
    kind: str
    part_key: str | None
    title: str
    state: str
    version: int


class Offer(Answer, kw_only=True, frozen=True):
    """One move as it stands for a person: open, or resting with all its reasons and findings."""

    move: str
    label: str
    open: bool
    reasons: list[str]
    findings: list[Finding]


class OfferWithFields(Offer, kw_only=True, frozen=True):
    """An offer with what the move asks for and the seat it speaks from."""

    asks: list[str]
    seat: str | None


class Seat(Answer, kw_only=True, frozen=True):
    """One seat: who signed it and when, or that it waits."""

    title: str
    status: str
    waiting: bool
    by: str | None
    at: str | None
    note: str


class Opinion(Answer, kw_only=True, frozen=True):
    """One opinion with its response."""

    number: int
    round: int
    seat: str
    author: str
    anchor: str
    text: str
    adopted: bool | None
    response: str | None
    changed_at: str


class DatedOpinion(Opinion, kw_only=True, frozen=True):
    """An opinion with the times at which it was given, answered and settled."""

    at: str
    responded_at: str | None
    resolved_at: str | None


class ListedOpinion(Opinion, kw_only=True, frozen=True):
    """An opinion in the table of opinions and responses."""

    resolved: bool


class Change(Answer, kw_only=True, frozen=True):
    """One difference between two revisions."""

    at: str
    kind: str
    before: str = field(name="from")
    after: str = field(name="to")
    cls: str = field(name="class")


class Outcome(Answer, kw_only=True, frozen=True):
    """What a verb brought about on a document."""

    document_id: int
    state: str
    version: int
    revision: int
    changed: bool


class ErrorHead(Answer, kw_only=True, frozen=True):
    """The status of a refusal and its sentence."""

    status: int
    message: str


class RefusalAnswer(Answer, kw_only=True, frozen=True):
    """A refusal of any endpoint: why, and, where somebody was quicker, what stands now."""

    error: ErrorHead
    reasons: list[str] | UnsetType = UNSET
    findings: list[Finding] | UnsetType = UNSET
    version: int | UnsetType = UNSET
    state: str | UnsetType = UNSET
    revision: int | UnsetType = UNSET
