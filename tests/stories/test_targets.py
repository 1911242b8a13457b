"""The targets of an indicator through its life, over HTTP: drafted, returned, changed with a reason, approved, amended."""

from __future__ import annotations

import json
import re
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models.audit_log import AuditEntry
from models.base import db
from models.document import Document
from models.engines import writing
from models.kpi import TargetChange
from models.vocabulary import Kind
from tests.pages import PageClient
from tests.views.reviewers import World, send_json
from tests.views.test_drafting import part, send, typed


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def drafter(world: World) -> PageClient:
    return cast(PageClient, world.enter("drafter"))


def entries(world: World) -> list[tuple[int, str, str, str, int, int]]:
    """What was kept of the first indicator: year, before, after, reason, edition, round."""
    with world.app.app_context():
        rows = db.session.scalars(
            select(TargetChange)
            .join(Document, Document.id == TargetChange.document_id)
            .where(Document.part_key == "k-00000001")
            .order_by(TargetChange.id)
        ).all()
        return [(r.year, figure(r.before), figure(r.after), r.reason, r.edition, r.round) for r in rows]


def figure(stored: str) -> str:
    return str(json.loads(stored)["value"]) if stored else ""


def logged(world: World) -> list[dict[str, Any]]:
    with world.app.app_context():
        lines = db.session.scalars(
            select(AuditEntry.line).where(AuditEntry.action == "target_change").order_by(AuditEntry.seq)
        )
        return [json.loads(line) for line in lines]


def own_words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def successor(world: World, plan_id: int) -> int:
    with world.app.app_context():
        return db.session.scalars(select(Document.id).where(Document.predecessor_id == plan_id)).one()


class Play:
    """A plan on its way over HTTP, with a browser for each person."""

    def __init__(self, world: World) -> None:
        self.world, self.plan_id = world, world.plan_id
        self.browsers: dict[str, PageClient] = {}

    def of(self, part_: str) -> PageClient:
        if part_ not in self.browsers:
            self.browsers[part_] = cast(PageClient, self.world.enter(part_))
        return self.browsers[part_]

    def move(self, part_: str, name: str, document_id: int = 0, **values: Any) -> None:
        path = self.world.moves(name, document_id or self.plan_id)
        why = own_words(self.of(part_).get(path).text)
        assert any(one.action.endswith(f"/moves/{name}") for one in self.of(part_).forms(path)), f"{part_}: {why}"
        answer = self.of(part_).send(path, f"/moves/{name}", **values)
        assert answer.status_code == 303, own_words(answer.text)

    def give_back(self) -> None:
        words: dict[str, Any] = {"opinions-0-text": "請補充目標值之依據。", "opinions-0-anchor": "kpis"}
        self.move("unit_head", "give_back", **words)

    def settle(self) -> None:
        """Every open opinion is answered, as the drafter does."""
        page = f"/documents/{self.plan_id}/opinions"
        for form in self.of("drafter").forms(page):
            if form.action.endswith("/response"):
                answer = self.of("drafter").send(
                    page, form.action, text="已補充依據。", adopted="yes", changed_at="kpis"
                )
                assert answer.status_code == 303, own_words(answer.text)

    def resolve(self) -> None:
        page = f"/documents/{self.plan_id}/opinions"
        for form in self.of("unit_head").forms(page):
            if form.action.endswith("/resolution"):
                assert self.of("unit_head").send(page, form.action, resolved="yes").status_code == 303

    def approve(self) -> None:
        """From submission to the approval of the head."""
        self.settle()
        self.move("drafter", "submit")
        self.resolve()
        self.move("unit_head", "sign")
        with self.world.app.app_context():
            waiting = self.world.walk.children(self.plan_id, Kind.KPI_DEFINITION, "reviewing")
        for kpi in waiting:
            self.move("planning", "endorse", kpi)
        for part_ in ("planning", "accounting", "gender_officer", "agency_head"):
            if part_ == "gender_officer":
                with self.world.app.app_context():
                    self.world.walk.decide(self.plan_id)
            self.move(part_, "sign")
        assert self.world.now(self.plan_id).state == "approved"

    def row(self) -> str:
        return f"/plans/{self.plan_id}/edit/kpis/k-00000001"

    def page(self) -> str:
        """The page of the first indicator, in words."""
        with self.world.app.app_context():
            kpi = self.world.walk.children(self.plan_id, Kind.KPI_DEFINITION)[0]
        return own_words(self.of("drafter").get(f"/kpis/{kpi}").text)


