"""What ``check`` commands share: a file or a document judged by the catalogue, findings printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from app.cli.printing import echo_json
from app.seeding.sample import numbered_ids
from exchange.content import to_content
from exchange.imported import Imported
from exchange.unfinished import read_for_checking
from models.base import db
from models.document import Document
from models.storage import manifest_of
from models.storage import read as read_content
from models.vocabulary import Severity
from workflows.lifecycle import Dossier
from workflows.review import findings_of, subject_of
from workflows.rules import Finding, PlanSubject, SheetSubject, Subject, check, findings_json
from workflows.rules.subjects import version_of

WEIGHTS = {Severity.B: "阻擋", Severity.R: "須改正", Severity.W: "警告", Severity.I: "提醒"}


@dataclass(frozen=True)
class Checked:
    """A judged document; ``places`` turn row ids into numbers counted from 0, for files whose rows have no ids."""

    document: object
    subject: Subject
    findings: tuple[Finding, ...]
    places: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The findings in the shape of the check interface."""
        findings = findings_json(self.findings, self.document, subject=self.subject)
        for one in findings["findings"]:
            one["at"] = self._placed(one["at"])
            if "also" in one:
                one["also"] = [self._placed(at) for at in one["also"]]
        return findings

    def _placed(self, at: str) -> str:
        return re.sub(r"\[([^\[\]]+)\]", lambda match: f"[{self.places.get(match[1], match[1])}]", at)


def check_plan_file(path: Path, agency: str | None, year: int | None) -> Checked:
    """Judge a plan in a file; raises ``Unreadable`` and ``OSError``."""
    return check_imported(read_for_checking(path), path.name, agency, year)


def check_imported(imported: Imported, name: str, agency: str | None = None, year: int | None = None) -> Checked:
    """Judge a plan as it was read; what the paper shows counts, what the application alone asks for does not."""
    content = to_content(imported, new_id=numbered_ids())
    for place, regime in imported.written.regimes.items():
        content["kpis"][place]["regime"] = regime
    agency = agency or imported.agency or ""
    subject = PlanSubject(content, year or imported.year, agency, paper=True, written=imported.written)
    places = {row["id"]: place for part in ("goals", "kpis", "key_plans") for place, row in enumerate(content[part])}
    for goal in content["goals"]:
        places |= _numbered(goal["strategies"])
        for strategy in goal["strategies"]:
            places |= _numbered(strategy["items"])
    return Checked(name, subject, check(subject), places)


def _numbered(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {row["id"]: place for place, row in enumerate(rows)}


def check_sheet(content: Mapping[str, Any], name: str) -> Checked:
    """Judge a gender-impact sheet as a whole."""
    subject = SheetSubject(content, version_of(content))
    return Checked(name, subject, check(subject), {})


def check_document(document_id: int, revision: int | None) -> Checked | None:
    """Judge a stored document, as it is or as it was; ``None`` where there is none."""
    row = db.session.get(Document, document_id)
    if row is None:
        return None
    dossier = Dossier(db.session(), row)
    name = f"{row.id}@{revision or row.revision}"
    subject = subject_of(dossier)
    if revision is None:
        return Checked(name, subject, findings_of(dossier), {})
    then = dossier.revision(revision)
    if then is None:
        return None
    earlier: Any = replace(subject, content=read_content(db.session(), manifest_of(then)))
    return Checked(name, earlier, check(earlier), {})


def print_checked(checked: Checked, *, as_json: bool, strict: bool) -> None:
    """Print the findings; with ``strict`` end with 1 when one of them blocks or stops approval."""
    checked_json = checked.as_json()
    if as_json:
        echo_json(checked_json)
    else:
        _tell_people(checked, checked_json["findings"])
    if strict and any(one.severity in (Severity.B, Severity.R) for one in checked.findings):
        sys.exit(1)


def _tell_people(checked: Checked, findings: Sequence[Mapping[str, Any]]) -> None:
    counts = {severity: sum(one.severity is severity for one in checked.findings) for severity in Severity}
    summary = "、".join(f"{WEIGHTS[severity]} {count}" for severity, count in counts.items() if count)
    click.echo(f"{checked.document}：{summary or '沒有發現問題'}")
    for one in findings:
        click.echo(f"\n{one['rule']} {WEIGHTS[Severity(one['severity'])]}　{one.get('place') or one['at']}")
        click.echo(f"  {one['message']}\n  依據：{one['source']}")
