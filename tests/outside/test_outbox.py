"""The outbox: written with the act, sent once after the commit, silent about what is confidential."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.ops.mailing import post_of
from app.seeding.acting import by_command_line
from config import Misconfigured, Settings
from models.base import db
from models.notice import Notice
from tests.outside.mail_sink import Sink, mail_sink
from workflows.accounts.people import Person, create_person
from workflows.lifecycle.transaction import unit_of_work
from workflows.notices.outbox import (
    FIRST_WAIT,
    LASTS,
    Delivery,
    Letter,
    deliver_due,
    notify,
    pending_letters,
    void_unsent,
    wait_after,
)

START = datetime(2026, 11, 21, 2, tzinfo=UTC)
SUBJECT = "性別影響評估：請您檢視「防災科技應用」檢視表（程序參與）第一次通知與說明"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with mail_sink() as found:
        yield found


@pytest.fixture
def mailed(app: Flask, sink: Sink) -> Flask:
    """The application with the sink as its mail server."""
    app.extensions["settings"] = replace(app.extensions["settings"], mail_url=sink.url)
    return app


def written(
    body: str = "連結在此", *, confidential: bool = False, kind: str = "test", address: str = "who@uni.example"
) -> int:
    with unit_of_work(by_command_line(START)) as unit:
        notice = notify(
            unit,
            kind=kind,
            address=address,
            subject=SUBJECT,
            body=body,
            confidential=confidential,
            about="gender_impact:1",
        )
    return notice.id


def sent_at(app: Flask, at: datetime) -> Delivery:
    post = post_of(app.extensions["settings"])
    assert post is not None
    return deliver_due(post, lambda: by_command_line(at))


def kept(notice_id: int) -> Notice:
    return db.session.scalars(
        select(Notice).where(Notice.id == notice_id).execution_options(populate_existing=True)
    ).one()


def test_a_notice_is_written_with_the_act_or_not_at_all(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), unit_of_work(by_command_line(START)) as unit:
            raise ZeroDivisionError(notify(unit, kind="test", address="who@uni.example", subject="a", body="b"))
        assert pending_letters(db.session()) == []
        with unit_of_work(by_command_line(START)) as unit, pytest.raises(ValueError, match="somebody"):
            notify(unit, kind="test", subject="a", body="b")


def test_a_letter_arrives_whole_and_once(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        number = written("第一行\n第二行：…\n.點在行首")
        assert sent_at(mailed, START) == Delivery(sent=1)
        assert sent_at(mailed, START + timedelta(days=1)) == Delivery()
        assert kept(number).sent_at == START
    (letter,) = sink.letters
    assert letter["Subject"] == SUBJECT
    assert (letter["To"], letter["From"]) == ("who@uni.example", "outbox@gov.example")
    assert letter["Message-ID"] == f"<notice-{number}@{mailed.extensions['settings'].audit_origin}>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == ["第一行", "第二行：…", ".點在行首"]


def test_a_confidential_body_is_forgotten_once_sent_or_void(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        secret, plain = written("秘密", confidential=True), written("公開")
        sent_at(mailed, START)
        assert (kept(secret).body, kept(plain).body) == ("", "公開")
        assert [one.get_content().strip() for one in sink.letters] == ["秘密", "公開"]


def test_what_was_voided_is_not_sent_and_its_body_is_gone(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        mine, other = (plant_person(account) for account in ("first", "second"))
        about: dict[str, Any] = {
            "kind": "link",
            "address": "x@uni.example",
            "subject": "s",
            "body": "秘密",
            "about": "gender_impact:1",
        }
        with unit_of_work(by_command_line(START)) as unit:
            first, second = notify(unit, user=mine, **about), notify(unit, user=other, **about)
        with unit_of_work(by_command_line(START)) as unit:
            void_unsent(unit, about="gender_impact:1", user=mine)
        assert (kept(first.id).body, kept(first.id).void_at) == ("", START)
        assert sent_at(mailed, START) == Delivery(sent=1)
        assert (kept(first.id).sent_at, kept(second.id).sent_at) == (None, START)


def plant_person(account: str) -> int:
    return create_person(by_command_line(START), account=account, person=Person(account), password_hash="x")


def test_a_refused_letter_waits_longer_each_time_and_then_arrives(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        number, sink.refuses = written(), True
        assert sent_at(mailed, START) == Delivery(failed=1)
        assert sent_at(mailed, START + FIRST_WAIT / 2) == Delivery()
        assert sent_at(mailed, START + FIRST_WAIT) == Delivery(failed=1)
        assert sent_at(mailed, START + FIRST_WAIT * 2) == Delivery()
        assert kept(number).attempts == 2
        assert "SMTPRecipientsRefused" in kept(number).last_error
        sink.refuses = False
        assert sent_at(mailed, START + FIRST_WAIT * 3) == Delivery(sent=1)
        assert (len(sink.letters), kept(number).last_error) == (1, "")
    waits = [wait_after(attempts) for attempts in range(1, 13)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=4)


def test_a_letter_that_nobody_takes_stays_visible_and_is_left_alone_at_last(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        number, sink.refuses, at = written(), True, START
        for _ in range(20):
            sent_at(mailed, at)
            at += timedelta(hours=5)
        assert kept(number).attempts == 12
        assert [one.id for one in pending_letters(db.session())] == [number]


def test_two_senders_hand_each_letter_over_once(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        for place in range(12):
            written(f"第 {place} 封")
    together = threading.Barrier(2)

    def sender() -> None:
        with mailed.app_context():
            together.wait()
            sent_at(mailed, START)

    threads = [threading.Thread(target=sender) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    arrived = [one.get_content().strip() for one in sink.letters]
    assert sorted(arrived) == sorted(f"第 {place} 封" for place in range(12))


def test_a_crash_after_handing_over_sends_once_more_with_the_same_number(mailed: Flask, sink: Sink) -> None:
    post = post_of(mailed.extensions["settings"])
    assert post is not None

    def crashing(letter: Letter) -> None:
        post(letter)
        raise KeyboardInterrupt

    with mailed.app_context():
        written()
        with pytest.raises(KeyboardInterrupt):
            deliver_due(crashing, lambda: by_command_line(START))
        assert sent_at(mailed, START + timedelta(seconds=30)) == Delivery(), "still claimed"
        assert sent_at(mailed, START + FIRST_WAIT) == Delivery(sent=1)
    first, second = sink.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_code_that_would_come_too_late_is_not_sent(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        number = written("12345678", confidential=True, kind="expert_code")
        late = START + LASTS["expert_code"] + timedelta(seconds=1)
        assert sent_at(mailed, late) == Delivery(void=1)
        assert (kept(number).body, kept(number).void_at) == ("", late)
    assert sink.letters == []


def test_what_cannot_be_a_letter_is_a_failure_not_a_crash(mailed: Flask, sink: Sink) -> None:
    with mailed.app_context():
        bad, good = written(address="a@b.example\nBcc: all@uni.example"), written()
        assert sent_at(mailed, START) == Delivery(sent=1, failed=1)
        assert (kept(bad).sent_at, kept(good).sent_at) == (None, START)
    assert len(sink.letters) == 1


def test_the_command_line_sends_and_lists(mailed: Flask, sink: Sink) -> None:
    runner = mailed.test_cli_runner()
    with mailed.app_context():
        number = written("秘密", confidential=True)
    listed = json.loads(runner.invoke(args=["notices", "list", "--json"]).output)["notices"]
    assert [(one["id"], one["to"]) for one in listed] == [(number, "who@uni.example")]
    hidden = runner.invoke(args=["notices", "list", "--show", str(number)])
    assert hidden.exit_code == 1
    assert "秘密" not in hidden.output
    assert json.loads(runner.invoke(args=["notices", "send", "--json"]).output) == {"sent": 1, "failed": 0, "void": 0}
    assert "沒有待寄的信" in runner.invoke(args=["notices", "list"]).output
    assert len(sink.letters) == 1


def test_without_a_mail_server_letters_stay_and_the_operator_can_read_them_in_development(app: Flask) -> None:
    runner = app.test_cli_runner()
    with app.app_context():
        number = written("秘密", confidential=True)
    sent = runner.invoke(args=["notices", "send"])
    assert (sent.exit_code, "1 封信留在寄件匣" in sent.output) == (1, True)
    assert "秘密" in runner.invoke(args=["notices", "list", "--show", str(number)]).output
    app.extensions["settings"] = replace(app.extensions["settings"], production=True)
    assert "秘密" not in runner.invoke(args=["notices", "list", "--show", str(number)]).output


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "starttls://:587", "smtp://host:none", "mail.example"])
def test_a_mail_url_that_is_none_stops_the_start(url: str) -> None:
    with pytest.raises(Misconfigured, match="MAIL_URL"):
        Settings.from_environment({"MAIL_URL": url})


def test_production_mails_only_links_that_lead_home() -> None:
    environment = {
        "BIANSHEN_ENV": "production", "SECRET_KEY": "k" * 40, "DATABASE_URL": "sqlite:///x", "AUDIT_ORIGIN": "x.gov.example",
        "MAIL_URL": "smtp://127.0.0.1",
    }  # fmt: skip
    with pytest.raises(Misconfigured, match="BASE_URL"):
        Settings.from_environment(environment)
    found = Settings.from_environment({**environment, "BASE_URL": "https://x.gov.example/"})
    assert found.base_url == "https://x.gov.example"
