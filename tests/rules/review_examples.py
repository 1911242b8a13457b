"""One review that passes and one or more that fail, for every rule on opinions, sign-offs and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

Review = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """``good`` passes ``rule``; each of ``bad`` is found by it, and by nothing else, at the place given."""

    rule: str
    good: Review
    bad: tuple[tuple[str, Review], ...]


def row(number: int | None = 1, **more: Any) -> Review:
    """Return an answered row of the 審查意見回復表."""
    return {
        "number": number, "round": 1, "seat": "planning", "text": "目標值請說明推估方式。", "adopted": True, "page": "kpis",
        "response": f"已於第 {number} 項指標補充近三年實績，並據以推估目標值。",
    } | more  # fmt: skip


def opinions(*rows: Review, **more: Any) -> Review:
    """Return a review of these rows in its second round."""
    return {"opinions": list(rows), "round": 2} | more


def stamp(seat: str, user: str, at: str = "2018-11-08 16:00", **more: Any) -> Review:
    """Return a stamp of the first round."""
    return {"seat": seat, "user": user, "at": at, "digest": "d1"} | more


def signed(*stamps: Review, **more: Any) -> Review:
    """Return a review with these stamps on the present content."""
    return {"sign_offs": list(stamps), "digest": "d1"} | more


CHAIN: Final = [
    {"seat": "drafter"},
    {"seat": "unit_head", "after": ["drafter"]},
    {"seat": "agency_head", "after": ["unit_head"]},
]
THREE: Final = (stamp("drafter", "甲員"), stamp("unit_head", "乙司長"), stamp("agency_head", "丙部長"))
ABOVE: Final = (stamp("authority_planning", "丁"), stamp("authority_accounting", "戊"), stamp("authority_head", "己"))
ACTING: Final = {"type": "代理", "principal": "丙部長", "reason": "出國", "since": "107-11-05", "until": "107-11-09"}
A007: Final = {
    "reviewers": ["庚教授", "辛研究員"], "date": "107-06-12",
    "comments": {"可行性": "技術成熟。", "過去績效": "106 年「研究人才培育人次」指標達成 103%。", "優先性": "高。", "預算": "合理。"},
}  # fmt: skip


def without(review: Review, *keys: str) -> Review:
    """Return a copy without these keys."""
    return {key: value for key, value in review.items() if key not in keys}


ASSENT: Final = row(4, round=2, response="已修正。", place_changed=True)

EXAMPLES: Final = (
    Example(
        "RV-01", {"evaluation": A007},
        (
            ("evaluation", {"evaluation": without(A007, "reviewers")}),
            ("evaluation", {"evaluation": A007 | {"date": "107-02-30"}}),
            ("evaluation", {"evaluation": A007 | {"comments": {"可行性": "高"}}}),
        ),
    ),
    Example(
        "RV-02", opinions(row(1), row(2, page="－")),
        (
            ("opinions[2].number", opinions(row(1), row(None))),
            ("opinions[1].number", opinions(row(1), row(1, response="另一回復，已於第三章補列經費來源。"))),
            ("opinions[1].text", opinions(row(1, text=" "))),
            ("opinions[1].page", opinions(row(1, page=None))),
        ),
    ),
    Example(
        "RV-03", opinions(row(1, place_exists=True, place_changed=True), row(2, page="-", place_changed=False)),
        (
            ("opinions[1].page", opinions(row(1, page="2-99", place_exists=False))),
            ("opinions[1].page", opinions(row(1, place_exists=True, place_changed=False))),
        ),
    ),
    Example(
        "RV-04", opinions(row(1), row(2, response="感謝委員建議。本項因經費有限，改於 108 年辦理。"), row(3, round=2, response=None), ASSENT),
        (
            ("opinions[1]", opinions(row(1, response=None))),
            ("opinions[1].response", opinions(row(1, response="感謝委員建議。"))),
            ("opinions[1].response", opinions(row(1, response="遵照辦理。"))),
            ("opinions[1].response", opinions(row(1, response="敬悉，感謝委員寶貴意見，將納入後續參考。"))),
            ("opinions[1].response", opinions(row(1, response="已依委員意見修正。"))),
            ("opinions[1]", opinions(row(1, round=2, response=""), approving=True)),
        ),
    ),
    Example(
        "RV-05", opinions(row(1, seat="gender_officer", resolved=True), row(2), approving=True),
        (
            ("opinions[1]", opinions(row(1, seat="gender_officer"), approving=True)),
            ("opinions[2]", opinions(row(1), row(2, gender=True), approved=True)),
        ),
    ),
    Example(
        "RV-06", opinions(row(1), row(2, round=2), row(3, round=2, seat="", source="行政院性平處")),
        (
            ("opinions[2].round", opinions(row(1, round=2), row(2, round=1))),
            ("opinions[1].round", opinions(row(1, round=None))),
            ("opinions[1].round", opinions(row(1, seat=""))),
        ),
    ),
    Example(
        "RV-07", opinions(row(1), row(2), row(3, response="感謝委員建議。經查無此情形。")),
        (
            ("opinions[2].response", opinions(row(1), row(2, response=row(1)["response"]))),
            (
                "opinions[3].response",
                opinions(row(1), row(2, response="另案辦理，預定 108 年 3 月完成招標。"), row(3, response="感謝委員建議。" + row(1)["response"])),
            ),
        ),
    ),
    Example(
        "RV-08", {"evaluation": A007, "kpi_titles": ["研究人才培育人次", "專利數"]},
        (
            ("evaluation", {"evaluation": A007, "kpi_titles": ["專利數"]}),
            ("opinions[1].response", opinions(row(1, response="已於指標「衍生新創公司家數」補列三年目標值。"), kpi_titles=["專利數"])),
        ),
    ),
    Example(
        "SG-01", signed(*THREE, chain=CHAIN),
        (
            ("sign_offs[agency_head]", signed(THREE[0], THREE[2], THREE[1], chain=CHAIN)),
            ("sign_offs[unit_head]", signed(*THREE[:2], stamp("unit_head", "乙司長", "2018-11-09 10:00"), THREE[2], chain=CHAIN)),
        ),
    ),
    Example(
        "SG-02", signed(*ABOVE),
        (
            ("sign_offs[authority_head]", signed(ABOVE[0], ABOVE[2], ABOVE[1])),
            ("sign_offs[authority_head]", signed(*ABOVE[1:])),
        ),
    ),
    Example(
        "SG-03", signed(*THREE, authors=["甲員"], filler="甲員", experts=["壬教授"]),
        (
            ("sign_offs[agency_head]", signed(*THREE[:2], stamp("agency_head", "乙司長"))),
            ("sign_offs[unit_head]", signed(*THREE, authors=["乙司長"])),
            ("sign_offs", signed(*THREE, filler="甲員", experts=["甲員"])),
        ),
    ),
    Example(
        "SG-04", signed(stamp("agency_head", "癸次長", delegation=ACTING)),
        (
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", delegation=without(ACTING, "reason")))),
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", "2018-12-01 09:00", delegation=ACTING))),
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", stamp="部長(乙)"))),
        ),
    ),
    Example(
        "SG-05", signed(stamp("agency_head", "癸次長", holder="丙部長", delegation=ACTING)),
        (
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", holder="丙部長"))),
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", delegation=ACTING | {"type": "乙章"}))),
        ),
    ),
    Example(
        "SG-06", signed(*THREE, stamp("planning", "子", "107-11-08 16:00")),
        (
            ("sign_offs[planning]", signed(stamp("planning", "子", ""))),
            ("sign_offs[planning]", signed(stamp("planning", "子", "107-11-08"))),
            ("sign_offs[planning]", signed(stamp("planning", "子", "107-02-30 10:00"))),
        ),
    ),
    Example(
        "SG-07", signed(*THREE),
        (
            ("sign_offs[unit_head]", signed(THREE[0], stamp("unit_head", "乙司長", digest="d0"), THREE[2])),
            ("sign_offs[drafter]", signed(stamp("drafter", "甲員", digest="d0"))),
        ),
    ),
    Example(
        "SG-08", {"returns": [{"reason": "目標值未說明", "target": "承辦人", "round": 1, "came_back_in": 2}]},
        (
            ("returns[1]", {"returns": [{"reason": "", "target": "承辦人"}]}),
            ("returns[1]", {"returns": [{"reason": "請修正", "target": ""}]}),
            ("returns[1]", {"returns": [{"reason": "請修正", "target": "承辦人", "round": 1, "came_back_in": 1}]}),
        ),
    ),
    Example(
        "SG-09", {"consultations": [{"unit": "主計處", "answer": "無意見"}, {"unit": "人事處", "answer": "同意"}], "approving": True},
        (
            ("consultations[2]", {"consultations": [{"unit": "主計處", "answer": "同意"}, {"unit": "人事處"}], "approving": True}),
            ("consultations[1]", {"consultations": [{"unit": "主計處", "answer": "閱"}]}),
        ),
    ),
    Example(
        "SG-10", {"matrix": {"公務統計之編製": "審核"}, "decisions": [{"work": "公務統計之編製", "level": "審核", "by": "科長"}]},
        (
            ("decisions[1]", {"matrix": {"公務統計之編製": "核定"}, "decisions": [{"work": "公務統計之編製", "level": "審核"}]}),
            ("decisions[1]", {"matrix": {"公務統計之編製": "審核"}, "decisions": [{"work": "公務統計之編製", "level": "擬辦"}]}),
        ),
    ),
    Example(
        "SG-11", {"decisions": [{"work": "施政計畫核定", "by": "首長"}, {"work": "施政計畫核定", "by": "代行", "head_absent": True}]},
        (
            ("decisions[1]", {"decisions": [{"work": "施政計畫核定", "by": "副署長"}]}),
            ("decisions[1]", {"decisions": [{"work": "施政計畫之核定", "by": "代行", "head_absent": False}]}),
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", delegation=ACTING | {"type": "授權決行"}))),
        ),
    ),
    Example(
        "TM-01",
        {"handling": {"speed": "速件", "received": "107-04-03", "finished": "107-04-11"}, "days_off": ["107-04-04", "107-04-05", "107-04-06"]},
        (
            ("handling", {"handling": {"speed": "速件", "received": "107-04-09", "finished": "107-04-13"}}),
            ("handling", {"handling": {"speed": "最速件", "received": "107-03-30", "finished": "107-04-02"}, "days_on": ["107-03-31"]}),
            ("handling", {"handling": {"speed": "普通件", "received": "107-05-01", "finished": "107-06-01"}}),
        ),
    ),
    Example(
        "TM-02", signed(stamp("agency_head", "癸次長", delegation=ACTING), deputies=["癸次長", "丑次長"]),
        (
            ("sign_offs[agency_head]", signed(stamp("agency_head", "癸次長", "2018-11-20 09:00", delegation=ACTING | {"order": "口頭"}))),
            ("sign_offs[agency_head]", signed(stamp("agency_head", "寅司長", delegation=ACTING), deputies=["癸次長"])),
        ),
    ),
    Example(
        "TM-03", {"change": {"requested": "107-10-31", "grounds": "預算增減", "year": 107}},
        (
            ("change.requested", {"change": {"requested": "107-11-01", "grounds": "LAW", "year": 107}}),
            ("change.grounds", {"change": {"requested": "107-09-01", "grounds": "達成率不佳", "year": 107}}),
        ),
    ),
)  # fmt: skip
