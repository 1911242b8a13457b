"""Chapter 貳: the table of key performance indicators, with the legend of its codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from exchange.imported import Doubts
from exchange.readers.plan.chapters import Line
from exchange.readers.plan.goals import ordinal_variants
from exchange.readers.plan.linking import by_fold, nearest
from exchange.readers.plan.markup import joined, one_line
from exchange.readers.plan.tables import Row, read_table
from exchange.readers.plan.unplaced import doubt_unplaced
from exchange.shape import KpiShape
from models.wording import N_, Message
from workflows.language import chinese_numeral, fold

HEADINGS: Final = {
    fold(written): column
    for written, column in (
        ("施政目標", "goal"),
        ("關鍵績效指標", "title"),
        ("評估體制", "regime"),
        ("評估方式", "method"),
        ("衡量標準", "measure"),
        ("年度目標值", "target"),
        ("與中長程個案計畫關聯", "links"),
    )
}
# All that the 33 plans of year 107 use (domain.md §1.1).
METHODS: Final = {fold(method): method for method in ("統計數據", "進度控管", "問卷調查", "實地查證", "民意調查")}
LINKS: Final = {fold(link): link for link in ("科技發展", "公共建設", "社會發展", "其它", "無")}
REGIMES: Final = frozenset({"", "1", "2", "3", "4", "5"})
LEGEND: Final = frozenset(
    fold(sentence)
    for sentence in (
        "註",
        "評估體制之數字代號意義如下",
        "1.指實際評估作業係運用既有之組織架構進行。",
        "2.指實際評估作業係由特定之任務編組進行。",
        "3.指實際評估作業係透過第三者方式（如由專家學者）進行。",
        "4.指實際評估作業係運用既有之組織架構並邀請第三者共同參與進行。",
        "5.其它。",
        "註：評估體制之數字代號意義如下：",
    )
)
MAX_LEGEND: Final = 60
MAX_CODES: Final = 100
LINK_SEPARATORS: Final = re.compile(r"[\s/／、，,]+")
TITLE_ORDINAL: Final = re.compile(r"^([0-9]{1,2})(?:[.、．](?![0-9])[ \u3000]*|[ \u3000]+)(?=\S)")
BARE_ORDINAL: Final = re.compile(r"^([0-9]{1,2})(?=[^\d\s.%A-Za-z])")
CELLS: Final = ("goal", "title", "regime", "method", "measure", "target", "links")


@dataclass(slots=True)
class KpiRow:
    """The cells of one KPI while pages are put together."""

    cells: dict[str, str]
    broken: list[str] = field(default_factory=list)
    had_formula: bool = False

    def extend(self, row: Row) -> None:
        """Add what the next page holds of this row."""
        for column in CELLS:
            if row[column]:
                if self.cells[column]:
                    self.broken.append(column)
                self.cells[column] = joined(self.cells[column], row[column])
        self.had_formula |= row.had_formula


def read_kpi_rows(lines: Iterable[Line], doubts: Doubts) -> list[KpiRow]:
    """Read the table of chapter 貳, rows that run over a page put together again."""
    table = read_table(lines, HEADINGS, ordinal_column="title", fits=_fits)
    rows: list[KpiRow] = []
    lost: list[tuple[int, str]] = [
        (line.number, line.text) for line in table.others if fold(line.text[:MAX_LEGEND]) not in LEGEND
    ]
    for row in table.rows:
        lost += [(row.line, text) for text in row.surplus]
        if not _continues(row):
            rows.append(KpiRow({column: row[column] for column in CELLS}, had_formula=row.had_formula))
        elif rows:
            rows[-1].extend(row)
        else:
            lost += [(row.line, text) for text in row.cells.values() if text]
    doubt_unplaced("kpis", lost, doubts)
    return rows


def written_goals(rows: Iterable[KpiRow]) -> list[str]:
    """Return every reading of the goal cells, numerals split off at each length."""
    cells = [one_line(row.cells["goal"]) for row in rows if row.cells["goal"]]
    return [title for cell in cells for _, title in ordinal_variants(cell)]


def _fits(cells: Mapping[str, str]) -> bool:
    """Whether codes, methods and links stand in their columns."""
    links = LINK_SEPARATORS.split(cells.get("links", ""))
    return (
        all(len(cells.get(column, "")) <= MAX_CODES for column in ("regime", "method", "links"))
        and fold(cells.get("regime", "")) in REGIMES
        and fold(cells.get("method", "")) in {"", *METHODS}
        and all(fold(link) in {"", *LINKS} for link in links)
    )


def _continues(row: Row) -> bool:
    """Whether the row is the rest of the last one: no code and no method, at the top of a page or without a title."""
    return not row["regime"] and not row["method"] and (row.after_header or not row["title"] or not row["target"])


def shaped_kpis(rows: Sequence[KpiRow], goal_titles: Sequence[str], doubts: Doubts) -> list[KpiShape]:
    """Return the rows in the import shape; goals are recognised by their titles, whatever numeral is written."""
    kpis: list[KpiShape] = []
    goal, merged, ordinal = "", "", 0
    if any(not row.cells["goal"] for row in rows[1:]):
        doubts.add("kpis", Message.of(N_("施政目標只印在各組的第一列，其餘各列依合併欄填入同一目標。")))
    for row in rows:
        at = f"kpis[{len(kpis)}]"
        if row.cells["goal"]:
            merged, ordinal = one_line(row.cells["goal"]), 0
        goal = _goal(at, merged, goal_titles, doubts, inherited=not row.cells["goal"])
        ordinal += 1
        kpis.append(
            {
                "goal": goal,
                "title": _title(at, one_line(row.cells["title"]), ordinal, doubts),
                "regime": _regime(len(kpis), row.cells["regime"], doubts),
                "method": _method(at, one_line(row.cells["method"]), doubts),
                "measure": row.cells["measure"],
                "target": one_line(row.cells["target"]),
                "links": _links(at, row.cells["links"], doubts),
            }
        )
        _doubt_row(at, row, doubts)
    return kpis


def _goal(at: str, written: str, goal_titles: Sequence[str], doubts: Doubts, *, inherited: bool) -> str:
    """Return the goal's own title; where no goal bears the title, return it as written and say so."""
    known = by_fold(goal_titles)
    if not written:
        doubts.add(f"{at}.goal", Message.of(N_("原文沒有寫施政目標。")))
        return ""
    for number, title in ordinal_variants(written):
        if fold(title) in known:
            goal = known[fold(title)]
            place = list(goal_titles).index(goal) + 1
            if number is not None and number != place and not inherited:
                why = N_("原文的目標編號為「%(written)s」，與壹的第%(place)s項同名，依名稱對應。")
                doubt = Message.of(why, written=chinese_numeral(number), place=chinese_numeral(place))
                if chinese_numeral(place).startswith(chinese_numeral(number)):
                    # a narrow column cuts 十一 to 十: a fault of the print, not of the numbering
                    doubts.add(f"{at}.goal", doubt)
                else:
                    doubts.misnumbered(f"{at}.goal", chinese_numeral(number), place, doubt)
            return goal
    _, title = ordinal_variants(written)[0]
    near = nearest(title, goal_titles)
    if near:
        why = N_("「%(written)s」與壹的目標名稱都不相同（最接近的是「%(near)s」），保留原文，未對應。")
        doubts.add(f"{at}.goal", Message.of(why, written=title, near=near))
    else:
        doubts.add(f"{at}.goal", Message.of(N_("壹沒有名為「%(written)s」的目標，保留原文，未對應。"), written=title))
    return title


