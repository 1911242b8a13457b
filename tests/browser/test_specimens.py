"""The look itself: every specimen is free of axe violations, fits a 320 px phone, and keeps to the content policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from . import eyes, specimen

ADDRESSES = [f"/specimen/{page}" for page in specimen.PAGES] + [f"/error/{code}" for code in specimen.ERRORS]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, specimen.create(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def opened() -> Iterator[Browser]:
    with eyes.browser() as found:
        yield found


@pytest.fixture
def page(opened: Browser) -> Iterator[Page]:
    with eyes.window(opened) as context:
        yield context.new_page()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_specimen_is_accessible_and_fits_a_phone(page: Page, served: str, address: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(served + address)
    assert answer is not None
    assert answer.status == (int(address[7:]) if address.startswith("/error/") else 200)
    eyes.look(page, address.strip("/").replace("/", "-"))
    assert eyes.axe(page) == []
    page.set_viewport_size({"width": 360, "height": 900})
    assert eyes.axe(page) == []
    eyes.no_overflow(page)
    assert [line for line in said if "Failed to load resource" not in line] == []


def test_every_stop_of_the_tab_key_is_seen(page: Page, served: str) -> None:
    page.goto(served + "/specimen/review")
    order = eyes.tab_order(page)
    assert order[0]["name"] == "跳到主要內容"
    assert len(order) > 25
    assert [stop for stop in order if not (stop["seen"] and stop["ringed"])] == []


def test_unsaved_text_is_kept_offered_back_and_cleared_after_saving(page: Page, served: str) -> None:
    page.goto(served + "/specimen/draft")
    page.fill("#measure", "打到一半的文字")
    expect(page.locator("[data-autosave-status]").last).to_contain_text("已留在這台電腦")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(served + "/specimen/plan")
    page.goto(served + "/specimen/draft")
    assert page.input_value("#measure") != "打到一半的文字"
    page.click("[data-autosave-restore]")
    assert page.input_value("#measure") == "打到一半的文字"
    page.goto(served + "/specimen/desk")  # carries the word that this form has been saved
    page.goto(served + "/specimen/draft")
    assert page.locator("[data-autosave-restore]").count() == 0


def test_a_second_click_sends_nothing(page: Page, served: str) -> None:
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto(served + "/specimen/draft")
    page.evaluate("() => { const b = document.querySelector('button[value=save]'); b.click(); b.click(); b.click(); }")
    page.wait_for_selector(".govuk-notification-banner--error")
    assert len(posts) == 1


def test_the_page_can_be_worked_without_scripts(opened: Browser, served: str) -> None:
    with eyes.window(opened, 360, scripts=False) as context:
        page = context.new_page()
        page.goto(served + "/specimen/plan")
        page.click(".bar__menu summary")
        assert page.is_visible(".bar__sheet button")
        page.goto(served + "/specimen/plan")
        page.click("details[data-jump] summary")
        assert page.is_visible("details[data-jump] a")


def test_keys_press_the_buttons_of_their_own_row(page: Page, served: str) -> None:
    page.goto(served + "/specimen/draft")
    page.evaluate(
        "() => document.addEventListener('click', (e) => { document.body.dataset.pressed = e.target.dataset.move; })"
    )
    page.focus("[name=t2]")
    page.keyboard.press("Alt+ArrowUp")
    assert page.get_attribute("body", "data-pressed") == "up"
    page.keyboard.press("Alt+ArrowDown")
    assert page.get_attribute("body", "data-pressed") == "down"
