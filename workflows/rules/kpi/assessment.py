"""KP rules about who assesses a KPI and how, and about its years: method, regime, yearly targets, history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import figure_value, plain, unit_of
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi.columns import KPI_KINDS, SECTIONS, Judged, contradicted
from workflows.rules.subjects import Kpi, PlanSubject, likely_polarity, text_of

_SURVEY: Final = re.compile(r"問卷|民意調查|民調|滿意度|受訪|電話訪問|訪問調查|抽樣調查")
_SATISFIED: Final = re.compile(r"滿意|認同度|信任度|知曉度|問卷|民調|調查")
_STEPS: Final = re.compile(r"[(（]\d{1,3}%[)）]|[:：]\d{1,3}%|達\d{1,3}%")
_PROGRESS: Final = re.compile(r"進度|完成|階段|里程碑|期程|達成|查核|執行|工作項目|[(（]\d{1,3}%[)）]")
_THIRD: Final = re.compile(
    r"第三者|第三方|專家|學者|(?<!立法)委員(?!會)|委託|委外|外聘|外部(?:評|專|委|單位|機構|人士|查)|外界|評審|評選|評鑑|評核|"
    r"查證|驗證|認證|民間|公正|學界|會計師|顧問|訪查|問卷|民調|民意調查|受訪|滿意|訪談|抽查|檢驗機構|評比|評等|協會|學會"
)
MOST_SHOW: Final = 0.6
FEW: Final = 2
_YEARS: Final = re.compile(r"(\d{3})(?:年度?)?(?:-|~|至|到|—|–|－)(\d{3})年?度?[^。；\n]{0,8}?目標值?")
_EACH: Final = re.compile(r"每年|各年|每一年|均為|皆為|逐年|每年度|各年度")
_YEAR_FIGURE: Final = re.compile(
    r"(?<!\d)(\d{3})(?:年度?)?[：:為(（]{0,2}(?:目標值?)?[：:為]?(-?[\d,]{1,40}(?:\.\d{1,40})?(?:萬[\d,]{0,40})?)(?!年)"
)
_PAST: Final = re.compile(r"(?:過去|歷年|近\w年)[^。；：]{0,8}(?:實際|達成)值?為?[：:](?P<list>[^。]*)")
# Words by which a remark says that the target is lower on purpose.
_LOWERED: Final = re.compile(
    r"下修|調降|調低|降低目標|下調|目標值(?:爰|予以?|酌予?)?[^。，]{0,6}(?:降|減)|低於[^。]{0,12}(?:係因|因為|主要)|基期(?:偏|較)高"
)
_PAST_FIGURE: Final = re.compile(
    r"(?<!\d)(\d{2,3})年度?[：:為]?\s*(-?\d[\d,.]*(?:[萬億][\d,.]*)?)([^\d，。；、（()）】\s]{0,10})"
)


@rule(
    "KP-03",
    title=N_("評估方式與衡量標準相符"),
    title_en="The assessment method agrees with the measure",
    severity=Severity.W,
    source="S004 用例",
    why=N_("評估方式決定年終要提出什麼佐證：問卷、統計表或進度紀錄；填錯時佐證會對不上。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def method_fits(subject: Judged) -> Iterator[Hit]:
    """Report a method that the words of the measure speak against."""
    for kpi in subject.kpis:
        if not kpi.measure:
            continue
        method, text = plain(text_of(kpi.row, "method")), plain(kpi.title) + kpi.definition
        should = _method_of(kpi, method, text)
        if should:
            yield Hit(
                kpi.field("method"),
                Message.of(
                    N_("評估方式為「%(method)s」，但衡量標準看來應為「%(should)s」。本項依文字推斷，請確認。"),
                    method=method,
                    should=should,
                ),
                about=f"{method}|{text}",
            )


def _method_of(kpi: Kpi, method: str, text: str) -> str:
    weighted = re.search(r"[×*]\d{1,2}%|\d{1,2}%[+＋]", kpi.definition)
    ladder = len(_STEPS.findall(kpi.definition)) >= 2 and "÷" not in kpi.definition and "權重" not in text
    if method == "統計數據" and _SURVEY.search(text) and not weighted:
        return N_("問卷調查")
    if method == "統計數據" and ladder and (re.search(r"進度|完成|階段", text) or "(100%)" in kpi.definition):
        return N_("進度控管")
    if method in ("問卷調查", "民意調查") and not _SATISFIED.search(text):
        return N_("統計數據")
    if method == "進度控管" and "÷" in kpi.definition and not _PROGRESS.search(text):
        return N_("統計數據")
    return ""


@rule(
    "KP-04",
    title=N_("評估體制有第三者參與時，文字載明第三者"),
    title_en="Regimes 3 and 4 name the third party",
    severity=Severity.W,
    source="S000 L101–109",
    why=N_("代號 3、4 表示由第三者評估或共同參與；未寫明是誰，年終無從查證。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def third_party_named(subject: Judged) -> Iterator[Hit]:
    """Report regimes 3 and 4 where neither title nor measure speaks of anybody outside."""
    for kpi in subject.kpis:
        regime = kpi.row.get("regime")
        if regime in (3, 4) and kpi.measure and not _THIRD.search(plain(kpi.title) + kpi.measure):
            yield Hit(
                kpi.field("regime"),
                Message.of(
                    N_(
                        "評估體制為 %(regime)s，衡量標準卻未提到第三者（如專家學者、委託查證單位）。本項依文字推斷，請確認。"
                    ),
                    regime=regime,
                ),
                about=f"{regime}|{kpi.measure}",
            )


@rule(
    "KP-07",
    title=N_("跨年度指標列出各年度目標值"),
    title_en="A KPI over several years gives each year's target",
    severity=Severity.W,
    source="S004 僑委會、金管會",
    why=N_("只寫數年合計或一個數字時，看不出本年度該達到多少。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def each_year_given(subject: Judged) -> Iterator[Hit]:
    """Report a span of years whose targets are given for some years only, or by one unexplained figure."""
    for kpi in subject.kpis:
        for span in _YEARS.finditer(kpi.measure):
            if message := _years_amiss(kpi.measure, span):
                yield Hit(kpi.field("measure"), message, about=kpi.measure)
                break


def _years_amiss(measure: str, span: re.Match[str]) -> Message | None:
    """Return what is to be said about the targets behind a span of years, ``None`` where each year has its own."""
    first, last = int(span[1]), int(span[2])
    rest = measure[span.end() :]
    given = {int(year) for year, _ in _YEAR_FIGURE.findall(rest)} & set(range(first, last + 1))
    missing = sorted(set(range(first, last + 1)) - given)
    years_expected = _EACH.search(measure[span.start() :]) or _as_many(rest, last - first + 1)
    if not missing or last <= first or (not given and years_expected):
        return None
    years = "、".join(map(str, missing))
    words = (
        N_("載有 %(first)s 至 %(last)s 年度目標值，但缺 %(years)s 年度。本項依文字推斷，請確認。")
        if given
        else N_("載有 %(first)s 至 %(last)s 年度目標值，但未分年列出，看不出是每年或合計。本項依文字推斷，請確認。")
    )
    return Message.of(words, first=first, last=last, years=years)


def _as_many(rest: str, years: int) -> bool:
    """Return whether the words behind a span of years list a figure for each: 「分別為10、12、14、16件」."""
    clause = re.split(r"[。；\n]", rest)[0]
    return len(re.findall(r"\d[\d,]*(?:\.\d+)?", clause)) >= years


def _history(kpi: Kpi) -> dict[int, Decimal]:
    match = _PAST.search(kpi.measure)
    figures = _PAST_FIGURE.findall(match["list"]) if match else []
    read = {int(year): _in_unit_proper(figure, unit, kpi) for year, figure, unit in figures}
    return {year: value for year, value in read.items() if value is not None}


def _in_unit_proper(figure: str, unit: str, kpi: Kpi) -> Decimal | None:
    """Return a past figure without its unit's factor, ``None`` where its unit is not the target's."""
    value, (proper, factor) = _signed(figure), unit_of(unit)
    comparable = not proper or proper == kpi.unit[0]
    return value * factor if value is not None and comparable else None


def _signed(figure: str) -> Decimal | None:
    value = figure_value(figure.lstrip("-").rstrip(",."))
    return -value if value is not None and figure.startswith("-") else value


@rule(
    "KP-08",
    title=N_("有歷年實績者列為參考"),
    title_en="History is shown where it exists",
    severity=Severity.I,
    source="S004 內政部【備註】",
    why=N_("審查時先看目標值與過去實績的關係；已知的實績不列，容易被要求補件。"),
    kinds=KPI_KINDS,
    reads=(*SECTIONS, "key_plans"),
    heuristic=True,
)
def history_shown(subject: Judged) -> Iterator[Hit]:
    """Report a KPI whose last actual is known here while the document shows none, or that alone of all shows none."""
    cited = subject.citing if isinstance(subject, PlanSubject) else {}
    served = [kpi for kpi in subject.kpis if kpi.common or text_of(kpi.row, "id") in cited]
    without = [kpi for kpi in served if kpi.title and kpi.measure and not kpi.remark]
    showing = sum(bool(_PAST.search(kpi.remark)) for kpi in subject.kpis)
    if showing >= MOST_SHOW * len(subject.kpis) and len(without) <= FEW:
        for kpi in without:
            if subject.previous.get(kpi.key) is None and not text_of(kpi.row, "baseline"):
                words = N_("其他指標多附有過去年度實際值，本項沒有，建議補列，或註明尚無實績。")
                yield Hit(kpi.field("measure"), Message.of(words), about=kpi.measure)
    for kpi in subject.kpis:
        last = subject.previous.get(kpi.key)
        if last is not None and not text_of(kpi.row, "baseline") and not kpi.actuals and not _history(kpi):
            yield Hit(
                kpi.field("baseline"),
                Message.of(N_("上年度實績為 %(last)s，尚未列為基準值，建議補列。"), last=last),
                about=str(last),
            )


@rule(
    "KP-09",
    title=N_("目標值不低於上年度實績，下修須敘明原因"),
    title_en="The target is not below the last actual unless a reason is given",
    severity=Severity.W,
    source="W:Taichung-4077 pt 5(2)",
    why=N_("下修目標須分析原因並擬因應策略，否則審查時會被退回重提。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def not_lowered(subject: Judged) -> Iterator[Hit]:
    """Compare the target with the last actual (baseline, last year's result, or the remark) in the KPI's direction."""
    for kpi in subject.kpis:
        last = _last_actual(kpi, subject)
        reasoned = text_of(kpi.row, "lowering_reason") or _LOWERED.search(kpi.remark)
        if last is None or kpi.target_value is None or not kpi.unit[0] or reasoned or contradicted(kpi):
            continue
        direction = text_of(kpi.row, "polarity") or likely_polarity(kpi)
        if _follows(kpi):
            continue
        worse = kpi.target_value < last if direction == "higher" else kpi.target_value > last
        if worse and direction in ("higher", "lower"):
            yield Hit(
                kpi.field("target"),
                Message.of(
                    N_("目標值 %(target)s 不如已有的實績 %(last)s，請敘明下修原因及因應策略，或調整目標值。"),
                    target=kpi.target_shown,
                    last=last,
                ),
                about=f"{kpi.target_shown}|{last}",
            )


def _follows(kpi: Kpi) -> bool:
    """Return whether a target goes on where the years before were going: then that is where it should go."""
    past = [value for _, value in sorted(_history(kpi).items())]
    if len(past) < FEW + 1 or kpi.target_value is None or text_of(kpi.row, "polarity"):
        return False
    steps = [after - before for before, after in pairwise([*past, kpi.target_value * kpi.unit[1]])]
    return all(step < 0 for step in steps)


def _last_actual(kpi: Kpi, subject: Judged) -> Decimal | None:
    """Return the last actual in the unit of the target as written."""
    baseline = re.sub(r"\d{2,3}年度?", "", plain(text_of(kpi.row, "baseline")))
    if written := re.findall(r"-?\d[\d,]*(?:\.\d+)?", baseline):
        return _signed(written[-1])
    if (known := subject.previous.get(kpi.key)) is not None:
        return known
    if listed := {year: value for year, value in kpi.actuals.items() if subject.year is None or year < subject.year}:
        return listed[max(listed)]
    past = _history(kpi)
    return past[max(past)] / kpi.unit[1] if past else None
