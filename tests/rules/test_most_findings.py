"""The real 107 plan of 科技部: every finding was judged by hand, and the full check is fast."""

from __future__ import annotations

import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from exchange import registry
from exchange.content import to_content
from workflows.rules import PlanSubject, check

PLANS = Path(__file__).resolve().parents[2] / "data" / "plans" / "107-most"

# rule, words of the place as people name it
EXPECTED = [
    ("KP-12", "能源國家型科技計畫"),  # 「…衍生研發成果綜效指數」 lacks 之
    ("KP-11", "三-1"),  # 無, but cited by 科技發展
    ("KP-06", "四-1"),  # 〔 … ) in the printed formula
    ("AP-03", "培育國際高端鏈結人次"),  # 科技人才 for 科研人才 in the goal's title
    ("KP-11", "六-1"),
    ("DT-04", "目標十一"),  # 创
    ("KP-06", "九-1"),  # two bodies of 100 % each
    ("KP-04", "十-1"),  # regime 4, no third party named
    ("KP-03", "十一-1"),  # a survey printed as 統計數據
    ("KP-07", "十二-1"),  # 「106-109 年度目標值 60 件」
    ("DT-03", "再生醫學科技發展計畫"),  # 」 without 「
    ("KP-16", "學界研發成果產業化推動計畫"),  # 六項, five listed
    ("KP-15", "國家同步輻射研究中心發展計畫"),  # 1,800 件次 against 1,565
    ("KP-15", "國家同步輻射研究中心發展計畫"),  # 13,200 人次 against 11,095
    ("KP-15", "國家同步輻射研究中心發展計畫"),  # 142,300 小時 against 124,374
    ("KP-22", "一-1"),  # 「培育數個科技研究團隊」
    ("KP-17", "八-1"),  # 64 by 1.5
    ("DT-05", "產學研價值鏈躍升計畫"),  # 。。
]


@pytest.fixture(scope="module")
def plan() -> Any:
    """The plan as the reader stores it, with ids in reading order."""
    numbers = count(1)
    imported = registry.read(next(path for path in PLANS.iterdir() if path.suffix == ".txt"))
    return to_content(imported, new_id=lambda letter: f"{letter}-{next(numbers):08d}")


def test_each_finding_is_one_that_was_judged(plan: Any) -> None:
    subject = PlanSubject(plan, 107, "科技部", paper=True)
    found = check(subject)
    assert [one.rule for one in found] == [rule for rule, _ in EXPECTED]
    for one, (_, words) in zip(found, EXPECTED, strict=True):
        assert words in str(subject.label(one.at))


def test_the_full_check_takes_milliseconds(plan: Any) -> None:
    def idempotency_key() -> float:
        begun = time.process_time()
        check(PlanSubject(plan, 107, "科技部", paper=True))
        return time.process_time() - begun

    assert min(idempotency_key() for _ in range(5)) < 0.05
