"""KP rules that read an indicator as a reviewer would: does it measure an effect, from where, against what, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.formula import is_unit
from workflows.language import OFFERED_UNITS, cached_fold, plain
from workflows.rules.engine import Hit, rule
from workflows.rules.kpi.columns import KPI_KINDS, SECTIONS, Judged
from workflows.rules.subjects import Kpi, likely_polarity, text_of

_PROCESS: Final = re.compile(
    r"^(?:[^，。；：]{0,6}(?:年度|當年|每年|本年))?(?:預計|規劃|定期|持續|賡續|至少)?"
    r"(?:辦理|召開|舉辦|完成|參加|出席|參與|製作|發布|編製|提報|函送|訪視|宣導)"
)
_PROCESS_UNITS: Final = ("場", "次", "場次", "件", "案", "項", "份", "篇", "則", "檔", "梯", "梯次")
_EFFECT: Final = re.compile(
    r"率|比例|比重|成長|增加|增幅|降低|減少|提升|改善|滿意|認同|成效|效益|產值|收入|營收|金額|投資|節省|節約|縮短|獲|通過|採行|採納|參採|受益|"
    r"就業|媒合|取得|核定|立法|三讀|施行|啟用|通車|完工|竣工|人次|人數|戶|家|公頃|公里|噸|度數|[÷×%]|\d分|達成|處分|裁定|查獲|結案"
)
_COMPARED: Final = re.compile(
    r"較(?:基準|前|上|去|往)[^，。；]{0,6}(?:年|期|值)|較\d{2,3}年|與(?:前|上|去)(?:一)?年度?相較|以\d{2,3}年度?為基(?:準|期)"
)
_VAGUE: Final = re.compile(r"數(?:個|項|場|件|家|所|處|次)(?![據字位額量值率])|若干")
_LOOSE: Final = re.compile(r"適時|適度|適當|酌予|酌情|視需要|視情況|儘量|盡量|加強|積極")
_FIGURE: Final = re.compile(r"[\d÷×%Σ＝=一二三四五六七八九十]")
_GENERAL: Final = re.compile(r"(?:年度|各項目?|實際|預定|當年度?|本年度?|目標|達成|完成|執行|項目|件數|數|值|率|總)+")
SHORTEST: Final = 12
"""A measure shorter than this is no proof that two agencies measure the same."""


def past_actuals(kpi: Kpi, year: int | None) -> dict[int, Decimal]:
    """Return what was reached in the years before the plan's, as the row lists it; all years where none is known."""
    return {at: value for at, value in kpi.actuals.items() if year is None or at < year}


