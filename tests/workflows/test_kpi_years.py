"""The years of an indicator as content: well-formed, compared by year, brought together by field, in and out as JSON."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest

from exchange.content import to_content, to_import
from exchange.readers.plan.plan_json import read_plan_json
from models.canonical import canonical
from workflows.content.diff import compare
from workflows.content.merging import merge_row
from workflows.content.validation import validated
from workflows.lifecycle.refusals import Malformed
from workflows.schema.plan import ANNUAL_PLAN_FORM, KPI
from workflows.schema.shapes import blank_row


def target(value: str, unit: str = "%", comparator: str = "", text: str = "") -> dict[str, str]:
    return {"value": value, "unit": unit, "comparator": comparator, "text": text}


def year(number: int, value: str = "", actual: str = "", source: str = "", row_id: str = "") -> dict[str, Any]:
    told = target(value) if value else target("", "")
    return {"id": row_id or f"y-{number}", "year": number, "target": told, "actual": actual, "source": source}


def well_formed(part: str, value: Any, before: Any = ()) -> Any:
    return validated(ANNUAL_PLAN_FORM, {part: before}, {part: value})[part]


def kpi(**values: Any) -> dict[str, Any]:
    return blank_row(KPI, "k-1") | {"title": "滿意度", "target": target("80")} | values


def test_a_row_without_the_late_fields_is_stored_as_it_was() -> None:
    """Nothing stored may change its digest without an edit."""
    before = [kpi()]
    touched = kpi(measure="改過")
    assert not {"years", "cumulative", "baseline_value", "baseline_year", "baseline_source"} & set(before[0])
    assert canonical(well_formed("kpis", before, before)) == canonical(before)
    assert canonical(well_formed("kpis", [touched], before)) == canonical([touched])


def test_late_fields_are_kept_as_they_are_filled() -> None:
    row = kpi(
        cumulative=False,
        baseline_value="77.5",
        baseline_year=105,
        baseline_source="105 年調查",
        years=[year(106, actual="81.2", source="106 年年報"), year(108, "82")],
    )
    assert well_formed("kpis", [row]) == [row]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"years": [year(106), year(106, row_id="y-b")]}, "kpis[k-1].years[y-b].year"),
        ({"years": [year(0)]}, "kpis[k-1].years[y-0].year"),
        ({"years": [{**year(106), "year": None}]}, "kpis[k-1].years[y-106].year"),
        ({"years": [{**year(106), "year": True}]}, "kpis[k-1].years[y-106].year"),
        ({"years": [year(106, actual="很多")]}, "kpis[k-1].years[y-106].actual"),
        ({"years": [{**year(106), "target": "80%"}]}, "kpis[k-1].years[y-106].target"),
        ({"years": [{**year(106), "color": "red"}]}, "kpis[k-1].years[y-106].color"),
        ({"baseline_value": "NaN"}, "kpis[k-1].baseline_value"),
        ({"baseline_year": 1911}, "kpis[k-1].baseline_year"),
        ({"cumulative": "yes"}, "kpis[k-1].cumulative"),
        ({"cumulative": 1}, "kpis[k-1].cumulative"),
    ],
)
def test_what_is_not_well_formed_is_said_at_its_place(change: dict[str, Any], at: str) -> None:
    with pytest.raises(Malformed) as refused:
        well_formed("kpis", [kpi(**change)])
    assert at in [finding.at for finding in refused.value.findings]


def test_years_are_compared_by_year_even_from_files_without_ids() -> None:
    before = {"kpis": [kpi(years=[year(106, actual="80"), year(108, "82")])]}
    after = {"kpis": [kpi(years=[year(106, actual="81"), year(109, "85")], cumulative=True)]}
    told = {(c.at, c.kind.value): (c.before, c.after) for c in compare(before, after, ANNUAL_PLAN_FORM)}
    assert told == {
        ("kpis[k-1].years[y-106].actual", "changed"): ("80", "81"),
        ("kpis[k-1].years[y-109]", "added"): ("", "109"),
        ("kpis[k-1].years[y-108]", "removed"): ("108", ""),
        ("kpis[k-1].cumulative", "added"): ("", "累計至各年"),
    }
    bare = [{name: value for name, value in row.items() if name != "id"} for row in (year(106, "1"), year(107, "2"))]
    moved = compare(
        {"kpis": [{"title": "甲", "years": bare}]}, {"kpis": [{"title": "甲", "years": bare[1:]}]}, ANNUAL_PLAN_FORM
    )
    assert [(c.kind.value, c.before) for c in moved] == [("removed", "106")]


def test_what_each_changed_in_another_year_is_brought_together() -> None:
    base = kpi(years=[year(106, actual="80"), year(108, "82")])
    mine = kpi(years=[year(106, actual="81"), year(108, "82"), year(109, "85", row_id="y-mine")])
    theirs = kpi(years=[year(106, actual="80", source="年報"), year(108, "83"), year(109, "85", row_id="y-theirs")])
    merge = merge_row(base, mine, theirs)
    assert merge.clashes == []
    assert merge.row["years"] == [
        year(106, actual="81", source="年報"),
        year(108, "83"),
        year(109, "85", row_id="y-theirs"),
    ]


def test_what_both_changed_in_one_year_is_asked_by_its_field() -> None:
    base = kpi(years=[year(108, "82")])
    merge = merge_row(base, kpi(years=[year(108, "84")]), kpi(years=[year(108, "85")]))
    assert [(c.name, c.base["value"], c.mine["value"], c.theirs["value"]) for c in merge.clashes] == [
        ("year-y-108-target", "82", "84", "85")
    ]
    assert merge.row["years"] == [year(108, "84")]


def test_a_year_struck_by_one_goes_unless_the_other_rewrote_it() -> None:
    base = kpi(years=[year(108, "82"), year(109, "85")])
    merge = merge_row(base, kpi(years=[]), kpi(years=[year(108, "82"), year(109, "86")]))
    assert [row["year"] for row in merge.row["years"]] == [109]
    assert [clash.name for clash in merge.clashes] == ["year-y-109-target"]


def test_late_fields_go_out_as_json_and_come_back() -> None:
    numbers = count(1)
    plan = {
        "kind": "annual_plan", "year": 107, "agency": "科技部",
        "content": {
            "preamble": "前言", "goals": [], "key_plans": [],
            "kpis": [{
                "goal": "", "title": "滿意度", "regime": 1, "method": "統計數據", "measure": "甲÷乙", "target": "80%", "links": ["無"],
                "cumulative": True, "baseline_value": "77", "baseline_year": 105, "baseline_source": "調查", "common": True,
                "years": [{"year": 106, "actual": "81.5", "source": "年報"}, {"year": 108, "target": "85%以上"}],
            }],
        },
    }  # fmt: skip
    imported = read_plan_json(json.dumps(plan).encode())
    content = to_content(imported, new_id=lambda letter: f"{letter}-{next(numbers)}")
    row = content["kpis"][0]
    assert well_formed("kpis", content["kpis"]) == content["kpis"]
    assert row["years"][1]["target"] == target("85", comparator="≥")
    assert (row["cumulative"], row["common"], row["baseline_year"]) == (True, True, 105)
    assert to_import(content, 107, "科技部")["content"] == imported.content


@pytest.mark.parametrize("years", ["108", [{"target": "1"}], [{"year": "108"}], [{"year": 108, "value": "1"}]])
def test_json_that_is_no_year_is_refused(years: Any) -> None:
    from exchange.imported import Unreadable

    row = {
        "goal": "",
        "title": "",
        "regime": None,
        "method": "",
        "measure": "",
        "target": "",
        "links": [],
        "years": years,
    }
    plan = {"preamble": "", "goals": [], "kpis": [row], "key_plans": []}
    with pytest.raises(Unreadable) as refused:
        read_plan_json(json.dumps({"kind": "annual_plan", "year": 107, "agency": None, "content": plan}).encode())
    assert "years" in str(refused.value.details[0])
