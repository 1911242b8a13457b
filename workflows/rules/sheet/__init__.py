"""The rules on the gender-impact sheet (GI)."""

from __future__ import annotations

from workflows.rules.sheet.several_experts import judge_parts

__all__ = [
    "judge_parts",
]
