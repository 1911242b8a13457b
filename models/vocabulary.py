"""The closed sets of words that tables, permissions and the log share."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of documents. The database does not check them: a new kind needs no migration."""

    ANNUAL_PLAN = "annual_plan"
    KPI_DEFINITION = "kpi_definition"
    GENDER_IMPACT = "gender_impact"


class Role(StrEnum):
    """Roles of workflow.md §5, held at an agency from–to (the outside expert at none)."""

    DRAFTER = "drafter"
    UNIT_HEAD = "unit_head"
    PLANNING = "planning"
    ACCOUNTING = "accounting"
    GENDER_OFFICER = "gender_officer"
    AGENCY_HEAD = "agency_head"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    GENDER_EXPERT = "gender_expert"


class Severity(StrEnum):
    """How much a finding weighs: rules.md, head of the catalogue."""

    B = "B"
    R = "R"
    W = "W"
    I = "I"


class Verdict(StrEnum):
    """What a person says in a seat."""

    AGREE = "agree"
    RETURN = "return"
