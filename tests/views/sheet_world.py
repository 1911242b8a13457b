"""A plan with a key plan that owes a gender-impact sheet, and the people around it, for tests that speak HTTP."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select

from app.seeding.walking import sample_content, sample_sheet
from forms.sheets import field_name, leaves
from models.base import db
from models.people import User
from models.vocabulary import Kind
from tests.views.reviewers import World
from workflows.dossier import Dossier
from workflows.sheets import ItemKind, form_version, value_at


class SheetWorld(World):
    """The world with a plan whose first key plan owes a sheet."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with app.app_context():
            rows = sample_content(108)["key_plans"]
            owing = [{**row, "gia_owed": place == 0} for place, row in enumerate(rows)]
            self.plan_id = self.walk.draft(108, key_plans=owing)
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
        """The sheet walked to a state below the web."""
        with self.app.app_context():
            self.sheet_id = self.walk.sheet(state, self.plan_id, self.row)
        return self.sheet_id

    def begun(self, drafter: Any) -> int:
        """The sheet begun on the page that lists what is owed."""
        answer = drafter.send("/sheets", form=f"/plans/{self.plan_id}/sheets")
        assert answer.status_code == 303, answer.text
        with self.app.app_context():
            (self.sheet_id,) = self.walk.children(self.plan_id, Kind.GENDER_IMPACT)
        return self.sheet_id

    def at(self, section: str = "") -> str:
        """The address of the sheet or of one section."""
        return f"/sheets/{self.sheet_id}/{section}".rstrip("/")

    def typed(self, section_key: str, **changes: Any) -> dict[str, Any]:
        """The fields of one section as the sample sheet answers them; ``changes`` by field name."""
        section = next(one for one in form_version("102A").sections if one.key == section_key)
        found: dict[str, Any] = {}
        for path, item in leaves(section):
            value = value_at(sample_sheet(), path)
            if item.kind is ItemKind.FLAG:
                value = "y" if value else None
            if value not in (None, ""):
                found[field_name(path)] = value.replace("-", "/") if item.kind is ItemKind.DATE else value
        return found | changes

    def fill(self, client: Any, section_key: str, **changes: Any) -> Any:
        """Fill one section in on its page and save it."""
        return client.send(self.at(section_key), form=f"/{section_key}", **self.typed(section_key, **changes))

    def make(self, client: Any, move: str, document_id: int = 0, **asked: Any) -> Any:
        """Make a move on its page."""
        address = self.moves(move, document_id or self.sheet_id)
        return client.send(address, form=f"/moves/{move}", **asked)
