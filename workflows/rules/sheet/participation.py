"""GI rules about the expert's part: who took part, when, and whether what they say agrees with itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import cached_fold
from workflows.rules.engine import Hit, Stage
from workflows.rules.sheet.rule import missing, sheet_rule
from workflows.rules.subjects import SheetSubject
from workflows.schema import value_at

EXPERT: Final = "participation.expert"
IDENTITY: Final = tuple(f"{EXPERT}.{name}" for name in ("name", "title", "unit", "field"))
_STANDING: Final = re.compile(
    r"性別|性平|女|婦|兩性|同志|多元性|CEDAW|家庭暴力|家暴|性侵|性騷|性教育|親職|家務|母職", re.IGNORECASE
)
_NO: Final = ("", "否", "無", "未", "no", "n", "false")


def label_of(subject: SheetSubject, path: str) -> str:
    """Return the label of a field as the form prints it."""
    item = subject.item(path)
    return item[1].label if item else path


@sheet_rule(
    "GI-13",
    title=N_("程序參與者為民間性別平等專家學者，至少一位"),
    title_en="At least one outside expert took part",
    severity=Severity.B,
    source="S003 L558、L588、L610",
    why=N_("程序參與的用意在於由機關以外的人提出性別觀點。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def expert_from_outside(subject: SheetSubject) -> Iterator[Hit]:
    """Report that no expert is named, or that the one named is not from outside.

    Of a complete sheet this is all that is said where the expert's part holds nothing.
    """
    if isinstance(value_at(subject.content, EXPERT), str) and subject.text(EXPERT):
        return
    if not any(subject.text(path) for path in IDENTITY):
        yield Hit(EXPERT, Message.of(N_("尚無民間性別平等專家學者參與，請至少徵詢一位。")), about="")
    elif value_at(subject.content, f"{EXPERT}.external") in (False, "否", "內部", "no"):
        words = N_("程序參與者「%(name)s」未確認為民間專家學者，請改洽機關以外之專家或補行確認。")
        name = subject.text(f"{EXPERT}.name")
        yield Hit(f"{EXPERT}.external", Message.of(words, name=name), about=name)


@sheet_rule(
    "GI-14",
    title=N_("專家具性別平等專長或資歷"),
    title_en="The expert has standing in gender equality",
    severity=Severity.W,
    source="S003 L558、L589",
    why=N_("檢視需要性別平等的專業；資歷可來自性別主流化人才資料庫，或性別平等委員會的經歷。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
    heuristic=True,
)
def expert_has_standing(subject: SheetSubject) -> Iterator[Hit]:
    """Report an expert in whose entries nothing speaks of gender equality; what is missing from them is GI-15's."""
    entries = value_at(subject.content, EXPERT)
    spoken = entries if isinstance(entries, Mapping) else {}
    standing = "".join(str(one) for key, one in spoken.items() if key not in ("name", "email"))
    if all(subject.text(path) for path in IDENTITY) and not _STANDING.search(standing):
        words = N_("看不出專家之性別平等專長或資歷，請補充。本項依文字推斷。")
        yield Hit(f"{EXPERT}.field", Message.of(words), about=standing)


