"""Seeded hostile requests to every route, sent by several people, with and without what the pages themselves would send."""

from __future__ import annotations

import logging
import re
import traceback
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes, urlencode

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.seeding import matrix
from app.seeding.people import SamplePerson, password, plant_people
from models.base import db
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind, Role
from tests.fuzz import hostile
from tests.json_answers import answer_faults
from tests.pages import Page
from tests.snapshots import planted

EVERYBODY = "everybody"
"""One who holds every role and so gets past the permissions."""
Form = tuple[str, list[tuple[str, str]]]
"""Where a form goes, and what it would send."""
PEOPLE = (
    "", EVERYBODY, EVERYBODY, EVERYBODY, EVERYBODY, "drafter", "planning", "gender_officer", "agency_head", "auditor", "administrator", "gender_expert",
    "above-planning", "drafter+gender_officer", "unit_head+agency_head", "planning+accounting",
)  # fmt: skip
"""Who sends; the first is nobody."""
QUERIES = (
    "format", "overview", "year", "page", "before", "show", "a", "b", "at", "side", "agency", "agency_id", "q", "sort",
    "state", "standing", "light", "next", "locale", "sent", "kind", "severity", "form", "unit", "action", "actor",
    "object", "since", "until", "value", "operand-0-name", "operand-0-value",
)  # fmt: skip
WORDS = (
    "csv", "json", "xlsx", "108", "1", "2", "all", "title", "-title", "drafting", "kpis", "key_plans", "preamble",
    "goals", "zh_TW", "en", "/plans", "sign", "submit", "return", "self_assessment", "year", "q1", "goal", "opinions",
    "R-01", "TM-01", "annual_plan", "k-00000001", "p-sheet0", "x",
)  # fmt: skip
"""Words that mean something somewhere in a query or in a path."""
BODY: dict[str, Any] = {
    "version": 2, "key": "fuzz", "note": "", "reason": "理由", "seat": "planning", "grounds": "a", "evidence": "佐證",
    "text": "意見", "anchor": "kpis", "adopted": "yes", "changed_at": "", "resolved": "yes", "title": "名稱",
    "year": 108, "agency_id": 1, "row": "p-sheet0", "place": "goal", "value": "3", "unit": "件", "parts": {"preamble": "甲"},
    "opinions": [{"text": "意見", "anchor": "kpis"}], "rows": ["p-sheet0"], "decision": "owed", "severity": "R",
    "seen": "W", "green": "95", "yellow": "80", "account": "neu", "password": "x", "name": "王", "email": "a@b.tw",
    "since": "108/1/1", "until": "109/1/1", "role": "drafter", "agency": "1", "rule": "TM-01", "fingerprint": "0" * 64,
    "period": "year", "operands": {"甲": ["1", 2]}, "expert": "9", "due_on": "109/1/1", "agreed": "yes",
    "present": "x", "new": "一二三四五六七八九十一二", "again": "x", "code": "1234 5678", "op": "save",
    "document": {"title": "計畫"}, "target_reason": "", "parent": "1", "self_name": "本部", "valid_from": "103/1/1",
}  # fmt: skip
"""Every name that some body has, with a value that may do."""
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
LIMITS = {"document_id": 146, "plan_id": 146, "user_id": 60, "agency_id": 5, "number": 3, "holding_id": 60}


@dataclass
class Failure:
    """A request that ended in a server error, and where."""

    status: int
    request: str
    where: str


