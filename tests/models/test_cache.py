"""The one cache: bounded in bytes, what was asked for longest ago goes first, emptied by one call, safe for threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from models import cache
from models.cache import KIB, MIB, Cache, cached, weight


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept: Cache[str] = Cache(3 * KIB)
    for name in "abc":
        kept.put(name, "字" * 300)
    assert len(kept) == 3
    assert kept.get("a")
    kept.put("d", "字" * 300)
    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]


def test_no_more_bytes_are_kept_than_allowed() -> None:
    kept: Cache[tuple[str, ...]] = Cache(20 * KIB)
    for number in range(500):
        kept.put(number, ("字" * (number % 97), "文" * 10))
        assert 0 < kept.bytes <= 20 * KIB
    kept.put("large", ("字" * 20_000,))
    assert kept.get("large") is None
    assert kept.bytes <= 20 * KIB and len(kept) > 0


def test_a_value_put_again_counts_once() -> None:
    kept: Cache[str] = Cache(MIB)
    kept.put("a", "字" * 1000)
    first = kept.bytes
    kept.put("a", "字" * 1000)
    assert kept.bytes == first


@pytest.mark.parametrize(
    "value",
    ["字" * 4000, ("字" * 2000, "文" * 2000), ["x" * 4000], (("字" * 4000, 1), None), {"字" * n for n in range(99)}],
)
def test_a_value_weighs_at_least_its_text(value: object) -> None:
    assert weight(value) > 4000


def counting(most: int) -> tuple[Callable[[str], str], list[str]]:
    calls: list[str] = []

    @cached(most)
    def doubled(text: str) -> str:
        calls.append(text)
        return text * 2

    return doubled, calls


def test_a_function_is_called_once_for_a_text_until_its_bytes_are_used_up() -> None:
    doubled, calls = counting(8 * KIB)
    assert [doubled("甲"), doubled("甲"), doubled("乙")] == ["甲甲", "甲甲", "乙乙"]
    assert calls == ["甲", "乙"]
    for number in range(200):
        doubled(f"{number}")
    assert doubled("甲") == "甲甲"
    assert calls.count("甲") == 2


def test_one_call_empties_all() -> None:
    kept: Cache[str] = Cache(MIB)
    doubled, calls = counting(MIB)
    kept.put("a", "b")
    doubled("甲")
    cache.clear()
    assert (kept.get("a"), len(kept), kept.bytes) == (None, 0, 0)
    doubled("甲")
    assert calls == ["甲", "甲"]


def test_threads_share_a_cache() -> None:
    kept: Cache[int] = Cache(16 * KIB)

    def work(start: int) -> None:
        for number in range(start, start + 2000):
            assert kept.put(number % 91, number % 91) == number % 91
            assert kept.get(number % 91) in (None, number % 91)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert 0 < kept.bytes <= 16 * KIB
