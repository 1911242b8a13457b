"""TM rules: how long a paper may take, how long somebody may act, and until when a plan may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.language import western_year, working_days
from workflows.rules.engine import Hit
from workflows.rules.review.order import at_seat
from workflows.rules.review.rule import review_rule
from workflows.rules.subjects import ReviewSubject, day_of, seat_words

LIMITS: Final = {"最速件": 1, "速件": 3, "普通件": 6}
GROUNDS: Final = (
    "MERGER",
    "LAW",
    "BUDGET",
    "FORCE",
    "機關裁併",
    "制度變更",
    "法規變更",
    "制度／法規變更",
    "預算增減",
    "不可抗力",
)
# A price adjustment or a change of term is a ground too: it is what frees an amendment of the sheet (GI-01).
ALSO_ALLOWED: Final = ("PRICE", "TERM", "物價調整", "期程變更")
LAST_MONTH: Final = 10


@review_rule(
    "TM-01",
    title=N_("依速別於期限內辦畢，假日不計"),
    title_en="Papers are handled within the limit of their speed, holidays left out",
    severity=Severity.W,
    source="W:Archives-1012400；W:NTPC pt 92",
    why=N_("逾期要能及早看見；假日與補班日依辦公日曆計算，未載入日曆之年度僅扣除週末。"),
    reads=("handling",),
)
def within_the_limit(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a paper that took more working days than its speed allows; a speed that is not known is left alone."""
    one = subject.handling
    if one is None or one.speed not in LIMITS:
        return
    since, until = day_of(one.received), day_of(one.finished)
    if since and until and (days := working_days(since, until, subject.calendar)) > LIMITS[one.speed]:
        words = N_("%(speed)s應於 %(limit)s 個工作日內辦畢，實際 %(days)s 個工作日。")
        yield Hit(
            "handling",
            Message.of(words, speed=one.speed, limit=LIMITS[one.speed], days=days),
            f"{one.received}|{one.finished}",
        )


@review_rule(
    "TM-02",
    title=N_("代理逾期應另行派代，代理人依代理順序"),
    title_en="Acting beyond the period needs a new order; deputies follow their order",
    severity=Severity.W,
    source="W:CCU-Serve05、NCKU-107",
    why=N_("代理期間屆滿後的章沒有依據；順序在前的人在，後面的人就不該代理。目前系統沒有代理名冊，僅檢核所附資料。"),
    reads=("sign_offs", "deputies"),
)
def acting_in_time(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a stamp after the acting period without a new order, and a deputy who is not on the list."""
    for stamp in subject.sign_offs:
        delegation = stamp.delegation
        if delegation is None:
            continue
        until, day = day_of(delegation.until), day_of(stamp.at)
        if until and day and day > until and delegation.order and not day_of(delegation.order):
            words = N_("「%(user)s」的代理期間已於 %(until)s 屆滿，另行派代之日期不明。")
            yield Hit(
                at_seat(stamp), Message.of(words, user=stamp.user, until=delegation.until), about=delegation.order
            )
        elif subject.deputies is not None and stamp.user not in subject.deputies:
            words = N_("「%(user)s」不在席位「%(seat)s」的代理順序之內，請另行派代。")
            yield Hit(at_seat(stamp), Message.of(words, user=stamp.user, seat=seat_words(stamp.seat)), about=stamp.user)


@review_rule(
    "TM-03",
    title=N_("計畫修正或撤銷於年度結束二個月前提出，並具法定事由"),
    title_en="Changes to a plan are requested two months before the year ends, on allowed grounds",
    severity=Severity.R,
    source="W:Matsu-000418",
    why=N_("年底才修正目標，等於看著結果改題目；事由限於機關裁併、制度或法規變更、預算增減及不可抗力。"),
    reads=("change",),
)
def change_in_time(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a request later than the end of October of the plan year, and grounds that are none."""
    one = subject.change
    if one is None:
        return
    if one.grounds not in (*GROUNDS, *ALSO_ALLOWED):
        yield Hit("change.grounds", Message.of(N_("請選擇修正事由")), about=one.grounds)
    day = day_of(one.requested)
    if day and one.year and day > date(western_year(one.year), LAST_MONTH, 31):
        words = N_("修正申請於 %(day)s 提出，已逾 %(year)s 年 10 月 31 日（年度結束二個月前）。")
        yield Hit("change.requested", Message.of(words, day=one.requested, year=one.year), about=one.requested)
