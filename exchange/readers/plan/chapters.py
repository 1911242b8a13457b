"""The lines of a plan, with the three chapters they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from exchange.imported import Doubts, Unreadable
from models.wording import N_, Message
from workflows.language import fold

MARKER: Final = re.compile(r"^[ \u3000]*(?:(#{1,6})[ \u3000]*|[-*+][ \u3000]+)?")
TITLE: Final = re.compile(
    r"^(?P<agency>\S.{0,60}?)??[ \u3000]*(?P<year>[0-9０-９]{2,3})[ \u3000]*年度施政計畫(?:[（(][^（）()]{1,20}[）)])?$"
)
COMPILED: Final = re.compile(r"編定[ \u3000]*([0-9０-９]{2,3})[ \u3000]*年度施政計畫")
FOOTER: Final = re.compile(r"^[0-9]{1,2}-[0-9]{1,3}$")
MAX_HEADING: Final = 120
CHAPTERS: Final = {
    "goals": re.compile(r"^壹[、.．]?[ \u3000]*年度施政目標(?:及策略)?$"),
    "kpis": re.compile(r"^[貳贰][、.．]?[ \u3000]*年度關鍵績效指標$"),
    "key_plans": re.compile(r"^[參叁参][、.．]?[ \u3000]*年度重要計[畫劃]$"),
}
NAMES: Final = {"goals": "壹、年度施政目標及策略", "kpis": "貳、年度關鍵績效指標", "key_plans": "參、年度重要計畫"}


# Two headings of each table, which no other table has.
TABLE_HEADS: Final = {
    "kpis": frozenset(map(fold, ("評估體制", "衡量標準"))),
    "key_plans": frozenset(map(fold, ("工作計畫名稱", "實施內容"))),
}
MAX_CELLS: Final = 20


class NoChapters(Unreadable):
    """No chapter heading stands on a line of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: ``raw`` as it stands, ``text`` without heading or bullet marks."""

    number: int
    raw: str
    text: str
    heading: bool = False
    after_blank: bool = False

    @property
    def is_row(self) -> bool:
        """Whether the line is a table row: cells parted by tabs, or a markdown row between bars."""
        return "\t" in self.raw or (
            len(self.raw) > 1 and self.raw.strip().startswith("|") and self.raw.rstrip().endswith("|")
        )


@dataclass(slots=True)
class Chapters:
    """A plan cut at its chapter headings; page footers such as 13-4 are left out."""

    agency: str | None = None
    year: int | None = None
    preamble: list[Line] = field(default_factory=list)
    goals: list[Line] = field(default_factory=list)
    kpis: list[Line] = field(default_factory=list)
    key_plans: list[Line] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    page_prefixes: list[str] = field(default_factory=list)


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines that say something."""
    after_blank = True
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            after_blank = True
            continue
        match = MARKER.match(raw)
        rest = raw[match.end() :].strip() if match else raw.strip()
        if len(rest) > 4 and rest.startswith("**") and rest.endswith("**"):
            rest = rest[2:-2].strip()
        if rest and not FOOTER.match(rest):
            yield Line(number, raw, rest, heading=bool(match and match[1]), after_blank=after_blank)
        after_blank = False


def prefixes_of(text: str) -> list[str]:
    """Return the agency numbers of the page footers (13 of 13-4), in the order in which they are first met."""
    footers = (line.strip() for line in text.split("\n"))
    return list(dict.fromkeys(footer.partition("-")[0] for footer in footers if FOOTER.match(footer)))


def chapters_of(text: str, doubts: Doubts) -> Chapters:
    """Cut the text into title, preamble and chapters; raise ``Unreadable`` when it is no annual plan."""
    plan = Chapters()
    plan.page_prefixes = prefixes_of(text)
    current, seen = plan.preamble, plan.order
    for line in lines_of(text):
        chapter = next((name for name, pattern in CHAPTERS.items() if pattern.match(line.text)), None)
        if chapter in seen:
            raise Unreadable(
                Message.of(
                    N_("第 %(line)s 行又出現一次「%(chapter)s」，無法判斷章節範圍。"),
                    line=line.number,
                    chapter=NAMES[chapter],
                )
            )
        if chapter:
            seen.append(chapter)
            current = getattr(plan, chapter)
        elif headed := _headed(line, seen):
            # the table of a chapter whose name is missing: it is read, and the missing name is told
            current = getattr(plan, headed)
            current.append(line)
        elif not (current is plan.preamble and _is_title(line, plan)):
            current.append(line)
    if not seen:
        raise NoChapters(
            Message.of(
                N_("找不到「%(chapter)s」等章名，這不像是年度施政計畫（若內容無誤，請檢查檔案的文字編碼與分行）。"),
                chapter=NAMES["goals"],
            )
        )
    _doubt_chapters(seen, doubts)
    _year_from_preamble(plan, doubts)
    return plan


def _headed(line: Line, seen: list[str]) -> str:
    """Return the chapter whose table head this line is, where that chapter's name has not been met."""
    if not line.is_row:
        return ""
    cells = {fold(cell) for cell in re.split(r"[\t|]", line.raw)[:MAX_CELLS]}
    return next((name for name, head in TABLE_HEADS.items() if name not in seen and head <= cells), "")


def _is_title(line: Line, plan: Chapters) -> bool:
    """Take agency and year from the document's title, which may stand twice or on two lines."""
    match = TITLE.match(line.text) if len(line.text) <= MAX_HEADING else None
    if not match or (plan.year and int(match["year"]) != plan.year):
        return False
    plan.year = int(match["year"])
    plan.agency = match["agency"] or plan.agency
    if not plan.agency and len(plan.preamble) == 1 and len(plan.preamble[0].text) <= 30:
        plan.agency = plan.preamble.pop().text
    return True


def _doubt_chapters(seen: list[str], doubts: Doubts) -> None:
    for name in NAMES:
        if name not in seen:
            doubts.add(name, Message.of(N_("文件沒有「%(chapter)s」這一章。"), chapter=NAMES[name]))
    if [name for name in NAMES if name in seen] != seen:
        doubts.add("document", Message.of(N_("各章次序與「壹、貳、參」不同。")))


def _year_from_preamble(plan: Chapters, doubts: Doubts) -> None:
    years = {int(match) for line in plan.preamble for match in COMPILED.findall(line.text)}
    if plan.year is None and len(years) == 1:
        plan.year = years.pop()
        doubts.add("year", Message.of(N_("文件沒有標題，年度 %(year)s 取自前言「編定」一句。"), year=plan.year))
    elif plan.year is not None and years - {plan.year}:
        doubts.add("preamble", Message.of(N_("前言所寫的年度與標題的 %(year)s 年度不同。"), year=plan.year))
    if plan.agency is None:
        doubts.add("agency", Message.of(N_("文件沒有寫明機關名稱。")))
    if plan.year is None:
        doubts.add("year", Message.of(N_("文件沒有寫明年度。")))
