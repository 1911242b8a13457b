"""A kind says everything once: nobody asks for it by name, and what it names is there."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.house.kinds import TELLERS, kind_tests, kind_tests_in_template
from tests.house.laws import ROOT, breaches, ours
from workflows.kinds import KINDS

ROOMS = ("app", "benchmarks", "exchange", "forms")


def test_no_code_asks_for_a_kind_or_a_state_by_name() -> None:
    assert breaches(ours(".py", under=ROOMS), kind_tests, exempt=frozenset(TELLERS)) == []


def test_no_template_asks_for_a_kind_or_a_state_by_name() -> None:
    assert breaches(ours(".html", under=("app/templates",)), kind_tests_in_template) == []


def test_whoever_may_name_states_does() -> None:
    for name in TELLERS:
        assert kind_tests((ROOT / name).read_text("utf-8")), name


@pytest.mark.parametrize(
    "planted",
    [
        "if document.kind == Kind.ANNUAL_PLAN: ...",
        "if document.kind != str(Kind.ANNUAL_PLAN): ...",
        "if document.kind is Kind.ANNUAL_PLAN: ...",
        "if document.kind in (Kind.ANNUAL_PLAN, Kind.GENDER_IMPACT): ...",
        "match kind:\n    case Kind.ANNUAL_PLAN: ...",
        "WORDS = {Kind.ANNUAL_PLAN: 'plan'}",
        "KINDS[Kind.GENDER_IMPACT].workflow",
        "TURNS.get(Kind.GENDER_IMPACT)",
        "TURNS = {(Kind.GENDER_IMPACT, state): words}",
        "query.where(Document.kind == Kind.KPI_DEFINITION)",
        "if document.kind == 'annual_plan': ...",
        "if document.state == 'joint_review': ...",
        "if state not in ('self_assessment', 'returned'): ...",
        "match state:\n    case 'approved': ...",
        "query.where(Document.state.in_(('approved', 'superseded')))",
    ],
)
def test_a_planted_test_of_a_kind_is_found(planted: str) -> None:
    assert kind_tests(planted)


@pytest.mark.parametrize(
    "fine",
    [
        "open_document(document_id, Kind.ANNUAL_PLAN)",
        "if dossier.state.phase is Phase.DRAFT: ...",
        "query.where(Document.kind == GENDER_IMPACT.name)",
        "{'returned': row.returned}",
    ],
)
def test_what_asks_for_no_name_is_left_alone(fine: str) -> None:
    assert kind_tests(fine) == []


def test_a_planted_test_in_a_template_is_found() -> None:
    assert kind_tests_in_template("{% if document.state in ('approved', 'superseded') %}{% endif %}")
    assert not kind_tests_in_template("{% if dossier.state.phase == 'draft' %}{% endif %}")


def test_every_endpoint_that_a_kind_names_is_there(app: Flask) -> None:
    for kind in KINDS.values():
        pages = kind.pages
        named = (pages.show, pages.checks, pages.results, pages.edit_section, pages.edit_row, pages.list)
        endpoints = {*named, *(place.endpoint for place in pages.places.values())} - {""}
        assert endpoints <= app.view_functions.keys(), kind.name
