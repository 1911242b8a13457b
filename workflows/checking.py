"""What the rules say about a document as it stands, remembered by the digest of what they judged."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from models.document import Document
from models.vocabulary import Kind
from workflows.dossier import Dossier
from workflows.rules import PlanSubject, SheetSubject, check
from workflows.rules.engine import STAGE_OF_STATE, Finding, Stage
from workflows.sheets import form_version

KEPT = 128
_memo: OrderedDict[tuple[Any, ...], tuple[Finding, ...]] = OrderedDict()
_lock = Lock()


def findings_of(dossier: Dossier) -> tuple[Finding, ...]:
    """Findings on the current content. A KPI definition is judged within its plan: it has the plan's findings on its row."""
    document = dossier.document
    if document.kind == Kind.KPI_DEFINITION:
        here = f"kpis[{document.part_key}]"
        return tuple(f for f in dossier.plan_dossier.findings if f.at.startswith(here))
    if document.content_sha256 is None:
        return ()
    key = (document.kind, document.content_sha256, document.form_version, document.year, _stage(document))
    with _lock:
        if (known := _memo.get(key)) is not None:
            _memo.move_to_end(key)
            return known
    found = check(subject_of(dossier))
    with _lock:
        _memo[key] = found
        while len(_memo) > KEPT:
            _memo.popitem(last=False)
    return found


def _stage(document: Document) -> Stage | None:
    return STAGE_OF_STATE.get(document.state) if document.kind == Kind.GENDER_IMPACT else None


def subject_of(dossier: Dossier) -> PlanSubject | SheetSubject:
    """The document as rules see it; a KPI definition is seen within its plan."""
    if dossier.document.kind == Kind.KPI_DEFINITION:
        return subject_of(dossier.plan_dossier)
    document = dossier.document
    if document.kind == Kind.ANNUAL_PLAN:
        return PlanSubject(dossier.content, document.year, document.agency.name)
    return SheetSubject(
        dossier.content,
        form_version(document.form_version),
        _stage(document) or Stage.SELF_ASSESSMENT,
    )