def _title(at: str, written: str, expected: int, doubts: Doubts) -> str:
    """Take the ordinal off; without a space after it only the expected number is taken for one."""
    match = TITLE_ORDINAL.match(written)
    if not match and (bare := BARE_ORDINAL.match(written)) and int(bare[1]) == expected:
        return written[bare.end() :]
    if not match:
        return written
    if int(match[1]) != expected:
        why = N_("原文序號為 %(written)s，依次序應為 %(expected)s；序號由系統依次序產生。")
        doubts.misnumbered(f"{at}.title", match[1], expected, Message.of(why, written=match[1], expected=expected))
    return written[match.end() :]


def _regime(place: int, written: str, doubts: Doubts) -> int | None:
    at, number = f"kpis[{place}]", fold(written)
    if number and number in REGIMES:
        return int(number)
    why = N_("評估體制「%(written)s」不是代號 1 至 5，未填入。") if written else N_("原文沒有評估體制代號。")
    doubts.add(f"{at}.regime", Message.of(why, written=written) if written else Message.of(why))
    if written:
        doubts.no_code(place, written)
    return None


def _method(at: str, written: str, doubts: Doubts) -> str:
    known = METHODS.get(fold(written))
    if known is None:
        why = N_("評估方式「%(written)s」不是常見的寫法，保留原文。") if written else N_("原文沒有評估方式。")
        doubts.add(f"{at}.method", Message.of(why, written=written) if written else Message.of(why))
    return known or written


def _links(at: str, written: str, doubts: Doubts) -> list[str]:
    """Part the cell into the kinds of projects; spaces inside a kind come from a narrow column and go."""
    if whole := LINKS.get(fold(written)):
        return [whole]
    links: list[str] = []
    for part in LINK_SEPARATORS.split(written):
        if part and part not in links:
            links.append(LINKS.get(fold(part), part))
    unknown = [link for link in links if fold(link) not in LINKS]
    if unknown:
        why = N_("「%(written)s」不是計畫類別的寫法，保留原文。")
        doubts.add(f"{at}.links", Message.of(why, written="、".join(unknown)))
    if not links:
        doubts.add(f"{at}.links", Message.of(N_("原文沒有寫與中長程個案計畫的關聯。")))
    return links


def _doubt_row(at: str, row: KpiRow, doubts: Doubts) -> None:
    for column in row.broken:
        doubts.add(f"{at}.{column}", Message.of(N_("原文在此跨頁，前後兩段已接合，請核對接合處。")))
    if row.had_formula:
        doubts.add(f"{at}.measure", Message.of(N_("原文夾有排版語法，已改寫為一般數學符號，請核對公式。")))
