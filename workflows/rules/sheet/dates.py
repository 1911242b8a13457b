"""GI rules about the calendar of a sheet: a week for the expert, and dates in the order of the procedure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import from_roc
from workflows.rules.engine import Hit, Stage
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import SheetSubject

WEEK: Final = 7
START: Final = "participation.from"
END: Final = "participation.to"
NOTICE: Final = "results.notified"
STEPS: Final = ("filler.date", START, END, NOTICE)
BY_LETTER: Final = "書面"

Dated = tuple[str, date]


@sheet_rule(
    "GI-17",
    title=N_("程序參與及修正作業預留一週以上"),
    title_en="Participation and revision take at least a week",
    severity=Severity.R,
    source="S003 L591",
    why=N_("時間不足，專家來不及看，機關也來不及改。"),
    reads=("participation", "results"),
    stage=Stage.PARTICIPATION,
)
def a_week_left(subject: SheetSubject) -> Iterator[Hit]:
    """Report less than 7 days from the start to the notice (R), and a participation window under 7 days (W).

    Dates out of order are GI-18's. A meeting is held on one day; its window is not counted.
    """
    start, end, notice = (from_roc(subject.text(path)) for path in (START, END, NOTICE))
    notice = notice if subject.reached(Stage.RESULTS) else None
    if start is None or [one for one in (start, end, notice) if one] != sorted(
        one for one in (start, end, notice) if one
    ):
        return
    if notice and (notice - start).days < WEEK:
        days = (notice - start).days
        words = N_("自程序參與起至通知評估結果僅 %(days)s 日，應預留一週以上。")
        yield Hit(NOTICE, Message.of(words, days=days), about=f"{start}|{notice}", also=(START,))
    elif end and (end - start).days < WEEK and (end > start or BY_LETTER in subject.text("participation.manner")):
        days = (end - start).days
        words = N_("程序參與期間僅 %(days)s 日，不足一週，請確認專家有足夠時間檢視。")
        yield Hit(END, Message.of(words, days=days), about=f"{start}|{end}", also=(START,), severity=Severity.W)


@sheet_rule(
    "GI-18",
    title=N_("日期先後合理：填表、程序參與、通知、報院"),
    title_en="Dates follow the order of the procedure",
    severity=Severity.B,
    source="S003 L550",
    why=N_("先填完第一部分才送專家，專家看完才有評估結果；日期顛倒表示程序未依序辦理。"),
    reads=("filler", "participation", "results", "submitted"),
    stage=Stage.PARTICIPATION,
)
def dates_in_order(subject: SheetSubject) -> Iterator[Hit]:
    """Report each date that lies before the one that should precede it, or the one date that disturbs the order."""
    known = list(_dates_known(subject))
    astray = [place for place in range(len(known)) if _ordered(known[:place] + known[place + 1 :])]
    if not _ordered(known) and len(astray) == 1:
        place = astray[0]
        beside = [known[one] for one in range(len(known)) if one != place and _against(known, place, one)]
        yield _astray(subject, known[place], beside)
        return
    for (before, early), (after, late) in pairwise(known):
        if late < early:
            words = N_("日期 %(late)s 早於前一程序之 %(early)s，請更正。")
            names = {"late": _written(subject, after), "early": _written(subject, before)}
            yield Hit(after, Message.of(words, **names), about=f"{early}|{late}", also=(before,))


def _dates_known(subject: SheetSubject) -> Iterator[Dated]:
    for path in STEPS if subject.reached(Stage.RESULTS) else STEPS[:-1]:
        if day := from_roc(subject.text(path)):
            yield path, day
    if submitted := from_roc(_written(subject, "submitted")):
        yield "submitted", submitted


def _written(subject: SheetSubject, path: str) -> str:
    return subject.text(path) or (subject.facts.submitted or "" if path == "submitted" else "")


def _ordered(dated: Sequence[Dated]) -> bool:
    return all(one[1] <= other[1] for one, other in pairwise(dated))


def _against(known: Sequence[Dated], place: int, other: int) -> bool:
    first, second = sorted((place, other))
    return known[first][1] > known[second][1]


def _astray(subject: SheetSubject, one: Dated, beside: Sequence[Dated]) -> Hit:
    others = "、".join(_written(subject, path) for path, _ in beside)
    words = N_("日期 %(date)s 與其他程序之日期 %(others)s 先後顛倒，請更正。")
    about = "|".join(str(day) for _, day in (one, *beside))
    return Hit(
        one[0],
        Message.of(words, date=_written(subject, one[0]), others=others),
        about,
        tuple(path for path, _ in beside),
    )
