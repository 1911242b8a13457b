"""Opinions, answers, sign-offs, findings and the severities an agency raises."""

from __future__ import annotations

from workflows.review import effects, guards, opinions
from workflows.review.acknowledgements import acknowledge
from workflows.review.effects import record_opinions, record_sign_off, scope_digest, signed_details, take_into_round
from workflows.review.facts import current_review
from workflows.review.findings import as_if, findings_of, lapsed_of, review_findings, subject_of
from workflows.review.opinions import MOST, as_row
from workflows.review.severities import LONGEST_REASON, heavier_than, raise_severity, raised_at

__all__ = [
    "LONGEST_REASON",
    "MOST",
    "acknowledge",
    "as_if",
    "as_row",
    "current_review",
    "effects",
    "findings_of",
    "guards",
    "heavier_than",
    "lapsed_of",
    "opinions",
    "raise_severity",
    "raised_at",
    "record_opinions",
    "record_sign_off",
    "review_findings",
    "scope_digest",
    "signed_details",
    "subject_of",
    "take_into_round",
]
