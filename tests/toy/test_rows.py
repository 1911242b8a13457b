"""A kind whose rows are assessed and measured says so, and the rooms of assessments and indicators serve it unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models.audit_words import Action
from models.base import db
from models.canonical import canonical, digest
from models.document import Document
from models.notice import Notice
from models.people import User
from models.vocabulary import Kind, Role
from tests.toy.kind import FORM, MOVES, STATES, TOY, subject
from workflows.accounts import actor_of
from workflows.content import Saving, create_document, rows_at, save
from workflows.desk import submitted_by
from workflows.gender import Decision, DutyState, begin_sheet, decide, duties, mark_stale
from workflows.lifecycle import (
    ActionContext,
    Assessments,
    DocumentKind,
    Dossier,
    Hooks,
    Indicators,
    Inputs,
    Move,
    NewOpinion,
    Workflow,
    perform_move,
    register,
    state_of,
)
from workflows.lifecycle.registry import unregister
from workflows.plans import effects as plan_effects
from workflows.plans import kpis_of_plan
from workflows.plans.definitions import keep_in_step
from workflows.schema import blank_row

Row = Mapping[str, Any]


def judged(row: Row, _indicators: Sequence[Row]) -> str:
    """What an assessment of a goal judges."""
    return digest(canonical({"title": row["title"]}))


def definitions(content: Row) -> dict[str, dict[str, Any]]:
    """Each quantity with the title of its goal."""
    titles = {goal["id"]: goal["title"] for goal in content.get("goals", [])}
    return {
        row["id"]: {"goal_title": titles.get(row["goal"], ""), "kpi": dict(row)}
        for row in content.get("quantities", [])
    }


def after_save(saving: Saving) -> None:
    """Definitions follow their rows, decisions on goals lapse with them."""
    keep_in_step(saving.unit, saving.dossier.document, saving.after, saving.before)
    mark_stale(saving.unit, saving.dossier, saving.before, saving.after)


def _followed(move: Move) -> Move:
    consequence = {Action.SUBMIT: plan_effects.submit_kpis, Action.GIVE_BACK: plan_effects.release_kpis}
    if move.name not in consequence:
        return move
    return replace(move, guards=(), consequences=(consequence[move.name],))


MEASURED = replace(
    TOY,
    workflow=Workflow(TOY.name, 1, STATES, tuple(map(_followed, MOVES))),
    hooks=Hooks(subject=subject, after_save=after_save),
    assessments=Assessments(
        Kind.GENDER_IMPACT,
        "goals",
        title=lambda row: str(row["title"]),
        judged=judged,
        decided=judged,
        undecided=lambda _row: True,
    ),
    indicators=Indicators(
        Kind.KPI_DEFINITION,
        "quantities",
        reads=("goals", "quantities"),
        definitions=definitions,
        title=lambda definition: str(definition["kpi"]["title"]),
    ),
)


@pytest.fixture
def toy(toy: DocumentKind) -> Iterator[DocumentKind]:
    """The toy with assessments and indicators in the place of the plain one."""
    unregister(toy.name)
    yield register(MEASURED)
    unregister(toy.name)
    register(toy)


class Story:
    """One document of the toy, edited and moved through the verbs."""

    def __init__(self) -> None:
        drafter = self.on("park-drafter")
        (agency,) = drafter.actor.agencies(Role.DRAFTER)
        self.id = create_document(drafter, MEASURED, agency_id=agency, year=107, title="設備汰換").document_id

    def on(self, account: str) -> ActionContext:
        """This person, now."""
        at = datetime.now(UTC)
        person = db.session.scalars(select(User).where(User.account == account)).one()
        return ActionContext(actor_of(person, at.date()), at, "test", "r", at)

    @property
    def dossier(self) -> Dossier:
        """The document as it stands."""
        db.session.expire_all()
        return Dossier(db.session(), db.session.get_one(Document, self.id))

    def save(self, part: str, change: Callable[[Any], Any]) -> None:
        """A part of the content changed by the drafter."""
        version = self.dossier.document.version
        edit = lambda content: {part: change(content[part])}  # noqa: E731
        save(self.id, self.on("park-drafter"), version=version, edit=edit)

    def move(self, name: str, account: str, **inputs: Any) -> None:
        """A move made by this person."""
        version = self.dossier.document.version
        perform_move(name, self.id, self.on(account), version=version, inputs=Inputs(**inputs))

    def standings(self) -> list[str]:
        """Where each goal stands with its assessment."""
        return [duty.standing for duty in duties(self.dossier)]


@pytest.fixture
def story(house: Flask) -> Iterator[Story]:
    with house.app_context():
        yield Story()
        db.session.rollback()


def row(part: str, row_id: str, **values: Any) -> dict[str, Any]:
    """A row of a part with these values and else empty."""
    return {**blank_row(rows_at(FORM, part), row_id), **values}


def test_goals_are_assessed_and_a_decision_lapses_with_what_it_rests_on(story: Story) -> None:
    story.save(
        "goals", lambda _rows: [row("goals", "g-00000001", title="水質達標"), row("goals", "g-00000002", title="節能")]
    )
    assert story.standings() == [DutyState.UNDECIDED, DutyState.UNDECIDED]
    begin_sheet(story.id, "g-00000001", story.on("park-drafter"))
    (sheet,) = story.dossier.children
    assert (sheet.kind, sheet.part_key, sheet.title) == (Kind.GENDER_IMPACT, "g-00000001", "水質達標")
    assert Dossier(db.session(), sheet).row == story.dossier.content["goals"][0]
    made = Decision(("g-00000002",), "not_owed", reason="無涉性別")
    decide(story.id, story.on("park-gender"), version=story.dossier.document.version, made=made)
    assert story.standings() == [DutyState.UNDER_WAY, DutyState.NOT_OWED]
    story.save("goals", lambda rows: [rows[0], {**rows[1], "text": "說明"}])
    assert story.standings() == [DutyState.UNDER_WAY, DutyState.NOT_OWED]
    story.save("goals", lambda rows: [rows[0], {**rows[1], "title": "節水"}])
    assert story.standings() == [DutyState.UNDER_WAY, DutyState.LAPSED]
    told = db.session.scalars(select(Notice.subject).where(Notice.kind == "decision_lapsed")).all()
    assert len(told) == 1


def test_quantities_are_measured_and_their_definitions_go_with_the_document(story: Story) -> None:
    story.save("goals", lambda _rows: [row("goals", "g-00000001", title="水質達標")])
    story.save(
        "quantities",
        lambda _rows: [row("quantities", one, title=one, goal="g-00000001") for one in ("q-00000001", "q-00000002")],
    )
    assert [(one.kind, one.title) for one in kpis_of_plan(story.dossier)] == [
        (Kind.KPI_DEFINITION, "q-00000001"),
        (Kind.KPI_DEFINITION, "q-00000002"),
    ]
    story.save("quantities", lambda rows: [{**rows[0], "title": "回收率"}])
    assert [one.title for one in kpis_of_plan(story.dossier)] == ["回收率"]
    story.move("submit", "park-drafter")
    (definition,) = kpis_of_plan(story.dossier)
    assert Dossier(db.session(), definition).content["goal_title"] == "水質達標"
    assert state_of(definition).awaits_endorsement
    story.move("give_back", "park-head", opinions=(NewOpinion("請說明。", "goals"),))
    (definition,) = kpis_of_plan(story.dossier)
    assert not state_of(definition).awaits_endorsement


def test_what_one_sent_is_listed_while_it_is_under_way_whatever_its_states_are_called(story: Story) -> None:
    def sent() -> list[int]:
        return [one.id for one in submitted_by(db.session(), story.on("park-drafter").actor)]

    assert sent() == []
    story.move("submit", "park-drafter")
    assert sent() == [story.id]
    story.move("give_back", "park-head", opinions=(NewOpinion("請說明。", "goals"),))
    assert sent() == []
