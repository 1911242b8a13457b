"""Every page that any test fetches is read as a browser would read it, and what breaks a promise of all pages is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.json_answers import answer_faults

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
LABELLED = ("input", "select", "textarea")
NEEDS_NO_LABEL = ("hidden", "submit", "button", "reset", "image")
SILENT = ("script", "style", "template")
TRACES = ("%(", "{{", "{%", "Message(", "Undefined", "<models.", "<workflows.", "Traceback (most recent")
"""What shows through where a sentence was not translated, not filled in, or an object printed instead of its words."""
DATA_SCRIPTS = ("application/json", "application/ld+json")


@dataclass
class Form:
    """A form as it stands on the page: where it goes and what it would send as it is."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Field:
    """Something to fill in, and whether it stands inside a label."""

    attributes: dict[str, str]
    wrapped: bool


class Page(HTMLParser):
    """The parts of a page that the promises speak of."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lang = self.title = ""
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[Field] = []
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select = self._textarea = ""
        self._options: list[tuple[str, bool]] = []
        self._several = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in LABELLED and attributes.get("type", "") not in NEEDS_NO_LABEL:
            self.inputs.append(Field(attributes, "label" in self._open))
        self._note(tag, attributes)
        self._note_form(tag, attributes)
        self._note_forbidden(tag, attributes)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "html":
            self.lang = attributes.get("lang", "")
        elif tag == "h1":
            self.headings.append("")
        elif tag == "label" and "for" in attributes:
            self.labels.add(attributes["for"])

    def _note_form(self, tag: str, attributes: dict[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "option":
            self._options.append((value, "selected" in attributes))
        kind = attributes.get("type", "")
        if tag == "form":
            self._form = Form(attributes.get("action", ""), attributes.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or not name:
            return
        if tag == "select":
            self._select, self._options, self._several = name, [], "multiple" in attributes
        elif tag == "textarea":
            self._textarea = name
            self._form.fields.append((name, ""))
        elif (tag == "button" and kind in ("", "submit")) or (tag == "input" and kind == "submit"):
            self._form.buttons.append((name, value))
        elif tag == "input" and (kind not in ("checkbox", "radio") or "checked" in attributes):
            self._form.fields.append((name, value or ("on" if kind in ("checkbox", "radio") else "")))

    def _note_forbidden(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "style" or "style" in attributes:
            self.faults.append(f"<{tag}> carries a style of its own")
        if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_SCRIPTS:
            self.faults.append("a script stands inside the page")
        if handlers := [name for name in attributes if name.startswith("on")]:
            self.faults.append(f"<{tag}> carries {handlers[0]}")
        if tag == "img" and "alt" not in attributes:
            self.faults.append("a picture has no alt text")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._choose()
        elif tag == "textarea":
            self._textarea = ""

    def _choose(self) -> None:
        """A list sends what is selected; when nothing is, a browser sends its first option."""
        if self._form is not None and self._select and self._options:
            chosen = [value for value, selected in self._options if selected] or [self._options[0][0]] * (
                not self._several
            )
            self._form.fields += [(self._select, value) for value in chosen]
        self._select = ""

    def handle_data(self, data: str) -> None:
        if "h1" in self._open:
            self.headings[-1] += data
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if self._textarea and self._form is not None:
            name, value = self._form.fields.pop()
            self._form.fields.append((name, value + (data if value else data.removeprefix("\n"))))
        elif not set(SILENT) & set(self._open):
            self.text.append(data)


def unlabelled(page: Page) -> list[str]:
    """The names of fields that no label speaks for."""
    return [
        found.attributes.get("name") or found.attributes.get("id", "?")
        for found in page.inputs
        if not found.wrapped
        and found.attributes.get("id") not in page.labels
        and not found.attributes.get("aria-label")
        and not found.attributes.get("aria-labelledby")
    ]


def faults_of(html: str, *, fragment: bool = False) -> list[str]:
    """What in this page breaks a promise of all pages; a fragment (a partial update) has no head of its own."""
    page = Page(html)
    faults = list(page.faults)
    if not fragment:
        if page.lang not in ("zh-Hant-TW", "en"):
            faults.append(f"the language is {page.lang!r}")
        if len(page.headings) != 1 or not page.headings[0].strip():
            faults.append(f"there is not exactly one h1: {page.headings}")
        if not page.title.strip():
            faults.append("there is no title")
    faults += [f"no label for the field {name!r}" for name in unlabelled(page)]
    faults += [
        f"the id {name!r} stands twice" for name in sorted({name for name in page.ids if page.ids.count(name) > 1})
    ]
    visible = " ".join(page.text)
    faults += [f"{trace!r} shows through" for trace in TRACES if trace in visible]
    posting = [form for form in page.forms if form.method == "post"]
    faults += [
        f"the form to {form.action!r} has no CSRF token" for form in posting if "csrf_token" not in dict(form.fields)
    ]
    return faults


def header_faults(response: TestResponse) -> list[str]:
    """What in the headers of a page breaks a promise of all pages."""
    policy = response.headers.get("Content-Security-Policy", "")
    faults = []
    if "default-src" not in policy or "frame-ancestors" not in policy:
        faults.append("there is no content policy that covers everything")
    if "unsafe-inline" in policy or "unsafe-eval" in policy:
        faults.append("the content policy lets scripts or styles stand inside the page")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("the type of the content may be guessed")
    if "Referrer-Policy" not in response.headers:
        faults.append("addresses may leak to other sites")
    return faults


class PageClient(FlaskClient):
    """A test client that checks every page and every JSON answer it is given and can send the forms of a page."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; raises ``AssertionError`` listing what is wrong with the page or JSON that came back."""
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400) and response.data:
            fragment = "HX-Request" in response.request.headers
            faults = faults_of(response.get_data(as_text=True), fragment=fragment) + header_faults(response)
            assert not faults, f"{response.request.method} {response.request.path}: " + "; ".join(faults)
        faults = answer_faults(self.application, response)
        assert not faults, f"{response.request.method} {response.request.path}: " + "; ".join(faults)
        return response

    def send(self, path: str, /, form: str = "", button: str = "", **values: Any) -> TestResponse:
        """Fetch a page and send the form on it whose action ends in ``form``, with some fields filled in anew.

        What the page put into the form (CSRF token, version, idempotency key) goes with it. ``button`` is the value or
        the name of the button pressed. A list as a value fills a field several times.
        """
        found = [
            each for each in self.forms(path) if each.method == "post" and each.action.split("?")[0].endswith(form)
        ]
        assert found, f"{path} has no form to {form!r}"
        chosen = found[0]
        data: dict[str, Any] = {}
        for name, value in chosen.fields + [pair for pair in chosen.buttons if button and button in pair]:
            data.setdefault(name, []).append(value)
        return self.post(chosen.action or path, data=data | values)

    def forms(self, path: str) -> list[Form]:
        """The forms on a page."""
        response = self.get(path)
        assert response.status_code == 200, f"GET {path} answered {response.status_code}"
        return Page(response.get_data(as_text=True)).forms
