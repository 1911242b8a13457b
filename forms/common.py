"""What every form needs of what was sent: its texts tidied, its key and version."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # younger than its stubs

from models.wording import N_, Message
from workflows.language import nfc, whole_number
from workflows.lifecycle import Malformed, blocking_finding
from workflows.review import LONGEST_OPINION
from workflows.rules import Finding

Sent = MultiDict[str, str] | ImmutableMultiDict[str, str]
LONGEST_KEY = 80
PASSWORD_FIELDS = frozenset(("password", "present", "new", "again"))
"""Fields that are read as they were typed: another composition of a password is another password."""


def tidy(text: object) -> str:
    """Text as it may be stored: composed, lines ending in one character, without controls and lone surrogates."""
    if not isinstance(text, str):
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return nfc("".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")))


def key_of(sent: Sent) -> str | None:
    """The idempotency key, if one came; raises ``Malformed`` for one that could not be kept."""
    key = sent.get("idempotency_key", "").strip()
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), "key"))
    return key or None


def version_of(sent: Sent) -> int:
    """The version of the document the sender saw; raises ``Malformed`` without one."""
    version = whole_number(sent.get("version", ""), 9)
    if version is None:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請附上您所見文件的版次（version）")), "version"))
    return version


def too_long(text: str, at: str, most: int = LONGEST_OPINION) -> Iterator[Finding]:
    """A finding where a text is longer than may be kept."""
    if len(text) > most:
        yield blocking_finding(
            "WF-10", Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=most, now=len(text)), at
        )


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and their words as a field offers them."""
    return [SelectChoice(value, words) for value, words in pairs]
