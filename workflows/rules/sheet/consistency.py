"""GI rules about the expert's part agreeing with itself and with staff's: relevance, beneficiaries, suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import expects_yes, finds_all_no, suggestion
from workflows.rules.engine import Hit, Stage
from workflows.rules.sheet.rule import sheet_rule
from workflows.rules.subjects import RELATED, UNRELATED, YES, SheetSubject

REL: Final = "participation.relevance"


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
    """Report 無關 where an item is 是 or the expert writes that one should be, and 有關 where the expert wants all 否."""
    opinions = [path for path in subject.concept("BEN_OPINION") if subject.text(path)]
    related = [path for path in (*opinions, *subject.concept("SUMMARY")) if expects_yes(subject.text(path))]
    content_with_no = [path for path in opinions if finds_all_no(subject.text(path))]
    if subject.relevance == UNRELATED and subject.benefits_some:
        items = "、".join(subject.name(path) for path, answer in subject.beneficiaries.items() if answer == YES)
        words = N_("%(items)s 評定為「是」，關聯程度卻評定為「無關」，請由專家再確認。")
        yield Hit(REL, Message.of(words, items=items), about=f"無關|{items}")
    elif subject.relevance == UNRELATED and related:
        words = N_("%(item)s 認為受益對象應評定為「是」，關聯程度卻評定為「無關」，請由專家再確認。")
        yield Hit(
            REL, Message.of(words, item=subject.name(related[0])), about=subject.text(related[0]), also=tuple(related)
        )
    elif subject.relevance == RELATED and subject.benefits_some and content_with_no and not related:
        path = content_with_no[0]
        words = N_("%(item)s 認為受益對象均應評定為「否」，關聯程度卻評定為「有關」，請由專家再確認。")
        yield Hit(REL, Message.of(words, item=subject.name(path)), about=subject.text(path), also=(path,))


@sheet_rule(
    "GI-22",
    title=N_("評定無關者，綜合檢視意見不應有性別觀點之建議"),
    title_en="Where relevance is 無關, the summary makes no suggestion about gender",
    severity=Severity.R,
    source="S003 L594",
    why=N_("前後審議意見應一致，機關才知道要不要參採。"),
    reads=(
        "beneficiaries",
        "participation",
    ),
    stage=Stage.PARTICIPATION,
)
def opinion_consistent(subject: SheetSubject) -> Iterator[Hit]:
    """Report a suggestion about gender in the summary of an expert who finds the plan unrelated.

    Where the summary itself or, once the expert is done, staff say 是, relevance is what is wrong, and GI-21 says so.
    """
    if subject.relevance != UNRELATED or (subject.benefits_some and subject.reached(Stage.RESULTS)):
        return
    for path in subject.concept("SUMMARY"):
        advice = "" if expects_yes(subject.text(path)) else suggestion(subject.text(path))
        if advice:
            words = N_("%(rel)s 評定為「無關」，%(item)s 卻有性別觀點之建議「%(told)s」，請由專家確認其一。")
            figures = {"rel": subject.name(REL), "item": subject.name(path), "told": advice[:40]}
            yield Hit(path, Message.of(words, **figures), about=subject.text(path), also=(REL,))
