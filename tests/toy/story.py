"""One document of the toy kind drafted over HTTP, and the people around it."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from app.seeding.people import password
from tests.pages import Page

JSON = {"Accept": "application/json"}
COVER = {
    "cover.title": "園區水處理設備汰換",
    "cover.number": "107-0501-02-20-03",
    "cover.printed": "107/8/1",
    "cover.from": "107/01",
    "cover.to": "108/12",
}


class Story:
    """One document of the toy and the people around it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.document_id = 0

    def enter(self, account: str) -> Any:
        """A browser in which this person has signed in."""
        client: Any = self.app.test_client()
        assert client.send("/sign-in", account=account, password=password()).status_code == 303
        return client

    def begin(self, drafter: Any) -> None:
        """The document begun on the page that begins documents."""
        page = drafter.get("/documents/new/toy")
        agency = re.findall(r'<option value="(\d+)">', page.text)[-1]
        answer = drafter.send(
            "/documents/new/toy", "/documents/new/toy", agency_id=agency, year="107", title="設備汰換"
        )
        assert answer.status_code == 303, answer.text
        (found,) = re.findall(r"/documents/(\d+)/sections/cover", answer.location)
        self.document_id = int(found)

    def at(self, key: str = "", more: str = "") -> str:
        """The address of a section, or of the document."""
        return f"/documents/{self.document_id}" + (f"/sections/{key}" if key else "") + more

    def content(self, client: Any) -> dict[str, Any]:
        """The document as JSON."""
        whole: dict[str, Any] = client.get(self.at(), headers=JSON).json
        return whole

    def fill(self, client: Any, key: str, **fields: Any) -> Any:
        """A section filled in and saved."""
        page = client.get(self.at(key))
        assert page.status_code == 200
        answer = press(client, page, **fields)
        assert answer.status_code == 303, answer.text
        return answer

    def add(self, client: Any, key: str, at: str) -> str:
        """A row added to a list and saved empty; gives its id."""
        page = client.get(self.at(key))
        shaped = press(client, page, f"add:{at}")
        assert shaped.status_code == 200, shaped.text
        saved = press(client, shaped)
        assert saved.status_code == 303, saved.text
        return str(re.findall(rf'name="rows" value="{re.escape(at)}\[([^\]]+)\]"', client.get(self.at(key)).text)[-1])

    def move(self, client: Any, name: str, **fields: Any) -> Any:
        """A move made on its page."""
        page = f"{self.at()}/moves/{name}"
        version = self.content(client)["document"]["version"]
        return client.send(page, page, version=version, **fields)

    def offer(self, client: Any, name: str) -> dict[str, Any]:
        """A move as the document offers it to this person."""
        (offer,) = (one for one in self.content(client)["offers"] if one["move"] == name)
        return dict(offer)

    def state(self, client: Any) -> str:
        """The state the document is in."""
        return str(self.content(client)["document"]["state"])


def press(client: Any, page: Any, op: str = "", more: str = "", headers: Any = None, **fields: Any) -> Any:
    """Press a button of a section's page with these fields filled in anew; everything else goes as it stands."""
    (form,) = (one for one in Page(page.get_data(as_text=True)).forms if "/sections/" in one.action)
    data: dict[str, Any] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    return client.post(form.action + more, data=data | fields | ({"op": op} if op else {}), headers=headers)


def drafted(story: Story, drafter: Any) -> None:
    """Everything that is required filled in, section by section."""
    story.fill(drafter, "cover", **COVER)
    story.fill(drafter, "contacts", **{"cover.host.name": "某人", "cover.deputy": "否"})
    goal = story.add(drafter, "goals", "goals")
    story.fill(drafter, "goals", **{f"goals[{goal}].title": "水質達標"})
    row = story.add(drafter, "budget", "budget")
    years = {f"budget[{row}].years[107].current": "1,000", f"budget[{row}].years[108].capital": "500"}
    story.fill(drafter, "budget", **{f"budget[{row}].title": "設備更新", **years})
    story.fill(drafter, "narrative", **{"narrative.origin": "原設備已逾使用年限。"})
    story.fill(
        drafter,
        "checklist",
        **{f"checklist.{item}.answer": "是" for item in ("1-1", "2")},
        **{"checklist.1-2.answer": "本案不適用"},
    )
