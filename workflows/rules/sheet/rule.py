"""The decorator of GI rules: as ``rule``, silent where GI-01 alone has a say (exempt sheets, sheets never begun)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import Any

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.rules.engine import Hit, Stage, rule
from workflows.rules.subjects import SheetSubject

SheetJudge = Callable[[SheetSubject], Iterator[Hit]]


def sheet_rule(
    code: str,
    *,
    title: str,
    title_en: str,
    severity: Severity,
    source: str,
    why: str,
    reads: Collection[str],
    **more: Any,
) -> Callable[[SheetJudge], SheetJudge]:
    """Register a rule on gender-impact sheets; exempt sheets and complete ones without a word are GI-01's alone."""

    def register(judge: SheetJudge) -> SheetJudge:
        @wraps(judge)
        def where_begun(subject: SheetSubject) -> Iterator[Hit]:
            if not subject.exempt and not subject.unbegun:
                yield from judge(subject)

        declared: dict[str, Any] = {
            "title": title,
            "title_en": title_en,
            "severity": severity,
            "source": source,
            "why": why,
        }
        rule(code, **declared, kinds=(Kind.GENDER_IMPACT,), reads={*reads, "amendment"}, **more)(where_begun)
        return judge

    return register


def missing(subject: SheetSubject, path: str, severity: Severity | None = None) -> Hit:
    """Return the hit for an item that is not filled."""
    return Hit(path, Message.of(N_("%(item)s 尚未填寫。"), item=named(subject, path)), about="", severity=severity)


def named(subject: SheetSubject, path: str) -> Message | str:
    """Return how sentences name an item: 「8-1」 by number alone, others by numeral and label."""
    item = subject.item(path)
    if not item:
        return path
    number, label = item[1].no, item[1].label
    if number[:1].isdigit():
        return number
    return Message.of(N_("「%(label)s」"), label=f"{number}{label}" if number.startswith("(") else label)


__all__ = ["Hit", "Severity", "SheetSubject", "Stage", "missing", "named", "sheet_rule"]
