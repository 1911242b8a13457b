"""The door: whoever belongs comes in, nobody else, and a session can be ended from our side."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from app.account.views import safe_path
from app.shell.access import hasher
from models.base import db
from models.people import Agency, RoleHolding, SignInSession, User

PASSWORD = "竹科的相思樹在四月開花"


@pytest.fixture(autouse=True)
def people(app: Flask) -> None:
    """An agency with a drafter, and one whose first password was set by somebody else."""
    with app.app_context():
        agency = Agency(code="A1", name="科技部", self_name="本部", valid_from=date(2014, 1, 1))
        db.session.add(agency)
        db.session.flush()
        for account, must in (("drafter", False), ("newcomer", True)):
            user = User(
                account=account, name="王小明", password_hash=hasher().hash(PASSWORD), must_change_password=must,
                created_at=datetime.now(UTC),
            )  # fmt: skip
            db.session.add(user)
            db.session.flush()
            db.session.add(RoleHolding(user_id=user.id, agency_id=agency.id, role="drafter", since=date(2014, 1, 1)))
        db.session.commit()


def enter(client: Any, account: str = "drafter", password: str = PASSWORD, **more: str) -> Any:
    """Fill the sign-in form in and send it."""
    return client.send("/sign-in", account=account, password=password, **more)


def test_signing_in_leads_to_the_page_that_was_wanted(client: Any) -> None:
    wanted = client.get("/plans?year=107")
    assert wanted.status_code == 302
    assert wanted.location == "/sign-in?next=/plans?year%3D107"
    answer = client.send(wanted.location, account="drafter", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/plans?year=107")
    assert "王小明" in client.get("/account").text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "",
        "//",
    ],
)
def test_next_never_leads_to_another_site(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert safe_path(wanted) == "/"


def test_a_wrong_password_keeps_the_account_and_says_no_more(client: Any) -> None:
    wrong, unknown = enter(client, password="nope"), enter(client, account="nobody", password="nope")
    assert wrong.status_code == unknown.status_code == 401
    assert 'value="drafter"' in wrong.text
    assert "nope" not in wrong.text
    told = [page.text.replace("drafter", "").replace("nobody", "").split("<form")[0] for page in (wrong, unknown)]
    assert told[0].split('name="csrf_token"')[0] == told[1].split('name="csrf_token"')[0]


def test_five_wrong_passwords_lock_even_the_right_one_out(client: Any) -> None:
    for _ in range(5):
        assert enter(client, password="nope").status_code == 401
    locked = enter(client)
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "900"
    assert "鎖定" in locked.text
    assert 'value="drafter"' in locked.text


def test_an_incomplete_form_is_shown_again(client: Any) -> None:
    assert enter(client, password="").status_code == 422
    assert enter(client, account="dra\x00fter", password="nope").status_code == 401
    assert enter(client, account="x" * 90, password="nope").status_code == 422


def test_signing_in_gives_another_session_than_before(app: Flask, client: Any) -> None:
    client.get("/sign-in")
    before = client.get_cookie("bianshen")
    enter(client)
    after = client.get_cookie("bianshen")
    assert before and after and before.value != after.value
    with client.session_transaction() as kept:
        token = kept["_user_id"]
    enter_again = client.get("/sign-in")
    assert enter_again.status_code == 302
    with app.app_context():
        assert token not in [row.token_sha256 for row in db.session.query(SignInSession)]


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client: Any, second_client: Any) -> None:
    enter(client)
    stolen = client.get_cookie("bianshen")
    assert stolen
    second_client.set_cookie("bianshen", stolen.value)
    assert second_client.get("/account").status_code == 200
    assert client.send("/account", form="/sign-out").status_code == 303
    assert client.get("/account").status_code == 302
    assert second_client.get("/account").status_code == 302


def test_posting_needs_the_token(client: Any) -> None:
    assert client.post("/sign-in", data={"account": "drafter", "password": PASSWORD}).status_code == 400
    enter(client)
    assert client.post("/sign-out").status_code == 400
    assert client.get("/account").status_code == 200


def test_machines_sign_in_with_json(client: Any) -> None:
    json = {"Accept": "application/json"}
    token = client.get("/sign-in", headers=json).get_json()["csrf_token"]
    body = {"account": "drafter", "password": PASSWORD}
    assert client.post("/sign-in", json=body, headers=json).status_code == 400
    answer = client.post("/sign-in", json=body, headers=json | {"X-CSRFToken": token})
    assert answer.status_code == 200
    assert answer.get_json()["roles"][0]["agency"] == "科技部"
    new = answer.get_json()["csrf_token"]
    assert client.get("/account", headers=json).get_json()["account"] == "drafter"
    assert client.post("/sign-out", headers=json | {"X-CSRFToken": new}).status_code == 200
    assert client.get("/account", headers=json).status_code == 401


def test_json_refusals_tell_their_reasons(client: Any) -> None:
    json = {"Accept": "application/json"}
    headers = json | {"X-CSRFToken": client.get("/sign-in", headers=json).get_json()["csrf_token"]}
    assert client.post("/sign-in", json={"account": "drafter", "password": "nope"}, headers=headers).status_code == 401
    missing = client.post("/sign-in", json={"account": "drafter"}, headers=headers)
    assert missing.status_code == 422
    assert missing.get_json()["findings"][0]["at"] == "password"
    assert client.post("/sign-in", json=["x"], headers=headers).status_code == 422


def test_a_first_password_must_be_changed_before_anything_else(client: Any) -> None:
    enter(client, account="newcomer")
    assert client.get("/account").location == "/account/password"
    assert "系統管理者設定" in client.get("/account/password").text
    new = "風城的風從海上吹來"
    refused = client.send("/account/password", form="/password", present=PASSWORD, new=new, again=new)
    assert refused.status_code == 422
    new += "，一年吹到頭"
    assert (
        client.send("/account/password", form="/password", present=PASSWORD, new=new, again=new).location == "/account"
    )
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [
        ("short", "short", "12"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "單純"),
        ("my-drafter-password", "my-drafter-password", "不可包含帳號"),
        ("long enough words", "long enough word", "兩次輸入"),
        (PASSWORD, PASSWORD, "12"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(client: Any, new: str, again: str, told: str) -> None:
    enter(client)
    refused = client.send("/account/password", form="/password", present=PASSWORD, new=new, again=again)
    assert refused.status_code == 422
    assert told in refused.text


def test_changing_the_password_ends_the_other_sessions(client: Any, second_client: Any) -> None:
    enter(client)
    enter(second_client)
    new = "correct horse battery staple"
    wrong = client.send("/account/password", form="/password", present="nope", new=new, again=new)
    assert wrong.status_code == 422
    assert "不正確" in wrong.text
    assert client.send("/account/password", form="/password", present=PASSWORD, new=new, again=new).status_code == 303
    assert client.get("/account").status_code == 200
    assert second_client.get("/account").status_code == 302
    assert enter(second_client, password=new).status_code == 303


def test_the_language_is_kept_across_the_door(client: Any) -> None:
    assert client.get("/language/en?next=/sign-in").location == "/sign-in"
    assert 'lang="en"' in client.get("/sign-in").text
    enter(client)
    assert 'lang="en"' in client.get("/account").text
    assert client.get("/language/xx?next=//evil.example").location == "/"
