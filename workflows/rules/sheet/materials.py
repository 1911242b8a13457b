"""GI rules about what the expert was given to read (業務單位所提供之資料): statistics, and a plan with or without a gender goal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import cached_fold, has_gender_goal, states_no_goal
from workflows.rules.engine import Hit, Stage
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import SheetSubject
from workflows.schema import value_at

PLACE: Final = "participation.materials"
STATISTICS: Final = f"{PLACE}.statistics"
_HAVE: Final = ("很完整", "可更完整", "現有資料不足須設法補足")
_HAVE_NOT: Final = ("應可設法找尋", "現狀與未來皆有困難")
_KEYS: Final = ("statistics", "相關統計資料", "統計資料")
_FOLLOW_UPS: Final = (
    "statistics_detail",
    "statistics_follow_up",
    "statistics_followup",
    "follow_up",
    "followup",
    "detail",
)


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
    """Report 有，且具性別目標 while the goal says there is none, and the reverse; a goal silent on gender is GI-06's."""
    materials_named = {cached_fold(one) for one in _words(value_at(subject.content, PLACE))}
    with_goal = any(one.endswith("且具性別目標") for one in materials_named)
    without = any(one.endswith("但無性別目標") for one in materials_named)
    goal = subject.text("goal")
    if with_goal == without or not goal:
        return
    at = f"{PLACE}.plan" if subject.has(f"{PLACE}.plan") else PLACE
    if with_goal and states_no_goal(goal):
        words = N_("勾選計畫書具性別目標，計畫目標欄卻看不出性別目標，請核對。本項依文字推斷。")
        yield Hit(at, Message.of(words), about=f"{with_goal}|{goal}", also=("goal",))
    elif without and has_gender_goal(goal) and not states_no_goal(goal):
        words = N_("勾選計畫書無性別目標，計畫目標欄卻敘有性別目標，請核對。本項依文字推斷。")
        yield Hit(at, Message.of(words), about=f"{with_goal}|{goal}", also=("goal",))


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
    """Report both, neither, and 無 without exactly one follow-up; a shape that is not known is left alone."""
    materials = value_at(subject.content, PLACE)
    key = next((key for key in _KEYS if isinstance(materials, Mapping) and key in materials), None)
    if key is None or subject.unheard or isinstance(materials[key], bool):
        return
    words_told = set(_words(materials[key])) | {one for name in _FOLLOW_UPS for one in _words(materials.get(name))}
    more = words_told | ({*_words(materials)} & {*_HAVE, *_HAVE_NOT})
    have, have_not = (
        _says("有", words_told) or _any(words_told, _HAVE),
        _says("無", words_told) or _any(words_told, _HAVE_NOT),
    )
    follow_ups = {part for part in (_HAVE if have else _HAVE_NOT) for one in more if part in one}
    owed = have_not or any(name in materials for name in _FOLLOW_UPS)
    about = "、".join(sorted(words_told))
    if have == have_not:
        yield Hit(STATISTICS, Message.of(N_("相關統計資料請就「有」「無」勾選其一。")), about)
    elif len(follow_ups) > 1:
        words = N_("相關統計資料之程度勾選了「%(ticks)s」，請擇一勾選。")
        yield Hit(STATISTICS, Message.of(words, ticks="」「".join(sorted(follow_ups))), about)
    elif owed and not follow_ups:
        words = N_("相關統計資料勾選「%(tick)s」者，請續勾其程度。")
        yield Hit(STATISTICS, Message.of(words, tick="有" if have else "無"), about)


def _holds(word: str, parts: tuple[str, ...]) -> bool:
    return any(part in word for part in parts)


def _any(words: set[str], parts: tuple[str, ...]) -> bool:
    return any(_holds(one, parts) for one in words)


def _says(tick: str, words: set[str]) -> bool:
    return any(one == tick or one.startswith(tuple(tick + sign for sign in "，：:-－(（、 ")) for one in words)


def _words(value: Any) -> Iterator[str]:
    """Yield the ticked words of an answer, however a file lays them down."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            yield from (part for part in (here.strip(), *here.split("、")) if part.strip())
        elif isinstance(here, list):
            waiting += here
        elif isinstance(here, Mapping):
            yield from (str(key) for key, one in here.items() if one is True)
            waiting += (one for one in here.values() if one is not True)
