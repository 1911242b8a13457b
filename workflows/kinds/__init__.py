"""Every kind of document of this product, registered when this package is imported; nobody below imports it."""

from __future__ import annotations

from workflows.kinds.annual_plan import ANNUAL_PLAN
from workflows.kinds.gender_impact import GENDER_IMPACT, STAFF_SECTIONS
from workflows.kinds.kpi_definition import KPI_DEFINITION
from workflows.kinds.vocabulary import (
    VocabularyWords,
    declared_vocabulary,
    recorded_vocabulary,
    synchronise_vocabulary,
    vocabulary_difference,
)
from workflows.lifecycle import KINDS, register

for _kind in (ANNUAL_PLAN, KPI_DEFINITION, GENDER_IMPACT):
    register(_kind)

__all__ = [
    "ANNUAL_PLAN",
    "GENDER_IMPACT",
    "KINDS",
    "KPI_DEFINITION",
    "STAFF_SECTIONS",
    "VocabularyWords",
    "declared_vocabulary",
    "recorded_vocabulary",
    "synchronise_vocabulary",
    "vocabulary_difference",
]
