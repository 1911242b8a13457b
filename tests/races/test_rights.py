"""Whoever waits for a document is judged by the roles, the account and the session they have when it is theirs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select, text

from benchmarks.server import Server
from models.base import db
from models.people import User
from models.review import SignOff
from tests.grid import walk
from tests.races.conftest import signed_in

WAITS = 0.5
"""Seconds the signature is given to arrive at the lock."""

ENDED = {
    "the role": "UPDATE role_holding SET until = '2001-01-02', since = '2001-01-01' WHERE user_id = :user",
    "the account": 'UPDATE "user" SET active = :no WHERE id = :user',
    "the session": "UPDATE sign_in_session SET ended_at = created_at WHERE user_id = :user",
}


def _locked(connection: Connection, document: int) -> None:
    """Hold the document as another act would."""
    connection.execute(text("UPDATE document SET title = title WHERE id = :id"), {"id": document})


@pytest.mark.parametrize(("ended", "status"), [("the role", 404), ("the account", 401), ("the session", 401)])
def test_a_signature_that_waited_is_judged_by_what_ended_meanwhile(
    app: Flask, house: walk.House, server: Server, ended: str, status: int
) -> None:
    plan = walk.submitted(house)
    head, version = signed_in(server, "own unit_head"), house.dossier(plan).document.version
    user = db.session.scalar(select(User.id).where(User.account == "own.unit_head"))
    db.session.rollback()
    values: dict[str, Any] = {"user": user} | ({"no": False} if ended == "the account" else {})
    with db.engine.connect() as other, ThreadPoolExecutor(1) as pool:
        _locked(other, plan)
        waiting = pool.submit(lambda: head.tell(f"/documents/{plan}/moves/sign", version=version))
        with pytest.raises(TimeoutError):
            waiting.result(WAITS)
        other.execute(text(ENDED[ended]), values)
        other.commit()
        answer = waiting.result(60)
    assert answer.status == status, answer.text[:300]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(SignOff)) == 0
