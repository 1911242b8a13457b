"""The set of annual plans: five real ones, four invented ones, and every way of breaking them."""

from __future__ import annotations

from typing import Final

from tests.rules.sets import CaseSet, plan_kpi_defects, plan_link_defects, plan_outline_defects
from tests.rules.sets.plan_documents import CLEAN
from tests.rules.sets.plan_planting import all_cases

DEFECTS: Final = (plan_outline_defects, plan_kpi_defects, plan_link_defects)
SET: Final = CaseSet("annual plans", tuple(CLEAN.values()), all_cases())
