"""What every place of the base documents is called, and where findings about it are sorted; ``names.txt`` holds what it was.

``python -m tests.schema.names`` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace
from typing import Any, Final, cast

from flask import Flask
from flask_babel import force_locale

from app import create_app
from app.frame.places_in_document import Places
from config import Settings
from tests.schema.cases import PLAN, SHEETS
from workflows.rules import PlanSubject, SheetSubject
from workflows.rules.subjects.plan import KpiSubject
from workflows.schema.plan import ANNUAL_PLAN_FORM
from workflows.schema.sheet import form_version

NAMES: Final = Path(__file__).parent / "names.txt"
ELSEWHERE: Final = (
    "",
    "agency",
    "document",
    "year",
    "kpis",
    "goals",
    "key_plans",
    "kpis[k-none].title",
    "goals[g-none]",
    "nothing.here",
)
LATE: Final = {
    "kpis": ("cumulative", "baseline_value", "baseline_year", "baseline_source", "gia_source", "years"),
    "key_plans": ("gia_basis", "gia_exempt", "gia_evidence"),
}


def places_of_plan() -> Iterator[str]:
    """Every row and field of the base plan, filled or not, and places that are not there."""
    yield from ELSEWHERE
    yield "preamble"
    for part in ("goals", "kpis", "key_plans"):
        for row in PLAN[part]:
            yield from _below(f"{part}[{row['id']}]", row, LATE.get(part, ()))


def _below(at: str, row: dict[str, Any], late: tuple[str, ...] = ()) -> Iterator[str]:
    yield at
    for name in dict.fromkeys((*sorted(row), *late)):
        if name != "id":
            yield f"{at}.{name}"
            for inner in row.get(name) or () if name in ("strategies", "items", "years") else ():
                yield from _below(f"{at}.{name}[{inner['id']}]", inner)


def named(app: Flask) -> Iterator[str]:
    """One line a place: the place, its rank among findings, what findings call it, what changes and opinions call it."""
    plan = PlanSubject(PLAN, year=107)
    dossier = SimpleNamespace(document=SimpleNamespace(kind="annual_plan"), content=PLAN, form=ANNUAL_PLAN_FORM)
    with app.test_request_context(), force_locale("zh_TW"):
        places = Places(cast(Any, dossier))
        for at in places_of_plan():
            yield _line("plan", at, plan, places.name(at))
        for at, name in places.choices():
            yield f"choice\t{at}\t{name}\n"
    kpi = KpiSubject({"goal_title": "目標", "kpi": PLAN["kpis"][0]})
    for name in PLAN["kpis"][0]:
        yield _line("kpi", f"kpi.{name}", kpi)
    for code, content in SHEETS.items():
        sheet = SheetSubject(content, form_version(code))
        tops = (
            "participation",
            "further[e-7].summary",
            "further[e-7]",
            "need",
            "beneficiaries",
            "amendment",
            "form",
            "nothing",
        )
        for at in (*sheet.form_version.places, *tops):
            yield _line(code, at, sheet, sheet.name(at))


def _line(kind: str, at: str, subject: Any, name: str = "") -> str:
    rank = " ".join(map(str, subject.position(at)))
    return f"{kind}\t{at}\t{rank}\t{subject.label(at)}\t{name}\n"


if __name__ == "__main__":
    NAMES.write_text(
        "".join(named(create_app(Settings(database_url=f"sqlite:///{gettempdir()}/names.sqlite3")))), encoding="utf-8"
    )
