"""Opinions, answers, sign-offs, findings and the severities an agency raises."""

from __future__ import annotations

from workflows.review import effects, guards, opinions
from workflows.review.acknowledgements import acknowledge
from workflows.review.effects import record_opinions, record_sign_off, record_submission, scope_digest, signed_details
from workflows.review.facts import current_review
from workflows.review.findings import findings_of, lapsed_explanation, review_findings, subject_of, with_changes
from workflows.review.opinions import LONGEST_OPINION, opinion_row
from workflows.review.severities import LONGEST_REASON, heavier_than, raise_severity, raised_severities

__all__ = [
    "LONGEST_OPINION",
    "LONGEST_REASON",
    "acknowledge",
    "current_review",
    "effects",
    "findings_of",
    "guards",
    "heavier_than",
    "lapsed_explanation",
    "opinion_row",
    "opinions",
    "raise_severity",
    "raised_severities",
    "record_opinions",
    "record_sign_off",
    "record_submission",
    "review_findings",
    "scope_digest",
    "signed_details",
    "subject_of",
    "with_changes",
]
