"""Each JSON answer is declared once, and the client of all tests finds one that breaks its declaration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

import pytest
from flask import Flask, jsonify, make_response
from msgspec import Struct
from msgspec.structs import fields

from forms.answers import (
    ANSWERS,
    REFUSALS,
    Answer,
    RefusalAnswer,
    documents,
    gender,
    house,
    parts,
    people,
    results,
    reviews,
)
from tests.pages import PageClient

REFUSING = ("app.shell.errors.", "app.experts.sign_in_views._refused")
"""What makes refusals, with which every endpoint may answer, and nothing else."""
OPINION = {
    "number": 1,
    "round": 1,
    "seat": "planning",
    "author": "王淑芬",
    "anchor": "",
    "text": "請補充。",
    "adopted": None,
    "response": None,
    "changed_at": "",
    "resolved": False,
}
TABLE = {"document": 1, "opinions": [OPINION], "csrf_token": "t"}
REFUSAL = {"error": {"status": 409, "message": "已有新的版次"}, "version": 3, "state": "drafting", "revision": 2}


def codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def answers_json(view: FunctionType, seen: set[FunctionType]) -> bool:
    """Whether a view, or a function of the application that it names, makes a JSON answer."""
    seen.add(view)
    names = {name for code in codes(view.__code__) for name in code.co_names}
    named = [one for name in names if isinstance(one := view.__globals__.get(name), FunctionType)]
    own = [
        one
        for one in named
        if (name := f"{one.__module__}.{one.__name__}").startswith("app.") and not name.startswith(REFUSING)
    ]
    return jsonify in named or any(answers_json(one, seen) for one in own if one not in seen)


def test_every_endpoint_that_answers_json_has_a_declaration_and_no_other(app: Flask) -> None:
    answering = {
        name
        for name, view in app.view_functions.items()
        if isinstance(view, FunctionType) and answers_json(view, set())
    }
    assert answering == {name.split()[1] for name in ANSWERS}


def test_a_view_that_answers_json_through_a_helper_is_found() -> None:
    names: dict[str, Any] = {"jsonify": jsonify, "__name__": "app.planted"}
    exec("def helper(): return jsonify({})\ndef view(): return helper()\ndef plain(): return 'page'", names)
    assert answers_json(names["view"], set()) and not answers_json(names["plain"], set())


def test_every_declaration_is_of_a_method_that_the_endpoint_has(app: Flask) -> None:
    methods = {f"{method} {rule.endpoint}" for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert set(ANSWERS) <= methods and set(REFUSALS) <= set(ANSWERS)


def client_of(endpoint: str, value: Any, status: int = 200, disposition: str = "inline") -> PageClient:
    """A client of an application that answers this at ``/``."""
    plain = Flask("plain")
    plain.test_client_class = PageClient
    headers = {"Content-Disposition": disposition}
    plain.add_url_rule("/", endpoint, lambda: make_response(jsonify(value), status, headers))
    client = plain.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.mark.parametrize(
    ("value", "status"), [(TABLE, 200), (REFUSAL, 409), ({"odd": 1}, 500), (TABLE | {"opinions": []}, 200)]
)
def test_an_answer_as_declared_passes(value: Any, status: int) -> None:
    assert client_of("reviewing.opinions", value, status).get("/").status_code == status


def without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: one for each, one in value.items() if each != name}


@pytest.mark.parametrize(
    ("planted", "status", "fault"),
    [
        (without(TABLE, "csrf_token"), 200, "missing required field `csrf_token`"),
        (TABLE | {"opinions": [without(OPINION, "seat")]}, 200, "missing required field `seat` - at `$.opinions[0]`"),
        (TABLE | {"more": 1}, 200, "unknown field `more`"),
        (TABLE | {"opinions": [OPINION | {"more": 1}]}, 200, "unknown field `more` - at `$.opinions[0]`"),
        (TABLE | {"document": "1"}, 200, "Expected `int`, got `str` - at `$.document`"),
        (TABLE | {"document": True}, 200, "Expected `int`, got `bool` - at `$.document`"),
        (TABLE | {"opinions": [OPINION | {"text": None}]}, 200, "got `null` - at `$.opinions[0].text`"),
        ([TABLE], 200, "Expected `object`, got `array`"),
        (TABLE, 409, "409 is no RefusalAnswer"),
        (without(REFUSAL, "error"), 409, "missing required field `error`"),
        (REFUSAL | {"error": {"status": "409", "message": ""}}, 409, "at `$.error.status`"),
    ],
)  # fmt: skip
def test_a_planted_breach_is_found_with_its_place(planted: Any, status: int, fault: str) -> None:
    with pytest.raises(AssertionError, match="GET /: .*" + re.escape(fault)):
        client_of("reviewing.opinions", planted, status).get("/")


def test_an_answer_of_several_shapes_names_what_each_lacks() -> None:
    with pytest.raises(AssertionError, match=r"no SheetList: .*`sheets`; 200 is no QuestionToExpert: .*`csrf_token`"):
        client_of("assessing.index", {}).get("/")


def test_json_of_an_endpoint_without_a_declaration_is_found() -> None:
    with pytest.raises(AssertionError, match=r"no JSON answer of GET plans\.new is declared"):
        client_of("plans.new", {}).get("/")


def test_a_file_to_keep_has_the_shape_of_its_writer() -> None:
    attached = client_of("plans.new", {}, disposition="attachment; filename=plans.json")
    assert attached.get("/").json == {}


def declared() -> list[type[Answer]]:
    """Every class of the declarations."""
    rooms = (documents, gender, house, parts, people, results, reviews)
    classes = {
        one for room in rooms for one in vars(room).values() if isinstance(one, type) and issubclass(one, Answer)
    }
    return sorted(classes, key=lambda one: one.__name__)


@pytest.mark.parametrize("kind", declared(), ids=lambda kind: kind.__name__)
def test_no_shape_allows_members_that_it_does_not_name(kind: type[Answer]) -> None:
    assert kind.__struct_config__.forbid_unknown_fields and kind.__struct_config__.frozen


def test_every_shape_is_used() -> None:
    used: set[type[Struct]] = set()
    waiting: list[Any] = [
        RefusalAnswer,
        *(kind for table in (ANSWERS, REFUSALS) for row in table.values() for kind in row),
    ]
    while waiting:
        hint = waiting.pop()
        if isinstance(hint, type) and issubclass(hint, Struct):
            if hint not in used:
                used.add(hint)
                waiting += [one.type for one in fields(hint)] + [
                    each for each in hint.__mro__[1:] if issubclass(each, Answer)
                ]
        else:
            waiting += getattr(hint, "__args__", ())
    assert used == set(declared())
