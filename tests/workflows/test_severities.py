"""Severities an agency raises: who may, how far, what it does to documents under way, two at once."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.seeding.acting import by_person
from models.agency_settings import RaisedSeverity
from models.audit_log import AuditEntry
from models.base import db
from models.document import Document
from models.people import Agency
from models.review import SignOff
from models.vocabulary import Severity
from tests.views.reviewers import World
from workflows.content.saving import save
from workflows.lifecycle.dossier import Dossier
from workflows.lifecycle.moves import perform_move
from workflows.lifecycle.refusals import KeyReused, NotPermitted, Overtaken, Refused
from workflows.review.acknowledgements import acknowledge
from workflows.review.findings import findings_of
from workflows.review.severities import heavier_than, raise_severity, raised_severities
from workflows.rules import rule_named

WHY = "去年立法院審查時指出"
W, R, B, I = Severity.W, Severity.R, Severity.B, Severity.I  # noqa: E741 - the catalogue's own letters


@pytest.fixture
def world(app: Flask) -> World:
    """The sample's people with a draft."""
    return World(app)


def dossier_of(document_id: int) -> Dossier:
    """The document as it is now."""
    db.session.expire_all()
    return Dossier(db.session(), db.session.get_one(Document, document_id))


def own(world: World) -> int:
    """The agency of the plan."""
    return dossier_of(world.plan_id).document.agency_id


def planning() -> Any:
    """The action context of the agency's 研考."""
    return by_person("planning")


def with_warning(world: World) -> tuple[str, str]:
    """Plant a W finding in the draft; gives its rule and fingerprint."""
    plan = dossier_of(world.plan_id)
    text = plan.content["key_plans"][0]["content"] + "（未完"

    def edit(content: Any) -> Any:
        rows = [dict(row) for row in content["key_plans"]]
        rows[0]["content"] = text
        return {"key_plans": rows}

    save(world.plan_id, by_person("drafter"), version=plan.document.version, edit=edit)
    found = next(one for one in findings_of(dossier_of(world.plan_id)) if one.rule == "DT-03")
    assert found.severity is W and found.raised_from is None
    return found.rule, found.fingerprint


def test_to_what_a_weight_may_be_raised() -> None:
    assert heavier_than(B) == ()
    assert heavier_than(R) == (B,)
    assert heavier_than(W) == (B, R)
    assert heavier_than(I) == (B, R, W)


def test_a_finding_says_that_its_agency_raised_it(world: World, app: Flask) -> None:
    with app.app_context():
        rule, fingerprint = with_warning(world)
        assert raise_severity(own(world), rule, B, WHY, planning(), seen=W)
        found = next(one for one in findings_of(dossier_of(world.plan_id)) if one.rule == rule)
        assert (found.severity, found.raised_from, found.fingerprint) == (B, W, fingerprint)
        row = raised_severities(db.session(), own(world))[rule]
        assert (row.severity, row.reason, row.user.account) == ("B", WHY, "planning")
        entry = json.loads(db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == "severity_set")).one())
        assert entry["details"] == {"rule": rule, "before": "W", "after": "B"}
        assert entry["reason"] == WHY and entry["actor"]["account"] == "planning"
        assert raise_severity(own(world), rule, None, "不再需要", planning(), seen=B)
        found = next(one for one in findings_of(dossier_of(world.plan_id)) if one.rule == rule)
        assert (found.severity, found.raised_from) == (W, None)
        assert raised_severities(db.session(), own(world)) == {}


@pytest.mark.parametrize("code", ["AP-01", "KP-11", "KP-03", "AP-07"])
def test_every_lighter_weight_is_refused(code: str, app: Flask, world: World) -> None:
    one = rule_named(code)
    assert one is not None
    with app.app_context():
        lighter = [each for each in Severity if each not in heavier_than(one.severity) and each is not one.severity]
        for each in lighter:
            with pytest.raises(Refused) as refused:
                raise_severity(own(world), one.code, each, WHY, planning())
            assert refused.value.findings[0].at == "severity"
        assert raised_severities(db.session(), own(world)) == {}
        assert raise_severity(own(world), one.code, one.severity, WHY, planning()) is False


@pytest.mark.parametrize(
    "account", ["drafter", "unithead", "accounting", "gender", "head", "auditor", "administrator", "expert"]
)
def test_nobody_else_raises(account: str, world: World, app: Flask) -> None:
    with app.app_context():
        with pytest.raises(NotPermitted):
            raise_severity(own(world), "DT-03", B, WHY, by_person(account))
        assert raised_severities(db.session(), own(world)) == {}


