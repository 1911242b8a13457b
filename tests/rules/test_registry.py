"""Rules on a kind of document that the application does not know yet need nothing but themselves."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import pytest

from models.vocabulary import Severity
from models.wording import Message
from tests.rules.review_examples import EXAMPLES
from tests.rules.sets.sheet_defects import DEFECTS
from tests.rules.sheet_mutations import MUTATIONS
from workflows.rules import GROUPS, catalogue
from workflows.rules.engine import Hit, Registry, Stage, findings_json
from workflows.rules.running import run_rules
from workflows.rules.subjects.remembered import digests_of, verdict

TOYS = Registry()


def test_every_rule_belongs_to_a_group_of_the_catalogue() -> None:
    assert {one.code.partition("-")[0] for one in catalogue()} <= set(GROUPS)


@dataclass(frozen=True)
class Toy:
    """A project plan so far only in name: its yearly budgets and their total."""

    content: dict[str, list[int]]
    kind = "project_plan"
    stage = Stage.COMPLETED

    @property
    def context(self) -> Hashable:
        """Nothing beside the content."""
        return self.kind

    def position(self, at: str) -> tuple[int, ...]:
        """One place only."""
        return (0,)

    def label(self, at: str) -> Message:
        """The place by its own name."""
        return Message(at)


@TOYS.rule(
    "MP-09",
    title="年度經費加總等於總經費",
    title_en="Years add up",
    severity=Severity.R,
    source="S003 L35",
    why="加總不符，審查者不知道要核哪一個數字。",
    kinds=("project_plan",),
    reads=("years", "total"),
)
def years_add_up(toy: Toy) -> Iterator[Hit]:
    """Report a total that is not the sum."""
    if sum(toy.content["years"]) != toy.content["total"][0]:
        yield Hit("total", Message.of("總經費與各年度合計不符"))


def test_a_rule_of_another_kind_needs_no_change_of_the_engine() -> None:
    wrong = Toy({"years": [1, 2], "total": [4]})
    found = run_rules(TOYS.registered(), wrong, raised={"MP-09": Severity.B})
    assert [(one.rule, one.severity, one.raised_from) for one in found] == [("MP-09", Severity.B, Severity.R)]
    assert run_rules(TOYS.registered(), Toy({"years": [1, 3], "total": [4]})) == ()
    assert run_rules(catalogue(), wrong) == ()
    assert findings_json(found, "toy", subject=wrong)["findings"][0]["place"] == "total"
    assert [one.rule for one in verdict(TOYS.registered(), wrong, digests_of(wrong.content))] == ["MP-09"]


def test_a_registry_of_its_own_leaves_the_catalogue_alone() -> None:
    assert "MP-09" not in {one.code for one in catalogue()}
    with pytest.raises(ValueError, match="MP-09"):
        TOYS.rule(
            "MP-09", title="", title_en="", severity=Severity.I, source="", why="", kinds=(), reads=()
        )(years_add_up)  # fmt: skip


def test_no_rule_on_sheets_or_reviews_lacks_a_failing_example() -> None:
    """Passing examples are the clean sheets and the good reviews, which every rule is asked about."""
    failing = {one.rule for one in DEFECTS} | {one.rule for one in MUTATIONS} | {one.rule for one in EXAMPLES}
    codes = {one.code for one in catalogue() if one.code[:2] in ("GI", "RV", "SG", "TM")}
    assert codes - failing == set()
    assert len(codes) == 37 + 8 + 11 + 3
