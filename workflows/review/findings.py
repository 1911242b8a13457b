"""What the rules say about a document as it stands or as it is being typed, weighed as its agency weighs them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from threading import Lock
from typing import Any

from models.canonical import canonical, digest
from models.document import Document
from models.review import Acknowledgement
from models.storage import manifest_of
from models.vocabulary import Kind, Severity
from workflows.gender.facts import facts_of
from workflows.lifecycle.dossier import Dossier
from workflows.plans.facts import measures_elsewhere, previous_results
from workflows.rules import PlanSubject, SheetSubject, catalogue
from workflows.rules.engine import STAGE_OF_STATE, Finding, Stage, in_order, weighed
from workflows.rules.sheet.several_experts import judge_parts
from workflows.rules.subjects.remembered import Digests, digests_of, verdict
from workflows.schema.expert_parts import MORE
from workflows.schema.sheet import form_version

KEPT = 128
LONGEST_ANCHOR = 120
"""How much of its place an explanation keeps."""
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
    subject, raised = dossier.subject, dossier.raised
    key = (document.content_sha256, repr(subject.context), tuple(sorted(raised.items())))
    with _lock:
        if (known := _memo.get(key)) is not None:
            _memo.move_to_end(key)
            return known
    found = in_order(weighed(_verdict(subject, _digests(dossier)), raised), subject)
    with _lock:
        _memo[key] = found
        while len(_memo) > KEPT:
            _memo.popitem(last=False)
    return found


def as_if(dossier: Dossier, changed: Mapping[str, Any]) -> Dossier:
    """The same document with these parts as they would be after saving them; nothing is stored."""
    content = {**dossier.content, **changed}
    subject: Any = replace(dossier.subject, content=content)
    digests = {**_digests(dossier), **{part: digest(canonical(value)) for part, value in changed.items()}}
    found = in_order(weighed(_verdict(subject, digests), dossier.raised), subject)
    would_be = Dossier(dossier.session, dossier.document)
    vars(would_be).update(content=content, subject=subject, findings=found, raised=dossier.raised)
    return would_be


def _verdict(subject: Any, digests: Digests) -> list[Finding]:
    """What all rules say; a sheet with several experts is judged once for each."""
    if isinstance(subject, SheetSubject) and subject.content.get(MORE):
        return judge_parts(catalogue(), subject, lambda rules, alone: verdict(rules, alone, digests_of(alone.content)))
    return verdict(catalogue(), subject, digests)


def lapsed_of(dossier: Dossier, finding: Finding) -> Acknowledgement | None:
    """The last explanation of the same warning at the same place, if the text it spoke of has changed since."""
    if finding.severity is not Severity.W or (finding.rule, finding.fingerprint) in dossier.acknowledged:
        return None
    here = finding.at[:LONGEST_ANCHOR]
    standing = {(one.rule, one.fingerprint) for one in dossier.findings}
    before = [
        row
        for key, row in dossier.acknowledged.items()
        if row.rule == finding.rule and row.anchor == here and key not in standing
    ]
    return max(before, key=lambda row: row.at, default=None)


def forget() -> None:
    """Forget what was found on whole documents."""
    with _lock:
        _memo.clear()


def _digests(dossier: Dossier) -> dict[str, str]:
    """The digests of the sections: those by which a plan is stored; a sheet is stored whole."""
    manifest = manifest_of(dossier.head) if dossier.head else {}
    return digests_of(dossier.content) if set(manifest) == {""} else manifest


def _stage(document: Document) -> Stage | None:
    return STAGE_OF_STATE.get(document.state) if document.kind == Kind.GENDER_IMPACT else None


def subject_of(dossier: Dossier) -> PlanSubject | SheetSubject:
    """The document as rules see it; a KPI definition is seen within its plan."""
    if dossier.document.kind == Kind.KPI_DEFINITION:
        return subject_of(dossier.plan_dossier)
    document = dossier.document
    if document.kind == Kind.ANNUAL_PLAN:
        return PlanSubject(
            dossier.content, document.year, document.agency.name,
            previous=previous_results(dossier.session, document), elsewhere=measures_elsewhere(dossier.session, document),
        )  # fmt: skip
    return SheetSubject(
        dossier.content,
        form_version(document.form_version),
        _stage(document) or Stage.SELF_ASSESSMENT,
        facts=facts_of(dossier),
    )
