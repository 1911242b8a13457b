"""Two hundred people at one document: one of them wins, the others are told so, and one entry is written."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from benchmarks.browser import Answer, Browser
from benchmarks.server import Server
from exchange.writers.bundle import verify_live
from models.audit_log import AuditEntry
from models.base import db
from models.document import Revision
from models.review import SignOff
from tests.grid import walk
from tests.races.conftest import signed_in
from workflows.plans.definitions import kpis_of_plan

CONTENDERS = 200


def all_at_once(acts: list[Callable[[], Answer]]) -> list[Answer]:
    """Make every request in the same moment, as far as a machine can."""
    gate = threading.Barrier(len(acts))

    def go(act: Callable[[], Answer]) -> Answer:
        gate.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def entries(document: int, *actions: str) -> list[str]:
    db.session.rollback()
    rows = select(AuditEntry.action).where(
        AuditEntry.object == f"annual_plan:{document}", AuditEntry.action.in_(actions)
    )
    return list(db.session.scalars(rows))


def settled(answers: list[Answer]) -> None:
    """One winner; every loser knows the present version; nothing broke."""
    statuses = Counter(answer.status for answer in answers)
    assert statuses == {200: 1, 409: len(answers) - 1}, statuses
    assert all("version" in answer.json() for answer in answers if answer.status == 409)
    db.session.rollback()
    assert verify_live(db.session()).faults == []


def version_of(house: walk.House, document: int) -> int:
    return house.dossier(document).document.version


def test_approve_against_approve(app: Flask, house: walk.House, server: Server) -> None:
    plan = walk.submitted(house)
    head, version = signed_in(server, "own unit_head"), version_of(house, plan)
    path = f"/documents/{plan}/moves/sign"
    settled(all_at_once([lambda: head.tell(path, version=version)] * CONTENDERS))
    assert entries(plan, "sign") == ["sign"]
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 1


def test_approve_against_give_back(app: Flask, house: walk.House, server: Server) -> None:
    plan = walk.submitted(house)
    head, version = signed_in(server, "own unit_head"), version_of(house, plan)
    path = f"/documents/{plan}/moves/"

    def approve() -> Answer:
        return head.tell(path + "sign", version=version)

    def give_back() -> Answer:
        return head.tell(path + "give_back", version=version, opinions=[{"text": "請補正", "anchor": "goals"}])

    settled(all_at_once([approve, give_back] * (CONTENDERS // 2)))
    assert len(entries(plan, "sign", "give_back")) == 1


def test_save_against_save(app: Flask, house: walk.House, server: Server) -> None:
    plan = walk.draft(house)
    drafter, version = signed_in(server, "author"), version_of(house, plan)
    before = db.session.scalar(select(func.count()).select_from(Revision).where(Revision.document_id == plan)) or 0

    def save(number: int) -> Callable[[], Answer]:
        return lambda: drafter.tell(
            f"/documents/{plan}/content", version=version, parts={"preamble": f"第 {number} 位"}
        )

    settled(all_at_once([save(number) for number in range(CONTENDERS)]))
    after = db.session.scalar(select(func.count()).select_from(Revision).where(Revision.document_id == plan)) or 0
    assert after == before + 1


def test_one_key_has_one_effect(app: Flask, house: walk.House, server: Server) -> None:
    plan = walk.draft(house)
    drafter, version = signed_in(server, "author"), version_of(house, plan)
    path, parts = f"/documents/{plan}/content", {"preamble": "一次"}
    answers = all_at_once([lambda: drafter.tell(path, version=version, parts=parts, key="the-same-key")] * 50)
    assert {answer.status for answer in answers} == {200}
    assert len({json.dumps(answer.json()["document"], sort_keys=True) for answer in answers}) == 1
    assert entries(plan, "revise") == ["revise", "revise"], "the first draft and this one save"


def test_parallel_seats_both_count(app: Flask, house: walk.House, server: Server) -> None:
    """會審 is in parallel: whoever is overtaken by the other seat looks again and signs; neither signature is lost."""
    plan = walk.jointly(house)
    for kpi in kpis_of_plan(house.dossier(plan)):
        house.go("endorse", kpi.id, "own planning")
    version = version_of(house, plan)
    people: list[Browser] = [signed_in(server, "own planning"), signed_in(server, "own accounting")]
    answers = all_at_once([lambda p=p: p.tell(f"/documents/{plan}/moves/sign", version=version) for p in people])  # type: ignore[misc]
    for person, answer in zip(people, answers, strict=True):
        if answer.status == 409:
            again = person.tell(f"/documents/{plan}/moves/sign", version=answer.json()["version"])
            assert again.status == 200
    assert house.dossier(plan).document.state == "gender_check"
