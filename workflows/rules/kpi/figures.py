"""KP rules that compare figures: a quantity told twice, and a count against what is listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from models.cache import MIB, cached
from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import Amount, amounts, bigrams, figure_value, plain
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import PlanSubject, text_of, texts_in

PLAN: Final = (Kind.ANNUAL_PLAN,)
# No honest text holds more; a hostile one is not compared figure by figure.
MOST: Final = 100
_BREAK: Final = re.compile(r"[。；，、：:()\n「」%]")
_SENTENCE: Final = re.compile(r"[。；\n]")
# A measure that says what is counted and no more: 「當年度完成輔導並取得登記之家數」.
_MERELY_COUNTS: Final = re.compile(r"[^÷×%。；\n]{6,}$")
LONGEST_COUNT: Final = 60
WORDS_TO_SHARE: Final = 4
_LEAD: Final = re.compile(r"(?:逾|約|至少|達到?|每年|每月|預計|可|提供|共計|共(?!計)|計|為|超過|目標|[：:=>≥]){1,48}$")
_COUNTED: Final = re.compile(r"(?:人次|人數|件次|件數|時數|家數|家次|場次|篇數|戶數|項數|次數|總數|金額|數)$")
_COMMON_PAIRS: Final = frozenset(
    {
        *(
            "計畫",
            "年度",
            "研究",
            "執行",
            "提供",
            "預計",
            "辦理",
            "推動",
            "完成",
            "服務",
            "補助",
            "培育",
            "發展",
            "科技",
        ),
        *(
            "每年",
            "技術",
            "人才",
            "目標",
            "國內",
            "國際",
            "產學",
            "合作",
            "相關",
            "建立",
            "強化",
            "領域",
            "應用",
            "進行",
        ),
    }
)
_NOT_QUANTITIES: Final = ("percent", "score", "rank", "time")
_COUNT_WORDS: Final = r"(?P<count>\d{1,2}|[二三四五六七八九十]{1,3})"
_KINDS_OF: Final = r"(?:大|個|項|種|類|座|處|所|國|洲|縣市|面向|領域|主軸|階段|部分|案|家|條|場|方面)"
_ET_CETERA: Final = re.compile(rf"等共?{_COUNT_WORDS}{_KINDS_OF}")
_AHEAD: Final = re.compile(
    rf"(?<![\d.第前後每其這該此]){_COUNT_WORDS}(?:大|個)?(?:項|類別|類|種類別|種|面向|部分|重點|主軸|目標|策略|階段|措施|領域)"
    r"[^。；，、\n：\d一二三四五六七八九十]{0,8}[：:]\n*(?=(?P<mark>一、|[(]一[)]|1[.、](?!\d)|[(]1[)]))"
)
_NESTED: Final = re.compile(r"[(〔【][^()〔〕【】]*[)〕】]|「[^「」]*」|『[^『』]*』|《[^《》]*》")
_HEAD_MARK: Final = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d))")
_CONJUNCTION: Final = re.compile(r"以及|及|與|和|暨|或")
# 「美國、日本等 30 國」 names some of many; 「等四項」 names all. A difference beyond this is no slip.
_MAY_BE_PARTLY: Final = ("國", "洲", "縣市", "處", "座", "所", "家", "案", "場", "個")
PARTLY: Final = 1
WHOLLY: Final = 3
_SAYS_LIST: Final = re.compile(r"包括|包含|涵蓋|分為|計有")
_STARTS: Final = re.compile(
    r"包括|包含|涵蓋|推動|辦理|建立|分為|針對|例如|諸如|補助|聚焦於?|完成|提供|設置|成立|結合|整合|運用|透過|配合|的|之|為|以|由|於|如|含|對|將|在|從|及|與|和"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what it counts."""

    amount: Amount
    label: frozenset[str]
    words: str
    least: int = 2


def _label(words: str) -> frozenset[str]:
    return frozenset(pair for pair in bigrams(words) if len(pair) == 2) - _COMMON_PAIRS


def _left_of(text: str, amount: Amount, *, far: bool = False) -> str:
    left = _LEAD.sub("", text[max(0, amount.start - 48) : amount.start])
    return _LEAD.sub("", (_SENTENCE if far else _BREAK).split(left)[-1])


