"""Targets in words: one function, and, as data, the styles in which plans, outlines and comparisons write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from workflows.language.decimals import grouped


@dataclass(frozen=True, slots=True)
class TargetStyle:
    """How a target is written: the amount inside its comparator, and which units follow the figure without a gap."""

    comparators: Mapping[str, str]
    close: frozenset[str] | None = None
    """``None``: all of them."""


PRINTED: Final = TargetStyle(
    {"≥": "{}以上", "≤": "{}以下", ">": "大於 {}", "<": "低於 {}"}, frozenset({"%", "‰", "℃", "°C", ""})
)
"""As plans print it: 「5,520 人次」, 「80%」, 「10%以下」."""
OUTLINE_STYLE: Final = TargetStyle({sign: f"{sign} {{}}" for sign in "≥≤><"}, frozenset({"%", ""}))
"""In the outline beside a form: 「≥ 5,520 人次」."""
COMPARISON_STYLE: Final = TargetStyle({})
"""Where changes are told: 「≥1,728人次」."""


def target_words(target: Any, style: TargetStyle = PRINTED) -> str:
    """A target (``value``, ``unit``, ``comparator``, ``text``) as it is read, or the text it was written in."""
    if not isinstance(target, Mapping):
        return target if isinstance(target, str) else ""
    if not (value := target.get("value")):
        return str(target.get("text") or "")
    unit, comparator = target.get("unit") or "", target.get("comparator") or ""
    gap = "" if style.close is None or unit in style.close else " "
    return style.comparators.get(comparator, f"{comparator}{{}}").format(f"{grouped(str(value))}{gap}{unit}")
