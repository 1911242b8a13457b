"""Indexes of some rows only: whoever makes the tables from the models gets the conditions on either engine."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_mock_engine

from models.base import db

CONDITIONS = {
    "uq_document_one_per_year": "one_per_year AND state <> 'withdrawn'",
    "uq_document_part": "parent_id IS NOT NULL",
    "ix_notice_unsent": "sent_at IS NULL AND void_at IS NULL AND address <> ''",
    "uq_sign_off_seat": "verdict = 'agree'",
}


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://"])
def test_partial_indexes_are_made_with_their_conditions(url: str) -> None:
    made: list[str] = []

    def keep(statement: Any, *_: Any, **__: Any) -> None:
        made.append(" ".join(str(statement.compile(dialect=engine.dialect)).split()))

    engine = create_mock_engine(url, keep)
    db.metadata.create_all(engine, checkfirst=False)
    with_conditions = {one.split(" INDEX ")[1].split()[0]: one for one in made if " WHERE " in one and " INDEX " in one}
    assert {name: one.split(" WHERE ")[1] for name, one in with_conditions.items()} == CONDITIONS
    assert [name for name, one in with_conditions.items() if "UNIQUE" not in one] == ["ix_notice_unsent"]
