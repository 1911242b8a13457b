"""Chapter 參: the table of key plans, grouped by work plan, with the KPIs that each plan serves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from exchange.imported import Doubts
from exchange.limits import MAX_FIELD
from exchange.readers.plan.chapters import Line
from exchange.readers.plan.linking import by_fold, cited_titles, nearest
from exchange.readers.plan.markup import joined, one_line, unspaced
from exchange.readers.plan.tables import Row, read_table
from exchange.readers.plan.unplaced import doubt_unplaced
from exchange.shape import KeyPlanShape
from models.wording import N_, Message
from workflows.language import fold

HEADINGS: Final = {
    fold(written): column
    for written, column in (
        ("工作計畫名稱", "work_plan"),
        ("重要計畫項目", "item"),
        ("計畫類別", "category"),
        ("實施內容", "content"),
        ("與KPI關聯", "kpis"),
    )
}
CATEGORIES: Final = {fold(category): category for category in ("科技發展", "公共建設", "社會發展", "其它")}
CELLS: Final = ("item", "category", "content", "kpis")
SPACES: Final = re.compile(r"[ \u3000]+")


@dataclass(slots=True)
class PlanRow:
    """The cells of one key plan while pages are put together; ``broken`` names the cells that ran over a page."""

    cells: dict[str, str]
    work_plan: str
    opens_group: bool
    broken: list[str] = field(default_factory=list)

    def extend(self, row: Row) -> None:
        """Add what the next page holds of this row."""
        for column in CELLS:
            if row[column]:
                if self.cells[column]:
                    self.broken.append(column)
                self.cells[column] = joined(self.cells[column], row[column])
        if row["work_plan"] and self.opens_group and fold(row["work_plan"]) != fold(self.work_plan):
            self.work_plan = joined(self.work_plan, row["work_plan"])
            self.broken.append("work_plan")


def read_key_plans(lines: Iterable[Line], kpi_titles: Sequence[str], doubts: Doubts) -> list[KeyPlanShape]:
    """Read chapter 參; the KPI column is resolved by the titles of chapter 貳."""
    table = read_table(lines, HEADINGS)
    lost = [(line.number, line.text) for line in table.others]
    rows: list[PlanRow] = []
    for row in table.rows:
        lost += [(row.line, text) for text in row.surplus]
        if _continues(row, rows):
            rows[-1].extend(row)
        else:
            rows.append(_opened(row, rows))
    doubt_unplaced("key_plans", lost, doubts)
    if any(not row.opens_group for row in rows):
        doubts.add("key_plans", Message.of(N_("工作計畫名稱只印在各組的第一列，其餘各列依合併欄填入同一名稱。")))
    known = by_fold(kpi_titles)
    return [_shaped(f"key_plans[{index}]", row, known, doubts) for index, row in enumerate(rows)]


def _continues(row: Row, rows: Sequence[PlanRow]) -> bool:
    """Whether the row is the rest of the last one: no category, at the top of a page or without an item."""
    return bool(rows) and not row["category"] and (row.after_header or not row["item"])


def _opened(row: Row, rows: Sequence[PlanRow]) -> PlanRow:
    inherited = rows[-1].work_plan if rows else ""
    work_plan = row["work_plan"] or inherited
    return PlanRow({column: row[column] for column in CELLS}, work_plan, opens_group=bool(row["work_plan"]))


def _shaped(at: str, row: PlanRow, known: Mapping[str, str], doubts: Doubts) -> KeyPlanShape:
    content, cell = row.cells["content"], row.cells["kpis"]
    if not cell:
        content, cell = _cell_inside(at, content, known, doubts)
    for column in row.broken:
        doubts.add(f"{at}.{column}", Message.of(N_("原文在此跨頁，前後兩段已接合，請核對接合處。")))
    for column, text in (("work_plan", row.work_plan), ("item", row.cells["item"]), ("content", content)):
        if not text:
            doubts.add(f"{at}.{column}", Message.of(N_("原文此欄空白。")))
    return {
        "work_plan": one_line(row.work_plan),
        "item": one_line(row.cells["item"]),
        "category": _category(at, one_line(row.cells["category"]), doubts),
        "content": content,
        "kpis": _kpis(at, cell, known, doubts),
    }


def _category(at: str, written: str, doubts: Doubts) -> str:
    known = CATEGORIES.get(fold(written))
    if known is None:
        why = N_("計畫類別「%(written)s」不是公定的類別，保留原文。") if written else N_("原文沒有計畫類別。")
        doubts.add(f"{at}.category", Message.of(why, written=written) if written else Message.of(why))
    return known or written


def _kpis(at: str, cell: str, known: Mapping[str, str], doubts: Doubts) -> list[str]:
    """Return the titles cited; what names no KPI stays as written, without the spaces of the narrow column."""
    titles, unknown = cited_titles(cell, known)
    for title in unknown:
        near = nearest(title, known.values())
        if near:
            why = N_("「%(written)s」與貳的指標名稱都不相同（最接近的是「%(near)s」），保留原文，未對應。")
            doubts.add(f"{at}.kpis", Message.of(why, written=unspaced(title), near=near))
        else:
            doubts.add(
                f"{at}.kpis",
                Message.of(N_("貳沒有名為「%(written)s」的指標，保留原文，未對應。"), written=unspaced(title)),
            )
    if not cell:
        doubts.add(f"{at}.kpis", Message.of(N_("原文沒有寫與 KPI 的關聯。")))
    return [*titles, *(unspaced(title) for title in unknown)]


def _cell_inside(at: str, content: str, known: Mapping[str, str], doubts: Doubts) -> tuple[str, str]:
    """Find the KPI cell that extraction has put at the end of a paragraph: only whole known titles are moved."""
    paragraphs = content.split("\n") if len(content) <= MAX_FIELD else []
    for index, paragraph in enumerate(paragraphs):
        for gap in list(SPACES.finditer(paragraph))[-20:]:
            titles, unknown = cited_titles(paragraph[gap.end() :], known)
            if titles and not unknown:
                paragraphs[index] = rest = paragraph[: gap.start()]
                moved = N_("「%(titles)s」原混在實施內容裡，已移到 KPI 關聯。")
                doubts.add(f"{at}.kpis", Message.of(moved, titles="、".join(titles)))
                lost = N_("原文在「%(text)s」之後混入了 KPI 關聯欄的文字，此處可能缺字，請對照原件。")
                doubts.add(f"{at}.content", Message.of(lost, text=rest[-12:]))
                return "\n".join(paragraphs), paragraph[gap.end() :]
    return content, ""
