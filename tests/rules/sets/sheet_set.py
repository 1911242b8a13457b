"""The set of gender-impact sheets: clean ones of many agencies, each with every defect that suits it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from tests.rules.sets import Case, CaseSet, Clean, Found
from tests.rules.sets.planting import Defect
from tests.rules.sets.sheet_defects import planted
from tests.rules.sets.sheets import NAMES, sheet
from workflows.rules import SheetSubject, check
from workflows.rules.subjects.sheet import version_of


def found(content: dict[str, Any]) -> tuple[Found, ...]:
    """Return what is found on a sheet handed in as a file."""
    return tuple(
        Found(one.rule, one.at, str(one.message), one.also) for one in check(SheetSubject(content, version_of(content)))
    )


@cache
def _good(name: str) -> Clean:
    return Clean(name, lambda: found(sheet(name)))


def _case(name: str, defect: Defect) -> Case:
    def findings() -> tuple[Found, ...]:
        content = sheet(name)
        defect.plant(content)
        return found(content)

    return Case(defect.rule, defect.name, _good(name), (defect.at,), findings)


SET: Final = CaseSet(
    "gender-impact sheets",
    tuple(_good(name) for name in NAMES),
    tuple(_case(one.base, one.defect) for one in planted()),
)
