"""SG rules about who stamps in which order, over which content, and what a return brings with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.rules.engine import Hit
from workflows.rules.review.rule import review_rule
from workflows.rules.subjects import ReviewSubject, SignOffRow, day_of, seat_words

HEADS = ("agency_head", "authority_head")
TOGETHER = ("authority_planning", "authority_accounting")


def at_seat(one: SignOffRow) -> str:
    """Return where a finding on a stamp stands."""
    return f"sign_offs[{one.seat}]"


@review_rule(
    "SG-01",
    title=N_("承辦、單位主管、首長依序各核章一次"),
    title_en="Drafter, unit head and head stamp in order, once each",
    severity=Severity.B,
    source="S003 L483",
    why=N_("後面的人以前面的人已核為前提；次序不對，核章就失去意義。"),
    reads=("sign_offs",),
)
def in_sequence(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a seat that stamped twice in a round, and one that stamped before a seat it follows."""
    stamped = Counter(one.seat for one in subject.stamps)
    for seat, times in stamped.items():
        if times > 1:
            yield Hit(
                f"sign_offs[{seat}]",
                Message.of(N_("席位「%(seat)s」在本輪核章 %(times)s 次。"), seat=seat_words(seat), times=times),
                str(times),
            )
    order = {one.seat: one.after for one in subject.chain}
    done: list[str] = []
    for stamp in subject.stamps:
        skipped = [seat for seat in order.get(stamp.seat, ()) if seat not in done and not _joint(stamp.seat, seat)]
        if skipped:
            words = N_("席位「%(seat)s」核章時，應先核章的「%(before)s」尚未核章。")
            yield Hit(
                at_seat(stamp),
                Message.of(words, seat=seat_words(stamp.seat), before=seat_words(skipped[0])),
                about="、".join(skipped),
            )
        done.append(stamp.seat)


def _joint(seat: str, before: str) -> bool:
    """Whether SG-02 speaks of this pair."""
    return seat in HEADS and before in TOGETHER


@review_rule(
    "SG-02",
    title=N_("主管機關研考與會計均核章後，首長始得核章"),
    title_en="Planning and accounting of the authority have both stamped before its head",
    severity=Severity.B,
    source="S003 L485",
    why=N_("研考看內容、會計看經費，兩者可並行，但缺一不可。"),
    reads=("sign_offs",),
)
def both_before_the_head(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a head of the authority who stamped while planning or accounting had not."""
    done: set[str] = set()
    for stamp in subject.stamps:
        if stamp.seat == "authority_head":
            for seat in (seat for seat in TOGETHER if seat not in done):
                words = N_("主管機關首長核章時，「%(seat)s」尚未核章。")
                yield Hit(at_seat(stamp), Message.of(words, seat=seat_words(seat)), about=seat)
        done.add(stamp.seat)


@review_rule(
    "SG-03",
    title=N_("同一人不得在同一流程核兩個章，承辦人不得自核"),
    title_en="Nobody stamps two seats of one chain, and nobody approves what he wrote",
    severity=Severity.B,
    source="S003 L483–485（推得）",
    why=N_("每一章代表另一雙眼睛；一個人核兩次，等於少看一次。"),
    reads=("sign_offs", "authors"),
)
def different_people(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a second stamp of one person, a stamp of an author, and a filler among the experts."""
    seats: dict[str, str] = {}
    for stamp in subject.stamps:
        first = seats.setdefault(stamp.user, stamp.seat)
        if stamp.user and first != stamp.seat:
            words = N_("「%(user)s」已在席位「%(first)s」核章，不得再核「%(seat)s」。")
            yield Hit(
                at_seat(stamp),
                Message.of(words, user=stamp.user, first=seat_words(first), seat=seat_words(stamp.seat)),
                about=stamp.user,
            )
        elif stamp.user in subject.authors and stamp.seat != "drafter":
            words = N_("「%(user)s」是本件的擬案人，不得在席位「%(seat)s」核章。")
            yield Hit(at_seat(stamp), Message.of(words, user=stamp.user, seat=seat_words(stamp.seat)), about=stamp.user)
    if subject.filler and subject.filler in subject.experts:
        words = N_("填表人與程序參與之專家為同一人（%(name)s），請另洽民間專家學者。")
        yield Hit("sign_offs", Message.of(words, name=subject.filler), about=subject.filler)


@review_rule(
    "SG-06",
    title=N_("每一章載明民國年月日及時間"),
    title_en="Every stamp bears date and time",
    severity=Severity.B,
    source="W:csptc-p204",
    why=N_("沒有時間的章，無從判斷核的是修正前還是修正後的內容。"),
    reads=("sign_offs",),
)
def stamps_dated(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a stamp without a day that exists, or without the time of day."""
    for stamp in subject.sign_offs:
        if day_of(stamp.at) is None or ":" not in stamp.at:
            words = N_("席位「%(seat)s」的核章沒有日期或時間。")
            yield Hit(at_seat(stamp), Message.of(words, seat=seat_words(stamp.seat)), about=stamp.at)


@review_rule(
    "SG-07",
    title=N_("核章綁定核章時之內容，之後修改者應重新核章"),
    title_en="A stamp is bound to the content it was set on",
    severity=Severity.B,
    source="S003 L483–485（推得）",
    why=N_("核章的人同意的是當時的內容；之後改過，那個章就不算數。"),
    reads=("sign_offs", "digest"),
)
def content_frozen(subject: ReviewSubject) -> Iterator[Hit]:
    """Report stamps of this round on another content than the present one."""
    for stamp in subject.stamps:
        if subject.digest and stamp.digest and stamp.digest != subject.digest:
            words = N_("席位「%(seat)s」核章之後內容已變動，應重新核章。")
            yield Hit(
                at_seat(stamp), Message.of(words, seat=seat_words(stamp.seat)), about=f"{stamp.digest}|{subject.digest}"
            )


@review_rule(
    "SG-08",
    title=N_("退回應敘明理由與對象，重送另起一輪"),
    title_en="A return says why and to whom; what comes back starts a new round",
    severity=Severity.B,
    source="S003 L554、L626",
    why=N_("不說要改什麼就退回，承辦只能猜；不另起一輪，前後意見混在一起。"),
    reads=("returns",),
)
def returns_explained(subject: ReviewSubject) -> Iterator[Hit]:
    """Report a return without reason or target, and one that came back within the same round."""
    for index, one in enumerate(subject.returns, 1):
        at = f"returns[{index}]"
        if not one.reason.strip() or not one.target.strip():
            yield Hit(
                at, Message.of(N_("退回時請敘明要修正什麼，並指明退回對象。")), about=f"{one.reason}|{one.target}"
            )
        if one.came_back_in is not None and one.came_back_in <= one.round:
            words = N_("第 %(round)s 輪退回後重送，未另起一輪。")
            yield Hit(at, Message.of(words, round=one.round), about=f"{one.round}|{one.came_back_in}")
