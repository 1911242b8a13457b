"""History, log and administration as people and machines meet them, on both engines."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.seeding.acting import by_command_line, by_person
from app.shell.access import hasher
from exchange import verify_bundle
from models.audit_log import AuditEntry
from models.audit_words import Action
from models.base import db
from models.people import Agency, RoleHolding, User
from models.vocabulary import Role
from tests.pages import PageClient
from tests.rules.examples import clean_plan
from workflows.accounts.people import (
    Person,
    change_person,
    create_agency,
    create_person,
    end_role,
    grant_role,
    set_password,
)
from workflows.content import saving
from workflows.kinds.vocabulary import synchronise_vocabulary
from workflows.lifecycle import moves as actions
from workflows.lifecycle.context import Inputs, NewOpinion
from workflows.lifecycle.refusals import NotPermitted
from workflows.plans.creation import create_plan

PASSWORD = "plum-rain-ferry-107"
SignIn = Callable[[str], FlaskClient]


def renumbered(number: int, _content: Mapping[str, Any]) -> dict[str, str]:
    """The same preamble with another number."""
    return {"preamble": f"第{number}次"}


@pytest.fixture
def house(app: Flask) -> Flask:
    """A house in which one plan was drafted, submitted, signed and given back."""
    with app.app_context():
        kept = hasher().hash(PASSWORD)
        agency = create_agency(
            by_command_line(), code="A", name="甲機關", self_name="本機關", parent_id=None, valid_from=date(2014, 1, 1)
        )
        for role in (Role.DRAFTER, Role.UNIT_HEAD, Role.PLANNING, Role.AUDITOR, Role.ADMINISTRATOR):
            user_id = create_person(
                by_command_line(), account=role.value, person=Person(f"某{role.value}"), password_hash=kept
            )
            grant_role(by_command_line(), user_id, role, agency, date(2014, 1, 1))
        for user in db.session.scalars(select(User)):
            user.must_change_password = False
        db.session.commit()
        content = clean_plan()
        step = create_plan(by_person("drafter"), agency_id=agency, year=107, content=content)
        plan = step.document_id
        title = content["kpis"][0]["title"]
        step = saving.save(
            plan, by_person("drafter"), version=step.version,
            edit=lambda old: {"kpis": [{**row, "measure": row["measure"] + "。"} for row in old["kpis"]]},
        )  # fmt: skip
        assert title
        step = actions.perform_move("submit", plan, by_person("drafter"), version=step.version)
        step = actions.perform_move("sign", plan, by_person("unit_head", proven=True), version=step.version)
        said = Inputs(opinions=(NewOpinion("請補正前言", "preamble"),))
        actions.perform_move("give_back", plan, by_person("planning"), version=step.version, inputs=said)
        db.session.remove()
    return app


@pytest.fixture
def as_(house: Flask) -> Callable[[str], PageClient]:
    """A browser in which this account has signed in."""

    def sign_in(account: str) -> PageClient:
        client = house.test_client()
        assert isinstance(client, PageClient)
        assert client.send("/sign-in", "/sign-in", account=account, password=PASSWORD).status_code in (302, 303)
        return client

    return sign_in


def written(app: Flask, action: Action) -> list[dict[str, object]]:
    with app.app_context():
        rows = db.session.scalars(select(AuditEntry.line).where(AuditEntry.action == action).order_by(AuditEntry.seq))
        return [json.loads(row) for row in rows]


def plan_of(app: Flask) -> int:
    with app.app_context():
        return int(written(app, Action.SUBMIT)[0]["object"].split(":")[1])  # type: ignore[attr-defined]


def test_the_timeline_tells_rounds_stamps_returns_and_folds_indicators(
    house: Flask, as_: Callable[[str], PageClient]
) -> None:
    page = as_("planning").get(f"/documents/{plan_of(house)}/history").get_data(as_text=True)
    assert "第 1 輪" in page and "請補正前言" in page and "失效" in page and "存成修訂 2" in page
    count = len(clean_plan()["kpis"])
    assert f"隨計畫送審，指標 {count} 項" in page
    assert page.count("隨計畫送審") == 1


@pytest.mark.parametrize(("show", "present", "absent"), [
    ("signs", "本人以單位主管席位", "存成修訂"), ("returns", "請補正前言", "本人以單位主管席位"), ("changes", "存成修訂 2", "送審"),
])  # fmt: skip
def test_a_filter_shows_what_it_says(
    house: Flask, as_: Callable[[str], PageClient], show: str, present: str, absent: str
) -> None:
    page = as_("planning").get(f"/documents/{plan_of(house)}/history?show={show}").get_data(as_text=True)
    timeline = page.split("histpanel", 1)[1].split("</main>")[0]
    assert present in timeline
    assert absent not in timeline


def test_a_long_history_is_paged_without_loss(house: Flask, as_: Callable[[str], PageClient]) -> None:
    plan = plan_of(house)
    with house.app_context():
        version = json.loads(json.dumps(0))
        from models.document import Document

        for number in range(60):
            version = db.session.scalar(select(Document.version).where(Document.id == plan))
            saving.save(plan, by_person("drafter"), version=version or 0, edit=partial(renumbered, number))
        db.session.remove()
    client, seen, address = as_("drafter"), [], f"/documents/{plan}/history"
    while address:
        told = client.get(address, headers={"Accept": "application/json"}).get_json()
        seen += [entry["seq"] for entry in told["entries"]]
        address = told["next"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == told["counts"][""]
    assert "更早的紀錄" in client.get(f"/documents/{plan}/history").get_data(as_text=True)


def test_a_revision_is_shown_as_it_was_and_compared(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client, plan = as_("drafter"), plan_of(house)
    assert "不是目前的內容" in client.get(f"/documents/{plan}/revisions/1").get_data(as_text=True)
    assert client.get(f"/documents/{plan}/revisions/99").status_code == 404
    kpi = plan + 1
    assert client.get(f"/documents/{kpi}/revisions/1").status_code == 200
    told = client.get(f"/documents/{plan}/compare?a=1&b=2", headers={"Accept": "application/json"}).get_json()
    assert {change["at"].split(".")[-1] for change in told["changes"]} == {"measure"}
    for query in ("", "?a=1&b=1", "?a=x&b=y", "?a=1&b=2&side=1"):
        assert client.get(f"/documents/{plan}/compare{query}").status_code == 200


def test_who_may_not_see_the_document_sees_no_history(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client, plan = as_("administrator"), plan_of(house)
    for path in (f"/documents/{plan}/history", f"/documents/{plan}/revisions/1", f"/documents/{plan}/compare"):
        assert client.get(path).status_code == 404


def test_an_auditors_reading_is_written_down_once_an_hour_and_nobody_elses(
    house: Flask, as_: Callable[[str], PageClient]
) -> None:
    plan, auditor, drafter = plan_of(house), as_("auditor"), as_("drafter")
    for client in (auditor, drafter, auditor):
        client.get(f"/documents/{plan}/history")
        client.get(f"/documents/{plan}/revisions/1")
    entries = written(house, Action.READ)
    assert [(entry["object"], entry["actor"]["account"]) for entry in entries] == [(f"annual_plan:{plan}", "auditor")]
    assert "查閱" in drafter.get(f"/documents/{plan}/history").get_data(as_text=True)


def test_only_auditors_read_the_log(house: Flask, as_: Callable[[str], PageClient]) -> None:
    for account in ("administrator", "planning"):
        client = as_(account)
        assert client.get("/audit").status_code == 403
        assert client.get("/audit/export").status_code == 403
        assert client.get("/audit?format=csv").status_code == 403
    assert written(house, Action.EXPORT) == []


@pytest.mark.parametrize(("query", "only"), [
    ("actor=unit_head", lambda e: e["actor"]["account"] == "unit_head"),
    ("action=revise", lambda e: e["action"] == "revise"),
    ("agency=甲機關", lambda e: e["actor"]["agency"] == "甲機關"),
    ("object=annual_plan", lambda e: e["object"].startswith("annual_plan:")),
])  # fmt: skip
def test_the_log_is_filtered(
    house: Flask, as_: Callable[[str], PageClient], query: str, only: Callable[[dict[str, object]], bool]
) -> None:
    client = as_("auditor")
    everything = json.loads(client.get("/audit?format=json").data)
    found = json.loads(client.get(f"/audit?format=json&{query}").data)
    assert found
    assert [e["seq"] for e in found if not only(e)] == []
    assert {e["seq"] for e in everything if only(e)} <= {e["seq"] for e in found}


def test_dates_are_days_in_taiwan_and_wrong_ones_are_said(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("auditor")
    page = client.get("/audit?since=昨天")
    assert page.status_code == 422
    assert "不是民國日期" in page.get_data(as_text=True)
    assert json.loads(client.get("/audit?format=json&until=100/01/01").data) == []
    assert client.get("/audit?since=107/08/31&until=107/08/01").status_code == 422
    assert json.loads(client.get("/audit?format=json&since=100/01/01").data)


def test_the_csv_carries_no_formulas(house: Flask, as_: Callable[[str], PageClient]) -> None:
    admin = as_("administrator")
    admin.post("/admin/people/new", json={"account": "x1", "name": "=1+1"}, headers=token(admin))
    text = as_("auditor").get("/audit?format=csv&action=person_create").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert any("=1+1" in row["details"] for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def token(client: FlaskClient) -> dict[str, str]:
    return {
        "X-CSRFToken": client.get("/sign-in", headers={"Accept": "application/json"}).get_json()["csrf_token"],
        "Accept": "application/json",
    }


def test_verifying_says_so_and_is_written_down(house: Flask, as_: Callable[[str], PageClient]) -> None:
    page = as_("auditor").send("/audit", "/audit/verify").get_data(as_text=True)
    assert "完整" in page and "根摘要" in page
    entry = written(house, Action.VERIFY)[-1]
    assert entry["details"] == {"entries": entry["seq"], "faults": 0}


def test_an_upgrade_is_an_entry_that_says_the_words_of_the_log(house: Flask, as_: Callable[[str], PageClient]) -> None:
    with house.app_context():
        synchronise_vocabulary("test", datetime.now(UTC))
        db.session.remove()
    client = as_("auditor")
    page = client.get("/audit?object=vocabulary").get_data(as_text=True)
    assert "系統升級" in page and "字彙" in page
    (entry,) = client.get("/audit?object=vocabulary", headers={"Accept": "application/json"}).json["entries"]
    assert entry["details"]["to"]["words"]["action"]["verify"] == ["entries", "faults"]
    assert client.send("/audit", "/audit/verify").get_data(as_text=True).count("處不符") == 0


def test_verifying_a_broken_log_names_the_fault(house: Flask, as_: Callable[[str], PageClient]) -> None:
    with house.app_context():
        from models.document import Document

        plan = db.session.get_one(Document, plan_of(house))
        plan.state = "approved"
        db.session.commit()
    page = as_("auditor").send("/audit", "/audit/verify").get_data(as_text=True)
    assert "處不符" in page and "現有資料與歷程不符" in page


def test_the_bundle_verifies_and_its_leaving_is_its_last_entry(
    house: Flask, as_: Callable[[str], PageClient], tmp_path: object
) -> None:
    data = as_("auditor").get("/audit/export").data
    bundle = zipfile.ZipFile(io.BytesIO(data))
    last = json.loads(bundle.read("entries.jsonl").splitlines()[-1])
    assert (last["action"], last["details"]) == ("export", {"format": "bundle"})
    assert verify_bundle.verify(verify_bundle.from_zip(io.BytesIO(data))).sound  # type: ignore[arg-type]


def test_only_administrators_enter_and_they_see_no_documents(house: Flask, as_: Callable[[str], PageClient]) -> None:
    for account in ("drafter", "auditor"):
        client = as_(account)
        for path in ("/admin/people", "/admin/people/new", "/admin/people/1", "/admin/agencies", "/admin/agencies/1"):
            assert client.get(path).status_code == 403
    assert as_("administrator").get("/admin/people").status_code == 200


def test_an_account_is_opened_with_a_password_shown_once(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("administrator")
    answer = client.send("/admin/people/new", "/new", account="new.person", name="丁新人", unit="綜合規劃司")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and "只顯示這一次" in page
    assert "no-store" in answer.headers["Cache-Control"]
    told = client.post("/admin/people/new", json={"account": "second", "name": "戊"}, headers=token(client)).get_json()
    with house.app_context():
        user = db.session.get_one(User, told["id"])
        assert user.must_change_password and hasher().verify(told["password"], user.password_hash)
    assert told["password"] not in client.get(f"/admin/people/{told['id']}").get_data(as_text=True)
    refused = client.send("/admin/people/new", "/new", account="new.person", name="重複的人", unit="某單位")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422 and "已經有人使用" in page and "某單位" in page
    assert client.send("/admin/people/new", "/new", account="有空 白", name="").status_code == 422


def test_a_person_is_found_changed_disabled_and_overtaken(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client, planner = as_("administrator"), as_("planning")
    with house.app_context():
        user_id = db.session.scalar(select(User.id).where(User.account == "planning"))
    path = f"/admin/people/{user_id}"
    assert "某planning" in client.get("/admin/people?q=planning").get_data(as_text=True)
    assert "某drafter" not in client.get("/admin/people?q=planning").get_data(as_text=True)
    before = client.get(path, headers={"Accept": "application/json"}).get_json()
    assert client.send(path, path, name="庚研考").status_code == 303
    stale = client.post(
        path, data={"csrf_token": before["csrf_token"], "version": str(before["version"]), "name": "辛", "active": "y"}
    )
    page = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "庚研考" in page and 'value="辛"' in page
    assert planner.get("/").status_code == 200
    gone = client.get(path, headers={"Accept": "application/json"}).get_json()
    assert (
        client.post(
            path, data={"csrf_token": gone["csrf_token"], "version": str(gone["version"]), "name": "庚研考"}
        ).status_code
        == 303
    )
    assert planner.get("/").status_code == 302
    assert "已停用" in client.get(path).get_data(as_text=True)


def test_nobody_disables_themselves(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("administrator")
    with house.app_context():
        me = db.session.scalar(select(User).where(User.account == "administrator"))
        assert me is not None
        path, version = f"/admin/people/{me.id}", me.version
    data = {"csrf_token": token(client)["X-CSRFToken"], "version": str(version), "name": "某"}
    answer = client.post(path, data=data)
    assert answer.status_code == 422 and "不能停用自己的帳號" in answer.get_data(as_text=True)
    assert client.post(f"{path}/password", data=data).status_code == 403
    role = client.post(f"{path}/roles", data=data | {"role": "auditor", "agency": "1", "since": "107/01/01"})
    assert role.status_code == 403 and "不能授予自己職務" in role.get_data(as_text=True)


def test_a_reset_password_ends_the_sessions(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client, drafter = as_("administrator"), as_("drafter")
    with house.app_context():
        user_id = db.session.scalar(select(User.id).where(User.account == "drafter"))
    assert "只顯示這一次" in client.send(f"/admin/people/{user_id}", "/password").get_data(as_text=True)
    assert drafter.get("/").status_code == 302


def test_roles_are_given_and_ended_from_day_to_day(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("administrator")
    with house.app_context():
        user_id = db.session.scalar(select(User.id).where(User.account == "drafter"))
        agency = str(db.session.scalar(select(Agency.id)))
    path = f"/admin/people/{user_id}"
    given = {"role": "accounting", "agency": agency, "since": "107/01/01", "until": ""}
    assert client.send(path, "/roles", **given).status_code == 303
    again = client.send(path, "/roles", **given)
    assert again.status_code == 422 and "已有相同職務" in again.get_data(as_text=True)
    for wrong, words in (
        ({"since": "明天"}, "請填民國年"), ({"until": "106/01/01"}, "迄日不得早於起日"), ({"agency": ""}, "都要選擇機關"),
    ):  # fmt: skip
        answer = client.send(path, "/roles", **(given | {"role": "planning"} | wrong))
        assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    holding = client.get(path, headers={"Accept": "application/json"}).get_json()["roles"][-1]["id"]
    assert client.send(path, f"/roles/{holding}/end", until="108/12/31").status_code == 303
    assert "108/12/31" in client.get(path).get_data(as_text=True)
    assert client.send(path, "/end", until="某日").status_code == 422
    assert (
        client.post(
            f"/admin/people/2/roles/{holding}/end", data={"csrf_token": token(client)["X-CSRFToken"]}
        ).status_code
        == 404
    )


def test_a_role_that_ended_is_revived_by_nobody_and_one_s_own_is_not_touched(
    house: Flask, as_: Callable[[str], PageClient]
) -> None:
    client = as_("administrator")
    with house.app_context():
        drafter, me = (
            db.session.scalar(select(User.id).where(User.account == name)) for name in ("drafter", "administrator")
        )
        theirs, mine = (
            db.session.scalar(select(RoleHolding.id).where(RoleHolding.user_id == user_id)) for user_id in (drafter, me)
        )

    def end(user_id: int | None, holding: int | None, until: str) -> tuple[int, str]:
        data = {"csrf_token": token(client)["X-CSRFToken"], "until": until}
        answer = client.post(f"/admin/people/{user_id}/roles/{holding}/end", data=data)
        return answer.status_code, answer.get_data(as_text=True)

    assert end(drafter, theirs, "199/12/31")[0] == 303
    assert end(drafter, theirs, "108/12/31")[0] == 303
    for later in ("108/12/31", "109/01/01", "199/12/31"):
        status, page = end(drafter, theirs, later)
        assert status == 422 and "只能提前" in page
    status, page = end(me, mine, "199/12/31")
    assert status == 403 and "不能變更自己的職務" in page
    with house.app_context():
        lines = db.session.scalars(
            select(AuditEntry.line).where(AuditEntry.action == "role_end").order_by(AuditEntry.seq)
        )
        details = [json.loads(line)["details"] for line in lines]
    assert [(one["before"], one["until"]) for one in details] == [(None, "2110-12-31"), ("2110-12-31", "2019-12-31")]


def test_who_manages_nobody_does_not_learn_who_is_there(house: Flask) -> None:
    with house.app_context():
        drafter, day = by_person("drafter"), date(2018, 1, 1)
        there = db.session.scalar(select(RoleHolding.id).where(RoleHolding.user_id == 1))
        assert there is not None
        for user_id, holding in ((1, there), (999, 999)):
            for act in (
                partial(change_person, drafter, user_id, version=1, person=Person("某人")),
                partial(set_password, drafter, user_id, "", by_self=False),
                partial(grant_role, drafter, user_id, Role.GENDER_EXPERT, 1, day, date(2017, 1, 1)),
                partial(end_role, drafter, holding, day),
            ):
                with pytest.raises(NotPermitted):
                    act()


def test_agencies_are_added_and_changed_under_each_other(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("administrator")
    with house.app_context():
        top = str(db.session.scalar(select(Agency.id)))
    new = {"code": "B", "name": "乙機關", "self_name": "本局", "parent": top, "valid_from": "103/03/03"}
    assert client.send("/admin/agencies/new", "/new", **new).status_code == 303
    twice = client.send("/admin/agencies/new", "/new", **new)
    assert twice.status_code == 422 and "已經存在" in twice.get_data(as_text=True)
    assert "乙機關" in client.get("/admin/agencies").get_data(as_text=True)
    below = client.get("/admin/agencies", headers={"Accept": "application/json"}).get_json()["agencies"][-1]
    circle = client.send(f"/admin/agencies/{top}", f"/{top}", parent=str(below["id"]))
    assert circle.status_code == 422 and "不能是自己或所屬機關" in circle.get_data(as_text=True)
    assert client.send(f"/admin/agencies/{below['id']}", f"/{below['id']}", name="丙機關").status_code == 303
    stale = client.post(
        f"/admin/agencies/{below['id']}",
        data={"csrf_token": token(client)["X-CSRFToken"], "fingerprint": below["fingerprint"], **new, "name": "丁機關"},
    )
    page = stale.get_data(as_text=True)
    assert stale.status_code == 409 and "丙機關" in page and "丁機關" in page


def test_everything_an_administrator_did_is_written_down(house: Flask, as_: Callable[[str], PageClient]) -> None:
    client = as_("administrator")
    client.send("/admin/people/new", "/new", account="written", name="某人")
    with house.app_context():
        count = db.session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.action == Action.PERSON_CREATE)
        )
    assert count == 6
