"""The matrix: one person per role and per pair of roles, and one document of each kind in each state."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from app.seeding.acting import by_command_line
from app.seeding.people import SamplePerson, plant_agencies, plant_people, sample_agencies
from app.seeding.walking import Cast, Walk, sample_content
from models.base import db
from models.people import User
from models.vocabulary import Role
from workflows.accounts import Person, change_person
from workflows.kinds import ANNUAL_PLAN, GENDER_IMPACT, KPI_DEFINITION
from workflows.lifecycle import ROLE_LABELS

OWN, ABOVE, OTHER = "新竹科學工業園區管理局", "科技部", "教育部"
AUTHORITY: Final = (Role.PLANNING, Role.ACCOUNTING, Role.AGENCY_HEAD)
FIRST_YEAR: Final = 101


def plant() -> None:
    """Plant agencies, people and documents in a database without people."""
    agencies = plant_agencies(sample_agencies())
    ids = plant_people(people(), agencies)
    disable(ids["disabled"])
    plant_documents(agencies[OWN])


def people() -> list[SamplePerson]:
    """Everybody: ``planning``, ``drafter+planning``, ``above-planning``, ``other-planning``, ``disabled``."""
    persons = [_person(role.value, (role,), OWN) for role in Role]
    persons += [_person(f"{one}+{two}", (one, two), OWN) for one, two in combinations(Role, 2)]
    insiders = [role for role in Role if role is not Role.GENDER_EXPERT]
    persons += [_person(f"above-{role}", (role,), ABOVE) for role in insiders]
    persons += [_person(f"other-{role}", (role,), OTHER) for role in insiders]
    return [*persons, _person("disabled", (Role.DRAFTER,), OWN)]


def _person(account: str, roles: tuple[Role, ...], agency: str) -> SamplePerson:
    held = tuple((role, None if role is Role.GENDER_EXPERT else agency) for role in roles)
    name = "與".join(ROLE_LABELS[role] for role in roles)
    prefix = {OWN: "", ABOVE: "主管", OTHER: "他機關"}[agency]
    return SamplePerson(account, "停用之承辦人" if account == "disabled" else f"{prefix}{name}", "", "", held)


def disable(user_id: int) -> None:
    """Disable one account."""
    user = db.session.get_one(User, user_id)
    person = Person(user.name, user.email, user.unit, user.job_title, user.expertise, active=False)
    change_person(by_command_line(), user_id, version=user.version, person=person)


def cast(agency_id: int) -> Cast:
    """Who writes and reviews the documents of the matrix: the people with one role each."""
    accounts = {role.value: role.value for role in Role}
    accounts |= {f"authority_{role.value}": f"above-{role.value}" for role in AUTHORITY}
    accounts["authority_head"] = "above-agency_head"
    return Cast(agency_id, accounts)


def plant_documents(agency_id: int) -> dict[tuple[str, str], int]:
    """One document of each kind in each state, each plan in a year of its own; gives ids by kind and state."""
    walk, year = Walk(cast(agency_id)), FIRST_YEAR
    planted: dict[tuple[str, str], int] = {}
    for state in ANNUAL_PLAN.workflow.states:
        planted[ANNUAL_PLAN.name, state.name] = walk.plan(state.name, year)
        year += 1
    for state in KPI_DEFINITION.workflow.states:
        planted[KPI_DEFINITION.name, state.name] = walk.kpi(state.name, year)
        year += 1
    states = [state.name for state in GENDER_IMPACT.workflow.states]
    row = sample_content(year)["key_plans"][-1]
    rows = [{**row, "id": f"p-sheet{place}", "item": f"{row['item']}（{state}）"} for place, state in enumerate(states)]
    plan_id = walk.draft(year, key_plans=rows)
    for name, one in zip(states, rows, strict=True):
        planted[GENDER_IMPACT.name, name] = walk.sheet(name, plan_id, one["id"])
    return planted
