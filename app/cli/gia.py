"""``flask gia``: check a gender-impact sheet given as JSON."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.checking import check_sheet, print_checked
from app.cli.printing import json_option, refusals_printed
from exchange.limits import check_size
from exchange.sheet_shape import read_sheet


@click.group()
def gia() -> None:
    """Check gender-impact sheets."""


@gia.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 when a finding blocks (B) or stops approval (R).")
@json_option
@with_appcontext
def check(file: Path, strict: bool, as_json: bool) -> None:
    """Run the GIA rules on one sheet in FILE (JSON, concept shape); needs no database."""
    with refusals_printed(as_json):
        check_size(file.stat().st_size)
        content = read_sheet(file.read_bytes(), file.name)
    print_checked(check_sheet(content, file.name), as_json=as_json, strict=strict)
