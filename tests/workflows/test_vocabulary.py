"""New words need no migration: the code declares them, an upgrade brings them, the database refuses all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from exchange import verify_bundle
from exchange.writers.bundle import verify_live, write_bundle
from models.audit_log import AuditEntry, Entry
from models.audit_words import DETAILS, Action
from models.base import db
from models.document import Document
from models.kpi import KpiResult
from models.people import Agency, RoleHolding, User
from models.vocabulary import Kind, Role
from models.words import Word
from tests.engines import migrate
from workflows.kinds import vocabulary
from workflows.kinds.vocabulary import (
    declared_vocabulary,
    known_words,
    recorded_vocabulary,
    synchronise_vocabulary,
    vocabulary_difference,
    words_of,
)
from workflows.lifecycle import registry
from workflows.lifecycle.attempt import Attempt
from workflows.lifecycle.context import SYSTEM_ACTOR, ActionContext
from workflows.lifecycle.creation import begin_document
from workflows.lifecycle.definitions import DocumentKind, Move, Seat, State, Workflow, steps
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.machine import apply_move
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.permissions import Actor
from workflows.lifecycle.transaction import unit_of_work
from workflows.results.workflow import RESULT_WORKFLOW
from workflows.schema.form import FormVersion

AT = datetime(2018, 8, 10, 8, 0, tzinfo=UTC)
KEYS = cast("dict[Any, frozenset[str]]", DETAILS)
SIGNED = {"verdict": "agree", "scope_sha256": "", "form_version": "1", "workflow_version": 1}


def enumeration(name: str, *words: str) -> Any:
    """Words no release ever had, where the code expects those of an enumeration."""
    return StrEnum(name, {word.upper(): word for word in words})


TOY = enumeration("Toy", "light_lamp", "lamp_keeper", "lamp_project")
ACTION, ROLE, KIND = TOY.LIGHT_LAMP, TOY.LAMP_KEEPER, TOY.LAMP_PROJECT


class People:
    """An agency, a drafter and somebody of its planning unit."""

    def __init__(self) -> None:
        self.agency = Agency(code="A", name="甲機關", valid_from=date(2014, 1, 1))
        users = [User(account=name, name=name, password_hash="x", created_at=AT) for name in ("drafter", "planning")]
        db.session.add_all([self.agency, *users])
        db.session.flush()
        self.agency_id = self.agency.id
        self.drafter, self.planning = (
            Actor(user.id, user.account, user.name, frozenset({(role, self.agency_id)}))
            for user, role in zip(users, (Role.DRAFTER, Role.PLANNING), strict=True)
        )
        db.session.commit()

    def document(self, kind: Any, year: int = 107, by: Actor | None = None) -> int:
        """A new document of a kind, begun as the verbs begin one."""
        with unit_of_work(ActionContext(by or self.drafter, AT, "test", "r")) as unit:
            agency = unit.session.get_one(Agency, self.agency_id)
            return begin_document(unit, kind, agency, year, "甲").id


@pytest.fixture
def people(app: Flask) -> Iterator[People]:
    with app.app_context():
        yield People()


@pytest.fixture
def upgrade(database_url: str) -> Any:
    """``flask db upgrade`` in a process of its own connections, as an operator would run it."""

    def run() -> None:
        db.session.rollback()
        migrate(database_url)

    return run


def _signed(attempt: Attempt) -> None:
    attempt.details.update(SIGNED, seat=attempt.seat_name)


def _lit(attempt: Attempt) -> None:
    attempt.details.update(lamp="north")


def toy_kind(*, one_per_year: bool = False) -> DocumentKind:
    """A kind with a state, a seat and a move of its own."""
    keeper = Seat("keeper", "看守", Permission.SEAT_PLANNING, "本席看守無誤。", ())
    dark, lit = State("dark", "未點", (Role.PLANNING,), (keeper,)), State("lit", "已點", final=True)
    sign = Move(Action.SIGN, "核章", steps(("dark",), None), by_seat=True, effects=(_signed,))
    light = Move(ACTION, "點燈", steps(("dark",), "lit"), by_system=True, effects=(_lit,))
    workflow = Workflow(KIND, 1, (dark, lit), (sign, light))
    view = Permission.PLAN_VIEW
    form = FormVersion("1", "點燈計畫", ())
    return DocumentKind(KIND, "點燈計畫", lambda _code: form, "1", view, view, workflow, one_per_year=one_per_year)


def extended(enum: Any, word: str) -> Any:
    """The same words and one more."""
    return enumeration(enum.__name__, *enum, word)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> DocumentKind:
    """The next release: one action, one role, one kind more, declared in the code alone."""
    kind = toy_kind()
    monkeypatch.setattr(vocabulary, "Action", extended(Action, ACTION))
    monkeypatch.setattr(vocabulary, "Role", extended(Role, ROLE))
    monkeypatch.setitem(KEYS, ACTION, frozenset({"lamp"}))
    monkeypatch.setitem(registry._KINDS, KIND.value, kind)
    return kind


def granted(people: People, role: str, agency: int | None) -> None:
    db.session.execute(
        insert(RoleHolding).values(user_id=people.drafter.id, agency_id=agency, role=role, since=date(2014, 1, 1))
    )


def lit(people: People, kind: DocumentKind) -> int:
    """A document of the toy kind, signed from its seat and moved to its last state."""
    document_id = people.document(KIND)
    for name, actor in (("sign", people.planning), (ACTION, people.planning)):
        context = ActionContext(actor, AT, "test", "r", AT)
        with unit_of_work(context) as unit:
            dossier = Dossier(unit.session, unit.session.get_one(Document, document_id))
            apply_move(Attempt(dossier, kind.workflow.move_named[name], context, unit=unit))
    return document_id


def entries() -> list[dict[str, Any]]:
    db.session.rollback()
    lines = select(AuditEntry.line).where(AuditEntry.object == "vocabulary").order_by(AuditEntry.seq)
    return [json.loads(line) for line in db.session.scalars(lines)]


@pytest.mark.usefixtures("people")
def test_a_fresh_database_has_the_words_of_the_code_and_no_others() -> None:
    assert known_words(db.session()) == words_of(declared_vocabulary())
    assert recorded_vocabulary(db.session()) == {}
    found = vocabulary_difference(db.session())
    assert not (found.missing or found.unrecorded or found.later or found.foreign)


UNKNOWN = {
    "action": insert(AuditEntry).values(seq=9, line="x", hash="a", prev="b", object="o", action="abolish", at=AT),
    "role": insert(RoleHolding).values(user_id=1, agency_id=1, role="emperor", since=date(2014, 1, 1)),
    "kind": insert(Document).values(
        kind="decree", agency_id=1, year=107, title="甲", state="x", state_since=AT, edition=1, round=1, revision=0,
        workflow_version=1, form_version="1", created_by=1, created_at=AT, changed_at=AT, version=1,
    ),
    "state of a result": insert(KpiResult).values(
        document_id=1, year=107, period="year", number=1, value="1", inputs="", evidence="", note="",
        definition_revision=1, state="forged", entered_by=1, entered_at=AT, settled_note="",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("column", UNKNOWN)
def test_an_unknown_word_is_refused_even_from_raw_sql(column: str) -> None:
    plain, ways = UNKNOWN[column], ("OR IGNORE", "OR REPLACE")
    others = [plain.prefix_with(way) for way in ways] if db.engine.dialect.name == "sqlite" else []
    for statement in (plain, *others):
        with pytest.raises(IntegrityError, match="not in the vocabulary"):
            db.session.execute(statement)
        db.session.rollback()


@pytest.mark.parametrize("change", [update(Document).values(kind="decree"), update(RoleHolding).values(role="emperor")])
def test_a_known_word_cannot_be_changed_into_an_unknown_one(people: People, change: Any) -> None:
    people.document(Kind.ANNUAL_PLAN)
    granted(people, "drafter", people.agency_id)
    db.session.commit()
    with pytest.raises(IntegrityError, match="not in the vocabulary"):
        db.session.execute(change.execution_options(synchronize_session=False))
    db.session.rollback()


@pytest.mark.parametrize(
    "attack", ["DELETE FROM vocabulary", "UPDATE vocabulary SET word = 'x'", "TRUNCATE vocabulary"]
)
@pytest.mark.usefixtures("people")
def test_no_word_can_be_taken_away_or_changed(attack: str) -> None:
    if db.engine.dialect.name == "sqlite":  # it knows no TRUNCATE
        attack = attack.replace("TRUNCATE", "DELETE FROM")
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(attack))
    db.session.rollback()
    assert known_words(db.session()) == words_of(declared_vocabulary())


@pytest.mark.parametrize(("role", "at_agency"), [("drafter", False), ("gender_expert", True)])
def test_an_agency_goes_with_a_role_as_the_role_says(people: People, role: str, at_agency: bool) -> None:
    with pytest.raises(IntegrityError, match="does not go with the role"):
        granted(people, role, people.agency_id if at_agency else None)
    db.session.rollback()
    granted(people, role, None if at_agency else people.agency_id)


def test_a_new_action_role_kind_state_seat_and_move_need_an_upgrade_and_no_migration(
    people: People, toy: DocumentKind, upgrade: Any
) -> None:
    with pytest.raises(IntegrityError, match="not in the vocabulary"):
        people.document(KIND)
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    document_id = lit(people, toy)
    granted(people, ROLE, people.agency_id)
    db.session.commit()
    assert db.session.get_one(Document, document_id).state == "lit"
    (entry,) = entries()
    assert entry["details"]["to"]["new"] == [
        f"action/{ACTION}", f"kind/{KIND}", f"role/{ROLE}", f"workflow/{KIND}/1",
    ]  # fmt: skip
    assert entry["details"]["to"]["words"]["action"][ACTION] == ["lamp"]
    assert entry["details"]["to"]["words"]["workflow"][f"{KIND}/1"] == {
        "states": {"dark": ["keeper"], "lit": []},
        "steps": [
            [None, "create", "dark"], ["dark", "revise", "dark"], ["lit", "revise", "lit"], ["dark", "sign", "dark"],
            ["dark", "light_lamp", "lit"],
        ],
    }  # fmt: skip
    assert verify_live(db.session()).faults == []
    for unknown in UNKNOWN.values():
        with pytest.raises(IntegrityError, match="not in the vocabulary"):
            db.session.execute(unknown)
        db.session.rollback()


def test_who_verifies_needs_no_program_that_knows_the_words(
    people: People, toy: DocumentKind, upgrade: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    lit(people, toy)
    monkeypatch.undo()
    write_bundle(db.session(), tmp_path / "bundle.zip")
    evidence = verify_bundle.from_zip(str(tmp_path / "bundle.zip"))
    assert verify_bundle.verify(evidence).faults == []
    assert verify_live(db.session()).faults == []
    assert vocabulary_difference(db.session()).later == {
        ("action", ACTION), ("kind", KIND), ("role", ROLE), ("workflow", f"{KIND}/1"),
    }  # fmt: skip
    assert vocabulary_difference(db.session()).foreign == frozenset()


def test_a_new_state_of_an_actual_value_is_a_word_too(
    people: People, upgrade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = replace(RESULT_WORKFLOW, states=(*RESULT_WORKFLOW.states, State("disputed", "有爭議")))
    monkeypatch.setattr(vocabulary, "RESULT_WORKFLOW", life)
    people.document(Kind.ANNUAL_PLAN)
    disputed = UNKNOWN["state of a result"].values(state="disputed")
    with pytest.raises(IntegrityError, match="not in the vocabulary"):
        db.session.execute(disputed)
    upgrade()
    db.session.execute(disputed)
    assert db.session.scalar(select(KpiResult.state)) == "disputed"


def test_later_words_that_are_in_use_go_down_and_up_with_their_rows(
    people: People, toy: DocumentKind, upgrade: Any, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    lit(people, toy)
    granted(people, ROLE, people.agency_id)
    db.session.commit()
    monkeypatch.undo()
    lines = list(db.session.scalars(select(AuditEntry.line)))
    db.session.remove()
    migrate(database_url, "0002")
    upgrade()
    assert list(db.session.scalars(select(AuditEntry.line))) == lines
    assert vocabulary_difference(db.session()).later == {("action", ACTION), ("kind", KIND), ("role", ROLE)}
    assert verify_live(db.session()).faults == []


def test_the_log_says_its_words_once_it_has_begun_and_then_only_what_is_new(people: People, upgrade: Any) -> None:
    upgrade()
    assert entries() == []
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    (entry,) = entries()
    assert (entry["action"], entry["actor"]) == ("migration", SYSTEM_ACTOR)
    assert entry["details"]["to"]["new"] == []
    assert entry["details"]["to"]["words"] == json.loads(json.dumps(declared_vocabulary()))
    upgrade()
    assert len(entries()) == 1


def test_a_changed_definition_is_recorded_beside_the_one_before(
    people: People, upgrade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    with monkeypatch.context() as later:
        later.setitem(KEYS, Action.READ, frozenset({"what", "for_how_long"}))
        upgrade()
        more = {"what": "document", "for_how_long": "1 h"}
        with unit_of_work(ActionContext(people.drafter, AT, "test", "r")) as unit:
            unit.write(Entry(Action.READ, "audit", SYSTEM_ACTOR, details=more))
    with unit_of_work(ActionContext(people.drafter, AT, "test", "r")) as unit:
        unit.write(Entry(Action.READ, "audit", SYSTEM_ACTOR, details={"what": "document"}))
    assert entries()[1]["details"]["to"] == {"new": [], "words": {"action": {"read": ["for_how_long", "what"]}}}
    assert verify_live(db.session()).faults == []
    upgrade()
    assert len(entries()) == 2, "the release before changes nothing back"


def test_two_upgrades_at_once_add_a_word_once(app: Flask, people: People, toy: DocumentKind) -> None:
    people.document(Kind.ANNUAL_PLAN)

    def one(_: int) -> int:
        with app.app_context():
            added = synchronise_vocabulary("test", AT)
            db.session.remove()
            return len(added)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [0, 0, 0, 4]
    assert len(entries()) == 1


def test_only_an_upgrade_brings_words(app: Flask, people: People, toy: DocumentKind, database_url: str) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["db", "current"]).exit_code == 0
    assert ("role", ROLE) not in known_words(db.session())
    assert runner.invoke(args=["db", "upgrade"]).exit_code == 0
    db.session.rollback()
    assert ("role", ROLE) in known_words(db.session())


def doctor(app: Flask) -> list[tuple[bool | None, str]]:
    db.session.rollback()
    told = json.loads(app.test_cli_runner().invoke(args=["doctor", "--json"]).stdout)
    return [(one["good"], one["says"]) for one in told["checks"] if one["name"] == "字彙"]


def test_doctor_tells_which_words_program_and_database_do_not_share(
    app: Flask, people: People, upgrade: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor(app) == [(True, f"{len(words_of(declared_vocabulary()))} 個詞")]
    people.document(Kind.ANNUAL_PLAN)
    assert [good for good, _says in doctor(app)] == [None, True]
    upgrade()
    with monkeypatch.context() as later:
        later.setattr(vocabulary, "Role", extended(Role, ROLE))
        assert doctor(app)[0] == (False, "資料庫缺少 role/lamp_keeper")
        upgrade()
        assert doctor(app) == [(True, f"{len(words_of(declared_vocabulary()))} 個詞")]
    assert doctor(app)[0] == (None, "此程式不認得 role/lamp_keeper，可能由較新的版本加入")
    db.session.add(Word(list_name="action", word="abolish"))
    db.session.commit()
    assert doctor(app)[0] == (False, "未經程式登錄的詞：action/abolish")


def test_a_word_slipped_into_the_table_is_a_fault_as_soon_as_it_is_used(people: People, upgrade: Any) -> None:
    people.document(Kind.ANNUAL_PLAN)
    upgrade()
    db.session.add(Word(list_name="action", word="abolish"))
    db.session.commit()
    with unit_of_work(ActionContext(people.drafter, AT, "test", "r")) as unit:
        unit.write(Entry(enumeration("Forged", "abolish").ABOLISH, "audit", SYSTEM_ACTOR))
    assert [(fault.kind, fault.what) for fault in verify_live(db.session()).faults] == [("action", "abolish")]


class TestOnePerYear:
    """The kind says that an agency has one document in a year; the database holds it to that."""

    def test_two_annual_plans_of_a_year_are_refused(self, people: People) -> None:
        people.document(Kind.ANNUAL_PLAN)
        with pytest.raises(IntegrityError, match=r"uq_document_one_per_year|document\.kind"):
            people.document(Kind.ANNUAL_PLAN)
        people.document(Kind.ANNUAL_PLAN, 108)

    def test_the_column_is_the_databases_own(self, people: People) -> None:
        first = people.document(Kind.ANNUAL_PLAN)
        db.session.execute(text("UPDATE document SET one_per_year = false"))
        db.session.commit()
        found = select(Document.__table__.c.one_per_year).where(Document.id == first)
        assert db.session.scalar(found) is True

    def test_a_kind_that_does_not_say_so_is_free(self, people: People, toy: DocumentKind, upgrade: Any) -> None:
        upgrade()
        assert people.document(KIND) != people.document(KIND)

    def test_a_new_kind_that_says_so_needs_no_new_index(
        self, people: People, toy: DocumentKind, upgrade: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(registry._KINDS, KIND.value, toy_kind(one_per_year=True))
        upgrade()
        people.document(KIND)
        people.document(Kind.ANNUAL_PLAN)
        with pytest.raises(IntegrityError, match=r"uq_document_one_per_year|document\.kind"):
            people.document(KIND)

    def test_documents_there_already_are_counted_when_their_kind_comes_to_say_so(
        self, people: People, toy: DocumentKind, upgrade: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upgrade()
        people.document(KIND)
        monkeypatch.setitem(registry._KINDS, KIND.value, toy_kind(one_per_year=True))
        upgrade()
        with pytest.raises(IntegrityError, match=r"uq_document_one_per_year|document\.kind"):
            people.document(KIND)
        assert db.session.scalar(select(func.count()).select_from(Document)) == 1
