"""The GI rule about marks such as 〔表1〕: what a text cites is there."""

from __future__ import annotations

from collections.abc import Iterator

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.rules.engine import Hit
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import EVERYTHING, SheetSubject
from workflows.schema import FillingParty, dangling_citations


@sheet_rule(
    "GI-37",
    title=N_("引用的性別統計表存在"),
    title_en="Tables of figures that a text cites are there",
    severity=Severity.W,
    source="S003 L518",
    why=N_("引用的表不在檢視表中，審查的人無從核對數字。"),
    reads=EVERYTHING,
)
def citations_resolve(subject: SheetSubject) -> Iterator[Hit]:
    """Report each mark of a table that the sheet does not have."""
    for place, number in dangling_citations(subject.content, subject.texts(FillingParty.STAFF)):
        words = N_("內文引用〔表%(n)s〕，但性別統計表沒有這一表；請補填該表或更正引用。")
        yield Hit(place, Message.of(words, n=number), about=f"{number}|{subject.text(place)}")
