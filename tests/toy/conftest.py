"""The toy registered for one test: its kind, its rules, its print template; afterwards nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from app.seeding.people import plant_agencies, plant_people, sample_agencies, sample_people
from tests.toy.kind import TOY
from tests.toy.subject import RULES
from workflows import rules
from workflows.kinds.vocabulary import synchronise_vocabulary
from workflows.lifecycle.definitions import DocumentKind
from workflows.lifecycle.registry import register, unregister
from workflows.rules import engine

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[DocumentKind]:
    """The kind, among the kinds; its rules in the catalogue."""
    known = {rule.code: rule for rule in (*rules.catalogue(), *RULES.registered())}
    monkeypatch.setattr(engine._CATALOGUE, "_rules", known)
    rules.catalogue.cache_clear()
    yield register(TOY)
    unregister(TOY.name)
    monkeypatch.undo()
    rules.catalogue.cache_clear()


@pytest.fixture
def house(app: Flask, toy: DocumentKind) -> Flask:
    """The application with the sample's people, in a database that knows the kind's name."""
    loaders = [FileSystemLoader(TEMPLATES)] + ([app.jinja_env.loader] if app.jinja_env.loader else [])
    app.jinja_env.loader = ChoiceLoader(loaders)
    with app.app_context():
        plant_people(sample_people(), plant_agencies(sample_agencies()))
        synchronise_vocabulary("test", datetime.now(UTC))
    return app
