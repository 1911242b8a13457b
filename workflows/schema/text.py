"""Text as it is stored: one normal form, one kind of line end, nothing that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ROW_ID: Final = re.compile(r"^[a-z]-[0-9a-z]{1,32}$")
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def tidy_text(text: str) -> str:
    """NFC, one kind of line end, no white space at the ends of lines."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def encodable(text: str) -> str:
    """Text that may be sent back: half characters, which no encoding knows, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
