"""A plan under review and the people around it, for tests that speak HTTP."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.seeding.people import agency_id, password, plant_agencies, plant_people, sample_agencies, sample_people
from app.seeding.walking import Cast, Walk, document
from models.base import db
from models.document import Document
from models.vocabulary import Kind
from tests.snapshots import planted

ACCOUNTS = {
    "drafter": "drafter", "unit_head": "unithead", "planning": "planning", "accounting": "accounting",
    "gender_officer": "gender", "agency_head": "head", "gender_expert": "expert",
}  # fmt: skip


def small_plan() -> tuple[Walk, int]:
    """The sample's people and agencies, a walk of the people of 科技部, and their small plan in drafting."""
    plant_people(sample_people(), plant_agencies(sample_agencies()))
    found = agency_id("科技部")
    assert found is not None
    walk = Walk(Cast(found, ACCOUNTS))
    return walk, walk.draft(107)


class World:
    """The sample's people at 科技部 with one small plan, and browsers for them."""

    begins_with = "small plan"

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.walk, self.plan_id = planted(self.begins_with, small_plan)

    def forward(self, state: str) -> int:
        """Bring the plan forward to a state; a copy takes the place of the moves where nothing else happened before."""
        with self.app.app_context():
            return planted(
                f"{self.begins_with} in {state}",
                lambda: self.walk.forward(self.plan_id, state),
                since=self.begins_with,
            )

    def kpis(self) -> list[int]:
        """The KPI definitions of the plan."""
        with self.app.app_context():
            return self.walk.children(self.plan_id, Kind.KPI_DEFINITION)

    def now(self, document_id: int = 0) -> Document:
        """The document as it is."""
        with self.app.app_context():
            found = document(document_id or self.plan_id)
            db.session.expunge_all()
            return found

    def enter(self, part: str) -> Any:
        """A browser in which the person of this part has signed in."""
        client: Any = self.app.test_client()
        answer = client.send("/sign-in", account=ACCOUNTS.get(part, part), password=password())
        assert answer.status_code == 303, answer.text
        return client

    def moves(self, move: str, document_id: int = 0) -> str:
        """The address of a move."""
        return f"/documents/{document_id or self.plan_id}/moves/{move}"


def send_json(client: Any, path: str, **body: Any) -> Any:
    """POST a JSON body with the CSRF token any page's JSON carries."""
    return client.post(path, json=body, headers={"X-CSRFToken": token_of(client), "Accept": "application/json"})


def token_of(client: Any) -> str:
    """The CSRF token for what this browser sends as JSON."""
    return str(client.get("/sign-in", headers={"Accept": "application/json"}).json["csrf_token"])
