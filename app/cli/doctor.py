"""``flask doctor``: what is wrong with this installation."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from app.cli.printing import echo_json, json_option
from app.ops.doctor import diagnose

MARKS = {True: "✓", False: "✗", None: "·"}


@click.command()
@json_option
@with_appcontext
def doctor(as_json: bool) -> None:
    """Say what is wrong with this installation and how to mend it. Exit status: 0 sound, 1 not."""
    checks = diagnose()
    sound = all(one.good is not False for one in checks)
    if as_json:
        echo_json({"sound": sound, "checks": [asdict(one) for one in checks]})
    else:
        for one in checks:
            click.echo(f"{MARKS[one.good]} {one.name}　{one.says}")
            if one.good is False or (one.good is None and one.mend):
                click.echo(f"    {one.mend}")
    sys.exit(0 if sound else 1)
