"""The catalogue, the checks page and the live checks of drafting in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Dialog, Page, expect

from app import create_app
from app.seeding.people import password
from benchmarks.server import environment, serving
from tests import engines
from tests.browser.eyes import LANGUAGES, axe, browser, sound, tab_order, window
from tests.pages import PageClient
from tests.views.reviewers import World, send_json


class House:
    """A server with a draft that carries one warning, and with one rule made heavier."""

    def __init__(self, url: str, world: World, opened: Browser) -> None:
        self.url, self.plan, self.browser = url, world.plan_id, opened
        told = world.enter("drafter").get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json
        self.kpi, self.key_plan = told["content"]["kpis"][0]["id"], told["content"]["key_plans"][0]["id"]

    def page(self, account: str, *, scripts: bool = True, locale: str = "zh-TW") -> Page:
        """A window in which this person has signed in."""
        page = window(self.browser, scripts=scripts, locale=locale).new_page()
        page.goto(f"{self.url}/sign-in")
        page.fill("input[name=account]", account)
        page.fill("input[name=password]", password())
        page.click("main button[type=submit]")
        return page

    def row(self) -> str:
        """The form of the key plan with the warning."""
        return f"{self.url}/plans/{self.plan}/edit/key_plans/{self.key_plan}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all these pages, on SQLite: what a browser sees does not depend on the engine."""
    stock = engines.SqliteStock(tmp_path_factory.mktemp("databases"))
    url = stock.fresh()
    app: Flask = create_app(engines.settings_for(url))
    app.test_client_class = PageClient
    world = World(app)
    drafter = world.enter("drafter")
    told = drafter.get(f"/plans/{world.plan_id}", headers={"Accept": "application/json"}).json
    rows = told["content"]["key_plans"]
    rows[0]["content"] += "（未完。。"
    body = {"parts": {"key_plans": rows}, "version": told["document"]["version"]}
    assert send_json(drafter, f"/documents/{world.plan_id}/content", **body).status_code == 200
    assert send_json(world.enter("planning"), "/rules/DT-05", severity="W", reason="院會指示").status_code == 200
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(environment(url), workers=1, threads=8, log=log) as server, browser() as opened:
        yield House(server.url, world, opened)
    stock.close()


PAGES = {
    "rules": ("planning", "/rules"), "rule": ("planning", "/rules/DT-05"), "rule-read": ("drafter", "/rules/KP-15"),
    "checks": ("drafter", "/plans/{plan}/checks"), "row": ("drafter", "/plans/{plan}/edit/key_plans/{key_plan}"),
    "preamble": ("drafter", "/plans/{plan}/edit/preamble"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_sound_in_both_languages(house: House, name: str) -> None:
    who, path = PAGES[name]
    for locale in LANGUAGES:
        page = house.page(who, locale=locale)
        page.goto(house.url + path.format(plan=house.plan, key_plan=house.key_plan))
        sound(page, f"checking-{name}", locale)


@pytest.mark.parametrize("name", ["rules", "rule", "checks", "row"])
def test_every_stop_of_the_tab_key_is_seen(house: House, name: str) -> None:
    who, path = PAGES[name]
    page = house.page(who)
    page.goto(house.url + path.format(plan=house.plan, key_plan=house.key_plan))
    order = tab_order(page, 400)
    assert len(order) > 10
    assert [stop for stop in order if not (stop["seen"] and stop["ringed"])] == []


def test_a_field_that_is_left_is_judged_and_the_focus_stays(house: House) -> None:
    page = house.page("drafter")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(house.row())
    expect(page.locator("#content-findings")).to_contain_text("DT-03")
    page.fill("#content", "辦理創新研究，建立示範場域，並提出成果報告。")
    with page.expect_response(lambda answer: "/check/" in answer.url):
        page.locator("#content").press("Tab")
    expect(page.locator("#check-status")).to_contain_text("尚未存檔")
    expect(page.locator("#content-findings")).not_to_contain_text("DT-03")
    assert page.evaluate("document.activeElement !== document.body"), "the focus was not lost with what was replaced"
    page.fill("#content", "辦理创新研究（未完")
    with page.expect_response(lambda answer: "/check/" in answer.url):
        page.locator("#content").press("Tab")
    expect(page.locator("#content-findings")).to_contain_text("DT-04")
    assert axe(page) == []
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(house.row())
    expect(page.locator("#content-findings")).not_to_contain_text("DT-04")
    assert said == []


def test_without_scripts_the_button_says_the_same(house: House) -> None:
    page = house.page("drafter", scripts=False)
    page.goto(house.row())
    page.fill("#content", "辦理创新研究（未完")
    page.click("button[value=check]")
    expect(page.locator("#content-findings")).to_contain_text("DT-04")
    assert page.input_value("#content") == "辦理创新研究（未完"
    expect(page.locator("#check-status")).to_contain_text("尚未存檔")


def test_a_save_never_asks_whether_to_leave_whatever_the_fields_are_called(house: House) -> None:
    """An indicator has a field called ``method``, which a script finds in place of the form's own."""
    page = house.page("drafter")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    for path, field in ((f"kpis/{house.kpi}", "#title"), (f"key_plans/{house.key_plan}", "#item")):
        page.goto(f"{house.url}/plans/{house.plan}/edit/{path}")
        page.fill(field, page.input_value(field) + "修")
        page.get_by_role("button", name=re.compile("^存成修訂")).first.click()
        expect(page.locator("main")).to_contain_text("已存成修訂")
    assert asked == []
