"""A scope says the same thing twice, as Python for one document and as SQL for lists: both agree on random data."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from models.base import db
from models.document import Document
from models.people import Agency, User
from models.vocabulary import Kind, Role
from workflows.kinds import KINDS
from workflows.lifecycle.permissions import (
    GRANTS,
    Actor,
    agency_above,
    everywhere,
    invited,
    may_see,
    own_agency,
    visible,
)

AT = datetime(2018, 8, 1, tzinfo=UTC)
SCOPES = (own_agency, agency_above, invited, everywhere)


@pytest.fixture
def documents(app: Flask) -> list[int]:
    """Every kind in every state at two agencies, with and without an agency above; a plan's parts in all its states."""
    with app.app_context():
        above, below, free = (Agency(code=c, name=c, valid_from=date(2010, 1, 1)) for c in ("above", "below", "free"))
        author = User(account="a", name="a", password_hash="x", created_at=AT)
        db.session.add_all([above, below, free, author])
        db.session.flush()
        made: list[Document] = []

        def document(
            kind: Kind, state: str, agency: Agency, authority: Agency | None, parent: Document | None
        ) -> Document:
            row = Document(
                kind=kind.value, agency_id=agency.id, authority_id=authority.id if authority else None, state=state,
                year=len(made) % 900 + 1, title="x", state_since=AT, workflow_version=1, form_version="1",
                parent_id=parent.id if parent else None, part_key=f"r-{len(made)}", created_by=author.id, created_at=AT,
                changed_at=AT, edition=1, round=1, revision=0, authors_since=0,
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            made.append(row)
            return row

        for agency, authority in ((below, above), (free, None)):
            for state in KINDS[Kind.ANNUAL_PLAN].workflow.states:
                plan = document(Kind.ANNUAL_PLAN, state.name, agency, authority, None)
                for kind in (Kind.KPI_DEFINITION, Kind.GENDER_IMPACT):
                    for part in KINDS[kind].workflow.states:
                        document(kind, part.name, agency, authority, plan)
        db.session.commit()
        return [row.id for row in made]


holdings = st.frozensets(
    st.tuples(st.sampled_from(Role), st.sampled_from([1, 2, 3])).map(
        lambda held: (held[0], None) if held[0] is Role.GENDER_EXPERT else held
    ),
    max_size=3,
)
some = st.frozensets(st.integers(1, 300), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=holdings, sheets=some, plans=some)
def test_python_and_sql_agree(
    app: Flask,
    documents: list[int],
    held: frozenset[tuple[Role, int | None]],
    sheets: frozenset[int],
    plans: frozenset[int],
) -> None:
    actor = Actor(1, "a", "a", held, sheets, plans)
    with app.app_context():
        rows = list(db.session.scalars(select(Document)))
        for scope in SCOPES:
            for role in {role for role, _ in held}:
                listed = set(db.session.scalars(select(Document.id).where(scope.where(actor, role))))
                assert listed == {row.id for row in rows if scope.covers(actor, role, row)}, (scope.name, role)
        for kind in Kind:
            listed = set(db.session.scalars(select(Document.id).where(visible(actor, kind))))
            assert listed == {row.id for row in rows if row.kind == kind and may_see(actor, row)}, kind
        db.session.rollback()


def test_every_scope_in_the_table_is_tried_here() -> None:
    assert {grant.scope for grant in GRANTS} == set(SCOPES)
