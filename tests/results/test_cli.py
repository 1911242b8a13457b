"""``flask kpi results``: the same figures as the pages, for people, machines and files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook

from models.audit_log import AuditEntry
from models.base import db
from tests.results.houses import agree, give, house_with_results, kpis_of


@pytest.fixture
def plan(app: Flask) -> Iterator[int]:
    with app.app_context():
        house, plan = house_with_results()
        agree(house, give(house, kpis_of(house, plan)[-1], "3"))
        yield plan


def run(app: Flask, *arguments: str, status: int = 0) -> Result:
    result = app.test_cli_runner().invoke(args=["kpi", "results", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_the_results_of_a_plan_for_people_and_machines(app: Flask, plan: int) -> None:
    import json

    assert "125.0%" in run(app, str(plan)).output
    told = json.loads(run(app, str(plan), "--json").output)
    assert [one["standing"] for one in told["indicators"]].count("met") == 1
    assert told["indicators"][-1]["rate"] == "125"
    by_name = json.loads(run(app, "--agency", "own機關", "--year", str(told["year"]), "--json").output)
    assert by_name == told
    one = json.loads(run(app, str(told["indicators"][-1]["id"]), "--json").output)
    assert one["indicators"] == told["indicators"][-1:]


def test_files_are_written_whole_and_written_down(app: Flask, plan: int, tmp_path: Path) -> None:
    book, text = tmp_path / "results.xlsx", tmp_path / "results.csv"
    run(app, str(plan), "--format", "xlsx", "--out", str(book))
    run(app, str(plan), "--format", "csv", "--out", str(text))
    sheet = load_workbook(io.BytesIO(book.read_bytes())).active
    assert sheet is not None
    assert sheet.max_row >= 7
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    db.session.rollback()
    assert db.session.query(AuditEntry).filter_by(action="export", object=f"annual_plan:{plan}").count() == 2
    run(app, str(plan), "--format", "xlsx", "--out", str(tmp_path / "none" / "x.xlsx"), status=1)


def test_what_is_not_there_is_said(app: Flask, plan: int) -> None:
    assert "沒有這項指標" in run(app, "999999", status=1).output
    assert "沒有這項指標" in run(app, "--agency", "無此機關", status=1).output
    assert "--out" in run(app, str(plan), "--format", "csv", status=1).output
