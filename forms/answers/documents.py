"""JSON answers about documents of every kind: lists, whole documents, imports, checks, sections as stored and as saved."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType

from forms.answers.parts import (
    Answer,
    Child,
    Content,
    DatedOpinion,
    Document,
    ExplainedFinding,
    Finding,
    OfferWithFields,
    Seat,
    WithToken,
)


class Page(Answer, kw_only=True, frozen=True):
    """A page of a list by place: the keys of the pages beside it, and how many rows there are (null: too many to count)."""

    total: int | None
    next: str
    previous: str


class PlanPage(Page, kw_only=True, frozen=True):
    """A page of the list of plans."""

    plans: list[Document]


class DocumentPage(Page, kw_only=True, frozen=True):
    """A page of the list of a kind."""

    documents: list[Document]


class WholeDocument(WithToken, kw_only=True, frozen=True):
    """A document with its content, what this person may do, what is wrong, and who has signed."""

    document: Document
    content: Content
    computed: dict[str, str] | UnsetType = UNSET
    offers: list[OfferWithFields]
    findings: list[Finding]
    seats: list[Seat]
    opinions: list[DatedOpinion]
    children: list[Child]


class Target(Answer, kw_only=True, frozen=True):
    """A target value as it is stored."""

    value: str
    unit: str
    comparator: str
    text: str


class TargetChange(Answer, kw_only=True, frozen=True):
    """One change of the target of a year."""

    year: int
    before: Target | None
    after: Target | None
    reason: str
    by: str
    at: str
    edition: int
    round: int
    plan_revision: int


class WholeDefinition(WholeDocument, kw_only=True, frozen=True):
    """The definition of an indicator with every change of its targets."""

    target_changes: list[TargetChange]


class ContentForExpert(WithToken, kw_only=True, frozen=True):
    """A plan as an outside expert reads it."""

    document: Document
    content: Content


class NewDocument(Answer, kw_only=True, frozen=True):
    """A document that was begun."""

    document: Document


class ImportDoubt(Answer, kw_only=True, frozen=True):
    """What was uncertain when a plan was read from a file."""

    at: str
    why: str


class NewPlan(WithToken, kw_only=True, frozen=True):
    """A plan that was begun, with the doubts of its import."""

    document: Document
    uncertain: list[ImportDoubt]


class LinkedDoubt(ImportDoubt, kw_only=True, frozen=True):
    """A doubt with its place in words and the way to the field."""

    place: str
    href: str


class ImportReport(Answer, kw_only=True, frozen=True):
    """The file a plan was read from, and every doubt."""

    file: str
    sha256: str
    format: str
    title: str
    doubts: list[LinkedDoubt]


class Explained(Answer, kw_only=True, frozen=True):
    """The findings after one was explained."""

    document: Document
    findings: list[ExplainedFinding]


class Checks(WithToken, kw_only=True, frozen=True):
    """Every finding of a document."""

    document: Document
    findings: list[ExplainedFinding]


class TriedSection(WithToken, kw_only=True, frozen=True):
    """The findings of a place as typed; ``stored`` is always false, ``computed`` holds sums where the form has them."""

    at: str
    findings: list[Finding]
    stored: bool


class TriedSectionWithSums(TriedSection, kw_only=True, frozen=True):
    """The same with the computed cells of the document by path, as decimals."""

    computed: dict[str, str]


class PlanSection(WithToken, kw_only=True, frozen=True):
    """A part or a row of a plan as stored."""

    document: Document
    at: str
    value: Any
    findings: list[Finding]


class SectionContent(WithToken, kw_only=True, frozen=True):
    """A section of a document of any kind: the values of its fields by name."""

    document: Document
    at: str
    value: Content
    findings: list[Finding]
    computed: dict[str, str]


class Saved(Answer, kw_only=True, frozen=True):
    """The document after saving, and whether the content changed."""

    document: Document
    changed: bool


class SavedRow(Saved, kw_only=True, frozen=True):
    """After a row was added, moved or removed: which one."""

    row: str


class SavedContent(Saved, kw_only=True, frozen=True):
    """After parts were saved: what the rules say now."""

    findings: list[Finding]