def test_nobody_raises_at_another_agency(world: World, app: Flask) -> None:
    with app.app_context():
        other = db.session.scalars(select(Agency.id).where(Agency.id != own(world))).first()
        assert other is not None
        with pytest.raises(NotPermitted):
            raise_severity(other, "DT-03", B, WHY, planning())


@pytest.mark.parametrize(
    ("rule", "reason", "at"), [("XX-99", WHY, "rule"), ("DT-03", "  ", "reason"), ("DT-03", "長" * 2001, "reason")]
)
def test_what_is_refused(rule: str, reason: str, at: str, world: World, app: Flask) -> None:
    with app.app_context():
        with pytest.raises(Refused) as refused:
            raise_severity(own(world), rule, B, reason, planning())
        assert refused.value.findings[0].at == at


def test_it_takes_effect_under_review_and_rewrites_no_signature(world: World, app: Flask) -> None:
    with app.app_context():
        rule, fingerprint = with_warning(world)
        acknowledge(world.plan_id, by_person("drafter"), rule=rule, fingerprint=fingerprint, reason="引文原文如此")
    world.forward("approving")
    with app.app_context():
        signed = [
            (row.seat, row.content_sha256, row.scope_sha256, row.at) for row in db.session.scalars(select(SignOff))
        ]
        assert signed
        assert raise_severity(own(world), rule, R, WHY, planning(), seen=W)
        dossier = dossier_of(world.plan_id)
        assert signed == [
            (row.seat, row.content_sha256, row.scope_sha256, row.at) for row in db.session.scalars(select(SignOff))
        ]
        assert dossier.document.state == "approving" and set(dossier.agreed) >= {"unit_head", "planning"}
        with pytest.raises(Refused) as refused:
            perform_move("sign", world.plan_id, by_person("head", proven=True), version=dossier.document.version)
        assert [(one.rule, one.raised_from) for one in refused.value.findings] == [(rule, W)]
        assert raise_severity(own(world), rule, None, "改以提醒處理", planning(), seen=R)
        perform_move(
            "sign", world.plan_id, by_person("head", proven=True), version=dossier_of(world.plan_id).document.version
        )
        assert dossier_of(world.plan_id).document.state in ("approved", "authority_review")
        assert dossier_of(world.plan_id).acknowledged[(rule, fingerprint)].reason == "引文原文如此"


def test_the_same_key_raises_once(world: World, app: Flask) -> None:
    with app.app_context():
        agency = own(world)
        assert raise_severity(agency, "DT-03", R, WHY, planning(), seen=W, idempotency_key="key-1")
        assert raise_severity(agency, "DT-03", R, WHY, planning(), seen=W, idempotency_key="key-1")
        with pytest.raises(KeyReused):
            raise_severity(agency, "DT-03", B, WHY, planning(), seen=W, idempotency_key="key-1")
        assert db.session.scalar(select(func.count()).where(AuditEntry.action == "severity_set")) == 1


def test_of_two_at_once_one_wins(world: World, app: Flask) -> None:
    with app.app_context():
        agency = own(world)
    wins: list[Severity] = []
    losses: list[Exception] = []
    gate = threading.Barrier(2)

    def contend(wanted: Severity) -> None:
        with app.app_context():
            action_context = planning()
            db.session.rollback()
            gate.wait()
            try:
                raise_severity(agency, "DT-03", wanted, WHY, action_context, seen=W)
                wins.append(wanted)
            except Overtaken as late:
                losses.append(late)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=contend, args=(wanted,)) for wanted in (R, B)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(wins) == len(losses) == 1
    with app.app_context():
        assert [row.severity for row in db.session.scalars(select(RaisedSeverity))] == [wins[0].value]
        assert db.session.scalar(select(func.count()).where(AuditEntry.action == "severity_set")) == 1


def test_the_latest_is_told_with_its_moment(world: World, app: Flask) -> None:
    with app.app_context():
        agency, at = own(world), planning().at
        raise_severity(agency, "DT-03", R, WHY, planning(), seen=W)
        raise_severity(agency, "DT-03", B, "又一次", planning(), seen=R)
        row = raised_severities(db.session(), agency)["DT-03"]
        assert (row.severity, row.reason) == ("B", "又一次")
        assert timedelta(0) <= row.at - at < timedelta(minutes=1)