@pytest.fixture
def play(world: World) -> Play:
    return Play(world)


def test_a_target_from_its_first_word_to_the_amended_plan(play: Play) -> None:
    world, drafter = play.world, play.of("drafter")
    assert entries(world) == [(107, "", "90", "", 1, 1)]
    later = send(drafter, play.row(), op="year-next:")
    year = typed(later, "years")[0].partition(":")[0]
    assert send(drafter, play.row(), later, cumulative="False", **{f"year-{year}-value": "92"}).status_code == 303
    assert send(drafter, play.row(), **{f"year-{year}-value": "93"}).status_code == 303
    assert entries(world)[1:] == [(108, "", "92", "", 1, 1), (108, "92", "93", "", 1, 1)]

    play.move("drafter", "submit")
    play.give_back()
    refused = send(drafter, play.row(), **{"target-value": "88", "difficulty": "還沒存的說明"})
    assert refused.status_code == 422
    assert "「海岸監測網建置進度達成率」107 年度的目標值與先前送審或核定的不同，請填寫變更理由" in own_words(
        refused.text
    )
    assert 'href="#target_reason"' in refused.text
    assert typed(refused, "difficulty") == ["還沒存的說明"]
    assert typed(refused, "target-value") == ["88"]
    assert len(entries(world)) == 3
    assert (
        send(drafter, play.row(), refused, target_reason="審查意見一：站數改列 107 年底前完成者。").status_code == 303
    )
    assert entries(world)[3:] == [(107, "90", "88", "審查意見一：站數改列 107 年底前完成者。", 1, 2)]
    assert (
        send(
            drafter,
            play.row(),
            difficulty="改字不改數字，不必說明理由。",
        ).status_code
        == 303
    )

    play.approve()
    told = play.page()
    assert "尚未經首長核定" not in told.partition("88%")[2].partition("首次訂定")[0]
    assert re.search(r"首長核定\s+周明德", told), told

    first_plan = play.plan_id
    play.move("drafter", "amend", grounds="BUDGET", reason="追加預算，配合調整。")
    play.plan_id = successor(world, first_plan)
    assert len(entries(world)) == 4
    form = own_words(drafter.get(play.row()).text)
    assert "本版修正事由：預算增減 追加預算，配合調整。" in form
    assert send(drafter, play.row(), **{"target-value": "91"}).status_code == 422
    assert send(drafter, play.row(), **{"target-value": "91", "target_reason": "追加預算增設二站。"}).status_code == 303
    assert entries(world)[4:] == [(107, "88", "91", "追加預算增設二站。", 2, 1)]
    before = play.page()
    assert "本版修正事由：預算增減" in before
    assert "尚未經首長核定" in before.partition("追加預算增設二站。")[2].partition("</li>")[0]
    play.approve()
    told = play.page()
    for words in (
        "追加預算增設二站。",
        "審查意見一：站數改列 107 年底前完成者。",
        "首次訂定",
        "修正第 2 版",
        "第 1 版",
        "已修正",
        "生效",
    ):
        assert words in told
    assert told.index("91%") < told.index("88%") < told.index("92%")

    log = logged(world)
    assert [
        (one["details"]["year"], figure(one["details"]["before"]), figure(one["details"]["after"])) for one in log
    ] == [
        (108, "92", "93"),
        (107, "90", "88"),
        (107, "88", "91"),
    ]
    assert log[-1]["reason"] == "追加預算增設二站。"
    assert log[-1]["details"]["plan"].startswith(f"annual_plan:{play.plan_id}@")


