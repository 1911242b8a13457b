"""Reminders to experts: on their days, once, with a fresh link only where the old one opens nothing any more."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.seeding.acting import by_command_line
from models.base import db
from models.experts import ExpertLink, ExpertPart
from models.notice import Notice
from tests.outside.test_abuse import GuestWorld, disable
from tests.views.sheet_world import letters, link_in
from workflows.experts.reminders import LONGEST, Reminded, day_of_letter, remind
from workflows.language import calendar

DUE = date(2026, 12, 15)
DAYS_OF_LETTERS = (-7, -3, -1, *range(1, 31, 2))


@pytest.fixture
def world(app: Flask) -> GuestWorld:
    built = GuestWorld(app)
    with app.app_context():
        db.session.execute(update(ExpertPart).values(due_on=DUE))
        db.session.execute(update(ExpertLink).values(expires_at=datetime(2027, 3, 1, tzinfo=UTC)))
        db.session.commit()
    posted(built, datetime(2026, 11, 25, 1, tzinfo=UTC))
    return built


def posted(world: GuestWorld, at: datetime) -> None:
    """Whatever waits in the outbox has been sent, and was written at this time."""
    with world.app.app_context():
        waiting = Notice.sent_at.is_(None), Notice.void_at.is_(None)
        db.session.execute(update(Notice).where(*waiting).values(sent_at=at, created_at=at))
        db.session.commit()


def on(world: GuestWorld, days: int, hour: int = 1) -> Reminded:
    """The timer runs so many days from the due date (at nine in Taipei), and what it writes is sent."""
    at = datetime(DUE.year, DUE.month, DUE.day, hour, tzinfo=UTC) + timedelta(days=days)
    with world.app.app_context():
        return remind(by_command_line(at))


def sent_on(world: GuestWorld, days: int) -> int:
    done = on(world, days).letters
    posted(world, datetime(DUE.year, DUE.month, DUE.day, 1, tzinfo=UTC) + timedelta(days=days))
    return done


def test_on_which_days(world: GuestWorld) -> None:
    written = [days for days in range(-12, LONGEST + 6) if sent_on(world, days)]
    assert tuple(written) == DAYS_OF_LETTERS
    assert len(letters(world.app, "expert_reminder")) == len(DAYS_OF_LETTERS)


def test_never_twice_on_a_day_and_a_missed_day_is_made_up_for_once(world: GuestWorld) -> None:
    assert [sent_on(world, days) for days in (-7, -7, -6)] == [1, 0, 0]
    assert [sent_on(world, days) for days in (-2, -2, -1, 0)] == [1, 0, 1, 0]
    assert on(world, 4).letters == 1
    assert [on(world, days).letters for days in (5, 7)] == [0, 0], (
        "a letter that still waits is not followed by another"
    )


def test_a_late_expert_who_asks_for_a_fresh_link_stays_late(world: GuestWorld) -> None:
    passed = date(2010, 1, 4)
    with world.app.app_context():
        db.session.execute(update(ExpertPart).values(due_on=passed))
        db.session.execute(update(ExpertLink).values(issued_at=datetime(2026, 1, 1, tzinfo=UTC)))
        db.session.commit()
    before = len(letters(world.app, "expert_link"))
    world.browser().send(link_in(letters(world.app, "expert_link")[-1]), again="yes")
    assert len(letters(world.app, "expert_link")) == before + 1
    with world.app.app_context():
        assert set(db.session.scalars(select(ExpertPart.due_on))) == {passed}


def test_two_timers_at_once_write_one_letter(world: GuestWorld) -> None:
    done: list[int] = []
    runs = [threading.Thread(target=lambda: done.append(on(world, -3).letters)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(done) == [0, 1]


def test_what_the_letter_says_while_the_link_holds(world: GuestWorld) -> None:
    path = world.link()
    assert on(world, -3) == Reminded(1, 0, [f"gender_impact:{world.sheet_id}"])
    (body,) = letters(world.app, "expert_reminder")
    for words in ("陳小玉", "115年12月15日（還有3日）", "116年3月1日", "程序參與意見", "承辦人"):
        assert words in body, words
    assert "/invited/" not in body
    assert world.browser().send(path).status_code == 303
    assert '"what":"reminder"' in world.entries("notify")[-1]
    assert json.loads(world.entries("notify")[-1])["details"]["expert"] == world.guest_id


@pytest.mark.parametrize("fault", ["used", "expired", "revoked"])
def test_a_fresh_link_where_the_old_one_opens_nothing(world: GuestWorld, fault: str) -> None:
    old = world.link()
    past = datetime(2026, 11, 30, tzinfo=UTC)
    changed = {"used": {"used_at": past}, "expired": {"expires_at": past}, "revoked": {"revoked_at": past}}[fault]
    with world.app.app_context():
        db.session.execute(update(ExpertLink).values(**changed))
        db.session.commit()
    assert on(world, 3).fresh_links == 1
    with world.app.app_context():
        notice = db.session.scalars(select(Notice).where(Notice.kind == "expert_reminder")).one()
        assert notice.confidential
        assert "已過3日" in notice.body
        assert link_in(notice.body) != old
        assert db.session.scalars(select(ExpertPart.due_on)).one() == DUE, "a reminder moves no due date"
    opened = world.browser().send(link_in(letters(world.app, "expert_reminder")[0]))
    assert opened.status_code == 303


def test_nobody_is_reminded_who_has_nothing_to_answer(world: GuestWorld) -> None:
    expert = world.inside()
    world.fill(expert, "participation")
    assert world.make(expert, "answer").location.endswith("/invited/done")
    assert on(world, 3).letters == 0


def test_nobody_is_reminded_after_the_invitation_the_plan_or_the_account_ended(world: GuestWorld) -> None:
    disable(world)
    assert on(world, 1).letters == 0
    assert world.make(world.drafter, "withdraw", world.plan_id, reason="政策調整").status_code == 303
    assert on(world, 3).letters == 0


def test_an_ended_invitation_voids_the_reminder_on_its_way(world: GuestWorld) -> None:
    assert on(world, 1).letters == 1
    assert "提醒信待寄" in world.drafter.get(world.at()).text
    assert world.drafter.send(world.at(), form="/end", reason="改請他人").status_code == 303
    assert letters(world.app, "expert_reminder") == []
    assert on(world, 3).letters == 0


def test_the_panel_says_when_the_last_reminder_went(world: GuestWorld) -> None:
    assert "寄出提醒信" not in world.drafter.get(world.at()).text
    assert sent_on(world, -7) == 1
    assert sent_on(world, -3) == 1
    assert "115/12/12 寄出提醒信" in world.drafter.get(world.at()).text


def test_the_command(world: GuestWorld) -> None:
    run = world.app.test_cli_runner()
    with world.app.app_context():
        today = calendar.today(datetime.now(UTC))
        db.session.execute(update(ExpertPart).values(due_on=today - timedelta(days=1)))
        db.session.execute(update(Notice).values(created_at=datetime.now(UTC) - timedelta(days=9)))
        db.session.commit()
    assert run.invoke(args=["notices", "remind", "--json"]).output.count('"letters": 1') == 1
    assert "寫好 0 封提醒信" in run.invoke(args=["notices", "remind"]).output


def test_which_day_a_letter_belongs_to() -> None:
    assert day_of_letter(DUE, DUE - timedelta(days=8)) is None
    assert day_of_letter(DUE, DUE) == DUE - timedelta(days=1)
    assert day_of_letter(DUE, DUE + timedelta(days=2)) == DUE + timedelta(days=1)
    assert day_of_letter(DUE, DUE + timedelta(days=LONGEST + 1)) is None
