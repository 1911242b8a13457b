"""``flask db``: Flask-Migrate's commands, loaded when one is called, so that web workers do not carry Alembic."""

from __future__ import annotations

import click


@click.command("db", add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def migrations(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Perform database migrations: upgrade, downgrade, current, history and more (Flask-Migrate)."""
    from flask_migrate.cli import db

    with db.make_context("db", list(arguments), parent=ctx.parent) as inner:
        db.invoke(inner)


COMMANDS = (migrations,)
