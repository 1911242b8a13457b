"""Guards of gender impact: what must hold before a move, each explaining itself with findings."""

from __future__ import annotations

from collections.abc import Iterator

from models.wording import N_, Message
from workflows.gender.duty import duties, is_stale, undecided
from workflows.lifecycle import Attempt, blocking_finding
from workflows.rules import Finding
from workflows.schema import EXEMPT_GROUNDS


def sheets_settled(attempt: Attempt) -> Iterator[Finding]:
    """GI-01: every owed sheet is completed or exempt and none is stale; on every key plan of a project it is decided."""
    owed = [duty for duty in duties(attempt.dossier) if not duty.settled]
    waiting, part = undecided(owed), attempt.dossier.kind.assessments.part
    if waiting:
        words = N_("重要計畫 %(n)s 項尚待性平決定是否應辦性別影響評估（%(first)s）")
        yield blocking_finding("GI-01", Message.of(words, n=len(waiting), first=waiting[0].item), "impact")
    for duty in owed:
        if duty not in waiting:
            yield blocking_finding("GI-01", duty.message, f"{part}[{duty.row_id}]")


def exemption_grounds_allowed(attempt: Attempt) -> Iterator[Finding]:
    """GI-01: exemption only for pure price adjustment or change of term, with evidence."""
    if attempt.inputs.grounds not in EXEMPT_GROUNDS:
        yield blocking_finding("GI-01", Message.of(N_("免辦事由限物價調整或期程變更")), "grounds")
    if not attempt.inputs.evidence.strip():
        yield blocking_finding("GI-01", Message.of(N_("請填寫免辦的佐證（公文字號或修正計畫頁次）")), "evidence")


def sheet_is_stale(attempt: Attempt) -> Iterator[Finding]:
    """Only a sheet whose key plan changed since it was judged needs to be confirmed again."""
    if not is_stale(attempt.dossier):
        yield blocking_finding("WF-08", Message.of(N_("重要計畫的目標、內容未變更，不需再確認")))
