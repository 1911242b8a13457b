"""The letters to outside experts, read from ``data/letters``: the first line is the subject, then a blank line, then the body."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "letters"


@cache
def _template(name: str) -> tuple[str, str]:
    subject, _blank, body = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")
    return subject, body


def letter(kind: str, /, **figures: str) -> tuple[str, str]:
    """Subject and body of one letter with its figures put in; raises ``KeyError`` for one that is missing."""
    subject, body = _template(kind)
    return subject % figures, body % figures
