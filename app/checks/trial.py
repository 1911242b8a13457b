"""The trial calculator of an indicator: what its formula asks for, what it gives for values typed in, where the target lies.

Nothing is stored. Inputs are called ``try-<n>`` for the n-th operand and ``try-<n>-<m>`` where it takes several values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.shell.rendering import say
from workflows.formula import Formula, FormulaError, NotAFormula, OperandRequest, Result, evaluate, parse, result_json
from workflows.language import whole_number
from workflows.results import (
    Actual,
    Attainment,
    TargetOfYear,
    convert_amount,
    format_difference,
    format_figure,
    judge_attainment,
    percent,
    rounded,
    target_of_year,
)

FIRST_ITEMS, MOST_ITEMS, LONGEST = 3, 40, 60
COLUMNS = {"權重": "weight", "比重": "weight", "配分": "weight", "目標": "target", "預定": "target"}
Sent = Mapping[str, str]


def trial_of(row: Mapping[str, Any], plan_year: int, sent: Sent) -> dict[str, Any]:
    """What ``plans/trial.html`` shows for an indicator as it stands; with values sent it is computed."""
    text = row["formula"].strip() or row["measure"].strip()
    shown: dict[str, Any] = {"text": text, "own": bool(row["formula"].strip()), "asked": _has_values(sent)}
    if not text:
        return shown | {"why": _("還沒有衡量標準。填了衡量標準或計算公式，就能在這裡試算。")}
    try:
        formula = parse(text)
    except FormulaError as error:
        return shown | {"error": _error(text, error)}
    if isinstance(formula, NotAFormula):
        return shown | {"why": say(formula.message), "write": True}
    shown |= {"reading": formula.words, "notes": [say(note.message) for note in formula.notes]}
    count = _items(formula, sent)
    fields = [_field(place, one, formula, count, sent) for place, one in enumerate(formula.operands)]
    shown["fields"] = fields
    shown |= {"singles": [one for one in fields if not one["per_item"]], "table": _table(formula, fields, count)}
    if not shown["asked"]:
        return shown
    try:
        result = evaluate(formula, _values(fields), target=row["target"])
    except FormulaError as error:
        return shown | _blamed(text, error, fields, formula)
    return shown | {"result": _result(formula, result, target_of_year(row, plan_year, plan_year))}


def trial_json(row: Mapping[str, Any], plan_year: int, sent: Sent) -> dict[str, Any]:
    """The same for machines in the shape of interfaces.md §2 (kpi); without values, what is asked for."""
    shown = trial_of(row, plan_year, sent)
    if "error" in shown:
        return {"error": {"message": shown["error"]["message"], "column": shown["error"]["column"]}}
    if "why" in shown:
        return {"formula": None, "why": shown["why"]}
    asked = [{"name": one["name"], "inputs": [cell["name"] for cell in one["cells"]]} for one in shown["fields"]]
    return {"formula": shown["text"], "operands": asked, **shown.get("result", {}).get("json", {})}


def _has_values(sent: Sent) -> bool:
    return any(name.startswith("try-") and value.strip() for name, value in sent.items())


def _items(formula: Formula, sent: Sent) -> int:
    """How many rows the table of items has: what the text lists, else what was asked for."""
    if formula.items:
        return len(formula.items)
    wanted = whole_number(sent.get("more", "") or sent.get("items", ""), 9)
    return min(wanted, MOST_ITEMS) if wanted else FIRST_ITEMS


def _field(place: int, one: OperandRequest, formula: Formula, count: int, sent: Sent) -> dict[str, Any]:
    several = count if one.per_item else one.count
    names = [f"try-{place}"] if several == 1 and not one.per_item else [f"try-{place}-{n}" for n in range(several)]
    written = _written(one, formula) if one.per_item else []
    cells = [
        {"name": name, "value": sent.get(name, "")[:LONGEST], "written": written[n] if n < len(written) else ""}
        for n, name in enumerate(names)
    ]
    return {
        "label": one.name,
        "name": one.name,
        "per_item": one.per_item,
        "flag": one.flag,
        "optional": one.optional,
        "column": one.column,
        "cells": cells,
        "fault": "",
    }


def _written(one: OperandRequest, formula: Formula) -> list[str]:
    """What the text itself says of each item for this operand."""
    kind = next((kind for word, kind in COLUMNS.items() if word in one.name), "")
    if kind == "weight":
        return [f"{format_figure(item.weight)}{'%' if item.percent else '分'}" for item in formula.items]
    return [format_figure(item.target, item.unit) for item in formula.items] if kind == "target" else []


def _table(formula: Formula, fields: list[dict[str, Any]], count: int) -> dict[str, Any] | None:
    columns = [one for one in fields if one["per_item"]]
    if not columns:
        return None
    labels = [item.name for item in formula.items] or [_("項目 %(n)s", n=n + 1) for n in range(count)]
    return {
        "columns": columns,
        "count": count,
        "more": not formula.items and count < MOST_ITEMS,
        "rows": [{"label": labels[n], "cells": [(one, one["cells"][n]) for one in columns]} for n in range(count)],
    }


def _values(fields: list[dict[str, Any]]) -> dict[str, object]:
    """What was typed, by operand; one left empty is not given, in a list the text's own figure stands for it."""
    values: dict[str, object] = {}
    for one in fields:
        typed = [cell["value"].strip() for cell in one["cells"]]
        if one["flag"]:
            values[one["name"]] = bool(typed[0])
        elif any(typed):
            filled = [value or cell["written"] for value, cell in zip(typed, one["cells"], strict=True)]
            several = one["per_item"] or len(typed) > 1
            values[one["name"]] = list(_without_tail(filled)) if several else filled[0]
    return values


