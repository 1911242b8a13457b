"""The documents as the rules see them: plain, frozen data, read once."""

from __future__ import annotations

from workflows.rules.subjects.citations import Citations, Stray, alike_but_for_simplified, citations_of
from workflows.rules.subjects.form import FormSubject
from workflows.rules.subjects.kpi_row import (
    COMMON_SIGNS,
    COMMON_TITLES,
    Kpi,
    has_formula,
    has_goal,
    rows_of,
    text_of,
    texts_in,
)
from workflows.rules.subjects.plan import FIELD_NAMES, NOWHERE, Elsewhere, KpiSubject, PlanSubject
from workflows.rules.subjects.polarity import likely_polarity, proposed_polarity
from workflows.rules.subjects.remembered import Digests, bytes_of, digests_of, verdict
from workflows.rules.subjects.review import (
    REVIEW,
    OpinionRow,
    ReturnRow,
    ReviewSubject,
    SeatOrder,
    SignOffRow,
    day_of,
    seat_words,
)
from workflows.rules.subjects.sections import EVERYTHING
from workflows.rules.subjects.sheet import RELATED, UNRELATED, YES, SheetFacts, SheetSubject, version_of

__all__ = [
    "COMMON_SIGNS",
    "COMMON_TITLES",
    "EVERYTHING",
    "FIELD_NAMES",
    "NOWHERE",
    "RELATED",
    "REVIEW",
    "UNRELATED",
    "YES",
    "Citations",
    "Digests",
    "Elsewhere",
    "FormSubject",
    "Kpi",
    "KpiSubject",
    "OpinionRow",
    "PlanSubject",
    "ReturnRow",
    "ReviewSubject",
    "SeatOrder",
    "SheetFacts",
    "SheetSubject",
    "SignOffRow",
    "Stray",
    "alike_but_for_simplified",
    "bytes_of",
    "citations_of",
    "day_of",
    "digests_of",
    "has_formula",
    "has_goal",
    "likely_polarity",
    "proposed_polarity",
    "rows_of",
    "seat_words",
    "text_of",
    "texts_in",
    "verdict",
    "version_of",
]
