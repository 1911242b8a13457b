"""A kind that is registered and nothing more has its page, its history, its review, its moves and its checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.seeding.acting import by_person
from models.audit_words import Action
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Role
from models.wording import Message
from tests.pages import PageClient
from tests.views.reviewers import World
from workflows.kinds.vocabulary import synchronise_vocabulary
from workflows.lifecycle.creation import begin_document
from workflows.lifecycle.definitions import (
    Ask,
    DocumentKind,
    Hooks,
    Move,
    Phase,
    Seat,
    State,
    Workflow,
    steps,
)
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.registry import register, unregister
from workflows.lifecycle.revisions import add_revision
from workflows.lifecycle.transaction import unit_of_work
from workflows.review import effects, guards
from workflows.rules.engine import Stage
from workflows.schema.fields import Field, Input
from workflows.schema.form import FormVersion, Section
from workflows.schema.nodes import Rows

CONTENT = {"aims": [{"id": "a-1", "title": "縮短審查時間", "text": "由二十日縮短為十日。"}], "note": "試辦一年。"}
"""A part with rows, and one of plain text."""


@dataclass(frozen=True)
class PilotSubject:
    """The document as the rules see it."""

    content: dict[str, Any]
    kind: str = "pilot"
    stage: Stage = Stage.COMPLETED
    context: tuple[str, ...] = field(default=())

    def position(self, at: str) -> tuple[int, ...]:
        """All places are equal."""
        return (0,)

    def label(self, at: str) -> Message:
        """Places have no names of their own."""
        return Message(at)


AIMS = Rows("aims", "目標", "a", (Field("title", "名稱", Input.LINE), Field("text", "內容", Input.TEXT, 2000)))
NOTE = Field("note", "附記", Input.TEXT, 2000)
SECTIONS = (Section("aims", "壹、試辦目標", (AIMS,), numeral="壹"), Section("note", "貳、附記", (NOTE,), numeral="貳"))
FORM = FormVersion("1", "試辦計畫", SECTIONS, parts=("aims", "note"))
HEAD = Seat("unit_head", "單位主管", Permission.SEAT_UNIT_HEAD, "本人同意試辦。", ("aims", "note"))
STATES = (
    State(
        "being_written", "撰擬中", (Role.DRAFTER,), edits={Permission.PLAN_EDIT: ("aims", "note")}, phase=Phase.DRAFT
    ),
    State("being_read", "審閱中", (Role.UNIT_HEAD,), (HEAD,)),
    State("agreed_on", "同意試辦", final=True, phase=Phase.SETTLED),
    State(
        "sent_home",
        "退回撰擬",
        (Role.DRAFTER,),
        edits={Permission.PLAN_EDIT: ("aims", "note")},
        aside=True,
        phase=Phase.DRAFT,
    ),
)
MOVES = (
    Move(
        Action.SUBMIT, "送審閱", steps(("being_written", "sent_home"), "being_read"), Permission.PLAN_SUBMIT,
        effects=(effects.record_submission,),
    ),
    Move(
        Action.SIGN, "同意", steps(("being_read",), None), by_seat=True, effects=(effects.signed,),
        consequences=(effects.go_on,),
    ),
    Move(
        Action.GIVE_BACK, "退回", steps(("being_read",), "sent_home"), by_seat=True, asks=(Ask.OPINION,),
        guards=(guards.an_opinion_is_open,), effects=(effects.given_back,), ends_round=True,
    ),
    Move(Action.ADVANCE, "成立", steps(("being_read",), "agreed_on"), by_system=True),
)  # fmt: skip


@pytest.fixture
def pilot() -> Iterator[DocumentKind]:
    """A kind declared here: four states, one seat, and a subject without rules."""
    kind = DocumentKind(
        "pilot", "試辦計畫", lambda _code: FORM, "1", Permission.PLAN_VIEW, Permission.PLAN_EDIT,
        Workflow("pilot", 1, STATES, MOVES), Hooks(subject=lambda dossier: PilotSubject(dossier.content)),
    )  # fmt: skip
    yield register(kind)
    unregister(kind.name)


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


@pytest.fixture
def begun(world: World, pilot: DocumentKind) -> int:
    """A document of the kind in its second revision, in a database that an upgrade has taught the kind's name."""
    with world.app.app_context():
        synchronise_vocabulary("test", datetime.now(UTC))
        agency = db.session.get_one(Agency, world.walk.cast.agency_id)
        context = by_person("drafter")
        with unit_of_work(context) as unit:
            document = begin_document(unit, pilot.name, agency, 107, "審查流程試辦")
            add_revision(unit, document, {**CONTENT, "note": "試辦。"})
            document_id = document.id
        with unit_of_work(by_person("drafter")) as unit:
            add_revision(unit, unit.session.get_one(Document, document_id), CONTENT)
    return document_id


