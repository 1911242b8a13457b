"""What the rules say about a document as it stands or as it is being typed, weighed as its agency weighs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.cache import MIB, Cache
from models.canonical import canonical, digest
from models.review import Acknowledgement
from models.storage import manifest_of
from models.vocabulary import Severity
from workflows.lifecycle import Dossier, cached_fact
from workflows.review.facts import current_review
from workflows.rules import (
    SEVERITY_ORDER,
    Finding,
    SheetSubject,
    catalogue,
    check,
    sorted_findings,
    unchecked_in,
    with_raised_severity,
)
from workflows.rules.sheet import judge_parts
from workflows.rules.subjects import Digests, bytes_of, digests_of, verdict
from workflows.schema import FURTHER_EXPERTS

LONGEST_ANCHOR = 120
"""How much of its place an explanation keeps."""
_findings: Cache[tuple[Finding, ...]] = Cache(4 * MIB)
"""What was found on whole contents."""


@cached_fact
def findings_of(dossier: Dossier) -> tuple[Finding, ...]:
    """What the rules say about the current content, and about its review; the heaviest first."""
    content, review = _of_content(dossier), review_findings(dossier)
    if not review:
        return content
    return tuple(sorted((*content, *review), key=lambda one: SEVERITY_ORDER[one.severity]))


@cached_fact
def review_findings(dossier: Dossier) -> tuple[Finding, ...]:
    """What the rules say about opinions, their answers and sign-offs."""
    review = current_review(dossier)
    return check(review, raised=dossier.raised) if review else ()


@cached_fact
def subject_of(dossier: Dossier) -> Any:
    """The document as the rules see it; a kind that is reviewed with its parent is seen within it.

    The subject also names the places of the content.
    """
    if dossier.kind.reviewed_with_parent:
        return subject_of(dossier.plan_dossier)
    return dossier.kind.hooks.subject(dossier)


def _of_content(dossier: Dossier) -> tuple[Finding, ...]:
    """Findings on the content. What is reviewed with its parent has the parent's findings on its row."""
    document = dossier.document
    if dossier.kind.reviewed_with_parent:
        here = f"{dossier.row_part}[{document.part_key}]"
        return tuple(f for f in findings_of(dossier.plan_dossier) if f.at.startswith(here))
    if document.content_sha256 is None:
        return ()
    subject, raised = subject_of(dossier), dossier.raised
    key = (document.content_sha256, repr(subject.context), tuple(sorted(raised.items())))
    if (known := _findings.get(key)) is not None:
        return known
    findings = sorted_findings(with_raised_severity(_verdict(subject, _digests(dossier)), raised), subject)
    return findings if unchecked_in(findings) else _findings.put(key, findings, bytes_of(findings))


def with_changes(dossier: Dossier, changed: Mapping[str, Any]) -> Dossier:
    """The same document with these parts as they would be after saving them; nothing is stored."""
    content = {**dossier.content, **changed}
    subject: Any = replace(subject_of(dossier), content=content)
    digests = {**_digests(dossier), **{part: digest(canonical(value)) for part, value in changed.items()}}
    findings = sorted_findings(with_raised_severity(_verdict(subject, digests), dossier.raised), subject)
    would_be = Dossier(dossier.session, dossier.document)
    vars(would_be).update(content=content, raised=dossier.raised)
    subject_of.put(would_be, subject)
    findings_of.put(would_be, findings)
    return would_be


def _verdict(subject: Any, digests: Digests) -> list[Finding]:
    """What all rules say; a sheet with several experts is judged once for each."""
    if isinstance(subject, SheetSubject) and subject.content.get(FURTHER_EXPERTS):
        return judge_parts(catalogue(), subject, lambda rules, alone: verdict(rules, alone, digests_of(alone.content)))
    return verdict(catalogue(), subject, digests)


def lapsed_explanation(dossier: Dossier, finding: Finding) -> Acknowledgement | None:
    """The last explanation of the same warning at the same place, if the text it spoke of has changed since."""
    if finding.severity is not Severity.W or (finding.rule, finding.fingerprint) in dossier.acknowledged:
        return None
    here = finding.at[:LONGEST_ANCHOR]
    standing = {(one.rule, one.fingerprint) for one in findings_of(dossier)}
    before = [
        row
        for key, row in dossier.acknowledged.items()
        if row.rule == finding.rule and row.anchor == here and key not in standing
    ]
    return max(before, key=lambda row: row.at, default=None)


def _digests(dossier: Dossier) -> dict[str, str]:
    """The digests of the sections: those by which a plan is stored; a sheet is stored whole."""
    manifest = manifest_of(dossier.head) if dossier.head else {}
    return digests_of(dossier.content) if set(manifest) == {""} else manifest
