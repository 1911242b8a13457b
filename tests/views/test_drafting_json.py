"""Content saved by machines: strict JSON in, the new document, what changed and what is wrong out."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from flask import Flask

from tests.pages import PageClient
from tests.views.reviewers import World, send_json


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def drafter(world: World) -> PageClient:
    return cast(PageClient, world.enter("drafter"))


def content(world: World, client: PageClient, **body: Any) -> Any:
    full = {"version": world.now().version, "parts": {"preamble": "機器寫的前言"}} | body
    return send_json(client, f"/documents/{world.plan_id}/content", **full)


def rows(world: World, client: PageClient, part: str) -> Any:
    return client.get(f"/plans/{world.plan_id}/edit/{part}", headers={"Accept": "application/json"}).json["value"]


def test_parts_are_saved_and_the_answer_tells_the_new_document(world: World, drafter: PageClient) -> None:
    before = world.now()
    answer = content(world, drafter, key="one", note="批次")
    assert answer.status_code == 200
    assert answer.json["changed"] is True
    assert answer.json["document"]["revision"] == before.revision + 1
    assert {"rule", "severity", "at", "message"} <= answer.json["findings"][0].keys()
    assert content(world, drafter).json["changed"] is False


def test_the_same_key_has_one_effect_and_another_request_is_refused(world: World, drafter: PageClient) -> None:
    version = world.now().version
    first = content(world, drafter, version=version, key="k")
    again = content(world, drafter, version=version, key="k")
    assert first.json["document"] == again.json["document"]
    assert content(world, drafter, version=version, key="k", parts={"preamble": "別的"}).status_code == 409


def test_an_older_version_is_told_the_present_one(world: World, drafter: PageClient) -> None:
    answer = content(world, drafter, version=world.now().version - 1)
    assert answer.status_code == 409
    assert answer.json["version"] == world.now().version


WRONG: dict[str, Any] = {
    "no parts": {"parts": None},
    "empty parts": {"parts": {}},
    "parts of a wrong type": {"parts": [1]},
    "unknown part": {"parts": {"budget": []}},
    "no version": {"version": None},
    "version of a wrong type": {"version": "3"},
    "version true": {"version": True},
    "rows of a wrong type": {"parts": {"kpis": "x"}},
    "row of a wrong type": {"parts": {"kpis": [1]}},
    "a float": {"parts": {"kpis": [{"id": "k-1", "regime": 1.0}]}},
    "an unknown field": {"parts": {"kpis": [{"id": "k-1", "color": "red"}]}},
    "control character": {"parts": {"preamble": "前\x00言"}},
    "too long": {"parts": {"preamble": "長" * 9000}},
    "note of a wrong type": {"note": 5},
    "note with a control": {"note": "a\x00"},
    "key too long": {"key": "k" * 81},
    "key of a wrong type": {"key": ["k"]},
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_well_formed_is_refused_with_findings(world: World, drafter: PageClient, name: str) -> None:
    before = world.now().revision
    answer = content(world, drafter, **WRONG[name])
    assert answer.status_code == 422, answer.text
    assert answer.json["findings"]
    assert world.now().revision == before


def test_half_a_character_is_refused(world: World, drafter: PageClient) -> None:
    token = drafter.get("/sign-in", headers={"Accept": "application/json"}).json["csrf_token"]
    for body in (
        {"parts": {"preamble": "前\ud800言"}},
        {"parts": {"\ud800": ""}},
        {"note": "\ud800"},
        {"key": "\ud800"},
    ):
        whole = {"version": world.now().version, "parts": {"preamble": "x"}} | body
        answer = drafter.post(
            f"/documents/{world.plan_id}/content", data=json.dumps(whole), content_type="application/json",
            headers={"X-CSRFToken": token},
        )  # fmt: skip
        assert answer.status_code == 422, body


def test_a_number_that_only_equals_the_stored_one_is_not_stored(world: World, drafter: PageClient) -> None:
    stored = rows(world, drafter, "kpis")
    answer = content(world, drafter, parts={"kpis": [row | {"regime": float(row["regime"] or 1)} for row in stored]})
    assert answer.status_code in (200, 422)
    assert all(not isinstance(row["regime"], float) for row in rows(world, drafter, "kpis"))


def test_a_body_that_is_no_object_or_nests_without_end(world: World, drafter: PageClient) -> None:
    token = drafter.get("/sign-in", headers={"Accept": "application/json"}).json["csrf_token"]
    for body in (b"[]", b"nothing", b"[" * 100_000, b'{"parts":' * 50_000):
        answer = drafter.post(
            f"/documents/{world.plan_id}/content",
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code in (400, 422), body[:20]


def test_a_stranger_finds_nothing_and_a_reader_may_not(world: World) -> None:
    assert content(world, world.enter("edu-drafter")).status_code == 404
    assert content(world, world.enter("planning")).status_code == 403
