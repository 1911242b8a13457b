"""A run of rules on a document, nothing remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from models.vocabulary import Severity
from workflows.rules.budget import Budget
from workflows.rules.engine import (
    Finding,
    Rule,
    Subject,
    applicable,
    findings_of_rule,
    sorted_findings,
    with_raised_severity,
)


def run_rules(
    rules: Iterable[Rule],
    subject: Subject,
    *,
    raised: Mapping[str, Severity] | None = None,
    touched: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Run rules on a subject; findings come by severity, then in document order, then by rule.

    ``raised`` holds an agency's severities: they count only where they are heavier than what the rule says.
    """
    budget = Budget()
    findings: list[Finding] = []
    for one in applicable(rules, subject, touched):
        findings += budget.collect(one, findings_of_rule(one, subject)) or ()
    findings = [*with_raised_severity(findings, raised or {}), *budget.unchecked()]
    return sorted_findings(findings, subject)
