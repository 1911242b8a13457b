"""Every planted defect of gender-impact sheets, on every clean sheet on which it makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.rules.sets.expert_defects import of_dates, of_relevance, of_results, of_the_expert
from tests.rules.sets.planting import Defect, Planted
from tests.rules.sets.sheets import NAMES, sheet
from tests.rules.sets.staff_defects import of_beneficiaries, of_staff

DEFECTS: Final[tuple[Defect, ...]] = (
    *of_staff(), *of_beneficiaries(), *of_the_expert(), *of_dates(), *of_relevance(), *of_results()
)  # fmt: skip


def planted() -> Iterator[Planted]:
    """Yield every defect on every clean sheet that it suits."""
    for defect in DEFECTS:
        for name in NAMES:
            if defect.suits(sheet(name)):
                yield Planted(name, defect)
