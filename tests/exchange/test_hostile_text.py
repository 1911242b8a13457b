"""Hostile files neither crash nor hang nor half-read: a whole plan, or ``Unreadable`` with words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.imported import Imported, Unreadable
from exchange.registry import read
from models.canonical import canonical
from tests.growth import NIGHTLY, grows_evenly

SAMPLE = (Path(__file__).parent / "another_agency.txt").read_text(encoding="utf-8")
FLAT = "海107年度施政計畫。壹、年度施政目標及策略貳、年度關鍵績效指標參、年度重要計畫"
MEGABYTE = 1024 * 1024


def whole_or_refused(data: bytes, name: str) -> Imported | None:
    try:
        found = read(data, name)
    except Unreadable:
        return None
    assert json.loads(canonical(dict(found.content))) == dict(found.content)
    json.dumps(found.shape(), ensure_ascii=False).encode()
    return found


@given(st.binary(max_size=2_000))
def test_any_bytes(data: bytes) -> None:
    assert whole_or_refused(data, "a.txt") is None
    assert whole_or_refused(data, "a.json") is None


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.text(max_size=20)), max_size=6))
@settings(deadline=None)
def test_a_plan_with_text_thrown_in(inserted: list[tuple[int, str]]) -> None:
    text = SAMPLE
    for place, words in inserted:
        text = text[:place] + words + text[place:]
    whole_or_refused(text.encode("utf-8", "surrogatepass"), "a.txt")


PIECES = [
    "\t",
    "\n",
    "|",
    "$",
    "\\sum",
    "<p>",
    "</p>",
    "<sub>2</sub>",
    "一、",
    "（一）",
    "1.",
    "(1)",
    "：",
    "無",
    "1",
    "統計數據",
]
PIECES += SAMPLE.split("\n")


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(deadline=None)
def test_a_plan_in_shreds(pieces: list[str]) -> None:
    whole_or_refused("".join(pieces).encode(), "a.md")
    whole_or_refused("\n".join(pieces).encode(), "a.md")


def chapter(name: str, text: str) -> str:
    return SAMPLE.replace("99-2", text) if name == "kpis" else SAMPLE.replace("充實艦艇。", text)


HUGE: dict[str, tuple[int, Callable[[int], str]]] = {
    "one line": (MEGABYTE, lambda n: "字" * n),
    "spaces": (4 * MEGABYTE, lambda n: " " * n),
    "ideographic spaces in a goal": (MEGABYTE, lambda n: chapter("goals", "甲" + "　" * n + "乙")),
    "short lines": (MEGABYTE, lambda n: "壹、年度施政目標及策略\n一、目標\n" + "字\n" * n),
    "goals": (200_000, lambda n: "壹、年度施政目標及策略\n" + "一、目標\n" * n),
    "items": (200_000, lambda n: "壹、年度施政目標及策略\n一、目標\n" + "1.項\n" * n),
    "nested tags": (400_000, lambda n: chapter("goals", "<p>" * n)),
    "goals that go on": (100_000, lambda n: "壹、年度施政目標及策略\n" + "一、目標\n續\n" * n),
    "open tags": (400_000, lambda n: chapter("goals", "<p " * n)),
    "open subscripts": (400_000, lambda n: chapter("goals", "<sub>" * n)),
    "dollars": (MEGABYTE, lambda n: chapter("goals", "$" * n)),
    "backslashes": (MEGABYTE, lambda n: chapter("goals", "$" + "\\" * n)),
    "formulas": (200_000, lambda n: chapter("goals", "$\\sum$ " * n)),
    "open formula texts": (200_000, lambda n: chapter("goals", "$" + "\\text{" * n + "$")),
    "tabs": (MEGABYTE, lambda n: chapter("kpis", "\t" * n)),
    "rows": (200_000, lambda n: chapter("kpis", "甲\t乙\n" * n)),
    "long cells": (300, lambda n: chapter("kpis", ("字" * 1000 + "\t") * n)),
    "citations": (100_000, lambda n: SAMPLE.replace("維護棲地。\t", "維護棲地。\t" + "滿意度、" * n)),
    "long citations": (190, lambda n: SAMPLE.replace("維護棲地。\t", "維護棲地。\t" + ("字" * 3_000 + "、") * n)),
    "content with gaps": (100_000, lambda n: SAMPLE.replace("維護棲地。\t5G 監測站數", "維 護 " * n + "\t")),
    "stops": (500_000, lambda n: chapter("goals", "。 " * n)),
    "flat": (100_000, lambda n: FLAT.replace("策略", "策略" + "一、（一）1." * n)),
    "flat spaces": (MEGABYTE, lambda n: FLAT.replace("策略", "策略" + " " * n)),
    "flat footers": (200_000, lambda n: FLAT.replace("。壹", "。1-1壹").replace("策略", "策略" + "一、1-2" * n)),
    "digits in a goal": (MEGABYTE, lambda n: chapter("goals", "1" * n)),
    "digits in a target": (MEGABYTE, lambda n: chapter("kpis", "1" * n)),
    "grouped digits": (500_000, lambda n: chapter("kpis", "1," * n)),
    "numerals": (MEGABYTE, lambda n: chapter("kpis", "十" * n)),
    "open brackets": (MEGABYTE, lambda n: chapter("goals", "（" * n)),
    "numerals in brackets": (200_000, lambda n: chapter("goals", "（一" * n)),
    "titles": (150_000, lambda n: "海107年度施政計畫\n" * n),
    "ten megabytes": (10 * MEGABYTE, lambda n: "字" * n),
}
"""By name: how often the hostile piece stands there at its largest, and the text with it n times."""


def read_once(data: bytes) -> None:
    """What is measured."""
    whole_or_refused(data, "a.txt")


def grows_with_its_text(build: Callable[[int], str], small: int) -> bool:
    """Whether reading a text grows evenly with how often its hostile piece stands in it."""
    return grows_evenly(read_once, build(small).encode(), build(2 * small).encode())


@pytest.mark.parametrize("name", list(HUGE))
def test_time_grows_with_the_length_of_the_text(name: str) -> None:
    full, build = HUGE[name]
    assert grows_with_its_text(build, max(full // (2 if NIGHTLY else 16), 1))


def test_a_square_growth_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(data: bytes, name: str) -> None:
        sum(1 for _ in range(len(data) ** 2))

    monkeypatch.setitem(globals(), "whole_or_refused", slow)
    assert not grows_with_its_text("字".__mul__, 400)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (SAMPLE.encode("utf-16"), "空位元組"),
        (SAMPLE.replace("台", "").encode("gb18030"), ""),
        (b"\xff\xfe\xfd plan", "空位元組"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "空位元組"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "編碼"),
        (SAMPLE.replace("守", "\ud800").encode("utf-8", "surrogatepass"), "編碼"),
    ],
)
def test_other_encodings_are_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, "a.txt")
    assert words in str(refused.value.message)


GOOD: dict[str, Any] = {
    "kind": "annual_plan",
    "year": 107,
    "agency": "科技部",
    "content": {"preamble": "", "goals": [], "kpis": [], "key_plans": []},
}
KPI = {"goal": "", "title": "", "regime": 1, "method": "", "measure": "", "target": "", "links": []}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSON"),
        ("[" * 200_000, "JSON"),
        ('{"a":' * 100_000, "JSON"),
        ("NaN", "數字"),
        ("9" * 10_000, "數字"),
        ("[]", "應為物件"),
        ('{"kind": "annual_plan", "kind": "annual_plan"}', "兩次"),
        (json.dumps(GOOD).replace("\\u79d1", "\\ud800"), "不完整"),
        (json.dumps({**GOOD, "kind": "letter"}), "annual_plan"),
        (json.dumps({**GOOD, "year": 107.0}), "year"),
        (json.dumps({**GOOD, "year": True}), "year"),
        (json.dumps({**GOOD, "extra": 1}), "extra"),
        (json.dumps({key: value for key, value in GOOD.items() if key != "content"}), "缺少 content"),
        (json.dumps({**GOOD, "content": {**GOOD["content"], "kpis": [{**KPI, "regime": "1"}]}}), "kpis[0].regime"),
        (json.dumps({**GOOD, "content": {**GOOD["content"], "kpis": [{**KPI, "target": 80}]}}), "kpis[0].target"),
        (json.dumps({**GOOD, "content": {**GOOD["content"], "kpis": [KPI] * 300}}), "300"),
        (json.dumps({**GOOD, "content": {**GOOD["content"], "preamble": "字" * 20_001}}), "preamble"),
    ],
)
def test_json_is_read_strictly(text: str, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text.encode(), "a.json")
    assert words in str(refused.value.message)


def test_good_json_is_read() -> None:
    assert read(json.dumps(GOOD).encode(), "a.json").agency == "科技部"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*GOOD, *GOOD["content"], *KPI]), inner),
    )
)
def test_any_json(value: object) -> None:
    whole_or_refused(json.dumps(value).encode(), "a.json")
