"""Editing is pure: what comes in stays as it is, what goes out is whole, and nothing is lost on the way."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.content.editing import (
    Line,
    add_line,
    add_row,
    indent_line,
    lines_of,
    merged,
    move_line,
    move_row,
    outdent_line,
    put_preamble,
    remove_line,
    remove_row,
    replace_row,
    row_of,
    strategies_of,
)
from workflows.content.merging import merge_row, merge_value
from workflows.content.validation import validated
from workflows.lifecycle.refusals import NotVisible
from workflows.schema.plan import ANNUAL_PLAN_FORM, KEY_PLAN, KPI
from workflows.schema.shapes import blank_row


def kpi(row_id: str, goal: str = "g-1", **values: Any) -> dict[str, Any]:
    return blank_row(KPI, row_id) | {"goal": goal, "title": f"指標 {row_id}"} | values


def content() -> dict[str, Any]:
    return {
        "preamble": "前言",
        "goals": [
            {"id": "g-1", "title": "目標一", "text": "", "strategies": [
                {"id": "s-1", "text": "甲", "items": [{"id": "i-1", "text": "甲一"}, {"id": "i-2", "text": "甲二"}]},
                {"id": "s-2", "text": "乙", "items": []},
            ]},
            {"id": "g-2", "title": "目標二", "text": "說明", "strategies": []},
        ],
        "kpis": [kpi("k-1"), kpi("k-2", "g-2"), kpi("k-3")],
        "key_plans": [blank_row(KEY_PLAN, "p-1") | {"item": "計畫", "kpis": ["k-1", "k-2"]}],
    }  # fmt: skip


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_the_content_that_comes_in_is_never_changed() -> None:
    before, given_ = content(), content()
    put_preamble(given_, "x")
    replace_row(given_, "kpis", kpi("k-1", title="新"))
    add_row(given_, "kpis", "k-9", after="k-1", goal="g-1")
    remove_row(given_, "kpis", "k-1")
    remove_row(given_, "goals", "g-1")
    move_row(given_, "kpis", "k-1", "down")
    assert given_ == before


def test_a_row_is_replaced_in_its_place() -> None:
    changed = replace_row(content(), "kpis", kpi("k-2", "g-2", title="新名"))
    assert ids(changed["kpis"]) == ["k-1", "k-2", "k-3"]
    assert changed["kpis"][1]["title"] == "新名"


def test_a_row_that_is_not_there_is_refused_or_comes_back_at_the_end() -> None:
    with pytest.raises(NotVisible):
        replace_row(content(), "kpis", kpi("k-9"))
    assert ids(replace_row(content(), "kpis", kpi("k-9"), or_add=True)["kpis"])[-1] == "k-9"


@pytest.mark.parametrize("verb", [remove_row, lambda c, p, r: move_row(c, p, r, "up")])
def test_rows_that_are_not_there_are_not_moved_or_removed(verb: Any) -> None:
    with pytest.raises(NotVisible):
        verb(content(), "kpis", "k-404")


def test_a_new_row_stands_behind_the_one_named() -> None:
    changed = add_row(content(), "kpis", "k-9", after="k-1", goal="g-1")
    assert ids(changed["kpis"]) == ["k-1", "k-9", "k-2", "k-3"]
    assert changed["kpis"][1]["goal"] == "g-1"
    assert ids(add_row(content(), "kpis", "k-9", after="k-404")["kpis"])[-1] == "k-9"


def test_kpis_of_a_removed_goal_keep_its_title_as_written() -> None:
    changed = remove_row(content(), "goals", "g-1")
    assert [(row["goal"], row["goal_title"]) for row in changed["kpis"]] == [
        ("", "目標一"),
        ("g-2", ""),
        ("", "目標一"),
    ]


def test_key_plans_of_a_removed_kpi_keep_its_title_as_unresolved() -> None:
    plan = remove_row(content(), "kpis", "k-1")["key_plans"][0]
    assert plan["kpis"] == ["k-2"]
    assert plan["unresolved"] == ["指標 k-1"]


def test_a_kpi_moves_among_those_of_its_goal() -> None:
    assert ids(move_row(content(), "kpis", "k-1", "down")["kpis"]) == ["k-3", "k-2", "k-1"]
    assert ids(move_row(content(), "kpis", "k-2", "down")["kpis"]) == ["k-1", "k-2", "k-3"]


def test_what_editing_makes_is_well_formed() -> None:
    for change in (
        add_row(content(), "kpis", "k-9", after="k-1", goal="g-1"),
        remove_row(content(), "goals", "g-1"),
        remove_row(content(), "kpis", "k-1"),
        merged(replace_row(content(), "goals", content()["goals"][0]), move_row(content(), "goals", "g-1", "down")),
    ):
        for part, value in change.items():
            assert validated(ANNUAL_PLAN_FORM, {}, {part: value}) == {part: value}


def lines() -> list[Line]:
    return lines_of(content()["goals"][0]["strategies"])


def test_lines_fold_back_into_what_they_came_from() -> None:
    strategies = content()["goals"][0]["strategies"]
    assert strategies_of(lines_of(strategies)) == strategies


def test_an_item_before_any_strategy_is_a_strategy() -> None:
    assert strategies_of([Line("i-1", 2, "x")]) == [{"id": "i-1", "text": "x", "items": []}]


def test_a_strategy_moves_with_its_items() -> None:
    assert [line.id for line in move_line(lines(), "s-1", "down")] == ["s-2", "s-1", "i-1", "i-2"]
    assert [line.id for line in move_line(lines(), "s-2", "up")] == ["s-2", "s-1", "i-1", "i-2"]
    assert [line.id for line in move_line(lines(), "s-1", "up")] == ["s-1", "i-1", "i-2", "s-2"]


def test_indent_and_outdent_keep_the_order() -> None:
    inner = indent_line(lines(), "s-2")
    assert [(line.id, line.level) for line in inner] == [("s-1", 1), ("i-1", 2), ("i-2", 2), ("s-2", 2)]
    outer = strategies_of(outdent_line(lines(), "i-1"))
    assert [(s["id"], ids(s["items"])) for s in outer] == [("s-1", []), ("i-1", ["i-2"]), ("s-2", [])]
    assert indent_line(lines(), "s-1") == lines()


def test_a_new_line_stands_behind_what_it_was_asked_for() -> None:
    assert [line.id for line in add_line(lines(), "s-9", after="s-1")] == ["s-1", "i-1", "i-2", "s-9", "s-2"]
    assert [line.id for line in add_line(lines(), "i-9", after="s-1", level=2)] == ["s-1", "i-9", "i-1", "i-2", "s-2"]
    assert [line.id for line in add_line(lines(), "s-9")][-1] == "s-9"


def test_a_strategy_goes_with_its_items() -> None:
    assert [line.id for line in remove_line(lines(), "s-1")] == ["s-2"]
    assert [line.id for line in remove_line(lines(), "i-1")] == ["s-1", "i-2", "s-2"]


outlines = st.lists(st.tuples(st.integers(1, 2), st.text("甲乙丙", max_size=3)), max_size=8).map(
    lambda found: [Line(f"s-{n}", level if n else 1, text) for n, (level, text) in enumerate(found)]
)


@given(outlines, st.integers(0, 7), st.sampled_from(["up", "down", "in", "out"]))
def test_no_line_is_lost_or_changed_by_moving(found: list[Line], which: int, verb: str) -> None:
    name = f"s-{which}"
    verbs: dict[str, Any] = {
        "up": lambda: move_line(found, name, "up"), "down": lambda: move_line(found, name, "down"),
        "in": lambda: indent_line(found, name), "out": lambda: outdent_line(found, name),
    }  # fmt: skip
    after = verbs[verb]()
    assert sorted((line.id, line.text) for line in after) == sorted((line.id, line.text) for line in found)
    assert lines_of(strategies_of(after)) == [
        line if n else Line(line.id, 1, line.text) for n, line in enumerate(after)
    ]


def test_a_value_changed_by_one_side_is_taken_and_by_both_is_asked() -> None:
    assert not merge_value("x", "a", "a", "b").clashes
    assert merge_value("x", "a", "a", "b").row == {"x": "b"}
    assert merge_value("x", "a", "b", "a").row == {"x": "b"}
    assert not merge_value("x", "a", "b", "b").clashes
    [clash] = merge_value("x", "a", "b", "c").clashes
    assert (clash.base, clash.mine, clash.theirs) == ("a", "b", "c")


def test_two_people_on_one_kpi_are_asked_only_where_both_wrote() -> None:
    base = kpi("k-1", measure="舊", formula="舊")
    merge = merge_row(
        base, base | {"measure": "我的", "formula": "我的"}, base | {"measure": "他的", "baseline": "他的"}
    )
    assert [clash.name for clash in merge.clashes] == ["measure"]
    assert (merge.row["measure"], merge.row["formula"], merge.row["baseline"]) == ("我的", "我的", "他的")
    assert (merge.kept, merge.taken) == (["formula"], ["baseline"])


def test_without_a_base_every_difference_is_asked() -> None:
    merge = merge_row(None, kpi("k-1", measure="我的"), kpi("k-1", measure="他的"))
    assert "measure" in [clash.name for clash in merge.clashes]


def goal_with(*texts: tuple[str, int, str]) -> dict[str, Any]:
    return {"id": "g-1", "title": "目標", "text": "", "strategies": strategies_of(Line(*one) for one in texts)}


def test_lines_added_by_both_sides_both_stay() -> None:
    base = goal_with(("s-1", 1, "甲"), ("s-2", 1, "乙"))
    mine = goal_with(("s-1", 1, "甲"), ("s-8", 1, "我加的"), ("s-2", 1, "乙"))
    theirs = goal_with(("s-1", 1, "甲"), ("s-2", 1, "乙改"), ("s-9", 1, "他加的"))
    merge = merge_row(base, mine, theirs)
    assert not merge.clashes
    assert [(s["id"], s["text"]) for s in merge.row["strategies"]] == [
        ("s-1", "甲"), ("s-8", "我加的"), ("s-2", "乙改"), ("s-9", "他加的"),
    ]  # fmt: skip


def test_a_line_struck_by_one_and_rewritten_by_the_other_is_asked() -> None:
    base = goal_with(("s-1", 1, "甲"), ("s-2", 1, "乙"))
    merge = merge_row(base, goal_with(("s-1", 1, "甲")), goal_with(("s-1", 1, "甲"), ("s-2", 1, "乙改")))
    [clash] = merge.clashes
    assert (clash.name, clash.mine, clash.theirs) == ("line-s-2", "", "乙改")
    plain = merge_row(base, goal_with(("s-1", 1, "甲")), copy.deepcopy(base))
    assert not plain.clashes
    assert ids(plain.row["strategies"]) == ["s-1"]


@given(outlines, outlines, outlines)
def test_no_text_of_either_side_is_lost_in_a_merge(base: list[Line], mine: list[Line], theirs: list[Line]) -> None:
    rows = [{"id": "g-1", "title": "", "text": "", "strategies": strategies_of(side)} for side in (base, mine, theirs)]
    merge = merge_row(*rows)
    was = {line.id: line.text for line in base}
    held = {line.id: line.text for line in lines_of(merge.row["strategies"])}
    asked = {clash.name.removeprefix("line-"): (clash.mine, clash.theirs) for clash in merge.clashes}
    for side in (mine, theirs):
        for line in side:
            if line.text != was.get(line.id):
                assert held.get(line.id) == line.text or line.text in asked.get(line.id, ())


def test_row_of_answers_and_never_raises() -> None:
    assert row_of({}, "kpis", "k-1") is None
    found = row_of(content(), "kpis", "k-2")
    assert found is not None
    assert found["goal"] == "g-2"
