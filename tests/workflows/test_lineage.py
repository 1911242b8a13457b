"""Under which approvals a changed target stood, and the chart of targets that may lie below zero."""

from __future__ import annotations

from decimal import Decimal

from app.frame.series_chart import Point, series
from models.document import Document
from models.kpi import TargetChange
from models.review import SignOff
from workflows.kinds import ANNUAL_PLAN
from workflows.plans.lineage import approvals_covering


def change(number: int, revision: int, year: int = 107, document: int = 7) -> TargetChange:
    return TargetChange(id=number, document_id=document, year=year, plan_revision=revision)


def approval(revision: int, round_: int, seat: str = "agency_head", plan: int = 1) -> SignOff:
    return SignOff(document_id=plan, revision=revision, round=round_, seat=seat, verdict="agree")


def told(
    one: TargetChange, changes: list[TargetChange], plan: Document, signed: list[SignOff]
) -> list[tuple[int, str, bool]]:
    return [
        (found.sign_off.revision, found.sign_off.seat, found.valid)
        for found in approvals_covering(one, changes, plan, signed)
    ]


def test_the_first_approval_after_the_change_covers_it() -> None:
    plan, changes = Document(id=1, kind=ANNUAL_PLAN.name, round=1), [change(1, 2)]
    assert told(changes[0], changes, plan, []) == []
    assert told(changes[0], changes, plan, [approval(1, 1)]) == []
    assert told(changes[0], changes, plan, [approval(3, 1, plan=2)]) == []
    assert told(changes[0], changes, plan, [approval(3, 1)]) == [(3, "agency_head", True)]


def test_a_target_changed_again_before_the_approval_never_stood() -> None:
    plan, changes = (
        Document(id=1, kind=ANNUAL_PLAN.name, round=1),
        [change(1, 2), change(2, 4), change(3, 5, year=108), change(4, 5, document=8)],
    )
    signed = [approval(4, 1)]
    assert told(changes[0], changes, plan, signed) == []
    assert told(changes[1], changes, plan, signed) == [(4, "agency_head", True)]


def test_an_approval_that_the_agency_above_gave_back_has_lapsed() -> None:
    plan, changes = Document(id=1, kind=ANNUAL_PLAN.name, round=2, authority_id=9), [change(1, 2)]
    signed = [approval(3, 1), approval(5, 2), approval(5, 2, "authority_head")]
    assert told(changes[0], changes, plan, signed) == [
        (3, "agency_head", False),
        (5, "agency_head", True),
        (5, "authority_head", True),
    ]


def test_figures_below_zero_hang_from_the_axis() -> None:
    drawn = series([Point("106", Decimal("-0.1"), Decimal("-0.3")), Point("107", Decimal("0.2"), None, Decimal("0.4"))])
    low, high = drawn["points"]
    assert low["bar"]["y"] == drawn["zero"]
    assert low["bar"]["height"] > 0
    assert float(low["tick"]["path"].split()[1].split("h")[0]) > drawn["zero"]
    assert float(high["tick"]["path"].split()[1].split("h")[0]) < drawn["zero"]
    assert "bar" not in high
    assert float(high["old"].split()[1].split("h")[0]) < float(high["tick"]["path"].split()[1].split("h")[0])


def test_a_chart_of_nothing_but_zero_is_a_chart() -> None:
    drawn = series([Point("106", Decimal(0), Decimal(0)), Point("107", Decimal(0), None)])
    assert all(point["tick"] for point in drawn["points"])
