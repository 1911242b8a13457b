"""The reader of pages finds each fault that was planted in a good page."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.pages import Page, PageClient, faults_of

GOOD = """<!DOCTYPE html><html lang="zh-Hant-TW"><head><title>計畫 — 編審</title></head><body><h1>計畫</h1>
<form action="/plans" method="post"><input type="hidden" name="csrf_token" value="t"><label for="y">年度</label>
<input id="y" name="year" value="107"><label>附註<textarea name="note">
甲 &amp; 乙</textarea></label><select name="kind" aria-label="種類"><option value="a">甲</option><option value="b" selected>乙</option></select>
<input type="checkbox" name="all" id="all" checked><label for="all">全部</label><button name="go" value="save">儲存</button></form>
<img src="/static/mark.svg" alt=""></body></html>"""
POLICY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


def test_a_good_page_has_no_fault() -> None:
    assert faults_of(GOOD) == []


@pytest.mark.parametrize(
    ("good", "planted", "fault"),
    [
        ('lang="zh-Hant-TW"', "", "language"),
        ("<h1>計畫</h1>", "", "h1"),
        ("<h1>計畫</h1>", "<h1>計畫</h1><h1>又</h1>", "h1"),
        ("<title>計畫 — 編審</title>", "<title></title>", "title"),
        ('for="y"', 'for="z"', "no label for the field 'year'"),
        ('aria-label="種類"', "", "no label for the field 'kind'"),
        ('id="all" checked', 'id="y" checked', "'y' stands twice"),
        ('alt=""', "", "alt"),
        ("<h1>", '<h1 style="color:red">', "style"),
        ("<h1>", '<h1 onclick="x()">', "onclick"),
        ("<h1>", "<script>x()</script><h1>", "script"),
        (">儲存<", ">儲存 %(count)s 項<", "shows through"),
        (">儲存<", ">Message(text='x')<", "shows through"),
        ('<input type="hidden" name="csrf_token" value="t">', "", "CSRF"),
    ],
)
def test_a_planted_fault_is_found(good: str, planted: str, fault: str) -> None:
    assert good in GOOD
    found = faults_of(GOOD.replace(good, planted, 1))
    assert any(fault in each for each in found), found


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    form = Page(GOOD).forms[0]
    assert form.fields == [("csrf_token", "t"), ("year", "107"), ("note", "甲 & 乙"), ("kind", "b"), ("all", "on")]
    assert form.buttons == [("go", "save")]


@pytest.mark.parametrize("missing", [*POLICY, ""])
def test_the_client_refuses_a_page_without_its_headers(missing: str) -> None:
    plain = Flask("plain")
    plain.test_client_class = PageClient
    headers = {name: value for name, value in POLICY.items() if name != missing}
    plain.add_url_rule("/", view_func=lambda: (GOOD, headers))
    if missing:
        with pytest.raises(AssertionError, match="GET /"):
            plain.test_client().get("/")
    else:
        assert plain.test_client().get("/").status_code == 200
