"""DT rules: wording and figures that are wrong whatever the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from models.cache import MIB, cached
from models.vocabulary import Kind, Severity
from models.wording import N_, Message
from workflows.language import (
    VARIANT_WORDS,
    Shortlist,
    cached_fold,
    differ_by_one_word,
    doubled_in,
    likeness,
    likeness_bound,
    placeholder_in,
    plain,
    simplified_in,
    unpaired_in,
    variants_in,
)
from workflows.rules.engine import Hit, rule
from workflows.rules.subjects import EVERYTHING, KpiSubject, PlanSubject, SheetSubject, has_formula, text_of
from workflows.schema import Input

ALL: Final = (Kind.ANNUAL_PLAN, Kind.KPI_DEFINITION, Kind.GENDER_IMPACT)
LIKE_A_NOTE: Final = 0.85
SAME_NOTE: Final = 0.98
SHORTEST_NOTE: Final = 10
SHORTEST_COPY: Final = 20
SHORTEST_LIKE: Final = 60
LIKE_A_COPY: Final = 0.93
SLIPS: Final = 2
SETTLED: Final = 3
Judged = PlanSubject | KpiSubject | SheetSubject


def filled(subject: Judged) -> tuple[tuple[str, str], ...]:
    """Return the places that hold running text, with the text, in document order."""
    return subject.filled


@rule(
    "DT-02",
    title=N_("同一詞用字一致"),
    title_en="One word is written one way",
    severity=Severity.I,
    source="S004",
    why=N_("臺灣與台灣、計畫與計劃混用，檢索與比對會漏。"),
    kinds=(Kind.ANNUAL_PLAN,),
    reads=EVERYTHING,
)
def variants_consistent(subject: PlanSubject) -> Iterator[Hit]:
    """Report, once for a document, the words it writes in two ways."""
    texts = filled(subject)
    used: Counter[str] = Counter()
    for _, text in texts:
        for word, count in variants_in(text):
            used[word] += count
    mixed = [
        (one, other) for one, other in VARIANT_WORDS if used[one] and used[other] and _slip(used[one], used[other])
    ]
    if mixed:
        rare = min((word for pair in mixed for word in pair), key=used.__getitem__)
        first = next(at for at, text in texts if any(word == rare for word, _ in variants_in(text)))
        shown = "、".join(f"{one}／{other}" for one, other in mixed)
        yield Hit(first, Message.of(N_("全文用字不一：%(words)s，建議統一。"), words=shown), about=shown)


def _slip(one: int, other: int) -> bool:
    """Return whether a word is written one way but for a slip; a document that uses both freely is left alone."""
    return min(one, other) <= SLIPS and max(one, other) >= SETTLED * min(one, other)


@rule(
    "DT-03",
    title=N_("括號與引號成對"),
    title_en="Brackets and quotation marks pair",
    severity=Severity.W,
    source="S000 參",
    why=N_("括號不成對，往往是刪改時多刪或漏刪了字。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def brackets_pair(subject: Judged) -> Iterator[Hit]:
    """Report the first unpaired bracket of each text; those of a formula are KP-06's."""
    for at, text in filled(subject):
        formula = at.endswith((".measure", ".formula")) and has_formula(plain(text))
        if not formula and (place := unpaired_in(text)):
            yield Hit(at, Message.of(N_("括號或引號不成對，在「%(place)s」附近，請補正。"), place=place), about=place)


