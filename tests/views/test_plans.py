"""Plans over HTTP: the list and its questions, beginning one, the plan as printed, its checks and their explanations."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Flask

from app.plans.views import STATES
from config import ROOT
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from tests.views.reviewers import World, send_json
from workflows.kinds import KINDS

JSON = {"Accept": "application/json"}
REAL = ROOT / "data" / "plans" / "107-most" / "plan.txt"


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def upload(client: Any, data: bytes, name: str, **values: str) -> Any:
    return client.send("/plans/new", form="/plans", file=(io.BytesIO(data), name), **values)


def count(world: World) -> int:
    with world.app.app_context():
        return db.session.query(Document).count()


def begun(answer: Any) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_the_real_plan_is_imported_and_shown_whole(world: World) -> None:
    client = world.enter("drafter")
    plan_id = begun(upload(client, REAL.read_bytes(), "plan.txt", year="108"))
    page = client.get(f"/plans/{plan_id}").text
    content = client.get(f"/plans/{plan_id}", headers=JSON).json["content"]
    assert [len(content[part]) for part in ("goals", "kpis", "key_plans")] == [13, 17, 68]
    for part in ("goals", "kpis", "key_plans"):
        for row in content[part]:
            assert f'id="{row["id"]}"' in page
    assert "十三、" in page
    assert "處請人工核對" in page
    assert "處請人工核對" not in client.get(f"/plans/{plan_id}").text


def test_what_was_uncertain_stays_readable(world: World) -> None:
    client = world.enter("drafter")
    plan_id = begun(upload(client, REAL.read_bytes(), "plan.txt", year="108"))
    report = client.get(f"/plans/{plan_id}/imported", headers=JSON).json
    assert report["file"] == "plan.txt"
    assert "檔案上的年度是 107，匯入為 108。" in [doubt["why"] for doubt in report["doubts"]]
    placed = [doubt for doubt in report["doubts"] if doubt["at"].startswith("kpis[k-")]
    assert placed
    assert placed[0]["place"].startswith("貳")
    page = client.get(f"/plans/{plan_id}/imported").text
    assert placed[0]["why"] in page


def test_the_year_may_be_left_to_the_file(world: World) -> None:
    client = world.enter("edu-drafter")
    plan_id = begun(upload(client, REAL.read_bytes(), "plan.txt"))
    body = client.get(f"/plans/{plan_id}", headers=JSON).json
    assert (body["document"]["year"], body["document"]["agency"]) == (107, "教育部")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x00\xff\xfe\x00" * 50, "plan.txt"),
        (b"PK\x03\x04", "plan.docx"),
        (b"{", "plan.json"),
        (b'{"kind": "annual_plan"}', "plan.json"),
        ("沒有章節的一段話".encode(), "../../plan.txt"),
    ],
)
def test_an_unreadable_file_is_explained_and_leaves_nothing(world: World, data: bytes, name: str) -> None:
    client, before = world.enter("drafter"), count(world)
    answer = upload(client, data, name, year="108")
    assert answer.status_code == 422
    assert 'value="108"' in answer.text
    assert "govuk-error-message" in answer.text
    assert count(world) == before


def test_a_file_above_the_limit_is_refused_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.limits.MAX_BYTES", 1000)
    answer = upload(world.enter("drafter"), b"a" * 1001, "plan.txt", year="108")
    assert answer.status_code == 422
    assert "檔案超過" in answer.text


@pytest.mark.parametrize("year", ["", "abc", "0", "2018", "１０７９"])
def test_a_year_must_be_a_roc_year(world: World, year: str) -> None:
    client, before = world.enter("drafter"), count(world)
    assert client.send("/plans/new", form="/plans", year=year).status_code == 422
    assert count(world) == before


def test_there_is_one_plan_a_year(world: World) -> None:
    answer = world.enter("drafter2").send("/plans/new", form="/plans", year="107")
    assert answer.status_code == 422
    assert "已經存在" in answer.text


def test_only_drafters_begin_plans(world: World) -> None:
    client = world.enter("planning")
    assert "您不是承辦人" in client.get("/plans/new").text
    assert client.get("/plans").text.count("/plans/new") == 0
    with world.app.app_context():
        agency = db.session.query(Agency).filter_by(name="科技部").one().id
    assert send_json(client, "/plans", agency_id=agency, year=109).status_code == 403


def test_a_double_click_begins_one_plan(world: World) -> None:
    client = world.enter("drafter")
    form = next(form for form in client.forms("/plans/new") if form.action == "/plans" and form.method == "post")
    data = {**dict(form.fields), "agency_id": str(agency_of(world)), "year": "110"}
    assert client.post("/plans", data=data).location == client.post("/plans", data=data).location


def agency_of(world: World) -> int:
    with world.app.app_context():
        return int(db.session.query(Agency).filter_by(name="科技部").one().id)


def test_machines_begin_plans(world: World) -> None:
    client = world.enter("drafter")
    shape = {
        "kind": "annual_plan", "year": 111, "agency": "科技部",
        "content": {"preamble": "前言", "goals": [], "kpis": [], "key_plans": []}, "uncertain": [],
    }  # fmt: skip
    made = send_json(client, "/plans", agency_id=agency_of(world), document=shape)
    assert made.status_code == 201, made.text
    assert made.json["document"]["year"] == 111
    assert send_json(client, "/plans", agency_id=agency_of(world), year=112).json["document"]["state"] == "drafting"
    assert send_json(client, "/plans", agency_id="x", year=113).status_code == 422
    assert send_json(client, "/plans", agency_id=agency_of(world), year=113, document={"no": 1}).status_code == 422


def fill(world: World, years: range) -> None:
    """Rows for the list alone: documents without content, one a year."""
    with world.app.app_context():
        first = db.session.get_one(Document, world.plan_id)
        other = db.session.query(Agency).filter_by(name="教育部").one()
        for year in years:
            db.session.add(
                Document(
                    kind=Kind.ANNUAL_PLAN, agency_id=other.id, year=year, title=f"教育部 {year} 年度施政計畫", state="drafting",
                    state_since=first.state_since, workflow_version=KINDS[Kind.ANNUAL_PLAN].workflow.version, form_version="1",
                    created_by=first.created_by, created_at=first.created_at, changed_at=first.changed_at,
                )
            )  # fmt: skip
        db.session.commit()


def listed(client: Any, path: str) -> list[tuple[str, int]]:
    return [(one["agency"], one["year"]) for one in client.get(path, headers=JSON).json["plans"]]


def test_the_list_answers_questions(world: World) -> None:
    fill(world, range(100, 110))
    client = world.enter("auditor")
    assert len(listed(client, "/plans")) == 11
    assert sorted(listed(client, "/plans?year=107")) == [("教育部", 107), ("科技部", 107)]
    for words in ("科技", "科 技部", "科技部 107", "科技部 107 年度施政計畫", "科技部107年度施政計畫", "１０７ 科技"):
        assert listed(client, f"/plans?q={words}") == [("科技部", 107)], words
    assert len(listed(client, "/plans?q=施政")) == 11
    assert listed(client, "/plans?q=%25") == listed(client, "/plans")
    assert listed(client, "/plans?q=農業") == []
    assert listed(client, "/plans?state=approved") == []
    assert [year for _agency, year in listed(client, "/plans?q=教育&sort=year")] == list(range(100, 110))
    for odd in (
        "year=x",
        "state=nonsense",
        "sort=nonsense",
        "after=1.2",
        "after=x",
        "before=9999999999999999.1",
        "agency=-1",
    ):
        assert client.get(f"/plans?{odd}").status_code == 200
    assert "沒有符合條件的計畫" in client.get("/plans?q=農業").text


@pytest.mark.parametrize("sort", ["", "year", "since", "waiting"])
def test_pages_join_without_gap_or_repetition(world: World, sort: str) -> None:
    fill(world, range(1, 121))
    client = world.enter("auditor")
    whole = [one["id"] for one in client.get(f"/plans?sort={sort}&format=json").json["plans"]]
    assert len(set(whole)) == 121
    seen: list[int] = []
    after, pages = "", []
    while True:
        body = client.get(f"/plans?sort={sort}&after={after}", headers=JSON).json
        seen += [one["id"] for one in body["plans"]]
        pages.append(body)
        after = body["next"]
        if not after:
            break
    assert seen == whole
    assert body["total"] == 121
    back = client.get(f"/plans?sort={sort}&before={pages[-1]['previous']}", headers=JSON).json
    assert [one["id"] for one in back["plans"]] == [one["id"] for one in pages[-2]["plans"]]
    assert "下一頁" in client.get(f"/plans?sort={sort}").text


def test_nobody_lists_the_drafts_of_others(world: World) -> None:
    assert listed(world.enter("edu-drafter"), "/plans") == []
    assert world.enter("edu-drafter").get(f"/plans/{world.plan_id}").status_code == 404


def test_the_list_is_downloaded(world: World) -> None:
    client = world.enter("auditor")
    table = client.get("/plans?format=csv").get_data(as_text=True)
    assert table.startswith("\ufeff編號,年度")
    assert "科技部 107 年度施政計畫" in table
    assert len(json.loads(client.get("/plans?format=json").data)["plans"]) == 1


def test_the_plan_page_tells_who_has_to_do_what(world: World) -> None:
    page = world.enter("drafter").get(f"/plans/{world.plan_id}").text
    assert "誰要做什麼" in page
    assert "編輯內容並送審" in page
    assert f"/plans/{world.plan_id}/edit/" in page
    world.forward("joint_review")
    page = world.enter("planning").get(f"/plans/{world.plan_id}").text
    assert "（您）" in page
    assert f"/plans/{world.plan_id}/review" in page
    assert f"/documents/{world.plan_id}/moves/give_back" in page
    assert "已同意" not in page.split('id="seats"')[0]


def test_the_plan_in_json(world: World) -> None:
    body = world.enter("drafter").get(f"/plans/{world.plan_id}", headers=JSON).json
    assert set(body) >= {"document", "content", "offers", "findings", "seats", "opinions", "csrf_token"}
    assert body["document"]["state"] in STATES
    assert {offer["move"] for offer in body["offers"]} == {"submit", "withdraw"}


@pytest.mark.parametrize("state", ["drafting", "unit_review", "joint_review", "gender_check", "approving", "approved"])
def test_every_state_has_its_page(world: World, state: str) -> None:
    if state != "drafting":
        world.forward(state)
    for part in ("drafter", "agency_head", "auditor"):
        client = world.enter(part)
        for path in ("", "/checks", "/imported"):
            assert client.get(f"/plans/{world.plan_id}{path}").status_code == 200


def test_the_printed_plan_is_remembered_by_its_words(world: World) -> None:
    client = world.enter("drafter")
    body = client.get(f"/plans/{world.plan_id}", headers=JSON).json
    client.get(f"/plans/{world.plan_id}")
    kept = send_json(
        client,
        f"/documents/{world.plan_id}/content",
        version=body["document"]["version"],
        parts={"preamble": "全新的前言。"},
    )
    assert kept.status_code == 200, kept.text
    assert "全新的前言。" in client.get(f"/plans/{world.plan_id}").text
    client.get("/language/en")
    assert "全新的前言。" in client.get(f"/plans/{world.plan_id}").text


def warned(world: World, client: Any) -> tuple[int, dict[str, Any]]:
    """A plan with a warning: the real one."""
    plan_id = begun(upload(client, REAL.read_bytes(), "plan.txt", year="108"))
    found = client.get(f"/plans/{plan_id}/checks", headers=JSON).json["findings"]
    return plan_id, next(one for one in found if one["severity"] == "W")


def test_a_warning_is_explained_with_a_reason(world: World) -> None:
    client = world.enter("drafter")
    plan_id, warning = warned(world, client)
    page = client.get(f"/plans/{plan_id}/checks").text
    assert warning["message"] in page
    where = f"/documents/{plan_id}/acknowledgements"
    sent = {"rule": warning["rule"], "fingerprint": warning["fingerprint"]}
    assert client.send(f"/plans/{plan_id}/checks", form=where, **sent, reason="  ").status_code == 422
    assert client.send(f"/plans/{plan_id}/checks", form=where, **sent, reason="字" * 2001).status_code == 422
    assert client.send(f"/plans/{plan_id}/checks", form=where, **sent, reason="依原核定用語").status_code == 303
    page = client.get(f"/plans/{plan_id}/checks").text
    assert "已說明：依原核定用語　林怡君" in page
    again = client.get(f"/plans/{plan_id}/checks", headers=JSON).json["findings"]
    assert next(one for one in again if one["fingerprint"] == warning["fingerprint"])["acknowledged"]["by"] == "林怡君"


def test_only_drafters_explain_and_only_what_there_is(world: World) -> None:
    client = world.enter("drafter")
    plan_id, warning = warned(world, client)
    sent = {"rule": warning["rule"], "fingerprint": warning["fingerprint"], "reason": "說明"}
    where = f"/documents/{plan_id}/acknowledgements"
    assert send_json(world.enter("planning"), where, **sent).status_code == 403
    assert send_json(world.enter("edu-drafter"), where, **sent).status_code == 404
    assert send_json(client, where, **(sent | {"fingerprint": "0" * 32})).status_code == 404
    assert send_json(client, where, **(sent | {"reason": ""})).status_code == 422
    assert send_json(client, where, **sent).status_code == 200
