"""One KPI row with what several rules ask about it, and how rows of a content are read without trust."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from models.cache import MIB, cached
from workflows.language import FILE_NOTATION, TARGET_FILE_NOTATION, cached_fold, decimal_of, plain, unit_of

# Common indicators of every agency (domain.md §0.4), by what their folded titles hold.
_OPERATOR: Final = re.compile(r"[÷×=＝ΣΠ]|[)\]】〕][+\-−]|%[+]")
COMMON_TITLES: Final = ("資本門預算執行率", "中程歲出概算額度內編報情形")
# What only their formulas hold: a common indicator under another title is still one.
COMMON_SIGNS: Final = dict(zip(COMMON_TITLES, ("資本門實支數", "概算額度核列數"), strict=True))
NO_LINKS: Final = frozenset(map(cached_fold, ("", "無", "其他")))
_REMARK: Final = re.compile(r"【備註|※|(?<![關附加標])註[：:]")


def text_of(row: Mapping[str, Any], name: str) -> str:
    """Return a text field, empty where it is absent or no text: files may hold anything."""
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def texts_in(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a list field."""
    value = row.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def rows_of(content: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a section that are rows."""
    value = content.get(name)
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, Sequence) else ()


def _no_goal(_goal_id: str) -> tuple[None, int]:
    return None, 0


def is_kpi_remnant(row: Mapping[str, Any]) -> bool:
    """Return whether a row is only the rest of the row above it: text, but no code and no method (DT-06).

    Beside the text it may hold the rest of a title, or the target and links that stood on the next page.
    """
    if row.get("regime") or text_of(row, "method") or not text_of(row, "measure"):
        return False
    if not (has_goal(row) or text_of(row, "title")):
        return True
    more = _filled(row.get("target")) or texts_in(row, "links")
    return not more and not (has_goal(row) and text_of(row, "title"))


def _filled(value: object) -> bool:
    return any(value.values()) if isinstance(value, Mapping) else bool(value)


def has_goal(row: Mapping[str, Any]) -> bool:
    """Return whether a KPI row names a goal, known or not."""
    return bool(text_of(row, "goal") or text_of(row, "goal_title"))


def is_plan_remnant(row: Mapping[str, Any]) -> bool:
    """Return whether a key plan is only the rest of the one above it."""
    others = (text_of(row, "item"), text_of(row, "category"), texts_in(row, "kpis"), texts_in(row, "unresolved"))
    return bool(text_of(row, "content")) and not any(others)


# How a row that is only the rest of the row above is known, by section.
RESTS: Final[Mapping[str, Callable[[Mapping[str, Any]], bool]]] = {"kpis": is_kpi_remnant, "key_plans": is_plan_remnant}


def made_whole(
    rows: Sequence[Mapping[str, Any]], rest: Callable[[Mapping[str, Any]], bool], names: Sequence[str]
) -> tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """Return the rows with the rests that follow them put back, and these rests."""
    whole: list[Mapping[str, Any]] = []
    rests: list[Mapping[str, Any]] = []
    for row in rows:
        if whole and rest(row):
            host = whole[-1]
            missing = {name: value for name, value in row.items() if not _filled(host.get(name)) and name != "id"}
            whole[-1] = {**host, **missing, **{name: text_of(host, name) + text_of(row, name) for name in names}}
            rests.append(row)
        else:
            whole.append(row)
    return tuple(whole), tuple(rests)


@dataclass(frozen=True)
class Kpi:
    """One KPI row with what several rules ask about it; ``at`` is its place, ``number`` its place under its goal.

    The goal is looked up only when a rule asks for it: most rules then depend on the KPIs alone.
    """

    row: Mapping[str, Any]
    at: str
    number: int = 0
    find_goal: Callable[[str], tuple[Mapping[str, Any] | None, int]] = field(
        default=_no_goal, repr=False, compare=False
    )

    @cached_property
    def _goal(self) -> tuple[Mapping[str, Any] | None, int]:
        named = text_of(self.row, "goal")
        return self.find_goal(named) if named else (None, 0)

    @property
    def goal(self) -> Mapping[str, Any] | None:
        """The goal it belongs to, if that is there."""
        return self._goal[0]

    @property
    def goal_no(self) -> int:
        """The goal's numeral, 0 without a goal."""
        return self._goal[1]

    @cached_property
    def title(self) -> str:
        return text_of(self.row, "title")

    @cached_property
    def key(self) -> str:
        """The title in the form in which titles are compared."""
        return cached_fold(self.title)

    @cached_property
    def measure(self) -> str:
        """Measure and formula as plain text, lines kept."""
        return _measured(text_of(self.row, "measure"), text_of(self.row, "formula"))

    @cached_property
    def definition(self) -> str:
        """The measure without its remarks (【備註…】, ※, 註：)."""
        match = _REMARK.search(self.measure)
        return self.measure[: match.start()] if match else self.measure

    @cached_property
    def remark(self) -> str:
        """What the measure leaves to its remarks, empty without one."""
        return self.measure[len(self.definition) :]

    @cached_property
    def target(self) -> Mapping[str, Any]:
        value = self.row.get("target")
        return value if isinstance(value, Mapping) else {"text": value} if isinstance(value, str) else {}

    @cached_property
    def target_value(self) -> Decimal | None:
        """The target as written, without the unit's factor."""
        return decimal_of(self.target.get("value"), TARGET_FILE_NOTATION)

    @cached_property
    def unit(self) -> tuple[str, int]:
        """The unit proper and its factor: 「億元」 is 元 and 10⁸."""
        return unit_of(text_of(self.target, "unit"))

    @cached_property
    def years(self) -> tuple[Mapping[str, Any], ...]:
        """The other years the row lists."""
        return tuple(one for one in rows_of(self.row, "years") if type(one.get("year")) is int)

    @cached_property
    def actuals(self) -> Mapping[int, Decimal]:
        """What was reached by year, as the row lists it, in the unit of the target as written."""
        actuals = {one["year"]: decimal_of(one.get("actual"), FILE_NOTATION) for one in self.years}
        return {year: value for year, value in actuals.items() if value is not None}

    @cached_property
    def yearly(self) -> Mapping[int, Decimal]:
        """The targets of other years that are figures."""
        targets = {one["year"]: one.get("target") for one in self.years}
        values = {
            year: decimal_of(one.get("value"), FILE_NOTATION)
            for year, one in targets.items()
            if isinstance(one, Mapping)
        }
        return {year: value for year, value in values.items() if value is not None}

    @property
    def target_shown(self) -> str:
        """The target in words, for messages and fingerprints."""
        parts = (text_of(self.target, "comparator"), text_of(self.target, "value"), text_of(self.target, "unit"))
        return "".join(parts) or text_of(self.target, "text")

    @property
    def links(self) -> frozenset[str]:
        """The categories named in 與中長程個案計畫關聯, 「無」 and 「其他」 left out."""
        return frozenset(cached_fold(one).removesuffix("類") for one in texts_in(self.row, "links")) - NO_LINKS

    @property
    def common(self) -> bool:
        """Whether this is one of the two indicators common to all agencies."""
        by_title = any(part in self.key for part in COMMON_TITLES) or self.row.get("common") is True
        return by_title or any(sign in self.definition for sign in COMMON_SIGNS.values())

    def field(self, name: str) -> str:
        """Return the place of one of its fields."""
        return f"{self.at}.{name}"


@cached(MIB // 2)
def _measured(measure: str, formula: str) -> str:
    return plain("\n".join(filter(None, (measure, formula))))


def kpi_texts(kpi: Kpi) -> Iterator[tuple[str, str]]:
    """Yield the running texts of one KPI."""
    for name in ("title", "measure", "formula"):
        yield kpi.field(name), text_of(kpi.row, name)


def has_formula(text: str) -> bool:
    """Return whether plain text holds a formula: brackets in it are KP-06's business, else DT-03's."""
    return bool(_OPERATOR.search(text))
