"""The longest value a field takes, made of what patterns like least: saved, opened and checked in a breath."""

from __future__ import annotations

from time import process_time

import pytest
from flask import Flask

from tests.growth import NIGHTLY
from tests.views.reviewers import World
from tests.views.test_live_checks import LIVE, form_of, row_of

LONGEST = 20_000
SECONDS = 3.0
"""The CPU time for a save, three pages and a check, once they have been made before; digits alone took minutes."""


def save_open_and_check(world: World, content: str) -> float:
    """What a drafter does with a value of a key plan; the seconds of CPU it took."""
    drafter = world.enter("drafter")
    row = row_of(world, drafter, "key_plans")
    path = f"/plans/{world.plan_id}/edit/key_plans/{row}"
    check = f"/plans/{world.plan_id}/check/key_plans/{row}"
    before = form_of(drafter, path)
    begun = process_time()
    assert drafter.post(path, data=before | {"content": content}).status_code == 303
    for page in (f"/plans/{world.plan_id}", f"/plans/{world.plan_id}/checks", f"/documents/{world.plan_id}/compare"):
        assert drafter.get(page).status_code == 200
    checked = drafter.post(check, data=form_of(drafter, path) | {"content": f"{content}甲"}, headers=LIVE)
    assert checked.status_code == 200 and "check-status" in checked.text
    return process_time() - begun


@pytest.mark.parametrize("piece", ["1", "一"] + ["1,", "（", " "] * NIGHTLY)
def test_the_longest_value_is_saved_opened_and_checked(app: Flask, piece: str) -> None:
    world = World(app)
    save_open_and_check(world, "辦理訓練。")
    assert save_open_and_check(world, "甲" + (piece * LONGEST)[: LONGEST - 3] + "乙") <= SECONDS
