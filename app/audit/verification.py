"""A verification in people's words: what was tested, how much of it, and every fault."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.shell.rendering import _chinese
from exchange.verify_bundle import WORDS, Fault, Verdict

FAULTS_SHOWN = 100
AS_DECLARED = ("unreadable", "fields", "canonical", "action", "details", "word", "vocabulary")
"""The faults of an entry that is not written as entries are."""


def checks_of(verdict: Verdict) -> dict[str, Any]:
    """The tests with their figures, and the faults."""
    kinds = [fault.kind for fault in verdict.faults]
    entries, objects, contents = (f"{n:,}" for n in (verdict.entries, verdict.objects, verdict.contents))

    def test(text: str, value: str, *broken: str) -> dict[str, Any]:
        count = sum(kind in broken for kind in kinds)
        return {"text": text, "value": _("%(count)s 處", count=count) if count else value, "ok": not count}

    return {
        "tests": [
            test(_("每筆紀錄的寫法與欄位"), entries, *AS_DECLARED),
            test(_("序號連續、時間不倒退"), entries, "seq", "time"),
            test(_("雜湊鏈前後相接"), entries, "hash", "chain"),
            test(_("總數與根摘要"), entries, "head"),
            test(_("狀態依流程重演"), objects, "replay"),
            test(_("修訂號碼連續"), objects, "revision"),
            test(_("現有資料與歷程相符"), objects, "snapshot"),
            test(_("內容與摘要相符"), contents, "content"),
        ],
        "faults": [fault_words(fault) for fault in verdict.faults[:FAULTS_SHOWN]],
        "more": max(len(verdict.faults) - FAULTS_SHOWN, 0),
    }


def fault_words(fault: Fault) -> str:
    """One fault in the reader's language."""
    template = WORDS[fault.kind][0 if _chinese() else 1]
    return "　".join(filter(None, (fault.where, template, fault.what)))
