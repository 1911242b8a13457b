"""The pages that a kind has from its form alone, in a real browser: drafting, reading, comparing, reviewing, signing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.eyes import LANGUAGES, sound, tab_order
from tests.browser.toy_house import SECTIONS, House, serving_toys

DRAFTER, HEAD, ABOVE = "park-drafter", "park-head", "planning"
PAGES = {f"section-{key}": (DRAFTER, f"/documents/{{full}}/sections/{key}") for key in SECTIONS} | {
    "list": (DRAFTER, "/documents/kinds/toy"), "list-empty": ("edu-drafter", "/documents/kinds/toy"),
    "new": (DRAFTER, "/documents/new/toy"), "empty-budget": (DRAFTER, "/documents/{empty}/sections/budget"),
    "empty-checklist": (DRAFTER, "/documents/{empty}/sections/checklist"),
    "locked": (ABOVE, "/documents/{above}/sections/budget"), "ministry": (ABOVE, "/documents/{above}/sections/checklist"),
    "show": (DRAFTER, "/documents/{full}"), "show-empty": (DRAFTER, "/documents/{empty}"),
    "checks": (DRAFTER, "/documents/{full}/checks"), "history": (DRAFTER, "/documents/{above}/history"),
    "old": (DRAFTER, "/documents/{above}/revisions/2"), "compare": (DRAFTER, "/documents/{above}/compare?a=2&b=3"),
    "compare-all": (DRAFTER, "/documents/{full}/compare?a=1&b=2"), "opinions": (DRAFTER, "/documents/{above}/opinions"),
    "submit": (DRAFTER, "/documents/{full}/moves/submit"), "sign": (HEAD, "/documents/{review}/moves/sign"),
    "give-back": (HEAD, "/documents/{review}/moves/give_back"),
}  # fmt: skip
SAVE = ".actions button[value=save]"
TABBED = ("section-goals", "section-budget", "section-checklist", "section-risks", "locked", "show", "list", "compare")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all these pages."""
    with serving_toys(tmp_path_factory.mktemp("databases")) as served:
        yield served


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_sound_in_both_languages(house: House, name: str) -> None:
    account, path = PAGES[name]
    for locale in LANGUAGES:
        sound(house.at(account, path, locale), name, locale)


@pytest.mark.parametrize("name", TABBED)
def test_every_stop_of_the_tab_key_is_seen_in_the_order_of_the_page(house: House, name: str) -> None:
    page = house.at(*PAGES[name])
    order = tab_order(page, 400)
    assert len(order) > 10
    assert [stop for stop in order if not (stop["seen"] and stop["ringed"])] == []
    fields = [stop["what"] for stop in order if stop["what"].startswith(("input#", "textarea#", "select#"))]
    assert len(fields) == len(set(fields)), "no field is reached twice"


def sound_without_scripts(house: House, page: Page, name: str, locale: str) -> None:
    """The same of what a page without scripts holds now: axe is a script, so a window that runs scripts is given it."""
    url, held = page.url, page.content()
    copy = house.page(DRAFTER, locale).context.new_page()
    copy.route(url, lambda route: route.fulfill(body=held, content_type="text/html; charset=utf-8"))
    copy.goto(url)
    sound(copy, name, locale)
    copy.close()


def drafting(house: House, name: str, key: str, *, scripts: bool = True) -> Page:
    """A section of a document of its own, so that what is typed here meets nobody else."""
    if name not in house.documents:
        house.begun(name)
    return house.at(DRAFTER, f"/documents/{{{name}}}/sections/{key}", scripts=scripts)


def test_a_check_brings_the_sums_in_step_while_one_types(house: House) -> None:
    page = drafting(house, "typed", "budget")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#budget-b-0-years-107-current", "20,000")
    with page.expect_response(lambda answer: answer.url.endswith("/check")):
        page.keyboard.press("Tab")
    for place, figure in {
        "budget-b-0-years-107-subtotal": "123,476,789",
        "budget-b-0-years-total-current": "57,035",
        "budget-total-years-107-current": "131,105",
        "budget-total-years-total-current": "501,455",
    }.items():
        expect(page.locator(f"#{place}")).to_have_text(figure)
    assert page.evaluate("document.activeElement.id") == "budget-b-0-years-107-capital", "the focus stays where it went"
    assert said == []


def test_rows_and_years_are_added_and_moved_without_scripts(house: House) -> None:
    page = drafting(house, "plain", "goals", scripts=False)
    first = "#goals-g-0-title"
    page.fill(first, "打到一半的名稱")
    page.get_by_role("button", name="下移　一").first.click()
    expect(page.locator(first)).to_have_value("打到一半的名稱")
    rows = page.locator("main fieldset.rowbox > legend")
    assert "打到一半的名稱" in page.locator("#goals > fieldset > legend").nth(1).inner_text()
    before = rows.count()
    page.get_by_role("button", name="加一列：步驟").first.click()
    assert rows.count() == before + 1
    page.get_by_role("button", name="加一列：目標").click()
    assert rows.count() == before + 2
    sound_without_scripts(house, page, "goals-typed", "zh-TW")
    page = drafting(house, "plain", "risks", scripts=False)
    page.get_by_label("要加的年度（民國年）").fill("109")
    page.get_by_role("button", name="加一個年度").click()
    expect(page.locator("#risks-reviews-109-words")).to_be_visible()


def test_what_is_wrong_stands_beside_its_field_and_is_led_to(house: House) -> None:
    for locale in LANGUAGES:
        if "wrong" not in house.documents:
            house.begun("wrong")
        page = house.at(DRAFTER, "/documents/{wrong}/sections/cover", locale, scripts=False)
        page.fill("#cover-from", "107/13")
        page.fill("#cover-title", "長" * 101)
        page.click(SAVE)
        summary = page.locator(".govuk-error-summary a")
        assert summary.count() == 2
        assert {link.get_attribute("href") for link in summary.all()} == {"#cover-from", "#cover-title"}
        expect(page.locator("#cover-from")).to_have_attribute("aria-describedby", "cover-from-hint cover-from-error")
        expect(page.locator("#cover-title")).to_have_value("長" * 101)
        sound_without_scripts(house, page, "wrong", locale)


def test_the_second_of_two_sees_both_texts_and_saves_them_together(house: House) -> None:
    page = drafting(house, "both", "budget", scripts=False)
    other = house.page(DRAFTER, "en", scripts=False)
    other.goto(page.url)
    figures: dict[str, Any] = {"#budget-b-0-years-107-current": "1", "#budget-b-1-years-108-capital": "2"}
    for place, figure in figures.items():
        other.fill(place, figure)
    other.click(SAVE)
    page.fill("#budget-b-0-years-107-current", "3")
    page.fill("#budget-b-0-title", "我的名稱")
    page.click(SAVE)
    alert = page.locator("[role=alert]")
    expect(alert).to_contain_text("這一次還沒有存")
    expect(alert).to_contain_text("107 年度　經常支出")
    expect(alert).to_contain_text("已帶入對方的修改")
    expect(alert).to_contain_text("監控系統建置")
    expect(page.locator("#budget-b-0-years-107-current")).to_have_value("3")
    expect(page.locator("#budget-b-1-years-108-capital")).to_have_value("2")
    sound_without_scripts(house, page, "conflict", "zh-TW")
    page.click(SAVE)
    expect(page.locator("#budget-b-0-title")).to_have_value("我的名稱")
    assert "已存成修訂 4" in page.locator("[role=alert]").inner_text()
