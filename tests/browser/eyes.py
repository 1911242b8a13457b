"""Looking at pages in a real browser: pictures, axe, overflow and the order of the Tab key.

Debian's Chromium is used through Playwright; nothing is downloaded. Pictures are written only when
``BIANSHEN_SHOTS`` names a directory, so that the same calls serve the tests and a person's eyes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WIDTHS = (1280, 360)
NARROWEST = 320
LANGUAGES = {"zh-TW": "zh-Hant-TW", "en": "en"}
"""What a browser asks for, and what the page then says of itself."""
TALLEST = 9000
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Everything axe knows: WCAG A and AA up to 2.2, and its best practices.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def chromium() -> str | None:
    """The browser of this machine, or None where there is none."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """One browser for a run; pages are opened from it by ``window``."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        try:
            yield opened
        finally:
            opened.close()


def window(opened: Browser, width: int = WIDTHS[0], *, scripts: bool = True, locale: str = "zh-TW") -> BrowserContext:
    """A window of its own with its own cookies; ``scripts=False`` is a reader without JavaScript."""
    return opened.new_context(
        viewport={"width": width, "height": 900},
        locale=locale,
        timezone_id="Asia/Taipei",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )


def look(page: Page, name: str, url: str | None = None) -> list[Path]:
    """Take the whole page at 1280 and 360 px into ``BIANSHEN_SHOTS``; answers the files written."""
    if url:
        page.goto(url)
    folder = os.environ.get("BIANSHEN_SHOTS")
    if not folder:
        return []
    Path(folder).mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    files = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # As tall as the page, so that the sticky foot stands where the page ends.
        tall = int(page.evaluate("() => document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": max(900, min(tall, TALLEST))})
        files.append(Path(folder) / f"{name}-{width}.png")
        page.screenshot(path=files[-1], full_page=True)
    if before:
        page.set_viewport_size(before)
    return files


def axe(page: Page) -> list[str]:
    """What axe finds wrong, one sentence each with the element it speaks of; empty when clean."""
    answer: dict[str, Any] = Axe().run(page, options=AXE_OPTIONS).response
    return [
        f"{found['id']} ({found['impact']}): {found['help']} — {'; '.join(node['html'][:160] for node in found['nodes'][:3])}"
        for found in answer["violations"]
    ]


_WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const inScroller = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
    if (p !== document.documentElement && p !== document.body && getComputedStyle(p).overflowX !== "visible") return true; return false; };
  return [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > room + 1 && !inScroller(e))
    .map((e) => e.tagName.toLowerCase() + "." + (e.getAttribute("class") || "") + " " + Math.round(e.getBoundingClientRect().right)
      + " " + (e.textContent || "").trim().slice(0, 30)).slice(0, 8).concat(["page " + document.documentElement.scrollWidth]);
}"""


def overflow(page: Page, width: int = NARROWEST) -> list[str]:
    """The elements that stick out at the right of a window ``width`` px wide; empty when none does."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = page.evaluate(_WIDER)
    if before:
        page.set_viewport_size(before)
    return found


def no_overflow(page: Page, *widths: int) -> None:
    """Assert that nothing sticks out at 320, 360, 900 and 1280 px, or at the widths given."""
    for width in widths or (NARROWEST, 360, 900, 1280):
        found = overflow(page, width)
        assert not found, f"{page.url} at {width} px: {found}"


def sound(page: Page, name: str, locale: str) -> None:
    """Assert that the page is in this language, that nothing axe knows is wrong, and that nothing sticks out."""
    look(page, f"{name}-{locale}")
    assert page.get_attribute("html", "lang") == LANGUAGES[locale]
    for details in page.locator("main details").all():
        details.evaluate("e => e.open = true")
    assert axe(page) == []
    no_overflow(page)


_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const name = (e.getAttribute("aria-label") || e.textContent || e.getAttribute("name") || "").trim().replace(/\\s+/g, " ").slice(0, 40);
  return {what: e.tagName.toLowerCase() + (e.id ? "#" + e.id : ""), name, seen: box.width > 0 && box.height > 0, ringed};
}"""


def tab_order(page: Page, most: int = 200) -> list[dict[str, Any]]:
    """Where the Tab key leads from the top of the page: ``{what, name, seen, ringed}`` each, in order.

    ``ringed`` tells whether the focus shows; an entry that is not ``seen`` is a trap for keyboard users.
    """
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    order: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here: dict[str, Any] | None = page.evaluate(_FOCUSED)
        if here is None or (len(order) > 1 and here == order[0]):
            break
        order.append(here)
    return order
