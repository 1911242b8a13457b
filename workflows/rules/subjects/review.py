"""A review as rules see it: opinions with their answers, sign-offs, and what is known around them, as plain data."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final

from models.wording import N_, Message
from workflows.language import OfficeCalendar, from_roc
from workflows.rules.budget import WHOLE
from workflows.rules.engine import Stage

REVIEW: Final = "review"
GENDER: Final = "gender_officer"
_PLACE: Final = re.compile(
    r"(opinions|sign_offs|evaluation|returns|consultations|decisions|handling|change)(?:\[([^\]]*)\])?"
)
_NAMES: Final = {
    "opinions": N_("審查意見 %(no)s"), "sign_offs": N_("核章 %(no)s"), "returns": N_("退回 %(no)s"),
    "consultations": N_("會辦 %(no)s"), "decisions": N_("決行 %(no)s"), "evaluation": N_("自評結果"), "handling": N_("辦理時限"),
    "change": N_("修正申請"),
}  # fmt: skip
# The seats of the annual plan's workflow; files may name others in words.
_SEATS: Final = {
    "drafter": N_("承辦人"), "unit_head": N_("單位主管"), "planning": N_("研考"), "accounting": N_("會計"),
    "gender_officer": N_("性平"), "agency_head": N_("首長"), "authority_planning": N_("主管研考"),
    "authority_accounting": N_("主管會計"), "authority_head": N_("主管首長"),
}  # fmt: skip


@dataclass(frozen=True)
class OpinionRow:
    """One row of the 審查意見回復表; ``page`` is 修正處 as written: a page, a place of the content, or a dash.

    ``place_exists`` and ``place_changed`` are ``None`` where nobody can tell (no content is at hand).
    """

    number: int | None = None
    round: int | None = None
    source: str = ""
    seat: str = ""
    text: str = ""
    response: str | None = None
    adopted: bool | None = None
    page: str | None = ""
    resolved: bool = False
    gender: bool = False
    place_exists: bool | None = None
    place_changed: bool | None = None

    @property
    def about_gender(self) -> bool:
        """Whether it was given from the seat that answers for gender, or says so."""
        return self.gender or self.seat == GENDER


@dataclass(frozen=True)
class Delegation:
    """On whose behalf a stamp was set: 代理, 代行, 授權決行 or 乙章, of whom, why, from when to when."""

    type: str = ""
    principal: str = ""
    reason: str = ""
    since: str = ""
    until: str = ""
    order: str = ""


@dataclass(frozen=True)
class SignOffRow:
    """One stamp: the seat, who set it, when, over which content; ``stamp`` is 甲章 or 乙章 where it is printed."""

    seat: str = ""
    user: str = ""
    at: str = ""
    round: int = 1
    digest: str = ""
    verdict: str = "agree"
    stamp: str = ""
    holder: str = ""
    delegation: Delegation | None = None


@dataclass(frozen=True)
class SeatOrder:
    """A seat of the chain and the seats that speak before it."""

    seat: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnRow:
    """One return: why, to whom, and in which round the document came back."""

    reason: str = ""
    target: str = ""
    round: int = 1
    came_back_in: int | None = None


@dataclass(frozen=True)
class ConsultationRow:
    """One unit asked to join (會辦): its answer 同意, 有意見 or 無意見, empty while it waits."""

    unit: str = ""
    answer: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """Who decided a kind of work, at which level, and whether the head was absent."""

    work: str = ""
    level: str = ""
    by: str = ""
    head_absent: bool = False


@dataclass(frozen=True)
class Handling:
    """How fast a paper is to be handled, when it came and when it went on."""

    speed: str = ""
    received: str = ""
    finished: str = ""


@dataclass(frozen=True)
class ChangeRequest:
    """A request to change or remove a plan: when, on which grounds, of which plan year."""

    requested: str = ""
    grounds: str = ""
    year: int = 0


@dataclass(frozen=True)
class ReviewSubject:
    """One review to be judged. What is not known is left empty or ``None``, and no rule speaks about it.

    ``handing_on`` says that the document is about to enter another round: then every opinion is owed an answer.
    ``chain`` is empty where no order is known; ``authors`` wrote the document, ``filler`` and ``experts`` its sheet.
    """

    opinions: tuple[OpinionRow, ...] = ()
    sign_offs: tuple[SignOffRow, ...] = ()
    returns: tuple[ReturnRow, ...] = ()
    consultations: tuple[ConsultationRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    chain: tuple[SeatOrder, ...] = ()
    authors: tuple[str, ...] = ()
    filler: str = ""
    experts: tuple[str, ...] = ()
    round: int = 1
    handing_on: bool = False
    digest: str = ""
    approved: bool = False
    approving: bool = False
    evaluation: Mapping[str, Any] | None = None
    kpi_titles: tuple[str, ...] | None = None
    matrix: Mapping[str, str] | None = None
    deputies: Sequence[str] | None = None
    handling: Handling | None = None
    change: ChangeRequest | None = None
    days_off: frozenset[date] = field(default_factory=frozenset)
    days_on: frozenset[date] = field(default_factory=frozenset)

    kind = REVIEW
    stage = Stage.COMPLETED

    @property
    def context(self) -> Hashable:
        """Everything on which verdicts rest."""
        return repr(self)

    @property
    def calendar(self) -> OfficeCalendar | None:
        """The office calendar that came with the data; ``None`` where Taiwan's own counts."""
        return OfficeCalendar(self.days_off, self.days_on) if self.days_off or self.days_on else None

    @property
    def stamps(self) -> tuple[SignOffRow, ...]:
        """The stamps of consent of the present round, in order."""
        return tuple(one for one in self.sign_offs if one.verdict == "agree" and one.round == self.round)

    def position(self, at: str) -> tuple[int, ...]:
        """Sort by the kind of row, then by its number."""
        match = _PLACE.match(at)
        if not match:
            return (len(_NAMES),)
        return (list(_NAMES).index(match[1]), int(match[2]) if (match[2] or "").isdigit() else -1)

    @staticmethod
    def holds(at: str) -> bool:
        """Return whether a place is one of a review, not of a content."""
        return bool(_PLACE.match(at))

    def label(self, at: str) -> Message:
        """Name a row by what it is and its number or seat."""
        if at == WHOLE:
            return Message.of(N_("文件"))
        match = _PLACE.match(at)
        return Message.of(_NAMES[match[1]], no=seat_words(match[2] or "")) if match else Message(at)


