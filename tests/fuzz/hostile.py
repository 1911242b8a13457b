"""What nobody types by accident: values that have broken a program before, and bodies no form would send."""

from __future__ import annotations

import json
from random import Random
from typing import Any

NUMBERS: tuple[str, ...] = (
    *map(str, (0, -1, 2**31 - 1, 2**31, 2**32, 2**63 - 1, 2**63, 2**64, 10**18, 10**40)), "9" * 5_000, "007", "１", "²",
)  # fmt: skip
"""Numbers for the path, most of them beyond some column or reader."""
TEXTS: tuple[str, ...] = (
    "",
    " ",
    "\x00",
    "甲\x00乙",
    "\ud800",
    "甲\udfff乙",
    "cafe\u0301 e\u0301",
    "\u202e反\u202c",
    "\u200b零寬\u2060",
    "\r\n行",
    "a\u0300" * 300,
    "長" * 300,
    "長" * 5_000,
    "字" * 40_000,
    "9" * 18,
    "9" * 40,
    "9" * 5_000,
    "1e999",
    "-1",
    "NaN",
    "Infinity",
    "１２３",
    "²",
    "१२",
    "0x10",
    "%(n)s {0} {{7*7}}",
    "'; DROP TABLE documents; --",
    "../../etc/passwd",
    "[[[[[[",
    "\U0001f600",
    "\ufffe\uffff",
    "199/13/45",
    "999/12/31",
    "0001/1/1",
    "2026-02-30",
    "//example.org/x",
    "http://[::1",
    "a[b].c[d].e",
    "kpis[",
    "add:" + "k" * 300,
)
"""Texts for a field, a query or a piece of the path."""
WORST: tuple[str, ...] = ("甲\x00乙", "甲\udfff乙", "cafe\u0301", "9" * 5_000, "字" * 40_000)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, 2**31, 2**63, 10**40, [], {}, [[]], [None], {"": ""}, [{}], {"id": []},
    ["\x00"], {"\ud800": "\udfff"}, [1, "a", None], {"text": {"text": {}}}, ["長" * 3_000] * 20,
)  # fmt: skip
"""Values of other types than a field wants, for JSON."""
TYPES: tuple[str, ...] = (
    "text/plain",
    "application/xml",
    "application/json; charset=utf-7",
    "application/json",
    "application/merge-patch+json",
    "application/x-www-form-urlencoded; charset=\x7f",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "x",
    "",
)
"""Media types, among them those that do not fit the body."""
RAW: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{",
    b'{"version":' + b"9" * 5_000 + b"}",
    b'{"version":1e999,"parts":NaN}',
    b"[" * 100_000,
    b'{"parts":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
    b'{"version":1,"version":2}',
    b'{"text":"\\ud800","reason":"\\u0000"}',
    b"\xff\xfe\x00",
    b'{"text":"\xff"}',
    b"\xef\xbb\xbf{}",
    b"a=%00&b=%ed%a0%80&version=%00",
    b"&".join(b"f%d=x" % number for number in range(3_000)),
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00.txt"\r\n\r\nabc\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name\r\n\r\n",
    b"version=" + b"9" * 200_000,
    b'{"parts":{' + b",".join(b'"p%d":1' % number for number in range(5_000)) + b"}}",
)
"""Bodies as bytes."""


def text(random: Random) -> str:
    """A hostile text; those that no column can hold come most often."""
    return random.choice(TEXTS if random.random() < 0.6 else WORST)


def number(random: Random) -> str:
    """A hostile number for the path."""
    return random.choice(NUMBERS)


def value(random: Random) -> Any:
    """A hostile value for JSON: a text, or something of another type."""
    return text(random) if random.random() < 0.5 else random.choice(VALUES)


def spoiled_json(random: Random, body: dict[str, Any]) -> bytes:
    """The object with up to three hostile values, some of them under names that nobody asked for."""
    spoiled = dict(body)
    for _each in range(random.randint(0, 3)):
        name = random.choice([*body, "unknown", text(random)[:50]]) if body else "unknown"
        spoiled[name] = value(random)
    # ``json`` writes no integer beyond 4,300 digits; lone surrogates leave as escapes.
    return json.dumps(spoiled).encode("ascii")


def spoiled_form(random: Random, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a form with up to two hostile texts, now and then one left out or sent twice."""
    spoiled = list(fields)
    for _each in range(random.randint(0, 2)):
        if spoiled:
            place = random.randrange(len(spoiled))
            spoiled[place] = (spoiled[place][0], text(random))
    if spoiled and random.random() < 0.2:
        spoiled.pop(random.randrange(len(spoiled)))
    if spoiled and random.random() < 0.1:
        spoiled.append(random.choice(spoiled))
    return spoiled
