"""Results as a table of figures: what files hold, one line for each period of each indicator, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.results.plan import number_of
from app.results.words import STANDING_WORDS, STATE_WORDS, period_word, steps_shown, target_shown
from app.shell.rendering import iso, say
from exchange.writers.tables import Table
from models.document import Document
from models.kpi import KpiResult
from models.vocabulary import ResultState
from workflows.language import decimal_of
from workflows.results import LIGHT_WORDS, Attainment, Indicator, PeriodCell, light_of, rounded
from workflows.schema import POLARITIES

Line = tuple[object, ...]


def heads() -> list[str]:
    """The heads of the columns."""
    return [
        _("機關"),
        _("年度"),
        _("施政目標"),
        _("編號"),
        _("關鍵績效指標"),
        _("方向"),
        _("年度目標值"),
        _("目標數值"),
        _("單位"),
        _("期別"),
        _("實際值"),
        _("達成率（百分比）"),
        _("達成情形"),
        _("燈號"),
        _("如何計算"),
        _("佐證"),
        _("說明"),
        _("狀態"),
        _("填報人"),
        _("填報時間"),
        _("確認或退回"),
        _("確認或退回時間"),
        _("退回理由"),
    ]


def lines(plan: Document, indicators: Iterable[Indicator]) -> list[Line]:
    """One line for each value in force, waiting or returned; an indicator without any has one that says so."""
    table_lines: list[Line] = []
    for one in indicators:
        rows = [row for cell in one.cells for row in _entries_shown(cell)]
        table_lines += [_line(plan, one, row) for row in rows] or [_line(plan, one, None)]
    return table_lines


def _entries_shown(cell: PeriodCell) -> list[KpiResult]:
    rows = (cell.in_force, cell.waiting, cell.returned)
    return list(dict.fromkeys(row for row in rows if row is not None))


def _line(plan: Document, one: Indicator, row: KpiResult | None) -> Line:
    attainment = one.judged(row)
    return (
        plan.agency.name,
        one.year,
        one.goal,
        number_of(one),
        one.row["title"],
        say(dict(POLARITIES).get(one.aim.polarity, "")),
        target_shown(one),
        one.aim.value,
        one.aim.unit,
        period_word(row.period) if row else "",
        decimal_of(row.value) if row else None,
        _rate(attainment),
        say(STANDING_WORDS[attainment.standing]),
        _light(one, row, attainment),
        "；".join(steps_shown(attainment)),
        row.evidence if row else "",
        row.note if row else "",
        say(STATE_WORDS[row.state]) if row else "",
        row.author.name if row else "",
        iso(row.entered_at) if row else "",
        row.settler.name if row and row.settler else "",
        iso(row.settled_at) if row else "",
        row.settled_note if row else "",
    )


def _rate(attainment: Attainment) -> Decimal | None:
    return None if attainment.rate is None else rounded(attainment.rate, 2)


def _light(one: Indicator, row: KpiResult | None, attainment: Attainment) -> str:
    """Only what was confirmed shows a light."""
    if one.thresholds is None or (row is not None and row.state != ResultState.CONFIRMED):
        return ""
    return say(LIGHT_WORDS[light_of(attainment, one.thresholds)])


WIDTHS = (14, 7, 24, 8, 32, 12, 14, 12, 10, 10, 12, 12, 10, 8, 44, 36, 30, 12, 10, 18, 10, 18, 24)


def table_of(plan: Document, indicators: Iterable[Indicator]) -> Table:
    """The table of a workbook."""
    name = str(_("%(year)s 年度指標實績", year=plan.year))
    note = str(_("燈號並無官方標準，門檻由各機關自訂；達成率的算法見「如何計算」欄。"))
    return Table(name, heads(), lines(plan, indicators), WIDTHS, (note,))


def results_json(plan: Document, indicators: Sequence[Indicator]) -> dict[str, Any]:
    """The same for machines."""
    return {
        "plan": plan.id,
        "agency": plan.agency.name,
        "year": plan.year,
        "indicators": [_indicator_json(one) for one in indicators],
    }


def _indicator_json(one: Indicator) -> dict[str, Any]:
    attainment = one.attainment
    return {
        "id": one.document.id,
        "row": one.document.part_key,
        "number": number_of(one),
        "title": one.row["title"],
        "goal": one.goal,
        "target": target_shown(one),
        "polarity": one.aim.polarity,
        "unit": one.aim.unit,
        "value": one.latest.in_force.value if one.latest and one.latest.in_force else None,
        "period": one.latest.period if one.latest else None,
        **attainment_json(attainment),
        "light": one.light.value if one.light else None,
        "periods": [_cell_json(one, cell) for cell in one.cells],
    }


def attainment_json(attainment: Attainment) -> dict[str, Any]:
    """An attainment for machines: the rate as a decimal string in percent."""
    rate = None if attainment.rate is None else f"{rounded(attainment.rate, 4).normalize():f}"
    return {"rate": rate, "met": attainment.met, "standing": attainment.standing.value, "how": steps_shown(attainment)}


def _cell_json(one: Indicator, cell: PeriodCell) -> dict[str, Any]:
    return {"year": cell.year, "period": cell.period, "entries": [entry_json(one, row) for row in cell.entries]}


def entry_json(one: Indicator, row: KpiResult) -> dict[str, Any]:
    """One entry for machines."""
    return {
        "number": row.number,
        "value": row.value,
        "state": row.state,
        "evidence": row.evidence,
        "note": row.note,
        "entered_by": row.author.name,
        "entered_at": iso(row.entered_at),
        "settled_by": row.settler.name if row.settler else None,
        "settled_at": iso(row.settled_at) or None,
        "settled_note": row.settled_note,
        "definition_revision": row.definition_revision,
        **attainment_json(one.judged(row)),
    }
