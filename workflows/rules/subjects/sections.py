"""The sections of all documents by name: what a rule reads that looks at every text."""

from __future__ import annotations

from typing import Final

EVERYTHING: Final = (
    "preamble", "goals", "kpis", "key_plans", "kpi", "need", "goal", "mechanism", "beneficiaries", "evaluation",
    "participation", "results", "filler", "plan_title", "supervising_agency", "drafting_agency", "amendment",
    "domains", "domains_other",
)  # fmt: skip
"""Every section of plans, indicators and sheets."""
