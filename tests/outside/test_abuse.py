"""Every way in which a link must not work: the same answer to all of them, and each written down."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.seeding.acting import by_command_line
from app.shell import access
from models.audit_log import AuditEntry
from models.base import db
from models.experts import ExpertLink, ExpertSession
from models.people import SignInSession, User
from tests.snapshots import Planting
from tests.views.sheet_world import SheetWorld, code_in, come_in, letters, link_in
from workflows.accounts.people import Person, change_person
from workflows.experts import sign_in as entering
from workflows.kinds.annual_plan import ANNUAL_PLAN

GUESSED = "/invited/" + "A" * 43


class GuestWorld(SheetWorld):
    """A sheet that is with the experts, one of them invited by letter and not pledged yet."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with app.app_context():
            planting = Planting("a guest is invited", since=self.begins_with)
            if planting.ready:
                self.sheet_id, self.guest_id = planting.copied()
                return
        self.invite_guest()
        with app.app_context():
            planting.keep((self.sheet_id, self.guest_id))

    @cached_property
    def drafter(self) -> Any:
        """A browser in which the drafter has signed in."""
        return super().enter("drafter")

    def invite_guest(self) -> None:
        """Fill in the sheet, invite the guest on its page and send it to the experts."""
        self.walked("self_assessment")
        with self.app.app_context():
            self.walk.fill("drafter", self.sheet_id, staff_answers())
        guest = {
            "name": "陳小玉",
            "email": "yu@uni.example",
            "unit": "某大學",
            "job_title": "教授",
            "expertise": "性別與科技",
        }
        answer = self.drafter.send(self.at("experts"), form="/experts", **guest)
        assert answer.status_code == 303, answer.text
        assert self.make(self.drafter, "submit").status_code == 303
        self.guest_id = self.find("陳小玉")

    def find(self, name: str) -> int:
        with self.app.app_context():
            return db.session.scalars(select(User.id).where(User.name == name)).one()

    def link(self) -> str:
        """The path of the newest link."""
        return link_in(letters(self.app, "expert_link")[-1])

    def browser(self) -> Any:
        return self.app.test_client()

    def inside(self) -> Any:
        """A browser that came in and pledged."""
        client = self.browser()
        assert come_in(self.app, client).status_code == 303
        assert client.send("/sheets", form="/pledge").status_code == 303
        return client

    def refusals(self) -> list[str]:
        """Why links were refused, as the log says."""
        return [json.loads(line)["details"]["why"] for line in self.entries("link_refuse")]

    def entries(self, action: str) -> list[str]:
        with self.app.app_context():
            db.session.rollback()
            wanted = select(AuditEntry.line).where(AuditEntry.action == action).order_by(AuditEntry.seq)
            return list(db.session.scalars(wanted))


def staff_answers() -> dict[str, Any]:
    from app.seeding.walking import sample_sheet

    kept = ("form", "amendment", "plan_title", "participation", "results", "drafting_agency")
    return {name: value for name, value in sample_sheet().items() if name not in kept}


