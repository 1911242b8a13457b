"""The annual plan as it is printed: its three parts with computed numerals, and what stands at the edge of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask import render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.shell.addresses import PATH, place_of
from app.shell.rendering import say
from models.cache import MIB, Cache
from models.storage import manifest_of, read
from models.wording import N_
from workflows.gender import Duty, DutyState
from workflows.kinds import KINDS
from workflows.language import chinese_numeral, target_words
from workflows.lifecycle import Dossier, State
from workflows.plans import kpis_of_plan
from workflows.review import findings_of
from workflows.schema import numbered_kpis

_printed: Cache[Markup] = Cache(8 * MIB)
"""Plans as printed, in one language with their marks; one is about 150 KB."""
Rows = Mapping[str, Any]
IN_FEW_WORDS: Mapping[DutyState, str] = {
    DutyState.MISSING: N_("應辦性別影響評估，尚未填表"), DutyState.STALE: N_("性別影響評估待再確認"),
    DutyState.NOT_OWED: N_("不需辦理性別影響評估"), DutyState.UNDECIDED: N_("性別影響評估待決定"),
    DutyState.CLAIMED: N_("主張免辦，待性平核定"), DutyState.LAPSED: N_("性別影響評估待重新決定"),
}  # fmt: skip
"""Where the assessment of a key plan stands; elsewhere the sheet's state says it."""


@dataclass(frozen=True)
class Marks:
    """What stands beside rows, by row id: circles of opinions, letters of findings, links to sheets, changes since."""

    pins: Mapping[str, tuple[tuple[int, str, str], ...]] = field(default_factory=dict)
    severities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    kpis: Mapping[str, str] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()
    was: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> tuple[Any, ...]:
        """The same marks have the same key."""
        maps = (self.pins, self.severities, self.sheets, self.kpis, self.was)
        return (*(tuple(one.items()) for one in maps), self.touched)

    def beside(self, row_id: str) -> dict[str, Any]:
        """What ``frame/parts/document.html`` asks for beside one row."""
        pins = self.pins.get(row_id, ())
        return {
            "pins": [{"number": number, "href": href, "status": status} for number, href, status in pins],
            "severities": self.severities.get(row_id, ()),
            "touched": row_id in self.touched,
        }


def printed(dossier: Dossier, marks: Marks) -> Markup:
    """The printed plan, remembered by content, language and marks: it is the dear part of the page."""
    document = dossier.document
    key = (document.id, document.content_sha256, document.year, document.agency.name, str(get_locale()), marks.key())
    if (known := _printed.get(key)) is not None:
        return known
    # A template with autoescape made it; it is marked as such so that the page does not escape it again.
    printed = render_template("frame/printed_plan.html", document=document, **parts_of(dossier.content, marks))
    return _printed.put(key, Markup(printed))  # noqa: S704 # nosec B704


def parts_of(content: Rows, marks: Marks | None = None) -> dict[str, Any]:
    """The parts as ``frame/parts/document.html`` prints them, also for a revision of the past."""
    marks = marks or Marks()
    return {
        "preamble_rows": [text for text in content["preamble"].split("\n\n") if text.strip()],
        "preamble_marks": marks.beside("preamble"),
        "goal_rows": [_goal(number, goal, marks) for number, goal in enumerate(content["goals"], 1)],
        "kpi_groups": kpi_groups(content, marks),
        "plan_groups": _plan_groups(content, marks),
    }


def _goal(number: int, goal: Rows, marks: Marks) -> dict[str, Any]:
    return {
        "id": goal["id"],
        "numeral": f"{chinese_numeral(number)}、",
        "title": goal["title"],
        "text": goal["text"],
        "strategies": [_strategy(place, row, marks) for place, row in enumerate(goal["strategies"], 1)],
        **marks.beside(goal["id"]),
    }


def _strategy(number: int, row: Rows, marks: Marks) -> dict[str, Any]:
    items = [
        {"id": item["id"], "numeral": f"{place}.", "text": item["text"]} for place, item in enumerate(row["items"], 1)
    ]
    return {
        "id": row["id"],
        "numeral": f"（{chinese_numeral(number)}）",
        "text": row["text"],
        "items": items,
        **marks.beside(row["id"]),
    }


def kpi_groups(content: Rows, marks: Marks) -> list[dict[str, Any]]:
    """The KPI table with one merged cell for each goal."""
    return [
        {"goal": title or _("（未對應施政目標）"), "rows": [_kpi(number, row, marks) for _title, number, row in group]}
        for title, group in groupby(numbered_kpis(content), key=lambda one: one[0])
    ]


def links_words(row: Rows) -> str:
    """What a KPI is linked to, as printed: 「無」 where there is nothing."""
    return "、".join(row["links"]) or "無"


