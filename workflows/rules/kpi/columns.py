"""KP rules about the columns of a KPI: filled, inside their code lists, in a unit that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.formula import Formula, FormulaError, ThresholdsReached, compatible, parse
from workflows.language import UNIT_DIMENSION, plain
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import FIELD_NAMES, Kpi, KpiSubject, PlanSubject, has_goal, text_of

KPI_KINDS: Final = (Kind.ANNUAL_PLAN, Kind.KPI_DEFINITION)
SECTIONS: Final = ("kpis", "kpi")
REGIMES: Final = (1, 2, 3, 4, 5)
POLARITIES: Final = ("higher", "lower", "exact", "ladder", "rank")
Judged = PlanSubject | KpiSubject

_RATIO: Final = re.compile(r"[÷/]")
_HUNDRED: Final = re.compile(r"100%|\d%|百分|率$")
_FIGURE: Final = re.compile(r"\d|[一二三四五六七八九十百][^定致]{0,2}[次名級件項個人家處場萬億]")
_PERCENT_FORMULA: Final = re.compile(r"[÷][^。；÷]*?[)）〕】}]?[×*]100%\s*(?:[。；(（]|$)")
_RATE_TITLE: Final = re.compile(r"(?:比率|比例|百分比|(?<![效稅費匯利])率)$")
_COUNT_TITLE: Final = re.compile(r"(人次|人數|件數|家數|場次|篇數|戶數|項數|次數|案數)$")
_COUNT_MEASURE: Final = re.compile(r"^[^。；÷×%\d]{4,}(人次|人數|件數|家數|場次|篇數|戶數|長度|面積|金額|產值)$")
_COUNTED: Final = {**UNIT_DIMENSION, "長度": "length", "面積": "area", "金額": "money", "產值": "money"}
_SHARE_WORDS: Final = re.compile(r"[%÷/]|比[率例重]|百分|占|率|成長|增幅|進度|達成")
_SHARE_UNITS: Final = ("percent", "score", "rank")


def _empty(kpi: Kpi, name: str) -> bool:
    value = kpi.row.get(name)
    if name == "goal":
        return not (has_goal(kpi.row) or kpi.goal)
    if name == "target":
        return not kpi.target_shown
    return value is None or value in ("", []) or (isinstance(value, str) and not value.strip())


@rule(
    "KP-01",
    title=N_("指標各欄皆已填寫"),
    title_en="Every column of a KPI is filled",
    severity=Severity.B,
    source="S000 貳表頭",
    why=N_("七欄缺一即無法核定：看不出屬於哪個目標、怎麼算、要達到多少或由誰評。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def columns_filled(subject: Judged) -> Iterator[Hit]:
    """Report each empty column of each KPI."""
    for kpi in subject.kpis:
        for name in ("goal", "title", "regime", "method", "measure", "target", "links"):
            if _empty(kpi, name):
                yield Hit(
                    kpi.field(name),
                    Message.of(N_("「%(field)s」尚未填寫。"), field=Message(FIELD_NAMES[name])),
                    about=f"{name}:",
                )


@rule(
    "KP-02",
    title=N_("評估體制為一至五之代號"),
    title_en="The assessment regime is one of the codes 1 to 5",
    severity=Severity.B,
    source="S000 L101–109",
    why=N_("評估體制只有五種代號，其他數字在彙整表上沒有意義。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def regime_known(subject: Judged) -> Iterator[Hit]:
    """Report a regime that is given and no code."""
    for kpi in subject.kpis:
        regime = kpi.row.get("regime")
        if regime not in (None, "") and (isinstance(regime, bool) or regime not in REGIMES):
            yield Hit(
                kpi.field("regime"),
                Message.of(N_("評估體制寫「%(regime)s」，應為 1 至 5 其中之一。"), regime=regime),
                about=str(regime),
            )


@rule(
    "KP-05",
    title=N_("年度目標值為數字加單位，單位與算式相合"),
    title_en="The target is a figure with a unit that fits the formula",
    severity=Severity.B,
    source="S000 貳",
    why=N_("沒有單位或單位不合的目標值，年終無法判定是否達成。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def target_measurable(subject: Judged) -> Iterator[Hit]:
    """Report targets without a figure, without a unit, or in a unit the formula or the title cannot give."""
    for kpi in subject.kpis:
        if not kpi.target_shown or (text_of(kpi.row, "polarity") == "ladder" and kpi.target_value is None):
            continue
        about = f"{kpi.target_shown}|{kpi.title}|{kpi.definition}"
        if kpi.target_value is None and not _FIGURE.search(plain(kpi.target_shown)):
            yield Hit(
                kpi.field("target"),
                Message.of(N_("年度目標值「%(target)s」讀不出數字，請以數字加單位填寫。"), target=kpi.target_shown),
                about=about,
            )
        elif kpi.target_value is None:
            continue  # a range, or one figure for each year
        elif not kpi.unit[0]:
            # a quotient without × 100 % has no unit of its own (S000 二-1 論文被引用數÷論文篇數)
            ratio = _RATIO.search(kpi.definition) and not _HUNDRED.search(kpi.definition + plain(kpi.title))
            if kpi.measure and not ratio:
                yield Hit(
                    kpi.field("target"),
                    Message.of(N_("年度目標值「%(target)s」沒有單位，請補上單位。"), target=kpi.target_shown),
                    about=about,
                )
        elif clash := _clash(kpi):
            yield Hit(kpi.field("target"), clash[0], about=about, severity=clash[1])


def _clash(kpi: Kpi) -> tuple[Message, Severity | None] | None:
    unit, dimension = kpi.unit[0], UNIT_DIMENSION.get(kpi.unit[0])
    shares = dimension in _SHARE_UNITS or "/" in unit or dimension is None
    title = plain(kpi.title)
    counted = _COUNT_TITLE.search(title) or _COUNT_MEASURE.search(kpi.definition.strip())
    if not kpi.measure:
        return None
    if not shares and _gives_percent(kpi, unit):
        return Message.of(N_("衡量標準算出的是百分比，目標值的單位卻是「%(unit)s」，請更正其一。"), unit=unit), None
    if _RATE_TITLE.search(title) and not shares:
        words = N_("指標名稱是比率，目標值的單位卻是「%(unit)s」。本項依名稱推斷，請確認。")
        return Message.of(words, unit=unit), Severity.W
    if counted and dimension is not None and dimension != _COUNTED[counted[1]] and not _alike(counted[1], unit, kpi):
        words = N_("指標以「%(counted)s」計，目標值的單位卻是「%(unit)s」。本項依文字推斷，請確認。")
        return Message.of(words, counted=counted[1], unit=unit), Severity.W
    return None


def _gives_percent(kpi: Kpi, unit: str) -> bool:
    """Return whether the measure gives a percentage and no such unit: as the formula language reads it, else by its signs."""
    try:
        formula = parse(text_of(kpi.row, "formula") or kpi.definition)
    except FormulaError:
        return bool(_PERCENT_FORMULA.search(kpi.definition.replace("\n", "。")))
    if isinstance(formula, Formula) and not isinstance(formula.root, ThresholdsReached):
        return not compatible(formula, unit)
    return bool(_PERCENT_FORMULA.search(kpi.definition.replace("\n", "。")))


def _alike(counted: str, unit: str, kpi: Kpi) -> bool:
    """Return whether unit and title may both be right: a share of the counted things, or 件 said as 項."""
    countable = ("cases", "items", "pieces", "times", "visits", "groups")
    if UNIT_DIMENSION.get(unit) == "percent":
        return bool(_SHARE_WORDS.search(kpi.definition))
    both = (_COUNTED[counted], UNIT_DIMENSION.get(unit))
    return all(one in countable for one in both) and "visits" not in both


def contradicted(kpi: Kpi) -> bool:
    """Return whether the comparator of the target says the opposite of the polarity."""
    polarity, comparator = text_of(kpi.row, "polarity"), text_of(kpi.target, "comparator")[:1]
    return (polarity, comparator) in (("higher", "≤"), ("higher", "<"), ("lower", "≥"), ("lower", ">"))


@rule(
    "KP-10",
    title=N_("指標方向已載明"),
    title_en="The polarity of the KPI is declared",
    severity=Severity.B,
    source="S004",
    why=N_("有的指標愈高愈好，有的愈低愈好；未載明方向，達成率就可能算反。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def polarity_declared(subject: Judged) -> Iterator[Hit]:
    """Report a KPI without polarity, or with one that its comparator contradicts; paper has no such column."""
    for kpi in subject.kpis:
        polarity = text_of(kpi.row, "polarity")
        if polarity not in POLARITIES:
            if polarity or not subject.paper:
                yield Hit(
                    kpi.field("polarity"),
                    Message.of(N_("請載明指標方向：愈高愈好、愈低愈好、恰為、階段或名次。")),
                    about="-",
                )
        elif contradicted(kpi):
            yield Hit(
                kpi.field("polarity"),
                Message.of(N_("目標值寫「%(target)s」，與所載的指標方向相反，請更正其一。"), target=kpi.target_shown),
                about=f"{polarity}|{kpi.target_shown}",
            )
