"""The sets of clean sheets and planted defects: clean ones stay clean, each defect is found once, in place."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.sets.planting import Defect
from tests.rules.sets.sheet_defects import DEFECTS
from tests.rules.sets.sheets import NAMES, sheet
from workflows.rules import SheetSubject, catalogue, check
from workflows.rules.subjects.sheet import version_of

# Rules whose verdict rests on facts outside the sheet; test_sheet_rules has their defects.
OF_FACTS = {"GI-27", "GI-28", "GI-30", "GI-33", "GI-34", "GI-35"}


def found(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return rule and place of everything found on a sheet handed in as a file."""
    return [(one.rule, one.at) for one in check(SheetSubject(content, version_of(content)))]


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_sheet_stays_clean(name: str) -> None:
    assert found(sheet(name)) == []


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: f"{one.rule}: {one.name}")
def test_a_planted_defect_is_found_once_on_every_sheet_it_suits(defect: Defect) -> None:
    suited = [name for name in NAMES if defect.suits(sheet(name))]
    assert suited
    wrong = {}
    for name in suited:
        content = sheet(name)
        defect.plant(content)
        if (now := found(content)) != [(defect.rule, defect.at)]:
            wrong[name] = now
    assert wrong == {}


def test_every_rule_on_the_sheet_itself_has_several_defects() -> None:
    ways = {code: sum(one.rule == code for one in DEFECTS) for code in (rule.code for rule in catalogue())}
    judged = {code for code in ways if code.startswith("GI-")} - OF_FACTS
    assert {code for code in judged if ways[code] < 2} == set()
