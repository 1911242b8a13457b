"""A house for tests below the web: agencies, one person per role, and documents walked into any state by real moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from models.base import db
from models.document import Document
from models.people import Agency, RoleHolding, User
from models.vocabulary import Kind, Role
from tests.rules.examples import clean_plan, clean_sheet
from tests.snapshots import planted
from workflows.accounts.people import actor_of, load_user
from workflows.content import saving
from workflows.experts.access import visible_sheets
from workflows.experts.answers import promise_secrecy
from workflows.experts.invitations import Guest, invite
from workflows.gender.creation import begin_sheet
from workflows.gender.decisions import Decision, decide
from workflows.gender.duty import duties, undecided
from workflows.kinds.gender_impact import STAFF_SECTIONS
from workflows.lifecycle import moves as actions
from workflows.lifecycle.context import ActionContext, Inputs, NewOpinion
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.verbs import Outcome
from workflows.plans.creation import create_plan
from workflows.plans.definitions import kpis_of_plan
from workflows.review.acknowledgements import acknowledge
from workflows.review.findings import findings_of

START = datetime(2018, 8, 1, 1, 0, tzinfo=UTC)
TODAY = date(2018, 8, 1)


@dataclass
class House:
    """Agencies ``own``, ``above`` (its 主管機關) and ``other``; people by name such as "own planning"."""

    agencies: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    minutes: int = 0
    year: int = 100

    def agency(self, name: str, parent: str | None = None) -> None:
        row = Agency(
            code=name, name=f"{name}機關", valid_from=date(2010, 1, 1), parent_id=self.agencies.get(parent or "")
        )
        db.session.add(row)
        db.session.commit()
        self.agencies[name] = row.id

    def person(self, name: str, *holdings: tuple[str, Role]) -> None:
        user = User(
            account=name.replace(" ", "."),
            name=name,
            password_hash="x",
            created_at=START,
            email=f"{name.replace(' ', '.')}@people.example",
        )
        db.session.add(user)
        db.session.flush()
        for agency, role in holdings:
            where = None if role is Role.GENDER_EXPERT else self.agencies[agency]
            db.session.add(RoleHolding(user_id=user.id, agency_id=where, role=role.value, since=date(2010, 1, 1)))
        db.session.commit()
        self.people[name] = user.id

    def on(self, name: str) -> ActionContext:
        """The next moment of this person, with the password just typed."""
        self.minutes += 1
        db.session.rollback()
        user = load_user(db.session(), self.people[name])
        assert user is not None
        at = START + timedelta(minutes=self.minutes)
        return ActionContext(
            actor_of(user, TODAY, visible_sheets(db.session(), user.id)), at, "test", f"r{self.minutes}", at
        )

    def dossier(self, document_id: int) -> Dossier:
        db.session.rollback()
        db.session.expire_all()
        return Dossier(db.session(), db.session.get_one(Document, document_id))

    def go(self, move: str, document_id: int, name: str, **inputs: Any) -> Outcome:
        version = self.dossier(document_id).document.version
        return actions.perform_move(move, document_id, self.on(name), version=version, inputs=Inputs(**inputs))

    def save(self, document_id: int, name: str, edit: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Outcome:
        return saving.save(document_id, self.on(name), version=self.dossier(document_id).document.version, edit=edit)

    def explain(self, document_id: int, name: str) -> None:
        for finding in findings_of(self.dossier(document_id)):
            if finding.severity == "W":
                action_context = self.on(name)
                acknowledge(
                    document_id, action_context, rule=finding.rule, fingerprint=finding.fingerprint, reason="已確認"
                )


def built() -> House:
    """A house with one author, and one person for each role at each agency."""
    return planted("people of every role", _built)


def _built() -> House:
    house = House()
    house.agency("above")
    house.agency("own", "above")
    house.agency("other")
    house.agency("free")
    house.person("author", ("own", Role.DRAFTER))
    house.person("free author", ("free", Role.DRAFTER))
    for role in Role:
        if role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.GENDER_EXPERT):
            house.person(role.value, ("above", role))
            continue
        for agency in ("own", "above", "other", "free"):
            house.person(f"{agency} {role.value}", (agency, role))
    house.person("invited expert", ("", Role.GENDER_EXPERT))
    return house


class Walk:
    """The way to a document in some state: a step that begins where another walk ends, or in an empty house.

    Called, it walks in the house it is given; ``placed`` copies the database as the walk leaves it.
    """

    def __init__(self, name: str, step: Callable[..., int], before: Walk | None = None) -> None:
        self._name, self._step, self._before = name, step, before

    def __call__(self, house: House, *place: Any) -> int:
        if self._before is None:
            return self._step(house, *place)
        return self._step(house, self._before(house, *place), *place)

    def placed(self, *, over: bool = False) -> tuple[House, int]:
        """A house with the document in its state, and the document; ``over`` replaces what the database holds."""
        return planted(f"walk {self._name}", self._walked, over=over)

    def _walked(self) -> tuple[House, int]:
        if self._before is None:
            house = built()
            return house, self._step(house)
        house, document = self._before.placed()
        return house, self._step(house, document)


def walk(step: Callable[..., int]) -> Walk:
    """A walk in an empty house."""
    return Walk(step.__name__, step)


def after(before: Walk) -> Callable[[Callable[..., int]], Walk]:
    """A walk whose step takes the house, the document that ``before`` leads to, and the place of ``before``."""
    return lambda step: Walk(step.__name__, step, before)


@walk
def draft(house: House, agency: str = "own") -> int:
    """A clean plan in drafting, written by the author."""
    house.year += 1
    author = "author" if agency == "own" else f"{agency} author"
    content = clean_plan()
    content = {**content, "preamble": content["preamble"].replace("107", str(house.year))}
    outcome = create_plan(house.on(author), agency_id=house.agencies[agency], year=house.year, content=content)
    house.explain(outcome.document_id, author)
    return outcome.document_id


@after(draft)
def submitted(house: House, plan: int, agency: str = "own") -> int:
    house.go("submit", plan, "author" if agency == "own" else f"{agency} author")
    return plan


@after(submitted)
def jointly(house: House, plan: int, agency: str = "own") -> int:
    house.go("sign", plan, f"{agency} unit_head")
    return plan


@after(jointly)
def checked(house: House, plan: int, agency: str = "own") -> int:
    for kpi in kpis_of_plan(house.dossier(plan)):
        house.go("endorse", kpi.id, f"{agency} planning")
    house.go("sign", plan, f"{agency} planning")
    house.go("sign", plan, f"{agency} accounting")
    return plan


@after(checked)
def approving(house: House, plan: int, agency: str = "own") -> int:
    for row in owing(house, plan):
        completed_sheet(house, plan, row, agency)
    decided(house, plan, agency)
    house.go("sign", plan, f"{agency} gender_officer")
    return plan


def decided(house: House, plan: int, agency: str = "own") -> None:
    """The gender officer finds that what waits for a decision owes no sheet."""
    waiting = undecided(duties(house.dossier(plan)))
    if waiting:
        made = Decision(tuple(one.row_id for one in waiting), "not_owed", "經常性業務，非報院之中長程個案計畫")
        version = house.dossier(plan).document.version
        decide(plan, house.on(f"{agency} gender_officer"), version=version, made=made)


@after(approving)
def at_authority(house: House, plan: int) -> int:
    house.go("sign", plan, "own agency_head")
    return plan


@after(at_authority)
def approved(house: House, plan: int) -> int:
    for seat in ("planning", "accounting", "agency_head"):
        house.go("sign", plan, f"above {seat}")
    return plan


@after(submitted)
def returned(house: House, plan: int) -> int:
    house.go("give_back", plan, "own unit_head", opinions=(NewOpinion("請補正", "goals"),))
    return plan


@after(draft)
def withdrawn(house: House, plan: int) -> int:
    house.go("withdraw", plan, "author", reason="政策調整")
    return plan


@after(approved)
def superseded(house: House, plan: int) -> int:
    house.go("amend", plan, "author", grounds="BUDGET", reason="預算增減")
    successor = db.session.scalars(select(Document).where(Document.predecessor_id == plan)).one().id
    house.explain(successor, "author")
    house.go("submit", successor, "author")
    house.go("sign", successor, "own unit_head")
    for kpi in kpis_of_plan(house.dossier(successor)):
        house.go("endorse", kpi.id, "own planning")
    for name in ("own planning", "own accounting", "own gender_officer", "own agency_head"):
        house.go("sign", successor, name)
    for seat in ("planning", "accounting", "agency_head"):
        house.go("sign", successor, f"above {seat}")
    return plan


PLANS: dict[str, Walk] = {
    "drafting": draft, "unit_review": submitted, "joint_review": jointly, "gender_check": checked, "approving": approving,
    "authority_review": at_authority, "approved": approved, "returned": returned, "withdrawn": withdrawn,
    "superseded": superseded,
}  # fmt: skip


def first_kpi(house: House, plan: int) -> int:
    found = house.dossier(plan)
    return next(row.id for row in found.children if row.kind == Kind.KPI_DEFINITION)


@after(draft)
def kpi_retired(house: House, plan: int) -> int:
    kpi = first_kpi(house, plan)
    key = house.dossier(kpi).document.part_key
    house.save(plan, "author", lambda content: {"kpis": [row for row in content["kpis"] if row["id"] != key]})
    return kpi


def kpi_of(plans: Walk, state: str) -> Walk:
    """The first indicator of a plan."""
    return Walk(f"kpi {state}", first_kpi, plans)


def kpi_after(move: str, **inputs: Any) -> Walk:
    def step(house: House, kpi: int) -> int:
        house.go(move, kpi, "own planning", **inputs)
        return kpi

    return Walk(f"kpi {move}", step, kpi_of(jointly, "reviewing"))


KPIS: dict[str, Walk] = {
    "drafting": kpi_of(draft, "drafting"),
    "reviewing": kpi_of(jointly, "reviewing"),
    "approved": kpi_after("endorse"),
    "in_force": kpi_of(approved, "in force"),
    "returned": kpi_after("return_kpi", opinions=(NewOpinion("目標值請說明"),)),
    "superseded": kpi_of(superseded, "superseded"),
    "retired": kpi_retired,
}


def owing(house: House, plan: int) -> list[str]:
    """The key plans that owe a sheet."""
    return [row["id"] for row in house.dossier(plan).content["key_plans"] if row["gia_owed"]]


def of_sheet(names: Iterable[str]) -> dict[str, Any]:
    sheet = clean_sheet()
    return {name: sheet[name] for name in names if name in sheet}


@walk
def sheet_begun(house: House, plan: int | None = None, row: str = "", agency: str = "own") -> int:
    plan = plan or draft(house)
    row = row or house.dossier(plan).content["key_plans"][0]["id"]
    author = "author" if agency == "own" else f"{agency} author"
    sheet = begin_sheet(plan, row, house.on(author)).document_id
    house.save(sheet, author, lambda _: of_sheet(STAFF_SECTIONS))
    invite(sheet, Guest(house.people["invited expert"]), house.on(author))
    house.explain(sheet, author)
    return sheet


@after(sheet_begun)
def sheet_sent(house: House, sheet: int, *place: Any) -> int:
    house.go("submit", sheet, "free author" if place[2:] == ("free",) else "author")
    promise_secrecy(sheet, house.on("invited expert"))
    return sheet


@after(sheet_sent)
def sheet_answered(house: House, sheet: int, *place: Any) -> int:
    house.save(sheet, "invited expert", lambda _: of_sheet(["participation"]))
    house.go("answer", sheet, "invited expert")
    return sheet


@after(sheet_answered)
def completed_sheet(house: House, sheet: int, *place: Any) -> int:
    author = "free author" if place[2:] == ("free",) else "author"
    house.save(sheet, author, lambda _: of_sheet(["results"]))
    house.explain(sheet, author)
    house.go("complete", sheet, author)
    return sheet


@after(completed_sheet)
def stale_sheet(house: House, sheet: int) -> int:
    found = house.dossier(sheet)
    key, plan = found.document.part_key, found.plan.id

    def edit(content: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = [
            {**row, "content": row["content"] + "另增辦說明會。"} if row["id"] == key else row
            for row in content["key_plans"]
        ]
        return {"key_plans": rows}

    house.save(plan, "author", edit)
    return sheet


@after(sheet_answered)
def sheet_returned(house: House, sheet: int) -> int:
    house.go("give_back", sheet, "own gender_officer", opinions=(NewOpinion("請補性別統計", "need.statistics"),))
    return sheet


@after(sheet_begun)
def sheet_exempt(house: House, sheet: int) -> int:
    house.go("exempt", sheet, "own gender_officer", grounds="PRICE", evidence="院授主預字第 1070000000 號函")
    return sheet


SHEETS: dict[str, Walk] = {
    "self_assessment": sheet_begun, "expert_review": sheet_sent, "responding": sheet_answered, "completed": stale_sheet,
    "returned": sheet_returned, "exempt": sheet_exempt,
}  # fmt: skip
