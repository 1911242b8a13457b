"""SG rules about stamps set for somebody else, units asked to join, and who may decide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import cached_fold
from workflows.rules.engine import Hit
from workflows.rules.review.order import at_seat
from workflows.rules.review.rule import review_rule
from workflows.rules.subjects import ReviewSubject, day_of, seat_words

TYPES: Final = ("代理", "代行", "授權決行", "乙章")
ACTING: Final = ("代理", "代行")
ANSWERS: Final = ("同意", "有意見", "無意見")
LEVELS: Final = ("擬辦", "審核", "核轉", "核定")
# Work that only the head decides (施政計畫之核定); a deputy may act while the head is absent.
HEAD_ALONE: Final = ("施政計畫核定", "施政計畫之核定", "年度施政計畫核定")
HEAD: Final = "首長"


@review_rule(
    "SG-04",
    title=N_("代為核章者載明實際核章人、名義、本人、事由及期間"),
    title_en="A stamp for somebody else shows who really stamped, how, for whom, why and how long",
    severity=Severity.B,
    source="S003 L483–485；W:csptc-38",
    why=N_("乙章或代理章背後要查得到是誰、憑什麼核的；目前系統沒有代理名冊，僅檢核所附資料。"),
    reads=("sign_offs",),
)
def delegation_shown(subject: ReviewSubject) -> Iterator[Hit]:
    """Report what the record of a stamp for somebody else lacks, a period that does not hold, and none at all."""
    for stamp in subject.sign_offs:
        delegation = stamp.delegation
        if delegation is None:
            if "乙" in stamp.stamp:
                words = N_("席位「%(seat)s」蓋乙章，未附代理或授權之記載。")
                yield Hit(at_seat(stamp), Message.of(words, seat=seat_words(stamp.seat)), about=stamp.stamp)
            continue
        named = (
            ("名義", delegation.type in TYPES),
            ("本人", delegation.principal),
            ("事由", delegation.reason),
            ("起日", day_of(delegation.since)),
            ("迄日", day_of(delegation.until)),
            ("實際核章人", stamp.user),
        )
        lacking = "、".join(name for name, given in named if not given)
        since, until, day = day_of(delegation.since), day_of(delegation.until), day_of(stamp.at)
        if lacking:
            words = N_("席位「%(seat)s」的代理記載缺少：%(lacking)s。")
            yield Hit(at_seat(stamp), Message.of(words, seat=seat_words(stamp.seat), lacking=lacking), about=lacking)
        elif since and until and day and not since <= day <= until and not delegation.order:
            words = N_("席位「%(seat)s」核章日不在代理期間（%(since)s 至 %(until)s）之內。")
            yield Hit(
                at_seat(stamp),
                Message.of(words, seat=seat_words(stamp.seat), since=delegation.since, until=delegation.until),
                about=stamp.at,
            )


@review_rule(
    "SG-05",
    title=N_("代理人用代理章，不用本人之章"),
    title_en="Who acts for another uses the acting stamp",
    severity=Severity.R,
    source="W:Chiayi-052856",
    why=N_("代理人蓋首長甲章，看的人會以為首長親核；目前系統沒有代理名冊，僅檢核所附資料。"),
    reads=("sign_offs",),
)
def acting_stamp(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a stamp set by another than the seat's holder without its being marked as acting."""
    for stamp in subject.sign_offs:
        principal = stamp.holder or (stamp.delegation.principal if stamp.delegation else "")
        kind = stamp.delegation.type if stamp.delegation else ""
        if principal and stamp.user and cached_fold(principal) != cached_fold(stamp.user) and kind in ("", "乙章"):
            words = N_("席位「%(seat)s」由「%(user)s」代「%(principal)s」核章，應使用代理章並載明代理。")
            hit = Message.of(words, seat=seat_words(stamp.seat), user=stamp.user, principal=principal)
            yield Hit(at_seat(stamp), hit, about=f"{stamp.user}|{principal}|{kind}")


@review_rule(
    "SG-09",
    title=N_("會辦單位均答復後始得核定"),
    title_en="All units asked to join have answered before approval",
    severity=Severity.R,
    source="W:NTPC-C0220048 pt 4",
    why=N_("會辦是為了讓相關單位在核定前表示意見；未答復就核定，等於沒有會辦。"),
    reads=("consultations",),
)
def consultations_answered(subject: ReviewSubject) -> Iterator[Hit]:
    """Report each unit without an answer once the paper is to be approved, and an answer that is none of the three."""
    for index, one in enumerate(subject.consultations, 1):
        waiting = not one.answer and (subject.approving or subject.approved)
        if waiting or (one.answer and one.answer not in ANSWERS):
            words = N_("會辦單位「%(unit)s」尚未答復同意、有意見或無意見，不能核定。")
            yield Hit(f"consultations[{index}]", Message.of(words, unit=one.unit), about=f"{one.unit}|{one.answer}")


@review_rule(
    "SG-10",
    title=N_("依分層負責明細表由該層級決行"),
    title_en="Work is decided at the level that the matrix of responsibilities names",
    severity=Severity.B,
    source="W:Taoyuan-07ba9c07",
    why=N_("越級或低於層級決行的公文，效力會被質疑；目前系統以席位權限代替明細表，僅檢核所附資料。"),
    reads=("decisions", "matrix"),
)
def level_right(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a decision at another level than the matrix says; silent where no matrix is at hand."""
    for index, one in enumerate(subject.decisions, 1):
        wanted = (subject.matrix or {}).get(one.work)
        if wanted and one.level != wanted and not (one.level not in LEVELS and one.by == wanted):
            words = N_("「%(work)s」應由%(wanted)s決行，卻由%(level)s決行。")
            yield Hit(
                f"decisions[{index}]",
                Message.of(words, work=one.work, wanted=wanted, level=one.level or one.by),
                one.level,
            )


@review_rule(
    "SG-11",
    title=N_("施政計畫由首長核定，不得授權"),
    title_en="The head approves the plan in person; this is not delegated",
    severity=Severity.R,
    source="W:Taoyuan-07ba9c07；W:csptc-38",
    why=N_("施政計畫是機關對外的承諾；首長不在時得由代行人核定，但不得授權決行。"),
    reads=("decisions", "sign_offs"),
)
def head_decides(subject: ReviewSubject) -> Iterator[Hit]:
    """Report an approval of a plan by anybody but the head, or by one who acts while the head is present."""
    for index, one in enumerate(subject.decisions, 1):
        if one.work in HEAD_ALONE and one.by != HEAD and not (one.by in ACTING and one.head_absent):
            words = N_("「%(work)s」應由首長核定，首長未缺席而由「%(by)s」決行。")
            yield Hit(f"decisions[{index}]", Message.of(words, work=one.work, by=one.by), about=one.by)
    for stamp in subject.stamps:
        if stamp.seat == "agency_head" and stamp.delegation and stamp.delegation.type == "授權決行":
            words = N_("首長席位由「%(user)s」以授權決行核章；施政計畫之核定不得授權。")
            yield Hit(at_seat(stamp), Message.of(words, user=stamp.user), about=stamp.user)
