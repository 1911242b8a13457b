"""DT rules: wording and figures that are wrong whatever the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, said
from workflows.rules.brackets import unpaired
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi_columns import is_remnant
from workflows.rules.kpi_formulas import has_formula
from workflows.rules.likeness import folded, likeness
from workflows.rules.plan_subject import KpiSubject, PlanSubject, text_of
from workflows.rules.reading import plain, roc_date
from workflows.rules.sheet_subject import SheetSubject
from workflows.sheets import ItemKind

ALL: Final = (Kind.ANNUAL_PLAN, Kind.KPI_DEFINITION, Kind.GENDER_IMPACT)
SHEET: Final = (Kind.GENDER_IMPACT,)
EVERYTHING: Final = (
    "preamble", "goals", "kpis", "key_plans", "kpi", "need", "goal", "mechanism", "beneficiaries", "evaluation",
    "participation", "results", "filler", "plan_title",
)  # fmt: skip
LIKE_A_NOTE: Final = 0.85
SAME_NOTE: Final = 0.98
SHORTEST_NOTE: Final = 10
Judged = PlanSubject | KpiSubject | SheetSubject

_PUNCTUATION: Final = re.compile(r"([，。、；：])[，。、；：]+")
_PLACEHOLDER: Final = re.compile(
    r"[○◯Ｏ]{2,}|(?<![A-Za-z])[OoＸXx]{3,}(?![A-Za-z])|_{3,}|＿{2,}|待補(?!助|償|強|充保)|待填|待確認|請填[寫列入]|請自行|自行增減|範例[：:]|如下例|TBD|TODO|（略）|\(略\)"
)
_DATE: Final = re.compile(r"(?<!\d)(\d{2,3})年(\d{1,2})月(?:(\d{1,3})日)?")
_GROUPED: Final = re.compile(r"(?<![\d,.A-Za-z-])\d{1,3}(?:,\d+)+(?![\d,])")
_CUMULATIVE: Final = re.compile(r"累計|累積")
_YEAR_VALUES: Final = re.compile(r"(?<!\d)(1\d{2})年度?[：:為]{0,2}([\d,]+(?:\.\d+)?)(?![\d年月])")
_VARIANT_WORDS: Final = (
    ("臺灣", "台灣"), ("平臺", "平台"), ("來臺", "來台"), ("臺北", "台北"), ("臺中", "台中"), ("臺南", "台南"), ("臺澳", "台澳"),
    ("占比", "佔比"), ("其他", "其它"), ("計畫", "計劃"), ("規劃", "規畫"), ("策劃", "策畫"), ("企劃", "企畫"),
)  # fmt: skip


@cache
def simplified() -> frozenset[str]:
    """Return the ideographs that the mainland's set has and Taiwan's has not: 创, 为, 产 …"""

    def within(sign: str, encoding: str) -> bool:
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            return False
        return True

    return frozenset(
        sign for sign in map(chr, range(0x4E00, 0xA000)) if within(sign, "gb2312") and not within(sign, "cp950")
    )


def _filled(subject: Judged) -> Iterator[tuple[str, str]]:
    return ((at, text) for at, text in subject.texts() if text)


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
        if title and known and folded(title) != folded(known):
            words = N_("%(name)s 在其他表件之職稱為「%(known)s」，本表為「%(title)s」，請核對。")
            yield Hit(f"{who}.title", said(words, name=name, known=known, title=title), about=f"{name}|{title}|{known}")


@rule(
    "DT-02",
    title=N_("同一詞用字一致"),
    title_en="One word is written one way",
    severity=Severity.I,
    source="domain.md §1.4",
    why=N_("臺與台、其他與其它混用，檢索與比對會漏。"),
    kinds=(Kind.ANNUAL_PLAN,),
    reads=EVERYTHING,
)
def variants_consistent(subject: PlanSubject) -> Iterator[Hit]:
    """Report, once for a document, the words it writes in two ways."""
    texts = list(_filled(subject))
    whole = "\n".join(text for _, text in texts)
    mixed = [(one, other) for one, other in _VARIANT_WORDS if one in whole and other in whole]
    if mixed:
        rare = min(mixed[0], key=whole.count)
        first = next(at for at, text in texts if rare in text)
        shown = "、".join(f"{one}／{other}" for one, other in mixed)
        yield Hit(first, said(N_("全文用字不一：%(words)s，建議統一。"), words=shown), about=shown)


@rule(
    "DT-03",
    title=N_("括號與引號成對"),
    title_en="Brackets and quotation marks pair",
    severity=Severity.W,
    source="S000 參",
    why=N_("括號不成對，往往是刪改時多刪或漏刪了字。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def brackets_pair(subject: Judged) -> Iterator[Hit]:
    """Report the first unpaired bracket of each text; those of a formula are KP-06's."""
    for at, text in _filled(subject):
        ready = plain(text)
        formula = at.endswith((".measure", ".formula")) and has_formula(ready)
        if not formula and (place := unpaired(ready)):
            yield Hit(at, said(N_("括號或引號不成對，在「%(place)s」附近，請補正。"), place=place), about=place)


