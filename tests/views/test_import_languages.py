"""Doubts of an import are kept as sentences that every reader gets in their own language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from models.wording import N_, Message, message_from_json, message_to_json
from tests.views.reviewers import World

PLAN = Path(__file__).parent.parent.parent / "data" / "plans" / "107-most" / "plan.txt"
JSON = {"Accept": "application/json"}


def test_a_stored_sentence_is_the_same_sentence_again() -> None:
    message = Message.of(N_("共 %(count)s 項"), count=3, field=Message.of(N_("內容")))
    assert message_from_json(json.loads(json.dumps(message_to_json(message)))) == message
    assert message_from_json({}).text == ""


@pytest.fixture
def world(app: Flask) -> World:
    """The sample's people."""
    return World(app)


def test_english_readers_read_doubts_in_english(world: World, app: Flask) -> None:
    drafter = world.enter("drafter")
    with PLAN.open("rb") as file:
        answer = drafter.send("/plans/new", form="/plans", year="108", file=(file, "plan.txt"))
    assert answer.status_code == 303
    path = answer.headers["Location"] + "/imported"
    chinese = drafter.get(path, headers=JSON).json["doubts"]
    assert "檔案上的年度是 107，匯入為 108。" in [doubt["why"] for doubt in chinese]
    drafter.get("/language/en?next=/")
    english = drafter.get(path, headers=JSON).json["doubts"]
    assert [doubt["at"] for doubt in english] == [doubt["at"] for doubt in chinese]
    assert all(one["why"] != other["why"] for one, other in zip(english, chinese, strict=True))
    assert english[0]["why"] in drafter.get(path).text.replace("&#39;", "'")


def test_doubts_of_earlier_versions_are_still_read(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    drafter = world.enter("drafter")
    with PLAN.open("rb") as file:
        path = drafter.send("/plans/new", form="/plans", year="108", file=(file, "plan.txt")).headers["Location"]
    from app.plans import file_import as plan_import

    older = plan_import._details

    def as_before(dossier: object) -> dict[str, object]:
        details = older(dossier)  # type: ignore[arg-type]
        return details | {"doubts": [{"at": one["at"], "why": one["why"]} for one in details["doubts"]]}

    monkeypatch.setattr(plan_import, "_details", as_before)
    drafter.get("/language/en?next=/")
    assert "檔案上的年度是 107，匯入為 108。" in [
        one["why"] for one in drafter.get(f"{path}/imported", headers=JSON).json["doubts"]
    ]
