"""A browser over HTTP: cookies, tokens, forms as they stand on the page, and JSON."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

from tests.pages import Form, Page


class Answer:
    """What the server answered: status, text, and where a redirect led."""

    def __init__(self, status: int, text: str, url: str) -> None:
        self.status, self.text, self.url = status, text, url

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)

    def page(self) -> Page:
        """The body as a page."""
        return Page(self.text)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """One browser of one person; ``follow`` says whether redirects are followed."""

    def __init__(self, base: str, *, follow: bool = True) -> None:
        self.base, self.token = base, ""
        handlers: list[Any] = [urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})]
        self._opener = urllib.request.build_opener(*handlers, *([] if follow else [_Stay()]))

    def _send(self, path: str, data: bytes | None, headers: dict[str, str]) -> Answer:
        request = urllib.request.Request(self.base + path, data=data, headers=headers)  # noqa: S310 - loopback
        try:
            with self._opener.open(request, timeout=120) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(refused.code, refused.read().decode(), refused.headers.get("Location") or "")

    def get(self, path: str) -> Answer:
        """A page."""
        return self._send(path, None, {"Accept": "text/html"})

    def read(self, path: str) -> Answer:
        """The same as JSON."""
        return self._send(path, None, {"Accept": "application/json"})

    def tell(self, path: str, **body: Any) -> Answer:
        """A JSON POST with the token and a fresh idempotency key."""
        body_sent = {"key": secrets.token_urlsafe(12), **body}
        headers = {"Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": self.token}
        return self._send(path, json.dumps(body_sent).encode(), headers)

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        """A form as a browser sends it."""
        data = urllib.parse.urlencode(fields).encode()
        plain = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        return self._send(path, data, plain | headers)

    def send(self, form: Form, path: str, **changes: str) -> Answer:
        """Send a form as it stands on the page, with some fields filled in otherwise."""
        fields = [(name, value) for name, value in form.fields if name not in changes]
        return self.post(form.action or path, [*fields, *changes.items()])

    def sign_in(self, account: str, password: str) -> Browser:
        """Sign in and take the token for JSON."""
        self.token = self.read("/sign-in").json()["csrf_token"]
        answer = self.tell("/sign-in", account=account, password=password)
        if answer.status != 200:
            raise RuntimeError(f"{account} cannot sign in: {answer.status} {answer.text[:200]}")
        self.token = answer.json().get("csrf_token", self.token)
        return self
