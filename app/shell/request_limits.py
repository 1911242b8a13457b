"""The limits of a request: what no view could make sense of is refused before any view, on every route alike (decision 0023).

It knows nothing of the fields of a body: size, depth, range and form of text only. Text comes out composed (NFC), as
it is stored; passwords stay as they were typed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from flask import Flask, request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

from forms.common import PASSWORD_FIELDS
from models.wording import N_, Message
from workflows.language import nfc
from workflows.lifecycle import Malformed, NotVisible, blocking_finding

LARGEST_ID: Final = 2**31 - 1
"""The largest number a key's column holds on PostgreSQL; on SQLite it ends at 2⁶³ - 1."""
LARGEST_NUMBER: Final = 2**63 - 1
LONGEST_PATH_PIECE: Final = 200
LONGEST_NAME: Final = 200
LONGEST_QUERY: Final = 16_384
MOST_FIELDS: Final = 10_000
DEEPEST: Final = 40
"""Levels of lists and objects in a JSON body; the deepest content of ours has twelve."""
MEDIA_TYPES: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
WITHOUT_BODY: Final = ("GET", "HEAD", "OPTIONS")


class UnknownMediaType(Malformed):
    """The body is neither a form nor JSON."""

    status = 415


class _Unfit(Exception):
    """A value in a JSON body that is refused; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class BoundedJson:
    """Reads JSON for ``Request.get_json``."""

    @staticmethod
    def loads(data: str | bytes) -> Any:
        """The value with its texts composed; raises ``ValueError`` for what is no JSON, else ``Malformed``."""
        try:
            return _composed_body(json.loads(data))
        except RecursionError as deep:
            raise _malformed(_too_deep().message) from deep


def _malformed(message: Message, at: str = "") -> Malformed:
    return Malformed(blocking_finding("WF-09", message, at))


def _too_deep() -> _Unfit:
    return _Unfit(Message.of(N_("內容的層次過深，最多 %(most)s 層"), most=DEEPEST))


def _composed_body(body: Any) -> Any:
    """The body with every text composed; a fault names the field of the outermost object it is in."""
    if not isinstance(body, dict):
        try:
            return _composed(body, 1)
        except _Unfit as unfit:
            raise _malformed(unfit.message) from unfit
    composed = {}
    for name, value in body.items():
        try:
            composed[_name(name)] = value if name in PASSWORD_FIELDS and isinstance(value, str) else _composed(value, 2)
        except _Unfit as unfit:
            raise _malformed(unfit.message, _shown(name)) from unfit
    return composed


def _composed(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if value.isascii() else nfc(value)
    if isinstance(value, dict | list):
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(value, list):
            return [_composed(one, depth + 1) for one in value]
        return {_name(name): _composed(one, depth + 1) for name, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise _Unfit(Message.of(N_("數值須為有限的數")))
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise _Unfit(Message.of(N_("數值超出範圍")))
    return value


def _name(name: str) -> str:
    if len(name) > LONGEST_NAME:
        raise _Unfit(Message.of(N_("欄位名稱最多 %(most)s 字"), most=LONGEST_NAME))
    return name if name.isascii() else nfc(name)


def _shown(name: str) -> str:
    """The beginning of a field's name, fit to be sent back."""
    return name[:40].encode("utf-8", "replace").decode("utf-8")


def _read_path() -> None:
    """Raise ``NotVisible`` where the path names what no column can hold: that exists as little as an unused id."""
    arguments = request.view_args or {}
    for name, value in arguments.items():
        if isinstance(value, int):
            if value > LARGEST_ID:
                raise NotVisible
        elif isinstance(value, str):
            if "\x00" in value or len(value) > LONGEST_PATH_PIECE:
                raise NotVisible
            arguments[name] = nfc(value)


def _read_query() -> None:
    """Compose the query; NUL, which no column of PostgreSQL holds, counts as not typed."""
    if len(request.query_string) > LONGEST_QUERY:
        raise _malformed(Message.of(N_("網址中的查詢過長，最多 %(most)s 字元"), most=LONGEST_QUERY))
    request.args = _as_composed((name, value.replace("\x00", "")) for name, value in request.args.items(multi=True))


def _as_composed(pairs: Iterator[tuple[str, str]]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict((nfc(name), value if name in PASSWORD_FIELDS else nfc(value)) for name, value in pairs)


def _read_form() -> None:
    pairs = list(request.form.items(multi=True))
    if len(pairs) > MOST_FIELDS:
        raise _malformed(Message.of(N_("欄位過多，最多 %(most)s 個"), most=MOST_FIELDS))
    for name, _value in pairs:
        if len(name) > LONGEST_NAME:
            raise _malformed(Message.of(N_("欄位名稱最多 %(most)s 字"), most=LONGEST_NAME), _shown(name))
    request.form = _as_composed(iter(pairs))
    for upload in request.files.values():
        _compose_name(upload)


def _compose_name(upload: FileStorage) -> None:
    """macOS sends the names of files decomposed."""
    upload.filename = nfc((upload.filename or "").replace("\x00", ""))


def _read_body() -> None:
    if request.is_json:
        request.json_module = BoundedJson
        request.get_json(silent=True)
    elif request.mimetype in MEDIA_TYPES:
        _read_form()
    elif request.content_length or request.headers.get("Transfer-Encoding"):
        message = Message.of(N_("無法讀取這種格式的內容，請以表單或 JSON（application/json）送出"))
        raise UnknownMediaType(blocking_finding("WF-09", message))


def _read_request() -> None:
    """Read path, query and body as far as every route reads them."""
    _read_path()
    _read_query()
    if request.method not in WITHOUT_BODY:
        _read_body()


def init_app(app: Flask) -> None:
    """Read every request before anything else does, the check against forged requests included."""
    app.before_request(_read_request)
