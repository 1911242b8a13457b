"""What a key plan says of its gender-impact assessment, as data: the claim, and the fields that an assessment judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from models.canonical import canonical, digest
from models.wording import N_

MID_TERM: Final = "中長程個案計畫報院"
OWN_RULE: Final = "機關自訂規定"
NO_BASIS: Final = "無"
CLAIM_BASES: Final = (
    (MID_TERM, N_("中長程個案計畫報院")),
    (OWN_RULE, N_("機關自訂規定")),
    (NO_BASIS, N_("無應辦依據")),
)
"""On what ground a key plan owes a sheet: form 102A 填表說明一 (S003 L501), or a rule of the agency's own."""

EXEMPT_GROUNDS: dict[str, str] = {"PRICE": N_("僅因物價調整而修正經費"), "TERM": N_("僅變更計畫期程")}
"""The only grounds for exemption from the gender-impact assessment: form 102A, 填表說明一."""

MID_TERM_CATEGORIES: Final = frozenset({"科技發展", "公共建設", "社會發展"})
"""The categories of mid-term projects, as the KPI column 與中長程個案計畫關聯 has them."""

JUDGED_FIELDS: Final = {
    "item": N_("重要計畫項目"), "category": N_("計畫類別"), "content": N_("實施內容"), "kpis": N_("與 KPI 關聯"),
}  # fmt: skip
"""The fields of a key plan that a sheet judges: its aim, target group, content and budget, as far as a plan says them."""

CLAIM_FIELDS: Final = {
    "gia_owed": N_("應辦性別影響評估"), "gia_basis": N_("應辦依據"), "gia_exempt": N_("主張免辦事由"),
    "gia_evidence": N_("免辦佐證"),
}  # fmt: skip
"""What the drafter says of it; a decision is made on these and on the judged fields."""


def born_of(kpis: Iterable[Mapping[str, Any]], row_id: str) -> frozenset[str]:
    """The ids of the indicators that were made from the sheet of this key plan."""
    return frozenset(kpi["id"] for kpi in kpis if source_key_plan(kpi)[0] == row_id)


def source_key_plan(kpi: Mapping[str, Any]) -> tuple[str, str]:
    """From which key plan's sheet an indicator was made, and from which place of it; empty where from none."""
    row_id, _, place = str(kpi.get("gia_source") or "").partition(":")
    return row_id, place


def judged_fields(row: Mapping[str, Any], kpis: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """What a sheet judges of a key plan; an indicator made from that very sheet does not count against it."""
    own = born_of(kpis, row["id"])
    return {name: row[name] for name in JUDGED_FIELDS} | {"kpis": [one for one in row["kpis"] if one not in own]}


def judged_digest(row: Mapping[str, Any], kpis: Iterable[Mapping[str, Any]] = ()) -> str:
    """The digest of what a sheet judges; a change elsewhere in the plan does not touch it."""
    return digest(canonical(judged_fields(row, kpis)))


def decided_digest(row: Mapping[str, Any], kpis: Iterable[Mapping[str, Any]] = ()) -> str:
    """The digest of what a decision is made on: what a sheet would judge, and what the drafter claims."""
    claim = {name: row.get(name) or "" for name in CLAIM_FIELDS}
    return digest(canonical({**judged_fields(row, kpis), **claim}))


def likely_basis(row: Mapping[str, Any]) -> str:
    """The basis as claimed, else what the category suggests."""
    return str(row.get("gia_basis") or "") or (MID_TERM if row["category"] in MID_TERM_CATEGORIES else "")


def needs_impact_decision(row: Mapping[str, Any]) -> bool:
    """Whether somebody has to decide on this key plan: it claims something, or its category is that of a project."""
    claims = row.get("gia_owed") or row.get("gia_exempt") or row.get("gia_basis") in (MID_TERM, OWN_RULE)
    return bool(claims) or row["category"] in MID_TERM_CATEGORIES
