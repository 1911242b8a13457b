"""The GI rule about the domains a plan concerns (計畫內容涉及領域)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import plain
from workflows.rules.engine import Hit
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import SheetSubject
from workflows.schema import value_at

OTHER_DOMAIN: Final = "3-8"
CODES: Final = frozenset(("item", "code", "no"))


@sheet_rule(
    "GI-04",
    title=N_("至少勾選一個涉及領域，勾選其他者須敘明"),
    title_en="At least one domain is ticked; 其他 needs a text",
    severity=Severity.B,
    source="S003 L506–514",
    why=N_("領域決定由哪些專家參與，也是後續統計的依據。"),
    reads=("domains", "domains_other"),
)
def domains_ticked(subject: SheetSubject) -> Iterator[Hit]:
    """Report no domain, a domain the form does not have, and 其他 without words."""
    if not subject.asks("domains"):
        return
    item = subject.item("domains")
    options = {option.value for option in item[1].options} if item else set()
    ticked = dict(_ticked(value_at(subject.content, "domains")))
    codes = set(ticked)
    if not codes & options:
        yield Hit("domains", Message.of(N_("請至少勾選一個計畫內容涉及領域。")), about="、".join(sorted(ticked)))
    elif unknown := sorted(codes - options):
        yield Hit(
            "domains", Message.of(N_("本版表單沒有領域「%(codes)s」。"), codes="、".join(unknown)), about=str(unknown)
        )
    other_named = ticked.get(OTHER_DOMAIN) or any(subject.text(path) for path in _beside_domains(subject))
    if OTHER_DOMAIN in codes and OTHER_DOMAIN in options and not other_named:
        yield Hit("domains_other", Message.of(N_("勾選「其他」領域者，請簡述計畫涉及領域。")), about="")


def _ticked(value: object) -> Iterator[tuple[str, str]]:
    """Yield code and words of each ticked domain, however a file lays them down: text, row or map."""
    rows: Sequence[object] = value if isinstance(value, list) else [value]
    if isinstance(value, Mapping) and not CODES & set(value):
        rows = [{"item": key, "text": text} for key, text in value.items()]
    for row in rows:
        written = _as_text(row) if isinstance(row, Mapping) else row
        if isinstance(written, str) and written.strip():
            code = re.match(r"\d+-\d+|\S{1,3}", plain(written))
            yield code[0] if code else "", re.sub(r"\d-\d+|其他|領域|[\W_]", "", written)


def _as_text(row: Mapping[str, object]) -> str:
    """Return a row as 「3-8 words」, empty where its tick is off."""
    code = next((str(row[key]) for key in CODES if row.get(key)), "")
    words = [word for key, word in row.items() if key not in CODES]
    return "" if False in words or None in words else " ".join((code, *(one for one in words if isinstance(one, str))))


def _beside_domains(subject: SheetSubject) -> Iterator[str]:
    """Yield the places beside the ticks where a file may say what the other domain is."""
    yield "domains_other"
    yield from (key for key in subject.content if key.startswith(("domain", "other_domain")) and key != "domains")
