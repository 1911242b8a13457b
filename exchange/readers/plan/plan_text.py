"""Annual plans as text or markdown: headings, then tables parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from exchange.imported import Doubts, Imported
from exchange.limits import MAX_FIELD
from exchange.readers.decoding import decoded
from exchange.readers.plan.chapters import Chapters, Line, NoChapters, chapters_of
from exchange.readers.plan.flat import flat_chapters, is_flat
from exchange.readers.plan.goals import read_goals, rejoin_titles
from exchange.readers.plan.key_plans import read_key_plans
from exchange.readers.plan.kpis import read_kpi_rows, shaped_kpis, written_goals
from exchange.readers.plan.markup import SPACE_BETWEEN_IDEOGRAPHS, joined, plain
from exchange.registry import reader
from exchange.shape import PlanShape
from models.wording import N_, Message


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
    plan = _chapters(text, doubts)
    goals = read_goals(plan.goals, doubts)
    rows = read_kpi_rows(plan.kpis, doubts)
    rejoin_titles(goals, written_goals(rows))
    kpis = shaped_kpis(rows, [goal["title"] for goal in goals], doubts)
    key_plans = read_key_plans(plan.key_plans, [kpi["title"] for kpi in kpis], doubts)
    content: PlanShape = {"preamble": _preamble(plan.preamble), "goals": goals, "kpis": kpis, "key_plans": key_plans}
    _doubt_whole(content, plan, doubts)
    written = doubts.written(plan.order, plan.page_prefixes, plan.unread)
    return Imported(content, doubts.all(), plan.year, plan.agency, written=written)


def _chapters(text: str, doubts: Doubts) -> Chapters:
    """Cut at chapter headings; where none stands on a line of its own, the text may have been run together."""
    try:
        return chapters_of(text, doubts)
    except NoChapters:
        if not is_flat(text):
            raise
        return flat_chapters(text, doubts)


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
        doubts.add("preamble", Message.of(N_("文件沒有前言。")))
    for chapter, lines, rows in (
        ("goals", plan.goals, content["goals"]),
        ("kpis", plan.kpis, content["kpis"]),
        ("key_plans", plan.key_plans, content["key_plans"]),
    ):
        if lines and not rows:
            doubts.add(chapter, Message.of(N_("這一章有文字，但沒有讀到任何一列。")))
    for at, text in _texts(content):
        if len(text) <= MAX_FIELD and SPACE_BETWEEN_IDEOGRAPHS.search(text):
            doubts.add(at, Message.of(N_("中文字之間有空白，可能出自排版；保留原文，請核對。")))


def _texts(content: PlanShape) -> Iterator[tuple[str, str]]:
    """Yield the running texts of a plan with their places."""
    for index, goal in enumerate(content["goals"]):
        yield f"goals[{index}].title", goal["title"]
        yield f"goals[{index}].text", goal["text"]
        for place, strategy in enumerate(goal["strategies"]):
            yield f"goals[{index}].strategies[{place}].text", strategy["text"]
            for inner, item in enumerate(strategy["items"]):
                yield f"goals[{index}].strategies[{place}].items[{inner}].text", item["text"]
    for index, kpi in enumerate(content["kpis"]):
        yield f"kpis[{index}].title", kpi["title"]
        yield f"kpis[{index}].measure", kpi["measure"]
    for index, row in enumerate(content["key_plans"]):
        yield f"key_plans[{index}].item", row["item"]
        yield f"key_plans[{index}].content", row["content"]
