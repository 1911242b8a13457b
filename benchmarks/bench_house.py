"""The house that is measured: the real plan of 107, a plan with 200 revisions, people, and thousands of plans."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text, update

from app import create_app
from app.shell.access import hasher, now
from benchmarks.browser import Answer, Browser
from config import Settings
from exchange.content import to_content
from exchange.registry import read
from models.base import db
from models.document import Document
from models.kpi import KpiResult
from models.people import Agency, User
from models.vocabulary import Kind
from tests.grid import walk
from workflows.content import new_row_id
from workflows.gender import begin_sheet
from workflows.kinds import KPI_DEFINITION, STAFF_SECTIONS
from workflows.plans import create_plan

PASSWORD = "measured with a long password"  # noqa: S105 - of a measurement
PLAN = Path(__file__).parent.parent / "data" / "plans" / "107-most" / "plan.txt"
SIGNATURES = 60
YEARS = 400
REAL_YEAR = 107


@dataclass(frozen=True)
class House:
    """What is measured: document ids."""

    plan: int
    indicator: int
    long_lived: int
    to_sign: tuple[int, ...]
    reported: int


def _renumbered(number: int, content: Mapping[str, Any]) -> dict[str, str]:
    return {"preamble": f"{content['preamble'][:200]}{number}"}


class Database:
    """The measured database, filled through the verbs; only the thousands of rows for lists are put in directly."""

    def __init__(self, url: str) -> None:
        settings = replace(Settings.from_environment({"DATABASE_URL": url}), password_profile="test")  # noqa: S106
        self.app = create_app(settings)

    def furnish(self) -> House:
        """People, the real plan as a draft, a plan with 200 revisions, plans waiting for a signature."""
        with self.app.app_context():
            house = walk.built()
            house.year = REAL_YEAR
            hashed = hasher().hash(PASSWORD)
            for user in db.session.query(User):
                user.password_hash = hashed
            db.session.commit()
            content = to_content(read(PLAN), new_id=new_row_id)
            agency = house.agencies["own"]
            plan = create_plan(house.on("author"), agency_id=agency, year=REAL_YEAR, content=content).document_id
            indicator = db.session.scalars(select(Document.id).where(Document.parent_id == plan)).first() or 0
            long_lived = walk.draft(house)
            for number in range(200):
                house.save(long_lived, "author", partial(_renumbered, number))
            to_sign = tuple(walk.submitted(house) for _ in range(SIGNATURES))
            reported = create_plan(
                house.on("author"), agency_id=agency, year=REAL_YEAR - 1, content=content
            ).document_id
            add_results(reported, house.people["author"], house.people["own planning"])
            assessed(house)
            return House(plan, indicator, long_lived, to_sign, reported)

    def size(self) -> int:
        """Bytes that the database holds."""
        with self.app.app_context():
            if db.engine.dialect.name != "sqlite":
                return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
            pages = db.session.scalar(text("PRAGMA page_count")) or 0
            free = db.session.scalar(text("PRAGMA freelist_count")) or 0
            size = db.session.scalar(text("PRAGMA page_size")) or 0
            return int((pages - free) * size)

    def add_plans(self, count: int) -> None:
        """Rows of plans for lists."""
        with self.app.app_context():
            have = db.session.query(Agency).count()
            agencies = [
                Agency(code=f"L{have + n}", name=f"第 {have + n} 機關", valid_from=date(2010, 1, 1))
                for n in range(count // YEARS + 1)
            ]
            db.session.add_all(agencies)
            db.session.flush()
            author, at = db.session.scalar(select(User.id)), now()
            states = ("drafting", "unit_review", "joint_review", "approved", "returned")
            db.session.execute(
                insert(Document),
                [
                    {
                        "kind": Kind.ANNUAL_PLAN.value,
                        "agency_id": agencies[n // YEARS].id,
                        "year": n % YEARS + 1,
                        "title": f"{agencies[n // YEARS].name} {n % YEARS + 1} 年度施政計畫",
                        "state": states[n % 5],
                        "state_since": at,
                        "edition": 1,
                        "round": 1,
                        "workflow_version": 1,
                        "form_version": "1",
                        "created_by": author,
                        "created_at": at,
                        "changed_at": at,
                        "revision": 0,
                        "version": 1,
                        "authors_since": 0,
                    }
                    for n in range(count)
                ],
            )
            db.session.commit()


def add_results(plan: int, author: int, settler: int) -> None:
    """Put a plan into force and give each of its indicators four confirmed quarters, as rows: only reading is measured."""
    moment = now()
    db.session.execute(update(Document).where(Document.id == plan).values(state="approved"))
    db.session.execute(update(Document).where(Document.parent_id == plan).values(state="in_force"))
    kpis = db.session.scalars(
        select(Document.id).where(Document.parent_id == plan, Document.kind == KPI_DEFINITION.name)
    )
    db.session.execute(
        insert(KpiResult),
        [
            {
                "document_id": kpi,
                "year": REAL_YEAR - 1,
                "period": f"Q{quarter}",
                "number": 1,
                "value": str(20 * quarter + 3),
                "inputs": "",
                "evidence": f"統計年報第 {kpi} 頁，科部字第 {kpi:010} 號函",
                "note": "",
                "definition_revision": 1,
                "state": "confirmed",
                "entered_by": author,
                "entered_at": moment,
                "settled_by": settler,
                "settled_at": moment,
                "settled_note": "",
            }
            for kpi in kpis
            for quarter in (1, 2, 3, 4)
        ],
    )
    db.session.commit()


SHEETS = 200


def assessed(house: walk.House) -> int:
    """A plan with two hundred key plans, each with a sheet whose staff's part is filled in."""
    plan = walk.draft(house)
    base = house.dossier(plan).content["key_plans"][0]
    rows = [{**base, "id": f"p-{n:08d}", "item": f"{base['item']} {n}", "gia_owed": True} for n in range(SHEETS)]
    house.save(plan, "author", lambda _: {"key_plans": rows})
    for row in rows:
        sheet = begin_sheet(plan, row["id"], house.on("author")).document_id
        house.save(sheet, "author", lambda _: walk.of_sheet(STAFF_SECTIONS))
    return plan


