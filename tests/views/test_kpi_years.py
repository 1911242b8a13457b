"""The years of an indicator as they are drafted over HTTP, without scripts."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask

from tests.pages import PageClient
from tests.views.reviewers import World, send_json
from tests.views.test_drafting import first, part, send, typed


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def drafter(world: World) -> PageClient:
    return cast(PageClient, world.enter("drafter"))


def test_years_are_added_typed_and_saved(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    revision = world.now().revision
    later = send(drafter, path, op="year-next:", title="還沒存的名稱")
    assert (later.status_code, world.now().revision) == (200, revision)
    assert typed(later, "title") == ["還沒存的名稱"]
    sent = typed(later, "years")
    assert [one.partition(":")[2] for one in sent] == ["108"]
    both = send(drafter, path, later, op="year-prev:")
    past, coming = (one.partition(":")[0] for one in typed(both, "years"))
    assert {one.partition(":")[2] for one in typed(both, "years")} == {"106", "108"}
    values = {
        f"year-{past}-actual": "1,702.5", f"year-{past}-source": "106 年年報", f"year-{coming}-value": "１,８００",
        f"year-{coming}-unit": "人次", f"year-{coming}-comparator": "≥", "cumulative": "False",
    }  # fmt: skip
    assert send(drafter, path, both, **values).status_code == 303
    row = part(drafter, world, "kpis")[0]
    assert [(one["year"], one["target"]["value"], one["actual"], one["source"]) for one in row["years"]] == [
        (106, "", "1702.5", "106 年年報"),
        (108, "1800", "", ""),
    ]
    assert row["years"][1]["target"]["comparator"] == "≥"
    assert row["cumulative"] is False
    page = drafter.get(path).text
    assert 'value="1,702.5"' in page
    assert 'value="1,800"' in page
    again = world.now().revision
    assert send(drafter, path).status_code == 303
    assert world.now().revision == again


def test_words_stand_where_a_milestone_is_no_figure_and_blank_years_are_none(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    page = send(drafter, path, op="year-next:")
    page = send(drafter, path, page, op="year-next:")
    one, _blank = (sent.partition(":")[0] for sent in typed(page, "years"))
    assert send(drafter, path, page, **{f"year-{one}-value": "完成三讀"}).status_code == 303
    years = part(drafter, world, "kpis")[0]["years"]
    assert [(row["year"], row["target"]["text"]) for row in years] == [(108, "完成三讀")]
    dropped = send(drafter, path, op=f"year-drop:{one}")
    assert typed(dropped, "years") == []
    assert send(drafter, path, dropped).status_code == 303
    assert part(drafter, world, "kpis")[0]["years"] == []


def test_a_figure_that_is_none_is_said_beside_its_year_and_kept(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    page = send(drafter, path, op="year-prev:")
    one = typed(page, "years")[0].partition(":")[0]
    answer = send(drafter, path, page, baseline_year="去年", **{f"year-{one}-actual": "約八成"})
    assert answer.status_code == 422
    assert "「實績」應為數字" in answer.text
    assert "年度請填民國年" in answer.text
    assert typed(answer, f"year-{one}-actual") == ["約八成"]
    assert typed(answer, "baseline_year") == ["去年"]


def test_two_people_in_one_year_are_asked_and_nothing_is_lost(world: World, drafter: PageClient) -> None:
    row, path = first(drafter, world, "kpis")
    year = {"id": "y-1", "year": 108, "target": {"value": "82", "unit": "%", "comparator": "", "text": ""}, "actual": "", "source": ""}  # fmt: skip
    rows = part(drafter, world, "kpis")
    body = {"version": world.now().version, "parts": {"kpis": [{**rows[0], "years": [year]}, *rows[1:]]}}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200
    page = drafter.get(path)
    colleague = cast(PageClient, world.enter("drafter2"))
    assert send(colleague, path, **{"year-y-1-value": "85", "year-y-1-source": "會議結論"}).status_code == 303
    answer = send(drafter, path, page, **{"year-y-1-value": "84"})
    assert answer.status_code == 409
    assert "108 年度　目標值" in answer.text
    assert typed(answer, "year-y-1-value") == ["84"]
    assert typed(answer, "year-y-1-source") == ["會議結論"]
    assert send(drafter, path, answer).status_code == 303
    saved = next(one for one in part(drafter, world, "kpis") if one["id"] == row["id"])["years"][0]
    assert (saved["target"]["value"], saved["source"]) == ("84", "會議結論")


def test_one_press_brings_the_common_indicators_that_are_missing(world: World, drafter: PageClient) -> None:
    """F8 is the lower the better; under 妥善 as under 妥適; what is there is not brought twice."""
    path = f"/plans/{world.plan_id}/edit/kpis"
    assert "帶入共同性指標" not in drafter.get(path).text
    rows, goals = part(drafter, world, "kpis"), part(drafter, world, "goals")
    goals[-1]["title"] = goals[-1]["title"].replace("妥適", "妥善")
    body = {
        "version": world.now().version,
        "parts": {"kpis": [row for row in rows if not row["common"]], "goals": goals},
    }
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200
    page = drafter.get(path).text
    assert "機關年度資本門預算執行率、機關於中程歲出概算額度內編報情形" in page
    assert drafter.send(path, form="/edit/kpis", op="common:").status_code == 303
    new = part(drafter, world, "kpis")[-2:]
    for row, old in zip(new, [one for one in rows if one["common"]], strict=True):
        assert {
            name: row[name] for name in ("title", "measure", "polarity", "regime", "method", "links", "common")
        } == {name: old[name] for name in ("title", "measure", "polarity", "regime", "method", "links", "common")}
        assert row["goal"] == goals[-1]["id"]
        assert (row["target"]["value"], row["target"]["unit"]) == ("", "%")
    assert [row["polarity"] for row in new] == ["higher", "lower"]
    assert "帶入共同性指標" not in drafter.get(path).text


def test_a_year_that_came_is_told_as_a_year_in_comparison_and_history(world: World, drafter: PageClient) -> None:
    _row, path = first(drafter, world, "kpis")
    page = send(drafter, path, op="year-next:")
    one = typed(page, "years")[0].partition(":")[0]
    assert send(drafter, path, page, cumulative="True", **{f"year-{one}-value": "92"}).status_code == 303
    compared = drafter.get(f"/documents/{world.plan_id}/compare?a=1&b=2").text
    assert "108 年度" in compared
    assert "目標 92" in compared
    assert "累計至各年" in compared
    history = drafter.get(f"/documents/{world.plan_id}/history").text
    assert "108 年度" in history
