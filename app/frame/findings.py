"""Findings as pages show them: the place in people's words, the sentence, the way to the field, who explained it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from app.shell.access import session_user
from app.shell.addresses import edit_place, place_of, rule_place
from app.shell.expert_gate import only_an_expert
from app.shell.rendering import roc, say, source_words
from models.review import Acknowledgement
from models.vocabulary import Severity
from workflows.lifecycle import Dossier
from workflows.review import current_review, findings_of, lapsed_explanation, subject_of
from workflows.rules import Finding

MOST_ALSO = 6
"""How many other places of one finding are linked."""


def findings_of_page(dossier: Dossier, *, editing: bool = False) -> list[dict[str, Any]]:
    """Findings as ``frame/parts/findings.html`` wants them, each with a link to its place."""
    return [finding_of_page(dossier, finding, editing=editing) for finding in findings_of(dossier)]


def finding_of_page(dossier: Dossier, finding: Finding, *, editing: bool = False) -> dict[str, Any]:
    """One finding: place in people's words, sentence, link, and who explained it if it is a warning."""
    explained = (
        dossier.acknowledged.get((finding.rule, finding.fingerprint)) if finding.severity is Severity.W else None
    )
    where = edit_place if editing else place_of
    return {
        "severity": finding.severity.value,
        "message": say(finding.message),
        "at": finding.at,
        "rule": finding.rule,
        "source": source_words(finding.source),
        "place": place_words(dossier, finding.at),
        "href": where(dossier.document, finding.at),
        "fingerprint": finding.fingerprint,
        "id": finding.fingerprint[:12],
        "rule_href": _rule_href(finding.rule),
        "raised": (
            _("本機關已由 %(before)s 調高為 %(after)s", before=finding.raised_from.value, after=finding.severity.value)
            if finding.raised_from
            else ""
        ),
        "lapsed": lapsed_words(lapsed_explanation(dossier, finding)),
        "also": [
            {"place": place_words(dossier, at), "href": where(dossier.document, at)} for at in finding.also[:MOST_ALSO]
        ],
        "acknowledged": (
            _(
                "已說明：%(reason)s　%(name)s　%(date)s",
                reason=explained.reason,
                name=explained.user.name,
                date=roc(explained.at),
            )
            if explained
            else ""
        ),
    }


def _rule_href(code: str) -> str:
    return "" if only_an_expert(session_user().actor) else rule_place(code)


def lapsed_words(row: Acknowledgement | None) -> str:
    """That a warning was explained once, for a text that has changed since."""
    if row is None:
        return ""
    return str(
        _("原說明已失效：%(reason)s　%(name)s　%(date)s", reason=row.reason, name=row.user.name, date=roc(row.at))
    )


def place_words(dossier: Dossier, at: str) -> str:
    """How people name a place of the document (「貳 五-2 年度目標值」)."""
    review = current_review(dossier)
    subject = review if review and review.holds(at) else subject_of(dossier)
    return say(subject.label(at)) if at else ""


def said_once(findings: Iterable[Finding]) -> list[tuple[str, Finding]]:
    """Findings that say the same in many places, once: the sentence with its count, and the first of them."""
    alike: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.rule, say(finding.message)), []).append(finding)
    return [
        (_("%(message)s（%(n)s 處）", message=words, n=len(same)) if len(same) > 1 else words, same[0])
        for (_rule, words), same in alike.items()
    ]
