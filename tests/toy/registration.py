"""The toy among the kinds while a block runs: its kind, its rules, its print template; afterwards nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def registered() -> Iterator[DocumentKind]:
    """The kind, among the kinds; its rules in the catalogue."""
    with pytest.MonkeyPatch.context() as patch:
        known = {rule.code: rule for rule in (*rules.catalogue(), *RULES.registered())}
        patch.setattr(engine._CATALOGUE, "_rules", known)
        rules.catalogue.cache_clear()
        yield register(TOY)
        unregister(TOY.name)
    rules.catalogue.cache_clear()


def furnish(app: Flask) -> None:
    """Give the application the toy's template and the sample's people, in a database that knows the kind's name."""
    loaders = [FileSystemLoader(TEMPLATES)] + ([app.jinja_env.loader] if app.jinja_env.loader else [])
    app.jinja_env.loader = ChoiceLoader(loaders)
    with app.app_context():
        plant_people(sample_people(), plant_agencies(sample_agencies()))
        synchronise_vocabulary("test", datetime.now(UTC))