@rule(
    "KP-18",
    title=N_("衡量標準不只衡量辦理過程"),
    title_en="The measure is of an effect, not only of a process",
    severity=Severity.I,
    source="S000 貳；S004 用例",
    why=N_("只計辦理幾場、完成幾件，做了就算達成，看不出對民眾或政策有什麼效果。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def measures_an_effect(subject: Judged) -> Iterator[Hit]:
    """Report a measure that only counts meetings held or things done, where title and measure name no effect."""
    for kpi in subject.kpis:
        text = kpi.definition.strip()
        unit = text_of(kpi.target, "unit")
        if text and unit in _PROCESS_UNITS and _PROCESS.match(text) and not _EFFECT.search(text + plain(kpi.title)):
            words = N_("衡量標準只計辦理或完成的數量，看不出效果，建議改為或加列成效。本項依文字推斷，請確認。")
            yield Hit(kpi.field("measure"), Message.of(words), about=text)


@rule(
    "KP-19",
    title=N_("基準、資料來源與期間俱全"),
    title_en="Baseline, source and period are given",
    severity=Severity.I,
    source="S004 內政部【備註】",
    why=N_("說比以前好，要有以前的數字、出處和期間，年終才核對得出來。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def origin_stated(subject: Judged) -> Iterator[Hit]:
    """Report a comparison without a baseline, a figure of the past without its source, years without how they count."""
    if subject.paper:
        return
    for kpi in subject.kpis:
        row = kpi.row
        value = text_of(row, "baseline_value")
        based = text_of(row, "baseline") or value or kpi.actuals
        if not based and (match := _COMPARED.search(kpi.definition)):
            words = N_("衡量標準寫「%(words)s」，但未填基準值或過去實績。本項依文字推斷，請補列。")
            yield Hit(kpi.field("baseline"), Message.of(words, words=match[0]), about=match[0])
        if value and not (row.get("baseline_year") and text_of(row, "baseline_source")):
            yield Hit(
                kpi.field("baseline_value"), Message.of(N_("基準數值未載明年度或資料來源，請補列。")), about=value
            )
        for one in kpi.years:
            if text_of(one, "actual") and not text_of(one, "source"):
                words = N_("%(year)s 年度的實績未註明資料來源，請補列。")
                yield Hit(kpi.field("years"), Message.of(words, year=one.get("year")), about=f"{one.get('year')}")
        if len(kpi.yearly) > 0 and row.get("cumulative") is None:
            words = N_("列有各年度目標值，請選擇是累計至各年或逐年計算。")
            yield Hit(kpi.field("cumulative"), Message.of(words), about="cumulative", severity=Severity.W)


@rule(
    "KP-20",
    title=N_("目標值尚未在過去年度達到"),
    title_en="The target was not reached in past years already",
    severity=Severity.W,
    source="W:Taichung-4077 pt 5(2)",
    why=N_("過去已經達到的水準再訂為目標，沒有挑戰性；確有原因的，請在挑戰性說明敘明。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def not_reached_before(subject: Judged) -> Iterator[Hit]:
    """Report a target that an earlier year met, unless said why; one below the last actual is KP-09's."""
    for kpi in subject.kpis:
        past = past_actuals(kpi, subject.year)
        target = kpi.target_value
        if target is None or not past or _explained(kpi) or kpi.row.get("cumulative") is True or _at_bound(kpi):
            continue
        direction = text_of(kpi.row, "polarity") or likely_polarity(kpi)
        if direction not in ("higher", "lower"):
            continue
        sign = 1 if direction == "higher" else -1
        if (target - past[max(past)]) * sign < 0:
            continue
        reached = [year for year, value in past.items() if (value - target) * sign >= 0]
        if reached:
            words = N_("目標值 %(target)s 在 %(year)s 年度已達到（%(actual)s），請提高或敘明挑戰性。")
            year = max(reached)
            yield Hit(
                kpi.field("target"),
                Message.of(words, target=kpi.target_shown, year=year, actual=past[year]),
                about=f"{kpi.target_shown}|{year}|{past[year]}",
            )


def _explained(kpi: Kpi) -> bool:
    return bool(text_of(kpi.row, "difficulty") or text_of(kpi.row, "lowering_reason"))


def _at_bound(kpi: Kpi) -> bool:
    """Return whether the target cannot be bettered: a hundred per cent, nothing at all, the first place."""
    return kpi.target_value in (0, 1 if kpi.unit[0] in ("名", "級") else 0) or (
        kpi.unit[0] == "%" and kpi.target_value == 100
    )


@rule(
    "KP-21",
    title=N_("衡量標準未與其他機關重複"),
    title_en="No other agency measures the same",
    severity=Severity.I,
    source="S004",
    why=N_("兩個機關以同一算式衡量同一件事，要分清是各自的成績，還是重複計分。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def not_measured_elsewhere(subject: Judged) -> Iterator[Hit]:
    """Report a measure that an indicator in force at another agency has word for word; the common ones are the same by rule."""
    for kpi in subject.kpis:
        other = "" if kpi.common else subject.elsewhere.get(measure_key(kpi))
        if other:
            words = N_("衡量標準與%(other)s相同，請確認是否重複計算。")
            yield Hit(kpi.field("measure"), Message.of(words, other=other), about=other)


def measure_key(kpi: Kpi) -> str:
    """Return the form in which measures of several agencies are compared, empty where it is too general to tell."""
    text = cached_fold(text_of(kpi.row, "formula") or text_of(kpi.row, "measure"))
    left = _GENERAL.sub("", re.sub(r"[^\w]", "", text))
    return text if len(left) >= SHORTEST else ""


@rule(
    "KP-22",
    title=N_("衡量標準沒有含糊的數量與程度"),
    title_en="The measure has no vague amounts",
    severity=Severity.I,
    source="S000 一-1",
    why=N_("「數個」「若干」「適時」可多可少，年終怎麼算都對，也就無從判定達成與否。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    heuristic=True,
    apart=True,
)
def no_vague_words(subject: Judged) -> Iterator[Hit]:
    """Report an amount that is none, and a degree in a measure that nowhere says a figure."""
    for kpi in subject.kpis:
        match = _VAGUE.search(kpi.definition)
        if not match and not _FIGURE.search(kpi.definition):
            match = _LOOSE.search(kpi.definition)
        if match:
            words = N_("衡量標準用了「%(word)s」，數量或程度不明，請寫明。本項依文字推斷，請確認。")
            yield Hit(kpi.field("measure"), Message.of(words, word=match[0]), about=f"{match[0]}|{kpi.definition}")


@rule(
    "KP-23",
    title=N_("各年度所列與年度目標值不衝突"),
    title_en="The list of years does not contradict the target of the plan's year",
    severity=Severity.W,
    source="S000 貳",
    why=N_("計畫年度的目標值只有一個；另在各年度表列出不同數字，管考會不知依哪一個。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def years_agree(subject: Judged) -> Iterator[Hit]:
    """Report a target listed for the plan's own year that is not the target of the row."""
    for kpi in subject.kpis:
        own = kpi.yearly.get(subject.year) if subject.year else None
        if own is not None and own != kpi.target_value:
            words = N_("各年度表列 %(year)s 年度目標值 %(listed)s，與年度目標值 %(target)s 不同，請刪去其一。")
            message = Message.of(words, year=subject.year, listed=own, target=kpi.target_shown)
            yield Hit(kpi.field("years"), message, about=f"{own}|{kpi.target_shown}")


@rule(
    "KP-24",
    title=N_("目標值單位為常用單位"),
    title_en="The unit of the target is one that is known",
    severity=Severity.I,
    source="S004 用例",
    why=N_("清單以外的單位不能換算，也不能與算式核對；確有需要時仍可使用。"),
    kinds=KPI_KINDS,
    reads=SECTIONS,
    apart=True,
)
def unit_known(subject: Judged) -> Iterator[Hit]:
    """Report a unit that cannot be converted; a plan on paper was not written from the list."""
    for kpi in subject.kpis:
        unit = text_of(kpi.target, "unit")
        if unit and not subject.paper and unit not in OFFERED_UNITS and not is_unit(unit):
            yield Hit(
                kpi.field("target"),
                Message.of(N_("單位「%(unit)s」不在清單內，無法換算；請確認有沒有寫錯。"), unit=unit),
                about=unit,
            )
