"""What every form needs of what was sent: its texts tidied, its key and version, a JSON object under the names of a page's form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # younger than its stubs

from models.wording import N_, Message
from workflows.language import nfc, whole_number
from workflows.lifecycle import Malformed, blocking_finding
from workflows.review import LONGEST_OPINION
from workflows.rules import Finding

Sent = MultiDict[str, str] | ImmutableMultiDict[str, str]
LONGEST_KEY = 80


def tidy(text: object) -> str:
    """Text as it may be stored: composed, lines ending in one character, without controls and lone surrogates."""
    if not isinstance(text, str):
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return nfc("".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")))


def flat(body: Any) -> MultiDict[str, str]:
    """A JSON object of texts, figures, flags and opinions under the names a page's form would use.

    Raises ``Malformed`` for anything else.
    """
    if not isinstance(body, Mapping):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("內容須為 JSON 物件"))))
    fields: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        if name == "opinions" and isinstance(value, list):
            for place, opinion in enumerate(value):
                if not isinstance(opinion, Mapping):
                    raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), f"opinions[{place}]"))
                fields[f"opinions-{place}-text"] = _word(opinion.get("text"), f"opinions[{place}].text")
                fields[f"opinions-{place}-anchor"] = _word(opinion.get("anchor"), f"opinions[{place}].anchor")
        else:
            fields["idempotency_key" if name == "key" else str(name)] = _word(value, str(name))
    return fields


def _word(value: Any, at: str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str | int):
        return "" if value is None else str(value)
    raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), at))


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