@rule(
    "DT-04",
    title=N_("使用正體字"),
    title_en="No Simplified characters",
    severity=Severity.W,
    source="S000 十一（一）",
    why=N_("簡體或異體字多為轉檔或輸入錯誤，檢索時找不到。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def characters_traditional(subject: Judged) -> Iterator[Hit]:
    """Report the Simplified characters of each text."""
    wrong = simplified()
    for at, text in _filled(subject):
        if found := wrong.intersection(text):
            shown = "、".join(sorted(found, key=text.index))
            index = text.index(shown[0])
            words = N_("「%(place)s」有簡體或異體字：%(signs)s，請改用正體字。")
            yield Hit(at, said(words, place=text[max(0, index - 4) : index + 6], signs=shown), about=shown)


@rule(
    "DT-05",
    title=N_("標點不重複"),
    title_en="No doubled punctuation",
    severity=Severity.I,
    source="S000 參",
    why=N_("連續標點多半是刪改後的殘留。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def punctuation_single(subject: Judged) -> Iterator[Hit]:
    """Report the first run of pause marks of each text."""
    for at, text in _filled(subject):
        if found := _PUNCTUATION.search(text):
            place = text[max(0, found.start() - 8) : found.end() + 4].replace("\n", "")
            yield Hit(at, said(N_("「%(place)s」標點重複，請刪去其一。"), place=place), about=place)


@rule(
    "DT-06",
    title=N_("列不因跨頁而斷開"),
    title_en="No row is split by a page break",
    severity=Severity.B,
    source="S000 L75→79、L90→94",
    why=N_("跨頁的後半列讀成另一項指標，項數與內容都會錯。"),
    kinds=(Kind.ANNUAL_PLAN,),
    reads=("kpis",),
)
def rows_whole(subject: PlanSubject) -> Iterator[Hit]:
    """Report a KPI row that holds only the rest of a text."""
    for kpi in subject.kpis:
        if is_remnant(kpi):
            words = N_("這一列只有衡量標準，沒有名稱與目標值，看來是上一項的續頁，請併回上一項。")
            yield Hit(kpi.field("title"), said(words), about=kpi.measure)


@rule(
    "DT-07",
    title=N_("日期為實有之民國日期"),
    title_en="Dates exist",
    severity=Severity.W,
    source="S003",
    why=N_("不存在的日期無法排程，也無從判斷先後。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def dates_exist(subject: Judged) -> Iterator[Hit]:
    """Report unreadable date fields of a sheet (B) and impossible dates inside texts (W)."""
    if isinstance(subject, SheetSubject) and not subject.exempt:
        for path, (_, item) in subject.form_version.places.items():
            written = subject.text(path)
            if item.kind is ItemKind.DATE and written and not roc_date(written):
                words = N_("「%(date)s」不是民國日期，請以 107-07-20 之形式填寫。")
                yield Hit(path, said(words, date=written), about=written, severity=Severity.B)
    for at, text in _filled(subject):
        for year, month, day in _DATE.findall(plain(text)):
            if not roc_date(f"{year}-{month}-{day or 1}"):
                written = f"{year}年{month}月" + (f"{day}日" if day else "")
                yield Hit(at, said(N_("「%(date)s」不是實有的日期，請更正。"), date=written), about=written)
                break


@rule(
    "DT-08",
    title=N_("千分位正確"),
    title_en="Thousands are grouped by three",
    severity=Severity.W,
    source="S000 貳",
    why=N_("千分位點錯一位，數字就差十倍，讀的人無從判斷。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def thousands_grouped(subject: Judged) -> Iterator[Hit]:
    """Report figures whose groups behind the comma are not of three digits; short lists are left alone."""
    for at, text in _filled(subject):
        for figure in _GROUPED.findall(plain(text)):
            groups = figure.split(",")
            digits = sum(map(len, groups))
            if any(len(group) != 3 for group in groups[1:]) and digits > 2 and max(map(len, groups[1:])) > 1:
                if all(len(group) <= 2 for group in groups) and len(set(map(len, groups))) == 1:
                    continue
                yield Hit(at, said(N_("「%(figure)s」的千分位不正確，請更正。"), figure=figure), about=figure)
                break


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
)
def cumulative_grows(subject: PlanSubject | KpiSubject) -> Iterator[Hit]:
    """Report a measure that says 累計 and gives yearly values that fall."""
    for kpi in subject.kpis:
        if not _CUMULATIVE.search(kpi.measure + kpi.title):
            continue
        values = [(int(year), Decimal(value.replace(",", ""))) for year, value in _YEAR_VALUES.findall(kpi.definition)]
        falls = [(a, b) for a, b in pairwise(values) if b[0] == a[0] + 1 and b[1] < a[1]]
        if falls:
            words = N_("載明為累計，%(year)s 年的數值卻低於前一年，請確認是累計值或當年值。本項依文字推斷。")
            yield Hit(kpi.field("measure"), said(words, year=falls[0][1][0]), about=kpi.definition)


@rule(
    "DT-10",
    title=N_("無殘留之範本文字"),
    title_en="No template text is left",
    severity=Severity.W,
    source="S003 L80、L1036",
    why=N_("「○○」「請填寫」之類的文字表示該處尚未完成。"),
    kinds=ALL,
    reads=EVERYTHING,
)
def no_template_left(subject: Judged) -> Iterator[Hit]:
    """Report placeholders, and answers that are the form's own note."""
    for at, text in _filled(subject):
        if found := _PLACEHOLDER.search(text):
            words = N_("「%(place)s」看來是範本文字，請改為實際內容。")
            yield Hit(at, said(words, place=found[0]), about=found[0])
        elif any(score >= SAME_NOTE for score in _note_scores(subject, at, text)):
            yield Hit(at, said(N_("本欄抄錄了表單的說明文字，請改為實際內容。")), about=text)


@rule(
    "DT-11",
    title=N_("不以範本文句或他項文字充數"),
    title_en="Texts are not copies of the form's wording or of one another",
    severity=Severity.W,
    source="S003 L80",
    why=N_("與說明文字或另一計畫幾乎相同的內容，看不出本計畫要做什麼。"),
    kinds=ALL,
    reads=EVERYTHING,
    heuristic=True,
)
def texts_own(subject: Judged) -> Iterator[Hit]:
    """Report answers much like the form's note, and key plans with one and the same content."""
    for at, text in _filled(subject):
        if any(LIKE_A_NOTE <= score < SAME_NOTE for score in _note_scores(subject, at, text)):
            yield Hit(at, said(N_("本欄與表單說明文字大致相同，請寫本計畫的情形。本項依文句相似度推斷。")), about=text)
    if isinstance(subject, PlanSubject):
        seen: dict[str, str] = {}
        for plan in subject.key_plans:
            key, at = folded(text_of(plan, "content")), f"key_plans[{text_of(plan, 'id')}].content"
            if len(key) >= 20 and key in seen:
                words = N_("實施內容與另一項重要計畫完全相同，請確認是否誤植。")
                yield Hit(at, said(words), about=key, also=(seen[key],))
            seen.setdefault(key, at)


def _note_scores(subject: Judged, at: str, text: str) -> Iterator[float]:
    found = subject.form_version.places.get(at) if isinstance(subject, SheetSubject) else None
    if found:
        item = found[1]
        # a reason that repeats the question is GI-11's
        for words in item.note if item.kind is ItemKind.YESNO_REASON else (*item.note, item.label):
            if len(words) >= SHORTEST_NOTE:
                yield likeness(folded(words), folded(text))
