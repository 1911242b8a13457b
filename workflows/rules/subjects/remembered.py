"""What rules said, remembered by what they read: a check after a small change judges only what that change touches.

Rules that judge each row apart are asked again only about rows that are new; the others only when one of the sections
they read is another than before. What is remembered is weighed as the catalogue does, for any agency to weigh anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Any, Final

from models.cache import KIB, MIB, Cache
from workflows.rules.budget import Budget
from workflows.rules.engine import Finding, Rule, Subject, applicable, findings_of_rule
from workflows.rules.subjects.kpi_row import RESTS
from workflows.rules.subjects.plan import PlanSubject

Verdict = tuple[Finding, ...]
Digests = Mapping[str, str]
"""The digest of each section of a content; a section that is not there has none."""


FINDING_TAKES: Final = KIB
"""Bytes counted for a finding beside what it quotes: its code, source and sentence stand in the catalogue and are shared."""
_rules: Final[Cache[Verdict]] = Cache(2 * MIB)
_sections: Final[Cache[Verdict]] = Cache(2 * MIB)
_rows: Final[Cache[Verdict]] = Cache(2 * MIB)


def bytes_of(findings: Iterable[Finding]) -> int:
    """About how many bytes findings take: weighing them member by member costs more than judging an unchanged section."""
    return sum(
        FINDING_TAKES + 2 * sum(len(quoted) for quoted in one.message.figures.values() if isinstance(quoted, str))
        for one in findings
    )


def _keep(cache: Cache[Verdict], key: tuple[str | None, ...] | str, verdict_found: Verdict) -> Verdict:
    return cache.put(key, verdict_found, bytes_of(verdict_found))


def digests_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the digest of each section of a content that is not stored by sections."""
    return {name: _mark(json.dumps(value, sort_keys=True)) for name, value in content.items()}


def verdict(rules: Iterable[Rule], subject: Subject, digests: Digests) -> list[Finding]:
    """Judge a subject by rules, asking only those that read something else than before; in no particular order."""
    context = _mark(repr(subject.context))
    if isinstance(subject, PlanSubject):
        subject = replace(subject, digests=digests)
    apart: list[Rule] = []
    findings: list[Finding] = []
    budget = Budget()
    for one in applicable(rules, subject):
        if one.apart and isinstance(subject, PlanSubject):
            apart.append(one)
            continue
        key = (one.code, context, *(digests.get(name) for name in sorted(one.reads)))
        known = _rules.get(key)
        if known is None and (known := budget.collect(one, findings_of_rule(one, subject))) is not None:
            _keep(_rules, key, known)
        findings += known or ()
    if isinstance(subject, PlanSubject):
        for name, value in subject.content.items():
            key = (context, name, digests.get(name))
            known = _sections.get(key)
            if known is None:
                known, whole = _section(apart, subject, name, value, context, budget)
                if whole:
                    _keep(_sections, key, known)
            findings += known
    return [*findings, *budget.unchecked()]


def _section(
    apart: Iterable[Rule], subject: PlanSubject, name: str, value: Any, context: str, budget: Budget
) -> tuple[Verdict, bool]:
    """What is found on a section, and whether all of it was checked: only then it is remembered."""
    reading = [one for one in apart if name in one.reads]
    findings: list[Finding] = []
    whole = True
    for piece in pieces(name, value):
        key = _mark(f"{context}{name}{json.dumps(piece, ensure_ascii=False)}")
        known = _rows.get(key)
        if known is None:
            alone = replace(subject, content={name: piece}, digests={})
            by_rule = [budget.collect(one, findings_of_rule(one, alone)) for one in reading]
            known = tuple(finding for one in by_rule for finding in one or ())
            if None in by_rule:
                whole = False
            else:
                _keep(_rows, key, known)
        findings += known
    return tuple(findings), whole


def pieces(name: str, value: Any) -> Iterator[Any]:
    """Yield the rows of a section one by one, a row that a page has cut in two with its rest."""
    if not isinstance(value, list):
        yield value
        return
    rest = RESTS.get(name)
    piece: list[Any] = []
    for row in value:
        if piece and not (rest and isinstance(row, Mapping) and rest(row)):
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def _mark(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
