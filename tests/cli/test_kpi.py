"""``flask kpi evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.commands import Run

SHARE = "（累計維持裁處件數÷累計裁處件數）×100%"


def _told(run: Run, *arguments: str, status: int = 0, **more: Any) -> Any:
    return json.loads(run("kpi", "evaluate", *arguments, "--json", status=status, **more).stdout)


def test_a_percentage_is_given_as_eighty_with_its_unit_and_every_step(run: Run) -> None:
    told = _told(run, "--formula", SHARE, "--values", '{"累計維持裁處件數": 80, "累計裁處件數": 100}')
    assert (told["value"], told["unit"]) == ("80.00", "%")
    assert "「累計維持裁處件數」＝80" in told["trace"] and told["trace"][-1] == "結果：80.00%"


def test_people_see_the_steps_and_the_result_last(run: Run) -> None:
    lines = run("kpi", "evaluate", "--formula", "甲數÷乙數", "--values", '{"甲數": 49, "乙數": 10}').stdout.splitlines()
    assert lines[-1] == "4.90" and any("甲數÷乙數＝4.9" in line for line in lines)


def test_an_error_names_its_column_and_ends_with_a_status(run: Run) -> None:
    told = _told(run, "--formula", "（甲數÷乙數×100%", "--values", "{}", status=1)
    assert told == {"error": {"message": "「（」沒有對應的右括號，請補上。", "column": 1}}
    shown = run("kpi", "evaluate", "--formula", "甲數÷乙數", "--values", '{"甲數": 1, "乙數": 0}', status=1).stderr
    assert "第 4 字" in shown and "除以零" in shown


def test_text_that_does_not_compute_stays_text_and_says_so(run: Run) -> None:
    told = _told(run, "--formula", "統計查獲電信詐欺機房數", status=1)
    assert "不是算式" in told["error"]["message"] and told["error"]["column"] == 1


def test_the_formula_may_come_from_a_file_or_from_standard_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "measure.txt"
    path.write_text(SHARE, encoding="utf-8")
    values = tmp_path / "values.json"
    values.write_text('{"累計維持裁處件數": "很多"}', encoding="utf-8")
    given = '{"累計維持裁處件數": 3, "累計裁處件數": 4}'
    assert _told(run, "--file", str(path), "--values", given)["value"] == "75.00"
    assert _told(run, "--values", given, input=SHARE)["value"] == "75.00"
    assert "很多" in _told(run, "--file", str(path), "--values", f"@{values}", status=1)["error"]["message"]


def test_values_that_are_no_json_object_are_refused(run: Run) -> None:
    for values in ("[1]", "{", "@/nowhere/at/all"):
        assert "error" in _told(run, "--formula", SHARE, "--values", values, status=2)


def test_the_target_settles_the_unit(run: Run) -> None:
    values = '{"輔導後產值": "5億元", "輔導前產值": "18,000萬元"}'
    told = _told(run, "--formula", "輔導後產值－輔導前產值", "--values", values, "--target", "0.32兆元")
    assert (told["value"], told["unit"]) == ("0.00032", "兆元")


def test_figures_are_exact(run: Run) -> None:
    told = _told(run, "--formula", "甲數＋乙數", "--values", '{"甲數": 0.1, "乙數": 0.2}')
    assert told["exact"] == "0.3"
