"""From the bytes of a text file to text, in one of the encodings that Taiwan's offices use."""

from __future__ import annotations

import re
from typing import Final

from exchange.imported import Doubts, Unreadable
from models.wording import N_, Message
from workflows.language import nfc

# UTF-8 first: Chinese text in Big5 is practically never valid UTF-8, the reverse happens.
ENCODINGS: Final = ("utf-8-sig", "cp950")
UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
LINE_ENDS: Final = re.compile("\r\n|[\r\f\u2028\u2029]")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Unicode category Cf: zero-width and direction-changing signs.
INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)


def decoded(data: bytes, doubts: Doubts) -> str:
    """Return NFC text with ``\\n`` line ends and without invisible format characters; refuse what is no text."""
    if not data.strip():
        raise Unreadable(Message.of(N_("檔案是空的。")))
    if data.startswith(UTF16_MARKS) or b"\x00" in data:
        raise Unreadable(Message.of(N_("這不是純文字檔（含有空位元組）；請另存為 UTF-8 文字檔後再匯入。")))
    text = _first_that_fits(data)
    text = LINE_ENDS.sub("\n", text)
    _refuse_controls(text)
    return nfc(_without_invisible(text, doubts))


def _first_that_fits(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(Message.of(N_("看不懂檔案的文字編碼；請另存為 UTF-8（或 Big5）文字檔後再匯入。")))


def _refuse_controls(text: str) -> None:
    if match := CONTROLS.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise Unreadable(Message.of(N_("第 %(line)s 行含有控制字元，這可能不是純文字檔。"), line=line))


def _without_invisible(text: str, doubts: Doubts) -> str:
    """Drop zero-width and direction-changing signs: they hide what a reader of the page would sign for."""
    kept, count = INVISIBLE.subn("", text)
    if count:
        doubts.add("document", Message.of(N_("原文夾有 %(count)s 個看不見的格式字元，已略去。"), count=count))
    return kept
