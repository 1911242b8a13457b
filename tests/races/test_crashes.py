"""Crashes and full disks: nothing half-written, nothing lost that was acknowledged, one effect per key."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from benchmarks.browser import Browser
from benchmarks.server import environment, start
from exchange.writers.bundle import verify_live
from models.base import db
from models.document import Document, Revision
from tests.grid import walk
from tests.races.conftest import signed_in
from workflows.lifecycle.refusals import NotWrittenDown


def test_a_killed_server_leaves_nothing_half_written(
    app: Flask, house: walk.House, database_url: str, tmp_path: Path
) -> None:
    plan = walk.draft(house)
    environ, log = environment(database_url), tmp_path / "server.log"
    server = start(environ, workers=2, threads=8, log=log)
    acknowledged: list[int] = []
    unanswered: list[tuple[str, int, str]] = []

    def keep_saving(person: Browser, version: int) -> None:
        for turn in range(2000):
            key, words = f"save-{turn}", f"第 {turn} 次存檔"
            try:
                answer = person.tell(f"/documents/{plan}/content", version=version, parts={"preamble": words}, key=key)
                version = answer.json()["document"]["version"]
            except (OSError, ValueError, KeyError):
                unanswered.append((key, version, words))
                return
            acknowledged.append(answer.json()["document"]["revision"])

    person = signed_in(server, "author")
    saver = threading.Thread(target=keep_saving, args=(person, house.dossier(plan).document.version))
    saver.start()
    while len(acknowledged) < 15 and saver.is_alive():
        threading.Event().wait(0.02)
    server.kill()
    saver.join(60)
    assert len(acknowledged) >= 15
    assert unanswered, "the server was killed while somebody was saving"

    server = start(environ, workers=1, threads=4, log=log)
    try:
        db.session.rollback()
        assert verify_live(db.session()).faults == []
        assert (db.session.scalar(select(Document.revision).where(Document.id == plan)) or 0) >= acknowledged[-1]
        key, version, words = unanswered[0]
        again = signed_in(server, "author")
        for _ in range(2):
            answer = again.tell(f"/documents/{plan}/content", version=version, parts={"preamble": words}, key=key)
            assert answer.status == 200, answer.text
        db.session.rollback()
        revisions = db.session.scalar(select(func.count()).select_from(Revision).where(Revision.document_id == plan))
        assert revisions == acknowledged[-1] + 1, (
            "the unanswered save has one effect, whether it came before the kill or after"
        )
        assert verify_live(db.session()).faults == []
    finally:
        server.end()


def test_a_full_disk_refuses_and_keeps_everything(app: Flask, house: walk.House) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a full disk is tried on SQLite, where a limit of pages stands for it")
    plan = walk.draft(house)
    before = house.dossier(plan).document
    version, revision = before.version, before.revision
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.rollback()

    from sqlalchemy import event

    def small(dbapi: object, _record: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    db.engine.dispose()
    event.listen(db.engine, "connect", small)
    refused = False
    for turn in range(200):
        try:
            outcome = house.save(plan, "author", lambda _, n=turn: {"preamble": f"{n}" * 700})  # type: ignore[misc]
        except NotWrittenDown:
            refused = True
            break
        version, revision = outcome.version, outcome.revision
    assert refused, "the disk never was full"
    event.remove(db.engine, "connect", small)
    db.session.remove()
    db.engine.dispose()
    after = house.dossier(plan).document
    assert (after.version, after.revision) == (version, revision)
    assert verify_live(db.session()).faults == []
    house.save(plan, "author", lambda _: {"preamble": "有空間之後照常存檔"})
