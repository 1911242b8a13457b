"""``flask plan`` and ``flask gia``: files read and checked, with and without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.seeding.walking import sample_sheet
from config import Settings
from models.base import db
from models.document import Document
from tests.cli.commands import Run, RunJson

PLAN = Path(__file__).parents[2] / "data" / "plans" / "107-most" / "plan.txt"


@pytest.fixture
def no_database(tmp_path: Path) -> Flask:
    """An application whose database cannot be opened."""
    return create_app(Settings(database_url=f"sqlite:///{tmp_path / 'none' / 'x.sqlite3'}", password_profile="test"))


def test_checking_a_file_needs_no_database(no_database: Flask) -> None:
    result = no_database.test_cli_runner().invoke(args=["plan", "check", str(PLAN), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["document"] == "plan.txt"
    one = next(one for one in told["findings"] if one["rule"] == "KP-12")
    assert one["at"] == "key_plans[26].kpis" and one["severity"] == "B" and one["source"]
    assert {"rule", "severity", "at", "message", "source"} <= one.keys()


def test_a_check_of_a_file_says_the_same_every_time(run: Run) -> None:
    first, second = (run("plan", "check", str(PLAN), "--json").stdout for _ in range(2))
    assert first == second


def test_strict_turns_findings_into_an_exit_status(run: Run) -> None:
    run("plan", "check", str(PLAN), "--strict", status=1)
    assert "KP-12 阻擋" in run("plan", "check", str(PLAN)).stdout


def test_a_document_is_checked_by_id_and_revision(run: Run, run_json: RunJson) -> None:
    run("seed", "--fixture", "sample")
    told = run_json("plan", "check", "1")
    assert any(one["rule"] == "KP-10" for one in told["findings"])
    assert run_json("plan", "check", "1@1")["document"].endswith("@1")
    assert "沒有文件" in run("plan", "check", "4096", status=1).stderr
    assert run_json("plan", "check", "4096@2", status=1)["error"]["message"]


def test_unreadable_files_are_refused_in_words(run: Run, run_json: RunJson, tmp_path: Path) -> None:
    odd = tmp_path / "plan.exe"
    odd.write_bytes(b"MZ")
    assert "不能讀取這種檔案" in run("plan", "check", str(odd), status=2).stderr
    assert "不能讀取" in run_json("plan", "import", str(odd), "--dry-run", status=2)["error"]["message"]
    assert "無法讀取" in run("plan", "check", str(tmp_path / "none.txt"), status=2).stderr


def test_a_dry_run_writes_nothing_and_gives_the_shape(app: Flask, run_json: RunJson) -> None:
    told = run_json("plan", "import", str(PLAN), "--dry-run", "--agency", "科技部", "--year", "107")
    assert (told["kind"], told["year"], told["agency"]) == ("annual_plan", 107, "科技部")
    content = told["content"]
    assert [len(content[part]) for part in ("goals", "kpis", "key_plans")] == [13, 17, 68]
    assert content["kpis"][0]["target"] == "80%" and told["uncertain"][0].keys() == {"at", "why"}
    with app.app_context():
        assert db.session.query(Document).count() == 0


def test_an_import_acts_as_a_drafter_through_the_choke_point(app: Flask, run: Run, run_json: RunJson) -> None:
    run("seed", "--fixture", "people")
    several = run("plan", "import", str(PLAN), "--agency", "科技部", "--year", "107", status=1).stderr
    assert "drafter、drafter2" in several and "--as" in several
    told = run_json("plan", "import", str(PLAN), "--agency", "科技部", "--year", "107", "--as", "drafter2")
    assert told["document"]["state"] == "drafting" and told["document"]["revision"] == 1
    again = run_json("plan", "import", str(PLAN), "--agency", "科技部", "--year", "107", "--as", "drafter", status=1)
    assert "已經存在" in again["error"]["details"][0]


def test_the_only_drafter_is_found_and_others_are_refused(run: Run, run_json: RunJson) -> None:
    run("seed", "--fixture", "people")
    arguments = ("plan", "import", str(PLAN), "--agency", "教育部", "--year", "107")
    assert "承辦人" in run_json(*arguments, "--as", "head", status=1)["error"]["details"][0]
    assert "沒有「nobody」" in run(*arguments, "--as", "nobody", status=1).stderr
    assert "沒有「無此機關」" in run("plan", "import", str(PLAN), "--agency", "無此機關", status=1).stderr
    assert run_json(*arguments)["agency"] == "教育部"


def test_a_sheet_given_as_json_is_checked(run: Run, run_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "sheet.json"
    sheet = sample_sheet()
    path.write_text(json.dumps(sheet), encoding="utf-8")
    assert run_json("gia", "check", str(path)) == {"document": "sheet.json", "findings": []}
    sheet["participation"]["relevance"] = "無關"
    path.write_text(json.dumps(sheet), encoding="utf-8")
    told = run_json("gia", "check", str(path))
    assert {"GI-21", "GI-22"} & {one["rule"] for one in told["findings"]}
    run("gia", "check", str(path), "--strict", status=1)


@pytest.mark.parametrize("text", ["", "[]", "{", "7", "[" * 100_000])
def test_what_is_no_sheet_is_refused(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "sheet.json"
    path.write_text(text, encoding="utf-8")
    assert "sheet.json" in run("gia", "check", str(path), status=2).stderr
