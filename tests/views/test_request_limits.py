"""What no view could make sense of is refused before any view, in words, and what is only written otherwise is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.shell import request_limits as limits
from models.base import db
from models.review import Opinion
from tests.views.reviewers import World, token_of

JSON = {"Accept": "application/json"}
HUGE = (2**31, 2**63 - 1, 2**63, 2**64, 10**40)


@pytest.fixture
def world(app: Flask) -> World:
    """A small plan and its people."""
    return World(app)


def sent(client: Any, path: str, data: bytes, media: str = "application/json", **headers: str) -> Any:
    """A body as bytes, with the token that guards it."""
    return client.post(
        path, data=data, content_type=media, headers={"X-CSRFToken": token_of(client), **JSON, **headers}
    )


def message(answer: Any) -> str:
    """The first reason of a refusal."""
    return str(answer.json["findings"][0]["message"])


@pytest.mark.parametrize("number", HUGE)
def test_an_id_beyond_the_column_does_not_exist(world: World, number: int) -> None:
    drafter = world.enter("drafter")
    for path in (f"/plans/{number}", f"/documents/{number}/history", f"/agencies/{number}/lights", f"/kpis/{number}"):
        answer = drafter.get(path, headers=JSON)
        assert (answer.status_code, answer.json["error"]["status"]) == (404, 404), path
    assert sent(drafter, f"/notices/{number}/read", b"{}").status_code == 404


@pytest.mark.parametrize("piece", ["%00", "k%00", "k" * 201])
def test_a_piece_of_the_path_that_nothing_can_be_called_does_not_exist(world: World, piece: str) -> None:
    drafter = world.enter("drafter")
    for path in (f"/plans/{world.plan_id}/edit/kpis/{piece}", f"/rules/{piece}", f"/static/{piece}"):
        assert drafter.get(path, headers=JSON).status_code == 404, path


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"reason":' * 50_000, b'{"reason":' + b"[" * 60 + b"]" * 60 + b"}"])
@pytest.mark.parametrize("path", ["/sign-in", "/plans", "/documents/{}/moves/submit", "/documents/{}/opinions"])
def test_json_that_nests_too_deep_is_refused_in_words(world: World, path: str, body: bytes) -> None:
    client = world.enter("drafter")
    address = path.format(world.plan_id)
    answer = sent(client, address, body)
    assert (answer.status_code, message(answer)) == (422, f"內容的層次過深，最多 {limits.DEEPEST} 層")
    client.get("/language/en")
    english = sent(client, address, body)
    assert message(english) == f"The content is nested too deeply, {limits.DEEPEST} levels at most"


def test_numbers_out_of_range_are_refused_with_their_field(world: World) -> None:
    client = world.enter("drafter")
    for number, words in (
        (b"9" * 400, "數值超出範圍"),
        (b"-1" + b"0" * 30, "數值超出範圍"),
        (b"NaN", "有限"),
        (b"1e999", "有限"),
    ):
        answer = sent(client, f"/documents/{world.plan_id}/content", b'{"parts":{},"version":' + number + b"}")
        assert (answer.status_code, answer.json["findings"][0]["at"]) == (422, "version"), number
        assert words in message(answer)


def test_names_of_fields_and_their_number_have_bounds(world: World) -> None:
    client = world.enter("drafter")
    address, long = f"/documents/{world.plan_id}/moves/submit", "n" * (limits.LONGEST_NAME + 1)
    for answer in (
        sent(client, address, json.dumps({long: 1}).encode()),
        sent(client, address, f"{long}=1".encode(), "application/x-www-form-urlencoded"),
    ):
        assert (answer.status_code, answer.json["findings"][0]["at"]) == (422, "n" * 40)
    many = "&".join(f"f{number}=" for number in range(limits.MOST_FIELDS + 1)).encode()
    answer = sent(client, address, many, "application/x-www-form-urlencoded")
    assert (answer.status_code, "欄位過多" in message(answer)) == (422, True)


@pytest.mark.parametrize("media", ["text/plain", "application/xml", "application/octet-stream", "x"])
def test_a_body_that_is_neither_form_nor_json_is_refused(world: World, media: str) -> None:
    client = world.enter("drafter")
    answer = sent(client, f"/documents/{world.plan_id}/opinions", b"text=a", media)
    assert (answer.status_code, "JSON" in message(answer)) == (415, True)
    page = client.post("/sign-out", data=b"x", content_type=media, headers={"Accept": "text/html"})
    assert page.status_code == 415 and "請以表單或 JSON" in page.text
    assert client.get("/account", headers=JSON).status_code == 200


def test_a_query_is_bounded_and_nul_in_it_counts_as_not_typed(world: World) -> None:
    client = world.enter("drafter")
    assert client.get("/plans?q=%00&agency=%00&year=1%00", headers=JSON).status_code == 200
    answer = client.get("/plans?q=" + "a" * (limits.LONGEST_QUERY + 1), headers=JSON)
    assert (answer.status_code, "查詢過長" in message(answer)) == (422, True)


def test_decomposed_text_is_stored_composed(world: World) -> None:
    """macOS hands over file names and some pasted text decomposed; no digest may hold such text."""
    world.forward("joint_review")
    client = world.enter("planning")
    body = {"text": "cafe\u0301 意見", "anchor": "", "key": "ke\u0301y", "seat": "planning"}
    answer = sent(client, f"/documents/{world.plan_id}/opinions", json.dumps(body).encode())
    assert answer.status_code == 200, answer.text
    with world.app.app_context():
        assert db.session.scalar(select(Opinion.text)) == "caf\u00e9 意見"


def test_a_password_is_not_composed() -> None:
    typed = json.dumps({"password": "cafe\u0301", "account": "cafe\u0301"})
    assert limits.BoundedJson.loads(typed) == {"password": "cafe\u0301", "account": "caf\u00e9"}
