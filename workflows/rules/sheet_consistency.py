"""GI rules about the expert's part agreeing with itself and with the calendar: dates, relevance, suggestions, materials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from models.vocabulary import Severity
from models.wording import N_, said
from workflows.rules.engine import Hit, Stage
from workflows.rules.likeness import folded
from workflows.rules.reading import plain, roc_date
from workflows.rules.sheet_rule import sheet_rule
from workflows.rules.sheet_subject import UNRELATED, SheetSubject
from workflows.rules.stock_phrases import explains_no_goal, has_gender_goal
from workflows.sheets import value_at

WEEK: Final = 7
STEPS: Final = ("filler.date", "participation.from", "participation.to", "results.notified")
_DECLINED: Final = re.compile(
    r"[無未沒][^，。；]{0,10}(?:建議|意見|疑義)|與性別(?:議題)?(?:較)?(?:無關|無涉|無直接)|[毋無]須|不[需必]|無性別|尚[屬稱]合宜|性別[^，。；]{0,6}無關"
)
_SUGGESTS: Final = re.compile(
    r"建議|宜[再就於將補納考加]|請|可[再進加補於]|應[再就於補加考將納]|補充|加強|強化|納入|進一步|增列|期許|希望"
)
_GENDER: Final = re.compile(r"性別|性平|差異|平等取得|女|男|兩性|婦")
_SHOULD_BE_YES: Final = re.compile(
    r"(?:應|宜|建議|請)[^。；否]{0,20}(?:評定|勾選|填列|修正|改)[^。；否]{0,8}[「『]?是[」』]?(?!否)"
)
_HAVE: Final = ("很完整", "可更完整", "現有資料不足須設法補足")
_HAVE_NOT: Final = ("應可設法找尋", "現狀與未來皆有困難")


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
    """Report less than 7 days from the start to the notice (R), and a participation window under 7 days (W)."""
    start, end, notice = (roc_date(subject.text(path)) for path in STEPS[1:])
    if start and notice and 0 <= (notice - start).days < WEEK and subject.reached(Stage.RESULTS):
        words = N_("自程序參與起至通知評估結果僅 %(days)s 日，應預留一週以上。")
        days = (notice - start).days
        yield Hit("results.notified", said(words, days=days), about=f"{start}|{notice}")
    elif start and end and 0 <= (end - start).days < WEEK:
        words = N_("程序參與期間僅 %(days)s 日，不足一週，請確認專家有足夠時間檢視。")
        days = (end - start).days
        yield Hit("participation.to", said(words, days=days), about=f"{start}|{end}", severity=Severity.W)


@sheet_rule(
    "GI-18",
    title=N_("日期先後合理：填表、程序參與、通知、報院"),
    title_en="Dates follow the order of the procedure",
    severity=Severity.B,
    source="S003 L550",
    why=N_("先填完第一部分才送專家，專家看完才有評估結果；日期顛倒表示程序未依序辦理。"),
    reads=("filler", "participation", "results"),
    stage=Stage.PARTICIPATION,
)
def dates_in_order(subject: SheetSubject) -> Iterator[Hit]:
    """Report each date that lies before the one that should precede it."""
    known: list[tuple[str, date]] = [
        (path, day)
        for path in (STEPS if subject.reached(Stage.RESULTS) else STEPS[:-1])
        if (day := roc_date(subject.text(path))) and subject.asks(path)
    ]
    submitted = roc_date(subject.facts.submitted or subject.text("submitted"))
    for (before, early), (after, late) in pairwise([*known, *((("submitted", submitted),) if submitted else ())]):
        if late < early:
            yield Hit(
                after,
                said(
                    N_("日期 %(late)s 早於前一程序之 %(early)s，請更正。"),
                    late=subject.text(after) or subject.facts.submitted or "",
                    early=subject.text(before),
                ),
                about=f"{early}|{late}",
                also=(before,),
            )


@sheet_rule(
    "GI-21",
    title=N_("關聯程度與受益對象之評定一致"),
    title_en="Relevance agrees with what is thought of the beneficiaries",
    severity=Severity.R,
    source="S003 L565",
    why=N_("專家認為任一項應為「是」就是有關；兩者矛盾時，後面該填什麼就說不清。"),
    reads=("participation", "beneficiaries"),
    stage=Stage.PARTICIPATION,
)
def relevance_agrees(subject: SheetSubject) -> Iterator[Hit]:
    """Report 無關 where an item is 是, or where the expert writes that one should be."""
    if subject.relevance != UNRELATED:
        return
    at = "participation.relevance"
    opinions = [
        path for path in subject.form_version.concept("BEN_OPINION") if _SHOULD_BE_YES.search(subject.plain(path))
    ]
    if subject.benefits_some:
        items = "、".join(subject.name(path) for path, answer in subject.beneficiaries.items() if answer == "是")
        words = N_("%(items)s 評定為「是」，關聯程度卻評定為「無關」，請由專家再確認。")
        yield Hit(at, said(words, items=items), about=f"無關|{items}")
    elif opinions:
        words = N_("%(item)s 認為受益對象應評定為「是」，關聯程度卻評定為「無關」，請由專家再確認。")
        yield Hit(
            at, said(words, item=subject.name(opinions[0])), about=subject.text(opinions[0]), also=tuple(opinions)
        )


def gender_suggestion(text: str) -> str:
    """Return the first sentence that suggests something about gender, clauses that decline left out; else empty."""
    for sentence in re.split(r"[。；;\n]", plain(text)):
        kept = "，".join(clause for clause in sentence.split("，") if not _DECLINED.search(clause))
        if _SUGGESTS.search(kept) and _GENDER.search(kept):
            return sentence
    return ""


@sheet_rule(
    "GI-22",
    title=N_("評定無關者，綜合檢視意見不應有性別觀點之建議"),
    title_en="Where relevance is 無關, the summary makes no suggestion about gender",
    severity=Severity.R,
    source="S003 L594",
    why=N_("前後審議意見應一致，機關才知道要不要參採。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def opinion_consistent(subject: SheetSubject) -> Iterator[Hit]:
    """Report a suggestion about gender in the summary of an expert who finds the plan unrelated."""
    for path in subject.form_version.concept("SUMMARY"):
        told = gender_suggestion(subject.text(path)) if subject.relevance == UNRELATED else ""
        if told:
            words = N_("%(rel)s 評定為「無關」，%(item)s 卻有性別觀點之建議「%(told)s」，請由專家確認其一。")
            figures = {"rel": subject.name("participation.relevance"), "item": subject.name(path), "told": told[:40]}
            yield Hit(path, said(words, **figures), about=subject.text(path), also=("participation.relevance",))


@sheet_rule(
    "GI-31",
    title=N_("所附計畫書有無性別目標，與計畫目標欄一致"),
    title_en="What is said of the plan's gender goal agrees with the goal",
    severity=Severity.W,
    source="S003 L564",
    why=N_("專家看到的計畫書與檢視表說法不同，意見就可能落空。"),
    reads=("goal", "participation"),
    stage=Stage.PARTICIPATION,
    heuristic=True,
)
def goal_agrees(subject: SheetSubject) -> Iterator[Hit]:
    """Report 有，且具性別目標 while the goal names none, and the reverse."""
    told = {folded(one) for one in _words(value_at(subject.content, "participation.materials"))}
    with_goal, without = folded("有，且具性別目標") in told, folded("有，但無性別目標") in told
    goal = subject.text("goal")
    if with_goal == without or not goal or not (has_gender_goal(goal) or explains_no_goal(goal)):
        return  # a goal that says nothing of gender is GI-06's
    at = "participation.materials.plan" if subject.has("participation.materials.plan") else "participation.materials"
    if with_goal != has_gender_goal(goal):
        words = (
            N_("勾選計畫書具性別目標，計畫目標欄卻看不出性別目標，請核對。本項依文字推斷。")
            if with_goal
            else N_("勾選計畫書無性別目標，計畫目標欄卻敘有性別目標，請核對。本項依文字推斷。")
        )
        yield Hit(at, said(words), about=f"{with_goal}|{goal}", also=("goal",))


@sheet_rule(
    "GI-32",
    title=N_("相關統計資料勾選有或無其一，並勾選程度"),
    title_en="Statistics provided: exactly one of 有 and 無, with its follow-up",
    severity=Severity.B,
    source="S003 L564",
    why=N_("這一格告訴審查者數字夠不夠用；兩邊都勾等於沒有回答。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def statistics_ticked(subject: SheetSubject) -> Iterator[Hit]:
    """Report both, neither, or no follow-up; a shape that is not known is left alone."""
    materials = value_at(subject.content, "participation.materials")
    if not isinstance(materials, Mapping) or "statistics" not in materials:
        return
    told = set(_words(materials["statistics"])) | set(_words(materials.get("statistics_detail")))
    more = told | {one for one in _words(materials) if one in _HAVE + _HAVE_NOT}
    have = any(one == "有" or one.startswith(("有，", "有：", "有:", "有-")) for one in told) or bool(told & set(_HAVE))
    have_not = any(one == "無" or one.startswith(("無，", "無：", "無:", "無-")) for one in told) or bool(
        told & set(_HAVE_NOT)
    )
    followed = any(part in one for one in more for part in (_HAVE if have else _HAVE_NOT))
    at = "participation.materials.statistics"
    if have == have_not:
        yield Hit(at, said(N_("相關統計資料請就「有」「無」勾選其一。")), about=str(sorted(told)))
    elif not followed:
        yield Hit(
            at,
            said(N_("相關統計資料勾選「%(tick)s」者，請續勾其程度。"), tick="有" if have else "無"),
            about=str(sorted(told)),
        )


def _words(value: Any) -> Iterator[str]:
    """Yield the ticked words of an answer, however a file lays them down."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from (key,) if one is True else _words(one)
