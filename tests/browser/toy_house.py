"""A server in this process that knows the toy kind, with documents of a real plan's size in every state of drafting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from app.seeding.people import password
from tests import engines
from tests.browser.eyes import browser, window
from tests.pages import PageClient
from tests.toy.content import content
from tests.toy.kind import FORM
from tests.toy.registration import furnish, registered
from tests.toy.story import JSON, Story
from tests.views.reviewers import send_json


class House:
    """The server, its documents by what was done with them, and a browser."""

    def __init__(self, url: str, app: Flask, opened: Browser) -> None:
        self.url, self.app, self.browser = url, app, opened
        self.documents: dict[str, int] = {}
        self.people: dict[tuple[str, str, bool], Page] = {}

    def begun(self, name: str, quota: str = "2000000000") -> Story:
        """A document begun and filled in, under a name of its own; left empty without a quota."""
        story = Story(self.app)
        drafter = story.enter("park-drafter")
        story.begin(drafter)
        self.documents[name] = story.document_id
        if quota:
            version = drafter.get(story.at(), headers=JSON).json["document"]["version"]
            answer = send_json(drafter, f"{story.at()}/content", version=version, parts=content(quota))
            assert answer.status_code == 200, answer.text
        return story

    def page(self, account: str, locale: str = "zh-TW", *, scripts: bool = True) -> Page:
        """The window in which this person has signed in, one for each language."""
        known = (account, locale, scripts)
        if known not in self.people:
            page = self.people[known] = window(self.browser, locale=locale, scripts=scripts).new_page()
            page.goto(f"{self.url}/sign-in")
            page.fill("input[name=account]", account)
            page.fill("input[name=password]", password())
            page.click("main button[type=submit]")
        return self.people[known]

    def at(self, account: str, path: str, locale: str = "zh-TW", *, scripts: bool = True) -> Page:
        """A page for a person; ``{full}`` and the like are the numbers of documents."""
        page = self.page(account, locale, scripts=scripts)
        page.goto(self.url + path.format(**self.documents))
        return page


def walked(house: House) -> None:
    """Documents in the states that people would meet: empty, filled in, given back with an opinion, approved by the owner."""
    house.begun("empty", "")
    house.begun("full", "1500000000")
    above = house.begun("above")
    drafter, head = above.enter("park-drafter"), above.enter("park-head")
    assert above.move(drafter, "submit").status_code == 303
    opinion = {"opinions-0-text": "經費請敘明估算基準。", "opinions-0-anchor": "budget[b-0]"}
    assert above.move(head, "give_back", **opinion).status_code == 303
    table = above.at(more="/opinions")
    above.fill(drafter, "narrative", **{"narrative.benefits": "每年節水 20 萬噸，並減少污泥 300 公噸。"})
    answered = {"text": "已補充。", "adopted": "yes", "changed_at": "narrative.benefits"}
    assert drafter.send(table, f"{table}/1/response", **answered).status_code == 303
    assert above.move(drafter, "submit").status_code == 303
    assert head.send(table, "/opinions/1/resolution", button="yes").status_code == 303
    assert above.move(head, "sign", password=password()).status_code == 303
    review = house.begun("review")
    assert review.move(drafter, "submit").status_code == 303


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving_toys(folder: Path) -> Iterator[House]:
    """The house while the block runs, on SQLite: what a browser sees does not depend on the engine."""
    stock = engines.SqliteStock(folder)
    with registered():
        app = create_app(engines.settings_for(stock.fresh()))
        app.test_client_class = PageClient
        furnish(app)
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            with browser() as opened:
                house = House(f"http://127.0.0.1:{server.server_port}", app, opened)
                walked(house)
                yield house
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            stock.close()


SECTIONS = tuple(section.key for section in FORM.sections)
