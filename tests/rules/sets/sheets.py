"""Clean gender-impact sheets in the words of different agencies, every person and number invented; files lie beside."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.rules.examples import clean_sheet

FOLDER: Final = Path(__file__).parent / "sheets"
NAMES: Final = (*sorted(path.stem for path in FOLDER.glob("*.json")), "example")


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def sheet(name: str) -> dict[str, Any]:
    """Return a fresh copy of one clean sheet."""
    content: dict[str, Any] = clean_sheet() if name == "example" else json.loads(_text(name))
    return content
