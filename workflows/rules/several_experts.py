"""Sheets with several experts: each expert's part is judged by the rules as if it were the only one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final

from workflows.rules.engine import SEVERITY_ORDER, Finding, Rule
from workflows.rules.sheet_subject import SheetSubject
from workflows.sheet_parts import FIRST, MORE, parts_of, place_in, seen_as

AGREED: Final = frozenset({"GI-20"})
"""Rules about what 無關 spares the staff: they speak only when no expert said 有關."""

Judge = Callable[[Iterable[Rule], SheetSubject], tuple[Finding, ...]]


def judge_parts(rules: Collection[Rule], subject: SheetSubject, judge: Judge) -> tuple[Finding, ...]:
    """Judge a sheet once per expert; what several parts have in common is found once, all else at its own place."""
    if not subject.content.get(MORE):
        return judge(rules, subject)
    about_parts = [one for one in rules if FIRST in one.reads]
    verdicts = []
    for key, _part in parts_of(subject.content):
        alone = replace(subject, content=seen_as(subject.content, key))
        found = judge(rules if key == FIRST else about_parts, alone)
        verdicts.append([_moved(one, key) for one in found])
    told: dict[tuple[str, str], Finding] = {}
    for one in (finding for verdict in verdicts for finding in verdict):
        if one.rule not in AGREED or all(any(other.rule == one.rule for other in verdict) for verdict in verdicts):
            told.setdefault((one.rule, one.fingerprint), one)
    return tuple(
        sorted(
            told.values(), key=lambda one: (SEVERITY_ORDER[one.severity], subject.position(one.at), one.at, one.rule)
        )
    )


def _moved(finding: Finding, key: str) -> Finding:
    """The same finding at the place of the part it speaks of."""
    at = place_in(key, finding.at)
    if at == finding.at:
        return replace(finding, also=tuple(place_in(key, also) for also in finding.also))
    print_of_place = hashlib.sha256(f"{finding.fingerprint}:{key}".encode()).hexdigest()[:32]
    return replace(finding, at=at, fingerprint=print_of_place, also=tuple(place_in(key, also) for also in finding.also))
