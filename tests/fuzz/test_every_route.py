"""Hostile requests to every route, as several people and in every kind of body, end in no server error on either engine."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from random import Random

from app import create_app
from models.base import db
from tests.engines import Stock, settings_for
from tests.fuzz.fuzzer import Fuzzer

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
BATCH = 250
"""After so many requests the database is a fresh one, so that there are documents left to be harmed."""
BATCHES = int(os.environ.get("FUZZ_BATCHES", 80 if NIGHTLY else 4))
SEED = 20_261_128


def test_no_request_ends_in_a_server_error(stock: Stock) -> None:
    """Without the forgery check, which would refuse nearly every body before anybody reads it."""
    fuzzer = Fuzzer(Random(SEED))
    for _each in range(BATCHES):
        url = stock.fresh()
        app = create_app(replace(settings_for(url), extra={"WTF_CSRF_ENABLED": False}))
        fuzzer.run(app, BATCH)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        stock.discard(url)
    assert fuzzer.sent == BATCH * BATCHES
    places = Counter(one.where for one in fuzzer.failures)
    assert fuzzer.failures == [], (fuzzer.statuses, places.most_common(), fuzzer.failures[:20])