@rule(
    "DT-04",
    title=N_("使用正體字"),
    title_en="No Simplified characters",
    severity=Severity.W,
    source="S000 十一（一）",
    why=N_("簡體或異體字多為轉檔或輸入錯誤，檢索時找不到。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def characters_traditional(subject: Judged) -> Iterator[Hit]:
    """Report the Simplified characters of each text."""
    for at, text in filled(subject):
        if shown := simplified_in(text):
            index = text.index(shown[0])
            words = N_("「%(place)s」有簡體或異體字：%(signs)s，請改用正體字。")
            yield Hit(at, Message.of(words, place=text[max(0, index - 4) : index + 6], signs=shown), about=shown)


@rule(
    "DT-05",
    title=N_("標點不重複"),
    title_en="No doubled punctuation",
    severity=Severity.I,
    source="S000 參",
    why=N_("連續標點多半是刪改後的殘留。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def punctuation_single(subject: Judged) -> Iterator[Hit]:
    """Report the first run of pause marks of each text."""
    for at, text in filled(subject):
        if place := doubled_in(text):
            yield Hit(at, Message.of(N_("「%(place)s」標點重複，請刪去其一。"), place=place), about=place)


@rule(
    "DT-10",
    title=N_("無殘留之範本文字"),
    title_en="No template text is left",
    severity=Severity.W,
    source="S003 L80、L1036",
    why=N_("「○○」「請填寫」之類的文字表示該處尚未完成。"),
    kinds=ALL,
    reads=EVERYTHING,
    apart=True,
)
def no_template_left(subject: Judged) -> Iterator[Hit]:
    """Report placeholders, and answers that are the form's own note."""
    for at, text in filled(subject):
        if place := placeholder_in(text):
            words = N_("「%(place)s」看來是範本文字，請改為實際內容。")
            yield Hit(at, Message.of(words, place=place), about=place)
        elif any(score >= SAME_NOTE for score in _note_scores(subject, at, text)):
            yield Hit(at, Message.of(N_("本欄抄錄了表單的說明文字，請改為實際內容。")), about=text)


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
    for at, text in filled(subject) if isinstance(subject, SheetSubject) else ():
        if any(LIKE_A_NOTE <= score < SAME_NOTE for score in _note_scores(subject, at, text)):
            yield Hit(
                at, Message.of(N_("本欄與表單說明文字大致相同，請寫本計畫的情形。本項依文句相似度推斷。")), about=text
            )
    if isinstance(subject, PlanSubject):
        places = tuple(f"key_plans[{text_of(plan, 'id')}].content" for plan in subject.key_plans)
        for copy, first, key in _copies(tuple(text_of(plan, "content") for plan in subject.key_plans)):
            words = N_("實施內容與另一項重要計畫相同或幾乎相同，請確認是否誤植。本項依文句相似度推斷。")
            yield Hit(places[copy], Message.of(words), about=key, also=(places[first],))


@cached(MIB // 2)
def _copies(contents: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """Return which contents are copies of which earlier ones, with the text: remembered, for many pairs are compared."""
    keys = [cached_fold(text) for text in contents]
    shortlist, copies = Shortlist(keys), []
    firsts: dict[str, int] = {}
    for place, key in enumerate(keys):
        equal = firsts.setdefault(key, place) if len(key) >= SHORTEST_COPY else place
        near = (other for other in shortlist.near(key, before=equal) if _copied(key, keys[other]))
        first = next(near, equal if equal != place else None)
        if first is not None:
            copies.append((place, first, key))
    return tuple(copies)


def _copied(one: str, other: str) -> bool:
    """Return whether two contents are one text; those that put one name for another are two by right."""
    if one == other:
        return len(one) >= SHORTEST_COPY
    if min(len(one), len(other)) < SHORTEST_LIKE or likeness_bound(one, other) < LIKE_A_COPY:
        return False
    return likeness(one, other) >= LIKE_A_COPY and not differ_by_one_word(one, other)


def _note_scores(subject: Judged, at: str, text: str) -> Iterator[float]:
    place = subject.form_version.places.get(at) if isinstance(subject, SheetSubject) else None
    if place:
        item = place[1]
        # a reason that repeats the question is GI-11's
        for words in item.note if item.input is Input.YESNO_REASON else (*item.note, item.label):
            if len(words) >= SHORTEST_NOTE:
                yield likeness(cached_fold(words), cached_fold(text))
