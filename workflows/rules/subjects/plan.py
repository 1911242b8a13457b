"""Annual plans and KPI definitions as rules see them: plain data with the indexes that rules share."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final

from models.cache import MIB, Cache
from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.language import chinese_numeral
from workflows.rules.engine import Stage
from workflows.rules.subjects.kpi_row import (
    Kpi,
    is_kpi_remnant,
    is_plan_remnant,
    kpi_texts,
    made_whole,
    rows_of,
    text_of,
    texts_in,
)
from workflows.rules.subjects.plan_texts import TEXTS
from workflows.schema import ANNUAL_PLAN_FORM, CHAPTERS, KEY_PLAN, KPI, PREAMBLE, AsWritten

SECTIONS: Final = ("year", *ANNUAL_PLAN_FORM.parts)
FIELD_NAMES: Final[Mapping[str, str]] = {
    **{node.path: node.called or node.label for node in (PREAMBLE, *KEY_PLAN.content, *KPI.content)},
    **{part: CHAPTERS[part] for part in ("goals", "key_plans")},
    "agency": N_("機關"),
    "document": N_("文件"),
    "text": N_("內容"),
}
"""What findings call the values of rows, and the places that are no value of the content."""
_ROW: Final = re.compile(r"(\w+)\[([^\]]*)\](?:\.(.+))?")


@dataclass(frozen=True, eq=False, repr=False)
class Elsewhere:
    """Measures in force at other agencies, each with the words for whose it is; two of one ``stamp`` hold the same."""

    measures: Mapping[str, str] = field(default_factory=dict)
    stamp: str = ""

    def get(self, key: str) -> str:
        """Return whose measure this is, nothing where it is nobody's."""
        return self.measures.get(key, "") if key else ""

    def __repr__(self) -> str:
        return f"elsewhere {self.stamp}"


NOWHERE: Final = Elsewhere()
Texts = tuple[tuple[str, str], ...]
_texts: Final[Cache[Texts]] = Cache(MIB)


def _goal_in(content: Mapping[str, Any], goal_id: str) -> tuple[Mapping[str, Any] | None, int]:
    """A goal by its id with its number; of the content and not of a subject, which would be held in a circle by its KPIs."""
    last: tuple[Mapping[str, Any] | None, int] = (None, 0)
    for number, goal in enumerate(rows_of(content, "goals"), 1):
        if text_of(goal, "id") == goal_id:
            last = (goal, number)
    return last


