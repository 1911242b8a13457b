"""Plans that a PDF program has run together into one line, table columns interleaved.

Preamble and chapter 壹 keep their order and can be cut at their numerals; the cells of the tables are mixed beyond
telling, so chapters 貳 and 參 are not read at all.
"""

from __future__ import annotations

import re
from typing import Final

from exchange.imported import Doubts, Unreadable
from exchange.readers.plan.chapters import NAMES, Chapters, Line
from models.wording import N_, Message
from workflows.language import chinese_numeral

CUTS: Final = tuple(re.compile(re.escape(name)) for name in NAMES.values())
HEAD: Final = re.compile(r"\s*(?P<agency>[^0-9\s]{2,30}?)(?:\s*(?P=agency))?\s*(?P<year>[0-9]{2,3})\s*年度施政計畫")
FIXED_SENTENCE: Final = re.compile(r"(?<=。)(?=本[^，。]{1,4}依據行政院)")
STOPS: Final = "。；！？）」"
MAX_STEPS: Final = 60


def is_flat(text: str) -> bool:
    """Whether all three chapter names stand inside running text, none on a line of its own."""
    places = [match.start() for pattern in CUTS if (match := pattern.search(text))]
    return len(places) == len(CUTS) and places == sorted(places)


def flat_chapters(text: str, doubts: Doubts) -> Chapters:
    """Return title, preamble and chapter 壹 as lines, and doubts about all the rest.

    Raises ``Unreadable`` when even these cannot be cut without guessing.
    """
    start, end = CUTS[0].search(text), CUTS[1].search(text)
    head = HEAD.match(text)
    if not start or not end or not head or head.end() > start.start():
        raise Unreadable(_refusal())
    body = _without_footers(text[: end.start()])
    start = CUTS[0].search(body)
    goals = _cut(body[start.end() :].strip(), 0) if start else []
    if not start or not goals:
        raise Unreadable(_refusal())
    plan = Chapters(head["agency"].strip(), int(head["year"]))
    plan.preamble = _as_lines(FIXED_SENTENCE.sub("\n", body[head.end() : start.start()].strip()).split("\n"))
    plan.goals = _as_lines(goals)
    doubts.add("goals", Message.of(N_("這是 PDF 轉出的整段文字，目標與策略依編號切分，頁碼已略去，請核對分段。")))
    for chapter in ("kpis", "key_plans"):
        why = N_(
            "這是 PDF 轉出的整段文字，「%(chapter)s」各欄交錯，無法可靠讀取，未讀入任何一列；請改用以 Tab 分欄的檔案。"
        )
        doubts.add(chapter, Message.of(why, chapter=NAMES[chapter]))
    plan.order, plan.unread = list(NAMES), ["kpis", "key_plans"]
    return plan


def _refusal() -> Message:
    return Message.of(
        N_("這是 PDF 轉出的整段文字，各欄交錯，無法可靠讀取，未匯入任何內容；請改用分行、以定位字元分欄的文字檔。")
    )


def _as_lines(texts: list[str]) -> list[Line]:
    return [Line(1, text, text, after_blank=True) for text in map(str.strip, texts) if text]


def _without_footers(text: str) -> str:
    """Take page footers such as 13-1, 13-2 out: only a run that begins at page 1 and goes on by ones."""
    first = re.search(r"(?<![0-9-])([0-9]{1,2})-1(?![0-9-])", text)
    if not first:
        return text
    parts, rest = [], text
    for page in range(1, MAX_STEPS):
        match = re.search(rf"(?<![0-9-]){first[1]}-{page}(?![0-9-])", rest)
        if not match:
            break
        parts.append(rest[: match.start()])
        rest = rest[match.end() :]
    return "".join([*parts, rest])


# The marks of each level; the first of a level may follow a title, later ones follow a finished sentence.
LEVELS: Final = (
    lambda number: rf"{chinese_numeral(number)}、",
    lambda number: rf"（{chinese_numeral(number)}）",
    lambda number: rf"(?<![0-9０-９.])(?:{number}|{_wide(number)})(?:、|[.．](?![0-9]))",
)


def _wide(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _cut(text: str, level: int) -> list[str]:
    """Cut a text before the marks of a level and below; without at least two marks of a lower level it stays whole."""
    starts = _starts(text, level)
    if not starts or (level and len(starts) < 2):
        return [text] if level else []
    if level == 0 and text[: starts[0]].strip():
        return []
    parts = [text[begin:end] for begin, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    head = [text[: starts[0]]] if starts[0] else []
    if level + 1 == len(LEVELS):
        return [*head, *parts]
    return [*head, *(piece for part in parts for piece in _cut(part, level + 1))]


def _starts(text: str, level: int) -> list[int]:
    """Return where marks 1, 2, 3 … stand, each after the one before it."""
    starts: list[int] = []
    place = 0
    for number in range(1, MAX_STEPS):
        before = "" if number == 1 else rf"(?<=[{STOPS}])\s*"
        match = re.compile(f"{before}{LEVELS[level](number)}").search(text, place)
        if not match:
            break
        starts.append(match.start())
        place = match.end()
    return starts