@pytest.fixture
def world(app: Flask) -> GuestWorld:
    return GuestWorld(app)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let time pass."""

    def pass_by(span: timedelta) -> None:
        def moved(real: Callable[[], datetime] = access.now) -> datetime:
            return real() + span

        monkeypatch.setattr(access, "now", moved)

    return pass_by


def bare(answer: Any) -> tuple[int, str]:
    """Status and bytes without what is its own each time: the CSRF token."""
    return answer.status_code, re.sub(r'(name="csrf_token" value=")[^"]*', r"\1", answer.text)


def opened(client: Any, path: str) -> Any:
    """Press the button on the page of a link."""
    return client.send(path)


# What has happened to the link before somebody opens it; gives the path that is opened and in which browser.


def was_guessed(world: GuestWorld) -> tuple[Any, str]:
    return world.browser(), GUESSED


def was_no_token(world: GuestWorld) -> tuple[Any, str]:
    return world.browser(), "/invited/x"


def was_used(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    world.inside()
    return world.browser(), path


def was_used_here(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    return world.inside(), path


def was_forwarded(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    assert opened(world.browser(), path).status_code == 303
    return world.browser(), path


def was_taken_back(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    assert world.drafter.send(world.at(), form="/end", reason="改請他人").status_code == 303
    return world.browser(), path


def was_replaced(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    with world.app.app_context():
        old = db.session.scalars(select(ExpertLink)).one()
        old.issued_at -= timedelta(hours=1)
        db.session.commit()
    world.browser().send(path, again="yes")
    assert world.link() != path
    return world.browser(), path


def was_withdrawn(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    assert world.make(world.drafter, "withdraw", world.plan_id, reason="政策調整").status_code == 303
    return world.browser(), path


def was_answered(world: GuestWorld) -> tuple[Any, str]:
    path, expert = world.link(), world.inside()
    world.fill(expert, "participation")
    assert world.make(expert, "answer").location.endswith("/invited/done")
    return world.browser(), path


def was_disabled(world: GuestWorld) -> tuple[Any, str]:
    path = world.link()
    disable(world)
    return world.browser(), path


def is_opened_by_an_employee(world: GuestWorld) -> tuple[Any, str]:
    return world.enter("planning"), world.link()


def is_opened_by_the_drafter(world: GuestWorld) -> tuple[Any, str]:
    return world.drafter, world.link()


def disable(world: GuestWorld) -> None:
    with world.app.app_context():
        user = db.session.get_one(User, world.guest_id)
        person = Person(user.name, user.email, user.unit, user.job_title, user.expertise, active=False)
        change_person(by_command_line(), user.id, version=user.version, person=person)


ABUSES: dict[Callable[[GuestWorld], tuple[Any, str]], str] = {
    was_no_token: "unknown", was_used: "used", was_used_here: "used", was_forwarded: "other_browser",
    was_taken_back: "revoked", was_replaced: "revoked", was_withdrawn: "revoked", was_answered: "used",
    was_disabled: "disabled", is_opened_by_an_employee: "signed_in", is_opened_by_the_drafter: "signed_in",
}  # fmt: skip
"""What was done with the link, and why the log says it was refused. A guessed link is what all are compared with."""


@pytest.mark.parametrize("abuse", ABUSES, ids=lambda one: one.__name__)
def test_every_refused_link_looks_like_one_that_never_was(world: GuestWorld, abuse: Any) -> None:
    nothing = bare(opened(*was_guessed(world)))
    assert nothing[0] == 404
    client, path = abuse(world)
    before = bare(client.get(path))
    assert before == bare(world.browser().get(GUESSED)), "the page before the button tells nothing either"
    assert bare(opened(client, path)) == nothing
    assert world.refusals() == ["unknown", ABUSES[abuse]]
    assert world.content()["plan_title"] not in nothing[1]
    for client_json in (client, world.browser()):
        assert client_json.get("/invited", headers={"Accept": "application/json"}).status_code == 404


def test_an_expired_link_looks_the_same(world: GuestWorld, later: Callable[[timedelta], None]) -> None:
    nothing, path = bare(opened(*was_guessed(world))), world.link()
    later(timedelta(days=21, seconds=1))
    assert bare(opened(world.browser(), path)) == nothing
    assert world.refusals() == ["unknown", "expired"]


def test_the_states_in_which_nobody_is_asked_are_those_that_end_a_plan() -> None:
    assert {state.name for state in ANNUAL_PLAN.workflow.states if state.final} == {
        "approved",
        "withdrawn",
        "superseded",
    }


def test_a_mail_scanner_that_looks_at_links_uses_none_up(world: GuestWorld) -> None:
    path, scanner = world.link(), world.browser()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert world.entries("link_open") == []
    assert come_in(world.app, world.browser()).status_code == 303


def test_the_same_browser_may_come_back_before_the_code(world: GuestWorld) -> None:
    path, client = world.link(), world.browser()
    assert opened(client, path).status_code == 303
    assert opened(client, path).status_code == 303
    assert len(world.entries("link_open")) == 1


def test_of_two_browsers_at_once_one_opens_the_link(world: GuestWorld) -> None:
    path, together, answers = world.link(), threading.Barrier(2), []
    clients = [world.browser() for _ in range(2)]
    tokens = [token_on(client, path) for client in clients]

    def press(client: Any, token: str) -> None:
        together.wait()
        answers.append(client.post(path, data={"csrf_token": token}).status_code)

    threads = [threading.Thread(target=press, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 404]
    assert (len(world.entries("link_open")), world.refusals()) == (1, ["other_browser"])


def token_on(client: Any, path: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]*)"', client.get(path).text)
    assert found
    return found[1]


def test_a_code_is_tried_five_times_and_then_the_link_is_gone(world: GuestWorld) -> None:
    nothing, path, client = bare(opened(*was_guessed(world))), world.link(), world.browser()
    opened(client, path)
    client.send("/invited", form="/code")
    right = code_in(letters(world.app, "expert_code")[-1]).replace(" ", "")
    wrong = f"{(int(right) + 1) % 10**8:08d}"
    token = token_on(client, "/invited?sent=1")
    answers = [client.post("/invited/enter", data={"csrf_token": token, "code": wrong}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 404]
    assert bare(client.post("/invited/enter", data={"csrf_token": token, "code": right})) == nothing
    failures = [json.loads(line)["details"]["failures"] for line in world.entries("code_failure")]
    assert failures == [1, 2, 3, 4, 5]
    assert world.refusals()[-1] == "revoked"
    assert len(world.entries("link_revoke")) == 1
    assert world.entries("expert_enter") == []


def test_a_code_lives_a_quarter_of_an_hour(world: GuestWorld, later: Callable[[timedelta], None]) -> None:
    client = world.browser()
    opened(client, world.link())
    client.send("/invited", form="/code")
    code, token = code_in(letters(world.app, "expert_code")[-1]), token_on(client, "/invited?sent=1")
    later(entering.CODE_LASTS)
    assert client.post("/invited/enter", data={"csrf_token": token, "code": code}).status_code == 422
    assert client.send("/invited", form="/code").status_code == 303
    fresh = code_in(letters(world.app, "expert_code")[-1])
    assert client.post("/invited/enter", data={"csrf_token": token, "code": fresh}).status_code == 303


def test_codes_are_sent_once_a_minute_and_five_times(world: GuestWorld, later: Callable[[timedelta], None]) -> None:
    client = world.browser()
    opened(client, world.link())
    for minute in range(8):
        later(timedelta(minutes=1, seconds=1) if minute else timedelta())
        for _ in range(3):
            assert client.send("/invited?sent=1", form="/code").status_code == 303
    assert len(letters(world.app, "expert_code")) == 5


def test_a_code_works_once(world: GuestWorld) -> None:
    nothing, client = bare(opened(*was_guessed(world))), world.browser()
    path = world.link()
    opened(client, path)
    cookie = client.get_cookie("bianshen_guest", path="/invited").value
    client.send("/invited", form="/code")
    code = code_in(letters(world.app, "expert_code")[-1])
    assert client.send("/invited?sent=1", form="/enter", code=code).status_code == 303
    thief = world.browser()
    thief.set_cookie("bianshen_guest", cookie, path="/invited")
    token = token_on(thief, GUESSED)
    assert bare(thief.post("/invited/enter", data={"csrf_token": token, "code": code})) == nothing
    assert world.refusals()[-1] == "used"


@dataclass
class Two:
    """Two experts, each in a browser in which their own link is open and a code was sent."""

    clients: list[Any]
    codes: list[str]


@pytest.fixture
def two(world: GuestWorld) -> Two:
    other = {
        "name": "林另一",
        "email": "other@uni.example",
        "unit": "另一大學",
        "job_title": "教授",
        "expertise": "性別與勞動",
    }
    assert world.drafter.send(world.at("experts"), form="/experts", **other).status_code == 303
    clients, codes = [], []
    for name in ("陳小玉", "林另一"):
        client, user = world.browser(), world.find(name)
        opened(client, link_in(letters(world.app, "expert_link", user)[-1]))
        client.send("/invited", form="/code")
        clients.append(client)
        codes.append(code_in(letters(world.app, "expert_code", user)[-1]))
    return Two(clients, codes)


def test_a_code_is_good_for_its_own_link_only(world: GuestWorld, two: Two) -> None:
    token = token_on(two.clients[0], "/invited?sent=1")
    answer = two.clients[0].post("/invited/enter", data={"csrf_token": token, "code": two.codes[1]})
    assert answer.status_code == 422
    assert world.entries("expert_enter") == []


def test_cookies_put_together_open_nothing(world: GuestWorld, two: Two) -> None:
    nothing = bare(opened(*was_guessed(world)))
    cookies = [client.get_cookie("bianshen_guest", path="/invited").value for client in two.clients]
    numbers, secrets = zip(*(cookie.split(".") for cookie in cookies), strict=True)
    forged = [f"{numbers[0]}.{secrets[1]}", f"{numbers[1]}.{secrets[0]}", secrets[0], f"{numbers[0]}.", "999.x", "²."]
    for cookie in forged:
        thief = world.browser()
        token = token_on(thief, GUESSED)
        thief.set_cookie("bianshen_guest", cookie, path="/invited")
        for path in ("/invited/enter", "/invited/code"):
            answer = thief.post(path, data={"csrf_token": token, "code": two.codes[0]})
            assert bare(answer) == nothing, (cookie, path)
        assert bare(thief.get("/invited")) == nothing, cookie
    assert set(world.refusals()) == {"unknown", "other_browser"}


def test_the_session_is_a_fresh_one(world: GuestWorld) -> None:
    client, watcher = world.browser(), world.browser()
    client.get("/sign-in")
    planted = client.get_cookie("bianshen").value
    come_in(world.app, client)
    assert client.get_cookie("bianshen").value != planted
    watcher.set_cookie("bianshen", planted)
    assert watcher.get("/sheets").location.startswith("/sign-in")
    assert client.get_cookie("bianshen_guest", path="/invited") is None, "the link's cookie is gone with the link"


def test_cookies_are_for_this_site_and_no_script(world: GuestWorld) -> None:
    answer = opened(world.browser(), world.link())
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("bianshen_guest")]
    assert {"HttpOnly", "SameSite=Strict", "Path=/invited"} <= set(cookie.split("; "))


@pytest.mark.parametrize("path", [GUESSED, "/invited", "/invited/done"])
def test_pages_of_the_door_are_kept_nowhere_and_tell_no_address(world: GuestWorld, path: str) -> None:
    answer = world.browser().get(path)
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "http" not in re.sub(r"<svg.*?</svg>", "", answer.text.split("<body")[1]).replace("https://www.w3.org", "")


def test_over_https_without_a_referer_the_token_still_counts(world: GuestWorld) -> None:
    client, path = world.browser(), world.link()
    base = "https://localhost"
    page = client.get(path, base_url=base).text
    token = re.findall(r'name="csrf_token" value="([^"]*)"', page)[0]
    assert client.post(path, base_url=base, data={"csrf_token": "x" * 20}).status_code == 400
    assert client.post(path, base_url=base, data={}).status_code == 400
    assert client.post(path, base_url=base, data={"csrf_token": token}).status_code == 303


def test_neither_link_nor_code_nor_session_stands_anywhere(world: GuestWorld, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = world.link()
    client = world.inside()
    secrets = [path.removeprefix("/invited/"), client.get_cookie("bianshen").value]
    secrets.append(code_in(letters(world.app, "expert_code")[-1]))
    secrets.append(secrets[-1].replace(" ", ""))
    with world.app.app_context():
        tables = [name for name in db.metadata.tables if name != "notice"]
        stored = "".join(
            str(row) for name in tables for row in db.session.execute(text(f'SELECT * FROM "{name}"')).all()
        )
        sessions = db.session.scalars(select(SignInSession.token_sha256)).all()
    for secret in secrets:
        assert secret not in stored
        assert secret not in caplog.text
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in sessions)


def test_who_came_by_a_link_sees_nothing_before_the_pledge(world: GuestWorld) -> None:
    client = world.browser()
    come_in(world.app, client)
    for address in (world.at(), world.at("participation"), f"/plans/{world.plan_id}", f"/plans/{world.plan_id}?x=1"):
        assert client.get(address).status_code == 404, address
        assert client.get(address, headers={"Accept": "application/json"}).status_code == 404, address
    first = client.get("/sheets").text
    assert "恪遵保密義務" in first
    assert world.content()["plan_title"] not in first
    assert client.send("/sheets", form="/pledge").location.endswith(world.at())
    assert client.get(world.at()).status_code == 200
    assert len(world.entries("pledge")) == 1


def test_what_an_expert_opened_is_written_down(world: GuestWorld) -> None:
    client = world.inside()
    for address in (world.at(), world.at("participation"), f"/plans/{world.plan_id}"):
        assert client.get(address).status_code == 200
    before = {json.loads(line)["actor"]["name"] for act in ("link_open", "code_send") for line in world.entries(act)}
    assert before == {"持有連結者"}, "nobody has shown who they are before the code"
    read = [json.loads(line) for line in world.entries("read")]
    assert [one["object"] for one in read] == [f"gender_impact:{world.sheet_id}", f"annual_plan:{world.plan_id}"]
    assert {(one["actor"]["name"], one["actor"]["seat"]) for one in read} == {("陳小玉", "gender_expert")}


def test_the_plan_is_shown_without_a_word_of_its_review(world: GuestWorld) -> None:
    client = world.inside()
    page = client.get(f"/plans/{world.plan_id}").text
    assert "壹、年度施政目標及策略" in page
    for words in ("核章", "誰要做什麼", "檢核結果", "版本", "林怡君"):
        assert words not in page, words
    hrefs = {href for href in re.findall(r'href="(/[^"]*)"', page) if not href.startswith("/static/")}
    gone = [href for href in hrefs if client.get(href.split("#")[0]).status_code == 404]
    assert gone == [], "no link leads where nothing exists for the expert"
    told = client.get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json
    assert set(told) == {"document", "content", "csrf_token"}


def test_one_expert_sees_nothing_of_another(world: GuestWorld) -> None:
    other = {
        "name": "林另一",
        "email": "other@uni.example",
        "unit": "另一大學",
        "job_title": "教授",
        "expertise": "性別與勞動",
    }
    assert world.drafter.send(world.at("experts"), form="/experts", **other).status_code == 303
    first, second = world.browser(), world.browser()
    for client, name in ((first, "陳小玉"), (second, "林另一")):
        assert come_in(world.app, client, world.find(name)).status_code == 303
        client.send("/sheets", form="/pledge")
    assert (
        world.fill(first, "participation", go="stay", **{"participation-timing": "第一位專家的話"}).status_code == 303
    )
    told = second.get(world.at(), headers={"Accept": "application/json"}).json
    assert told["experts"] == []
    for shown in (json.dumps(told, ensure_ascii=False), second.get(world.at()).text):
        assert "第一位專家的話" not in shown
        assert "陳小玉" not in shown
    body = {
        "version": told["document"]["version"],
        "parts": {"participation": told["content"]["participation"] | {"timing": "第二位的話"}},
    }
    kept = second.post(f"/documents/{world.sheet_id}/content", json=body, headers={"X-CSRFToken": told["csrf_token"]})
    assert kept.status_code == 200, kept.text
    assert all(not found["at"].startswith("further") for found in kept.json["findings"])
    content = world.content()
    assert (content["participation"]["timing"], content["further"][0]["timing"]) == ("第一位專家的話", "第二位的話")
    assert (
        second.get(world.at(), headers={"Accept": "application/json"}).json["content"]["participation"]["timing"]
        == "第二位的話"
    )
    assert world.fill(second, "participation", go="stay").status_code == 303
    assert world.content()["participation"]["timing"] == "第一位專家的話"


ENDS: dict[str, Callable[[GuestWorld], Any]] = {
    "taken back": lambda world: world.drafter.send(world.at(), form="/end", reason="改請他人"),
    "withdrawn": lambda world: world.make(world.drafter, "withdraw", world.plan_id, reason="政策調整"),
    "disabled": disable,
}


@pytest.mark.parametrize("end", ENDS)
def test_a_session_ends_with_the_matter(world: GuestWorld, end: str) -> None:
    client = world.inside()
    assert client.get(world.at()).status_code == 200
    ENDS[end](world)
    for address in (world.at(), "/sheets", f"/plans/{world.plan_id}"):
        assert client.get(address).location.startswith("/sign-in"), address
    before = world.content()
    assert client.post(world.at("participation"), data={}).status_code in (302, 400, 401)
    assert world.content() == before


def test_a_session_idles_out_later_than_others_and_still_does(
    world: GuestWorld, later: Callable[[timedelta], None]
) -> None:
    client = world.inside()
    later(timedelta(minutes=110))
    assert client.get(world.at()).status_code == 200
    later(timedelta(hours=14))
    assert client.get(world.at()).location.startswith("/sign-in")


def test_what_else_the_person_holds_does_not_come_with_the_link(world: GuestWorld) -> None:
    world.inside()
    with world.app.app_context():
        other = db.session.scalars(select(User).where(User.account == "edu-drafter")).one()
        from models.people import RoleHolding
        from models.vocabulary import Role

        place = other.holdings[0].agency_id
        since = other.holdings[0].since
        db.session.add(RoleHolding(user_id=world.guest_id, agency_id=place, role=Role.AUDITOR, since=since))
        db.session.commit()
        db.session.query(ExpertLink).update({"used_at": None})
        db.session.commit()
    client = world.browser()
    with world.app.app_context():
        db.session.query(ExpertLink).update({"browser_sha256": None})
        db.session.commit()
    assert come_in(world.app, client).status_code == 303
    assert client.get("/audit").status_code == 404
    assert client.get("/plans").status_code == 404
    assert client.get(world.at()).status_code == 200


def test_nobody_of_the_agencies_is_invited_by_their_address(world: GuestWorld) -> None:
    filler = world.content()["filler"]["email"]
    for address in ("planning@example.gov.tw", "PLANNING@Example.gov.tw", "drafter@example.gov.tw", filler.upper()):
        guest = {"name": "假專家", "email": address, "unit": "某大學", "job_title": "教授", "expertise": "性別"}
        answer = world.drafter.send(world.at("experts"), form="/experts", **guest)
        assert answer.status_code == 422, address
        assert "請另洽民間專家學者" in answer.text
        assert 'value="假專家"' in answer.text
    assert len(letters(world.app, "expert_link")) == 1


def test_an_incomplete_invitation_names_every_gap(world: GuestWorld) -> None:
    answer = world.drafter.send(world.at("experts"), form="/experts", email="not a mail", due_on="99/13/45")
    assert answer.status_code == 422
    assert "日期請填民國年／月／日" in answer.text
    answer = world.drafter.send(world.at("experts"), form="/experts", email="not a mail", due_on="100/01/01")
    for words in ("請填寫專家姓名", "服務單位", "職稱", "專長領域", "信箱的格式不正確", "填復期限不能早於今天"):
        assert words in answer.text, words


def test_what_is_written_of_an_expert_is_bounded_and_kept_on_the_page(world: GuestWorld) -> None:
    guest = {
        "name": "名" * 81,
        "unit": "位" * 81,
        "job_title": "職" * 81,
        "expertise": "域" * 201,
        "standing": "資" * 2001,
    }
    answer = world.drafter.send(world.at("experts"), form="/experts", email="new@example.org", **guest)
    assert answer.status_code == 422
    assert all(f"最多 {most} 字" in answer.text for most in (80, 200, 2000))
    assert all(typed in answer.text for typed in guest.values())


def test_a_fresh_link_goes_to_the_same_address_and_everybody_is_told_the_same(
    world: GuestWorld, later: Callable[[timedelta], None]
) -> None:
    path = world.link()
    told = bare(world.browser().send(GUESSED, again="yes"))
    assert bare(world.browser().send(path, again="yes")) == told, "too soon, and told the same"
    assert len(letters(world.app, "expert_link")) == 1
    later(timedelta(minutes=6))
    assert bare(world.browser().send(path, again="yes")) == told
    fresh = world.link()
    assert fresh != path
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ExpertLink)) == 2
    assert opened(world.browser(), path).status_code == 404
    assert come_in(world.app, world.browser()).status_code == 303
    assert world.refusals() == ["again", "revoked"]


def test_an_expired_link_still_asks_for_a_fresh_one(world: GuestWorld, later: Callable[[timedelta], None]) -> None:
    path = world.link()
    later(timedelta(days=30))
    world.browser().send(path, again="yes")
    assert world.link() != path
    assert come_in(world.app, world.browser()).status_code == 303


def test_no_fresh_link_after_the_answer(world: GuestWorld, later: Callable[[timedelta], None]) -> None:
    client, path = was_answered(world)
    later(timedelta(hours=1))
    client.send(path, again="yes")
    assert len(world.entries("link_issue")) == 1
    assert world.refusals() == ["again"]


def test_an_address_that_guesses_is_locked_out(world: GuestWorld) -> None:
    client = world.browser()
    token = token_on(client, GUESSED)
    answers = [
        client.post(f"/invited/{n:043d}", data={"csrf_token": token}).status_code
        for n in range(entering.REFUSALS_BEFORE_LOCK + 3)
    ]
    assert answers == [404] * entering.REFUSALS_BEFORE_LOCK + [429] * 3
    assert client.post(world.link(), data={"csrf_token": token}).status_code == 429
    assert len(world.refusals()) == entering.REFUSALS_BEFORE_LOCK


def test_the_guests_session_knows_its_link_and_no_password(world: GuestWorld) -> None:
    world.inside()
    with world.app.app_context():
        row = db.session.scalars(select(ExpertSession)).one()
        user = db.session.get_one(User, world.guest_id)
        assert row.link.invitation.user_id == user.id
        account = user.account
    for typed in ("", "x", account):
        answer = world.browser().send("/sign-in", account=account, password=typed)
        assert answer.status_code in (401, 422)