def test_a_kpi_removed_takes_its_targets_along_and_brings_them_back(play: Play) -> None:
    world, drafter = play.world, play.of("drafter")
    page = drafter.get(play.row())
    assert send(drafter, play.row(), op="remove").status_code == 303
    assert entries(world)[1:] == [(107, "90", "", "", 1, 1)]
    conflict = send(drafter, play.row(), page, measure="另一個視窗改的")
    assert conflict.status_code == 409
    assert "放回計畫" in conflict.text
    assert send(drafter, play.row(), conflict).status_code == 303
    assert entries(world)[2:] == [(107, "", "90", "", 1, 1)]
    assert [(figure(one["details"]["before"]), figure(one["details"]["after"])) for one in logged(world)] == [
        ("90", ""),
        ("", "90"),
    ]


def test_removing_what_was_submitted_needs_a_reason(play: Play) -> None:
    play.move("drafter", "submit")
    play.give_back()
    drafter = play.of("drafter")
    refused = send(drafter, play.row(), op="remove")
    assert refused.status_code == 422
    assert "請填寫變更理由" in refused.text
    assert send(drafter, play.row(), refused, op="remove", target_reason="業務移撥他機關。").status_code == 303
    assert entries(play.world)[-1] == (107, "90", "", "業務移撥他機關。", 1, 2)


def test_a_target_submitted_and_recalled_is_explained_too(play: Play) -> None:
    play.move("drafter", "submit")
    play.move("drafter", "recall")
    drafter = play.of("drafter")
    assert send(drafter, play.row(), **{"target-unit": "分"}).status_code == 422
    assert send(drafter, play.row(), **{"target-unit": "分", "target_reason": "單位誤植"}).status_code == 303
    assert entries(play.world)[-1][:4] == (107, "90", "90", "單位誤植")


def test_the_second_saver_changes_a_target_against_the_newest_one(play: Play) -> None:
    drafter, colleague = play.of("drafter"), play.of("drafter2")
    page = drafter.get(play.row())
    assert send(colleague, play.row(), **{"target-value": "95"}).status_code == 303
    conflict = send(drafter, play.row(), page, **{"target-value": "97", "target_reason": "依會議決議"})
    assert conflict.status_code == 409
    assert typed(conflict, "target_reason") == ["依會議決議"]
    assert send(drafter, play.row(), conflict).status_code == 303
    assert [(one[1], one[2], one[3]) for one in entries(play.world)] == [
        ("", "90", ""),
        ("90", "95", ""),
        ("95", "97", "依會議決議"),
    ]


def test_the_door_for_machines_asks_for_the_same_reason(play: Play) -> None:
    play.move("drafter", "submit")
    play.give_back()
    world, drafter = play.world, play.of("drafter")
    rows = part(drafter, world, "kpis")
    changed = [{**rows[0], "target": {**rows[0]["target"], "value": "70"}}, *rows[1:]]
    body = {"version": world.now().version, "parts": {"kpis": changed}}
    refused = send_json(drafter, f"/documents/{world.plan_id}/content", **body)
    assert (refused.status_code, refused.json["findings"][0]["at"]) == (422, "kpis[k-00000001].target_reason")
    for bad in (5, "理" * 2001, "a\x00b"):
        assert send_json(drafter, f"/documents/{world.plan_id}/content", **body, target_reason=bad).status_code == 422
    told = send_json(drafter, f"/documents/{world.plan_id}/content", **body, target_reason="下修")
    assert told.status_code == 200
    assert entries(world)[-1][:4] == (107, "90", "70", "下修")


@pytest.mark.parametrize("statement", ["UPDATE target_change SET reason = 'x'", "DELETE FROM target_change"])
def test_no_entry_is_ever_rewritten(world: World, statement: str) -> None:
    with world.app.app_context():
        token = writing.set(True)
        try:
            with pytest.raises(DBAPIError, match=r"append-only|kept"):
                db.session.execute(text(statement))
        finally:
            writing.reset(token)
            db.session.rollback()
    assert entries(world) == [(107, "", "90", "", 1, 1)]
