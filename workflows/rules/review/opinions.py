"""RV rules: every opinion is numbered, answered in substance, and closed before approval."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import cached_fold, likeness, likeness_bound, plain, reply_length, substance_of
from workflows.rules.engine import Hit
from workflows.rules.review.rule import review_rule
from workflows.rules.subjects import OpinionRow, ReviewSubject, day_of

FACES: Final = ("可行性", "過去績效", "優先性", "預算")
ENOUGH: Final = 3
SAME: Final = 0.9
SHORTEST: Final = 8
_DASH: Final = re.compile(r"[-－–—―/／無]*")
_CITED: Final = re.compile(
    r"(?:指標|KPI)[^「」。]{0,4}「([^「」]{4,60})」|「([^「」]{4,60})」(?:之|的|此|這)?(?:一|項)?(?:關鍵績效|績效)?指標",
    re.IGNORECASE,
)


def place(opinion: OpinionRow, index: int, field: str = "") -> str:
    """Return where a finding on an opinion stands: its number, or its place in the table where it has none."""
    return f"opinions[{opinion.number or index + 1}]" + (f".{field}" if field else "")


def open_rows(subject: ReviewSubject) -> Iterator[tuple[int, OpinionRow]]:
    """Yield the opinions that their reviewer has not marked as resolved."""
    yield from ((index, one) for index, one in enumerate(subject.opinions) if not one.resolved)


@review_rule(
    "RV-01",
    title=N_("自評結果載明審查者、日期及各面向意見"),
    title_en="The self-evaluation names reviewers and date, and speaks of every aspect",
    severity=Severity.R,
    source="S003 L419–433",
    why=N_("沒有審查者與日期，意見無從追溯；少了一個面向，等於沒有審查完。"),
    reads=("evaluation",),
)
def evaluation_complete(subject: ReviewSubject) -> Iterator[Hit]:
    """Report what a self-evaluation (A007) lacks; silent where there is none."""
    if subject.evaluation is None:
        return
    comments = subject.evaluation.get("comments") or {}
    lacking = [name for key, name in (("reviewers", "審查者"), ("date", "日期")) if not subject.evaluation.get(key)]
    lacking += [face for face in FACES if not str(comments.get(face) or "").strip()]
    if subject.evaluation.get("date") and not day_of(str(subject.evaluation["date"])):
        lacking.append("日期")
    if lacking:
        yield Hit(
            "evaluation",
            Message.of(N_("自評結果缺少：%(lacking)s。"), lacking="、".join(lacking)),
            about="、".join(lacking),
        )


@review_rule(
    "RV-02",
    title=N_("回復表每列載明序號、審查意見、意見回復及修正處"),
    title_en="Every row has number, opinion, answer and where the text was changed",
    severity=Severity.B,
    source="S003 L626",
    why=N_("少了一欄，審查者對不上意見與修正處；沒有修正的，也要寫明「－」。"),
    reads=("opinions",),
)
def rows_complete(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a missing or doubled number, a blank opinion, and an answered one that does not say where."""
    seen: set[int] = set()
    for index, one in enumerate(subject.opinions):
        if one.number is None or one.number in seen:
            yield Hit(
                place(one, index, "number"),
                Message.of(N_("第 %(row)s 列沒有序號，或與前列重複。"), row=index + 1),
                about=str(one.number),
            )
        seen.add(one.number or 0)
        if not one.text.strip():
            yield Hit(
                place(one, index, "text"),
                Message.of(N_("序號 %(no)s 的審查意見空白。"), no=one.number or index + 1),
                about="",
            )
        if one.response and one.page is None:
            words = N_("序號 %(no)s 未填修正處；沒有修正者請填「－」。")
            yield Hit(place(one, index, "page"), Message.of(words, no=one.number or index + 1), about="")


@review_rule(
    "RV-03",
    title=N_("所註修正處存在，且在提出意見後確有修正"),
    title_en="The place given exists and was changed since the opinion",
    severity=Severity.W,
    source="S003 L690–694",
    why=N_("審查者依所註之處核對；那裡沒有改，就得從頭找起。"),
    reads=("opinions",),
)
def place_holds(subject: ReviewSubject) -> Iterator[Hit]:
    """Report an answer that points to nowhere, or to a place that is as it was."""
    for index, one in open_rows(subject):
        if not one.response or _DASH.fullmatch(one.page or ""):
            continue
        about = f"{one.page}|{one.response}"
        if one.place_exists is False:
            words = N_("審查意見 %(no)s 的修正處在目前內容中找不到，請更正修正處。")
            yield Hit(place(one, index, "page"), Message.of(words, no=one.number), about=about)
        elif one.place_changed is False:
            words = N_("審查意見 %(no)s 註記的修正處，自提出意見後沒有變動，請核對修正處，或改註「未修正內容」。")
            yield Hit(place(one, index, "page"), Message.of(words, no=one.number), about=about)


