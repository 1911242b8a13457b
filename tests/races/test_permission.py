"""Permission is judged after the lock: whoever waited for another's move is judged by what that move left behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask

from tests.grid import walk
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import ActionContext, Inputs
from workflows.lifecycle.machine import apply_move
from workflows.lifecycle.refusals import NotPermitted, NotVisible
from workflows.lifecycle.transaction import unit_of_work
from workflows.lifecycle.verbs import lock_for_verb
from workflows.review.acknowledgements import acknowledge

WAITS = 0.5
"""Seconds the second person is given to arrive at the lock."""


def explain(app: Flask, plan: int, context: ActionContext, started: Event) -> None:
    """Explain a warning that is not there: ``NotPermitted`` for whoever may not explain, ``NotVisible`` for others."""
    with app.app_context():
        started.set()
        acknowledge(plan, context, rule="WF-01", fingerprint="", reason="已確認")


def test_permission_speaks_of_the_document_as_the_lock_gives_it(app: Flask, house: walk.House) -> None:
    plan = walk.draft(house)
    drafter, second = house.on("author"), house.on("author")
    with pytest.raises(NotVisible):
        explain(app, plan, second, Event())
    started = Event()
    with ThreadPoolExecutor(1) as pool:
        with unit_of_work(drafter) as unit:
            work = lock_for_verb(unit, plan)
            waiting = pool.submit(explain, app, plan, second, started)
            assert started.wait(10)
            with pytest.raises(TimeoutError):
                waiting.result(WAITS)
            withdraw = work.dossier.workflow.move_named["withdraw"]
            apply_move(Attempt(work.dossier, withdraw, drafter, Inputs(reason="政策調整"), unit))
        with pytest.raises(NotPermitted):
            waiting.result(30)
