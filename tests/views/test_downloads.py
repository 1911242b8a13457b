"""Lists as files: each address gives its formats with their media type, file name and first bytes, and its menu names them."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask

from tests.views.reviewers import World

CSV, JSON = "text/csv; charset=utf-8", "application/json"
MARK = "\ufeff".encode()
NOON = "2018-08-10T04:00:00Z"


@pytest.mark.parametrize(
    ("part", "address", "media_type", "disposition", "begins"),
    [
        ("planning", "/plans?format=csv", CSV, "attachment; filename=plans.csv", MARK + "編號,年度,機關".encode()),
        ("planning", "/plans?format=json", JSON, "attachment; filename=plans.json", b'{\n "plans": ['),
        ("planning", "/?format=csv", CSV, "attachment; filename=desk.csv", MARK + "停留日數,自,文件".encode()),
        ("auditor", "/audit?format=csv", CSV, 'attachment; filename="audit-20180810.csv"', MARK + b"seq,ts,account"),
        ("auditor", "/audit?format=json", JSON, 'attachment; filename="audit-20180810.json"', b'[\n{"action":'),
        ("auditor", "/audit/export", "application/zip", 'attachment; filename="audit-20180810.zip"', b"PK"),
    ],
)
def test_a_list_as_a_file(
    app: Flask, part: str, address: str, media_type: str, disposition: str, begins: bytes
) -> None:
    with time_machine.travel(NOON):
        client = World(app).enter(part)
        answer = client.get(address)
    assert answer.status_code == 200
    assert (answer.headers["Content-Type"], answer.headers["Content-Disposition"]) == (media_type, disposition)
    assert answer.data.startswith(begins)


@pytest.mark.parametrize(
    ("part", "address", "formats"),
    [("planning", "/plans", ["csv", "json"]), ("auditor", "/audit", ["csv", "json"])],
)
def test_the_menu_of_a_list_names_its_formats(app: Flask, part: str, address: str, formats: list[str]) -> None:
    page = World(app).enter(part).get(address).text
    assert [name for name in ("xlsx", "csv", "json") if f"format={name}" in page] == formats


@pytest.mark.parametrize("address", ["/plans?format=xlsx", "/plans?format=nothing", "/?format=json", "/?format=xlsx"])
def test_a_format_that_a_list_does_not_have_gives_the_page(app: Flask, address: str) -> None:
    answer = World(app).enter("planning").get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
