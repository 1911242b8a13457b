"""Content parts come back as they were, whether kept whole or as a delta, and a small change stays small."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models import storage
from models.base import db
from models.cache import Cache
from models.canonical import canonical, digest
from models.document import ContentPart

PLAN = Path("data/plans/107-most/plan.txt").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _nothing_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_bytes", Cache(1))
    monkeypatch.setattr(storage, "_parsed", Cache(1))


def test_a_hundred_edits_of_a_long_text_come_back_and_cost_little(app: Flask) -> None:
    rng, text, kept, last = random.Random(7), PLAN, [], None
    with app.app_context():
        for turn in range(100):
            place = rng.randrange(len(text) - 200)
            text = text[:place] + f"第 {turn} 次修正" + text[place + rng.randrange(5) :]
            data = canonical({"text": text.replace("\r", "")})
            last = storage.store(db.session(), data, last)
            db.session.flush()
            kept.append((last, data))
        for name, data in kept:
            assert storage.load(db.session(), [name])[name] == data
            assert digest(data) == name
        deltas = db.session.scalars(select(func.length(ContentPart.data)).where(ContentPart.base.is_not(None))).all()
        assert len(deltas) >= 90
        assert sorted(deltas)[len(deltas) // 2] < 400
        assert db.session.scalar(select(func.max(ContentPart.depth))) == storage.DEEPEST


def test_a_part_that_is_not_there_is_an_error(app: Flask) -> None:
    with app.app_context(), pytest.raises(KeyError):
        storage.load(db.session(), ["0" * 64])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=400).map(lambda b: canonical({"a": b.hex()})), min_size=1, max_size=6))
def test_random_parts_come_back(app: Flask, parts: list[bytes]) -> None:
    with app.app_context():
        last = None
        for data in parts:
            last = storage.store(db.session(), data, last)
            db.session.flush()
            assert storage.load(db.session(), [last])[last] == data
        db.session.rollback()