@sheet_rule(
    "GI-15",
    title=N_("專家姓名、職稱、服務單位及專長領域齊全"),
    title_en="The expert's identity is complete",
    severity=Severity.B,
    source="S003 L561、L589",
    why=N_("資料不全，無從確認參與者的身分與專長。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def expert_identified(subject: SheetSubject) -> Iterator[Hit]:
    """Report each missing entry of an expert of whom something is told."""
    if any(subject.text(path) for path in IDENTITY):
        for path in IDENTITY:
            if not subject.text(path):
                yield Hit(path, Message.of(N_("請補填專家之%(field)s。"), field=label_of(subject, path)), about="")


@sheet_rule(
    "GI-16",
    title=N_("專家簽章並同意保密"),
    title_en="The expert signed and pledged secrecy",
    severity=Severity.B,
    source="S003 L575、L609、L612",
    why=N_("程序參與時計畫尚未核定，未經同意不得對外公開。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def pledge_given(subject: SheetSubject) -> Iterator[Hit]:
    """Report that the pledge was not given."""
    pledge = value_at(subject.content, "participation.pledge")
    given = pledge is True or (isinstance(pledge, str) and pledge.strip().lower() not in _NO)
    if not given and not subject.unheard:
        yield Hit("participation.pledge", Message.of(N_("專家尚未簽章同意保密。")), about="")


@sheet_rule(
    "GI-23",
    title=N_("專家各項檢視意見皆已填寫"),
    title_en="Every opinion of the expert is given",
    severity=Severity.B,
    source="S003 L567–574、L599–601",
    why=N_("程序參與欄有一項空白，即視為未完成，應退回重新辦理。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def opinions_given(subject: SheetSubject) -> Iterator[Hit]:
    """Report each blank opinion, the summary and the timing included."""
    if subject.unheard:
        return
    for path in (*subject.concept("OPINIONS"), *subject.concept("SUMMARY"), "participation.timing"):
        if subject.asks(path) and not subject.text(path):
            yield missing(subject, path)


@sheet_rule(
    "GI-26",
    title=N_("結果由機關填寫，程序參與由專家填寫，兩者不得為同一人"),
    title_en="Staff and expert are different people",
    severity=Severity.B,
    source="S003 L609、L614",
    why=N_("自己檢視自己填的表，程序參與就失去意義。"),
    reads=("filler", "participation"),
    stage=Stage.PARTICIPATION,
)
def roles_apart(subject: SheetSubject) -> Iterator[Hit]:
    """Report a filler who is the expert, by name, by mail address or by account."""
    filler, expert = cached_fold(subject.text("filler.name")), cached_fold(subject.text(f"{EXPERT}.name"))
    mails = {subject.text("filler.email").lower(), subject.text(f"{EXPERT}.email").lower()} - {""}
    same_mail = bool(subject.text(f"{EXPERT}.email")) and len(mails) == 1
    same_account = (
        subject.facts.filler_account is not None and subject.facts.filler_account in subject.facts.expert_accounts
    )
    if (filler and filler == expert) or same_mail or same_account:
        words = N_("填表人與程序參與之專家為同一人（%(name)s），請另洽民間專家學者。")
        yield Hit(
            f"{EXPERT}.name",
            Message.of(words, name=subject.text(f"{EXPERT}.name")),
            about=expert,
            also=("filler.name",),
        )


@sheet_rule(
    "GI-30",
    title=N_("研擬初期即徵詢意見"),
    title_en="Advice is sought early",
    severity=Severity.I,
    source="S003 L503、L587",
    why=N_("初期徵詢，性別觀點才來得及進到計畫內容。"),
    reads=("participation",),
    stage=Stage.PARTICIPATION,
)
def advice_early(subject: SheetSubject) -> Iterator[Hit]:
    """Note that no early advice was sought, where that is known."""
    if subject.facts.advised_early is False:
        words = N_("研擬初期未徵詢性別平等專家學者或性別平等專案小組之意見，建議下次提前。")
        yield Hit("participation.from", Message.of(words))


@sheet_rule(
    "GI-34",
    title=N_("專家僅得於期限內閱覽本案，不得公開草案"),
    title_en="The expert's access is to one project, read-only, and ends",
    severity=Severity.R,
    source="S003 L575、L612",
    why=N_("計畫尚未核定；存取範圍與期限是保密義務的一部分。"),
    reads=("participation",),
    stage=Stage.COMPLETED,
)
def access_closed(subject: SheetSubject) -> Iterator[Hit]:
    """Report an expert's access that is still open when the sheet is complete, where that is known."""
    if subject.facts.expert_access_closed is False:
        yield Hit(EXPERT, Message.of(N_("程序參與已結束，專家之閱覽權限尚未關閉。")))
