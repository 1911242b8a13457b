"""What a section's page sends becomes content: what it did not carry stays, what is not open is not touched, nothing raises."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from forms.sections import MOST_SHOWN, SectionForm, section_form
from tests.toy.content import content
from tests.toy.kind import FORM, OWNER
from workflows.schema import Section, blank_document, value_at

SECTIONS = FORM.section_named
Sent = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _words() -> Any:
    """Sentences of forms want an application; none of these tests wants a database."""
    bare = Flask("bare")
    Babel(bare)
    with bare.test_request_context():
        yield


def whole() -> dict[str, Any]:
    """A document of a real plan's size."""
    return blank_document(FORM) | content("1")


def form(
    key: str, sent: Sent | None, known: dict[str, Any], open_parts: frozenset[str] = frozenset(OWNER)
) -> SectionForm:
    section = SECTIONS[key]
    own = open_parts & frozenset(section.tops)
    return section_form(FORM, section, known, own, lambda _field: (), str, None if sent is None else MultiDict(sent))


@pytest.mark.parametrize("key", SECTIONS)
def test_a_page_that_carries_nothing_changes_nothing(key: str) -> None:
    known = whole()
    assert form(key, [], known).content == known


@pytest.mark.parametrize("key", SECTIONS)
def test_a_field_for_every_open_place_and_none_for_the_others(key: str) -> None:
    open_, closed = form(key, None, whole()), form(key, None, whole(), frozenset())
    assert list(closed.fields) == [] and closed.changed == {}
    assert set(open_.changed) <= set(OWNER)
    assert {field.name for field in open_.fields} or key == "summary"


def test_rows_come_in_the_order_shown_without_those_left_out_and_new_ones_blank() -> None:
    shown = ["goals[]", "goals[g-2]", "goals[g-0]", "goals[g-new1]", "goals[../../x]", "goals[]"]
    sent = [*(("rows", at) for at in shown), ("goals[g-new1].title", "新")]
    goals = form("goals", sent, whole()).content["goals"]
    assert [row["id"] for row in goals] == ["g-2", "g-0", "g-new1"]
    assert goals[0] == whole()["goals"][2] and goals[2]["title"] == "新" and goals[2]["steps"] == []


def test_a_list_whose_last_row_was_struck_is_empty_and_one_not_shown_stays() -> None:
    assert form("goals", [("rows", "goals[]")], whole()).content["goals"] == []
    assert form("goals", [("rows", "goals")], whole()).content["goals"] == whole()["goals"]


def test_a_year_only_offered_is_not_stored_and_a_stored_one_may_be_emptied() -> None:
    known = whole() | {"staff": {"years": {"107": {"researchers": "1", "others": ""}}}}
    sent = [("rows", f"staff.years[{year}]") for year in ("107", "108", "109", "0", "1e3", "１０８")]
    sent += [("staff.years[107].researchers", ""), ("staff.years[108].others", "２"), ("staff.years[109].others", " ")]
    years = form("staff", sent, known).content["staff"]["years"]
    assert years["107"] == {"researchers": "", "others": ""} and years["108"]["others"] == "2"
    assert set(years) <= {"107", "108", "109"}


def test_boxes_count_only_where_the_page_says_that_it_has_them() -> None:
    known = whole()
    assert form("links", [("links.fields", "數位")], known).content["links"]["fields"] == ["綠能", "水環境"]
    sent = [("has", "links.fields"), ("has", "links.cross"), ("has", "links.goals")]
    assert form("links", sent, known).content["links"] == {"fields": [], "goals": [], "cross": False}


@pytest.mark.parametrize(("typed", "kept"), [("1,000", "1000"), ("１２", "12"), (" 5 ", "5"), ("五", "五"), ("-", "-")])
def test_a_figure_is_kept_plain_and_what_is_none_as_it_was_typed(typed: str, kept: str) -> None:
    assert form("summary", [("summary.quota", typed)], whole()).content["summary"]["quota"] == kept


def test_the_other_partys_column_is_not_written_whatever_comes() -> None:
    sent = [("has", "ministry.1-1.answer"), ("ministry.1-1.answer", "是"), ("checklist.1-1.answer", "否")]
    mine = form("checklist", sent, whole())
    assert mine.content["ministry"] == whole()["ministry"] and mine.content["checklist"]["1-1"]["answer"] == "否"
    theirs = form("checklist", sent, whole(), frozenset({"ministry"}))
    assert theirs.content["checklist"] == whole()["checklist"]
    assert theirs.content["ministry"]["1-1"]["answer"] == "是" and set(theirs.changed) == {"ministry"}


def test_no_more_rows_are_read_than_a_page_can_have() -> None:
    sent = [("rows", f"goals[g-{n}]") for n in range(MOST_SHOWN + 50)]
    assert len(form("goals", sent, whole()).content["goals"]) == MOST_SHOWN


PLACES = [
    "goals[g-0].title", "goals[g-0].steps[s-00].text", "goals", "goals[g-0]", "budget[b-0].years[107].current", "cover",
    "staff.years[999].others", "links.fields", "checklist.1-1.answer", "risks.reviews[108].words", "risks.reviews",
    "quantities[q-0].goal", "summary.years[107].budget", "cover.from", "cover.host.name", "budget[total].years[107]",
]  # fmt: skip
sendings = st.lists(
    st.tuples(
        st.sampled_from([*PLACES, "rows", "has", "op"]),
        st.one_of(st.sampled_from([*PLACES, "", "1,000", "goals[]", "budget[b-0].years[107]"]), st.text(max_size=12)),
    ),
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=sendings, key=st.sampled_from(list(SECTIONS)), opened=st.sets(st.sampled_from(FORM.parts)))
def test_whatever_is_sent_only_open_parts_of_the_section_change(sent: Sent, key: str, opened: set[str]) -> None:
    known = whole()
    before = copy.deepcopy(known)
    section: Section = SECTIONS[key]
    result = form(key, sent, known, frozenset(opened))
    for part in FORM.parts:
        if part not in section.tops or part not in opened:
            assert result.content.get(part) == before.get(part)
    assert known == before, "what is stored is not touched"
    for field in result.fields:
        assert field.name.partition(".")[0].partition("[")[0] in opened
        above, _dot, _name = field.name.rpartition(".")
        assert not above.endswith("]") or value_at(result.content, above) is not None or ".years[" in above
