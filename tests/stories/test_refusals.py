"""Stories of what is refused: every reason at once, nothing changed, the attempt written down, nothing given away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from exchange.writers.bundle import verify_live
from models.audit_log import AuditEntry
from models.base import db
from models.document import Document
from models.vocabulary import Kind
from tests.views.reviewers import World

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def tell(client: FlaskClient, path: str, **body: Any) -> Any:
    """A JSON POST with the CSRF token."""
    token = client.get("/sign-in", headers=JSON).get_json()["csrf_token"]
    return client.post(path, json=body, headers={**JSON, "X-CSRFToken": token})


def refusals(world: World) -> list[dict[str, Any]]:
    with world.app.app_context():
        rows = db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "refuse").order_by(AuditEntry.seq))
        return [json.loads(line)["details"] for line in rows]


PLACES = (
    "/plans/{}", "/plans/{}/checks", "/plans/{}/review", "/plans/{}/edit/kpis", "/documents/{}/history",
    "/documents/{}/opinions", "/documents/{}/moves/submit", "/documents/{}/compare", "/documents/{}/revisions/1",
)  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_may_not_be_seen_looks_like_what_is_not_there(world: World, accept: str) -> None:
    stranger = world.enter("expert")
    for place in PLACES:
        hidden = stranger.get(place.format(world.plan_id), headers={"Accept": accept})
        absent = stranger.get(place.format(999_999), headers={"Accept": accept})
        assert (hidden.status_code, absent.status_code) == (404, 404), place
        assert _without_token(hidden.data) == _without_token(absent.data), place


def _without_token(body: bytes) -> bytes:
    """The token of the sign-out form is new in every answer."""
    return b"\n".join(line for line in body.split(b"\n") if b"csrf_token" not in line)


def test_a_move_on_an_invisible_document_gives_nothing_away(world: World) -> None:
    stranger = world.enter("expert")
    hidden = tell(stranger, world.moves("submit"), version=1)
    absent = tell(stranger, "/documents/999999/moves/submit", version=1)
    assert (hidden.status_code, hidden.data) == (404, absent.data)


def test_all_reasons_come_at_once_and_nothing_changes(world: World) -> None:
    drafter, before = world.enter("drafter"), world.now()
    kpis = drafter.get(f"/plans/{world.plan_id}", headers=JSON).get_json()["content"]["kpis"]
    broken = {"kpis": [row | {"regime": None, "polarity": "", "measure": ""} for row in kpis], "goals": []}
    saved = tell(drafter, f"/documents/{world.plan_id}/content", version=before.version, parts=broken)
    assert saved.status_code == 200, saved.text
    changed = world.now()
    answer = tell(drafter, world.moves("submit"), version=changed.version)
    assert answer.status_code == 422
    rules = {finding["rule"] for finding in answer.get_json()["findings"]}
    assert len(rules) >= 3, rules
    after = world.now()
    assert (after.state, after.version, after.revision) == ("drafting", changed.version, changed.revision)
    assert refusals(world)[-1]["attempt"] == "submit"


def test_separation_of_duties_is_said_and_written_down(world: World) -> None:
    world.forward("unit_review")
    drafter, before = world.enter("drafter"), world.now()
    answer = tell(drafter, world.moves("sign"), version=before.version)
    assert answer.status_code == 403
    assert answer.get_json()["reasons"] == ["您在「單位審核」沒有審查席位"]
    after = world.now()
    assert (after.state, after.version) == (before.state, before.version)
    assert refusals(world)[-1] == {"attempt": "sign", "reasons": answer.get_json()["reasons"]}
    with world.app.app_context():
        assert verify_live(db.session()).faults == []


def test_a_stale_version_is_told_the_present_one(world: World) -> None:
    drafter, seen = world.enter("drafter"), world.now()
    first = tell(drafter, f"/documents/{world.plan_id}/content", version=seen.version, parts={"preamble": "先到"})
    assert first.status_code == 200
    second = tell(drafter, f"/documents/{world.plan_id}/content", version=seen.version, parts={"preamble": "後到"})
    assert second.status_code == 409
    assert second.get_json()["version"] == world.now().version
    assert refusals(world) == [], "being late is no refused attempt"


def test_the_wrong_state_is_said_with_the_version(world: World) -> None:
    head, seen = world.enter("agency_head"), world.now()
    answer = tell(head, world.moves("sign"), version=seen.version)
    assert answer.status_code == 409
    assert answer.get_json()["state"] == "drafting"


@pytest.mark.parametrize("move", ["advance", "enforce", "supersede", "abolish"])
def test_moves_of_the_system_are_nobodys(world: World, move: str) -> None:
    drafter = world.enter("drafter")
    assert tell(drafter, world.moves(move), version=world.now().version).status_code == 404


def test_a_plan_and_its_kpis_are_submitted_all_or_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drafter, before = world.enter("drafter"), world.now()

    def broken(*_: object) -> None:
        raise RuntimeError("the last KPI cannot be submitted")

    monkeypatch.setattr("workflows.plans.definitions.add_revision", broken)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert tell(drafter, world.moves("submit"), version=before.version).status_code == 500
    after = world.now()
    assert (after.state, after.version) == ("drafting", before.version)
    with world.app.app_context():
        states = set(db.session.scalars(select(Document.state).where(Document.kind == Kind.KPI_DEFINITION)))
        assert states == {"drafting"}
        assert verify_live(db.session()).faults == []


def test_when_the_log_cannot_be_written_nothing_happens(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    drafter, before = world.enter("drafter"), world.now()
    with world.app.app_context():
        entries = db.session.scalar(select(func.count()).select_from(AuditEntry))

    def no_ink(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr("workflows.lifecycle.transaction.audit_log.append", no_ink)
        answer = tell(
            drafter, f"/documents/{world.plan_id}/content", version=before.version, parts={"preamble": "失墨"}
        )
    assert answer.status_code == 503
    assert world.now().version == before.version
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_a_post_without_the_token_is_refused(world: World) -> None:
    drafter = world.enter("drafter")
    answer = drafter.post(world.moves("submit"), json={"version": world.now().version}, headers=JSON)
    assert answer.status_code == 400
    assert world.now().state == "drafting"
