"""How results are said: periods, standings, lights, the steps of an attainment, and who did what with an entry."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from app.shell.rendering import iso, roc, say
from models.kpi import KpiResult
from models.vocabulary import ResultState
from models.wording import N_
from workflows.language import decimal_of, target_words
from workflows.results import (
    LIGHT_WORDS,
    PERIODS,
    RESULT_WORKFLOW,
    Attainment,
    AttainmentState,
    Indicator,
    Light,
    PeriodCell,
    computation_trace,
    format_figure,
    percent,
    target_of,
)

STANDING_WORDS: dict[AttainmentState, str] = {
    AttainmentState.MET: N_("達成"), AttainmentState.MISSED: N_("未達成"), AttainmentState.OPEN: N_("尚未屆期"), AttainmentState.NO_DATA: N_("沒有資料"),
}  # fmt: skip
TONES: dict[AttainmentState, str] = {
    AttainmentState.MET: "green",
    AttainmentState.MISSED: "amber",
    AttainmentState.OPEN: "",
    AttainmentState.NO_DATA: "",
}
STATE_WORDS: dict[str, str] = {state.name: state.label for state in RESULT_WORKFLOW.states}
STATE_TONES = {
    ResultState.ENTERED: "indigo",
    ResultState.CONFIRMED: "green",
    ResultState.RETURNED: "amber",
    ResultState.REPLACED: "",
}


def period_word(period: str) -> str:
    """「第 1 季」 of ``Q1``."""
    return say(PERIODS[period])


def standing_shown(attainment: Attainment) -> dict[str, str]:
    """The word of a standing and the tone of its tag."""
    standing = attainment.standing
    return {"name": standing.value, "word": say(STANDING_WORDS[standing]), "tone": TONES[standing]}


def light_shown(light: Light | None) -> dict[str, str] | None:
    """A light's name and word; none where the agency has set no thresholds."""
    return {"name": light.value, "word": say(LIGHT_WORDS[light])} if light else None


def rate_shown(attainment: Attainment) -> dict[str, Any]:
    """A rate for people and for the bar; none where there is none."""
    if attainment.rate is None:
        return {"words": "—", "bar": None}
    return {"words": percent(attainment.rate), "bar": min(float(attainment.rate), 100.0)}


def steps_shown(attainment: Attainment) -> list[str]:
    """How an attainment was reckoned, step by step."""
    return [say(step) for step in attainment.how]


def value_words(row: KpiResult | None, unit: str) -> str:
    """An actual value with its unit, a dash where there is none."""
    value = decimal_of(row.value) if row else None
    return "—" if value is None else format_figure(value, unit)


def target_shown(indicator: Indicator) -> str:
    """The target of the year as plans print it."""
    target = target_of(indicator.row, indicator.year, indicator.document.year)
    return target_words(target) if target else "—"


def state_shown(row: KpiResult) -> dict[str, str]:
    """The state of an entry and the tone of its tag."""
    return {"name": row.state, "word": say(STATE_WORDS[row.state]), "tone": STATE_TONES[ResultState(row.state)]}


def entry_shown(indicator: Indicator, row: KpiResult) -> dict[str, Any]:
    """One entry with its evidence, who entered and who settled it."""
    attainment = indicator.judged(row)
    return {
        "row": row,
        "number": row.number,
        "value": value_words(row, indicator.aim.unit),
        "evidence": row.evidence,
        "note": row.note,
        "state": state_shown(row),
        "rate": rate_shown(attainment),
        "standing": standing_shown(attainment),
        "steps": steps_shown(attainment),
        "by": row.author.name,
        "at": roc(row.entered_at, "time"),
        "iso": iso(row.entered_at),
        "settled_by": row.settler.name if row.settler else "",
        "settled_at": roc(row.settled_at, "time"),
        "settled_note": row.settled_note,
        "counts": row.state in (ResultState.ENTERED, ResultState.CONFIRMED),
        "replaced": row.state == ResultState.REPLACED,
        "earlier": row.document_id != indicator.document.id,
        "outcome": _outcome(row),
        "computed": bool(row.inputs),
        "trace": [say(step) for step in computation_trace(row.inputs, indicator.aim)],
    }


def _outcome(row: KpiResult) -> str:
    if row.settler is None:
        return ""
    if row.settled_note:
        return str(_("%(name)s 於 %(time)s 退回", name=row.settler.name, time=roc(row.settled_at, "time")))
    return str(_("%(name)s 於 %(time)s 確認", name=row.settler.name, time=roc(row.settled_at, "time")))


def cell_shown(indicator: Indicator, cell: PeriodCell) -> dict[str, Any]:
    """One period: the value in force, the one that waits or was returned, and how the one in force stands."""
    attainment = indicator.judged(cell.in_force)
    shown = cell.in_force or cell.newest
    pending = cell.waiting if cell.in_force else None
    return {
        "period": period_word(cell.period),
        "name": cell.period,
        "value": value_words(shown, indicator.aim.unit),
        "state": state_shown(shown),
        "in_force": cell.in_force is not None,
        "standing": standing_shown(attainment) if cell.in_force else None,
        "rate": rate_shown(attainment) if cell.in_force else {"words": "—", "bar": None},
        "steps": steps_shown(attainment) if cell.in_force else [],
        "evidence": shown.evidence,
        "note": shown.note,
        "pending": value_words(pending, indicator.aim.unit) if pending else "",
        "earlier": shown.document_id != indicator.document.id,
    }
