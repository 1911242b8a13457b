"""Sheets with several experts: each expert's part is judged by the rules as if it were the only one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final

from workflows.rules.engine import Finding, Rule
from workflows.rules.subjects import SheetSubject
from workflows.schema import FIRST_EXPERT, parts_of, place_in, view_of_expert

AGREED: Final = frozenset({"GI-20"})
"""Rules about what 無關 spares the staff: they speak only when no expert said 有關."""

Judge = Callable[[Iterable[Rule], SheetSubject], Iterable[Finding]]


def judge_parts(rules: Collection[Rule], subject: SheetSubject, judge: Judge) -> list[Finding]:
    """Judge a sheet once per expert; what several parts have in common is found once, all else at its own place."""
    about_parts = [one for one in rules if FIRST_EXPERT in one.reads]
    verdicts = []
    for key, _part in parts_of(subject.content):
        alone = replace(subject, content=view_of_expert(subject.content, key))
        verdicts.append([_moved(one, key) for one in judge(rules if key == FIRST_EXPERT else about_parts, alone)])
    reported: dict[tuple[str, str], Finding] = {}
    for one in (finding for verdict in verdicts for finding in verdict):
        if one.rule not in AGREED or all(any(other.rule == one.rule for other in verdict) for verdict in verdicts):
            reported.setdefault((one.rule, one.fingerprint), one)
    return list(reported.values())


def _moved(finding: Finding, key: str) -> Finding:
    """The same finding at the place of the part it speaks of."""
    at = place_in(key, finding.at)
    if at == finding.at:
        return replace(finding, also=tuple(place_in(key, also) for also in finding.also))
    print_of_place = hashlib.sha256(f"{finding.fingerprint}:{key}".encode()).hexdigest()[:32]
    return replace(finding, at=at, fingerprint=print_of_place, also=tuple(place_in(key, also) for also in finding.also))
