"""GI rules about what staff's answers hold: figures by sex, a gender goal, participation, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import (
    EITHER_SEX,
    SEX_WORDS,
    explains_no_goal,
    has_gender_goal,
    plain,
    sentences,
    smallest_share,
)
from workflows.rules.engine import Hit
from workflows.rules.sheet.rule import missing, named, sheet_rule
from workflows.rules.subjects import SheetSubject
from workflows.schema import has_statistics_by_sex

# One third as people write it: 33% is rounded, 4 of 13 is not.
THIRD: Final = 33.0
_NO_FIGURES: Final = re.compile(
    r"\d{2,4}(?:[-~至]\d{2,4})?年度?|\d{1,2}月|\d{1,2}日|第\d+|\d{1,2}-\d{1,2}(?:-\d)?|(?:^|\n)[(]?\d{1,2}[、.)]"
)
_COLLECTS: Final = re.compile(r"蒐集|收集|統計|調查|建置|建立|分析|納入|增列|填報|盤點|彙整|登錄")
_OWNER: Final = re.compile(
    r"單位|[司處組科室局署部院]|委員會|本會|中心|主計|承辦|委託|執行機關|主辦|辦公室|學校|受補助|同仁|小組|人員|團隊|廠商|計畫主持人"
)
_WHEN: Final = re.compile(
    r"\d{2,3}年|每年|年度|每半年|每季|按季|每月|按月|月底|年底|期中|期末|結案|定期|\d{1,2}月|前完成|學期"
)
_METHOD: Final = re.compile(
    r"改善|提[升高]|增[聘加補]|鼓勵|優先|逐年|培育|遴聘|聘任|推薦|將|規劃|確保|目標|不低於|不得低於|至少|達(?:到)?(?:1/3|三分之一)|三分之一|1/3"
)


def _has_figures(text: str) -> bool:
    return bool(re.search(r"\d|[一二三四五六七八九十百][人名位成]|分之", _NO_FIGURES.sub("", plain(text))))


@sheet_rule(
    "GI-05",
    title=N_("有受益者或受影響者之性別統計，或蒐集計畫"),
    title_en="Sex-disaggregated statistics of those concerned, or a plan to collect them",
    severity=Severity.R,
    source="S003 L518、L602",
    why=N_("沒有分性別的數字，無從判斷差距；一時沒有，也要寫明由誰、何時去蒐集。"),
    reads=("need",),
    heuristic=True,
)
def statistics_given(subject: SheetSubject) -> Iterator[Hit]:
    """Ask for a figure by sex in 4-2, else for a collection plan with owner and time in 4-3."""
    path = "need.statistics"
    if not subject.asks(path):
        return
    text, plan = subject.text(path), subject.plain("need.statistics_plan")
    if EITHER_SEX.search(text) and _has_figures(text):
        return
    if has_statistics_by_sex(subject.content):
        return
    collecting = [part for part in sentences(plan) if _COLLECTS.search(part)]
    if collecting and _OWNER.search(plan) and _WHEN.search(plan):
        return
    if collecting:
        words = N_("%(item)s 沒有分性別的數字，蒐集計畫也未寫明由誰、何時辦理，請補充其一。本項依文字推斷。")
    else:
        words = N_("%(item)s 沒有受益者或受影響者分性別的數字，也沒有蒐集計畫；請補數字，或寫明由誰、何時、如何蒐集。")
    yield Hit(
        path, Message.of(words, item=named(subject, path)), about=f"{text}|{plan}", also=("need.statistics_plan",)
    )


@sheet_rule(
    "GI-06",
    title=N_("計畫目標併同敘明性別目標"),
    title_en="The goal names a gender goal, or says why there is none",
    severity=Severity.W,
    source="S003 L521、L603",
    why=N_("目標沒有性別面向，後面的經費、策略與指標都無從回應。"),
    reads=("goal",),
    heuristic=True,
)
def gender_goal_stated(subject: SheetSubject) -> Iterator[Hit]:
    """Report a blank goal, and one that speaks of gender only in stock phrases or not at all.

    In versions whose item asks for nothing but the gender goal, whatever stands there is one.
    """
    text, item = subject.says("goal"), subject.item("goal")
    asks_for_it_alone = bool(item) and item[1].label.startswith("性別目標") if item else False
    if not text:
        yield missing(subject, "goal", Severity.B)
    elif not asks_for_it_alone and not has_gender_goal(text) and not explains_no_goal(text):
        words = N_("計畫目標未敘明性別目標，請補性別目標、指標或目標值；確無者請說明理由。本項依文字推斷。")
        yield Hit("goal", Message.of(words), about=text)


@sheet_rule(
    "GI-07",
    title=N_("性別參與情形有數字，未達三分之一者有改善方法"),
    title_en="Participation by sex is given; below one third there is a way to improve",
    severity=Severity.W,
    source="S003 L522",
    why=N_("只說不限性別，看不出誰參與決策；三分之一是性別比例的基本要求。"),
    reads=("mechanism",),
    heuristic=True,
)
def participation_stated(subject: SheetSubject) -> Iterator[Hit]:
    """Report a blank answer, one with neither figures nor method, and a share below one third without method."""
    path = "mechanism"
    if not subject.asks(path):
        return
    text = subject.plain(path)
    if not text:
        yield missing(subject, path, Severity.B)
        return
    method, share = bool(_METHOD.search(text)) and bool(SEX_WORDS.search(text)), smallest_share(text)
    if share is not None and share < THIRD and not method:
        words = N_("所列比例有一性別為 %(share)s%%，未達三分之一，請補改善方法。本項依文字推斷。")
        yield Hit(path, Message.of(words, share=f"{share:.1f}"), about=text)
    elif share is None and not method:
        words = N_("請列出相關組織或機制的性別人數或比例；未達三分之一者，寫明改善方法。本項依文字推斷。")
        yield Hit(path, Message.of(words), about=text)


@sheet_rule(
    "GI-33",
    title=N_("性別指標納入年度管制評核"),
    title_en="Gender indicators flow into the KPIs that are followed up",
    severity=Severity.W,
    source="S003 L543",
    why=N_("指標只留在檢視表，年終沒有人會去看；納入關鍵績效指標才會被追蹤。"),
    reads=("evaluation",),
    heuristic=True,
)
def indicators_followed(subject: SheetSubject) -> Iterator[Hit]:
    """Report an indicator with a figure while no KPI of the key plan speaks of gender; silent without a plan."""
    titles = None if subject.facts.indicators_made else subject.facts.kpi_titles
    for path in subject.concept("INDICATOR"):
        text = subject.text(path)
        if titles is not None and _has_figures(text) and "指標" in text and not any(map(SEX_WORDS.search, titles)):
            words = N_("%(item)s 訂有性別指標，但計畫的關鍵績效指標沒有相應項目，請確認是否納入。本項依文字推斷。")
            yield Hit(path, Message.of(words, item=subject.name(path)), about=text)
