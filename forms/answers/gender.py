"""JSON answers about gender-impact sheets, the officer's desk and outside experts."""

from __future__ import annotations

from forms.answers.parts import Answer, Content, Document, Finding, Offer, Seat, WithToken


class ListedSheet(Document, kw_only=True, frozen=True):
    """A sheet in the list; ``owed`` counts its findings by severity."""

    stale: bool
    owed: dict[str, int]


class OwedSheet(Answer, kw_only=True, frozen=True):
    """A key plan that owes a sheet."""

    plan: int
    row: str
    item: str


class SheetList(Answer, kw_only=True, frozen=True):
    """A page of the sheets this person sees, and what is owed."""

    sheets: list[ListedSheet]
    owed: list[OwedSheet]


class QuestionToExpert(WithToken, kw_only=True, frozen=True):
    """What an expert is asked: the sheet, once secrecy is pledged."""

    sheet: int | None
    pledged: bool
    by_link: bool


class Pledge(Answer, kw_only=True, frozen=True):
    """After the pledge: what may be read now."""

    sheet: int
    plan: int


class InvitedExpert(Answer, kw_only=True, frozen=True):
    """An invited expert and where they stand, in words."""

    id: int
    name: str
    field: str
    iso: str
    about: str
    since: str
    active: bool
    mail: str
    status: str
    tone: str
    dates: list[str]
    standing: str


class Sheet(WithToken, kw_only=True, frozen=True):
    """A sheet as far as this person sees it."""

    document: Document
    content: Content
    offers: list[Offer]
    findings: list[Finding]
    seats: list[Seat]
    stale: bool
    experts: list[InvitedExpert]


class SheetOutcome(Answer, kw_only=True, frozen=True):
    """What a verb brought about on a sheet."""

    id: int
    state: str
    version: int
    revision: int


class NewIndicator(Answer, kw_only=True, frozen=True):
    """The plan after an indicator was made from a place of a sheet."""

    id: int
    version: int
    revision: int


class OwedStep(Answer, kw_only=True, frozen=True):
    """One step before a sheet may go on."""

    text: str
    note: str
    href: str


class OwedSteps(Answer, kw_only=True, frozen=True):
    """What is still owed, in the order of the form."""

    owed: list[OwedStep]


class DecidedRow(Answer, kw_only=True, frozen=True):
    """A key plan and whether it owes a sheet."""

    row: str
    item: str
    standing: str
    settled: bool
    sheet: int | None
    decision: str | None


class ImpactRows(WithToken, kw_only=True, frozen=True):
    """Which key plans of a plan owe a sheet."""

    plan: int
    version: int
    may_decide: bool
    rows: list[DecidedRow]


class ImpactDecided(Answer, kw_only=True, frozen=True):
    """After a decision: for how many rows."""

    id: int
    version: int
    decided: int


class WaitingForOfficer(Answer, kw_only=True, frozen=True):
    """One thing that waits for the gender officer."""

    words: str
    title: str
    href: str
    button: str
    since: str
    iso: str


class ExpertOfSheet(Answer, kw_only=True, frozen=True):
    """An expert in a line of the desk."""

    name: str
    words: str


class SheetOnDesk(Answer, kw_only=True, frozen=True):
    """A sheet as the desk lists it, in words."""

    id: int
    href: str
    title: str
    year: int
    year_words: str
    form: str
    state: str
    edition: int
    since: str
    iso: str
    stale: bool
    due: str
    due_iso: str
    due_words: str
    past: bool
    late: list[str]
    experts: list[ExpertOfSheet]
    relevance: str
    domains: str


class ChartRow(Answer, kw_only=True, frozen=True):
    """A figure of a chart; ``bar`` is its length in percent of the longest."""

    label: str
    n: int
    share: str
    bar: float


class Chart(Answer, kw_only=True, frozen=True):
    """A chart as the table of its figures."""

    key: str
    title: str
    total: int
    rows: list[ChartRow]


class OfficerDesk(Answer, kw_only=True, frozen=True):
    """The gender officer's desk."""

    waiting: list[WaitingForOfficer]
    sheets: list[SheetOnDesk]
    total: int
    charts: list[Chart]
