"""Unread notices on the desk: whose they are, where they lead, and how they are put away."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.shell.access import now
from models.base import db
from models.notice import Notice
from models.people import User
from tests.views.reviewers import World, send_json

JSON = {"Accept": "application/json"}


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def told(world: World, account: str, subject: str, **values: Any) -> int:
    """A notice as an act writes it."""
    with world.app.test_request_context():
        user = db.session.scalars(select(User.id).where(User.account == account)).one()
        notice = Notice(kind="sheet_stale", user_id=user, subject=subject, body="內容", created_at=now(), **values)
        db.session.add(notice)
        db.session.commit()
        return notice.id


def desk(client: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/", headers=JSON).json["notices"]
    return found


def test_a_notice_stands_on_the_desk_of_whom_it_is_for_and_leads_to_the_document(world: World) -> None:
    told(world, "gender", "檢視表待再確認：海岸監測網", about="gender_impact:77")
    told(world, "gender", "應辦認定已失效 2 項", about=f"annual_plan:{world.plan_id}")
    page = world.enter("gender_officer").get("/").text
    assert 'href="/sheets/77"' in page
    assert page.index("應辦認定已失效 2 項") < page.index("檢視表待再確認：海岸監測網"), "newest first"
    assert "未讀 2 則" in page
    assert "檢視表待再確認" not in world.enter("drafter").get("/").text
    english = world.enter("gender_officer").get("/", headers={"Accept-Language": "en"}).text
    assert "2 unread, newest first" in english
    assert "Mark as read" in english


def test_read_notices_leave_the_desk_and_saying_so_twice_changes_nothing(world: World) -> None:
    number = told(world, "drafter", "檢視表待再確認：甲")
    drafter = world.enter("drafter")
    with world.app.app_context():
        assert db.session.get_one(Notice, number).read_at is None
    assert drafter.send("/", form=f"/notices/{number}/read").status_code == 303
    with world.app.app_context():
        first = db.session.get_one(Notice, number).read_at
    assert first is not None
    assert send_json(drafter, f"/notices/{number}/read").status_code == 200
    with world.app.app_context():
        assert db.session.get_one(Notice, number).read_at == first
    assert desk(drafter) == {"rows": [], "total": 0}
    assert 'id="notices"' not in drafter.get("/").text


def test_nobody_reads_what_was_told_to_somebody_else(world: World) -> None:
    number = told(world, "gender", "檢視表待再確認：甲")
    for part in ("drafter", "planning", "administrator", "auditor", "gender_expert"):
        client = world.enter(part)
        assert send_json(client, f"/notices/{number}/read").status_code == 404, part
    assert send_json(world.enter("gender_officer"), f"/notices/{number + 999}/read").status_code == 404
    assert world.app.test_client().get(f"/notices/{number}/read").status_code == 405
    with world.app.app_context():
        assert db.session.get_one(Notice, number).read_at is None


def test_without_its_token_a_notice_stays_unread(world: World) -> None:
    number = told(world, "drafter", "檢視表待再確認：甲")
    assert world.enter("drafter").post(f"/notices/{number}/read").status_code == 400
    with world.app.app_context():
        assert db.session.get_one(Notice, number).read_at is None


def test_confidential_letters_stand_on_no_desk(world: World) -> None:
    number = told(world, "drafter", "驗證碼", confidential=True)
    drafter = world.enter("drafter")
    assert desk(drafter)["total"] == 0
    assert "驗證碼" not in drafter.get("/").text
    assert send_json(drafter, f"/notices/{number}/read").status_code == 404


def test_ten_are_shown_of_many_and_all_are_counted_with_one_query(world: World) -> None:
    for place in range(13):
        told(world, "drafter", f"通知第{place:02}號")
    drafter = world.enter("drafter")
    asked: list[str] = []
    with world.app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        found = desk(drafter)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert [row["subject"] for row in found["rows"]] == [f"通知第{place:02}號" for place in range(12, 2, -1)]
    assert found["total"] == 13
    assert len([one for one in asked if "FROM notice" in one]) == 1
    assert "另有 3 則較早的通知" in drafter.get("/").text
