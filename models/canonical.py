"""Canonical JSON (RFC 8785) and its SHA-256, the one form in which content is stored, compared and signed.

The values allowed here have no floats and only ASCII keys, and for those the standard library's encoder gives the
same bytes as RFC 8785 at a twentieth of the cost; ``tests/models/test_canonical.py`` proves it against the rfc8785
package on random values.
"""

from __future__ import annotations

import json
import unicodedata
from hashlib import sha256
from typing import Any

MAX_SAFE_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """The value cannot be written as canonical JSON: a float, an odd key, a lone surrogate, text that is not NFC."""


def _refuse(value: Any, at: str = "") -> None:
    if isinstance(value, str):
        if not value.isascii() and not unicodedata.is_normalized("NFC", value):
            raise NotCanonical(f"{at}: text is not NFC")
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise NotCanonical(f"{at}: integer beyond 2^53-1; write it as a string")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{at}: keys are ASCII text")
            _refuse(item, f"{at}.{key}")
    elif isinstance(value, list | tuple):
        for place, item in enumerate(value):
            _refuse(item, f"{at}[{place}]")
    else:
        raise NotCanonical(f"{at}: {type(value).__name__} has no canonical form; decimals are strings")


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a value made of text, integers, booleans, null, lists and objects.

    Raises ``NotCanonical`` for anything else, so that no float and no unnormalised text can enter a digest.
    """
    _refuse(value)
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError as lone:
        raise NotCanonical("lone surrogate in text") from lone


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return sha256(data).hexdigest()


def compose(parts: dict[str, bytes]) -> bytes:
    """The canonical object whose members are already canonical: no member is encoded again."""
    members = (b'"%s":%s' % (key.encode("ascii"), parts[key]) for key in sorted(parts))
    return b"{" + b",".join(members) + b"}"
