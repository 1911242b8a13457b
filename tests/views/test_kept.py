"""A session that ends while somebody is typing takes no word with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.seeding.people import password
from app.shell.access import now
from models.base import db
from models.people import SignInSession
from tests.pages import Page, PageClient
from tests.views.reviewers import World

WORDS = "寫了半個小時、還沒有存成修訂的一段文字。"


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def written(client: PageClient, path: str) -> dict[str, Any]:
    return dict(next(form for form in client.forms(path) if form.action == path).fields) | {
        "preamble": WORDS,
        "op": "save",
    }


def again(client: PageClient, answer: TestResponse) -> TestResponse:
    form = next(form for form in Page(answer.text).forms if dict(form.fields).get("preamble"))
    return client.post(form.action, data=dict(form.fields))


def forget_sessions(world: World) -> None:
    with world.app.app_context():
        db.session.execute(update(SignInSession).values(ended_at=now() + timedelta(seconds=1)))
        db.session.commit()


@pytest.mark.parametrize("cookie", ["kept", "lost"])
def test_words_are_sent_again_after_signing_in(world: World, cookie: str) -> None:
    client = cast(PageClient, world.enter("drafter"))
    path = f"/plans/{world.plan_id}/edit/preamble"
    data = written(client, path)
    if cookie == "kept":
        forget_sessions(world)
    else:
        client.delete_cookie("bianshen")
    answer = client.post(path, data=data)
    assert answer.status_code == 401
    assert WORDS in answer.text
    client.send("/sign-in", account="drafter", password=password())
    answer = again(client, answer)
    assert answer.status_code == 400
    assert WORDS in answer.text
    assert again(client, answer).status_code == 303
    assert WORDS in client.get(path).text


def test_another_person_signing_in_meets_the_rules_as_ever(world: World) -> None:
    client = cast(PageClient, world.enter("drafter"))
    path = f"/plans/{world.plan_id}/edit/preamble"
    data = written(client, path)
    forget_sessions(world)
    answer = client.post(path, data=data)
    client.send("/sign-in", account="planning", password=password())
    assert again(client, again(client, answer)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Referer": "https://elsewhere.example/x"},
    ],
)
def test_words_of_other_sites_are_not_kept(world: World, headers: dict[str, str]) -> None:
    path = f"/plans/{world.plan_id}/edit/preamble"
    for client in (world.app.test_client(), world.enter("drafter")):
        answer = client.post(path, data={"preamble": WORDS, "csrf_token": "forged"}, headers=headers)
        assert answer.status_code in (302, 400)
        assert WORDS not in answer.text


def test_passwords_are_never_written_into_a_page(world: World) -> None:
    client = cast(PageClient, world.app.test_client())
    body = {"password": "a-secret-word", "old_password": "another-secret", "reason": WORDS}
    answer = client.post(f"/documents/{world.plan_id}/moves/withdraw", data=body)
    assert answer.status_code == 401
    assert WORDS in answer.text
    assert "secret" not in answer.text