class Acts:
    """The measured requests, each as a person makes it."""

    def __init__(self, url: str, house: House) -> None:
        self.house, self.saves = house, 0
        self.drafter = Browser(url, follow=False).sign_in("author", PASSWORD)
        self.head = Browser(url, follow=False).sign_in("own.unit_head", PASSWORD)
        self.auditor = Browser(url, follow=False).sign_in("auditor", PASSWORD)
        self.planning = Browser(url, follow=False).sign_in("own.planning", PASSWORD)
        self.officer = Browser(url, follow=False).sign_in("own.gender_officer", PASSWORD)
        row = self.drafter.read(f"/plans/{house.plan}").json()["content"]["kpis"][3]["id"]
        self.path = f"/plans/{house.plan}/edit/kpis/{row}"
        forms = self.drafter.get(self.path).page().forms
        self.form = next(form for form in forms if "baseline" in dict(form.fields))
        self.version = int(dict(self.form.fields)["version"])
        self.signing = {plan: self.head.read(f"/plans/{plan}").json()["document"]["version"] for plan in house.to_sign}

    def desk(self, _turn: int) -> Answer:
        """My desk, with sixty plans on it."""
        return self.head.get("/")

    def plan_page(self, _turn: int) -> Answer:
        """The whole plan as it is printed."""
        return self.drafter.get(f"/plans/{self.house.plan}")

    def results(self, _turn: int) -> Answer:
        """The results of a plan with 17 indicators and four quarters each."""
        return self.planning.get(f"/plans/{self.house.reported}/results")

    def overview(self, _turn: int) -> Answer:
        """The results of an agency in a year, counted and listed."""
        return self.planning.get(f"/results?year={REAL_YEAR - 1}")

    def indicator(self, _turn: int) -> Answer:
        """The page of one indicator of the real plan, with its targets by year and their history."""
        return self.drafter.get(f"/kpis/{self.house.indicator}")

    def gender_desk(self, _turn: int) -> Answer:
        """The gender officer's desk with two hundred sheets and sixty plans."""
        return self.officer.get("/sheets/desk")

    def history(self, _turn: int) -> Answer:
        """The history of the plan with 200 revisions."""
        return self.drafter.get(f"/documents/{self.house.long_lived}/history")

    def plans(self, _turn: int) -> Answer:
        """The list of plans, as the auditor sees it: all of them, 50 a page."""
        return self.auditor.get("/plans")

    def save(self, turn: int) -> Answer:
        """One field of one KPI, by the form as it stands on its page."""
        answer = self.drafter.send(
            self.form,
            self.path,
            version=str(self.version),
            idempotency_key=secrets.token_urlsafe(12),
            baseline=f"第 {turn} 次",
        )
        self.saves, self.version = self.saves + 1, self.version + 1
        return answer

    def comparison(self, _turn: int) -> Answer:
        """The newest revision beside the one before."""
        return self.drafter.get(f"/documents/{self.house.plan}/compare")

    def row_page(self, _turn: int) -> Answer:
        """The form of the KPI that is saved, with its findings."""
        return self.drafter.get(self.path)

    def check(self, turn: int) -> Answer:
        """What a browser asks when a field is left: the form as typed, judged and not stored."""
        typed = [(name, value) for name, value in self.form.fields if name != "measure"]
        typed.append(("measure", f"{dict(self.form.fields)['measure']}，第 {turn} 次"))
        return self.drafter.post(self.path.replace("/edit/", "/check/"), typed, **{"HX-Request": "true"})

    def sign(self, turn: int) -> Answer:
        """One signature; the proof of identity is fresh, so no password is asked."""
        plan = self.house.to_sign[turn]
        return self.head.tell(f"/documents/{plan}/moves/sign", version=self.signing[plan])
