"""Pages of results in a real browser: axe, narrow windows, the Tab key, without scripts, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app import create_app
from app.seeding.people import password
from benchmarks.server import environment, serving
from tests import engines
from tests.browser.eyes import axe, browser, look, no_overflow, tab_order, window
from tests.pages import PageClient
from tests.views.reviewers import World, send_json


@dataclass
class Place:
    """A server with an approved plan and results: one confirmed, one missed, one that waits, one returned."""

    url: str
    plan: int
    kpis: list[int]
    agency: int
    browser: Browser

    def page(self, account: str, *, scripts: bool = True, locale: str = "zh-TW") -> Page:
        page = window(self.browser, scripts=scripts, locale=locale).new_page()
        page.goto(f"{self.url}/sign-in")
        page.fill("input[name=account]", account)
        page.fill("input[name=password]", password())
        page.click("main button[type=submit]")
        return page

    def paths(self) -> dict[str, tuple[str, str]]:
        """Name → who looks, and where."""
        return {
            "plan": ("planning", f"/plans/{self.plan}/results"), "settle": ("planning", f"/kpis/{self.kpis[3]}/results"),
            "enter": ("drafter", f"/kpis/{self.kpis[0]}/results"), "formula": ("drafter", f"/kpis/{self.kpis[4]}/results"),
            "overview": ("planning", "/results"), "lights": ("planning", f"/agencies/{self.agency}/lights"), "desk": ("planning", "/"),
        }  # fmt: skip


def fill(world: World) -> None:
    """Values as people would give them, with lights of the agency's own."""
    kpis, drafter, planning = world.kpis(), world.enter("drafter"), world.enter("planning")
    values = (
        (0, "Q1", "40"),
        (0, "year", "92"),
        (1, "year", "9"),
        (3, "year", "61"),
        (4, "year", "90"),
        (5, "year", "3"),
    )
    for place, period, value in values:
        path = f"/kpis/{kpis[place]}/results"
        told = {
            "year": 107,
            "period": period,
            "value": value,
            "evidence": "107年統計年報第 12 頁",
            "note": "說明",
            "version": 0,
        }
        assert send_json(drafter, path, **told).status_code == 200
        if place in (0, 1, 5):
            assert send_json(planning, f"{path}/107/{period}/1/confirmation", version=1).status_code == 200
    assert (
        send_json(
            planning, f"/kpis/{kpis[4]}/results/107/year/1/return", version=1, reason="請改用審定決算數"
        ).status_code
        == 200
    )
    agency = world.now().agency_id
    assert send_json(planning, f"/agencies/{agency}/lights", green="100", yellow="80", version="").status_code == 200


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One house for all these pages, on SQLite: what a browser sees does not depend on the engine."""
    stock = engines.SqliteStock(tmp_path_factory.mktemp("databases"))
    url = stock.fresh()
    app: Flask = create_app(engines.settings_for(url))
    app.test_client_class = PageClient
    world = World(app)
    world.forward("approved")
    fill(world)
    with (
        serving(
            environment(url), workers=1, threads=8, log=Path(url.removeprefix("sqlite:///")).with_suffix(".log")
        ) as server,
        browser() as opened,
    ):
        yield Place(server.url, world.plan_id, world.kpis(), world.now().agency_id, opened)
    stock.close()


@pytest.mark.parametrize("name", ["plan", "settle", "enter", "formula", "overview", "lights", "desk"])
def test_each_page_is_sound_in_both_languages(place: Place, name: str) -> None:
    who, path = place.paths()[name]
    for locale in ("zh-TW", "en"):
        page = place.page(who, locale=locale)
        page.goto(place.url + path)
        look(page, f"results-{name}-{locale}")
        assert axe(page) == []
        no_overflow(page)
        for details in page.locator("#document details").all():
            details.evaluate("e => e.open = true")
        assert axe(page) == []
        no_overflow(page, 320)


def test_the_keyboard_reaches_every_control_in_the_order_of_the_page(place: Place) -> None:
    for name in ("enter", "settle", "overview"):
        who, path = place.paths()[name]
        page = place.page(who)
        page.goto(place.url + path)
        order = tab_order(page)
        assert all(one["seen"] and one["ringed"] for one in order if one["what"] != "a"), order
        whats = [one["what"].split("#")[-1] for one in order]
        if name == "enter":
            fields = [what for what in whats if what in ("year", "period", "value", "evidence", "note")]
            assert fields == ["year", "period", "value", "evidence", "note"]
        if name == "settle":
            assert [one["name"][:2] for one in order if one["what"] == "button"][-2:] == ["確認", "退回"]


def test_a_value_is_entered_and_confirmed_without_scripts(place: Place) -> None:
    kpi = place.kpis[2]
    page = place.page("drafter", scripts=False)
    page.goto(f"{place.url}/kpis/{kpi}/results")
    page.fill("#value", "86.5")
    page.fill("#evidence", "問卷調查報告第 30 頁")
    page.click("text=送研考確認")
    assert "已填報" in page.inner_text("main")
    page = place.page("planning", scripts=False)
    page.goto(f"{place.url}/kpis/{kpi}/results")
    page.click("main form[action$='confirmation'] button")
    assert "的實際值已確認" in page.inner_text("main")
    assert "101.8%" in page.inner_text("main")


def test_results_print_without_the_tool_around_them(place: Place) -> None:
    page = place.page("planning")
    page.goto(f"{place.url}/plans/{place.plan}/results")
    page.emulate_media(media="print")
    assert not page.locator("header.bar").first.is_visible()
    assert not page.get_by_text("設定門檻").first.is_visible() if page.get_by_text("設定門檻").count() else True
    assert page.locator(".resulttable").is_visible()
    assert page.locator(".light--green").first.is_visible()
    assert len(page.pdf(format="A4", print_background=False)) > 10_000
