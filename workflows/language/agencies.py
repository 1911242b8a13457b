"""Names of central second-level agencies, to tell them from their units and subordinate agencies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from workflows.language.text import plain

NAMES: Final = Path(__file__).resolve().parents[2] / "data" / "rules" / "second_level_agencies.txt"


@cache
def second_level_agencies() -> frozenset[str]:
    """Return the names of the list, in plain form."""
    lines = (line.strip() for line in NAMES.read_text(encoding="utf-8").splitlines())
    return frozenset(plain(line) for line in lines if line and not line.startswith("#"))


def is_second_level(name: str) -> bool:
    """Return whether a plain name is a central second-level agency, with or without 行政院 in front."""
    return name in second_level_agencies() or f"行政院{name}" in second_level_agencies()


def parent_of(name: str) -> str:
    """Return the second-level agency a plain name begins with, empty where it begins with none."""
    return max((one for one in second_level_agencies() if name.startswith(one) and name != one), key=len, default="")


def same_agency(one: str, other: str) -> bool:
    """Return whether two plain names are one agency, with or without 行政院 in front."""
    return one.removeprefix("行政院") == other.removeprefix("行政院")
