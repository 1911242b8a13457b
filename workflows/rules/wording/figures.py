"""DT rules about people, rows, dates and figures that are wrong whatever the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import cached_fold, figure_value, from_roc, impossible_date_in, odd_thousands_in
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import EVERYTHING, KpiSubject, PlanSubject, SheetSubject
from workflows.rules.wording.texts import ALL, Judged, filled
from workflows.schema import Input

SHEET: Final = (Kind.GENDER_IMPACT,)
_CUMULATIVE: Final = re.compile(r"累計|累積")
_YEAR_VALUES: Final = re.compile(
    r"(?<!\d)(1\d{2})年度?[^\d，。；、（()]{0,4}?(\d[\d,]*(?:\.\d+)?(?:萬[\d,]*)?)(?![\d年月])"
)


@rule(
    "DT-01",
    title=N_("同一人職稱一致"),
    title_en="The same person has the same title everywhere",
    severity=Severity.I,
    source="S003",
    why=N_("同一人在各表職稱不同，承辦與審查者無從確認身分。"),
    kinds=SHEET,
    reads=("filler", "participation"),
)
def titles_agree(subject: SheetSubject) -> Iterator[Hit]:
    """Report a title that differs from the one known of the same person, where other forms are at hand."""
    for who in ("filler", "participation.expert"):
        name, title = subject.text(f"{who}.name"), subject.text(f"{who}.title")
        known = subject.facts.titles_of_people.get(name, "")
        if title and known and cached_fold(title) != cached_fold(known):
            words = N_("%(name)s 在其他表件之職稱為「%(known)s」，本表為「%(title)s」，請核對。")
            yield Hit(
                f"{who}.title", Message.of(words, name=name, known=known, title=title), about=f"{name}|{title}|{known}"
            )


@rule(
    "DT-06",
    title=N_("列不因跨頁而斷開"),
    title_en="No row is split by a page break",
    severity=Severity.B,
    source="S000 L75→79、L90→94",
    why=N_("跨頁的後半列讀成另一項，項數與內容都會錯，關聯也會對不上。"),
    kinds=(Kind.ANNUAL_PLAN,),
    reads=("kpis", "key_plans"),
    apart=True,
)
def rows_whole(subject: PlanSubject) -> Iterator[Hit]:
    """Report a row of chapter 貳 or 參 that holds only the rest of a text."""
    for at in subject.rests:
        words = (
            N_("這一列只有衡量標準，沒有評估體制、評估方式與目標值，看來是上一項的續頁，請併回上一項。")
            if at.startswith("kpis")
            else N_("這一列只有實施內容，沒有計畫項目、類別與關聯指標，看來是上一項的續頁，請併回上一項。")
        )
        yield Hit(at, Message.of(words), about=at)


@rule(
    "DT-07",
    title=N_("日期為實有之民國日期"),
    title_en="Dates exist",
    severity=Severity.W,
    source="S003",
    why=N_("不存在的日期無法排程，也無從判斷先後。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def dates_exist(subject: Judged) -> Iterator[Hit]:
    """Report unreadable date fields of a sheet (B) and impossible dates inside texts (W)."""
    if isinstance(subject, SheetSubject) and not subject.exempt:
        for path, (_, item) in subject.form_version.places.items():
            written = subject.text(path)
            if item.input is Input.DATE and written and not from_roc(written):
                words = N_("「%(date)s」不是民國日期，請以 107-07-20 之形式填寫。")
                yield Hit(path, Message.of(words, date=written), about=written, severity=Severity.B)
    for at, text in filled(subject):
        if written := impossible_date_in(text):
            yield Hit(at, Message.of(N_("「%(date)s」不是實有的日期，請更正。"), date=written), about=written)


@rule(
    "DT-08",
    title=N_("千分位正確"),
    title_en="Thousands are grouped by three",
    severity=Severity.W,
    source="S000 貳",
    why=N_("千分位點錯一位，數字就差十倍，讀的人無從判斷。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def thousands_grouped(subject: Judged) -> Iterator[Hit]:
    """Report figures whose groups behind the comma are not of three digits; short lists are left alone."""
    for at, text in filled(subject):
        if figure := odd_thousands_in(text):
            yield Hit(at, Message.of(N_("「%(figure)s」的千分位不正確，請更正。"), figure=figure), about=figure)


@rule(
    "DT-09",
    title=N_("累計數值不逐年減少"),
    title_en="Cumulative figures do not fall",
    severity=Severity.W,
    source="S003 L86、L118",
    why=N_("累計值只會增加；減少表示其中一年是當年值，加總就會錯。"),
    kinds=(Kind.ANNUAL_PLAN, Kind.KPI_DEFINITION),
    reads=("kpis", "kpi"),
    heuristic=True,
    apart=True,
)
def cumulative_grows(subject: PlanSubject | KpiSubject) -> Iterator[Hit]:
    """Report a measure that says 累計 and gives yearly values that fall."""
    for kpi in subject.kpis:
        first = _YEAR_VALUES.search(kpi.definition)
        before = kpi.definition[: first.start()] if first else ""
        if not _CUMULATIVE.search(kpi.title + before):
            continue  # said behind the years, it is their sum
        read = ((int(year), figure_value(value.rstrip(","))) for year, value in _YEAR_VALUES.findall(kpi.definition))
        values = [(year, value) for year, value in read if value is not None]
        falls = [(a, b) for a, b in pairwise(values) if b[0] == a[0] + 1 and b[1] < a[1]]
        if falls:
            words = N_("載明為累計，%(year)s 年的數值卻低於前一年，請確認是累計值或當年值。本項依文字推斷。")
            yield Hit(kpi.field("measure"), Message.of(words, year=falls[0][1][0]), about=kpi.definition)