@dataclass
class Fuzzer:
    """Sends requests and collects what failed; the same seed sends the same requests."""

    random: Random
    failures: list[Failure] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    sent: int = 0

    def __post_init__(self) -> None:
        self.kinds: dict[str, list[int]] = {}
        self.forms: dict[str, list[Form]] = defaultdict(list)
        self.logged = Tracebacks()

    def run(self, app: Flask, count: int) -> None:
        """Fill the empty database of the application with documents of every state, then send the requests."""
        self.app = app
        self.clients: dict[str, Any] = {}
        with app.app_context():
            planted("fuzzed", filled)
            self.kinds = {}
            for row in db.session.execute(select(Document.id, Document.kind)):
                self.kinds.setdefault(row.kind, []).append(row.id)
        routes = [
            (rule, method)
            for rule in sorted(app.url_map.iter_rules(), key=str)
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        ]
        self.random.shuffle(routes)
        log = logging.getLogger("bianshen")
        log.addHandler(self.logged)
        for (rule, method), _each in zip(cycle(routes), range(count), strict=False):
            self._send(rule, method)
        log.removeHandler(self.logged)

    def _client(self, person: str) -> Any:
        """The browser of a person; one whose password was reset or whose account was closed meanwhile is a stranger."""
        if person not in self.clients:
            self.clients[person] = self.app.test_client()
            if person:
                form = {"account": person, "password": password()}
                self.clients[person].post("/sign-in", json=form)
        return self.clients[person]

    def _send(self, rule: Rule, method: str) -> None:
        person = self.random.choice(PEOPLE)
        address = self._address(rule)
        sent: dict[str, Any] = {}
        if method == "POST":
            address, sent = self._body(rule, address)
        if method == "GET" or self.random.random() < 0.1:
            address += "?" + self._query()
        accept = self.random.choice(("text/html", "text/html", "application/json", "*/*", "", "x/y;q=\x7f"))
        headers = {"Accept": accept} | ({"HX-Request": "true"} if self.random.random() < 0.1 else {})
        self.sent += 1
        line = f"{rule.endpoint} {person or 'nobody'}: {method} {address[:120]} {str(sent)[:200]}"
        try:
            answer = self._client(person).open(address, method=method, headers=headers, **sent)
        except Exception as error:
            self.failures.append(Failure(500, line, where_of(error)))
            return
        self._look_at(rule, person, answer, line)

    def _look_at(self, rule: Rule, person: str, answer: TestResponse, line: str) -> None:
        method = answer.request.method
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500 and rule.endpoint != "health.readyz":
            self.failures.append(Failure(answer.status_code, line, self.logged.last()))
        self.failures += [Failure(answer.status_code, line, fault) for fault in answer_faults(self.app, answer)]
        if answer.status_code in (302, 401) or rule.endpoint == "signing_in.sign_out":
            self.clients.pop(person, None)
        if method == "GET" and answer.status_code == 200 and answer.mimetype == "text/html":
            self._learn(answer)

    def _learn(self, answer: TestResponse) -> None:
        """Keep the forms of a page, by the endpoint they go to."""
        urls = self.app.url_map.bind("localhost")
        for form in Page(answer.get_data(as_text=True)).forms:
            address = (form.action or answer.request.path).split("?")[0]
            if form.method == "post" and urls.test(address, "POST"):
                endpoint = urls.match(address, "POST")[0]
                button = [self.random.choice(form.buttons)] if form.buttons else []
                self.forms[endpoint] = self.forms[endpoint][-19:] + [(address, form.fields + button)]

    def _address(self, rule: Rule) -> str:
        arguments: dict[str, Any] = {}
        for name in rule.arguments:
            whole = type(rule._converters[name]).__name__ == "IntegerConverter"
            arguments[name] = self._number(rule, name) if whole else self._word(name)
        path = ARGUMENT.sub(lambda match: str(arguments[match[1]]), rule.rule)
        return quote_from_bytes(path.encode("utf-8", "surrogatepass"), safe="/")

    def _number(self, rule: Rule, name: str) -> str | int:
        if self.random.random() < 0.08:
            return hostile.number(self.random)
        if name in ("document_id", "plan_id"):
            kinds = {"/plans": Kind.ANNUAL_PLAN, "/kpis": Kind.KPI_DEFINITION, "/sheets": Kind.GENDER_IMPACT}
            kind = next((kind for path, kind in kinds.items() if rule.rule.startswith(path)), None)
            ids = self.kinds.get(kind, []) if kind else []
            return self.random.choice(ids) if ids else self.random.randint(1, LIMITS[name])
        return self.random.randint(1, LIMITS.get(name, 150))

    def _word(self, name: str) -> str:
        if self.random.random() < 0.15:
            return hostile.text(self.random)[:5_000] or "x"
        if name == "move":
            return self.random.choice(("submit", "sign", "return", "withdraw", "amend", "answer", "exempt", "reopen"))
        return self.random.choice(WORDS)

    def _query(self) -> str:
        pairs = []
        for name in self.random.sample(QUERIES, self.random.randint(0, 4)):
            word = self.random.choice(WORDS) if self.random.random() < 0.5 else hostile.text(self.random)[:5_000]
            pairs.append((name, word.encode("utf-8", "surrogatepass")))
        return urlencode(pairs)

    def _body(self, rule: Rule, address: str) -> tuple[str, dict[str, Any]]:
        way = self.random.random()
        known = self.forms.get(rule.endpoint)
        if known and way < 0.5:
            place, fields = self.random.choice(known)
            address = address if self.random.random() < 0.1 else quote(place, safe="/%:")
            return address, _encoded(hostile.spoiled_form(self.random, fields))
        if way < 0.65:
            fields = [(name, str(BODY[name])) for name in self.random.sample(sorted(BODY), 12)]
            return address, _encoded(hostile.spoiled_form(self.random, fields))
        if way < 0.88:
            names = BODY if self.random.random() < 0.5 else self.random.sample(sorted(BODY), 8)
            body = hostile.spoiled_json(self.random, {name: BODY[name] for name in names})
            return address, {"data": body, "content_type": "application/json"}
        body = self.random.choice(hostile.RAW)
        fits = "application/json" if body[:1] in b"{[n7" else "application/x-www-form-urlencoded"
        fits = fits if self.random.random() < 0.6 else self.random.choice(hostile.TYPES)
        return address, {"data": body, "content_type": fits}


def _encoded(fields: list[tuple[str, str]]) -> dict[str, Any]:
    pairs = [(name, word.encode("utf-8", "surrogatepass")) for name, word in fields]
    return {"data": urlencode(pairs).encode(), "content_type": "application/x-www-form-urlencoded"}


def filled() -> None:
    """Documents of each kind in each state, people of each role, and one who holds them all."""
    matrix.plant()
    agency = db.session.scalars(select(Agency.id).where(Agency.name == matrix.OWN)).one()
    insiders = [role for role in Role if role is not Role.GENDER_EXPERT]
    plant_people(
        [SamplePerson(EVERYBODY, "全能", "", "", tuple((role, matrix.OWN) for role in insiders))], {matrix.OWN: agency}
    )


def where_of(error: BaseException) -> str:
    """An exception with its last frames in our own code."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename]
    places = " < ".join(f"{'/'.join(one.filename.split('/')[-3:])}:{one.lineno}" for one in frames[:-4:-1])
    return f"{type(error).__name__}: {str(error)[:100]} at {places}"


class Tracebacks(logging.Handler):
    """Remembers where the last exception that was logged came from."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._last = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the exception and its last two frames in our own code."""
        if record.exc_info and record.exc_info[1] is not None:
            self._last = where_of(record.exc_info[1])

    def last(self) -> str:
        """The last exception, which is forgotten by being asked for."""
        last, self._last = self._last, ""
        return last or "answered without an exception"
