"""A document that stands by itself is begun empty, by whoever drafts for the agency, once for each press of the button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.seeding.acting import by_person
from models.base import db
from models.document import Document
from models.people import Agency
from tests.toy.kind import FORM, TOY
from workflows.content import create_document, startable_kind
from workflows.lifecycle import Dossier, NotPermitted, NotVisible, Refused
from workflows.schema import blank_document

DRAFTER, HEAD = "park-drafter", "park-head"


@pytest.fixture
def inside(house: Flask) -> Iterator[Flask]:
    """The house, in a context of the application."""
    with house.app_context():
        yield house


def park() -> int:
    return db.session.scalars(select(Agency.id).where(Agency.code == "S1100")).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Document)) or 0


def test_it_begins_empty_in_the_newest_form_with_one_revision(inside: Flask) -> None:
    outcome = create_document(by_person(DRAFTER), TOY, agency_id=park(), year=107, title="設備汰換")
    document = db.session.get_one(Document, outcome.document_id)
    assert (document.kind, document.state, document.revision, document.title) == ("toy", "toy_drafting", 1, "設備汰換")
    assert (document.form_version, document.year, document.edition) == ("T1", 107, 1)
    assert Dossier(db.session(), document).content == blank_document(FORM)


@pytest.mark.parametrize("account", [HEAD, "drafter", "auditor"])
def test_who_does_not_draft_for_the_agency_begins_nothing(inside: Flask, account: str) -> None:
    with pytest.raises(NotPermitted):
        create_document(by_person(account), TOY, agency_id=park(), year=107, title="設備汰換")
    with pytest.raises(NotPermitted):
        create_document(by_person(DRAFTER), TOY, agency_id=9999, year=107, title="設備汰換")
    db.session.rollback()
    assert count() == 0


@pytest.mark.parametrize(
    ("year", "title", "at"),
    [
        (0, "名稱", {"year"}),
        (1000, "名稱", {"year"}),
        (107, "", {"title"}),
        (107, "長" * 201, {"title"}),
        (107, "兩\n行", {"title"}),
        (-1, "", {"year", "title"}),
    ],
)
def test_every_fault_is_named_at_once_and_nothing_is_written(
    inside: Flask, year: int, title: str, at: set[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        create_document(by_person(DRAFTER), TOY, agency_id=park(), year=year, title=title)
    assert {finding.at for finding in refusal.value.findings} == at
    db.session.rollback()
    assert count() == 0


def test_a_key_pressed_twice_begins_one_document(inside: Flask) -> None:
    first, second = (
        create_document(by_person(DRAFTER), TOY, agency_id=park(), year=107, title="甲", idempotency_key="k" * 22)
        for _ in range(2)
    )
    assert first.document_id == second.document_id and count() == 1


def test_a_kind_of_one_a_year_refuses_a_second_and_others_do_not(inside: Flask) -> None:
    for _ in range(2):
        create_document(by_person(DRAFTER), TOY, agency_id=park(), year=107, title="甲")
    once = replace(TOY, one_per_year=True)
    with pytest.raises(Refused):
        create_document(by_person(DRAFTER), once, agency_id=park(), year=107, title="乙")
    db.session.rollback()
    create_document(by_person(DRAFTER), once, agency_id=park(), year=108, title="乙")
    assert count() == 3


def test_only_kinds_that_people_begin_are_startable(inside: Flask) -> None:
    assert startable_kind("toy") is TOY
    for name in ("annual_plan", "kpi_definition", "gender_impact_sheet", "none", ""):
        with pytest.raises(NotVisible):
            startable_kind(name)
