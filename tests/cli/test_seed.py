"""``flask seed``: through the real verbs, once, never in production."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.seeding import matrix
from app.seeding.people import password, sample_people
from config import Settings
from exchange.writers.bundle import verify_live
from forms.signing_in import SHORTEST_PASSWORD
from models.audit_log import AuditEntry
from models.audit_words import Action
from models.base import db
from models.document import Document
from models.people import User
from models.vocabulary import Kind, Role
from tests.cli.commands import Run
from workflows.accounts.people import actor_of
from workflows.kinds import KINDS


def test_the_sample_has_the_107_plan_as_an_imported_draft(app: Flask, run: Run) -> None:
    out = run("seed", "--fixture", "sample", "--accounts").output
    assert "林怡君" in out and password() in out
    with app.app_context():
        plan = db.session.scalars(select(Document).where(Document.kind == Kind.ANNUAL_PLAN)).one()
        assert (plan.agency.name, plan.year, plan.state) == ("科技部", 107, "drafting")
        actions = list(
            db.session.scalars(select(AuditEntry.action).where(AuditEntry.object == plan.object_name).order_by("seq"))
        )
        assert actions == [Action.CREATE, Action.REVISE, Action.IMPORT]
        assert plan.agency.parent_id is None
        assert verify_live(db.session()).sound


def test_the_first_people_are_written_down_as_the_command_lines_act(app: Flask, run: Run) -> None:
    run("seed", "--fixture", "people")
    with app.app_context():
        line = db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == Action.PERSON_CREATE)).first()
        assert line is not None and '"actor":{"account":"cli","agency":null,"id":null' in line


def test_a_second_planting_is_refused_and_if_empty_keeps_quiet(run: Run) -> None:
    run("seed", "--fixture", "people")
    assert "資料庫已有人員" in run("seed", "--fixture", "sample", status=1).output
    assert run("seed", "--fixture", "sample", "--if-empty").output == ""


def test_nothing_asked_for_is_a_mistake(run: Run) -> None:
    assert "--fixture" in run("seed", status=2).output


def test_the_sample_password_satisfies_the_house(app: Flask, run: Run, client: FlaskClient) -> None:
    assert len(password()) >= SHORTEST_PASSWORD
    run("seed", "--fixture", "people")
    with app.app_context():
        assert not any(db.session.scalars(select(User.must_change_password)))


class TestInProduction:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, production=True)

    def test_no_sample_and_no_accounts(self, app: Flask, run: Run) -> None:
        assert "正式環境" in run("seed", "--fixture", "sample", status=1).output
        assert run("seed", "--accounts").output == ""
        with app.app_context():
            assert db.session.scalar(select(func.count()).select_from(User)) == 0


def test_the_matrix_has_every_role_pair_and_state(app: Flask, run: Run) -> None:
    run("seed", "--fixture", "matrix")
    with app.app_context():
        for kind, definition in KINDS.items():
            there = set(db.session.scalars(select(Document.state).where(Document.kind == kind)))
            assert there == set(definition.workflow.state_named)
        accounts = set(db.session.scalars(select(User.account)))
        assert {role.value for role in Role} <= accounts
        assert len([account for account in accounts if "+" in account]) == 36
        pair = db.session.scalars(select(User).where(User.account == "drafter+planning")).one()
        assert actor_of(pair, pair.created_at.date()).roles == (Role.DRAFTER, Role.PLANNING)
        assert not db.session.scalars(select(User.active).where(User.account == "disabled")).one()
        assert verify_live(db.session()).sound


def test_sample_accounts_are_documented_once() -> None:
    accounts = [one.account for one in (*sample_people(), *matrix.people())]
    assert len({one.account for one in matrix.people()}) == len(matrix.people())
    assert len(set(accounts)) >= 60