@dataclass(frozen=True)
class PlanSubject:
    """An annual plan to be judged.

    ``paper`` is true for a document read from a file, whose form has no column for what only the application asks
    (KP-10). ``previous`` maps folded KPI titles to last year's actual results where they are known; ``elsewhere`` has
    the measures in force at other agencies.
    """

    content: Mapping[str, Any]
    year: int | None = None
    agency_name: str = ""
    paper: bool = False
    written: AsWritten = field(default_factory=AsWritten)
    previous: Mapping[str, Decimal] = field(default_factory=dict)
    elsewhere: Elsewhere = NOWHERE
    digests: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    kind = Kind.ANNUAL_PLAN
    stage = Stage.COMPLETED

    @property
    def context(self) -> Hashable:
        """Everything beside the content on which verdicts rest."""
        previous = tuple(sorted(self.previous.items()))
        return self.kind, self.year, self.agency_name, self.paper, self.written, previous, self.elsewhere

    @cached_property
    def preamble(self) -> str:
        return text_of(self.content, "preamble")

    @cached_property
    def goals(self) -> tuple[Mapping[str, Any], ...]:
        return rows_of(self.content, "goals")

    @cached_property
    def _kpi_rows(self) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
        return made_whole(rows_of(self.content, "kpis"), is_kpi_remnant, ("title", "measure"))

    @cached_property
    def _plan_rows(self) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
        return made_whole(rows_of(self.content, "key_plans"), is_plan_remnant, ("content",))

    @property
    def rests(self) -> tuple[str, ...]:
        """The places of rows that are only the rest of the row above; their text is judged there (DT-06)."""
        kpis = (f"kpis[{text_of(row, 'id')}].measure" for row in self._kpi_rows[1])
        return (*kpis, *(f"key_plans[{text_of(row, 'id')}].content" for row in self._plan_rows[1]))

    @property
    def key_plans(self) -> tuple[Mapping[str, Any], ...]:
        """The rows of chapter 參, whole."""
        return self._plan_rows[0]

    @cached_property
    def goal_numbers(self) -> Mapping[str, int]:
        return {text_of(goal, "id"): number for number, goal in enumerate(self.goals, 1)}

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """The KPI rows in printed order, whole, with their computed numerals."""
        counts: dict[str, int] = {}
        kpis = []
        for row in self._kpi_rows[0]:
            goal_id = text_of(row, "goal")
            counts[goal_id] = counts.get(goal_id, 0) + 1
            kpis.append(Kpi(row, f"kpis[{text_of(row, 'id')}]", counts[goal_id], partial(_goal_in, self.content)))
        return tuple(kpis)

    @cached_property
    def kpi_by_id(self) -> Mapping[str, Kpi]:
        by_id = {text_of(kpi.row, "id"): kpi for kpi in self.kpis}
        return by_id | {rest: by_id[row] for rest, row in self._rest_of.items()}

    @cached_property
    def _rest_of(self) -> Mapping[str, str]:
        """The ids of rests, by which a citation may mean the whole row, with the ids of these rows."""
        rests, last = {}, ""
        for row in rows_of(self.content, "kpis"):
            if any(row is rest for rest in self._kpi_rows[1]):
                rests[text_of(row, "id")] = last
            else:
                last = text_of(row, "id")
        return rests

    @cached_property
    def citing(self) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        """Per KPI id the key plans that cite it."""
        citing: dict[str, list[Mapping[str, Any]]] = {}
        for plan in self.key_plans:
            for cited in dict.fromkeys(self._rest_of.get(one, one) for one in texts_in(plan, "kpis")):
                citing.setdefault(cited, []).append(plan)
        return {key: tuple(plans) for key, plans in citing.items()}

    @cached_property
    def _order(self) -> Mapping[str, tuple[int, int]]:
        order = {name: (index, -1) for index, name in enumerate(SECTIONS)}
        for index, name in enumerate(SECTIONS):
            rows = rows_of(self.content, name)
            order.update({f"{name}[{text_of(row, 'id')}]": (index, number) for number, row in enumerate(rows)})
        return order

    def named(self, at: str) -> str:
        """Return a place that counts rows from 0 (``goals[1].strategies[0].text``) with the rows' ids instead."""
        rows: Any = self.content
        parts = []
        for part in at.split("."):
            name, _, place = part.rstrip("]").partition("[")
            rows = rows_of(rows, name)
            if place.isdigit() and int(place) < len(rows):
                rows = rows[int(place)]
                part = f"{name}[{text_of(rows, 'id')}]"
            parts.append(part)
        return ".".join(parts)

    def goal_of(self, at: str) -> str:
        """Return a key for the goal under which the KPI of a place stands."""
        match = _ROW.match(at)
        kpi = self.kpi_by_id.get(match[2]) if match else None
        return f"kpis of {text_of(kpi.row, 'goal') if kpi else ''}"

    def position(self, at: str) -> tuple[int, ...]:
        """Sort places by section, row and field, as the plan is printed."""
        match = _ROW.match(at)
        head, rest = (f"{match[1]}[{match[2]}]", match[3] or "") if match else at.partition(".")[::2]
        fields = KPI.columns if at.startswith("kpis") else KEY_PLAN.columns
        return (*self._order.get(head, (len(SECTIONS), 0)), fields.index(rest) if rest in fields else -1)

    def label(self, at: str) -> Message:
        """Name a place: chapter, numeral and field."""
        match = _ROW.match(at)
        name = Message(FIELD_NAMES.get((match[3] or "title") if match else at, at))
        if at.startswith("kpis[") and match and (kpi := self.kpi_by_id.get(match[2])):
            if not kpi.goal_no:
                return Message.of(N_("貳「%(title)s」%(field)s"), title=kpi.title, field=name)
            words = N_("貳 %(goal)s-%(number)s「%(title)s」%(field)s")
            figures = {"goal": chinese_numeral(kpi.goal_no), "number": kpi.number, "title": kpi.title, "field": name}
            return Message.of(words, **figures)
        if at.startswith("key_plans[") and match:
            row = next((one for one in self.key_plans if one.get("id") == match[2]), {})
            return Message.of(N_("參「%(title)s」%(field)s"), title=text_of(row, "item"), field=name)
        if at.startswith("goals[") and match:
            numeral = chinese_numeral(self.goal_numbers.get(match[2].split(".")[0], 0))
            return Message.of(N_("壹 目標%(numeral)s"), numeral=numeral)
        return Message.of(N_("貳、年度關鍵績效指標")) if at == "kpis" else name

    @cached_property
    def filled(self) -> Texts:
        """The places that hold running text, with the text."""
        return tuple(one for name in TEXTS for one in self._filled(name))

    def _filled(self, name: str) -> Texts:
        digest = self.digests.get(name)
        known = _texts.get((name, digest)) if digest else None
        if known is None:
            known = tuple((at, text) for at, text in TEXTS[name](self) if text)
            if digest:
                _texts.put((name, digest), known)
        return known

    def texts(self, *sections: str) -> Iterator[tuple[str, str]]:
        """Yield every place that holds running text, of some sections or all, with the text, in document order."""
        for name in sections or TEXTS:
            yield from TEXTS[name](self)


@dataclass(frozen=True)
class KpiSubject:
    """A KPI definition, which is one row of its plan as a document of its own: its places begin with ``kpi``."""

    content: Mapping[str, Any]
    year: int | None = None
    previous: Mapping[str, Decimal] = field(default_factory=dict)
    elsewhere: Elsewhere = NOWHERE
    paper: bool = False

    kind = Kind.KPI_DEFINITION
    stage = Stage.COMPLETED

    @property
    def context(self) -> Hashable:
        """Everything beside the content on which verdicts rest."""
        return self.kind, self.year, self.paper, tuple(sorted(self.previous.items())), self.elsewhere

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        row = self.content.get("kpi")
        title = text_of(self.content, "goal_title")
        goal = {"title": title} if title else None
        return (Kpi(row, "kpi", find_goal=lambda _id: (goal, 0)),) if isinstance(row, Mapping) else ()

    def position(self, at: str) -> tuple[int, ...]:
        """Sort places by field."""
        name = at.partition(".")[2]
        return (KPI.columns.index(name) if name in KPI.columns else -1,)

    def label(self, at: str) -> Message:
        """Name a place by its field."""
        name = at.partition(".")[2]
        return Message(FIELD_NAMES.get(name, name))

    @cached_property
    def filled(self) -> tuple[tuple[str, str], ...]:
        """The places that hold running text, with the text."""
        return tuple((at, text) for at, text in self.texts() if text)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every place that holds running text."""
        for kpi in self.kpis:
            yield from kpi_texts(kpi)
