"""The bundle verifies, and whoever tampers with it is told what they did."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from exchange import verify_bundle
from exchange.writers.bundle import verify_live, write_bundle
from models.audit_log import Entry
from models.audit_words import Action
from models.base import db
from models.people import Agency, RoleHolding, User
from models.vocabulary import Role
from tests.rules.examples import clean_plan
from workflows.content import saving
from workflows.kinds.vocabulary import synchronise_vocabulary
from workflows.lifecycle import moves as actions
from workflows.lifecycle.context import SYSTEM_ACTOR, ActionContext, Inputs, NewOpinion
from workflows.lifecycle.permissions import Actor
from workflows.lifecycle.transaction import unit_of_work
from workflows.plans.creation import create_plan

AT = datetime(2018, 8, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def lived(app: Flask) -> Flask:
    """A house in which one plan was drafted, submitted, signed and given back."""
    with app.app_context():
        agency = Agency(code="A", name="甲機關", valid_from=date(2014, 1, 1))
        db.session.add(agency)
        db.session.flush()
        people = {}
        for role in (Role.DRAFTER, Role.UNIT_HEAD, Role.PLANNING):
            user = User(account=role.value, name=role.value, password_hash="x", created_at=AT)
            db.session.add(user)
            db.session.flush()
            db.session.add(RoleHolding(user_id=user.id, agency_id=agency.id, role=role.value, since=date(2014, 1, 1)))
            people[role] = Actor(user.id, user.account, user.name, frozenset({(role, agency.id)}))
        db.session.commit()
        agency_id = agency.id

        def on(role: Role, hours: int) -> ActionContext:
            at = AT + timedelta(hours=hours)
            return ActionContext(people[role], at, "test", f"r{hours}", at)

        plan = create_plan(on(Role.DRAFTER, 0), agency_id=agency_id, year=107, content=clean_plan())
        step = actions.perform_move("submit", plan.document_id, on(Role.DRAFTER, 1), version=plan.version)
        step = actions.perform_move("sign", plan.document_id, on(Role.UNIT_HEAD, 2), version=step.version)
        opinions = Inputs(opinions=(NewOpinion("請補正", "goals"),))
        step = actions.perform_move(
            "give_back", plan.document_id, on(Role.PLANNING, 3), version=step.version, inputs=opinions
        )
        saving.save(
            plan.document_id,
            on(Role.DRAFTER, 4),
            version=step.version,
            edit=lambda content: {"preamble": content["preamble"] + "。"},
        )
        db.session.remove()
    return app


def evidence_of(app: Flask, tmp_path: Path) -> verify_bundle.Evidence:
    path = tmp_path / "bundle.zip"
    with app.app_context():
        write_bundle(db.session(), path)
    found = verify_bundle.from_zip(str(path))
    return replace(found, lines=list(found.lines))


def kinds(evidence: verify_bundle.Evidence) -> set[str]:
    return {fault.kind for fault in verify_bundle.verify(evidence).faults}


def test_the_live_log_and_its_bundle_are_sound(lived: Flask, tmp_path: Path) -> None:
    with lived.app_context():
        verdict = verify_live(db.session())
    assert verdict.faults == []
    assert verdict.entries > 20
    assert kinds(evidence_of(lived, tmp_path)) == set()


def test_the_same_database_gives_the_same_bytes(lived: Flask) -> None:
    with lived.app_context():
        first, second = io.BytesIO(), io.BytesIO()
        write_bundle(db.session(), first)
        write_bundle(db.session(), second)
    assert first.getvalue() == second.getvalue()


def test_the_verifier_in_the_bundle_runs_alone(lived: Flask, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with lived.app_context():
        write_bundle(db.session(), path)
    with zipfile.ZipFile(path) as bundle:
        bundle.extract("verify_bundle.py", tmp_path)
    run = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify_bundle.py"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("完整")


@pytest.mark.parametrize("broken", [b"", b"no zip at all", None])
def test_what_is_no_bundle_cannot_be_verified(tmp_path: Path, broken: bytes | None) -> None:
    path = tmp_path / "bundle.zip"
    if broken is not None:
        path.write_bytes(broken)
    script = Path(verify_bundle.__file__)
    run = subprocess.run([sys.executable, str(script), str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "無法驗證" in run.stderr


Lines = list[bytes]


def resealed(lines: Lines, start: int) -> Lines:
    """What somebody with the database can do: every later entry sealed anew."""
    last = json.loads(lines[start - 1])["hash"] if start else "0" * 64
    made = lines[:start]
    for seq, line in enumerate(lines[start:], start=start):
        entry = json.loads(line) | {"prev": last, "seq": seq}
        entry.pop("hash")
        last = sha256(verify_bundle.canonical(entry)).hexdigest()
        made.append(verify_bundle.canonical(entry | {"hash": last}))
    return made


def edited(lines: Lines, place: int, **values: Any) -> Lines:
    return [*lines[:place], verify_bundle.canonical(json.loads(lines[place]) | values), *lines[place + 1 :]]


TAMPERINGS: list[tuple[str, Callable[[Lines], Lines], set[str]]] = [
    ("a reason is changed", lambda lines: edited(lines, 5, reason="別的"), {"hash"}),
    ("a space is added", lambda lines: [*lines[:5], lines[5][:1] + b" " + lines[5][1:], *lines[6:]], {"canonical"}),
    ("an entry is removed", lambda lines: [*lines[:5], *lines[6:]], {"seq", "chain"}),
    ("an entry is doubled", lambda lines: [*lines[:5], lines[4], *lines[5:]], {"seq", "chain"}),
    ("two entries change places", lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]], {"seq", "chain"}),
    ("the last entry is cut off", lambda lines: lines[:-1], {"head", "snapshot"}),
    (
        "an entry is back-dated",
        lambda lines: edited(lines, len(lines) - 1, ts="2001-01-01T00:00:00.000000Z"),
        {"time", "hash"},
    ),
    ("a line is noise", lambda lines: [*lines[:3], b"\xff\xfe", *lines[4:]], {"unreadable"}),
    ("a field is left out", lambda lines: [*lines[:3], b'{"seq":3}', *lines[4:]], {"fields"}),
    ("an action is invented", lambda lines: edited(lines, 3, action="abolish"), {"action"}),
    ("details are added", lambda lines: edited(lines, 3, details={"surprise": True}), {"details"}),
    ("the end is rewritten and sealed anew", lambda lines: resealed(edited(lines, 9, reason="別的"), 9), {"head"}),
]


@pytest.mark.parametrize(("tampering", "expected"), [row[1:] for row in TAMPERINGS], ids=[row[0] for row in TAMPERINGS])
def test_tampered_entries_are_named(
    lived: Flask, tmp_path: Path, tampering: Callable[[Lines], Lines], expected: set[str]
) -> None:
    evidence = evidence_of(lived, tmp_path)
    assert kinds(replace(evidence, lines=tampering(list(evidence.lines)))) >= expected


def test_tampered_tables_and_contents_are_named(lived: Flask, tmp_path: Path) -> None:
    evidence = evidence_of(lived, tmp_path)
    plan = next(name for name in evidence.snapshot if name.startswith("annual_plan"))
    approved = {**evidence.snapshot, plan: {**evidence.snapshot[plan], "state": "approved"}}
    assert kinds(replace(evidence, snapshot=approved)) == {"snapshot"}
    assert kinds(replace(evidence, snapshot={n: v for n, v in evidence.snapshot.items() if n != plan})) == {"snapshot"}
    assert kinds(replace(evidence, content=lambda _: b"{}")) == {"content"}
    assert kinds(replace(evidence, content=lambda _: None)) == {"content"}


EARLIER = Path(__file__).parent / "bundles"


@pytest.mark.parametrize(("name", "objects"), [("approved_plan.zip", 7), ("stale_sheet.zip", 15)])
def test_a_bundle_from_before_the_words_had_a_file_verifies(name: str, objects: int) -> None:
    with zipfile.ZipFile(EARLIER / name) as bundle:
        assert "words.json" not in bundle.namelist()
    verdict = verify_bundle.verify(verify_bundle.from_zip(str(EARLIER / name)))
    assert verdict.faults == []
    assert verdict.entries > 50
    assert (verdict.objects, verdict.vocabulary) == (objects, [])


@pytest.mark.parametrize(
    ("action", "values", "expected"),
    [
        ("submit", {"to": "approved"}, "replay"),
        ("sign", {"action": "abolish"}, "action"),
        ("create", {"details": {}}, "details"),
    ],
)
def test_a_bundle_from_before_is_judged_by_its_own_words(action: str, values: dict[str, Any], expected: str) -> None:
    evidence = verify_bundle.from_zip(str(EARLIER / "approved_plan.zip"))
    lines = list(evidence.lines)
    place = next(n for n, line in enumerate(lines) if json.loads(line)["action"] == action)
    assert expected in kinds(replace(evidence, lines=resealed(edited(lines, place, **values), place)))


def test_an_earlier_verifier_finds_its_files_in_a_new_bundle(lived: Flask, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with lived.app_context():
        write_bundle(db.session(), path)
    with zipfile.ZipFile(EARLIER / "approved_plan.zip") as earlier:
        earlier.extract("verify_bundle.py", tmp_path)
    run = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify_bundle.py"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.fixture
def recorded(lived: Flask) -> Flask:
    """The same house after an upgrade: its log says which words it is written with."""
    with lived.app_context():
        synchronise_vocabulary("test", AT + timedelta(hours=5))
        db.session.remove()
    return lived


def test_the_bundle_carries_words_and_workflows_that_the_log_records(recorded: Flask, tmp_path: Path) -> None:
    evidence = evidence_of(recorded, tmp_path)
    verdict = verify_bundle.verify(evidence)
    assert verdict.faults == []
    assert verdict.vocabulary == [verdict.entries - 1]
    assert set(evidence.words["role"]) == {role.value for role in Role}
    assert evidence.words["action"]["submit"] == [["round"]]
    (life,) = evidence.words["workflow"]["annual_plan/1"]
    assert life["states"]["unit_review"] == ["unit_head"]
    assert ["drafting", "submit", "unit_review"] in life["steps"]


def forged(evidence: verify_bundle.Evidence, name: str, word: str, definition: Any) -> verify_bundle.Evidence:
    return replace(evidence, words={**evidence.words, name: {**evidence.words.get(name, {}), word: [definition]}})


@pytest.mark.parametrize(
    ("name", "word", "definition"),
    [
        ("action", "abolish", []),
        ("action", "submit", ["round", "more"]),
        ("role", "emperor", None),
        ("workflow", "annual_plan/1", {"states": {}, "steps": [["drafting", "submit", "approved"]]}),
    ],
)
def test_a_forged_vocabulary_is_not_the_one_of_the_log(
    recorded: Flask, tmp_path: Path, name: str, word: str, definition: Any
) -> None:
    evidence = evidence_of(recorded, tmp_path)
    assert "vocabulary" in kinds(forged(evidence, name, word, definition))


def test_a_word_added_to_the_log_breaks_its_chain(recorded: Flask, tmp_path: Path) -> None:
    evidence = evidence_of(recorded, tmp_path)
    lines = list(evidence.lines)
    entry = json.loads(lines[-1])
    entry["details"]["to"]["words"]["role"]["emperor"] = None
    assert kinds(replace(evidence, lines=edited(lines, len(lines) - 1, **entry))) == {"hash", "head", "vocabulary"}


@pytest.mark.parametrize("name", ["machine.json", "vocabulary.json"])
def test_the_copies_for_earlier_verifiers_say_the_same(lived: Flask, tmp_path: Path, name: str) -> None:
    evidence_of(lived, tmp_path)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle, zipfile.ZipFile(tmp_path / "odd.zip", "w") as odd:
        for member in bundle.namelist():
            odd.writestr(member, b"[]" if member == name else bundle.read(member))
    verdict = verify_bundle.verify(verify_bundle.from_zip(str(tmp_path / "odd.zip")))
    assert [(fault.kind, fault.where) for fault in verdict.faults] == [("vocabulary", name)]


@pytest.mark.parametrize("words", [[], {}, {"action": [], "workflow": {}}, {"action": {"read": [1]}, "workflow": {}}])
def test_words_without_their_shape_cannot_be_verified(words: Any) -> None:
    evidence = verify_bundle.from_zip(str(EARLIER / "approved_plan.zip"))
    with pytest.raises(ValueError, match="does not have its shape"):
        verify_bundle.verify(replace(evidence, words=words))


WORDS_OF_ENTRIES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("create", {"kind": "decree"}, {"word", "replay"}),
    ("create", {"workflow_version": 2}, {"replay"}),
    ("sign", {"seat": "emperor"}, {"word"}),
]


@pytest.mark.parametrize(("action", "details", "expected"), WORDS_OF_ENTRIES)
def test_words_in_the_details_are_those_of_the_vocabulary(
    lived: Flask, tmp_path: Path, action: str, details: dict[str, Any], expected: set[str]
) -> None:
    evidence = evidence_of(lived, tmp_path)
    lines = list(evidence.lines)
    place = next(
        n for n, line in enumerate(lines)
        if (entry := json.loads(line))["action"] == action and entry["object"].startswith("annual_plan:")
    )  # fmt: skip
    said = json.loads(lines[place])["details"] | details
    found = kinds(replace(evidence, lines=resealed(edited(lines, place, details=said), place)))
    assert found - {"head"} == expected


def test_a_granted_role_is_one_of_the_vocabulary(lived: Flask, tmp_path: Path) -> None:
    with lived.app_context(), unit_of_work(ActionContext(Actor(0, "cli", "cli", frozenset()), AT, "test", "r")) as unit:
        details = {"role": "emperor", "agency": None, "since": "2018-01-01", "until": None}
        unit.write(Entry(Action.ROLE_GRANT, "user:1", SYSTEM_ACTOR, details=details))
    assert kinds(evidence_of(lived, tmp_path)) == {"word"}


@pytest.mark.parametrize("values", [{"action": []}, {"from": {}}, {"object": 1}, {"ts": None}])
def test_fields_of_another_type_are_named(values: dict[str, Any]) -> None:
    evidence = verify_bundle.from_zip(str(EARLIER / "approved_plan.zip"))
    assert "fields" in kinds(replace(evidence, lines=edited(list(evidence.lines), 3, **values)))


def test_a_move_the_workflow_does_not_know_is_named(lived: Flask, tmp_path: Path) -> None:
    evidence = evidence_of(lived, tmp_path)
    lines = list(evidence.lines)
    place = next(n for n, line in enumerate(lines) if json.loads(line)["action"] == "submit")
    forged = resealed(edited(lines, place, to="approved"), place)
    assert "replay" in kinds(replace(evidence, lines=forged))


def test_every_fault_is_reported_not_the_first(lived: Flask, tmp_path: Path) -> None:
    evidence = evidence_of(lived, tmp_path)
    lines = edited(edited(list(evidence.lines), 2, reason="甲"), 7, reason="乙")
    hashes = [fault for fault in verify_bundle.verify(replace(evidence, lines=lines)).faults if fault.kind == "hash"]
    assert [fault.where for fault in hashes] == ["#2", "#7"]


def test_the_command_line_says_so(lived: Flask, tmp_path: Path) -> None:
    runner, path = lived.test_cli_runner(), tmp_path / "out.zip"
    assert runner.invoke(args=["audit", "export", "--out", str(path)]).exit_code == 0
    assert runner.invoke(args=["audit", "verify", str(path)]).exit_code == 0
    live = runner.invoke(args=["audit", "verify", "--json"])
    assert live.exit_code == 0
    assert json.loads(live.output)["sound"] is True
    path.write_bytes(path.read_bytes()[:100])
    assert runner.invoke(args=["audit", "verify", str(path)]).exit_code == 2
