"""The sample: three agencies, their people, and the 107 plan of 科技部 as its drafter would import it."""

from __future__ import annotations

from hashlib import sha256
from itertools import count

from app.seeding.acting import by_person
from app.seeding.importing import import_plan
from app.seeding.people import plant_agencies, plant_people, sample_agencies, sample_people
from config import ROOT
from exchange.content import NewId
from exchange.registry import read

PLAN = ROOT / "data" / "plans" / "107-most" / "plan.txt"


def plant() -> None:
    """Plant agencies, people and the plan in a database without people."""
    plant_plan(plant_everybody()["科技部"])


def plant_everybody() -> dict[str, int]:
    """Plant agencies and people without any document; gives the agencies' ids by name."""
    agencies = plant_agencies(sample_agencies())
    plant_people(sample_people(), agencies)
    return agencies


def plant_plan(agency_id: int, account: str = "drafter", year: int = 107) -> int:
    """Import the real plan as a draft of this agency and year; gives the document's id."""
    action_context = by_person(account)
    return import_plan(
        action_context, PLAN, read(PLAN), agency_id=agency_id, year=year, new_id=numbered_ids()
    ).document_id


def numbered_ids() -> NewId:
    """Mint the same ids on every planting, so that links into the sample data hold."""
    numbers = count(1)
    return lambda prefix: f"{prefix}-{sha256(f'sample {next(numbers)}'.encode()).hexdigest()[:8]}"