@review_rule(
    "RV-04",
    title=N_("每項審查意見均有實質回復"),
    title_en="Every opinion is answered in substance",
    severity=Severity.R,
    source="S003 L647",
    why=N_("只寫「感謝委員建議」，審查者看不出採納與否、改了什麼，只好再退一次。"),
    reads=("opinions",),
    heuristic=True,
)
def answered_in_substance(subject: ReviewSubject) -> Iterator[Hit]:
    """Report opinions of earlier rounds without an answer, and answers of which only thanks and assent are left.

    Assent is enough where the place it points to is known to have changed.
    """
    for index, one in open_rows(subject):
        number = one.number or index + 1
        if not (one.response or "").strip():
            if subject.approving or subject.handing_on or one.round is None or one.round < subject.round:
                yield Hit(place(one, index), Message.of(N_("審查意見 %(number)s 尚未回復"), number=number), about="")
        elif reply_length(one.response or "") < ENOUGH and not one.place_changed:
            words = N_(
                "審查意見 %(no)s 的回復只有致意或同意之詞，請寫明如何處理、修正了什麼，或不參採之理由。本項依文字推斷。"
            )
            yield Hit(place(one, index, "response"), Message.of(words, no=number), about=one.response or "")


@review_rule(
    "RV-05",
    title=N_("核定前性平意見均已解決"),
    title_en="Opinions about gender are closed before approval",
    severity=Severity.R,
    source="S003 L660–667",
    why=N_("性平檢視是核定前的最後一道；意見未結，性別影響評估就沒有完成。"),
    reads=("opinions",),
)
def gender_closed(subject: ReviewSubject) -> Iterator[Hit]:
    """Report opinions from the gender seat that are still open when the head is to approve."""
    if not (subject.approving or subject.approved):
        return
    for index, one in open_rows(subject):
        if one.about_gender:
            words = N_("性平審查意見 %(no)s 尚未註記已解決，不能核定。")
            yield Hit(place(one, index), Message.of(words, no=one.number or index + 1), about=one.text)


@review_rule(
    "RV-06",
    title=N_("各輪審查意見分輪編列並載明來源"),
    title_en="Rounds are kept apart and numbered, with their source",
    severity=Severity.B,
    source="S003 L624、L644、L660",
    why=N_("審查意見、檢視意見與性平檢視分屬不同輪次；混在一起，看不出哪些是追問。"),
    reads=("opinions",),
)
def rounds_kept(subject: ReviewSubject) -> Iterator[Hit]:
    """Report opinions without a round or without anyone who gave them, and rounds that run backwards."""
    before = 0
    for index, one in enumerate(subject.opinions):
        number = one.number or index + 1
        if one.round is None or one.round < 1 or not (one.seat or one.source):
            words = N_("審查意見 %(no)s 未載明輪次或提出者。")
            yield Hit(place(one, index, "round"), Message.of(words, no=number), about=f"{one.round}|{one.seat}")
            continue
        if one.round < before:
            words = N_("審查意見 %(no)s 屬第 %(round)s 輪，卻編在第 %(before)s 輪之後。")
            yield Hit(
                place(one, index, "round"),
                Message.of(words, no=number, round=one.round, before=before),
                about=str(one.round),
            )
        before = max(before, one.round)


@review_rule(
    "RV-07",
    title=N_("不同意見不以同一段文字回復"),
    title_en="Different opinions do not get one and the same answer",
    severity=Severity.I,
    source="S003 L630–656（推得）",
    why=N_("同一段回復貼在幾項意見，往往有一項沒有真正回答。"),
    reads=("opinions",),
    heuristic=True,
)
def answers_apart(subject: ReviewSubject) -> Iterator[Hit]:
    """Note, once, the answers that are nearly the same as an earlier one; thanks and assent do not count."""
    groups: list[tuple[str, list[str], list[int]]] = []
    for index, one in enumerate(subject.opinions):
        key = substance_of(one.response or "")
        if len(key) < SHORTEST:
            continue
        for known, places, numbers in groups:
            if known == key or (likeness_bound(known, key) >= SAME and likeness(known, key) >= SAME):
                places.append(place(one, index, "response"))
                numbers.append(one.number or index + 1)
                break
        else:
            groups.append((key, [place(one, index, "response")], [one.number or index + 1]))
    for key, places, numbers in groups:
        if len(places) > 1:
            words = N_("審查意見 %(numbers)s 的回復幾乎相同，請確認各項是否都已回答。本項依文句相似度推斷。")
            message = Message.of(words, numbers="、".join(map(str, numbers)))
            yield Hit(places[1], message, about=key, also=(places[0], *places[2:]))


@review_rule(
    "RV-08",
    title=N_("自評結果與回復所稱指標確在計畫之內"),
    title_en="Indicators cited in the self-evaluation or in an answer are in the plan",
    severity=Severity.W,
    source="S003 L440",
    why=N_("自評或回復引用的指標在計畫裡找不到，審查者無從核對。"),
    reads=("evaluation", "opinions", "kpis"),
    heuristic=True,
)
def claims_match(subject: ReviewSubject) -> Iterator[Hit]:
    """Report indicators quoted by title that the list of KPIs does not have; silent where no list is known."""
    if subject.kpi_titles is None:
        return
    known = [cached_fold(title) for title in subject.kpi_titles]
    comments = (subject.evaluation or {}).get("comments") or {}
    texts = [("evaluation", str(text)) for text in comments.values()]
    texts += [(place(one, index, "response"), one.response or "") for index, one in open_rows(subject)]
    for at, text in texts:
        for cited in (first or second for first, second in _CITED.findall(plain(text))):
            key = cached_fold(cited)
            if not any(key in title or title in key or likeness(key, title) >= SAME for title in known):
                words = N_("所稱指標「%(title)s」不在本計畫的關鍵績效指標之內，請核對。本項依文字推斷。")
                yield Hit(at, Message.of(words, title=cited), about=cited)
