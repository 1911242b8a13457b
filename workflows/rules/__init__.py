"""The rule catalogue: every rule of rules.md that a machine can judge on one document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Final

from models.vocabulary import Severity
from models.wording import N_
from workflows.rules import engine
from workflows.rules.budget import UNCHECKED, unchecked_in
from workflows.rules.engine import (
    SEVERITY_ORDER,
    Finding,
    Hit,
    Rule,
    Stage,
    Subject,
    findings_json,
    findings_of_rule,
    registered,
    sorted_findings,
    with_raised_severity,
)
from workflows.rules.running import run_rules
from workflows.rules.sheet import judge_parts
from workflows.rules.subjects import KpiSubject, PlanSubject, SheetFacts, SheetSubject
from workflows.schema import FIRST_EXPERT, FURTHER_EXPERTS

GROUPS: Final[Mapping[str, str]] = {
    "AP": N_("年度施政計畫"),
    "KP": N_("關鍵績效指標"),
    "GI": N_("性別影響評估"),
    "RV": N_("審查意見與回復"),
    "SG": N_("核章與職務"),
    "TM": N_("時限"),
    "DT": N_("文字與資料"),
}
"""What rules are about, by the letters of their codes, in the order of the catalogue."""


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, by code. A rule is added by writing its function in a module of this package."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
    return registered()


def rule_named(code: str) -> Rule | None:
    """Return the rule of this code, ``None`` where the catalogue has none (the workflow's own WF-…)."""
    return next((one for one in catalogue() if one.code == code), None)


def check(
    subject: Subject, *, raised: Mapping[str, Severity] | None = None, touched: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Judge a document by the whole catalogue; see ``engine.run`` for order, ``raised`` and ``touched``."""
    if isinstance(subject, SheetSubject) and subject.content.get(FURTHER_EXPERTS):
        touched = None if touched is None else {FIRST_EXPERT if part == FURTHER_EXPERTS else part for part in touched}
        return sorted_findings(
            judge_parts(catalogue(), subject, lambda rules, one: run_rules(rules, one, raised=raised, touched=touched)),
            subject,
        )
    return run_rules(catalogue(), subject, raised=raised, touched=touched)


__all__ = [
    "GROUPS",
    "SEVERITY_ORDER",
    "UNCHECKED",
    "Finding",
    "Hit",
    "KpiSubject",
    "PlanSubject",
    "Rule",
    "SheetFacts",
    "SheetSubject",
    "Stage",
    "Subject",
    "catalogue",
    "check",
    "engine",
    "findings_json",
    "findings_of_rule",
    "rule_named",
    "sorted_findings",
    "unchecked_in",
    "with_raised_severity",
]
