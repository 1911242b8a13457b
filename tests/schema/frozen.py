"""What becomes of every case, as short digests; ``frozen.txt`` holds what became of it before all forms had one schema.

``python -m tests.schema.frozen`` writes the file anew: only for a case that is new, never because a digest differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from app.seeding.sample import PLAN as MOST
from app.seeding.sample import numbered_ids
from app.seeding.walking import sample_content, sample_sheet
from exchange.content import to_content
from exchange.registry import read
from models.canonical import NotCanonical, canonical, digest
from tests.rules.alliance_sheet import alliance_sheet
from tests.rules.examples import clean_sheet
from tests.rules.sets.sheets import NAMES, sheet
from tests.schema.cases import PLAN, SHEETS, Case, plan_cases, sheet_cases
from workflows.content.diff import compare
from workflows.content.validation import validated
from workflows.lifecycle.refusals import Malformed
from workflows.schema.form import FormVersion, blank_document, paths_of
from workflows.schema.plan import ANNUAL_PLAN_FORM, ROWS
from workflows.schema.shapes import blank_row
from workflows.schema.sheet import form_version

FROZEN: Final = Path(__file__).parent / "frozen.txt"
PRINTED: Final = Path(__file__).parents[1] / "rules" / "sets" / "plans"
LENGTH: Final = 10
"""Hexadecimal digits of SHA-256 that are kept of each edit."""
PER_LINE: Final = 12


def saved(case: Case) -> Any:
    """What is stored of a case; raises ``Malformed``."""
    if case.part in SHEETS:
        return validated(form_version(case.part), {}, case.sent)[""]
    return validated(ANNUAL_PLAN_FORM, {case.part: case.stored}, {case.part: case.sent})[case.part]


def outcome(case: Case) -> Any:
    """What is stored, or every fault as (rule, severity, place, sentence).

    The faults of a sheet's tables came before all others; they now stand where the form has the tables.
    """
    try:
        return {"stored": saved(case)}
    except Malformed as refusal:
        faults = sorted(refusal.findings, key=lambda one: not one.at.startswith("need.figures"))
        return {"faults": [[one.rule, one.severity.value, one.at, str(one.message)] for one in faults]}


def short(value: Any) -> str:
    """The beginning of the digest of the canonical bytes; text that has none is told apart by how Python writes it."""
    try:
        data = canonical(value)
    except NotCanonical:
        data = json.dumps(value, sort_keys=True).encode()
    return digest(data)[:LENGTH]


def outcomes() -> dict[str, list[str]]:
    """What became of every case: whole documents, blanks, edits by number, and the comparison of each edit that was stored."""
    found = {name: [value] for name, value in (*_documents(), *_blanks())}
    for case in (*plan_cases(), *sheet_cases()):
        came = outcome(case)
        found.setdefault(f"edits {case.part}", []).append(short(came))
        changes = short(_changes(case, came["stored"])) if "stored" in came else "-"
        found.setdefault(f"changes {case.part}", []).append(changes)
    return found


def _documents() -> Iterator[tuple[str, str]]:
    plans = {"107-most": _read(MOST), "sample": sample_content(107), "base": PLAN}
    plans |= {path.stem: _read(path) for path in sorted(PRINTED.glob("107-*.txt"))}
    for name, plan in plans.items():
        for part in ("preamble", "goals", "kpis", "key_plans"):
            stored = saved(Case(name, part, plan[part], ()))
            yield f"{name} {part}", digest(canonical(stored))
    sheets = {f"set {name}": sheet(name) for name in NAMES}
    sheets |= {"alliance": alliance_sheet(), "sample": sample_sheet(), "clean": clean_sheet()} | SHEETS
    for name, content in sheets.items():
        found = outcome(Case(name, str(content.get("form") or "102A"), content, content))
        yield f"sheet {name}", digest(canonical(found))


def _read(path: Path) -> dict[str, Any]:
    return to_content(read(path), new_id=numbered_ids())


def _blanks() -> Iterator[tuple[str, str]]:
    for part, shape in ROWS.items():
        yield f"blank {part}", short(blank_row(shape, f"{shape.prefix}-1"))
    for code in SHEETS:
        version = form_version(code)
        yield f"blank {code}", short(blank_document(version, plan_title="某計畫"))
        yield f"places {code}", short([list(paths_of(version, party)) for party in ("staff", "expert", "results")])


def _changes(case: Case, stored: Any) -> list[Any]:
    """The comparison with what was stored before, read from storage: its keys are sorted.

    The changes of a sheet came in the order of its keys and now come in that of its form; and its goal was no link.
    """
    if case.part not in SHEETS:
        return _told({case.part: case.stored}, {case.part: stored}, ANNUAL_PLAN_FORM)
    found = _told(case.stored, stored, form_version(case.part))
    return sorted([*one[:4], "text" if one[0] == "goal" else one[4], *one[5:]] for one in found)


def _told(before: Any, after: Any, form: FormVersion) -> list[list[Any]]:
    changes = compare(_sorted(before), _sorted(after), form)
    return [[c.at, c.kind.value, c.before, c.after, c.cls.value, c.unit, (c.row or {}).get("id", "")] for c in changes]


def _sorted(content: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(content, sort_keys=True))


def frozen() -> dict[str, list[str]]:
    """What ``frozen.txt`` holds; a name stands on as many lines as its digests need."""
    found: dict[str, list[str]] = {}
    for line in FROZEN.read_text(encoding="utf-8").splitlines():
        name, _colon, values = line.partition(": ")
        found.setdefault(name, []).extend(values.split())
    return found


def written() -> Iterator[str]:
    """The lines of ``frozen.txt``."""
    for name, values in outcomes().items():
        for start in range(0, len(values), PER_LINE):
            yield f"{name}: {' '.join(values[start : start + PER_LINE])}\n"


if __name__ == "__main__":
    FROZEN.write_text("".join(written()), encoding="utf-8")
