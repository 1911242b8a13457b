"""What rules know beside a plan's content: last year's confirmed results and what is in force elsewhere, never a draft."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.seeding.acting import by_person
from app.seeding.people import agency_id
from app.seeding.walking import document, sample_content
from models.base import db
from models.document import Document
from models.engines import writing
from models.kpi import KpiResult
from models.people import User
from models.vocabulary import Kind
from tests.views.reviewers import World
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.moves import perform_move
from workflows.plans.creation import create_plan
from workflows.review.findings import findings_of

LENGTH = "當年度以柔性工法完成復育之海岸長度"


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def told(world: World, rule: str) -> list[str]:
    with world.app.app_context():
        db.session.expunge_all()
        return [
            str(one.message) for one in findings_of(Dossier(db.session(), document(world.plan_id))) if one.rule == rule
        ]


def set_directly(world: World, statement: Any) -> None:
    """What a long walk would bring about; the rules only read it."""
    with world.app.app_context():
        token = writing.set(True)
        try:
            db.session.execute(statement)
            db.session.commit()
        finally:
            writing.reset(token)


def other_plan(world: World) -> int:
    """A plan of another agency with an indicator that measures the same, submitted."""
    with world.app.app_context():
        agency = agency_id("教育部")
        assert agency is not None
        action_context = by_person("edu-drafter", proven=True)
        plan = create_plan(action_context, agency_id=agency, year=107, content=sample_content(107)).document_id
        perform_move("submit", plan, action_context, version=document(plan).version)
        return plan


def test_a_measure_in_force_elsewhere_is_named_and_a_draft_is_not(world: World) -> None:
    plan = other_plan(world)
    assert told(world, "KP-21") == []
    theirs = (Document.parent_id == plan) & (Document.kind == Kind.KPI_DEFINITION)
    for state, expected in (("approved", 0), ("in_force", 3), ("superseded", 0)):
        set_directly(world, update(Document).where(theirs).values(state=state))
        assert len(told(world, "KP-21")) == expected
    set_directly(world, update(Document).where(theirs).values(state="in_force"))
    assert "衡量標準與教育部「海岸復育長度」相同，請確認是否重複計算。" in told(world, "KP-21")


@pytest.mark.parametrize(("state", "year", "period", "found"), [
    ("confirmed", 106, "year", True), ("entered", 106, "year", False), ("confirmed", 105, "year", False), ("confirmed", 106, "H1", False),
])  # fmt: skip
def test_last_years_confirmed_result_is_what_a_target_is_held_against(
    world: World, state: str, year: int, period: str, *, found: bool
) -> None:
    with world.app.app_context():
        before = world.walk.draft(106)
        kpi = world.walk.children(before, Kind.KPI_DEFINITION)[0]
        people = {row.account: row.id for row in db.session.scalars(select(User))}
        row = KpiResult(
            document_id=kpi, year=year, period=period, number=1, value="95.5", evidence="年報", definition_revision=1, state=state,
            entered_by=people["drafter"], entered_at=datetime.now(UTC),
        )  # fmt: skip
        if state == "confirmed":
            row.settled_by, row.settled_at = people["planning"], datetime.now(UTC)
        token = writing.set(True)
        try:
            db.session.add(row)
            db.session.commit()
        finally:
            writing.reset(token)
    assert [("95.5" in one) for one in told(world, "KP-09")] == ([True] if found else [])
