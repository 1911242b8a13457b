"""The frame of verbs: what an idempotency key holds for, and in which order a verb is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.audit_log import AuditEntry
from models.audit_words import Action
from models.base import db
from models.canonical import canonical, digest
from models.document import Document
from models.wording import N_, Message
from tests.grid import walk
from workflows.lifecycle.refusals import KeyReused, NotPermitted, NotVisible, Overtaken, Refusal, UnknownMove
from workflows.lifecycle.transaction import fingerprint_of
from workflows.lifecycle.verbs import Outcome, Request, VerbContext, carry_out_on, refusals_recorded

ASCII_KEYS = st.dictionaries(st.text(st.characters(max_codepoint=127)), st.integers(-5, 5) | st.booleans() | st.none())


@given(ASCII_KEYS)
def test_a_request_with_a_canonical_form_has_its_digest(asked: dict[str, Any]) -> None:
    """Keys used before this fingerprint was introduced still answer with their outcome."""
    assert fingerprint_of(asked) == digest(canonical(asked))


def test_any_text_a_person_sends_has_a_fingerprint() -> None:
    requests = [{"甲": "1"}, {"乙": "1"}, {"甲": "e\u0301"}, {"甲": "\u00e9"}, {"甲": "\ud800"}, {"甲": 1.5}]
    assert len({fingerprint_of(request) for request in requests}) == len(requests)
    assert fingerprint_of({"甲": "1", "乙": "2"}) == fingerprint_of({"乙": "2", "甲": "1"})


@pytest.fixture
def house(app: Flask) -> Iterator[walk.House]:
    with app.app_context():
        yield walk.built()


def never(_work: VerbContext) -> Iterator[Message]:
    yield Message.of(N_("您不能辦理這一步"))


def unknown(_document: Document) -> None:
    raise UnknownMove("none")


def nothing(work: VerbContext) -> None:
    work.changed = False


def judged(house: walk.House, plan: int, name: str, **how: Any) -> type[Exception] | None:
    """What the frame raises for this person, ``None`` where the verb is carried out."""
    try:
        carry_out_on(plan, house.on(name), nothing, Request(None, {}, Outcome), **how)
    except (Refusal, UnknownMove) as refused:
        return type(refused)
    return None


def test_a_verb_is_judged_in_one_order(house: walk.House) -> None:
    plan = walk.draft(house)
    version = house.dossier(plan).document.version
    everything: dict[str, Any] = {"concern": unknown, "version": version + 1, "permission": never}
    assert judged(house, plan, "other drafter", **everything) is NotVisible
    assert judged(house, plan, "author", **everything) is UnknownMove
    assert judged(house, plan, "author", version=version + 1, permission=never) is Overtaken
    assert judged(house, plan, "author", version=version, permission=never) is NotPermitted
    assert judged(house, plan, "author", version=version) is None


def test_a_key_gives_the_first_outcome_again_and_holds_for_one_request(house: walk.House) -> None:
    plan = walk.draft(house)
    done: list[VerbContext] = []
    act = done.append
    first = carry_out_on(plan, house.on("author"), act, Request("k", {"甲": "1"}, Outcome))
    assert carry_out_on(plan, house.on("author"), act, Request("k", {"甲": "1"}, Outcome)) == first
    with pytest.raises(KeyReused):
        carry_out_on(plan, house.on("author"), act, Request("k", {"甲": "2"}, Outcome))
    assert len(done) == 1


def test_refusals_are_recorded_where_the_verb_says_so(house: walk.House) -> None:
    plan = walk.draft(house)
    refused = select(AuditEntry).where(AuditEntry.action == Action.REFUSE)
    assert judged(house, plan, "author", permission=never) is NotPermitted
    assert db.session.scalars(refused).all() == []
    for expected in (NotPermitted, Overtaken):
        how: dict[str, Any] = {"permission": never} if expected is NotPermitted else {"version": 99}
        with pytest.raises(expected), refusals_recorded(house.on("author"), plan, "resolve"):
            carry_out_on(plan, house.on("author"), nothing, Request(None, {}, Outcome), **how)
    assert [row.object for row in db.session.scalars(refused)] == [f"annual_plan:{plan}"]
