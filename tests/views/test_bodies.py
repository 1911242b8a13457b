"""Each JSON body is declared once: what does not fit is refused with its field, and the declarations are a JSON Schema."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any, get_type_hints

import pytest
from flask import Flask
from msgspec import Struct

from config import ROOT
from forms.answers import ANSWERS
from forms.bodies import BODIES, Body, ContentBody, DecisionBody, MoveBody, NewPlanBody, Word
from forms.json_body import flat, read_body
from forms.json_schema import DIALECT, schema_document
from tests.views.reviewers import World, send_json
from workflows.lifecycle import Malformed

READERS = re.compile(r"\b(sent_data|json_body|form_sent|_result_sent)\(")
HAND_READ = re.compile(r"request\.(get_json|json\b)")


def refused(value: Any, kind: type[Struct]) -> tuple[str, str]:
    """Place and sentence of the one finding with which the body is refused."""
    with pytest.raises(Malformed) as caught:
        read_body(value, kind)
    (finding,) = caught.value.findings
    return finding.at, str(finding.message)


def test_every_endpoint_that_reads_json_has_a_declaration_and_no_other(app: Flask) -> None:
    reading = {name for name, view in app.view_functions.items() if READERS.search(inspect.getsource(view))}
    assert reading == set(BODIES)


def test_json_is_read_in_one_place() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        if HAND_READ.search(path.read_text(encoding="utf-8"))
    ]
    assert sorted(readers) == ["app/shell/request_data.py", "app/shell/request_limits.py"]


@pytest.mark.parametrize("endpoint", BODIES)
def test_a_value_of_another_type_is_refused_with_its_field(endpoint: str) -> None:
    kind = BODIES[endpoint]
    wrong: tuple[Any, ...] = ([], {}, 1.5, ["a"])
    for name, hint in get_type_hints(kind).items():
        for value in wrong:
            if hint == Word:
                assert refused({name: value}, kind)[0] == name


@pytest.mark.parametrize(
    ("value", "kind", "at", "words"),
    [
        ([], MoveBody, "", "內容須為 JSON 物件"),
        (None, MoveBody, "", "內容須為 JSON 物件"),
        ({"\ud800": 1}, MoveBody, "", "欄位格式不符"),
        ({"version": "\ud800"}, ContentBody, "", "欄位格式不符"),
        ({"version": 1, "parts": "\ud800"}, ContentBody, "", "欄位格式不符"),
        ({"opinions": ["a"]}, MoveBody, "opinions[0]", "欄位格式不符"),
        ({"opinions": [{"text": {}}]}, MoveBody, "opinions[0].text", "欄位格式不符"),
        ({"opinions": [{}] * 101}, MoveBody, "opinions", "最多 100 項"),
        ({"key": "k" * 81}, Body, "key", "最多 80 字"),
        ({"parts": {}}, ContentBody, "version", "請附上您所見文件的版次（version）"),
        ({"version": True, "parts": {}}, ContentBody, "version", "請附上您所見文件的版次（version）"),
        ({"version": 2**31, "parts": {}}, ContentBody, "version", "請附上您所見文件的版次（version）"),
        ({"version": 1, "parts": [1]}, ContentBody, "parts", "請以 parts 附上要修改的部分"),
        ({"version": 1, "note": "長" * 501}, ContentBody, "note", "修訂說明最多 500 字，不得含控制字元"),
        ({"rows": [1]}, DecisionBody, "rows[0]", "欄位格式不符"),
    ],
)  # fmt: skip
def test_a_fault_names_its_field(value: Any, kind: type[Struct], at: str, words: str) -> None:
    assert refused(value, kind) == (at, words)


def test_a_body_becomes_what_a_form_would_send() -> None:
    body = {
        "version": 3,
        "key": "k",
        "more": True,
        "reason": None,
        "unknown": [],
        "opinions": [{"text": "甲\ud800\x00"}],
    }
    assert flat(read_body(body, MoveBody)).to_dict() == {
        "version": "3", "idempotency_key": "k", "more": "yes", "reason": "", "opinions-0-text": "甲", "opinions-0-anchor": "",
    }  # fmt: skip
    assert flat(read_body({"rows": ["a", "b"]}, DecisionBody)).getlist("rows") == ["a", "b"]
    assert flat(read_body({"year": 108, "document": {"title": "計畫"}}, NewPlanBody)).to_dict() == {"year": "108"}
    assert flat(read_body({}, MoveBody)).to_dict() == {}


def test_half_a_character_in_a_password_is_refused() -> None:
    with pytest.raises(Malformed):
        flat(read_body({"password": "\ud800"}, MoveBody))


def test_the_declarations_are_one_json_schema(app: Flask) -> None:
    document = schema_document()
    assert document["$schema"] == DIALECT and json.loads(json.dumps(document)) == document
    tables = {name: set(table["properties"]) for name, table in document["properties"].items()}
    assert tables == {"bodies": set(BODIES), "answers": set(ANSWERS), "refusals": set(ANSWERS)}
    references = set(re.findall(r"#/\$defs/(\w+)", json.dumps(document)))
    assert references == set(document["$defs"])
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert set(BODIES) <= posts
    closed = {name for name, shape in document["$defs"].items() if shape.get("additionalProperties") is False}
    assert closed == {
        name for name, shape in document["$defs"].items() if "properties" in shape and not name.endswith("Body")
    }
    content = document["$defs"]["ContentBody"]
    assert content["required"] == ["version"] and content["properties"]["version"]["maximum"] == 2**31 - 1


def test_a_refusal_reaches_the_client_in_its_language(app: Flask) -> None:
    world = World(app)
    client = world.enter("drafter")
    address = f"/documents/{world.plan_id}/opinions/1/response"
    answer = send_json(client, address, text={"a": 1})
    assert (answer.status_code, answer.json["findings"][0]["at"]) == (422, "text")
    client.get("/language/en")
    answer = send_json(client, address, key="k" * 81)
    assert answer.json["findings"][0]["message"] == "At most 80 characters"