def seat_words(seat: str) -> Message | str:
    """Return what a seat is called, its own name where it has no other."""
    return Message.of(_SEATS[seat]) if seat in _SEATS else seat


def day_of(text: str) -> date | None:
    """Return the day of a moment, written in ISO or by the national calendar; ``None`` where it is none."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return from_roc(text.split(" ")[0].split("T")[0])


def review_from(data: Mapping[str, Any]) -> ReviewSubject:
    """Return a review written as JSON: the field names above, rows as objects, days as ISO or 107-07-20."""
    rows = {
        "opinions": OpinionRow,
        "sign_offs": SignOffRow,
        "returns": ReturnRow,
        "consultations": ConsultationRow,
        "decisions": DecisionRow,
        "chain": SeatOrder,
    }
    known: dict[str, Any] = {
        one.name: data[one.name] for one in fields(ReviewSubject) if data.get(one.name) is not None
    }
    for name, shape in rows.items():
        known[name] = tuple(_row(shape, one) for one in known.get(name, ()))
    for name, shape in (("handling", Handling), ("change", ChangeRequest)):
        if name in known:
            known[name] = _row(shape, known[name])
    for name in ("days_off", "days_on"):
        known[name] = frozenset(day for text in known.get(name, ()) if (day := day_of(text)))
    for name in ("authors", "experts", "kpi_titles"):
        if name in known:
            known[name] = tuple(known[name])
    return ReviewSubject(**known)


def _row(shape: Any, data: Mapping[str, Any]) -> Any:
    given = {one.name: data[one.name] for one in fields(shape) if one.name in data}
    if isinstance(given.get("delegation"), Mapping):
        given["delegation"] = _row(Delegation, given["delegation"])
    if "after" in given:
        given["after"] = tuple(given["after"])
    return shape(**given)
