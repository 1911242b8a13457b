"""The lifecycle of a sheet in a real browser: the officer's desk, decisions, sections with figures, the invitation, the expert."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app import create_app
from app.seeding.people import password
from app.seeding.walking import sample_content, sample_sheet
from benchmarks.server import environment, serving
from tests import engines
from tests.browser.eyes import LANGUAGES, browser, sound, tab_order, window
from tests.pages import PageClient
from tests.views.reviewers import send_json
from tests.views.sheet_world import SheetWorld, code_in, letters, link_in
from workflows.experts import invitations as inviting

FIGURES = (("計畫主持人", "106", "30", "70"), ("計畫主持人", "107", "40", "60"), ("碩士生", "107", "52", "48"))
PAGES = {
    "desk": ("gender", "/sheets/desk"), "notices": ("gender", "/"), "impact": ("gender", "/plans/{plan}/impact"),
    "need": ("drafter", "/sheets/{sheet}/need"), "ticks": ("drafter", "/sheets/{sheet}/beneficiaries"),
    "whole": ("drafter", "/sheets/{sheet}"), "invite": ("drafter", "/sheets/{sheet}/experts"),
}  # fmt: skip


class House:
    """A server with three sheets: one being filled in with figures, one gone stale, one that waits for its expert."""

    def __init__(self, url: str, world: SheetWorld, opened: Browser) -> None:
        self.url, self.world, self.browser = url, world, opened
        self.people: dict[tuple[str, str], Page] = {}

    def page(self, account: str, locale: str) -> Page:
        """The window in which this person has signed in, one for each language."""
        if (account, locale) not in self.people:
            page = self.people[account, locale] = window(self.browser, locale=locale).new_page()
            page.goto(f"{self.url}/sign-in")
            page.fill("input[name=account]", account)
            page.fill("input[name=password]", password())
            page.click("main button[type=submit]")
        return self.people[account, locale]

    def at(self, name: str, locale: str = "zh-TW") -> Page:
        """One of the pages, by whom it is for."""
        account, path = PAGES[name]
        page = self.page(account, locale)
        page.goto(self.url + path.format(plan=self.world.plan_id, sheet=self.world.sheet_id))
        return page


def fill(world: SheetWorld) -> None:
    """What people would have done before anybody looks."""
    with world.app.app_context():
        base = sample_content(109)["key_plans"][0]
        rows = [{**base, "id": f"p-seen{place}", "item": f"海岸調查 {place}", "gia_owed": True} for place in (0, 1)]
        plan = world.walk.draft(109, key_plans=rows)
        world.walk.sheet("completed", plan, "p-seen0")
    drafter = world.enter("drafter")
    seen = drafter.get(f"/plans/{plan}", headers={"Accept": "application/json"}).json
    changed = [
        {**row, "content": "對象改為漁村婦女。"} if row["id"] == "p-seen0" else row
        for row in seen["content"]["key_plans"]
    ]
    body = {"version": seen["document"]["version"], "parts": {"key_plans": changed}}
    assert send_json(drafter, f"/documents/{plan}/content", **body).status_code == 200
    with world.app.app_context():
        asked = world.walk.sheet("self_assessment", plan, "p-seen1")
        kept = ("form", "amendment", "plan_title", "participation", "results")
        staff = {name: value for name, value in sample_sheet().items() if name not in kept}
        world.walk.fill("drafter", asked, {**staff, "supervising_agency": "科技部", "drafting_agency": "科技部"})
        inviting.invite(asked, inviting.Guest(world.expert_id), world.walk.cast.context("drafter"))
        world.walk.move("drafter", "submit", asked)
    world.walked("self_assessment")
    typed = {
        f"need-figures-{place}-{name}": value
        for place, row in enumerate(FIGURES)
        for name, value in zip(("label", "year", "female", "male"), row, strict=True)
    }
    text = {"need-overview": "女性主持人逐年增加〔表1〕，碩士生兩性相當〔表2〕。"}
    assert world.fill(drafter, "need", **typed, **text, go="stay").status_code == 303


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all these pages, on SQLite: what a browser sees does not depend on the engine."""
    stock = engines.SqliteStock(tmp_path_factory.mktemp("databases"))
    url = stock.fresh()
    app: Flask = create_app(engines.settings_for(url))
    app.test_client_class = PageClient
    world = SheetWorld(app)
    fill(world)
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(environment(url), workers=1, threads=8, log=log) as server, browser() as opened:
        yield House(server.url, world, opened)
    stock.close()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_sound_in_both_languages(house: House, name: str) -> None:
    for locale in LANGUAGES:
        sound(house.at(name, locale), f"sheet-{name}", locale)


@pytest.mark.parametrize("name", ["desk", "impact", "need", "invite"])
def test_every_stop_of_the_tab_key_is_seen(house: House, name: str) -> None:
    order = tab_order(house.at(name), 400)
    assert len(order) > 10
    assert [stop for stop in order if not (stop["seen"] and stop["ringed"])] == []


def test_a_mark_leads_to_its_table_and_is_plain_on_paper(house: House) -> None:
    page = house.at("whole")
    mark = page.get_by_role("link", name="〔表2〕")
    mark.click()
    expect(page.locator("#table-2")).to_be_in_viewport()
    page.emulate_media(media="print")
    assert mark.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    page.emulate_media(media="screen")


def test_a_notice_is_put_away_with_its_button(house: House) -> None:
    page = house.at("notices")
    rows = page.locator("section[aria-labelledby=notices] tbody tr")
    assert rows.count() == 1
    rows.get_by_role("button").press("Enter")
    expect(page.locator("#notices")).to_have_count(0)


def test_the_experts_own_pages_from_the_letter_to_the_sheet(house: House) -> None:
    page = window(house.browser).new_page()

    def both(name: str) -> None:
        sound(page, f"sheet-expert-{name}", "zh-TW")
        english = window(house.browser, locale="en")
        english.add_cookies(
            [{"name": one["name"], "value": one["value"], "url": house.url} for one in page.context.cookies()]
        )
        twin = english.new_page()
        twin.goto(page.url)
        sound(twin, f"sheet-expert-{name}", "en")
        english.close()

    app = house.world.app
    page.goto(house.url + link_in(letters(app, "expert_link")[-1]))
    both("letter")
    page.click("main button[type=submit]")
    page.click("main form[action$='/code'] button")
    both("code")
    page.fill("input[name=code]", code_in(letters(app, "expert_code")[-1]))
    page.click("main form[action$='/enter'] button")
    both("pledge")
    page.click("form[action$='/pledge'] button[type=submit]")
    expect(page.locator("#answer")).to_be_visible()
    both("sheet")
    order = tab_order(page, 400)
    assert len(order) > 10
    assert [stop for stop in order if not (stop["seen"] and stop["ringed"])] == []
