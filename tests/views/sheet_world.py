"""A plan with a key plan that owes a gender-impact sheet, and the people around it, for tests that speak HTTP."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.seeding.walking import Walk, sample_content, sample_sheet
from forms.sheets import field_name, leaves
from models.base import db
from models.notice import Notice
from models.people import User
from models.vocabulary import Kind
from tests.snapshots import planted
from tests.views.reviewers import World, small_plan
from workflows.lifecycle.dossier import Dossier
from workflows.schema.fields import Input
from workflows.schema.paths import value_at
from workflows.schema.sheet import form_version


def owing_plan() -> tuple[Walk, int]:
    """The same with a plan for the next year whose first key plan owes a sheet; the walk and that plan."""
    walk, _ = small_plan()
    rows = sample_content(108)["key_plans"]
    return walk, walk.draft(108, key_plans=[{**row, "gia_owed": place == 0} for place, row in enumerate(rows)])


class SheetWorld(World):
    """The world with a plan whose first key plan owes a sheet."""

    begins_with = "plan that owes a sheet"

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.walk, self.plan_id = planted(self.begins_with, owing_plan)
            self.row = self.dossier(self.plan_id).content["key_plans"][0]["id"]
            self.expert_id = db.session.scalars(select(User.id).where(User.account == "expert")).one()
        self.sheet_id = 0

    def dossier(self, document_id: int) -> Dossier:
        """What is known of a document; inside an application context."""
        from app.seeding.walking import document

        return Dossier(db.session(), document(document_id))

    def content(self) -> dict[str, Any]:
        """The sheet's content as it is."""
        with self.app.app_context():
            return self.dossier(self.sheet_id).content

    def walked(self, state: str) -> int:
        """The sheet walked to a state below the web, or a copy where nothing else happened before."""
        with self.app.app_context():
            self.sheet_id = planted(
                f"{self.begins_with}, sheet in {state}",
                lambda: self.walk.sheet(state, self.plan_id, self.row),
                since=self.begins_with,
            )
        return self.sheet_id

    def begun(self, drafter: Any) -> int:
        """The sheet begun on the page that lists what is owed."""
        answer = drafter.send("/sheets", form=f"/plans/{self.plan_id}/sheets")
        assert answer.status_code == 303, answer.text
        with self.app.app_context():
            (self.sheet_id,) = self.walk.children(self.plan_id, Kind.GENDER_IMPACT)
        return self.sheet_id

    def enter(self, part: str) -> Any:
        """A browser in which this person is: the expert of an open invitation comes by the mailed link and the code."""
        if part != "gender_expert" or not letters(self.app, "expert_link"):
            return super().enter(part)
        client: Any = self.app.test_client()
        assert come_in(self.app, client).status_code == 303
        if client.get("/sheets").status_code == 200:
            client.send("/sheets", form="/pledge")
        return client

    def at(self, section: str = "") -> str:
        """The address of the sheet or of one section."""
        return f"/sheets/{self.sheet_id}/{section}".rstrip("/")

    def typed(self, section_key: str, **changes: Any) -> dict[str, Any]:
        """The fields of one section as the sample sheet answers them; ``changes`` by field name."""
        section = next(one for one in form_version("102A").sections if one.key == section_key)
        found: dict[str, Any] = {}
        for path, item in leaves(section):
            value = value_at(sample_sheet(), path)
            if item.input is Input.FLAG:
                value = "y" if value else None
            if value not in (None, ""):
                found[field_name(path)] = value.replace("-", "/") if item.input is Input.DATE else value
        return found | changes

    def fill(self, client: Any, section_key: str, **changes: Any) -> Any:
        """Fill one section in on its page and save it."""
        return client.send(self.at(section_key), form=f"/{section_key}", **self.typed(section_key, **changes))

    def make(self, client: Any, move: str, document_id: int = 0, **asked: Any) -> Any:
        """Make a move on its page."""
        address = self.moves(move, document_id or self.sheet_id)
        return client.send(address, form=f"/moves/{move}", **asked)


def letters(app: Flask, kind: str, user: int = 0) -> list[str]:
    """The bodies of letters that wait in the outbox, oldest first, as the operator of a server without mail reads them."""
    with app.app_context():
        db.session.rollback()
        wanted = select(Notice).where(Notice.kind == kind, Notice.void_at.is_(None)).order_by(Notice.id)
        if user:
            wanted = wanted.where(Notice.user_id == user)
        return [row.body for row in db.session.scalars(wanted)]


def link_in(body: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"/invited/[\w-]{43}", body)
    assert found, body
    return found[0]


def code_in(body: str) -> str:
    """The code in a letter."""
    found = re.search(r"\d{4} \d{4}", body)
    assert found, body
    return found[0]


def come_in(app: Flask, client: Any, user: int = 0) -> Any:
    """Open the newest link, have a code sent and type it in; gives the answer to the code."""
    path = link_in(letters(app, "expert_link", user)[-1])
    opened = client.send(path)
    assert opened.status_code == 303, opened.text
    assert client.send("/invited", form="/code").status_code == 303
    return client.send("/invited?sent=1", form="/enter", code=code_in(letters(app, "expert_code", user)[-1]))
