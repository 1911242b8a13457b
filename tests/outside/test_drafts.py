"""Opinions an expert has typed and not given: there when they come back, seen by nobody else, gone with the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models.base import db
from models.document import Document
from models.experts import ExpertLink, ExpertPart
from models.review import Opinion
from tests.outside.test_abuse import GuestWorld
from tests.views.reviewers import send_json
from tests.views.sheet_world import come_in

TEXT = "請補列各年齡層之性別統計，並說明托育名額如何計算。"


@pytest.fixture
def world(app: Flask) -> GuestWorld:
    return GuestWorld(app)


def answer_page(world: GuestWorld) -> str:
    return world.moves("answer", world.sheet_id)


def typed(text: str = TEXT) -> dict[str, Any]:
    return {"opinions-0-text": text, "opinions-0-anchor": "need.statistics", "opinions-1-text": "第二項意見"}


def ready(world: GuestWorld) -> Any:
    """An expert whose own part is complete, on the way to the answer."""
    expert = world.inside()
    world.fill(expert, "participation")
    return expert


def keep(world: GuestWorld, expert: Any, **changes: str) -> Any:
    return expert.send(answer_page(world), form="/moves/answer", keep="1", **(typed() | changes))


def kept(world: GuestWorld) -> str | None:
    with world.app.app_context():
        db.session.rollback()
        return db.session.scalars(select(ExpertPart.drafted_opinions)).one()


def test_what_was_kept_is_there_again_also_by_a_fresh_link(world: GuestWorld) -> None:
    path, expert = world.link(), ready(world)
    answer = keep(world, expert)
    assert answer.location.endswith("/moves/answer")
    page = expert.get(answer.location).text
    assert "已存 2 項意見，還沒有送出" in page
    assert TEXT in page
    with world.app.app_context():
        for link in db.session.scalars(select(ExpertLink)):
            link.issued_at -= timedelta(hours=1)
        db.session.commit()
    world.browser().send(path, again="yes")
    returned = world.browser()
    assert come_in(world.app, returned).status_code == 303
    page = returned.get(answer_page(world)).text
    assert TEXT in page
    assert "第二項意見" in page
    assert 'selected value="need.statistics"' in page
    assert "您存了 2 項意見" in returned.get(world.at()).text
    told = returned.get(answer_page(world), headers={"Accept": "application/json"}).json
    assert told["drafted"][0] == {"text": TEXT, "anchor": "need.statistics"}


def test_nobody_else_sees_it_and_the_sheet_is_as_it_was(world: GuestWorld) -> None:
    expert = ready(world)
    with world.app.app_context():
        before = db.session.get_one(Document, world.sheet_id)
        was = before.version, before.revision, before.content_sha256
    keep(world, expert)
    with world.app.app_context():
        after = db.session.get_one(Document, world.sheet_id)
        assert (after.version, after.revision, after.content_sha256) == was
        assert db.session.scalars(select(Opinion).where(Opinion.document_id == world.sheet_id)).all() == []
    for part in ("drafter", "gender_officer"):
        staff = world.enter(part)
        for address in (world.at(), f"/documents/{world.sheet_id}/history", f"/documents/{world.sheet_id}/opinions"):
            assert TEXT not in staff.get(address).text, (part, address)
        assert TEXT not in str(staff.get(world.at(), headers={"Accept": "application/json"}).json)
    assert not any(TEXT in line for action in ("revise", "opinion") for line in world.entries(action))


def test_the_answer_gives_the_opinions_and_forgets_the_draft(world: GuestWorld) -> None:
    expert = ready(world)
    keep(world, expert)
    assert world.make(expert, "answer", **typed()).location.endswith("/invited/done")
    assert kept(world) is None
    with world.app.app_context():
        texts = db.session.scalars(select(Opinion.text).where(Opinion.document_id == world.sheet_id)).all()
    assert sorted(texts) == sorted([TEXT, "第二項意見"])


def test_keeping_nothing_forgets_and_one_more_opinion_keeps(world: GuestWorld) -> None:
    expert = ready(world)
    assert "意見 3" in expert.send(answer_page(world), form="/moves/answer", more="1", **typed()).text
    assert TEXT in str(kept(world))
    keep(world, expert, **{"opinions-0-text": " ", "opinions-1-text": ""})
    assert kept(world) is None


def test_what_is_too_long_is_refused_with_all_that_was_typed(world: GuestWorld) -> None:
    expert = ready(world)
    answer = keep(world, expert, **{"opinions-0-text": "長" * 4001})
    assert answer.status_code == 422
    assert "長" * 4001 in answer.text
    assert kept(world) is None


def test_a_withdrawn_plan_and_an_ended_invitation_leave_no_draft(world: GuestWorld) -> None:
    expert = ready(world)
    keep(world, expert)
    assert world.make(world.drafter, "withdraw", world.plan_id, reason="政策調整").status_code == 303
    assert kept(world) is None
    assert keep_json(world, expert).status_code in (302, 303, 401, 404)
    assert kept(world) is None


def keep_json(world: GuestWorld, client: Any) -> Any:
    opinions = [{"text": TEXT, "anchor": ""}]
    return send_json(client, answer_page(world), keep=True, opinions=opinions)


def test_a_machine_keeps_them_too_and_staff_cannot(world: GuestWorld) -> None:
    expert = ready(world)
    assert keep_json(world, expert).json == {"kept": 1}
    assert TEXT in str(kept(world))
    assert keep_json(world, world.drafter).status_code in (403, 404, 409, 422)
