"""``flask gia check`` on files that are no sheet: one sentence in Chinese, the same in English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exchange.sheet_shape import DEEPEST
from tests.cli.commands import RunJson

MALFORMED = {
    "not JSON": (b'{"form": "102A",', "第 1 行第 17 字"),
    "Big5": ("{\"goal\": \"計畫\"}".encode("cp950"), "UTF-8"),
    "a list": (b"[1, 2]", "JSON 物件"),
    "a word": (b'"sheet"', "JSON 物件"),
    "deep": (b'{"goal": ' + b"[" * 100 + b"]" * 100 + b"}", f"{DEEPEST} 層"),
    "deeper": (b"[" * 200_000 + b"]" * 200_000, f"{DEEPEST} 層"),
    "a huge number": (b'{"goal": ' + b"9" * 10_000 + b"}", "數字"),
    "a huge text": (json.dumps({"goal": "字" * 20_001}).encode(), "20000 字"),
    "many values": (json.dumps({"goal": [1] * 30_000}).encode(), "20000 項"),
    "nothing": (b"", "第 1 行第 1 字"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "words"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_file_is_refused_in_chinese_and_in_english(
    run_json: RunJson, tmp_path: Path, data: bytes, words: str
) -> None:
    path = tmp_path / "sheet.json"
    path.write_bytes(data)
    refused = run_json("gia", "check", str(path), status=2)["error"]
    assert words in refused["message"]
    assert len(refused["details"]) == 1
    assert refused["details"][0].isascii()