def pages_of(document_id: int) -> tuple[str, ...]:
    here = f"/documents/{document_id}"
    return (
        here, f"{here}/checks", f"{here}/history", f"{here}/opinions", f"{here}/compare", f"{here}/revisions/1",
        f"{here}/moves/submit", f"/plans/{document_id}/review",
    )  # fmt: skip


def test_every_page_of_the_kind_is_there(world: World, begun: int) -> None:
    drafter: PageClient = world.enter("drafter")
    for address in pages_of(begun):
        for accept in ("text/html", "application/json"):
            answer = drafter.get(address, headers={"Accept": accept})
            assert answer.status_code == 200, (address, accept)
    page = drafter.get(f"/documents/{begun}").text
    for words in ("審查流程試辦", "縮短審查時間", "撰擬中", "同意試辦", "送審閱", "修訂 2"):
        assert words in page, words
    assert "退回撰擬" not in page


def test_it_is_sent_given_back_answered_and_signed(world: World, begun: int) -> None:
    drafter, head = world.enter("drafter"), world.enter("unit_head")
    move, review = f"/documents/{begun}/moves", f"/plans/{begun}/review"
    assert drafter.send(f"{move}/submit", f"{move}/submit", version=version(world, begun)).status_code == 303
    assert "審查流程試辦" in head.get("/").text
    assert "每一列都可以加意見" in head.get(review).text
    sent = head.send(f"{move}/give_back", f"{move}/give_back", version=version(world, begun), **OPINION)
    assert sent.status_code == 303, sent.text
    assert world.now(begun).state == "sent_home"
    table = f"/documents/{begun}/opinions"
    assert OPINION["opinions-0-text"] in drafter.get(table).text
    answer = drafter.send(table, f"{table}/1/response", text="已補充說明。", adopted="yes", changed_at="")
    assert answer.status_code == 303
    assert drafter.send(f"{move}/submit", f"{move}/submit", version=version(world, begun)).status_code == 303
    assert "全文：壹、試辦目標、貳　附記" in head.get(f"{move}/sign").text
    assert head.send(f"{move}/sign", f"{move}/sign", version=version(world, begun)).status_code == 303
    assert world.now(begun).state == "agreed_on"
    page = drafter.get(f"/documents/{begun}/history").text
    for words in ("第 2 輪", "第 1 輪", "退回", "成立"):
        assert words in page, words


def test_a_kind_with_pages_of_its_own_is_shown_there(world: World) -> None:
    drafter, kpi = world.enter("drafter"), world.kpis()[0]
    assert drafter.get(f"/documents/{world.plan_id}").location == f"/plans/{world.plan_id}"
    assert drafter.get(f"/documents/{world.plan_id}/checks").location == f"/plans/{world.plan_id}/checks"
    assert drafter.get(f"/documents/{kpi}").location == f"/kpis/{kpi}"
    assert drafter.get(f"/documents/{kpi}/checks").location == f"/kpis/{kpi}"
    assert drafter.get("/documents/424242").status_code == 404


OPINION = {"opinions-0-text": "請說明人力配置。", "opinions-0-anchor": "aims[a-1]"}


def version(world: World, document_id: int) -> int:
    return world.now(document_id).version
