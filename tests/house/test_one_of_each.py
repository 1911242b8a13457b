"""What there is one of stays one: each law names the module that may, and finds a planted second one."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.house.laws import breaches, matching, product


@dataclass(frozen=True)
class Single:
    """Something of which there is one: by what a second one is known, where the one is, and a planted second one."""

    name: str
    sign: re.Pattern[str]
    home: frozenset[str]
    planted: str


SINGLES = (
    Single(
        "calendar",
        re.compile(r"(?<!\d)1911(?!\d)|timedelta\(hours=8\)|ZoneInfo\("),
        frozenset({"workflows/language/calendar.py"}),
        "year = day.year - 1911",
    ),
    Single(
        "decimal reader",
        re.compile(r"InvalidOperation|Decimal\([^)]*\.replace\("),
        # The arithmetic of formulas traps what cannot be computed; it reads nothing.
        frozenset(
            {"workflows/language/decimals.py", "workflows/formula/quantities.py", "workflows/formula/evaluation.py"}
        ),
        'value = Decimal(text.replace(",", ""))',
    ),
    Single(
        "reader of numerals",
        re.compile(r"enumerate\(\"[〇零]?一二三|\"十\": 10"),
        frozenset({"workflows/language/numerals.py"}),
        'DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}',
    ),
    Single(
        "table of units",
        re.compile(r"\"兆\": (?:Decimal|10)|\"(?:人次|公頃)\": \""),
        frozenset({"workflows/language/units.py"}),
        'SCALES = {"兆": 10**12}',
    ),
    Single(
        "wording of targets",
        re.compile(r"def \w*(?:target_words|print_target)\b"),
        frozenset({"workflows/language/targets.py"}),
        "def target_words(target: Mapping[str, str]) -> str:",
    ),
    Single(
        "registry of writers",
        re.compile(
            r"csv\.writer\(|Workbook\(|\"text/csv|== \"(?:csv|xlsx)\"|\(\"(?:csv|xlsx)\", \"(?:csv|xlsx|json)\"\)"
        ),
        frozenset({f"exchange/writers/{name}.py" for name in ("tables", "log")}),
        'if asked in ("csv", "xlsx"):',
    ),
    Single(
        "pager",
        re.compile(r"-\(-\w+ // |^(?:PER_)?PAGE = |\"pages\": "),
        frozenset({"app/frame/paging.py"}),
        "pages = max(1, -(-total // PER_PAGE))",
    ),
    Single(
        "cache",
        re.compile(r"lru_cache|OrderedDict"),
        frozenset({"models/cache.py"}),
        "@lru_cache(maxsize=4096)",
    ),
    Single(
        "finding and offer in JSON",
        re.compile(r"\"raised_from\"\] = |\"open\": offer\.open"),
        frozenset({"workflows/rules/engine.py", "app/frame/documents_json.py"}),
        '{"move": offer.name, "open": offer.open}',
    ),
)
NAMES = [one.name for one in SINGLES]


@pytest.mark.parametrize("single", SINGLES, ids=NAMES)
def test_there_is_one(single: Single) -> None:
    assert breaches(product(), matching(single.sign), exempt=single.home) == []


@pytest.mark.parametrize("single", SINGLES, ids=NAMES)
def test_a_second_one_is_found(single: Single) -> None:
    assert matching(single.sign)(single.planted)
