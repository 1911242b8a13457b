"""GI rules about the assessment results: what relevance entails, what was adopted, who was told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import reply_length, says_all_adopted, says_none
from workflows.rules.engine import Hit, Stage
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import RELATED, UNRELATED, SheetSubject

SUMMARY: Final = "results.summary"
ADOPTED: Final = "results.adopted"
NOT_ADOPTED: Final = "results.not_adopted"
NOTIFIED: Final = "results.notified"
# What is left of an answer in substance, at least, in characters.
ENOUGH: Final = 3


def results_unbegun(subject: SheetSubject) -> bool:
    """Return whether a complete sheet holds nothing of its results: one finding says it all.

    Where all items are 否 a date of notice alone is no beginning: the expert of an unrelated plan may have been told, too.
    """
    begun = [path for path in subject.results_filled if path != NOTIFIED or not subject.benefits_none]
    return subject.reached(Stage.COMPLETED) and not begun


@sheet_rule(
    "GI-19",
    title=N_("評定有關者，應修正受益對象並補填評估內容及結果"),
    title_en="有關 entails corrected beneficiaries, the evaluation and the results",
    severity=Severity.B,
    source="S003 L523、L552、L565",
    why=N_("專家認為有關，表示至少一項應評定為「是」；不修正，評估就停在錯的前提上。"),
    reads=("participation", "beneficiaries", "evaluation", "results"),
)
def relevance_followed(subject: SheetSubject) -> Iterator[Hit]:
    """Report 有關 with no beneficiary item 是, without any results, or without their summary.

    The evaluation of a corrected item is GI-09's; what the results lack in part is GI-24's and GI-25's.
    """
    if subject.relevance != RELATED:
        return
    rel = subject.name("participation.relevance")
    if subject.benefits_none:
        words = N_("%(rel)s 評定為「有關」，受益對象卻皆為「否」，請修正至少一項並補填評估內容及結果。")
        answers = tuple(f"{path}.answer" for path in subject.beneficiaries)
        yield Hit("beneficiaries", Message.of(words, rel=rel), about="有關|否", also=answers)
    if not subject.reached(Stage.RESULTS):
        return
    if results_unbegun(subject):
        if not subject.benefits_none:
            words = N_("%(rel)s 評定為「有關」，評估結果 %(first)s 至 %(last)s 應填寫。")
            names = {"first": subject.name(SUMMARY), "last": subject.name(NOTIFIED)}
            yield Hit("results", Message.of(words, rel=rel, **names), about="", also=(SUMMARY, ADOPTED, NOTIFIED))
    elif not subject.says(SUMMARY):
        words = N_("%(rel)s 評定為「有關」，%(item)s 應填寫評估結果之綜合說明。")
        yield Hit(SUMMARY, Message.of(words, rel=rel, item=subject.name(SUMMARY)), about="")


@sheet_rule(
    "GI-20",
    title=N_("評定無關者，評估結果免填"),
    title_en="無關: the results need not be filled",
    severity=Severity.W,
    source="S003 L552、L600",
    why=N_("既評定無關又有參採情形，前後不一致，審查者會要求說明。"),
    reads=("beneficiaries", "participation", "results"),
    stage=Stage.RESULTS,
)
def results_not_owed(subject: SheetSubject) -> Iterator[Hit]:
    """Note results that were filled though the expert found the plan unrelated.

    A date of notice alone, or words saying that nothing is to be answered, agree with 無關; an item that is 是 makes
    the relevance doubtful, which is GI-21's.
    """
    filled = tuple(path for path in subject.results_filled if path != NOTIFIED)
    if subject.relevance == UNRELATED and filled and not subject.benefits_some:
        items = "、".join(subject.name(path) for path in filled)
        words = N_("關聯程度評定為「無關」，評估結果免填；已填 %(items)s，請確認是否確有參採意見。")
        yield Hit("results", Message.of(words, items=items), about=items, also=filled)


@sheet_rule(
    "GI-24",
    title=N_("採納者敘明計畫調整，未採納者敘明理由或替代規劃"),
    title_en="Adopted: what changed; not adopted: why, or what instead",
    severity=Severity.R,
    source="S003 L546–547、L615",
    why=N_("專家意見要有下落：改了哪裡，或為什麼不改。"),
    reads=("beneficiaries", "participation", "results"),
    stage=Stage.RESULTS,
)
def opinions_answered(subject: SheetSubject) -> Iterator[Hit]:
    """Report results that say neither what was adopted nor what was not, thanks for a change, and a no without why."""
    if subject.relevance != RELATED or results_unbegun(subject):
        return
    names = {"adopted": subject.name(ADOPTED), "not_adopted": subject.name(NOT_ADOPTED)}
    answers = {path: subject.says(path) for path in (ADOPTED, NOT_ADOPTED)}
    answers = {path: text for path, text in answers.items() if text and not says_none(text)}
    if says_all_adopted(answers.get(NOT_ADOPTED, "")):
        del answers[NOT_ADOPTED]
    if not answers:
        words = N_("%(adopted)s 與 %(not_adopted)s 皆未填寫，請敘明採納後之計畫調整，或未採納之理由。")
        yield Hit(ADOPTED, Message.of(words, **names), about="", also=(NOT_ADOPTED,))
    for path, text in answers.items():
        if reply_length(text) < ENOUGH:
            words = (
                N_("%(item)s 只有致意之詞，請敘明計畫哪裡作了什麼調整。")
                if path == ADOPTED
                else N_("%(item)s 未敘明不採納之理由或替代規劃。")
            )
            yield Hit(path, Message.of(words, item=subject.name(path)), about=text)


@sheet_rule(
    "GI-25",
    title=N_("評估結果已通知程序參與者，並載明日期"),
    title_en="The expert was told the results, with the date",
    severity=Severity.R,
    source="S003 L548、L592、L616",
    why=N_("通知是程序參與的回饋機制，各機關應落實。"),
    reads=("participation", "results"),
    stage=Stage.RESULTS,
)
def expert_notified(subject: SheetSubject) -> Iterator[Hit]:
    """Report a related plan whose expert was not notified."""
    if subject.relevance == RELATED and not subject.text(NOTIFIED) and not results_unbegun(subject):
        words = N_("%(item)s 尚未載明通知程序參與者之日期。")
        yield Hit(NOTIFIED, Message.of(words, item=subject.name(NOTIFIED)), about="")


@sheet_rule(
    "GI-27",
    title=N_("修正後與同一位專家再次確認"),
    title_en="After revision the same expert confirms again",
    severity=Severity.R,
    source="S003 L590",
    why=N_("專家看過的是修正前的內容；改了之後，意見是否仍然成立要由本人確認。"),
    reads=("results",),
    stage=Stage.COMPLETED,
)
def confirmed_again(subject: SheetSubject) -> Iterator[Hit]:
    """Report a confirmation that is owed and missing, where that is known."""
    if subject.facts.reconfirmed is False:
        yield Hit("results", Message.of(N_("專家檢視後內容已有變動，尚未由同一位專家再次確認。")))


@sheet_rule(
    "GI-28",
    title=N_("報院前經主管機關初審"),
    title_en="The supervising agency reviews first",
    severity=Severity.R,
    source="S003 L595",
    why=N_("主管機關應確認填寫內容與程序完備，再併同計畫報院。"),
    reads=("supervising_agency",),
    stage=Stage.COMPLETED,
)
def reviewed_first(subject: SheetSubject) -> Iterator[Hit]:
    """Report a missing first review, where that is known."""
    if subject.facts.first_review_done is False:
        yield Hit("supervising_agency", Message.of(N_("尚未經主管機關初審，審查通過後始得報院。")))


@sheet_rule(
    "GI-35",
    title=N_("依規定發給出席費或審查費"),
    title_en="The expert's fee is recorded",
    severity=Severity.I,
    source="S003 L591",
    why=N_("費用有規定；留下紀錄，年終核銷與查核才對得上。"),
    reads=("participation",),
    stage=Stage.COMPLETED,
)
def fee_recorded(subject: SheetSubject) -> Iterator[Hit]:
    """Note a fee that is known not to have been recorded."""
    if subject.facts.fee_recorded is False:
        yield Hit("participation.expert", Message.of(N_("尚未登錄專家之出席費或審查費。")))
