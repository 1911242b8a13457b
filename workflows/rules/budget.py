"""How long one run of rules may take: what the time did not suffice for is told as not checked, never as fine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from time import thread_time
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.rules.engine import Finding, Rule

MOST_SECONDS: Final = 5.0
"""CPU time of the thread, so that a busy machine takes nothing from it; a plan of 500 indicators needs a fifth of it."""
UNCHECKED: Final = "WF-18"
"""The code of the finding that names the rules that were not run. No agency weighs it otherwise, nobody explains it away."""
WHOLE: Final = "document"
"""The place of what concerns no single row."""


class Budget:
    """The seconds of one run. Asked before each rule and after each of its findings; a rule cut short counts as not run."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = thread_time() + (MOST_SECONDS if seconds is None else seconds)
        self._unchecked: set[str] = set()

    def collect(self, one: Rule, remaining: Iterator[Finding]) -> tuple[Finding, ...] | None:
        """What a rule finds, ``None`` where the time is over before it has said everything."""
        findings: list[Finding] = []
        while thread_time() < self._end:
            finding = next(remaining, None)
            if finding is None:
                return tuple(findings)
            findings.append(finding)
        self._unchecked.add(one.code)
        return None

    def unchecked(self) -> Iterator[Finding]:
        """One finding for all the rules that were not run; it blocks, for whoever asks for a check was given none."""
        if self._unchecked:
            rules = "、".join(sorted(self._unchecked))
            words = N_(
                "未能檢查：檢核時間用盡，有 %(count)s 條規則沒有檢核（%(rules)s）。請縮短過長的內容後再檢查一次。"
            )
            message = Message.of(words, count=len(self._unchecked), rules=rules)
            mark = hashlib.sha256(f"{UNCHECKED}\x1f{rules}".encode()).hexdigest()[:32]
            yield Finding(UNCHECKED, Severity.B, WHOLE, message, "", mark)


def unchecked_in(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings that say that something was not checked."""
    return [one for one in findings if one.rule == UNCHECKED]
