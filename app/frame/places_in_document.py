"""How people name the places of a document, and the places an opinion may speak of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from app.frame.presenters import presenter_of
from app.shell.rendering import say
from models.wording import N_
from workflows.lifecycle.dossier import Dossier
from workflows.rules.subjects.plan import FIELD_NAMES
from workflows.schema.impact_claims import CLAIM_FIELDS

FIELDS: Mapping[str, str] = {
    **FIELD_NAMES, "baseline": N_("基準值"), "difficulty": N_("挑戰性說明"), "lowering_reason": N_("下修說明"),
    "baseline_value": N_("基準數值"), "baseline_year": N_("基準年度"), "baseline_source": N_("基準值資料來源"),
    "cumulative": N_("跨年度計算方式"), "years": N_("各年度目標值與實績"), "actual": N_("實績"), "source": N_("資料來源"), "year": N_("年度"),
    "common": N_("共同性指標"), **CLAIM_FIELDS, "unresolved": N_("未對應的指標名稱"),
    "goal_title": N_("施政目標"), "goal_text": N_("目標說明"), "target": N_("年度目標值"), "kpi": N_("關鍵績效指標"), "plan_title": N_("計畫名稱"),
}  # fmt: skip
"""What the fields of rows are called."""


class Places:
    """The places of one content in people's words: 「貳　五-2　補助延攬…」."""

    def __init__(self, dossier: Dossier, *contents: Mapping[str, Any]) -> None:
        self.dossier, self.contents = dossier, contents or (dossier.content,)

    @cached_property
    def rows(self) -> dict[str, str]:
        """Every row of the content, in document order; of several contents the first one names a row."""
        found: dict[str, str] = {}
        for content in self.contents:
            for at, name in presenter_of(self.dossier.kind.name).rows(self.dossier, content):
                found.setdefault(at, name)
        return found

    def name(self, at: str) -> str:
        """A place in words; a field of a row is named after its row."""
        if at in self.rows or not at:
            return self.rows.get(at, "")
        if name := presenter_of(self.dossier.kind.name).chapters(self.dossier).get(at):
            return name
        row = self.row_of(at)
        rest = at[len(row) :].lstrip(".") if row else at
        field = self.field(rest.split(".")[0].split("[")[0], row)
        return f"{self.rows[row]}　{field}" if row in self.rows else field

    def row_of(self, at: str) -> str:
        """The named row a path lies in, or nothing."""
        while at and at not in self.rows:
            at = at[: max(at.rfind("."), 0)]
        return at

    def short(self, row: str) -> str:
        """A row's chapter and numeral alone where it has one: 「貳　五-2」."""
        parts = self.name(row).split("　")
        return "　".join(parts[:2]) if len(parts) > 2 else self.name(row)

    def field(self, name: str, top: str = "") -> str:
        """What a field is called; goals name some of theirs otherwise than indicators do."""
        if top.startswith("goals"):
            name = {"title": "goal", "text": "goal_text"}.get(name, name)
        return say(FIELDS[name]) if name in FIELDS else name

    def choices(self) -> list[tuple[str, str]]:
        """The places an opinion may speak of, the whole document first."""
        inside = (".items[", ".years[")
        spoken = ((at, name[:80]) for at, name in self.rows.items() if not any(part in at for part in inside))
        return [("", _("整份文件")), *spoken]
