"""The decorator of RV, SG and TM rules: as ``rule``, on reviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.rules.engine import Judge, rule
from workflows.rules.subjects import REVIEW


def review_rule(code: str, **declared: Any) -> Callable[[Judge], Judge]:
    """Register a rule on reviews; ``declared`` is what ``rule`` takes."""

    def register(judge: Judge) -> Judge:
        return rule(code, kinds=(REVIEW,), **declared)(judge)

    return register
