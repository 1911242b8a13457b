"""``flask rules``, ``workflow``, ``policy``, ``docs``, ``doctor`` and ``person``."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from app.ops import docs as documenting
from config import ROOT, Settings
from models.audit_log import AuditEntry
from models.base import db
from models.people import User
from tests.cli.commands import Run, RunJson
from tests.engines import Stock
from workflows.kinds import KINDS
from workflows.lifecycle.permissions import GRANTS
from workflows.results.workflow import RESULT_WORKFLOW
from workflows.rules import catalogue

CREATE = ("person", "create-administrator", "root-chen", "--name", "陳管理")
PASSWORD = "a long and quiet sentence"


def test_the_catalogue_is_listed(run: Run, run_json: RunJson) -> None:
    rows = run_json("rules", "list")["rules"]
    assert [row["rule"] for row in rows] == [one.code for one in catalogue()]
    assert all(row["title"] and row["title_en"] and row["source"] and row["why"] for row in rows)
    assert "KP-10" in run("rules", "list").stdout


WORKFLOWS = {**{kind.name: kind.workflow for kind in KINDS.values()}, RESULT_WORKFLOW.kind: RESULT_WORKFLOW}


@pytest.mark.parametrize("kind", list(WORKFLOWS))
def test_a_workflow_is_shown_as_table_data_and_diagram(run: Run, run_json: RunJson, kind: str) -> None:
    told = run_json("workflow", "show", kind)
    states = {state["state"] for state in told["states"]}
    assert states == set(WORKFLOWS[kind].state_named)
    assert {(m["from"], m["move"], m["to"]) for m in told["moves"]} == set(WORKFLOWS[kind].transitions())
    drawn = run("workflow", "show", kind, "--mermaid").stdout
    assert drawn.startswith("stateDiagram-v2") and all(f"{state}:" in drawn for state in states)
    assert WORKFLOWS[kind].states[0].label in run("workflow", "show", kind).stdout


def test_an_unknown_kind_is_refused(run: Run) -> None:
    assert "沒有「poem」這種文件" in run("workflow", "show", "poem", status=2).stderr


def test_the_permission_table_is_told(run: Run, run_json: RunJson) -> None:
    assert len(run_json("policy", "matrix")["grants"]) == len(GRANTS)
    assert "plan_create" in run("policy", "matrix").stdout


def test_a_stale_document_is_noticed_and_written(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "rules.md").write_text("old", encoding="utf-8")
    assert set(documenting.write(app.cli, tmp_path)) == set(documenting.PAGES)
    assert documenting.stale(app.cli, tmp_path) == []


def test_a_sound_installation_has_nothing_to_mend(run: Run, run_json: RunJson) -> None:
    told = run_json("doctor")
    assert told["sound"] and {"資料庫", "資料表版本", "稽核紀錄", "時鐘", "密鑰"} <= {
        one["name"] for one in told["checks"]
    }
    assert "✗" not in run("doctor").stdout


def test_a_database_without_tables_is_told_how_to_mend(stock: Stock, settings: Settings) -> None:
    from app import create_app

    url = stock.empty()
    app = create_app(replace(settings, database_url=url))
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1 and "flask db upgrade" in result.stdout
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    stock.discard(url)


def test_a_log_whose_head_does_not_fit_is_noticed(app: Flask, run_json: RunJson) -> None:
    with app.app_context(), db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE audit_head DISABLE TRIGGER ALL"))
        connection.execute(text("UPDATE audit_head SET size = size + 1"))
    told = run_json("doctor", status=1)
    assert next(one for one in told["checks"] if one["name"] == "稽核紀錄")["good"] is False


class TestInProduction:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, production=True, secret_key="x" * 40)

    def test_the_first_administrator_is_created_once_and_written_down(self, app: Flask, run: Run) -> None:
        arguments = (*CREATE, "--agency", "示範部", "--agency-code", "A1", "--password", PASSWORD)
        assert "陳管理" in run(*arguments).stdout
        with app.app_context():
            user = db.session.scalars(select(User)).one()
            assert user.must_change_password and user.holdings[0].role == "administrator"
            actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
            assert actions[-3:] == ["agency_create", "person_create", "role_grant"]
        assert "已有系統管理者" in run(*arguments, status=1).stderr

    def test_a_weak_password_or_unknown_agency_is_refused(self, run: Run) -> None:
        assert "密碼至少" in run(*CREATE, "--agency", "示範部", "--password", "short", status=1).stderr
        assert "--agency-code" in run(*CREATE, "--agency", "示範部", "--password", PASSWORD, status=1).stderr

    def test_the_password_is_asked_for(self, run: Run) -> None:
        out = run(*CREATE, "--agency", "示範部", "--agency-code", "A1", input=f"{PASSWORD}\n{PASSWORD}\n").output
        assert "密碼" in out and PASSWORD not in out


def test_web_workers_do_not_load_what_only_commands_need() -> None:
    code = "import sys, wsgi; sys.exit(any(name in sys.modules for name in ('app.ops.doctor', 'app.ops.docs', 'app.seeding')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_worker_on_sqlite_does_not_load_what_sqlalchemy_knows_of_postgresql(tmp_path: Path) -> None:
    code = (
        "import sys; from app import create_app; from config import Settings; from sqlalchemy.orm import configure_mappers; "
        f"create_app(Settings(database_url='sqlite:///{tmp_path}/empty', testing=True)); configure_mappers(); "
        "sys.exit('sqlalchemy.dialects.postgresql' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_page_is_said_without_loading_every_language_of_the_world(tmp_path: Path) -> None:
    code = (
        "import sys, babel.core; from app import create_app; from config import Settings; "
        f"client = create_app(Settings(database_url='sqlite:///{tmp_path}/empty', testing=True)).test_client(); "
        "said = [client.get('/sign-in', headers={'Accept-Language': one}).text for one in ('zh-TW', 'en')]; "
        "sys.exit('登入' not in said[0] or 'Sign in' not in said[1] or babel.core._global_data is not None)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_web_worker_loads_no_command() -> None:
    """Commands bring in the samples, Alembic and the workbook writer, which no worker needs."""
    script = (
        "import sys\nimport wsgi\n"
        "late = ('app.cli.', 'app.seeding', 'alembic', 'openpyxl')\n"
        "print([name for name in sys.modules if name.startswith(late)])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