def _kpi(number: int, row: Rows, marks: Marks) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": number,
        "title": row["title"],
        "href": marks.kpis.get(row["id"], ""),
        "regime": row["regime"] or "",
        "method": row["method"],
        "measure": row["measure"],
        "formula": row["formula"],
        "target": target_words(row["target"]),
        "was": marks.was.get(row["id"], ""),
        "links": links_words(row),
        **marks.beside(row["id"]),
    }


def _plan_groups(content: Rows, marks: Marks) -> list[dict[str, Any]]:
    titles = {row["id"]: row["title"] for row in content["kpis"]}
    return [
        {"work_plan": work_plan, "rows": [_key_plan(row, titles, marks) for row in group]}
        for work_plan, group in groupby(content["key_plans"], key=lambda row: row["work_plan"])
    ]


def _key_plan(row: Rows, titles: Mapping[str, str], marks: Marks) -> dict[str, Any]:
    sheet = marks.sheets.get(row["id"])
    return {
        "id": row["id"],
        "item": row["item"],
        "category": row["category"],
        "content": row["content"],
        "kpis": [*(titles[one] for one in row["kpis"] if one in titles), *row["unresolved"]],
        "gia": {"label": sheet[0], "href": sheet[1]} if sheet else None,
        **marks.beside(row["id"]),
    }


def row_at(at: str) -> str:
    """The innermost printed row a path lies in: a strategy, a goal, a KPI, a key plan or the preamble."""
    match = PATH.match(at)
    if not match:
        return ""
    inner = PATH.match(match["rest"].lstrip("."))
    return (inner["row"] if inner and inner["part"] == "strategies" else "") or match["row"] or match["part"]


def marks_of(dossier: Dossier, duties: Iterable[Duty], since: int | None) -> Marks:
    """Opinions, findings, sheets and changes since revision ``since``, each at its row."""
    pins: dict[str, list[tuple[int, str, str]]] = {}
    for opinion in dossier.opinions:
        href = url_for("reviewing.opinions", document_id=dossier.document.id, _anchor=f"opinion-{opinion.number}")
        status = "done" if opinion.resolved_at else ""
        pins.setdefault(row_at(opinion.anchor), []).append((opinion.number, href, status))
    severities: dict[str, dict[str, None]] = {}
    for finding in findings_of(dossier):
        if finding.severity.value in "BRW":
            severities.setdefault(row_at(finding.at), {})[finding.severity.value] = None
    touched, was = changed_since(dossier, since)
    return Marks(
        {row: tuple(marks) for row, marks in pins.items()},
        {row: tuple(marks) for row, marks in severities.items()},
        {duty.row_id: (sheet_words(duty), sheet_href(dossier, duty)) for duty in duties if duty.to_be_seen},
        {kpi.part_key or "": place_of(kpi) for kpi in kpis_of_plan(dossier)},
        touched,
        was,
    )


def sheet_words(duty: Duty) -> str:
    """Where the assessment of a key plan stands, in a few words."""
    if duty.standing in IN_FEW_WORDS:
        return say(IN_FEW_WORDS[duty.standing])
    if duty.sheet is None:
        return str(_("性別影響評估：核定免辦"))
    state: State = KINDS[duty.sheet.kind].workflow.state_named[duty.sheet.state]
    return str(_("性別影響評估：%(state)s", state=say(state.label)))


def sheet_href(dossier: Dossier, duty: Duty) -> str:
    """Where the sheet is, where it is begun, or where it is decided whether one is owed."""
    if duty.sheet:
        return place_of(duty.sheet)
    if duty.standing is DutyState.MISSING:
        return url_for("plans.show", document_id=dossier.document.id, _anchor="gia")
    return place_of(dossier.document, "impact")


def changed_since(dossier: Dossier, number: int | None) -> tuple[frozenset[str], dict[str, str]]:
    """The rows that differ from an earlier revision, and the targets as they were."""
    earlier = dossier.revision(number) if number and number < dossier.document.revision else None
    if earlier is None:
        return frozenset(), {}
    before, after = read(dossier.session, manifest_of(earlier)), dossier.content
    old, new = _rows(before), _rows(after)
    touched = {row_id for row_id, row in new.items() if old.get(row_id) != row}
    was = {
        row["id"]: target_words(old[row["id"]]["target"])
        for row in after["kpis"]
        if row["id"] in old and old[row["id"]]["target"] != row["target"]
    }
    return frozenset(touched), was


def _rows(content: Rows) -> dict[str, Any]:
    """Every printed row by id; a goal without its strategies, which are rows of their own."""
    rows: dict[str, Any] = {"preamble": content["preamble"]}
    for goal in content["goals"]:
        rows[goal["id"]] = (goal["title"], goal["text"], [row["id"] for row in goal["strategies"]])
        rows |= {row["id"]: row for row in goal["strategies"]}
    return rows | {row["id"]: row for part in ("kpis", "key_plans") for row in content[part]}
