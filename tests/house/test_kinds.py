"""A kind says everything once: nobody asks for it by name, and what it names is there."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.house.kinds import (
    BEGINNERS,
    KIND_FILES,
    ROOMS_OF_NO_KIND,
    RULES,
    TELLERS,
    constants_asked,
    constants_of_words,
    kind_tests,
    kind_tests_in_template,
    kinds_judged,
    kinds_named,
    parts_named,
    states_listed,
)
from tests.house.laws import ROOT, breaches, ours
from workflows.kinds import KINDS

ROOMS = ("app", "benchmarks", "exchange", "forms", "workflows")
EXEMPT = KIND_FILES | TELLERS.keys()


def test_no_code_asks_for_a_kind_or_a_state_by_name() -> None:
    assert breaches(ours(".py", under=ROOMS), kind_tests, exempt=EXEMPT) == []


def test_no_code_asks_for_a_kind_or_a_state_by_a_constant() -> None:
    sources = [path.read_text("utf-8") for path in ours(".py", under=ROOMS)]
    constants = frozenset(name for source in sources for name in constants_of_words(source))

    def asked(source: str) -> list[tuple[int, str]]:
        return constants_asked(source, constants)

    assert breaches(ours(".py", under=ROOMS), asked, exempt=EXEMPT) == []


@pytest.mark.parametrize(
    "planted",
    [
        "OVER = 'approved'\nif document.state == OVER: ...",
        "PLAN: Final = 'annual_plan'\nquery.where(Document.kind == PLAN)",
        "OVER = ('approved', 'superseded')\nquery.where(Document.state.in_(OVER))",
        "if kind is ANNUAL_PLAN: ...",
        "if dossier.kind == kinds.GENDER_IMPACT: ...",
        "if dossier.kind in (ANNUAL_PLAN, GENDER_IMPACT): ...",
    ],
)
def test_a_planted_constant_is_found(planted: str) -> None:
    assert constants_asked(planted)


@pytest.mark.parametrize(
    "fine",
    [
        "LIMIT = 5\nif document.state == LIMIT: ...",
        "OVER = 'approved'\nif notice.about == OVER: ...",
        "query.where(Document.kind == GENDER_IMPACT.name)",
    ],
)
def test_other_constants_are_left_alone(fine: str) -> None:
    assert constants_asked(fine) == []


def test_no_code_lists_states_or_looks_one_up_by_name() -> None:
    assert breaches(ours(".py", under=ROOMS), states_listed, exempt=EXEMPT) == []


def test_rooms_that_serve_any_kind_name_no_part_of_a_content() -> None:
    assert breaches(ours(".py", under=ROOMS_OF_NO_KIND), parts_named) == []
    for planted in ("content['kpis']", "content.get('key_plans', [])", "finding(f'kpis[{key}]')"):
        assert parts_named(planted)
    assert not parts_named("content[kind.indicators.part]")


def test_below_the_kinds_nobody_names_one_but_rules_in_their_declaration() -> None:
    rules = frozenset(path.relative_to(ROOT).as_posix() for path in ours(".py", under=(RULES,)))
    exempt = KIND_FILES | BEGINNERS.keys() | rules
    assert breaches(ours(".py", under=("workflows",)), kinds_named, exempt=exempt) == []
    assert breaches(ours(".py", under=(RULES,)), kinds_judged) == []


def test_no_template_asks_for_a_kind_or_a_state_by_name() -> None:
    assert breaches(ours(".html", under=("app/templates",)), kind_tests_in_template) == []


def test_whoever_may_name_states_does() -> None:
    for name in TELLERS:
        source = (ROOT / name).read_text("utf-8")
        assert kind_tests(source) or states_listed(source), name
    for name in BEGINNERS:
        assert len(kinds_named((ROOT / name).read_text("utf-8"))) == 1, name


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


@pytest.mark.parametrize(
    "planted",
    [
        "SETTLED = ('completed', 'exempt')",
        "OVER = frozenset({'approved'})",
        "query.where(Document.state.not_in(['drafting', 'withdrawn']))",
        "STAGES = {'self_assessment': 1, 'completed': 4}",
        "workflow.state_named['reviewing']",
        "workflow.state_named.get('reviewing')",
        "dossier.workflow.seat_named['planning']",
    ],
)
def test_a_planted_list_of_states_is_found(planted: str) -> None:
    assert states_listed(planted)


@pytest.mark.parametrize(
    "fine",
    [
        "{'returned': row.returned}",
        "(name, 'returned')",
        "workflow.state_named[document.state]",
        "workflow.names(lambda state: state.in_force)",
    ],
)
def test_what_lists_no_state_is_left_alone(fine: str) -> None:
    assert states_listed(fine) == []


def test_a_planted_kind_is_found_and_what_a_rule_declares_is_left_alone() -> None:
    for planted in (
        "begin(unit, Kind.GENDER_IMPACT)",
        "kind = KINDS[Kind.ANNUAL_PLAN]",
        "if plan.kind == Kind.ANNUAL_PLAN: ...",
    ):
        assert kinds_named(planted)
        assert kinds_judged(planted)
    for fine in (
        "rule(code, kinds=(Kind.GENDER_IMPACT,))",
        "kind = Kind.ANNUAL_PLAN",
        "PLAN: Final = (Kind.ANNUAL_PLAN,)",
    ):
        assert not kinds_judged(fine)


def test_a_planted_test_in_a_template_is_found() -> None:
    assert kind_tests_in_template("{% if document.state in ('approved', 'superseded') %}{% endif %}")
    assert not kind_tests_in_template("{% if dossier.state.phase == 'draft' %}{% endif %}")


def test_every_endpoint_that_a_kind_names_is_there(app: Flask) -> None:
    for kind in KINDS.values():
        pages = kind.pages
        named = (pages.show, pages.checks, pages.results, pages.edit_section, pages.edit_row, pages.list)
        endpoints = {*named, *(place.endpoint for place in pages.places.values())} - {""}
        assert endpoints <= app.view_functions.keys(), kind.name
