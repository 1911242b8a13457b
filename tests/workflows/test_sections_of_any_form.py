"""Rows of any form added, moved and struck, and three versions brought together by the form: pure, and nothing is lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.toy.kind import FORM
from workflows.content import three_way
from workflows.content.row_editing import add_row, move_row, new_row_id, remove_row, rows_at
from workflows.content.validation import validated
from workflows.lifecycle.refusals import NotVisible
from workflows.schema import blank_document, blank_row, value_at

Content = dict[str, Any]
YEARS = ("107", "108", "109")


def goal(row_id: str, title: str = "", steps: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"id": row_id, "title": title, "text": "", "steps": [{"id": f"s-{one}", "text": one} for one in steps]}


def content() -> Content:
    goals = [goal("g-1", "甲", ("a", "b")), goal("g-2", "乙"), goal("g-3", "丙")]
    quantity = blank_row(rows_at(FORM, "quantities"), "q-1") | {"goal": "g-2"}
    links = {"fields": [], "goals": ["g-1", "g-2"], "cross": False}
    return blank_document(FORM, goals=goals, quantities=[quantity], links=links)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_a_new_row_is_blank_and_last_wherever_its_list_stands() -> None:
    before = content()
    given_ = copy.deepcopy(before)
    assert add_row(FORM, given_, "goals", "g-9")["goals"][-1] == blank_row(rows_at(FORM, "goals"), "g-9")
    inner = add_row(FORM, given_, "goals[g-1].steps", "s-9")
    assert ids(value_at(inner, "goals[g-1].steps")) == ["s-a", "s-b", "s-9"]
    assert inner["goals"][1:] == before["goals"][1:] and given_ == before


@pytest.mark.parametrize("at", ["cover", "cover.title", "goals[g-1]", "goals[g-1].text", "nothing", "staff.years"])
def test_what_is_no_list_has_no_rows(at: str) -> None:
    with pytest.raises(NotVisible):
        add_row(FORM, content(), at, "g-9")


def test_a_struck_row_takes_every_reference_to_it_along_and_no_other() -> None:
    changed = remove_row(FORM, content(), "goals[g-2]")
    assert ids(changed["goals"]) == ["g-1", "g-3"]
    assert changed["links"]["goals"] == ["g-1"] and changed["quantities"][0]["goal"] == ""
    assert set(remove_row(FORM, content(), "goals[g-3]")) == {"goals"}
    validated(FORM, content(), {**content(), **changed})


def test_a_row_that_is_gone_is_not_struck_or_moved_again() -> None:
    for at in ("goals[g-9]", "goals[g-1].steps[s-9]"):
        with pytest.raises(NotVisible):
            remove_row(FORM, content(), at)
        with pytest.raises(NotVisible):
            move_row(FORM, content(), at, "up")


@given(moves=st.lists(st.tuples(st.sampled_from(["g-1", "g-2", "g-3", "g-4", "g-5"]), st.sampled_from(["up", "down"]))))
def test_moves_lose_no_row_and_each_is_taken_back_by_its_contrary(moves: list[tuple[str, Any]]) -> None:
    known = blank_document(FORM, goals=[goal(f"g-{n}", str(n), ("x",)) for n in range(1, 6)])
    for row_id, way in moves:
        moved = {**known, **move_row(FORM, known, f"goals[{row_id}]", way)}
        at_edge = moved == known
        back = move_row(FORM, moved, f"goals[{row_id}]", "up" if way == "down" else "down")
        assert at_edge or back["goals"] == known["goals"]
        assert sorted(ids(moved["goals"])) == sorted(ids(known["goals"]))
        assert {row["id"]: row for row in moved["goals"]} == {row["id"]: row for row in known["goals"]}
        known = moved


def test_ids_begin_with_the_letter_of_their_list_and_differ() -> None:
    found = {new_row_id("g") for _ in range(200)}
    assert len(found) == 200 and all(one.startswith("g-") for one in found)


cells = st.sampled_from(["", "1", "2"])
texts = st.sampled_from(["", "甲", "乙"])
goals = st.lists(
    st.builds(
        goal, st.sampled_from(["g-1", "g-2", "g-3"]), texts, st.lists(texts.filter(bool), unique=True).map(tuple)
    ),
    unique_by=lambda row: row["id"],
)
staff = st.dictionaries(st.sampled_from(YEARS), st.fixed_dictionaries({"researchers": cells, "others": cells}))
contents = st.builds(
    lambda title, goals, years: {"cover": {"title": title}, "goals": goals, "staff": {"years": years}},
    texts,
    goals,
    staff,
)


def brought(base: Content, mine: Content, theirs: Content) -> three_way.Merged:
    return three_way.merged(FORM.shape, base, mine, theirs)


@given(base=contents, mine=contents)
def test_what_one_side_changed_is_taken_and_nothing_is_asked(base: Content, mine: Content) -> None:
    for result in (brought(base, mine, base), brought(base, base, mine), brought(base, mine, mine)):
        assert result.value == mine and result.clashes == []


@given(base=contents, mine=contents, theirs=contents)
def test_every_row_and_year_of_both_sides_is_kept_struck_or_asked(
    base: Content, mine: Content, theirs: Content
) -> None:
    before = copy.deepcopy((base, mine, theirs))
    result = brought(base, mine, theirs)
    was, ours, others, now = ({row["id"] for row in side["goals"]} for side in (base, mine, theirs, result.value))
    assert (ours & others) <= now <= (ours | others)
    assert (ours | others) - now <= was, "only what was there before can be struck"
    assert len(result.value["goals"]) == len(now), "no row stands twice"
    for clash in result.clashes:
        assert clash.mine != clash.theirs
        assert value_at(base, clash.at) == clash.base
        assert value_at(mine, clash.at) == clash.mine and value_at(theirs, clash.at) == clash.theirs
    assert (base, mine, theirs) == before, "nothing that comes in is changed"


@given(base=contents, mine=contents, theirs=contents)
def test_the_sides_are_asked_about_the_same_places_whoever_comes_second(
    base: Content, mine: Content, theirs: Content
) -> None:
    one, other = brought(base, mine, theirs), brought(base, theirs, mine)
    assert {clash.at for clash in one.clashes} == {clash.at for clash in other.clashes}


def test_a_cell_each_of_one_year_is_no_clash_and_the_same_cell_is() -> None:
    base = {"staff": {"years": {"107": {"researchers": "1", "others": "1"}}}}
    mine = {"staff": {"years": {"107": {"researchers": "2", "others": "1"}}}}
    theirs = {
        "staff": {"years": {"107": {"researchers": "1", "others": "3"}, "108": {"researchers": "", "others": ""}}}
    }
    result = brought(base, mine, theirs)
    assert result.value["staff"]["years"]["107"] == {"researchers": "2", "others": "3"}
    assert "108" in result.value["staff"]["years"] and result.clashes == []
    theirs["staff"]["years"]["107"]["researchers"] = "5"
    (clash,) = brought(base, mine, theirs).clashes
    assert (clash.at, clash.mine, clash.theirs) == ("staff.years[107].researchers", "2", "5")


def test_a_row_struck_by_one_and_rewritten_by_the_other_is_asked_and_stays() -> None:
    base: dict[str, Any] = {"goals": [goal("g-1", "甲")]}
    mine: dict[str, Any] = {"goals": []}
    (clash,) = (result := brought(base, mine, {"goals": [goal("g-1", "乙")]})).clashes
    assert (clash.at, clash.mine) == ("goals[g-1]", None) and ids(result.value["goals"]) == ["g-1"]
    assert brought(base, mine, base).value == {"goals": []}
