"""Annual plans as text or markdown: headings, then tables parted by tabs."""

from __future__ import annotations

from typing import Final

from exchange.imported import Doubts, Imported, Unreadable
from exchange.readers.chapters import Chapters, Line, chapters_of
from exchange.readers.decoding import decoded
from exchange.readers.goals import ordinal_variants, read_goals, rejoin_titles
from exchange.readers.key_plans import read_key_plans
from exchange.readers.kpis import read_kpi_rows, shaped_kpis, written_goals
from exchange.readers.markup import SPACE_BETWEEN_IDEOGRAPHS, joined, plain
from exchange.registry import reader
from exchange.shape import PlanShape
from models.wording import N_, said


@reader(
    "plan_text",
    extensions=(".txt", ".md"),
    label=N_("純文字或 Markdown 的施政計畫"),
    label_en="Plan as text or markdown",
)
def read_plan_text(data: bytes) -> Imported:
    """Read an annual plan from the bytes of a text file."""
    doubts = Doubts()
    text = decoded(data, doubts)
    plan = chapters_of(text, doubts)
    goals = read_goals(plan.goals, doubts)
    rows = read_kpi_rows(plan.kpis, doubts)
    rejoin_titles(goals, written_goals(rows))
    kpis = shaped_kpis(rows, [goal["title"] for goal in goals], doubts)
    key_plans = read_key_plans(plan.key_plans, [kpi["title"] for kpi in kpis], doubts)
    content: PlanShape = {"preamble": _preamble(plan.preamble), "goals": goals, "kpis": kpis, "key_plans": key_plans}
    _doubt_whole(content, plan, doubts)
    return Imported(content, doubts.all(), plan.year, plan.agency)


def _preamble(lines: list[Line]) -> str:
    """Return the paragraphs before chapter 壹, parted by an empty line."""
    paragraphs: list[str] = []
    for line in lines:
        text = plain(line.text)
        if paragraphs and not line.after_blank:
            text = joined(paragraphs.pop(), text)
        paragraphs += text.split("\n")
    return "\n\n".join(paragraphs)


def _doubt_whole(content: PlanShape, plan: Chapters, doubts: Doubts) -> None:
    """Tell what is missing as a whole."""
    if not content["preamble"]:
        doubts.add("preamble", said(N_("文件沒有前言。")))
    for chapter, lines, rows in (
        ("goals", plan.goals, content["goals"]),
        ("kpis", plan.kpis, content["kpis"]),
        ("key_plans", plan.key_plans, content["key_plans"]),
    ):
        if lines and not rows:
            doubts.add(chapter, said(N_("這一章有文字，但沒有讀到任何一列。")))
