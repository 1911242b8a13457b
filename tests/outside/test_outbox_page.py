"""The outbox on the administration page: everything about a letter but what it says."""

from __future__ import annotations

from flask import Flask

from tests.views.reviewers import World
from tests.views.sheet_world import SheetWorld, letters, link_in


def test_administrators_see_letters_and_not_what_they_say(app: Flask) -> None:
    world = SheetWorld(app)
    world.walked("expert_review")
    link = link_in(letters(app, "expert_link")[0])
    page = world.enter("administrator").get("/admin/outbox")
    assert page.status_code == 200
    for words in (
        "expert@example.gov.tw",
        "請您擔任性別影響評估的程序參與專家",
        "內容保密",
        "待寄",
        "沒有設定郵件伺服器",
    ):
        assert words in page.text, words
    assert link not in page.text
    told = world.enter("administrator").get("/admin/outbox?state=all", headers={"Accept": "application/json"})
    assert [one["confidential"] for one in told.json["notices"]] == [True]
    assert link not in told.text


def test_nobody_else_sees_the_outbox(app: Flask) -> None:
    world = World(app)
    for part in ("drafter", "gender_officer", "auditor"):
        assert world.enter(part).get("/admin/outbox").status_code == 403
    assert "沒有待寄的信" in world.enter("administrator").get("/admin/outbox").text
