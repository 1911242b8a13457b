"""Text that stands in a chapter but belongs to no field: reported in full, or too much to read the document at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exchange.imported import Doubts, Unreadable
from models.wording import N_, Message

MAX_PLACES: Final = 20
MAX_LENGTH: Final = 1_000


def doubt_unplaced(at: str, lost: Sequence[tuple[int, str]], doubts: Doubts) -> None:
    """Quote each text with its line; raise ``Unreadable`` when so much is left that the table was not understood."""
    sentences = [
        Message.of(N_("第 %(line)s 行「%(text)s」不知屬於哪一欄，未收入。"), line=line, text=text)
        for line, text in lost
    ]
    if len(lost) > MAX_PLACES or any(len(text) > MAX_LENGTH for _, text in lost):
        why = N_("表格有 %(count)s 處文字讀不進任何一欄（自第 %(line)s 行起），格式無法辨識，未匯入任何內容。")
        shortened = [
            Message.of(N_("第 %(line)s 行「%(text)s」"), line=line, text=text[:60]) for line, text in lost[:MAX_PLACES]
        ]
        raise Unreadable(Message.of(why, count=len(lost), line=lost[0][0]), shortened)
    for sentence in sentences:
        doubts.add(at, sentence)
