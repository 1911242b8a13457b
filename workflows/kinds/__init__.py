"""Every kind of document the house knows."""

from __future__ import annotations

from workflows.kinds.annual_plan import ANNUAL_PLAN
from workflows.kinds.gender_impact import GENDER_IMPACT
from workflows.kinds.kpi_definition import KPI_DEFINITION
from workflows.lifecycle.definitions import DocumentKind

KINDS: dict[str, DocumentKind] = {kind.name.value: kind for kind in (ANNUAL_PLAN, KPI_DEFINITION, GENDER_IMPACT)}
