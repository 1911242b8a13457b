"""Sample agencies and people, as ``data/samples/people.json`` names them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select

from app.seeding.acting import by_command_line, by_person
from app.shell.access import hasher
from config import ROOT
from models.base import db
from models.people import Agency, User
from models.vocabulary import Role
from workflows.accounts import Person, create_agency, create_person, grant_role, set_password
from workflows.lifecycle import ROLE_LABELS

FILE = ROOT / "data" / "samples" / "people.json"


@dataclass(frozen=True)
class SampleAgency:
    """An agency of the sample."""

    code: str
    name: str
    self_name: str
    parent: str | None
    valid_from: str


@dataclass(frozen=True)
class SamplePerson:
    """A person of the sample with the roles held, each at an agency by name (the expert's at none)."""

    account: str
    name: str
    unit: str
    job_title: str
    roles: tuple[tuple[Role, str | None], ...]
    expertise: str = ""


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def password() -> str:
    """The one password of all sample accounts."""
    return str(_file()["password"])


def sample_agencies() -> tuple[SampleAgency, ...]:
    """The agencies of the sample, those above before those below."""
    return tuple(SampleAgency(**row) for row in _file()["agencies"])


def sample_people() -> tuple[SamplePerson, ...]:
    """The people of the sample."""
    return tuple(
        SamplePerson(**{**row, "roles": tuple((Role(role), agency) for role, agency in row["roles"])})
        for row in _file()["people"]
    )


def has_people() -> bool:
    """Whether anybody has an account."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def plant_agencies(agencies: Sequence[SampleAgency]) -> dict[str, int]:
    """Add the agencies; gives their ids by name."""
    ids: dict[str, int] = {}
    for one in agencies:
        ids[one.name] = create_agency(
            by_command_line(),
            code=one.code,
            name=one.name,
            self_name=one.self_name,
            parent_id=ids[one.parent] if one.parent else None,
            valid_from=date.fromisoformat(one.valid_from),
        )
    return ids


def plant_people(people: Sequence[SamplePerson], agencies: dict[str, int]) -> dict[str, int]:
    """Open the accounts, grant the roles and have each person set the sample password; gives ids by account."""
    ids: dict[str, int] = {}
    kept = hasher().hash(password())
    since = date.fromisoformat(_file()["since"])
    for one in people:
        person = Person(one.name, f"{one.account}@example.gov.tw", one.unit, one.job_title, one.expertise)
        ids[one.account] = create_person(by_command_line(), account=one.account, person=person, password_hash=kept)
        for role, agency in one.roles:
            grant_role(by_command_line(), ids[one.account], role, agencies[agency] if agency else None, since)
        set_password(by_person(one.account), ids[one.account], kept, by_self=True)
    return ids


def listed(known: Collection[str]) -> str:
    """Those of these accounts that exist here, as a table for the terminal."""
    rows = [("帳號", "姓名", "職務", "機關")]
    for user in db.session.scalars(select(User).where(User.active).order_by(User.id)):
        if user.account in known:
            roles = "、".join(ROLE_LABELS[Role(one.role)] for one in user.holdings)
            agencies = "、".join(dict.fromkeys(one.agency.name if one.agency else "（外部）" for one in user.holdings))
            rows.append((user.account, user.name, roles, agencies))
    if len(rows) == 1:
        return "沒有示範帳號。"
    return f"{table(rows)}\n\n密碼一律為 {password()}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out in columns, the first row as their heads; a Han character is two columns wide."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    ]
    rule = "  ".join("─" * wide for wide in widths)
    return "\n".join(line.rstrip() for line in (lines[0], rule, *lines[1:]))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def agency_id(name: str) -> int | None:
    """The id of the agency of this name."""
    return db.session.scalar(select(Agency.id).where(Agency.name == name))
