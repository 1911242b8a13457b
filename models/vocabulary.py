"""The sets of words that tables, permissions and the log share.

``Kind`` and ``Role`` grow: the database checks them against the table ``vocabulary``. ``Severity`` and ``Verdict`` are
closed and checked by constraints (docs/decisions/0018).
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of documents."""

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


OUTSIDE_ROLES = frozenset({Role.GENDER_EXPERT})
"""Roles of people from outside: they are held at no agency, all others at one."""


class ResultState(StrEnum):
    """States of an actual value; a row is never in the first."""

    UNENTERED = "unentered"
    ENTERED = "entered"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REPLACED = "replaced"


class Severity(StrEnum):
    """The severity of a finding: rules.md, head of the catalogue."""

    B = "B"
    R = "R"
    W = "W"
    I = "I"


class Verdict(StrEnum):
    """What a person says in a seat."""

    AGREE = "agree"
    RETURN = "return"
