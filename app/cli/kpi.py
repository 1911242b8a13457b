"""``flask kpi``: try a KPI's formula with values, and show what the indicators of a plan attained."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from app.cli.printing import UNREADABLE, echo_json, fail, json_option
from app.cli.results import results
from workflows.formula import FormulaError, NotAFormula, parse, result_json
from workflows.formula import evaluate as computed


@click.group()
def kpi() -> None:
    """Compute key performance indicators."""


kpi.add_command(results)


@kpi.command()
@click.option(
    "--formula", "formula", help="The formula or the whole 衡量標準; left out or - reads it from standard input."
)
@click.option("--file", "file", type=click.File("r", encoding="utf-8"), help="Read the formula from a file.")
@click.option(
    "--values", "values", default="{}", help='JSON: {"name": 12, "rate": "90%", "items": [1, 2]}; @FILE reads a file.'
)
@click.option("--target", "target", help="The target, such as 「85 分」: the result is told in its unit.")
@json_option
@with_appcontext
def evaluate(formula: str | None, file: Any, values: str, target: str | None, as_json: bool) -> None:
    """Compute a formula, or say where it is wrong; needs no database."""
    if file or formula in (None, "-"):
        formula = (file or sys.stdin).read()
    given = _values(values, as_json=as_json)
    try:
        reading = parse(str(formula), given)
        if isinstance(reading, NotAFormula):
            _wrong(str(reading.message), reading.column, as_json=as_json)
        result = computed(reading, given, target=target)
    except FormulaError as error:
        _wrong(str(error.message), error.column, as_json=as_json)
    if as_json:
        echo_json(result_json(reading, result))
        return
    for step in result.trace:
        click.echo(f"  {step}")
    click.echo(f"{result.shown}{result.unit}")


def _values(text: str, *, as_json: bool) -> Mapping[str, Any]:
    """Return the values as exact numbers; end with a message where they are no JSON object."""
    if text.startswith("@"):
        try:
            with click.open_file(text[1:], encoding="utf-8") as file:
                text = file.read()
        except OSError as broken:
            fail(f"無法讀取 {text[1:]}：{broken.strerror}", as_json=as_json, status=UNREADABLE)
    try:
        values = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError):
        fail("--values 不是可讀的 JSON。", as_json=as_json, status=UNREADABLE)
    if not isinstance(values, dict):
        fail("--values 應為一個 JSON 物件：名稱與數值。", as_json=as_json, status=UNREADABLE)
    return values


def _wrong(message: str, column: int, *, as_json: bool) -> NoReturn:
    if as_json:
        echo_json({"error": {"message": message, "column": column}})
    else:
        click.echo(f"錯誤：第 {column} 字：{message}", err=True)
    sys.exit(1)