def _without_tail(filled: list[str]) -> Iterator[str]:
    last = max(place for place, value in enumerate(filled) if value)
    yield from filled[: last + 1]


def _error(text: str, error: FormulaError) -> dict[str, Any]:
    """A fault with the formula cut at its column, so that the place can be marked."""
    at = max(0, min(error.column - 1, len(text) - 1))
    return {
        "message": say(error.message),
        "column": error.column,
        "before": text[:at],
        "mark": text[at : at + 1],
        "after": text[at + 1 :],
    }


def _blamed(text: str, error: FormulaError, fields: list[dict[str, Any]], formula: Formula) -> dict[str, Any]:
    """A fault beside the operand it is about, else beside the formula."""
    about = next((one for one in fields if f"「{one['name']}」" in str(error.message)), None)
    about = about or next((one for one in fields if one["column"] == error.column > 1), None)
    if about is None:
        return {"error": _error(text, error)}
    about["fault"] = say(error.message)
    return {"fault": {"text": about["fault"], "href": about["cells"][0]["name"]}, "error": _error(text, error)}


def _result(formula: Formula, result: Result, aim: TargetOfYear) -> dict[str, Any]:
    judged = judge_attainment(aim, Actual(result.value, unit=result.unit or None))
    reached = convert_amount(result.value, result.unit or None, aim.unit)
    standing = _("無法判定") if judged.met is None else _("達到目標") if judged.met else _("未達目標")
    gap = ""
    if judged.gap:
        distance = say(format_difference(abs(judged.gap), aim.unit))
        gap = _("比目標值高 %(gap)s", gap=distance) if judged.gap > 0 else _("比目標值低 %(gap)s", gap=distance)
    return {
        "value": result.shown,
        "unit": result.unit,
        "trace": [say(step) for step in result.trace],
        "notes": [say(note.message) for note in result.notes],
        "met": judged.met,
        "standing": standing,
        "gap": gap,
        "rate": percent(judged.rate) if judged.rate is not None else "",
        "how": [say(one) for one in judged.how],
        "scale": _scale(reached, aim),
        "target": format_figure(aim.value, aim.unit) if aim.value is not None else "",
        "json": result_json(formula, result, say) | {"met": judged.met} | _gap_json(judged),
    }


def _gap_json(judged: Attainment) -> dict[str, str]:
    return {"gap": format(judged.gap, "f")} if judged.gap is not None else {}


def _scale(reached: Decimal | None, aim: TargetOfYear) -> dict[str, Any] | None:
    """Where result and target stand on a line from 0, or from the lower of the two, to the higher."""
    if reached is None or aim.value is None:
        return None
    least, most = min(reached, aim.value, Decimal(0)), max(reached, aim.value, Decimal(0))
    span = (most - least) * Decimal("1.15") or Decimal(1)

    def x(value: Decimal) -> float:
        return round(12 + float((value - least) / span) * 296, 1)

    return {
        "zero": x(Decimal(0)),
        "target": x(aim.value),
        "reached": x(reached),
        "shown": format_figure(rounded(reached, 2), aim.unit),
        "goal": format_figure(aim.value, aim.unit),
        "close": abs(x(reached) - x(aim.value)) < 70,
    }
