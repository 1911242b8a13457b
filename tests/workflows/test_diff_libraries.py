"""The comparison does not depend on the compiled library, which has no wheel for every Python and machine."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from workflows.content import text_diff as diff_text

PAIRS = (
    ("補助延攬優秀科研人才", "補助延攬優秀科技人才"), ("2,215 人次", "1,728 人次"), ("", "新增一句。"), ("刪除一句。", ""),
    ("推動平台建置，完成 3 項。", "推動平臺建置，並完成 4 項工作。"), ("不變", "不變"),
)  # fmt: skip


@pytest.fixture
def without_compiled(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it loads where there is no wheel."""
    monkeypatch.setitem(sys.modules, "fast_diff_match_patch", None)
    spec = importlib.util.spec_from_file_location("diff_text_without_wheel", diff_text.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_it_loads_without_the_compiled_library(without_compiled: ModuleType) -> None:
    assert without_compiled.class_of("臺灣", "台灣") == diff_text.class_of("臺灣", "台灣")


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_both_libraries_mark_the_same(without_compiled: ModuleType, before: str, after: str) -> None:
    pytest.importorskip("diff_match_patch", reason="the compiled library serves here; the pure one is not installed")
    marked = without_compiled.pieces(before, after)
    assert marked == diff_text.differing_passages(before, after)
    assert "".join(text for sign, text in marked if sign != "+") == before
    assert "".join(text for sign, text in marked if sign != "-") == after
