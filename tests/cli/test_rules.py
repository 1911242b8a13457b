"""``flask rules``: the catalogue with an agency's weights, and raising one as a person."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.cli.commands import Run, RunJson
from tests.views.reviewers import World
from workflows.rules import catalogue

AT = ("--agency", "科技部", "--reason", "院會指示")


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    """The sample's people."""
    return World(app)


def test_what_an_agency_raised_stands_in_the_list(run: Run, run_json: RunJson) -> None:
    assert run_json("rules", "raise", "DT-03", "B", *AT)["changed"]
    told = run_json("rules", "list", "--agency", "科技部")
    row = next(one for one in told["rules"] if one["rule"] == "DT-03")
    assert (row["severity"], row["agency_severity"], row["raised"]["by"]) == ("W", "B", "planning")
    assert len(told["rules"]) == len(catalogue())
    assert sum(one["raised"] is not None for one in told["rules"]) == 1
    assert "DT-03  W     B" in run("rules", "list", "--agency", "科技部").stdout
    assert "agency_severity" not in run_json("rules", "list")["rules"][0]
    assert "沒有變動" in run("rules", "raise", "DT-03", "B", *AT).stdout
    assert run_json("rules", "raise", "DT-03", "catalogue", *AT)["changed"]
    assert all(one["raised"] is None for one in run_json("rules", "list", "--agency", "科技部")["rules"])


def test_what_is_refused_is_said(run: Run, run_json: RunJson) -> None:
    assert "調低" in run_json("rules", "raise", "KP-11", "I", *AT, status=1)["error"]["details"][0]
    assert "研考" in run_json("rules", "raise", "DT-03", "B", *AT, "--as", "drafter", status=1)["error"]["details"][0]
    assert "沒有「不存在部」" in run("rules", "list", "--agency", "不存在部", status=1).stderr
    assert "0 位研考" in run("rules", "raise", "DT-03", "B", "--agency", "教育部", "--reason", "x", status=1).stderr
    assert "nobody" in run("rules", "raise", "DT-03", "B", *AT, "--as", "nobody", status=1).stderr