def quantities(
    title: str, definition: str, target: Decimal | None, unit: tuple[str, int], shown: str
) -> Iterator[Quantity]:
    """Yield what a KPI promises: its target under its title, and each figure its measure names."""
    if target is not None and unit[0]:
        amount = Amount(target * unit[1], unit[0], shown, 0, 0)
        yield Quantity(amount, _label(_COUNTED.sub("", plain(title))), title)
        counted = definition.strip()
        if len(counted) <= LONGEST_COUNT and _MERELY_COUNTS.match(counted):
            label = _label(_COUNTED.sub("", counted))
            yield Quantity(amount, label, title, max(WORDS_TO_SHARE, len(label) * 6 // 10))
    yield from defined_in(definition)


@cached(MIB // 2)
def defined_in(text: str) -> tuple[Quantity, ...]:
    """Return the figures of a measure that count something named."""
    amounts_defined = ((amount, _left_of(text, amount)) for amount in amounts(text))
    labelled = ((amount, _label(_COUNTED.sub("", words)), words) for amount, words in amounts_defined)
    return tuple(islice((Quantity(amount, label, words) for amount, label, words in labelled if label), MOST))


@rule(
    "KP-15",
    title=N_("實施內容的數字與指標目標值不矛盾"),
    title_en="Figures in chapter 參 do not contradict KPI targets for the same quantity",
    severity=Severity.W,
    source="S000 貳、參",
    why=N_("同一件事在兩章寫成兩個數字，審查者無從判斷哪一個才是承諾。"),
    kinds=PLAN,
    reads=("kpis", "key_plans"),
    heuristic=True,
)
def figures_agree(subject: PlanSubject) -> Iterator[Hit]:
    """Report a figure of a key plan that differs from what a KPI it cites says of the same thing in the same unit."""
    for plan in subject.key_plans:
        text = plain(text_of(plan, "content"))
        if not stated_amounts(text):
            continue
        for kpi in (subject.kpi_by_id[cited] for cited in texts_in(plan, "kpis") if cited in subject.kpi_by_id):
            for here, words, there in _clashes(
                text, kpi.title, kpi.definition, kpi.target_value, kpi.unit, kpi.target_shown
            ):
                yield Hit(
                    f"key_plans[{text_of(plan, 'id')}].content",
                    Message.of(
                        N_(
                            "此處寫「%(here)s」，指標「%(kpi)s」的「%(words)s」為 %(there)s，請確認是否同一數量。本項依文字推斷。"
                        ),
                        here=here,
                        kpi=kpi.title,
                        words=words,
                        there=there,
                    ),
                    about=f"{here}|{words}|{there}",
                    also=(kpi.field("measure"),),
                )


@cached(MIB // 2)
def _clashes(
    text: str, title: str, definition: str, target: Decimal | None, unit: tuple[str, int], shown: str
) -> tuple[tuple[str, str, str], ...]:
    """Return what a text says otherwise than a KPI promises: the words here, the quantity, the figure there."""
    clashes = (
        (one, _contradiction(one, stated_amounts(text), text))
        for one in quantities(title, definition, target, unit, shown)
    )
    return tuple(dict.fromkeys((other.text, one.words, one.amount.text) for one, other in clashes if other))


@cached(MIB // 2)
def stated_amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts of a text that count things."""
    counted = (one for one in amounts(text) if _counts(one, text))
    return tuple(islice(counted, MOST))


def _counts(amount: Amount, text: str) -> bool:
    """Return whether an amount is a quantity; 「等四項」 only counts what stands before it."""
    listed = text[: amount.start].endswith(("等", "等共"))
    return not listed and (amount.dimension not in _NOT_QUANTITIES or amount.unit == "小時")


def _contradiction(quantity: Quantity, amounts_told: Iterable[Amount], text: str) -> Amount | None:
    best: tuple[int, Amount] | None = None
    for amount in amounts_told:
        if amount.unit != quantity.amount.unit:
            continue
        right = _BREAK.split(text[amount.end : amount.end + 12].removeprefix("之").removeprefix("的"))[0]
        after = len(quantity.label & _label(right))
        before = len(quantity.label & _label(_left_of(text, amount, far=quantity.least > 2)))
        if before < quantity.least and (after < 1 or quantity.least > 2):
            continue
        if amount.value == quantity.amount.value:
            return None
        if best is None or after + before > best[0]:
            best = (after + before, amount)
    return best[1] if best else None


@rule(
    "KP-16",
    title=N_("「幾項」與所列項數相符"),
    title_en="A stated count equals the number of things listed",
    severity=Severity.W,
    source="S000 參",
    why=N_("說六項只列五項，通常是刪改時漏了一邊。"),
    kinds=PLAN,
    reads=("preamble", "goals", "kpis", "key_plans"),
    heuristic=True,
    apart=True,
)
def counts_agree(subject: PlanSubject) -> Iterator[Hit]:
    """Report 「A、B、C等四項」 and 「四項：一、…三、…」 where the count is not what is listed."""
    for at, text in subject.filled:
        for stated, listed, place in miscounts(text):
            words = N_("「%(place)s」說有 %(stated)s 項，實際列出 %(listed)s 項，請核對。本項依文字推斷。")
            yield Hit(at, Message.of(words, place=place, stated=stated, listed=listed), about=place)


@cached(MIB // 2)
def miscounts(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return each count of a text that is not what is listed: stated, listed, and the words around."""
    return tuple(_miscounts(plain(text)))


def _miscounts(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _ET_CETERA.finditer(text):
        stated = figure_value(match["count"])
        listed = _listed_before(text[: match.start()], int(stated or 0))
        if stated and listed and stated - listed <= (PARTLY if match[0].endswith(_MAY_BE_PARTLY) else WHOLLY):
            yield int(stated), listed, text[max(0, match.start() - 24) : match.end()].replace("\n", "")
    for match in _AHEAD.finditer(text):
        stated = figure_value(match["count"])
        listed = _marks_after(text[match.end() :], match["mark"])
        if stated and listed > 1 and listed != int(stated):
            yield int(stated), listed, text[max(0, match.start() - 12) : match.end()].replace("\n", "")


def _listed_before(text: str, stated: int) -> int:
    """Return how many things stand before 等, 0 when that may be the stated number or nothing is listed.

    The list may begin anywhere in its clause, and 及 may join two things or belong to one.
    """
    text = text[-400:]
    while (bare := _NESTED.sub("「」" if "「" in text else "", text)) != text and len(bare) < len(text):
        text = bare
    clause = _HEAD_MARK.sub("", re.split(r"[。；：:\n，]", text)[-1])
    if clause.count("、") < 2 and "，" in text and not _SAYS_LIST.search(clause):
        return 0
    counts = []
    for start in (0, *(match.end() for match in _STARTS.finditer(clause))):
        items = clause[start:].split("、")
        joined = sum(len(_CONJUNCTION.findall(item)) for item in items)
        least = len(items) + _ends_in_two(items)
        if least <= stated <= len(items) + joined:
            return 0
        counts.append(least)
    return max(counts) if max(counts) > 1 else 0


def _ends_in_two(items: list[str]) -> bool:
    """Return whether the last item is plainly two: joined by 及, and half as long again as those before it."""
    before = sorted(map(len, items[1:-1] or items[:-1]))
    return bool(before) and items[-1].count("及") == 1 and len(items[-1]) >= 1.6 * before[len(before) // 2]


_MARKS: Final = {"一、": "{cjk}、", "(一)": "({cjk})", "1.": "{n}.", "1、": "{n}、", "(1)": "({n})"}
_CJK: Final = "一二三四五六七八九十"


def _marks_after(text: str, mark: str) -> int:
    """Return how far the numbering that begins here runs; a mark counts at the start or after a pause.

    A second first mark begins another list.
    """
    pattern, count, place = _MARKS[mark], 0, 0
    again = text.find(mark, len(mark))
    text = text[:again] if again > 0 else text
    for value in range(1, 11):
        wanted = pattern.format(cjk=_CJK[value - 1], n=value)
        match = re.compile(rf"(?:^|[。；，、：\n)）」]){re.escape(wanted)}(?!\d)").search(text, place)
        if not match:
            break
        count, place = value, match.end()
    return count
