"""``flask db``: Flask-Migrate's commands."""

from __future__ import annotations

import click
from flask_migrate import cli as flask_migrate_cli


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def db(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Perform database migrations: upgrade, downgrade, current, history and more (Flask-Migrate)."""
    commands = flask_migrate_cli.db
    with commands.make_context("db", list(arguments), parent=ctx.parent) as inner:
        commands.invoke(inner)
