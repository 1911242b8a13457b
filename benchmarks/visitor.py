"""A person at the service: signs in over HTTP with cookies and CSRF tokens, asks and sends JSON."""

from __future__ import annotations

import json
import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any


class Unexpected(AssertionError):
    """The service answered otherwise than it had to."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the JSON (empty where it was none) and the bytes."""

    status: int
    body: dict[str, Any]
    raw: bytes

    def messages(self) -> str:
        """What the answer says in words: the message, then every reason and finding."""
        error = self.body.get("error", {})
        messages = [error.get("message", "") if isinstance(error, dict) else str(error), *self.body.get("reasons", [])]
        messages += [f"{one['rule']} {one['message']}" for one in self.body.get("findings", [])]
        return "；".join(filter(None, messages))


class Person:
    """Somebody with an account and a browser of their own."""

    def __init__(self, url: str, account: str, password: str) -> None:
        self.account, self.password = account, password
        self._open(url)
        signed_in = self.post("/sign-in", {"account": account, "password": password}, 200)
        self.id, self.name = int(signed_in.body["id"]), str(signed_in.body["name"])
        self._token = str(signed_in.body["csrf_token"])

    def _open(self, url: str) -> None:
        """A browser of one's own, with the token that its first forms carry."""
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), urllib.request.ProxyHandler({})
        )
        self._token = str(self.get("/sign-in").get("csrf_token", ""))

    def get(self, path: str) -> dict[str, Any]:
        """The JSON of a page; raises ``Unexpected`` unless it was found."""
        return self._expect(self._send("GET", path), path, 200).body

    def ask(self, path: str, expected: int) -> Answer:
        """The answer to a request for a page that is to be refused."""
        return self._expect(self._send("GET", path), path, expected)

    def file(self, path: str) -> bytes:
        """The bytes of a download."""
        return self._expect(self._send("GET", path, accept="*/*"), path, 200).raw

    def post(self, path: str, body: dict[str, Any], *expected: int) -> Answer:
        """Send JSON with an idempotency key; raises ``Unexpected`` on any other status than the expected ones."""
        data = json.dumps({"key": secrets.token_urlsafe(16), **body}).encode()
        answer = self._send("POST", path, data, {"Content-Type": "application/json"})
        return self._expect(answer, path, *(expected or (200, 201)))

    def upload(self, path: str, fields: dict[str, str], file: Path) -> Answer:
        """Send a form with a file, as a page does."""
        mark = secrets.token_hex(16)
        sent = {"csrf_token": self._token, "idempotency_key": secrets.token_urlsafe(16), **fields}
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in sent.items()
        ]
        head = (
            f'Content-Disposition: form-data; name="file"; filename="{file.name}"\r\nContent-Type: text/plain\r\n\r\n'
        )
        parts.append(head.encode() + file.read_bytes())
        body = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{mark}--\r\n".encode()
        answer = self._send("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
        return self._expect(answer, path, 200, 201)

    def _send(
        self,
        method: str,
        path: str,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        accept: str = "application/json",
    ) -> Answer:
        sent = {"Accept": accept, "X-CSRFToken": getattr(self, "_token", ""), **(headers or {})}
        request = urllib.request.Request(self.url + path, data, sent, method=method)  # noqa: S310 - our own server
        try:
            with self._opener.open(request, timeout=60) as got:
                return _answer(got.status, got.read())
        except urllib.error.HTTPError as refused:
            return _answer(refused.code, refused.read())

    def _expect(self, answer: Answer, path: str, *expected: int) -> Answer:
        if answer.status not in expected:
            message = answer.messages() or answer.raw[:300].decode(errors="replace")
            raise Unexpected(f"{self.account} {path}: {answer.status} 而非 {expected}：{message}")
        return answer


class Guest(Person):
    """An outside expert: no account, but the mailed link and the code, read from the outbox by ``letter(kind)``."""

    def __init__(self, url: str, name: str, letter: Callable[[str], str]) -> None:
        self.account, self.name = "", name
        self._open(url)
        match = re.search(r"/invited/[\w-]+", letter("擔任"))
        if match is None:
            raise Unexpected("邀請信裡沒有連結")
        self.post(match[0], {}, 200)
        self.post("/invited/code", {}, 200)
        code = re.search(r"\d{4} \d{4}", letter("驗證碼"))
        came = self.post("/invited/enter", {"code": code[0] if code else ""}, 200)
        self._token = str(came.body["csrf_token"])
        self.sheet = int(self.post("/sheets/pledge", {}, 200).body["sheet"])


def _answer(status: int, raw: bytes) -> Answer:
    try:
        body = json.loads(raw)
    except ValueError:
        body = {}
    return Answer(status, body if isinstance(body, dict) else {"items": body}, raw)
