"""Form versions of the gender-impact sheet, read from ``data/forms`` (domain.md §3).

A version maps concepts (BEN, EVAL, REL, RES, PART …) to its own item numbers; pages, printing and rules ask the
version and never name an item number themselves. Content has the concept shape of ``interfaces.md`` §2.
"""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from models.wording import N_
from workflows.schema.expert_parts import FIRST_EXPERT, FURTHER_EXPERTS
from workflows.schema.fields import Field, Input
from workflows.schema.form import FormVersion
from workflows.schema.form_files import read_version
from workflows.schema.nodes import Repeated

FORMS: Final = Path(__file__).resolve().parents[2] / "data" / "forms" / "gender_impact"
ALSO: Final = (
    Field("amendment", "amendment", Input.TEXT, 4000, as_written=True, nullable=True),
    Repeated(FURTHER_EXPERTS, "further", FIRST_EXPERT, unnamed_words=N_("每位專家的程序參與都要有自己的編號")),
)
"""What a sheet holds beside its form: why the plan is amended, and the parts of further experts."""


class UnknownFormVersion(LookupError):
    """No form of this code is known; the message lists those that are."""


class FillingParty(StrEnum):
    """Who fills a section: staff 機關, expert 民間專家學者, results 機關依專家意見續填."""

    STAFF = "staff"
    EXPERT = "expert"
    RESULTS = "results"


def form_versions() -> tuple[FormVersion, ...]:
    """Return every known version, by code."""
    return tuple(form_version(path.stem) for path in sorted(FORMS.glob("*.json")))


@cache
def form_version(code: str) -> FormVersion:
    """Return the version of this code; raise ``UnknownFormVersion`` otherwise."""
    known = sorted(path.stem for path in FORMS.glob("*.json"))
    if code not in known:
        raise UnknownFormVersion(f"{code!r}; known: {', '.join(known)}")
    version = read_version(json.loads((FORMS / f"{code}.json").read_text(encoding="utf-8")))
    return replace(version, also=ALSO, code_at="form")
